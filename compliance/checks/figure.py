"""指标值: does a figure lie inside its band?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.literals import NEVER
from compliance.engine.plan import Plan, quantity_tables
from compliance.engine.shapes import Cells, Code, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Quantity


@frozen
class Figure(Check):
    repairable: ClassVar[frozenset[str]] = frozenset({"below"})

    figure: Quantity
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    table: str = "figures"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    @property
    def measures(self) -> frozenset[str]:  # type: ignore[override]  # the target is the lower bound, where there is one
        return frozenset({"excess", "actual", "amount"} | ({"target"} if self.at_least is not None else set()))

    @property
    def tables(self) -> tuple[str, ...]:
        return quantity_tables(*(each for each in (self.figure, self.at_least, self.at_most) if each is not None))

    def faults(self) -> list[str]:
        return ["@bounds"] if self.at_least is None and self.at_most is None else []

    def shape(self, plan: Plan, item: str) -> Cells:
        actual = plan.quantity(self.figure, self.where)
        least = actual if self.at_least is None else plan.quantity(self.at_least, self.where)
        most = actual if self.at_most is None else plan.quantity(self.at_most, self.where)
        is_below = actual < least
        verdict = (
            pl.when(actual.is_null() | least.is_null() | most.is_null())
            .then(Code.CANNOT_TELL.lit)
            .when(is_below)
            .then(Code.BELOW.lit)
            .when(actual > most)
            .then(Code.ABOVE.lit)
            .otherwise(Code.PASS.lit)
        )
        excess = pl.when(is_below).then(least - actual).otherwise(actual - most)
        bound = most if self.at_least is None else pl.when(is_below).then(least).otherwise(most) if self.at_most else least
        empty = ~plan.sheet("figures").has(self.where) if "figures" in self.tables else NEVER
        subject = Subject(verdict, excess=excess, actual=actual, limit=bound, excess_unit="unit")
        return Cells((subject,), empty, actual=actual, target=None if self.at_least is None else least)
