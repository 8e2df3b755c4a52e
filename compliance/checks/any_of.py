"""任一: one part that holds is enough; the whole is one subject."""

from __future__ import annotations

import polars as pl

from compliance.checks import Composite
from compliance.engine.plan import Plan
from compliance.engine.shapes import Cells, Code, Subject, is_fault, is_open
from compliance.frozen import frozen


@frozen
class AnyOf(Composite):
    def shape(self, plan: Plan, item: str) -> Cells:
        states, depth = self.states(plan, item)
        return Cells((Subject(_either(states)),), depth=depth)


def _either(states: list[pl.Expr]) -> pl.Expr:
    """The first part by the order pass, unknown, not checked, fail; parts that do not apply are left out (kinds.md §2)."""
    orders = (
        [each == Code.PASS.lit for each in states],
        [each >= Code.CALENDAR_UNPUBLISHED.lit for each in states],
        [is_open(each) for each in states],
        [is_fault(each) for each in states],
    )
    return pl.coalesce([pl.when(test).then(each) for tests in orders for test, each in zip(tests, states, strict=True)])
