"""不重复扣: what an item has at fault already is no subject of the items that name it (kinds.md §4).

A row is spared if the other item has a fault on this row, or on the entry that the row names in the column of that item's
check; an entry is spared if the other has a fault on the same entry. Faults of items that do not apply spare nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from compliance.engine.literals import ALWAYS, NEVER
from compliance.engine.plan import Frames, is_derived, per_unit
from compliance.engine.prepare import ROW, UNIT
from compliance.engine.shapes import Cells, Rows, is_fault
from compliance.tables import tables

if TYPE_CHECKING:
    from compliance.engine.leaf import Leaf


def with_spared(
    frame: pl.LazyFrame, leaves: list[Leaf], frames: Frames, aggregates: Mapping[str, Mapping[str, pl.Expr]]
) -> pl.LazyFrame:
    """Add `i.spared` (Boolean, never null) for each leaf that names others; `frames` hold the units as `units`."""
    others = {other.index: other for leaf in leaves for other in leaf.spared_by}
    for other in others.values():
        if isinstance(other.shape, Rows):
            frame = frame.join(_faulty_rows(other, other.shape, frames), on=ROW, how="left")
        elif other.column is not None:
            frame = frame.join(_faulty_entries(other, other.shape, frames, aggregates), on=UNIT, how="left")
    known = frame.collect_schema().names() if others else []
    spared = {leaf.name("spared"): _is_spared(leaf, known) for leaf in leaves if leaf.spared_by}
    return frame.with_columns(**spared) if spared else frame


def _faulty_rows(other: Leaf, shape: Rows, frames: Frames) -> pl.LazyFrame:
    """The rows that the other item has at fault, as `i.hit`; subjects that are no rows of the table are left out."""
    units = frames["units"].select(UNIT, live=other.is_judged)
    rows = frames[shape.sheet].join(units, on=UNIT).filter(pl.col("live") & is_fault(shape.code))
    if is_derived(shape.sheet):
        rows = rows.filter(pl.col("subject").is_null())
    return rows.select(ROW).unique().with_columns(ALWAYS.alias(other.name("hit")))


def _faulty_entries(other: Leaf, shape: Cells, frames: Frames, aggregates: Mapping[str, Mapping[str, pl.Expr]]) -> pl.LazyFrame:
    """Per unit, the entries that the other item has at fault, as a list of texts under `i.gone`."""
    table = other.tables[0]
    facts = frames["units"].join(per_unit(frames[table], aggregates[table]), on=UNIT, how="left")
    judged = other.is_judged & ~shape.empty if other.when_empty != "fault" else other.is_judged
    gone = [pl.when(judged & is_fault(each.code)).then(pl.lit(each.entry)) for each in shape.subjects]
    return facts.select(UNIT, pl.concat_list(gone).list.drop_nulls().alias(other.name("gone")))


def _is_spared(leaf: Leaf, known: Sequence[str]) -> pl.Expr:
    shape = leaf.shape
    derived = isinstance(shape, Rows) and is_derived(shape.sheet)
    tests = [_test(other, known, derived=derived).fill_null(value=False) for other in leaf.spared_by if _can_spare(other)]
    spared = pl.any_horizontal(tests) if tests else NEVER
    return spared & pl.col("subject").is_null() if derived else spared


def _can_spare(other: Leaf) -> bool:
    return isinstance(other.shape, Rows) or other.column is not None


def _test(other: Leaf, known: Sequence[str], *, derived: bool) -> pl.Expr:
    if isinstance(other.shape, Rows):
        return pl.col(other.name("hit"))
    gone = pl.col(other.name("gone"))
    same = gone.list.contains(pl.col("part")).fill_null(value=False) if derived else NEVER
    if other.column not in known:
        return same
    column = tables()[other.tables[0]].column(other.column or "")
    named = pl.col(other.column or "")
    if column is not None and column.type == "texts":
        return same | (gone.list.set_intersection(named).list.len() > 0).fill_null(value=False)
    return same | gone.list.contains(named).fill_null(value=False)
