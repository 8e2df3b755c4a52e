"""Findings: every subject that is not met, from rows and from cells alike, with what it was compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple, TypeAlias

import polars as pl

from compliance.engine.aggregate import FEW, Outcome, cells_of
from compliance.engine.leaf import Leaf
from compliance.engine.literals import NOTHING
from compliance.engine.prepare import UNIT
from compliance.engine.shapes import Cells, Code, Subject
from compliance.model import MICRO

SCHEMA: dict[str, type[pl.DataType]] = {
    "unit": pl.Int32,
    "row": pl.Int32,
    "id": pl.String,
    "subject": pl.String,
    "part": pl.String,
    "code": pl.Int8,
    "actual": pl.String,
    "limit": pl.String,
    "excess": pl.Int64,
    "excess_unit": pl.String,
    "lost": pl.Int64,
}

BLOCK = 100_000
"""Cells × units that are described at a time."""
MOST_CELLS = 200
"""Cells described at a time where units are few: a select grows dearer with the columns it makes."""

Fact: TypeAlias = pl.Expr | str | int | None
"""What a finding shows: it differs from unit to unit, is the same for all, or is not there."""


class Cell(NamedTuple):
    """A subject over the unit's row that is not met somewhere; `name` is the column of its verdict."""

    leaf: Leaf
    name: str
    subject: Subject

    @property
    def facts(self) -> dict[str, Fact]:
        subject = self.subject
        return {
            "subject": subject.name,
            "actual": subject.actual,
            "limit": subject.limit,
            "excess": None if subject.excess is NOTHING else subject.excess,
            "excess_unit": subject.excess_unit,
            "lost": self._lost,
        }

    @property
    def _lost(self) -> Fact:
        leaf = self.leaf
        if isinstance(leaf.shape, Cells) and len(leaf.shape.subjects) == 1 and leaf.has("loss"):
            return pl.col(leaf.name("loss"))
        return leaf.marking.loss(self.subject, leaf.full)


def collect(outcome: Outcome, leaves: Sequence[Leaf]) -> dict[int, pl.DataFrame]:
    """The findings of each leaf by its number, columns as `SCHEMA`, by unit, then in the order of the subjects.

    row is null for subjects that are no rows; subject is null for rows that are named by their id, which may be blank; dates and
    decimals are written out in actual and limit.
    """
    found = {
        leaf.index: [_shaped({each.name: each for each in outcome.rows[leaf.index]})]
        for leaf in leaves
        if leaf.index in outcome.rows
    }
    for index, frame in _of_cells(outcome.units, leaves):
        found.setdefault(index, []).append(frame)
    none = pl.DataFrame(schema=SCHEMA)
    return {leaf.index: _ordered(found.get(leaf.index, [none])) for leaf in leaves}


def _ordered(frames: list[pl.DataFrame]) -> pl.DataFrame:
    if len(frames) == 1:
        return frames[0]
    whole = pl.concat(frames)
    return whole if whole[UNIT].is_sorted() else whole.sort(UNIT, maintain_order=True)


def _shaped(found: Mapping[str, pl.Series]) -> pl.DataFrame:
    """All columns of `SCHEMA`, blank where there is none; dates and decimals written out."""
    size = found[UNIT].len() if found else 0
    told = {name: _told(found[name]) for name in ("actual", "limit") if name in found}
    blank = {name: pl.Series([None], dtype=kind).new_from_index(0, size) for name, kind in SCHEMA.items() if name not in found}
    made = {**found, **told, **blank}
    return pl.DataFrame([made[name].alias(name) for name in SCHEMA])


# --- cells ---


def _of_cells(units: pl.DataFrame, leaves: Sequence[Leaf]) -> Iterator[tuple[int, pl.DataFrame]]:
    """The findings of the cells of each leaf, some leaves at a time."""
    size = max(1, min(MOST_CELLS, BLOCK // max(1, units.height)))
    of_leaf = [[Cell(leaf, leaf.name(f"cell{n}"), subject) for n, subject in enumerate(cells_of(leaf))] for leaf in leaves]
    names = [each.name for cells in of_leaf for each in cells]
    not_met = units.select((pl.col(names) > Code.PASS.lit).any()).row(0, named=True) if names else {}
    block: list[Cell] = []
    for cells in of_leaf:
        block += [each for each in cells if not_met[each.name]]
        if len(block) >= size:
            yield from _described(units, block)
            block = []
    if block:
        yield from _described(units, block)


def _described(units: pl.DataFrame, cells: Sequence[Cell]) -> Iterator[tuple[int, pl.DataFrame]]:
    """The findings of whole leaves. Built of series, all cells one below the other: a query a cell would cost many times as much."""
    height = units.height
    codes = pl.concat([units[each.name] for each in cells])
    leaf_of = pl.Series([each.leaf.index for each in cells], dtype=pl.Int64)
    at = (codes > Code.PASS).arg_true()
    if height > 1:  # they stand cell by cell; in each leaf they shall stand unit by unit
        at = at.gather(((leaf_of.gather(at // height) * height + at % height) * len(cells) + at // height).arg_sort())
    cell = at // height
    code = codes.gather(at)
    is_fault = code.is_between(Code.MISSING, Code.OCCURRED)
    found = _facts(units, [each.facts for each in cells], at, cell)
    found |= {name: found[name].set(~is_fault, None) for name in ("excess", "lost") if name in found}
    frame = _shaped({UNIT: (at % height).cast(pl.Int32), "code": code, **found})
    start = 0
    for run in leaf_of.gather(cell).rle():
        yield run["value"], frame.slice(start, run["len"])
        start += run["len"]


def _facts(units: pl.DataFrame, given: Sequence[Mapping[str, Fact]], at: pl.Series, cell: pl.Series) -> dict[str, pl.Series]:
    """Each fact of the findings at these places of the cells laid one below the other; `cell` is the number of the cell of each."""
    wanted = {f"{n}.{what}": fact for n, each in enumerate(given) for what, fact in each.items() if isinstance(fact, pl.Expr)}
    columns = {each.name: each for each in units.select(UNIT, **wanted)}
    found = {}
    for what in given[0]:
        parts = []
        told = [None if isinstance(each[what], pl.Expr) else each[what] for each in given]
        if any(each is not None for each in told):
            parts.append(pl.Series(told, dtype=SCHEMA[what]).gather(cell))
        differing = [columns.get(f"{n}.{what}") for n, _ in enumerate(given)]
        for kind in {each.dtype for each in differing if each is not None}:
            blank = pl.Series([None], dtype=kind).new_from_index(0, units.height)
            laid = pl.concat([each if each is not None and each.dtype == kind else blank for each in differing])
            parts.append(laid.gather(at))
        if parts:
            parts = parts if len(parts) == 1 or SCHEMA[what] != pl.String else [_told(each) for each in parts]
            found[what] = reduce(lambda one, other: one.zip_with(one.is_not_null(), other), parts)
    return found


def _told(column: pl.Series) -> pl.Series:
    """Dates and decimals written out, each distinct one of many once; texts as they are."""
    if column.dtype == pl.String:
        return column
    if column.len() > FEW:
        distinct = column.unique()
        return column.replace_strict(distinct, _written(distinct), return_dtype=pl.String)
    return _written(column)


def _written(column: pl.Series) -> pl.Series:
    return pl.select(decimal_text(pl.lit(column))).to_series() if column.dtype == pl.Int64 else column.cast(pl.String)


def decimal_text(micro: pl.Expr) -> pl.Expr:
    """The shortest decimal of Int64 micro: 5, 0.2, −3.5 as -3.5."""
    size = micro.abs()
    places = (size % MICRO).cast(pl.String).str.zfill(6).str.strip_chars_end("0")
    sign = pl.when(micro < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    point = pl.when(size % MICRO == 0).then(pl.lit("")).otherwise(pl.concat_str(pl.lit("."), places))
    return pl.when(micro.is_not_null()).then(pl.concat_str(sign, (size // MICRO).cast(pl.String), point))
