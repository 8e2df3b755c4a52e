"""分档: the points of the first tier whose minimum is reached."""

from __future__ import annotations

from typing import Literal

import polars as pl

from compliance.engine.arithmetic import div, half_up, product
from compliance.engine.literals import micro
from compliance.engine.shapes import UNMEASURABLE
from compliance.frozen import frozen
from compliance.markings import Marking, Tally
from compliance.model import MICRO


@frozen
class Tier:
    """`min` in micro or micro-percent; either points or share (micro-percent of the item's points)."""

    min: int
    points: int | None = None
    share: int | None = None

    def worth(self, full: int) -> int:
        return self.points if self.points is not None else share_of(full, self.share or 0)


@frozen
class Tiers(Marking):
    by: Literal["actual", "completion", "met_rate", "faults", "excess"]
    tiers: tuple[Tier, ...]

    def needs(self) -> frozenset[str]:
        return {
            "actual": frozenset({"actual"}),
            "completion": frozenset({"actual", "target"}),
            "excess": frozenset({"excess"}),
        }.get(self.by, frozenset())

    def sums(self) -> frozenset[str]:
        return frozenset({"excess"} if self.by == "excess" else ())

    def faults(self) -> list[str]:
        return [] if all((each.points is None) != (each.share is None) for each in self.tiers) else ["@one_worth"]

    def most(self, full: int) -> int:
        return max(tier.worth(full) for tier in self.tiers)

    def never_rewards(self, full: int, *, more_subjects: bool) -> bool:
        worths = [tier.worth(full) for tier in self.tiers]
        if self.by in ("faults", "excess"):
            return worths == sorted(worths) and self.tiers[-1].min <= 0
        return not more_subjects and worths == sorted(worths, reverse=True)

    def points(self, tally: Tally, full: int) -> pl.Expr:
        if self.by in ("actual", "completion"):
            open_points = 0 if tally.worst else self.most(full)
            reached = self._reached(self._measured(tally), full)
            return pl.when(tally.o > 0).then(micro(open_points)).otherwise(reached)
        outcomes = [self._reached(self._counted(each), full) for each in (tally.at_worst(), tally.as_met())]
        return pl.min_horizontal(outcomes) if tally.worst else pl.max_horizontal(outcomes)

    def _measured(self, tally: Tally) -> pl.Expr:
        if self.by == "actual":
            return tally.actual
        completion = div(product(tally.actual, 100 * MICRO), tally.target)
        return pl.when(tally.target == 0).then(micro(100 * MICRO)).otherwise(completion)

    def _counted(self, tally: Tally) -> pl.Expr:
        if self.by == "met_rate":
            return div(product(tally.met, 100 * MICRO), tally.n)
        if self.by == "faults":
            return tally.faults * MICRO
        return pl.when(tally.o > 0).then(UNMEASURABLE).otherwise(tally.excess) if tally.worst else tally.excess

    def _reached(self, value: pl.Expr, full: int) -> pl.Expr:
        points: pl.Expr = micro(0)
        for tier in reversed(self.tiers):
            points = pl.when(value >= tier.min).then(micro(tier.worth(full))).otherwise(points)
        return points


def share_of(full: int, share: int) -> int:
    """div(P · s, 100 · M) for a tier or level worth a share of the item."""
    return half_up(full * share, 100 * MICRO)
