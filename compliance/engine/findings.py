"""Findings: every subject that is not met, from rows and from cells alike, with what it was compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from compliance.engine.aggregate import Outcome, cells_of
from compliance.engine.leaf import Leaf
from compliance.engine.literals import NO_TEXT, NOTHING
from compliance.engine.prepare import UNIT
from compliance.engine.shapes import Code, Subject, is_fault
from compliance.model import MICRO

SCHEMA = {
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

DESCRIBED = ("subject", "code", "actual", "limit", "excess", "excess_unit", "lost")
BLOCK = 2_000_000
"""Cells × units that are described at a time."""


def collect(outcome: Outcome, leaves: Sequence[Leaf]) -> dict[int, pl.DataFrame]:
    """The findings of each leaf by its number, columns as `SCHEMA`, by unit, then in the order of the subjects.

    row is null for subjects that are no rows; subject is null for rows that are named by their id, which may be blank; dates and
    decimals are written out in actual and limit.
    """
    found: dict[int, list[pl.LazyFrame]] = {}
    for leaf in leaves:
        if leaf.index in outcome.rows:
            found.setdefault(leaf.index, []).append(_shaped(outcome.rows[leaf.index]))
    for leaf, frame in _cells(outcome.units, leaves):
        found.setdefault(leaf.index, []).append(_shaped(frame))
    frames = pl.collect_all([_ordered(each) for each in found.values()])
    none = pl.DataFrame(schema=SCHEMA)
    return {leaf.index: none for leaf in leaves} | dict(zip(found, frames, strict=True))


def _ordered(frames: list[pl.LazyFrame]) -> pl.LazyFrame:
    return frames[0] if len(frames) == 1 else pl.concat(frames).sort(UNIT, maintain_order=True)


def _cells(units: pl.DataFrame, leaves: Sequence[Leaf]) -> Iterator[tuple[Leaf, pl.LazyFrame]]:
    """The units at fault of each cell, some cells at a time: a select over a wide frame costs more than its rows."""
    cells = [(leaf, leaf.name(f"cell{place}"), subject) for leaf in leaves for place, subject in enumerate(cells_of(leaf))]
    if not cells:
        return
    worst = units.select(pl.max(*[name for _, name, _ in cells])).row(0, named=True)
    shown = [each for each in cells if (worst[each[1]] or 0) > Code.PASS]
    size = max(1, BLOCK // max(1, units.height))
    for start in range(0, len(shown), size):
        block = shown[start : start + size]
        wide = units.select(
            UNIT,
            *[each.alias(f"{name}.{what}") for leaf, name, subject in block for what, each in _described(leaf, subject, name)],
        )
        for leaf, name, _ in block:
            columns = {f"{name}.{what}": what for what in DESCRIBED}
            mine = wide.lazy().select(UNIT, *[pl.col(name).alias(what) for name, what in columns.items()])
            yield leaf, mine.filter(pl.col("code") > Code.PASS.lit)


def _described(leaf: Leaf, subject: Subject, name: str) -> Iterator[tuple[str, pl.Expr]]:
    loss = leaf.marking.loss(subject, leaf.full)
    unit = subject.excess_unit
    yield "subject", pl.lit(subject.name)
    yield "code", pl.col(name)
    yield "actual", NO_TEXT if subject.actual is None else subject.actual
    yield "limit", NO_TEXT if subject.limit is None else subject.limit
    yield "excess", pl.when(is_fault(pl.col(name))).then(subject.excess)
    yield "excess_unit", unit if isinstance(unit, pl.Expr) else pl.lit(unit, pl.String)
    yield "lost", pl.when(is_fault(pl.col(name))).then(NOTHING if loss is None else loss)


def _shaped(frame: pl.LazyFrame) -> pl.LazyFrame:
    known = frame.collect_schema()
    texts = [_as_text(known[name], pl.col(name)).alias(name) for name in ("actual", "limit")]
    return frame.with_columns(*texts).select(
        pl.col(name).cast(kind) if name in known else pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items()
    )


def _as_text(kind: pl.DataType, value: pl.Expr) -> pl.Expr:
    return decimal_text(value) if kind == pl.Int64 else value.cast(pl.String)


def decimal_text(micro: pl.Expr) -> pl.Expr:
    """The shortest decimal of Int64 micro: 5, 0.2, −3.5 as -3.5."""
    size = micro.abs()
    places = (size % MICRO).cast(pl.String).str.zfill(6).str.strip_chars_end("0")
    sign = pl.when(micro < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    point = pl.when(size % MICRO == 0).then(pl.lit("")).otherwise(pl.concat_str(pl.lit("."), places))
    return pl.when(micro.is_not_null()).then(pl.concat_str(sign, (size // MICRO).cast(pl.String), point))
