"""有无: is there any row?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.plan import Plan
from compliance.engine.shapes import Cells, Code, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition


@frozen
class Present(Check):
    repairable: ClassVar[frozenset[str]] = frozenset({"missing"})

    table: str
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    def shape(self, plan: Plan, item: str) -> Cells:
        has = plan.sheet(self.table).has(self.where)
        verdict = pl.when(has).then(Code.PASS.lit).otherwise(Code.MISSING.lit)
        return Cells((Subject(verdict, self.table),), ~has, is_sure=True)
