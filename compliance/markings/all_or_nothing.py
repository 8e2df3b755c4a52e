"""全得或不得: the full points without a fault, nothing with one."""

from __future__ import annotations

import polars as pl

from compliance.engine.literals import micro
from compliance.frozen import frozen
from compliance.markings import Marking, Tally


@frozen
class AllOrNothing(Marking):
    def never_rewards(self, full: int, *, more_subjects: bool) -> bool:
        return True

    def points(self, tally: Tally, full: int) -> pl.Expr:
        return pl.when(tally.faults == 0).then(micro(full)).otherwise(0)
