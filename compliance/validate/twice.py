"""Ids that a unit gives twice in one table: such a row may have been handed in twice, and would count twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from compliance.errors import Problem
from compliance.evidence import LINE, File, trimmed
from compliance.tables import Column, Table
from compliance.validate.cells import called, cell_of, more, place_of, unit_code

SHOWN = 20
"""Ids of one table that are listed; the rest are counted."""
MOST = 1_000
"""Rows of the listed ids that are looked at."""
ROWS_AT_A_TIME = 35_000_000
"""So many rows are sorted at a time, by eight bytes each."""

KEY, FILE, CODE = "#key", "#file", "#code"


def repeated(
    parts: Sequence[File], table: Table, known: pl.Series, codes: Sequence[str] | None
) -> tuple[list[Problem], set[str]]:
    """The problems (E020, E035) and the codes of the units that have one.

    known: the codes of all units; rows of others are a fault of another kind. codes: the units that are asked for, None for all.
    Unit and id are compared by a digest of eight bytes first, since a table has more rows than fit in memory; those that are alike
    are then compared themselves.
    """
    column = table.column("id")
    if column is None:
        return [], set()
    files = [(place, each) for place, each in enumerate(parts) if called(each, column) is not None]
    if not files:
        return [], set()
    rows = pl.concat([_keyed(place, each, column, codes) for place, each in files])
    total = sum(each.rows for _, each in files)
    alike = _alike(rows, total)
    if alike.is_empty():
        return [], set()
    rows = rows.filter(pl.col(KEY).is_in(alike.implode()) & pl.col(CODE).is_in(known.implode()))
    alike = _alike(rows, total)
    shown = alike.unique().sort().head(SHOWN)
    listed = rows.filter(pl.col(KEY).is_in(shown.implode())).head(MOST).collect(engine="streaming")
    problems = list(_told(listed, parts))
    if not problems:
        return [], set()
    problems += more("E035", problems[-1].place, column.label, len(problems), alike.len())
    units = rows.filter(pl.col(KEY).is_in(alike.implode())).select(pl.col(CODE).unique()).collect(engine="streaming")
    return problems, set(units[CODE])


def _keyed(place: int, file: File, column: Column, codes: Sequence[str] | None) -> pl.LazyFrame:
    """The rows of a file that have an id: file, row, unit, id, and the digest of both."""
    frame = file.frame if codes is None else file.frame.filter(unit_code(file).is_in(codes))
    cell = cell_of(file, column)
    # Blanks around an id come with texts; to look for them in a typed table takes as long as all else.
    id_ = trimmed(cell) if file.is_csv else pl.when(cell != "").then(cell)
    named = frame.select(pl.lit(place).alias(FILE), LINE, unit_code(file).alias(CODE), id_)
    return named.drop_nulls((CODE, "id")).with_columns((pl.col(CODE).hash(1) + pl.col("id").hash(2) * 3).alias(KEY))


def _alike(rows: pl.LazyFrame, total: int) -> pl.Series:
    """The digests that an earlier row has, once for each row after the first. total: how many rows there are at most."""
    passes = max(1, -(-total // ROWS_AT_A_TIME))
    keys, found = rows.select(KEY), []
    for number in range(passes):
        part = keys if passes == 1 else keys.filter(pl.col(KEY) % passes == number)
        ordered = part.select(pl.col(KEY).sort()).collect(engine="streaming")[KEY]
        found.append(ordered.filter(ordered == ordered.shift()))
    return pl.concat(found)


def _told(rows: pl.DataFrame, parts: Sequence[File]) -> Iterator[Problem]:
    rows = rows.sort(FILE, LINE)
    first = {(code, name): (file, line) for file, line, code, name, _ in reversed(rows.rows())}
    for file, line, code, name, _ in rows.iter_rows():
        other = first[code, name]
        if other != (file, line):
            where = str(other[1]) if other[0] == file else f"{parts[other[0]].name}!{other[1]}"
            yield Problem("E020", place_of(parts[file], "编号", line), {"id": name, "line": where, "unit": code})
