"""比率: does a share reach its target?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.arithmetic import div, product
from compliance.engine.literals import micro
from compliance.engine.plan import Plan, quantity_tables
from compliance.engine.shapes import Cells, Code, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, MICRO, Condition, Quantity


@frozen
class Ratio(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess", "actual", "target"})
    repairable: ClassVar[frozenset[str]] = frozenset({"below", "empty"})

    numerator: Quantity
    denominator: Quantity
    target: int
    table: str = "figures"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "not_applicable"

    @property
    def tables(self) -> tuple[str, ...]:
        return quantity_tables(self.numerator, self.denominator)

    def shape(self, plan: Plan, item: str) -> Cells:
        above, below = plan.quantity(self.numerator, self.where), plan.quantity(self.denominator, self.where)
        nothing = ((below == 0) & (above == 0)).fill_null(value=False)
        empty = nothing | ~plan.has_rows("figures") if "figures" in self.tables else nothing
        key = self.numerator, self.denominator, self.where
        actual = plan.value(key, lambda: div(product(above, 100 * MICRO), below))
        target = micro(self.target)
        verdict = (
            pl.when(nothing)
            .then(Code.EMPTY.lit)
            .when(actual.is_null())
            .then(Code.CANNOT_TELL.lit)
            .when(actual < target)
            .then(Code.BELOW.lit)
            .otherwise(Code.PASS.lit)
        )
        excess = pl.when(~nothing).then(target - actual)
        subject = Subject(verdict, excess=excess, actual=actual, limit=target, excess_unit="percent_point")
        return Cells((subject,), empty, actual=actual, target=target)
