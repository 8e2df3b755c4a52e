"""等级: a level that a person chose, or points by hand."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.engine.literals import micro
from compliance.frozen import frozen
from compliance.markings import Marking, Tally
from compliance.markings.tiers import share_of


@frozen
class Level:
    """Either points or share (micro-percent of the item's points)."""

    name: str
    points: int | None = None
    share: int | None = None
    description: str = ""

    def worth(self, full: int) -> int:
        return self.points if self.points is not None else share_of(full, self.share or 0)


@frozen
class Scale(Marking):
    marks_itself: ClassVar[bool] = True

    levels: tuple[Level, ...] = ()

    def needs(self) -> frozenset[str]:
        return frozenset({"mark"})

    def faults(self) -> list[str]:
        if not all((each.points is None) != (each.share is None) for each in self.levels):
            return ["@one_worth"]
        return ["@same_level"] if len({each.name for each in self.levels}) < len(self.levels) else []

    def most(self, full: int) -> int:
        return max((level.worth(full) for level in self.levels), default=full)

    def points(self, tally: Tally, full: int) -> pl.Expr:
        by_state = pl.when(tally.f > 0).then(micro(0)).otherwise(full)
        given = pl.when(tally.mark.is_not_null()).then(tally.mark).otherwise(by_state)
        for level in self.levels:
            given = pl.when(tally.level == level.name).then(micro(level.worth(full))).otherwise(given)
        return pl.when(tally.o > 0).then(micro(0 if tally.worst else full)).otherwise(given)
