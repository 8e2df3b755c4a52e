"""更新: was each column or channel updated lately?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.clock import Day, judge, limits
from compliance.engine.literals import NO_DAY
from compliance.engine.plan import Plan
from compliance.engine.prepare import Sheet
from compliance.engine.shapes import Cells, Code, Rows, Shape, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Edition, Test


@frozen
class Fresh(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess"})
    repairable: ClassVar[frozenset[str]] = frozenset({"stale"})

    within: tuple[Edition, ...]
    date: str
    table: str = "channels"
    list: tuple[str, ...] = ()
    column: str = "topic"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    def shape(self, plan: Plan, item: str) -> Shape:
        sheet = plan.sheet(self.table)
        rows = sheet.where(self.where)
        if not self.list:
            subject = self._subject(plan, sheet.day(self.date))
            return Rows(self.table, subject, rows)
        subjects = [
            self._subject(plan, plan.clock.day(self._latest(sheet, rows, entry)))._replace(name=entry, entry=entry)
            for entry in self.list
        ]
        return Cells(tuple(subjects), ~sheet.has(self.where))

    def _latest(self, sheet: Sheet, rows: pl.Expr, entry: str) -> pl.Expr:
        """The day number of the last update of an entry."""
        is_entry = sheet.where(Condition((Test(self.column, "is", (entry,)),)))
        return sheet.aggregate(sheet.cell(self.date).filter(rows & is_entry).max())

    def _subject(self, plan: Plan, last: Day) -> Subject:
        """Stale where a matter begun at the last update would be overdue by now; without an update stale beyond measure."""
        never = Day(NO_DAY, NO_DAY, NO_DAY)
        judged = judge(limits(plan.clock, last, self.within), last, never, plan.clock)
        verdict = (
            pl.when(last.blank | (judged.code == Code.OVERDUE.lit))
            .then(Code.STALE.lit)
            .when(judged.code == Code.NOT_DUE.lit)
            .then(Code.PASS.lit)
            .otherwise(judged.code)
        )
        return judged._replace(code=verdict, actual=last.shown)
