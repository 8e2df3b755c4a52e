"""What stands behind the verdicts of one unit: the rows, the figures, and the parts of checks that are made of checks."""

from __future__ import annotations

import polars as pl

from compliance.assessment import Assessment, Finding, ItemResult, Reader
from compliance.checks import Composite, Part
from compliance.engine.aggregate import run
from compliance.engine.clock import clock
from compliance.engine.findings import collect
from compliance.engine.leaf import Leaf
from compliance.engine.literals import ALWAYS
from compliance.engine.plan import Plan
from compliance.engine.prepare import UNIT
from compliance.engine.shapes import Code
from compliance.evidence import Evidence
from compliance.frozen import frozen
from compliance.hints import figure_rows
from compliance.markings.all_or_nothing import AllOrNothing
from compliance.model import EVERYTHING, MICRO, Condition, Figure, Number, Quantity, State
from compliance.rows import Row, Rows


@frozen
class Inner:
    """A part of a composite as the engine judged it, with its findings; cause is empty where it is met or does not apply."""

    part: Part
    state: State
    cause: str
    findings: tuple[Finding, ...]


class Behind:
    """One unit of a run, by its code."""

    def __init__(self, assessment: Assessment, code: str) -> None:
        self.run = assessment
        self.rows = Rows(assessment.evidence, assessment.as_of)
        self.units = assessment.evidence.units.filter(pl.col("code") == code)
        self.unit: int = self.units[UNIT][0]

    def matching(self, table: str, where: Condition = EVERYTHING, *, undone: bool = False) -> list[Row]:
        """The rows of the unit that satisfy a condition, in their order."""
        return self.rows.matching(self.unit, table, where, undone=undone)

    def value(self, quantity: Quantity, where: Condition = EVERYTHING) -> int | None:
        """A quantity in micro as kinds.md §1 has it, None = unknown; `where` is the condition of its check."""
        if isinstance(quantity, Number):
            return quantity.value
        if isinstance(quantity, Figure):
            found = figure_rows(self.rows, self.unit, quantity, where)
            return found[0].cells["value"] if len(found) == 1 else None
        rows = self.matching(quantity.table, quantity.where)
        if quantity.column is None:
            return len(rows) * MICRO
        cells = [each.cells[quantity.column] for each in rows]
        return None if None in cells else sum(cells)

    def parts(self, check: Composite, result: ItemResult) -> tuple[Inner, ...]:
        """Each part of the item's check, or of a check inside it."""
        rules = self.run.rule_set
        plan = Plan(clock(self.run.as_of), self.run.as_of, self.run.layer, rules.start, rules.end, rules.terms)
        numbers = []
        for each in check.parts:
            plan.part(each.check.shape(plan, result.item.id), each.check.tables, each.check.policy)
            numbers.append(-len(plan.parts))
        leaves = [
            Leaf(
                -1 - place,
                part.shape,
                AllOrNothing(),
                0,
                part.tables,
                part.when_empty,
                ALWAYS,
                ALWAYS,
                scope=("part", part.tables),
            )
            for place, part in enumerate(plan.parts)
        ]
        outcome = run(plan, leaves, self._evidence())
        findings = collect(outcome, leaves)
        reader = Reader(self.run)
        inner = []
        for number, part in zip(numbers, check.parts, strict=True):
            item = result.item._replace(check=part.check)
            found = findings[number].iter_rows(named=True)
            told = outcome.units[f"{number}.state"][0]
            code = None if told is None else Code(told)
            state = State.NOT_APPLICABLE if code is None else code.state
            cause = code.cause if code is not None else None
            inner.append(
                Inner(part, state, cause or "", tuple(reader.finding(item, {**each, UNIT: self.unit}) for each in found))
            )
        return tuple(inner)

    def _evidence(self) -> Evidence:
        """What this unit handed in, as that of the only unit: the engine numbers units from 0."""
        first = pl.lit(0, pl.Int32).alias(UNIT)
        tables = {
            name: frame.filter(pl.col(UNIT) == self.unit).with_columns(first) for name, frame in self.run.evidence.tables.items()
        }
        return self.run.evidence._replace(units=self.units.with_columns(first), tables=tables)
