"""得分: so much for each subject met, or for each unit of the actual value, up to a cap."""

from __future__ import annotations

import polars as pl

from compliance.engine.arithmetic import div, product
from compliance.engine.literals import micro
from compliance.frozen import frozen
from compliance.markings import Marking, Tally
from compliance.model import MICRO


@frozen
class Award(Marking):
    per_subject: int | None = None
    per_actual: int | None = None
    at_most: int | None = None

    def needs(self) -> frozenset[str]:
        return frozenset({"amount"} if self.per_actual is not None else ())

    def faults(self) -> list[str]:
        return [] if (self.per_subject is None) != (self.per_actual is None) else ["@one_award"]

    def never_rewards(self, full: int, *, more_subjects: bool) -> bool:
        return not more_subjects

    def points(self, tally: Tally, full: int) -> pl.Expr:
        cap = full if self.at_most is None else min(full, self.at_most)
        if self.per_actual is None:
            return pl.min_horizontal(tally.met * (self.per_subject or 0), micro(cap))
        reached = div(product(tally.actual, self.per_actual), MICRO).clip(0)
        certain = pl.min_horizontal(reached, micro(cap))
        return pl.when(tally.o > 0).then(micro(0 if tally.worst else cap)).otherwise(certain)
