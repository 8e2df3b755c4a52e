"""Subjects that are rows: those that are not met are materialised once, and findings, deductions and tallies all come from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from compliance.engine.leaf import Leaf
from compliance.engine.literals import NO_TEXT, NOTHING
from compliance.engine.plan import is_derived, per_unit
from compliance.engine.prepare import ID, ROW, UNIT, Sheet
from compliance.engine.shapes import UNMEASURABLE, Code, Rows, Subject, is_fault, is_open

TALLIES = {"f": pl.Int64, "o": pl.Int64, "first": pl.Int8, "fault": pl.Int8, "loss": pl.Int64, "excess": pl.Int64}


def shape_of(leaf: Leaf) -> Rows:
    """The shape of a leaf whose subjects are rows."""
    if not isinstance(leaf.shape, Rows):
        raise TypeError(leaf.index)
    return leaf.shape


def queries(
    frame: pl.LazyFrame, leaves: Sequence[Leaf], aggregates: Mapping[str, pl.Expr], sheet: Sheet | None
) -> Iterator[pl.LazyFrame]:
    """The aggregation of a sheet, with the number of subjects of each leaf (`i.rows.n`, and `i.rows.all` with those that are
    counted elsewhere); then, where there are leaves, its rows that are not met in some of them, their verdicts in `i.code`."""
    counts = {leaf.name("rows.n"): _counted(leaf).sum() for leaf in leaves}
    counts |= {leaf.name("rows.all"): shape_of(leaf).rows.sum() for leaf in leaves if leaf.spared_by}
    yield per_unit(frame, {**aggregates, **counts})
    if leaves:
        suspect = frame.filter(pl.any_horizontal([_suspect(leaf) for leaf in leaves]))
        indexed = suspect if sheet is None else sheet.with_indexes(suspect)
        codes = {leaf.name("code"): pl.when(_counted(leaf)).then(shape_of(leaf).subject.code) for leaf in leaves}
        not_met = pl.any_horizontal([pl.col(name) > Code.PASS.lit for name in codes])
        yield indexed.with_columns(**codes).filter(not_met)


def _counted(leaf: Leaf) -> pl.Expr:
    """Boolean: the row is a subject, and its fault is not counted elsewhere."""
    rows = shape_of(leaf).rows
    return rows & ~pl.col(leaf.name("spared")) if leaf.spared_by else rows


def _suspect(leaf: Leaf) -> pl.Expr:
    shape = shape_of(leaf)
    return shape.rows & ~shape.clear.fill_null(value=False)


def findings(faulty: pl.DataFrame, leaves: Sequence[Leaf], units: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Of each leaf, the subjects that are not met in units for which it is judged, by unit and row: unit, row, id (of derived rows
    also subject and part), code, actual, limit, excess, excess_unit, lost."""
    for name in sorted({leaf.name("live") for leaf in leaves}):
        faulty = faulty.with_columns(units[name].gather(faulty[UNIT]))
    frames = pl.collect_all([_of_leaf(faulty, leaf) for leaf in leaves])
    return {leaf.index: frame for leaf, frame in zip(leaves, frames, strict=True)}


def _of_leaf(faulty: pl.DataFrame, leaf: Leaf) -> pl.LazyFrame:
    subject, verdict = shape_of(leaf).subject, pl.col("code")
    mine = faulty.lazy().filter(pl.col(leaf.name("code")) > Code.PASS.lit, pl.col(leaf.name("live")))
    loss = leaf.marking.loss(Subject(verdict, excess=pl.col("excess")), leaf.full)
    at_fault = pl.when(is_fault(verdict))
    unit = subject.excess_unit
    return (
        mine.with_columns(code=pl.col(leaf.name("code")), excess=subject.excess)
        .select(
            UNIT,
            ROW,
            *((ID, "subject", "part") if is_derived(shape_of(leaf).sheet) else (ID,)),
            "code",
            actual=NO_TEXT if subject.actual is None else subject.actual,
            limit=subject.limit if isinstance(subject.limit, pl.Expr) else pl.lit(subject.limit, pl.String),
            excess=at_fault.then(pl.col("excess")),
            excess_unit=unit if isinstance(unit, pl.Expr) else pl.lit(unit, pl.String),
            lost=at_fault.then(NOTHING if loss is None else loss),
        )
        .sort(UNIT, ROW, maintain_order=True)
    )


def tallies(found: pl.DataFrame, leaf: Leaf, units: int) -> list[pl.Series]:
    """What the findings of a leaf come to, a value a unit: `i.rows.f`, `.o` (faults, open subjects), `.first` (the first open
    code), `.fault` (the first fault, of parts), `.loss`, `.excess` (the largest, null without a fault)."""
    wanted = _wanted(leaf)
    columns = {
        name: pl.Series(leaf.name(f"rows.{name}"), [0 if name in ("f", "o", "loss") else None], TALLIES[name]).new_from_index(
            0, units
        )
        for name in wanted
    }
    if found.is_empty():
        return list(columns.values())
    sums = found.group_by(UNIT, maintain_order=True).agg(**wanted)
    return [column.scatter(sums[UNIT], sums[name]) for name, column in columns.items()]


def _wanted(leaf: Leaf) -> dict[str, pl.Expr]:
    code, excess = pl.col("code"), pl.col("excess")
    fault = is_fault(code)
    found = {"f": fault.cast(pl.Int64).sum(), "o": is_open(code).cast(pl.Int64).sum(), "first": _first_open(code)}
    if leaf.is_part:
        found["fault"] = code.filter(fault).first()
    if leaf.has("loss"):
        found["loss"] = pl.col("lost").sum()
    if leaf.has("excess"):
        found["excess"] = excess.fill_null(UNMEASURABLE).filter(fault).max()
    return found


def _first_open(code: pl.Expr) -> pl.Expr:
    """The code of the first open subject, any unknown before any not checked; null without one."""
    unknown, waiting = code >= Code.CALENDAR_UNPUBLISHED.lit, is_open(code)
    return pl.coalesce(code.filter(unknown).first(), code.filter(waiting).first())
