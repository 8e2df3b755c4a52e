"""Cells of tables as the engine reads them: typed columns are taken as they are, texts read once for each distinct text."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from compliance import values
from compliance.errors import Problem
from compliance.evidence import TYPES, UNIT_NAMES, File, trimmed
from compliance.source import Place
from compliance.tables import Column, Table
from compliance.validate.terms import read_cell


def place_of(file: File, column: str, line: int) -> Place:
    """A row of a table: `file [column!row]`."""
    return Place(file.name, line if file.is_csv else 0, 0, 1, column, str(line))


def typed(column: Column, written: str, kind: pl.DataType) -> pl.Expr:
    """The cells of a column as `Evidence` has them; null where blank and where they cannot be read."""
    cell = pl.col(written)
    target = TYPES[column.type]
    if kind == pl.Null:
        return pl.lit(None, target)
    if column.type in ("decimal", "points") and not is_text(kind):
        micro = _micro(cell, kind)
        return pl.when(micro >= 0).then(micro) if column.type == "points" else micro
    if not is_text(kind):
        # The day that a clock shows where it was written, not the day in Greenwich.
        return (cell.dt.replace_time_zone(None) if isinstance(kind, pl.Datetime) else cell).cast(target)
    if column.type == "text":
        return trimmed(cell.cast(pl.String))
    text = cell.cast(pl.String).str.strip_chars()
    return text.map_batches(_reader(column), return_dtype=target, is_elementwise=True)


def _micro(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Numbers as micro; null beyond 10¹² and where there are more than six places."""
    small = pl.when(cell.abs() < values.LARGEST)
    if kind.is_float():
        scaled = cell.cast(pl.Float64) * values.MICRO
        whole = scaled.round()
        exact = (scaled - whole).abs() <= pl.max_horizontal(pl.lit(0.001), scaled.abs() * 2**-50)
        return pl.when(exact & (cell.abs() < values.LARGEST)).then(whole.cast(pl.Int64, strict=False))
    if kind.is_integer():
        return small.then(cell.cast(pl.Int64) * values.MICRO)
    exact = cell.cast(pl.Decimal(38, 6)) == cell
    return pl.when(exact & (cell.abs() < values.LARGEST)).then((cell.cast(pl.Decimal(38, 6)) * values.MICRO).cast(pl.Int64))


def _reader(column: Column) -> Callable[[pl.Series], pl.Series]:
    """Reads a series of texts, each distinct one once."""

    def read(texts: pl.Series) -> pl.Series:
        known = texts.unique().drop_nulls()
        cells = pl.Series([_cell(column, text) for text in known], dtype=TYPES[column.type])
        if known.is_empty():
            return pl.Series(texts.name, [None] * texts.len(), dtype=cells.dtype)
        places = texts.replace_strict(known, pl.int_range(known.len(), dtype=pl.UInt32, eager=True), default=None)
        return cells.gather(places).alias(texts.name)

    return read


def _cell(column: Column, text: str) -> object:
    if not text:
        return None
    if column.type == "texts":
        return [] if text == values.NONE else values.read_texts(text) or None
    return read_cell(column, text)


def unreadable(column: Column, written: str, kind: pl.DataType) -> pl.Expr | None:
    """Boolean: the cell says something that cannot be read; None where that cannot be."""
    if column.type == "text" or (not is_text(kind) and column.type not in ("decimal", "points")) or kind == pl.Null:
        return None
    is_blank = pl.col(written).is_null()
    if is_text(kind):
        text = pl.col(written).cast(pl.String).str.strip_chars()
        is_blank = is_blank | (text == "") | ((text == values.NONE) if column.type == "date" else pl.lit(value=False))
        if column.type == "texts":
            return None
    return ~is_blank & typed(column, written, kind).is_null()


def is_text(kind: pl.DataType) -> bool:
    return kind == pl.String or isinstance(kind, (pl.Categorical, pl.Enum))


def more(code: str, place: Place, key: str, shown: int, total: int) -> list[Problem]:
    """How many more are like those that were shown."""
    given = {"key": key, "count": str(total - shown), "total": str(total)}
    return [Problem(code, place, given)] if total > shown else []


def called(file: File, column: Column) -> str | None:
    """The column's name in the file; None where it is not there."""
    return next((name for name in (column.name, column.label) if name in file.schema), None)


def cell_of(file: File, column: Column) -> pl.Expr:
    written = called(file, column)
    if written is None:
        return pl.lit(None, TYPES[column.type]).alias(column.name)
    if column.name == "id":
        return pl.col(written).cast(pl.String).alias("id")
    return typed(column, written, file.schema[written]).alias(column.name)


def written_as(file: File, name: str) -> str:
    """The column as the file calls it."""
    labels = {"unit": "单位代码", "code": "代码"}
    return name if name in file.schema else labels[name]


def unit_code(file: File) -> pl.Expr:
    """The unit's code of each row as text; a column of texts as it is, so that a filter on it reaches the file."""
    written = written_as(file, "unit")
    return pl.col(written) if file.schema[written] == pl.String else pl.col(written).cast(pl.String)


def may_say_none(file: File, table: Table) -> pl.Expr | None:
    """Boolean: a cell that no row may lack says 无 or nothing, as in every row that `says_none`; None where there is no such column."""
    names = {key for each in table.columns if each.required for key in (each.name, each.label)}
    name = next((name for name, kind in file.schema.items() if name in names and is_text(kind)), None)
    if name is None:
        return None
    # Blanks around a text come with CSV; to look for them in a typed table takes as long as all else.
    cell = pl.col(name).str.strip_chars() if file.is_csv else pl.col(name).cast(pl.String)
    return cell.is_null() | cell.is_in(["", values.NONE])


def says_none(file: File) -> pl.Expr | None:
    """Boolean: the row says 无 and nothing else, which is as good as no row; None where no cell can say that."""
    texts, silent = [], []
    for name, kind in file.schema.items():
        cell = pl.col(name)
        if name in UNIT_NAMES:
            continue
        if is_text(kind):
            texts.append(cell.cast(pl.String).str.strip_chars())
        else:
            silent.append(cell.is_null() | (cell.list.len() == 0) if isinstance(kind, pl.List) else cell.is_null())
    if not texts:
        return None
    silent += [each.is_null() | each.is_in(["", values.NONE]) for each in texts]
    says = pl.any_horizontal([each == values.NONE for each in texts])
    return (says & pl.all_horizontal(silent)).fill_null(value=False)
