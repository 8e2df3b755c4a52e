"""Subjects that are rows: those that are not met are materialised once, and findings, deductions and tallies all come from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from compliance.engine.leaf import Leaf
from compliance.engine.literals import NO_TEXT
from compliance.engine.plan import is_derived, per_unit
from compliance.engine.prepare import ID, ROW, UNIT, Sheet
from compliance.engine.shapes import UNMEASURABLE, Code, Rows, Subject, is_fault, is_open
from compliance.evidence import trimmed

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
        if sheet is not None:
            suspect = sheet.with_indexes(suspect.select(sheet.before_indexes(set().union(*map(_read, leaves)))))
        codes = {leaf.name("code"): pl.when(_counted(leaf)).then(shape_of(leaf).subject.code) for leaf in leaves}
        not_met = pl.any_horizontal([pl.col(name) > Code.PASS.lit for name in codes])
        yield suspect.with_columns(**codes).filter(not_met)


def _counted(leaf: Leaf) -> pl.Expr:
    """Boolean: the row is a subject, and its fault is not counted elsewhere."""
    rows = shape_of(leaf).rows
    return rows & ~pl.col(leaf.name("spared")) if leaf.spared_by else rows


def _read(leaf: Leaf) -> set[str]:
    """The columns that verdicts and findings look at."""
    subject = shape_of(leaf).subject
    facts = (_counted(leaf), subject.code, subject.excess, subject.actual, subject.limit, subject.excess_unit)
    return {name for each in facts if isinstance(each, pl.Expr) for name in each.meta.root_names()}


def _suspect(leaf: Leaf) -> pl.Expr:
    shape = shape_of(leaf)
    return shape.rows & ~shape.clear.fill_null(value=False)


def findings(faulty: pl.DataFrame, leaves: Sequence[Leaf], units: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Of each leaf, the subjects that are not met in units for which it is judged, by unit and row: unit, row, id (of derived rows
    also subject and part), code, actual, limit, excess, excess_unit, lost."""
    columns = {each.name: each for each in faulty}
    columns |= {name: units[name].gather(faulty[UNIT]) for name in {leaf.name("live") for leaf in leaves}}
    found = {leaf: _not_met(leaf, columns) for leaf in leaves}
    some = [leaf for leaf in leaves if found[leaf].height]
    frames = pl.collect_all([_of_leaf(found[leaf].lazy(), leaf) for leaf in some], engine="in-memory")
    return dict.fromkeys((leaf.index for leaf in leaves), pl.DataFrame()) | {
        leaf.index: frame for leaf, frame in zip(some, frames, strict=True)
    }


def _not_met(leaf: Leaf, columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    """The rows that are not met in one leaf, by unit and row, with what its findings say. Built of series: a frame of all leaves is
    wide."""
    code = columns[leaf.name("code")]
    here = (code > Code.PASS) & columns[leaf.name("live")]
    parts = ("subject", "part") if is_derived(shape_of(leaf).sheet) else ()
    read = sorted((_read(leaf) & columns.keys()) | {UNIT, ROW, ID, *parts})
    found = pl.DataFrame([code.filter(here).alias("code"), *(columns[name].filter(here) for name in read)])
    is_ordered = found[UNIT].is_sorted() and found[ROW].is_sorted()
    return found if is_ordered else found.sort(UNIT, ROW, maintain_order=True)


def _of_leaf(mine: pl.LazyFrame, leaf: Leaf) -> pl.LazyFrame:
    subject, verdict = shape_of(leaf).subject, pl.col("code")
    loss = leaf.marking.loss(Subject(verdict, excess=pl.col("excess")), leaf.full)
    at_fault = pl.when(is_fault(verdict))
    unit = subject.excess_unit
    return mine.with_columns(excess=subject.excess).select(
        UNIT,
        ROW,
        trimmed(pl.col(ID)),
        *(("subject", "part") if is_derived(shape_of(leaf).sheet) else ()),
        "code",
        actual=NO_TEXT if subject.actual is None else subject.actual,
        limit=subject.limit if isinstance(subject.limit, pl.Expr) else pl.lit(subject.limit, pl.String),
        excess=at_fault.then(pl.col("excess")),
        excess_unit=unit if isinstance(unit, pl.Expr) else pl.lit(unit, pl.String),
        lost=at_fault.then(loss if isinstance(loss, pl.Expr) else pl.lit(loss, pl.Int64)),
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
