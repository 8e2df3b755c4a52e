"""得分: so much for each subject met, up to a cap."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from compliance.markings import Marking, Tally


@dataclass(frozen=True)
class Award(Marking):
    per_subject: int
    at_most: int | None = None

    def points(self, tally: Tally, full: int) -> pl.Expr:
        cap = full if self.at_most is None else min(full, self.at_most)
        return pl.min_horizontal(tally.met * self.per_subject, pl.lit(cap, pl.Int64))
