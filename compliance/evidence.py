"""What units handed in, as typed tables that all units share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from compliance.source import Mark
from compliance.tables import Table

TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "choice": pl.String(),
    "date": pl.Date(),
    "decimal": pl.Int64(),
    "points": pl.Int64(),
    "texts": pl.List(pl.String()),
}


LINE = "#line"
"""The column that numbers the rows of a file of a table: from 1, in CSV from 2, for the header is line 1."""

UNIT_NAMES = ("unit", "单位代码")
"""What the column that says whose row it is may be called."""


class File(NamedTuple):
    """One file of a table, as `load` found it. name: its path or address; frame: its columns as they are, and `LINE` (UInt32);
    rows: how many; last: no `LINE` is above; is_csv: what `frame` reads is a copy."""

    name: str
    frame: pl.LazyFrame
    schema: Mapping[str, pl.DataType]
    rows: int
    last: int
    is_csv: bool


def frame_schema(table: Table) -> dict[str, pl.DataType]:
    """Names and types of a table's frame: unit, row, id, then the columns of its schema."""
    kinds: dict[str, pl.DataType] = {"unit": pl.Int32(), "row": pl.Int32(), "id": pl.String()}
    return kinds | {each.name: TYPES[each.type] for each in table.columns}


def trimmed(text: pl.Expr) -> pl.Expr:
    """Text without white space around it, null where nothing is left."""
    bare = text.str.strip_chars()
    return pl.when(bare != "").then(bare)


class Evidence(NamedTuple):
    """Evidence of one or many units, in one frame a table.

    units: unit (Int32, 0 … n − 1), code, name, class (String), traits (List(String)), the other columns of the table
    `units`, and for each table a Boolean `has.<table>`: it was handed in, be it empty.
    tables: for each table that any unit handed in, unit (Int32), row (Int32, 0 … in the order of the file, over all
    units), id (String; in a bulk run not yet `trimmed` and null where a table names none), and the columns of its schema (String, Date,
    Int64 micro, List(String)).
    marks: for each table, by `row`, the line and column of each row in its unit's file.
    files, digests, years: the path, SHA-256 and assessed year of each unit's evidence, by `unit`.
    """

    units: pl.DataFrame
    tables: Mapping[str, pl.LazyFrame]
    marks: Mapping[str, tuple[Mark, ...]] = MappingProxyType({})
    files: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
