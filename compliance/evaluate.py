"""Evaluate: rule set and evidence in, verdicts out; poor evidence is a result, never an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

import polars as pl

from compliance.engine.aggregate import Outcome, run
from compliance.engine.clock import Clock
from compliance.engine.findings import collect
from compliance.engine.leaf import Leaf
from compliance.engine.plan import Plan
from compliance.engine.prepare import satisfies
from compliance.engine.shapes import Cells
from compliance.evidence import Evidence
from compliance.model import Item, RuleSet
from compliance.tables import tables
from compliance.verdicts import Verdicts
from compliance.workdays import calendar

Layer = Literal["self", "inspected", "confirmed"]


def evaluate(rule_set: RuleSet, evidence: Evidence, as_of: date, layer: Layer = "self") -> Verdicts:
    """Judge every item of the rule set for every unit, as things stood on the day `as_of`."""
    plan = Plan(Clock(calendar(), as_of), as_of, layer, rule_set.start, rule_set.end, dict(rule_set.lists))
    items = list(rule_set.lines())
    leaves = [_leaf(plan, index, item) for index, item in enumerate(items)]
    by_id = {item.id: leaf for item, leaf in zip(items, leaves, strict=True)}
    linked = [
        replace(leaf, spared_by=tuple(by_id[each] for each in item.already_counted))
        for item, leaf in zip(items, leaves, strict=True)
    ]
    outcome: Outcome = run(plan, linked, evidence)
    findings = collect(outcome, linked)
    tallies = [name for leaf in linked for name in leaf.tallies]
    units = outcome.units.select(*evidence.units.columns, *tallies)
    return Verdicts(units, {item.id: findings[index] for index, item in enumerate(items)})


def _leaf(plan: Plan, index: int, item: Item) -> Leaf:
    shape = item.check.shape(plan, item.id)
    applies = pl.col("class").is_in(item.applies_to) if item.applies_to else pl.lit(value=True)
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
    )
