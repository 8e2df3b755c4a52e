"""One check as the engine runs it: its shape, its marking, and the units it applies to."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from compliance.engine.literals import ALWAYS, Small
from compliance.engine.shapes import Cells, Shape

if TYPE_CHECKING:
    from compliance.markings import Marking


class Skip(Small):
    """Why an item is not judged by its subjects."""

    JUDGED = 0
    CLASS = 1
    TRAIT = 2
    NO_ROWS = 3
    FULL = 4
    NO_EVIDENCE = 5
    BROKEN = 6


EVERY_LEAF = ("skip", "n", "f", "o", "first")
TALLIES = (*EVERY_LEAF, "loss", "excess", "actual", "target", "level", "mark")


@dataclass(frozen=True, eq=False)
class Leaf:
    """One check to run. `applies`, `has_trait`: Boolean over the units table. `spared_by`: leaves on the same table whose
    faults are not counted again here; `column`: where rows name an entry of this leaf's list; `is_broken`: it cannot be run.
    `scope`: leaves with the same one are skipped for the same units, before it is looked at whether they have any subject.
    A leaf with a number below 0 is part of another."""

    index: int
    shape: Shape
    marking: Marking
    full: int
    tables: tuple[str, ...]
    when_empty: str
    applies: pl.Expr
    has_trait: pl.Expr
    spared_by: tuple[Leaf, ...] = ()
    column: str | None = None
    is_broken: bool = False
    scope: Hashable = None

    def name(self, what: str) -> str:
        return f"{self.index}.{what}"

    @property
    def is_sure(self) -> bool:
        """Whether no subject is ever open or none."""
        return isinstance(self.shape, Cells) and self.shape.is_sure and not self.spared_by and not self.is_part

    @property
    def is_part(self) -> bool:
        return self.index < 0

    @property
    def depth(self) -> int:
        return self.shape.depth if isinstance(self.shape, Cells) else 0

    def has(self, what: str) -> bool:
        """Whether the unit's row has this tally of the leaf: markings and kinds that need none have none."""
        if what in EVERY_LEAF:
            return not (self.is_sure and what in ("o", "first"))
        if what in ("loss", "excess"):
            return what in self.marking.sums()
        shape = self.shape
        measured = {"actual": "actual", "target": "target", "level": "mark", "mark": "mark"}[what]
        return isinstance(shape, Cells) and getattr(shape, measured) is not None

    @property
    def tallies(self) -> tuple[str, ...]:
        """The columns that the scoring reads."""
        return tuple(self.name(what) for what in TALLIES if self.has(what))

    @property
    def skip(self) -> pl.Expr:
        """Over the units: why the leaf is not judged, as far as the unit and what it handed in decide (`Skip`, Int8)."""
        handed_in = pl.all_horizontal([pl.col(f"has.{each}") for each in self.tables]) if self.tables else ALWAYS
        return (
            pl.when(~self.applies)
            .then(Skip.CLASS.lit)
            .when(~self.has_trait)
            .then(Skip.TRAIT.lit)
            .when(~handed_in)
            .then(Skip.NO_EVIDENCE.lit)
            .otherwise((Skip.BROKEN if self.is_broken else Skip.JUDGED).lit)
        )

    @property
    def is_judged(self) -> pl.Expr:
        return self.skip == Skip.JUDGED.lit
