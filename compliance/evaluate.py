"""Evaluate: rule set and evidence in, verdicts out; poor evidence is a result, never an error."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import polars as pl

from compliance.engine.aggregate import Outcome, run
from compliance.engine.clock import clock
from compliance.engine.findings import collect
from compliance.engine.leaf import Leaf
from compliance.engine.literals import ALWAYS
from compliance.engine.plan import Plan
from compliance.engine.prepare import satisfies
from compliance.engine.shapes import Cells
from compliance.evidence import Evidence
from compliance.markings.all_or_nothing import AllOrNothing
from compliance.model import Item, RuleSet
from compliance.tables import tables
from compliance.verdicts import Verdicts

Layer = Literal["self", "inspected", "confirmed"]


def evaluate(rule_set: RuleSet, evidence: Evidence, as_of: date, layer: Layer = "self") -> Verdicts:
    """Judge every item of the rule set for every unit, as things stood on the day `as_of`."""
    items = list(rule_set.lines())

    def outcome_of(lines: Sequence[Item], broken: Container[str] = ()) -> tuple[Outcome, list[Leaf]]:
        plan = Plan(clock(as_of), as_of, layer, rule_set.start, rule_set.end, rule_set.terms)
        leaves = _leaves(plan, lines, broken)
        return run(plan, leaves, evidence), [leaf for leaf in leaves if not leaf.is_part]

    try:
        outcome, leaves = outcome_of(items)
    except pl.exceptions.PolarsError:
        broken = {item.id for item in items if _breaks(item, outcome_of)}
        if not broken:
            raise
        outcome, leaves = outcome_of(items, broken)
    findings = collect(outcome, leaves)
    tallies = [name for leaf in leaves for name in leaf.tallies]
    units = outcome.units.select(pl.col([*evidence.units.columns, *tallies]))
    return Verdicts(units, {item.id: findings[index] for index, item in enumerate(items)}, outcome.stray)


def _breaks(item: Item, outcome_of: Callable[[Sequence[Item]], object]) -> bool:
    """Whether a check cannot be run even alone."""
    try:
        outcome_of([item._replace(already_counted=())])
    except pl.exceptions.PolarsError:
        return True
    return False


def _leaves(plan: Plan, items: Sequence[Item], broken: Container[str]) -> list[Leaf]:
    """The parts of composite checks, inner before outer, then one leaf an item."""
    leaves = [_leaf(plan, index, item, is_broken=item.id in broken) for index, item in enumerate(items)]
    by_id = {item.id: leaf for item, leaf in zip(items, leaves, strict=True)}
    linked = [
        replace(leaf, spared_by=tuple(by_id[each] for each in item.already_counted))
        for item, leaf in zip(items, leaves, strict=True)
    ]
    parts = [
        Leaf(-1 - place, part.shape, AllOrNothing(), 0, part.tables, part.when_empty, ALWAYS, ALWAYS, scope=("part", part.tables))
        for place, part in enumerate(plan.parts)
    ]
    return [*parts, *linked]


def _leaf(plan: Plan, index: int, item: Item, *, is_broken: bool) -> Leaf:
    shape = Cells(()) if is_broken else item.check.shape(plan, item.id)
    applies = pl.col("class").is_in(item.applies_to) if item.applies_to else ALWAYS
    names_entries = isinstance(shape, Cells) and any(each.entry for each in shape.subjects)
    return Leaf(
        index,
        shape,
        item.marking,
        item.points,
        item.check.tables,
        item.check.policy,
        applies,
        satisfies(item.applies_if, tables()["units"], pl.col),
        column=getattr(item.check, "column", None) if names_entries else None,
        is_broken=is_broken,
        scope=(item.applies_to, item.applies_if, item.check.tables, is_broken),
    )
