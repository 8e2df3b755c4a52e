"""Aggregates of entries: one aggregation by unit and entry, then a column of the unit's row for each entry asked for."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from compliance.engine.prepare import UNIT, Entries, Sheet


def queries(frame: pl.LazyFrame, sheet: Sheet) -> Iterator[pl.LazyFrame]:
    """For each set of entries: unit, entry (the number of its text), and what is made of the rows that have it."""
    for (column, condition), entries in sheet.entries.items():
        rows = frame.filter(sheet.where(condition) & pl.col(f"{column}#code").is_not_null())
        yield rows.group_by(UNIT, pl.col(f"{column}#code").alias("entry")).agg(**entries.made)


def spread(units: pl.DataFrame, found: pl.DataFrame, entries: Entries) -> pl.DataFrame:
    """Join the result of such a query to the units."""
    codes = pl.Series(sorted(entries.codes), dtype=found.schema["entry"])
    known = found.filter(pl.col(UNIT).is_not_null()).rename({each: f"{entries.name}.{each}" for each in entries.made})
    wide = known.pivot(
        "entry",
        codes,
        index=UNIT,
        values=[f"{entries.name}.{each}" for each in entries.made],
        separator=".",
        column_naming="combine",
    )
    return units.join(wide, on=UNIT, how="left", maintain_order="left")
