"""期限: was the second date reached in time after the first, or by a fixed day?"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.clock import Day, Limit, judge, limits, number, only, surely_kept
from compliance.engine.plan import Plan
from compliance.engine.shapes import Rows
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Edition
from compliance.workdays import Unit


@frozen
class Deadline(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess"})
    repairable: ClassVar[frozenset[str]] = frozenset({"empty"})

    table: str
    to: str
    from_: str | None = None
    within: tuple[Edition, ...] = ()
    by: date | None = None
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "not_applicable"

    def can_mend(self, cause: str, as_of: date) -> bool:
        return cause in self.repairable and (self.by is None or as_of <= self.by)

    def faults(self) -> list[str]:
        is_span = self.from_ is not None and bool(self.within) and self.by is None
        is_fixed = self.by is not None and self.from_ is None and not self.within
        return [] if is_span or is_fixed else ["@within_or_by"]

    def shape(self, plan: Plan, item: str) -> Rows:
        sheet = plan.sheet(self.table)
        end = sheet.day(self.to)
        if self.by is not None:
            zero = pl.lit(0, pl.Int32)
            start = Day(pl.lit(number(self.by), pl.Int32), zero, zero)
            choices = only(Limit(plan.clock, start, 0, Unit.DAY))
        else:
            start = sheet.day(self.from_ or "")
            choices = limits(plan.clock, start, self.within)
        subject = judge(choices, start, end, plan.clock)
        clear = surely_kept(choices, start, end, plan.clock)
        return Rows(self.table, subject, sheet.where(self.where, undone=True), clear)
