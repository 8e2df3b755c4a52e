"""The ways of turning verdicts into points: one file a marking and its schema fragment beside it.

A marking is a frozen dataclass named like its file, independent of the kind. All amounts are micro-points.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, NamedTuple

import polars as pl

from compliance.engine.shapes import Subject
from compliance.family import member, members
from compliance.tables import schema


class Tally(NamedTuple):
    """One item's verdicts added up, as expressions over the unit's row.

    n subjects, f at fault, o open (Int64); loss: Σ of the losses of faults; excess: the largest, 0 without a fault,
    `UNMEASURABLE` if one is; actual, target: Int64 micro or null; level: text or null; mark: Int64 micro or null.
    `worst` says how open subjects are taken: at fault with excess unmeasurable, or as met.
    """

    n: pl.Expr
    f: pl.Expr
    o: pl.Expr
    loss: pl.Expr
    excess: pl.Expr
    actual: pl.Expr
    target: pl.Expr
    level: pl.Expr
    mark: pl.Expr
    worst: bool

    @property
    def faults(self) -> pl.Expr:
        return self.f + self.o if self.worst else self.f

    @property
    def met(self) -> pl.Expr:
        return self.n - self.faults

    def as_met(self) -> Tally:
        return self._replace(worst=False)

    def at_worst(self) -> Tally:
        return self._replace(worst=True)


class Marking:
    """What every marking has. `marks_itself`: the state follows from the points, not from the faults."""

    marks_itself: ClassVar[bool] = False

    def needs(self) -> frozenset[str]:
        """What it reads of the kind: excess, actual, target, mark."""
        return frozenset()

    def sums(self) -> frozenset[str]:
        """Which sums over the faults it reads: loss, excess."""
        return frozenset()

    def faults(self) -> list[str]:
        """Words (`code_words`) for what does not fit together in this marking; empty if all does."""
        return []

    def most(self, full: int) -> int:
        """The highest points any tier or level of it names."""
        return full

    def never_rewards(self, full: int, *, more_subjects: bool) -> bool:
        """Whether worse verdicts on the same subjects, or with `more_subjects` subjects besides, can bring no more points."""
        return False

    def loss(self, subject: Subject, full: int) -> pl.Expr | int | None:
        """What a subject at fault loses, Int64; a number where all lose the same; None where losses are not counted by subject."""
        return None

    def risk(self, full: int) -> int:
        """What an open subject loses at worst."""
        return 0

    def points(self, tally: Tally, full: int) -> pl.Expr:
        """Points of an item that is worth `full`, Int64 micro, for n > 0."""
        raise NotImplementedError


@cache
def kinds() -> tuple[str, ...]:
    """The names of all markings."""
    return members(__path__)


@cache
def kind(name: str) -> type[Marking]:
    """The class of a marking."""
    found: type[Marking] = member(__name__, name)
    return found


def fragment(name: str) -> Any:
    """The JSON Schema of one marking."""
    return schema(f"markings/{name}.schema.json")


@cache
def by_label() -> dict[str, str]:
    """Marking by English and by Chinese name."""
    return {key: name for name in kinds() for key in (name, fragment(name)["title"])}
