"""先后: are the named dates, or the steps of a matter, all there and in order?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.literals import NO_TEXT
from compliance.engine.plan import Frames, Plan
from compliance.engine.prepare import ROW, UNIT, Sheet
from compliance.engine.shapes import Cells, Code, Rows, Shape, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Test


@frozen
class Ordered(Check):
    repairable: ClassVar[frozenset[str]] = frozenset({"missing", "empty"})

    table: str
    date: tuple[str, ...]
    steps: tuple[str, ...] = ()
    column: str = "kind"
    case: str | None = None
    strict: bool = False
    where: Condition = EVERYTHING
    when_empty: WhenEmpty | None = None

    @property
    def policy(self) -> WhenEmpty:
        return self.when_empty or ("fault" if self.steps else "not_applicable")

    def faults(self) -> list[str]:
        if self.steps:
            return [] if len(self.steps) > 1 and len(self.date) == 1 else ["@two_steps"]
        return [] if len(self.date) > 1 else ["@two_dates"]

    def shape(self, plan: Plan, item: str) -> Shape:
        sheet = plan.sheet(self.table)
        rows = sheet.where(self.where, undone=True)
        if not self.steps:
            verdict = self._verdict([sheet.cell(name) for name in self.date])
            return Rows(self.table, Subject(verdict), rows)
        firsts = [self._first(sheet, rows, step) for step in self.steps]
        if self.case is None:
            verdict = self._verdict([sheet.aggregate(first) for first in firsts])
            return Cells((Subject(verdict, self.table),), sheet.count(self.where, undone=True) == 0)
        case = sheet.cell(self.case)

        def each_case(frames: Frames) -> pl.LazyFrame:
            named = [first.alias(f"step{place}") for place, first in enumerate(firsts)]
            found = frames[self.table].filter(rows & case.is_not_null()).group_by(UNIT, case.alias("subject"))
            return found.agg(pl.col(ROW).min(), *named).with_columns(part=NO_TEXT, id=NO_TEXT)

        return Rows(plan.derive(each_case), Subject(self._verdict([pl.col(f"step{n}") for n in range(len(firsts))])))

    def _first(self, sheet: Sheet, rows: pl.Expr, step: str) -> pl.Expr:
        """The day number of the step's earliest row."""
        is_step = sheet.where(Condition((Test(self.column, "is", (step,)),)), undone=True)
        return sheet.cell(self.date[0]).filter(rows & is_step).min()

    def _verdict(self, days: list[pl.Expr]) -> pl.Expr:
        pairs = zip(days, days[1:], strict=False)
        wrong = [one >= two if self.strict else one > two for one, two in pairs]
        return (
            pl.when(pl.any_horizontal([day.is_null() for day in days]))
            .then(Code.MISSING.lit)
            .when(pl.any_horizontal(wrong))
            .then(Code.OUT_OF_ORDER.lit)
            .otherwise(Code.PASS.lit)
        )
