"""按阶段: was each finished stage published in time?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.clock import Day, judge, limits
from compliance.engine.plan import Plan
from compliance.engine.shapes import Rows
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Edition


@frozen
class Staged(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess"})
    repairable: ClassVar[frozenset[str]] = frozenset({"empty"})

    within: tuple[Edition, ...]
    from_: str = "finished"
    to: str = "published"
    table: str = "stages"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "not_applicable"

    def shape(self, plan: Plan, item: str) -> Rows:
        sheet = plan.sheet(self.table)
        start, written = sheet.day(self.from_), sheet.day(self.to)
        is_after = written.number >= start.number
        end = Day(*(pl.when(is_after).then(each) for each in (written.number, written.at, written.before)))
        subject = judge(limits(plan.clock, start, self.within), start, end, plan.clock)
        rows = sheet.where(self.where, undone=True) & ~start.blank
        return Rows(self.table, subject, rows)
