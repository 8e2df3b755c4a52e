"""Tables of evidence: columns of files in, typed frames of units and rows out, or every cell that cannot be read.

Typed columns of Parquet are taken as they are; texts are read by the readers of `values`, once for each distinct text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from compliance import values
from compliance.errors import InvalidInput, Problem
from compliance.evidence import LINE, UNIT_NAMES, Evidence, File, frame_schema, trimmed
from compliance.frozen import frozen
from compliance.model import RuleSet
from compliance.source import Place
from compliance.tables import Column, Table, tables
from compliance.validate.cells import cell_of, is_text, may_say_none, more, place_of, says_none, unit_code, unreadable, written_as
from compliance.validate.plausible import marked, wrong_mark
from compliance.validate.schema import nearest
from compliance.validate.twice import repeated

SHOWN = 20
"""Cells of one column of one file that are listed; the rest are counted."""
CODE = "#code"

Files = Mapping[str, tuple[File, ...]]


@frozen
class Tables:
    """Checked tables. units: as in `Evidence`, in the order of their codes. left_out: the codes of units with faulty rows."""

    files: Files
    units: pl.DataFrame
    left_out: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """All rows of all tables but the units."""
        return sum(each.rows for name, parts in self.files.items() if name != "units" for each in parts)


def read_tables(
    files: Files, rule_set: RuleSet, codes: Sequence[str] | None = None, *, keep_going: bool = False
) -> tuple[Tables, tuple[Problem, ...]]:
    """The tables, checked. Raises InvalidInput; with `keep_going` units with faulty rows are left out and their problems given.

    codes: the units that are asked for, None for all; ids that are given twice are only looked for among their rows.
    """
    if "units" not in files:
        label = tables()["units"].label
        raise InvalidInput(
            [Problem("S001", Place("units"), {"where": "@tables", "key": label}, tuple((each, each) for each in files))]
        )
    columns = [problem for name, parts in files.items() for each in parts for problem in _columns(each, tables()[name])]
    if columns:
        raise InvalidInput(columns)
    files = {
        name: parts if name == "units" else tuple(_said(each, tables()[name], codes) for each in parts)
        for name, parts in files.items()
    }
    units, problems = _units(files["units"], rule_set)
    faulty: set[str] = {problem.values["unit"] for problem in problems}
    for name, parts in files.items():
        found, codes_of = _faults(tables()[name], parts, rule_set, keep_going=keep_going)
        twice, twice_of = ([], set()) if name == "units" else repeated(parts, tables()[name], units["code"], codes)
        problems += [*found, *twice]
        faulty |= codes_of | twice_of
    if keep_going:
        files, strange = _without_strangers(files, units["code"].to_list(), problems)
        faulty |= strange
    elif problems:
        raise InvalidInput(problems)
    kept = units.filter(~pl.col("code").is_in(sorted(faulty))) if faulty else units
    kept = kept.sort("code").with_row_index("unit").cast({"unit": pl.Int32})
    has = {f"has.{name}": pl.lit(name in files and name != "units") for name in tables()}
    return Tables(files, kept.with_columns(**has), tuple(sorted(faulty))), tuple(problems)


def _faults(table: Table, parts: Sequence[File], rule_set: RuleSet, *, keep_going: bool) -> tuple[list[Problem], set[str]]:
    """What cannot be read in the files of a table, and with `keep_going` the codes of the units that it is said of."""
    problems, codes = [], set[str]()
    for each in parts:
        found = list(_cells(each, table))
        codes |= _codes_at_fault(each, table) if found and keep_going else set()
        wrong = list(_marks(each, rule_set)) if table.name == "marks" else []
        codes |= {problem.values["unit"] for problem in wrong}
        problems += [*found, *wrong]
    return problems, codes


def _said(file: File, table: Table, codes: Sequence[str] | None) -> File:
    """The file without the rows that say nothing but 无. Whether there are any is only found out where all rows are read anyhow:
    of one column first, since few tables have any."""
    none, first = says_none(file), may_say_none(file, table)
    if none is None:
        return file
    count = 0
    if codes is None:
        for test in (first, none) if first is not None else (none,):
            count = file.frame.select(test.sum()).collect(engine="streaming").item()
            if not count:
                return file
    return file._replace(frame=file.frame.filter(~none), rows=file.rows - count)


def evidence_of(whole: Tables, first: int = 0, last: int | None = None) -> Evidence:
    """The evidence of the units from position `first` to before `last`, by code; rows are read when the frames are collected.

    A row of no unit has a null `unit`, if its code lies between theirs: whoever reads all parts sees each such row once.
    """
    codes = whole.units["code"]
    here = whole.units[first:last].with_columns(unit=pl.col("unit") - first)
    after = None if last is None or last >= codes.len() else codes[last]
    bounds = (codes[first] if first else None, after)
    frames = {name: _frame(parts, tables()[name], here["code"], bounds) for name, parts in whole.files.items() if name != "units"}
    return Evidence(here, frames)


def only(whole: Tables, codes: Sequence[str]) -> Tables:
    """The tables with nothing but the rows of these units."""
    files = {
        name: tuple(each._replace(frame=each.frame.filter(unit_code(each).is_in(codes))) for each in parts)
        for name, parts in whole.files.items()
        if name != "units"
    }
    units = whole.units.filter(pl.col("code").is_in(codes)).with_columns(unit=pl.int_range(pl.len(), dtype=pl.Int32))
    return replace(whole, files=files, units=units)


def collected(whole: Tables, folder: str, year: int) -> Evidence:
    """The evidence of all units in memory, as if each had handed in a file. Raises InvalidInput for rows of no unit.

    The digest of a unit is that of its rows, as text.
    """
    lazy = evidence_of(whole)
    frames = dict(zip(lazy.tables, pl.collect_all(list(lazy.tables.values())), strict=True))
    if any(frame["unit"].null_count() for frame in frames.values()):
        refuse_strangers(whole)
    digests = [hashlib.sha256() for _ in range(whole.units.height)]
    known = {}
    for name, frame in frames.items():
        letter = tables()[name].letter
        called = pl.coalesce(trimmed(pl.col("id")), pl.lit(f"{letter}#") + (pl.col("row") + 1).cast(pl.String))
        rows = frame.sort("unit", "row").with_columns(id=called)
        known[name] = rows.with_columns(row=pl.int_range(pl.len(), dtype=pl.Int32)).lazy()
        for (unit,), own in rows.drop("row").partition_by("unit", as_dict=True, include_key=False).items():
            digests[int(unit)].update(f"{name}\n{own.write_json()}".encode())
    count = whole.units.height
    return Evidence(lazy.units, known, {}, (folder,) * count, tuple(each.hexdigest() for each in digests), (year,) * count)


def refuse_strangers(whole: Tables) -> None:
    """Raises InvalidInput with the rows of units that are not among the units, the first of each file.

    Rows of units that were left out are no fault.
    """
    known = whole.units["code"].to_list() + list(whole.left_out)
    found = [
        problem for name, parts in whole.files.items() if name != "units" for each in parts for problem in _strangers(each, known)
    ]
    if found:
        raise InvalidInput(found)


def _strange(file: File, known: Sequence[str]) -> pl.LazyFrame:
    """Row and unit's code of the rows whose unit is not known."""
    return file.frame.select(LINE, unit_code(file).alias(CODE)).filter(~pl.col(CODE).is_in(known).fill_null(value=False))


def _strangers(file: File, known: Sequence[str]) -> Iterator[Problem]:
    rows = _strange(file, known)
    shown = rows.head(SHOWN).collect().rows(named=True)
    for row in shown:
        yield Problem("E027", place_of(file, "单位代码", row[LINE]), {"found": row[CODE] or ""})
    total = rows.select(pl.len()).collect(engine="streaming").item() if len(shown) == SHOWN else len(shown)
    if shown:
        yield from more("E036", place_of(file, "单位代码", shown[-1][LINE]), "单位代码", len(shown), total)


def _without_strangers(files: Files, known: Sequence[str], problems: list[Problem]) -> tuple[Files, set[str]]:
    """The files without the rows that name no unit, the codes of no unit that other rows name; what is wrong is added to `problems`."""
    kept, codes = dict(files), set[str]()
    for name, parts in files.items():
        if name != "units":
            problems += [problem for each in parts for problem in _strangers(each, known)]
            kept[name] = tuple(each._replace(frame=each.frame.filter(unit_code(each).is_not_null())) for each in parts)
            for each in kept[name]:
                codes |= set(_strange(each, known).select(pl.col(CODE).unique()).collect(engine="streaming")[CODE])
    return kept, codes


# --- columns ---


def _columns(file: File, table: Table) -> Iterator[Problem]:
    """What is wrong with the columns of a file: unknown, given twice, missing, or of a type that cannot be meant."""
    seen: dict[str, str] = {}
    names = tuple((each.name, each.label) for each in table.columns)
    names = names if table.name == "units" else (UNIT_NAMES, *names)
    for written, kind in file.schema.items():
        column = table.column(written)
        is_unit = table.name != "units" and written in UNIT_NAMES
        key = "unit" if is_unit else column.name if column else None
        given = {"where": table.label, "key": written}
        if key is None:
            yield Problem("S002", Place(file.name), given, names, table.meant(written) or nearest(written, names))
        elif key in seen:
            yield Problem("Y003", Place(file.name), {"key": written, "line": "1"})
        else:
            seen[key] = written
            if not _can_be(column, kind, is_code=key in ("unit", "code")):
                yield Problem("S003", Place(file.name), {"key": written, "expected": _expected(column), "found": str(kind)})
    wanted = [(each.name, each.label) for each in table.columns if each.required]
    if table.name != "units":
        wanted.append(("unit", "单位代码"))
    for name, label in wanted:
        if name not in seen:
            yield Problem("S001", Place(file.name), {"where": table.label, "key": label}, names)


def _expected(column: Column | None) -> str:
    return "@text" if column is None or column.type in ("text", "choice") else f"@{column.type}"


def _can_be(column: Column | None, kind: pl.DataType, *, is_code: bool) -> bool:
    """Whether a column of a file can be read as what it is called. A code that is a number has lost its leading zeros."""
    if is_text(kind) or kind == pl.Null:
        return True
    if is_code or column is None:
        return False
    return {
        "text": kind.is_integer(),
        "choice": False,
        "date": kind == pl.Date or isinstance(kind, pl.Datetime),
        "decimal": kind.is_numeric(),
        "points": kind.is_numeric(),
        "texts": kind in (pl.List(pl.String), pl.List(pl.Null)),
    }[column.type]


# --- cells ---


def _suspects(file: File, table: Table) -> dict[str, tuple[Column, pl.Expr]]:
    """By the name in the file: the columns that can hold unreadable cells, and where they do."""
    found = {}
    for written, kind in file.schema.items():
        column = table.column(written)
        test = None if column is None else unreadable(column, written, kind)
        if column is not None and test is not None:
            found[written] = (column, test)
    return found


def _cells(file: File, table: Table) -> Iterator[Problem]:
    """Unreadable cells of a file: the first of each column, then how many more there are."""
    suspects = _suspects(file, table)
    if not suspects:
        return
    counts = file.frame.select(**{name: test.sum() for name, (_, test) in suspects.items()}).collect(engine="streaming").row(0)
    for (name, (column, test)), count in zip(suspects.items(), counts, strict=True):
        if not count:
            continue
        rows = file.frame.filter(test).select(LINE, name).head(SHOWN).collect()
        for row in rows.iter_rows(named=True):
            yield _unread(file, column, row[LINE], str(row[name]))
        yield from more("E028", place_of(file, column.label, max(rows[LINE], key=str)), column.label, rows.height, count)


def _marks(file: File, rule_set: RuleSet) -> Iterator[Problem]:
    """Marks that cannot stand: each wrong combination once for every row, the first rows of it."""
    cells = [cell_of(file, column) for column in tables()["marks"].columns if column.name in ("item", "level", "points")]
    items = marked(rule_set)
    marks = file.frame.select(LINE, unit_code(file).alias(CODE), *cells)
    for mark in marks.select("item", "level", "points").unique().sort("item", "level", "points").collect().iter_rows(named=True):
        for code, given, allowed, near in wrong_mark(items, mark):
            same = pl.all_horizontal([pl.col(name).eq_missing(pl.lit(value)) for name, value in mark.items()])
            for row in marks.filter(same).collect().iter_rows(named=True):
                label = "编号" if code == "E031" else "等级" if code == "S004" else "得分"
                yield Problem(code, place_of(file, label, row[LINE]), given | {"unit": row[CODE] or ""}, allowed, near)


def _unread(file: File, column: Column, line: int, text: str) -> Problem:
    place = place_of(file, column.label, line)
    if column.type == "date" and values.looks_like_date(text):
        return Problem("S011", place, {"found": text})
    if column.type == "choice":
        return Problem("S004", place, {"key": column.label, "found": text}, column.choices, nearest(text, column.choices))
    return Problem("S003", place, {"key": column.label, "expected": _expected(column), "found": text})


def _codes_at_fault(file: File, table: Table) -> set[str]:
    """The codes of the units that have an unreadable cell in this file."""
    tests = [test for _, test in _suspects(file, table).values()]
    code = pl.col(written_as(file, "code")) if table.name == "units" else unit_code(file)
    rows = file.frame.filter(pl.any_horizontal(tests)).select(code.alias(CODE)).unique().collect()
    return {each for each in rows[CODE] if each is not None}


# --- units ---


def _units(parts: tuple[File, ...], rule_set: RuleSet) -> tuple[pl.DataFrame, list[Problem]]:
    """The units of all files; codes that are blank or given twice, and classes that the rule set does not have."""
    table = tables()["units"]
    frame = pl.concat([_selected(each, table, at=place) for place, each in enumerate(parts)]).collect()
    code, is_strange = pl.col("code"), ~pl.col("class").is_in(rule_set.applies_to).fill_null(value=False)
    doubtful = frame.filter(code.is_null() | code.is_duplicated() | is_strange)
    place = pl.struct("#file", LINE)
    wrong = doubtful.with_columns(first=place.first().over("code")).filter(
        code.is_null() | (pl.col("first") != place) | is_strange
    )
    problems = [_wrong_unit(row, parts, rule_set) for row in wrong.iter_rows(named=True)]
    return frame.drop(LINE, "#file"), problems


def _wrong_unit(row: Mapping[str, Any], parts: tuple[File, ...], rule_set: RuleSet) -> Problem:
    file, code, first = parts[row["#file"]], row["code"], row["first"]
    if code is None:
        return Problem("S001", place_of(file, "代码", row[LINE]), {"where": tables()["units"].label, "key": "代码", "unit": ""})
    if (first["#file"], first[LINE]) != (row["#file"], row[LINE]):
        other = str(place_of(parts[first["#file"]], "代码", first[LINE]))
        return Problem("E025", place_of(file, "代码", row[LINE]), {"found": code, "other": other, "unit": code})
    names = tuple((each, each) for each in rule_set.applies_to)
    if row["class"] is None:
        given = {"where": tables()["units"].label, "key": "类别", "unit": code}
        return Problem("S001", place_of(file, "类别", row[LINE]), given, names)
    given = {"found": row["class"], "rules": rule_set.key, "unit": code}
    return Problem("E023", place_of(file, "类别", row[LINE]), given, names, nearest(row["class"], names))


def _selected(file: File, table: Table, at: int = 0) -> pl.LazyFrame:
    cells = [cell_of(file, each) for each in table.columns]
    return file.frame.select(LINE, *cells, pl.lit(at).alias("#file"))


# --- rows ---


def _frame(parts: tuple[File, ...], table: Table, codes: pl.Series, bounds: tuple[str | None, str | None]) -> pl.LazyFrame:
    """The rows of a table whose unit's code lies between the bounds; columns as in `Evidence`, id null where none is given."""
    frames, offset = [], 0
    for each in parts:
        code = unit_code(each)
        low, high = bounds
        frame = each.frame
        if low is not None:
            frame = frame.filter(code >= low)
        if high is not None:
            frame = frame.filter(code.is_null() | (code < high))
        unit = code.cast(pl.Enum(codes), strict=False).to_physical().cast(pl.Int32).alias("unit")
        row = (pl.col(LINE) + (offset - 1)).cast(pl.Int32).alias("row")
        frames.append(frame.select(unit, row, *[cell_of(each, column) for column in table.columns]))
        offset += each.last
    whole = pl.concat(frames)
    known = [each.name for each in table.columns]
    missing = [
        pl.lit(None, kind).alias(name) for name, kind in frame_schema(table).items() if name not in ("unit", "row", *known)
    ]
    return whole.with_columns(*missing) if missing else whole
