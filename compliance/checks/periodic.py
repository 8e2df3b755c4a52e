"""定期: are there enough rows in every month, quarter, term or year?"""

from __future__ import annotations

from typing import ClassVar

from compliance.checks import Check, WhenEmpty
from compliance.engine.literals import micro
from compliance.engine.periods import Every
from compliance.engine.plan import Plan
from compliance.engine.shapes import Cells, Subject, short
from compliance.frozen import frozen
from compliance.model import EVERYTHING, MICRO, Condition


@frozen
class Periodic(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess", "blank"})

    table: str
    every: Every
    date: str
    at_least: int = 1
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    def shape(self, plan: Plan, item: str) -> Cells:
        sheet = plan.sheet(self.table)
        subjects = []
        for period in plan.periods(self.every):
            actual = sheet.count_within(self.where, self.date, period) * MICRO
            wanted = micro(self.at_least * MICRO)
            verdict = short(actual, wanted, is_over=period.end <= plan.as_of)
            subjects.append(
                Subject(
                    verdict,
                    period.name,
                    excess=wanted - actual,
                    actual=actual,
                    limit=wanted,
                    excess_unit="row",
                    blank=actual == 0,
                )
            )
        return Cells(tuple(subjects), ~sheet.has(self.where))
