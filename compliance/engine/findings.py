"""Findings: every subject that is not met, from rows and from cells alike, with what it was compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from compliance.engine.aggregate import Outcome, cells_of
from compliance.engine.leaf import Leaf
from compliance.engine.literals import NOTHING
from compliance.engine.prepare import UNIT
from compliance.engine.shapes import Code, Subject, is_fault
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

BLOCK = 2_000_000
"""Cells × units that are described at a time."""
MOST_CELLS = 200
"""Cells described at a time where units are few: a select grows dearer with the columns it makes."""


def collect(outcome: Outcome, leaves: Sequence[Leaf]) -> dict[int, pl.DataFrame]:
    """The findings of each leaf by its number, columns as `SCHEMA`, by unit, then in the order of the subjects.

    row is null for subjects that are no rows; subject is null for rows that are named by their id, which may be blank; dates and
    decimals are written out in actual and limit.
    """
    found = {leaf.index: [_shaped(outcome.rows[leaf.index])] for leaf in leaves if leaf.index in outcome.rows}
    for index, frame in _cells(outcome.units, leaves):
        found.setdefault(index, []).append(frame)
    none = pl.DataFrame(schema=SCHEMA)
    return {leaf.index: _ordered(found.get(leaf.index, [none])) for leaf in leaves}


def _ordered(frames: list[pl.DataFrame]) -> pl.DataFrame:
    if len(frames) == 1:
        return frames[0]
    whole = pl.concat(frames)
    return whole if whole[UNIT].is_sorted() else whole.sort(UNIT, maintain_order=True)


def _cells(units: pl.DataFrame, leaves: Sequence[Leaf]) -> Iterator[tuple[int, pl.DataFrame]]:
    """The units at fault of each cell, some cells at a time."""
    cells = [(leaf, leaf.name(f"cell{place}"), subject) for leaf in leaves for place, subject in enumerate(cells_of(leaf))]
    if not cells:
        return
    worst = units.select(pl.max(*[name for _, name, _ in cells])).row(0, named=True)
    shown = [each for each in cells if (worst[each[1]] or 0) > Code.PASS]
    size = max(1, min(MOST_CELLS, BLOCK // max(1, units.height)))
    for start in range(0, len(shown), size):
        block = shown[start : start + size]
        facts = [each.alias(f"{name}.{what}") for leaf, name, subject in block for what, each in _facts(leaf, subject, name)]
        wide = units.select(UNIT, *[name for _, name, _ in block], *facts)
        for leaf, name, subject in block:
            yield leaf.index, _of_cell(wide, name, subject)


def _facts(leaf: Leaf, subject: Subject, name: str) -> Iterator[tuple[str, pl.Expr]]:
    """What is shown of a cell and differs from unit to unit."""
    at_fault = pl.when(is_fault(pl.col(name)))
    loss = leaf.marking.loss(subject, leaf.full)
    given = {"actual": subject.actual, "limit": subject.limit, "excess_unit": subject.excess_unit}
    yield from ((what, each) for what, each in given.items() if isinstance(each, pl.Expr))
    if subject.excess is not NOTHING:
        yield "excess", at_fault.then(subject.excess)
    if loss is not None:
        yield "lost", at_fault.then(loss)


def _of_cell(wide: pl.DataFrame, name: str, subject: Subject) -> pl.DataFrame:
    """The units where a cell is not met. Built of series: for one unit a query would cost twenty times as much."""
    not_met = wide[name] > Code.PASS
    found = {UNIT: wide[UNIT].filter(not_met), "code": wide[name].filter(not_met)}
    for what in ("actual", "limit", "excess", "excess_unit", "lost"):
        if f"{name}.{what}" in wide.columns:
            found[what] = wide[f"{name}.{what}"].filter(not_met)
    size = found[UNIT].len()
    told = {"subject": subject.name, "limit": subject.limit, "excess_unit": subject.excess_unit}
    found |= {what: _repeated(text, pl.String, size) for what, text in told.items() if isinstance(text, str)}
    return pl.DataFrame({what: _column(found.get(what), kind, size, what) for what, kind in SCHEMA.items()})


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    """All columns of `SCHEMA`, blank where the frame has none."""
    known = {name: frame[name] if name in frame.columns else None for name in SCHEMA}
    return pl.DataFrame({name: _column(known[name], kind, frame.height, name) for name, kind in SCHEMA.items()})


def _column(column: pl.Series | None, kind: type[pl.DataType], size: int, name: str) -> pl.Series:
    """The column as `SCHEMA` has it: dates and decimals written out, blank where there is none."""
    if column is None:
        return _repeated(None, kind, size)
    if column.dtype == kind:
        return column
    is_decimal = kind is pl.String and column.dtype == pl.Int64
    return pl.select(decimal_text(pl.lit(column))).to_series().alias(name) if is_decimal else column.cast(kind)


def _repeated(value: str | None, kind: type[pl.DataType], size: int) -> pl.Series:
    return pl.Series([value], dtype=kind).new_from_index(0, size)


def decimal_text(micro: pl.Expr) -> pl.Expr:
    """The shortest decimal of Int64 micro: 5, 0.2, −3.5 as -3.5."""
    size = micro.abs()
    places = (size % MICRO).cast(pl.String).str.zfill(6).str.strip_chars_end("0")
    sign = pl.when(micro < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    point = pl.when(size % MICRO == 0).then(pl.lit("")).otherwise(pl.concat_str(pl.lit("."), places))
    return pl.when(micro.is_not_null()).then(pl.concat_str(sign, (size // MICRO).cast(pl.String), point))
