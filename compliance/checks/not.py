"""非: holds where its part does not; the whole is one subject."""

from __future__ import annotations

import polars as pl

from compliance.checks import Composite
from compliance.engine.plan import Plan
from compliance.engine.shapes import Cells, Code, Subject, is_fault
from compliance.frozen import frozen


@frozen
class Not(Composite):
    @property
    def repairable(self) -> frozenset[str]:  # type: ignore[override]  # what is there cannot be undone
        return frozenset()

    def faults(self) -> list[str]:
        return super().faults() or ([] if len(self.parts) == 1 else ["@one_part"])

    def shape(self, plan: Plan, item: str) -> Cells:
        (state,), depth = self.states(plan, item)
        turned = (
            pl.when(state == Code.PASS.lit).then(Code.OCCURRED.lit).when(is_fault(state)).then(Code.PASS.lit).otherwise(state)
        )
        return Cells((Subject(turned),), depth=depth)
