"""What is readable in tables and yet worth a second look: swapped dates, days to come, near misses. `plausible` does it for files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from compliance.engine.prepare import AHEAD, satisfies
from compliance.errors import Problem
from compliance.evidence import LINE, File
from compliance.model import Condition, RuleSet
from compliance.tables import Column, Table, tables
from compliance.validate.cells import cell_of, more, place_of
from compliance.validate.columnar import Files
from compliance.validate.plausible import IN_ORDER, likeliest, named_by, texts_of

SHOWN = 3
"""Rows of one doubt in one file that are listed; the rest are counted."""
MOST_TEXTS = 5_000
"""Distinct texts of a column up to which they are compared with those that rules name."""


def doubts(files: Files, rule_set: RuleSet, as_of: date) -> Iterator[Problem]:
    """The remarks on each file, the first rows of each; reads the columns of dates and of entries once."""
    for name, parts in files.items():
        for each in parts:
            yield from _dates(each, tables()[name], as_of)
            if name == "reports":
                yield from _unread(each, tables()[name])
            if name != "units":
                yield from _near_misses(each, tables()[name], rule_set)


def _dates(file: File, table: Table, as_of: date) -> Iterator[Problem]:
    dates = {each.name: each for each in table.columns if each.type == "date" and {each.name, each.label} & file.schema.keys()}
    tests = {
        ("E021", later, earlier): cell_of(file, dates[later]) < cell_of(file, dates[earlier])
        for earlier, later in IN_ORDER.get(table.name, ())
        if {earlier, later} <= dates.keys()
    }
    tests |= {
        ("E022", name, name): cell_of(file, column) > as_of for name, column in dates.items() if (table.name, name) not in AHEAD
    }
    if not tests:
        return
    counts = file.frame.select([test.sum().alias(str(n)) for n, test in enumerate(tests.values())]).collect(engine="streaming")
    for (code, later, earlier), test, count in zip(tests, tests.values(), counts.row(0), strict=True):
        if count:
            cells = {"later": cell_of(file, dates[later]), "earlier": cell_of(file, dates[earlier])}
            rows = file.frame.filter(test).select(LINE, **cells).head(SHOWN).collect().rows(named=True)
            labels = {"later_name": dates[later].label, "earlier_name": dates[earlier].label, "key": dates[later].label}
            for row in rows:
                shown = {what: str(row[what]) for what in cells}
                given = labels | shown | {"found": shown["later"], "as_of": as_of.isoformat()}
                yield Problem(code, place_of(file, dates[later].label, row[LINE]), given)
            yield from _more(file, dates[later], rows[-1][LINE], count)


def _unread(file: File, table: Table) -> Iterator[Problem]:
    """Reports whose text is only in a file: no run over tables opens it."""
    cells = {each.name: cell_of(file, each) for each in table.columns if each.name in ("file", "text")}
    rows = file.frame.filter(cells["file"].is_not_null() & cells["text"].is_null()).select(LINE)
    first, count = rows.select(pl.col(LINE).min(), pl.len().alias("count")).collect(engine="streaming").row(0)
    if count:
        yield Problem("E037", place_of(file, "文件", first), {"count": str(count)})


def _more(file: File, column: Column, line: int, count: int) -> Iterator[Problem]:
    yield from more("E034", place_of(file, column.label, line), column.label, SHOWN, count)


def _near_misses(file: File, table: Table, rule_set: RuleSet) -> Iterator[Problem]:
    """Entries that no rule names but that are much like one of a list that reads their row."""
    wanted = [(item.id, *named) for item in rule_set.lines() for named in named_by(item.check, table.name)]
    columns = {name: table.column(name) for name in dict.fromkeys(name for _, name, _, _, _ in wanted)}
    known = {text for item in rule_set.lines() for text in texts_of(item.check)}
    strange = {
        name: _texts(file, column) - known for name, column in columns.items() if column is not None and column.type == "text"
    }
    told: set[tuple[str, str]] = set()
    for item, name, entries, where, alike in wanted:
        near = {text: likeliest(text, entries, alike) for text in strange.get(name, ()) if (name, text) not in told}
        likely = {text: entry for text, entry in near.items() if entry}
        column = columns[name]
        if not likely or column is None:
            continue
        for text, line, count in _rows(file, table, column, where, likely):
            told.add((name, text))
            given = {"found": text, "item": item, "near": likely[text]}
            names = tuple((each, each) for each in entries)
            yield Problem("S005", place_of(file, column.label, line), given, names, likely[text])
            yield from _more(file, column, line, count + SHOWN - 1)


def _texts(file: File, column: Column) -> set[str]:
    """The distinct texts of a column, none where there are too many."""
    found = file.frame.select(cell_of(file, column).unique()).collect(engine="streaming").to_series()
    return set(found.drop_nulls()) if found.len() <= MOST_TEXTS else set()


def _rows(file: File, table: Table, column: Column, where: Condition, texts: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """For each of the texts that satisfies the condition anywhere: the first row, and how many there are."""
    typed = file.frame.select(LINE, *(cell_of(file, each) for each in table.columns)).with_columns(
        pl.selectors.date().to_physical()
    )
    cell = pl.col(column.name)
    rows = typed.filter(cell.is_in(list(texts)) & satisfies(where, table, pl.col))
    found = rows.group_by(cell).agg(pl.col(LINE).min(), pl.len()).sort(LINE)
    yield from found.collect(engine="streaming").iter_rows()
