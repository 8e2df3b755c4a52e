"""What a check says of its subjects: a verdict code for each, and how far it is from met.

A kind has one of two shapes. `Rows`: one subject a row, as expressions over the prepared row. `Cells`: a fixed number of
subjects (entries of a list, periods, equations, the unit itself), as expressions over the unit's aggregated row.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import polars as pl

from compliance.engine.literals import EVERY_ROW, NEVER, NOTHING, Small
from compliance.model import State

UNMEASURABLE = 2**63 - 1
"""Stands for an excess that cannot be measured where the largest excess is wanted."""


class Code(Small):
    """State and cause of a subject in one small number; null is `not_applicable`, no subject at all."""

    PASS = 0
    MISSING = 1
    LATE = 2
    OVERDUE = 3
    EMPTY = 4
    STALE = 5
    SHORT = 6
    WITHDRAWN_EARLY = 7
    OUT_OF_ORDER = 8
    BELOW = 9
    ABOVE = 10
    DIFFERS = 11
    MARKED = 12
    OCCURRED = 13
    NOT_DUE = 20
    NO_EVIDENCE = 21
    NO_MARK = 22
    CALENDAR_UNPUBLISHED = 30
    CANNOT_TELL = 31

    @property
    def state(self) -> State:
        if self is Code.PASS:
            return State.PASS
        if self < Code.NOT_DUE:
            return State.FAIL
        return State.NOT_CHECKED if self < Code.CALENDAR_UNPUBLISHED else State.UNKNOWN

    @property
    def cause(self) -> str | None:
        return None if self is Code.PASS else self.name.lower()


def is_fault(code: pl.Expr) -> pl.Expr:
    """Boolean, null where there is no subject."""
    return code.is_between(Code.MISSING.lit, Code.OCCURRED.lit)


def is_open(code: pl.Expr) -> pl.Expr:
    """Boolean, null where there is no subject: not checked or unknown."""
    return code >= Code.NOT_DUE.lit


def short(actual: pl.Expr, wanted: pl.Expr, *, is_over: bool) -> pl.Expr:
    """The verdict on a number of rows that should reach another; open while the time for them is not over."""
    return pl.when(actual >= wanted).then(Code.PASS.lit).otherwise((Code.SHORT if is_over else Code.NOT_DUE).lit)


ExcessUnit: TypeAlias = Literal["workday", "day", "row", "percent_point", "unit"]


class Subject(NamedTuple):
    """One verdict, or one a row. All expressions stand on the same frame.

    code: Int8, a `Code` or null. excess: Int64 micro, null = unmeasurable. actual, limit: dates, micro decimals or
    texts, shown only. excess_unit: text, or an expression where editions differ. entry: the entry of a list it is about.
    blank: Boolean, there is nothing at all, for markings that tell this from too little.
    """

    code: pl.Expr
    name: str = ""
    entry: str = ""
    excess: pl.Expr = NOTHING
    actual: pl.Expr | None = None
    limit: pl.Expr | str | None = None
    excess_unit: pl.Expr | ExcessUnit | None = None
    blank: pl.Expr | None = None


class Mark(NamedTuple):
    """What a person gave: level (text) and points (Int64 micro), both over the unit's row."""

    level: pl.Expr
    points: pl.Expr


class Rows(NamedTuple):
    """One subject a row of a sheet; `sheet` is the key of the sheet in the plan. rows: Boolean, never null: the row is a subject.
    clear: Boolean, may be null: the row is met for certain, where that is cheaper to see than the verdict."""

    sheet: str
    subject: Subject
    rows: pl.Expr = EVERY_ROW
    clear: pl.Expr = NEVER

    @property
    def code(self) -> pl.Expr:
        """The verdict, null where the row is no subject."""
        return pl.when(self.rows).then(self.subject.code)


class Cells(NamedTuple):
    """Subjects over the unit's row. `empty`: Boolean, true where `when_empty` decides.

    actual, target: Int64 micro (percent for ratios), null = unknown, for markings that measure the item itself.
    depth: how many checks inside checks must be judged before this one. is_sure: every subject is met or at fault, never open and
    never no subject, so that less need be asked.
    """

    subjects: tuple[Subject, ...]
    empty: pl.Expr = NEVER
    actual: pl.Expr | None = None
    target: pl.Expr | None = None
    mark: Mark | None = None
    depth: int = 0
    is_sure: bool = False


Shape: TypeAlias = Rows | Cells
