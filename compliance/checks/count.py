"""数量: are there as many rows as asked, in all or in every period? The target may be a figure of the unit."""

from __future__ import annotations

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.literals import micro
from compliance.engine.periods import Every
from compliance.engine.plan import Plan, quantity_tables
from compliance.engine.shapes import Cells, Code, Subject, short
from compliance.frozen import frozen
from compliance.model import EVERYTHING, MICRO, Condition, Quantity


@frozen
class Count(Check):
    table: str
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    every: Every | None = None
    date: str = ""
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    @property
    def measures(self) -> frozenset[str]:  # type: ignore[override]  # a count in every period has no one actual value
        whole = frozenset() if self.every else {"actual", "amount"} | ({"target"} if self.at_least is not None else set())
        return frozenset({"excess", "blank"} | whole)

    @property
    def repairable(self) -> frozenset[str]:  # type: ignore[override]  # rows of a period that is over come too late
        return frozenset() if self.every else frozenset({"short"})

    @property
    def tables(self) -> tuple[str, ...]:
        bounds = [each for each in (self.at_least, self.at_most) if each is not None]
        return tuple(dict.fromkeys((self.table, *quantity_tables(*bounds))))

    def faults(self) -> list[str]:
        return ["@bounds"] if self.at_least is None and self.at_most is None else []

    def shape(self, plan: Plan, item: str) -> Cells:
        sheet = plan.sheet(self.table)
        empty = ~sheet.has(self.where)
        if self.every is not None:
            counts = [
                (period.name, sheet.count_within(self.where, self.date, period), period.end <= plan.as_of)
                for period in plan.periods(self.every)
            ]
            return Cells(tuple(self._subject(plan, name, count * MICRO, is_over=over) for name, count, over in counts), empty)
        actual = sheet.count(self.where) * MICRO
        target = None if self.at_least is None else plan.quantity(self.at_least)
        return Cells((self._subject(plan, "", actual, is_over=True),), empty, actual=actual, target=target)

    def _subject(self, plan: Plan, name: str, actual: pl.Expr, *, is_over: bool) -> Subject:
        least = micro(0) if self.at_least is None else plan.quantity(self.at_least)
        most = actual if self.at_most is None else plan.quantity(self.at_most)
        is_above = actual > most
        verdict = (
            pl.when(least.is_null() | most.is_null())
            .then(Code.CANNOT_TELL.lit)
            .when(is_above & (actual >= least))
            .then(Code.ABOVE.lit)
            .otherwise(short(actual, least, is_over=is_over))
        )
        is_short = actual < least
        excess = pl.when(is_short).then(least - actual).otherwise(actual - most)
        bound = most if self.at_least is None else pl.when(is_short).then(least).otherwise(most) if self.at_most else least
        return Subject(verdict, name, excess=excess, actual=actual, limit=bound, excess_unit="row", blank=actual == 0)
