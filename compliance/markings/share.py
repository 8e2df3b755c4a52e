"""按比例: the share of subjects met, or of the target reached."""

from __future__ import annotations

from typing import Literal

import polars as pl

from compliance.engine.arithmetic import div, product
from compliance.engine.literals import micro
from compliance.frozen import frozen
from compliance.markings import Marking, Tally


@frozen
class Share(Marking):
    by: Literal["subjects", "target"] = "subjects"

    def needs(self) -> frozenset[str]:
        return frozenset({"actual", "target"} if self.by == "target" else ())

    def never_rewards(self, full: int, *, more_subjects: bool) -> bool:
        return not more_subjects

    def points(self, tally: Tally, full: int) -> pl.Expr:
        everything = micro(full)
        if self.by == "subjects":
            return div(product(tally.met, full), tally.n)
        reached = pl.min_horizontal(tally.actual, tally.target).clip(0)
        return (
            pl.when(tally.o > 0)
            .then(micro(0 if tally.worst else full))
            .when(tally.target <= 0)
            .then(everything)
            .when(tally.actual.is_null())
            .then(0)
            .otherwise(div(product(reached, full), tally.target))
        )
