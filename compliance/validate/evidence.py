"""Evidence: documents in, typed tables of all units out, or every fault that keeps them from being used.

Rows are read here and not by jsonschema: the same table schemas, a tenth of the time (a test holds both to one answer).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Several
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from compliance import values
from compliance.errors import InvalidInput, Problem
from compliance.evidence import TYPES, Evidence, frame_schema
from compliance.model import RuleSet
from compliance.source import Document, Mark, Node
from compliance.source import Mapping as Keys
from compliance.source import Sequence as Entries
from compliance.tables import Column, Table, schema, tables
from compliance.validate.plausible import plausible
from compliance.validate.schema import AT, Path, Raw, Reader, nearest
from compliance.validate.terms import read_cell, shown


@dataclass
class Rows:
    """The rows of one table over all units, column by column, and where each stands."""

    table: Table
    unit: list[int] = field(default_factory=list)
    cells: dict[str, list[Any]] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)


class Head(NamedTuple):
    """What a file of evidence says before its tables: the unit, the year, the rule set it is meant for.

    is_case: the rows are those of a case, which gives only the columns that it is about.
    """

    document: Document
    reader: Reader
    data: dict[str, Any]
    is_case: bool = False

    @property
    def rule_set(self) -> str:
        return str(self.data.get("rule_set", ""))


def read_head(document: Document) -> Head:
    """Read all but the rows; what is wrong stays with the reader until `read_evidence`."""
    reader = Reader(document)
    data = reader.read(Raw(document.root, ()), schema("schemas/evidence.schema.json"))
    if "code" in data.get("unit", {}):
        data["unit"]["code"] = values.plain(data["unit"]["code"])
    return Head(document, reader, data)


def read_evidence(
    heads: Several[Head], rule_set: RuleSet, as_of: date, texts: Mapping[str, str]
) -> tuple[Evidence, tuple[Problem, ...]]:
    """The tables of all units and the remarks on them. `texts` holds the contents of the files that reports name.

    Raises InvalidInput with the faults of all files.
    """
    known: dict[str, Rows] = {}
    handed_in = [_one_unit(number, head, known, texts) for number, head in enumerate(heads)]
    for head in heads:
        _fits(head, rule_set)
    _codes(heads)
    evidence = _evidence(heads, known, handed_in)
    problems = _told(heads)
    problems += plausible(evidence, rule_set, as_of, [head.document for head in heads])
    if any(each.severity == "error" for each in problems):
        raise InvalidInput(problems)
    return evidence, tuple(sorted(problems, key=lambda each: (each.place, each.code)))


def faults(heads: Several[Head]) -> list[Problem]:
    """What can be said of files without a rule set: for runs that end because something else cannot be read."""
    known: dict[str, Rows] = {}
    for number, head in enumerate(heads):
        _one_unit(number, head, known, {})
    _codes(heads)
    return _told(heads)


def _told(heads: Several[Head]) -> list[Problem]:
    readers = {id(head.reader): head.reader for head in heads}
    return [each for reader in readers.values() for each in reader.problems]


def _one_unit(number: int, head: Head, known: dict[str, Rows], texts: Mapping[str, str]) -> dict[str, bool]:
    """Read the tables of one file into the tables of all; which of them were handed in."""
    handed_in = {}
    for name, table in tables().items():
        raw = head.data.get(name)
        handed_in[name] = isinstance(raw, Raw)
        if isinstance(raw, Raw):
            rows = known.setdefault(name, _new_rows(table))
            _read_table(head, raw, rows, number, texts)
    return handed_in


def _new_rows(table: Table) -> Rows:
    return Rows(table, cells={each.name: [] for each in table.columns} | {"id": []})


def _read_table(head: Head, raw: Raw, rows: Rows, unit: int, texts: Mapping[str, str]) -> None:
    reader = head.reader
    if isinstance(raw.node, str) and raw.node.strip() == values.NONE:
        return
    if not isinstance(raw.node, Entries):
        reader.report("S003", raw.path, key_=rows.table.label, expected="@table", found=shown(raw.node))
        return
    ids: dict[str, int] = {}
    for place, node in enumerate(raw.node):
        path = (*raw.path, place)
        mark = raw.node.values_at[place]
        if isinstance(node, Keys):
            cells = _read_row(reader, node, path, rows.table, is_case=head.is_case)
            if not _says_none(cells):
                _add(reader, rows, cells, unit, mark, ids, path, texts)
        elif not (isinstance(node, str) and node.strip() == values.NONE):
            reader.report("S003", path, key_=rows.table.label, expected="@missing_cell", found=shown(node))


def _says_none(cells: dict[str, Any]) -> bool:
    """A row of nothing but 无 says that the table has no rows."""
    given = [each for each in cells.values() if each is not None]
    return bool(given) and all(each in (values.NONE, []) for each in given)


def _read_row(reader: Reader, node: Keys, path: Path, table: Table, *, is_case: bool) -> dict[str, Any]:
    """The typed cells that are not blank; faults are reported and left out."""
    cells: dict[str, Any] = {}
    seen: dict[str, str] = {}
    for key, value in node.items():
        column = table.column(key)
        if column is None:
            names = tuple((each.name, each.label) for each in table.columns)
            meant = table.column(reader.unknown((*path, key), table.label, names, table.meant(key)))
            if meant is not None:
                seen[meant.name] = key
        elif column.name in seen:
            line = str(node.keys_at[seen[column.name]][0])
            reader.report("Y003", (*path, key), key=True, key_=key, line=line)
        else:
            seen[column.name] = key
            if value != "":
                cells[column.name] = _read_cell(reader, column, value, (*path, key))
    for column in table.columns:
        if column.required and column.name not in seen and not is_case:
            names = tuple((each.name, each.label) for each in table.columns)
            reader.report("S001", path, where=table.label, key_=column.label, allowed=names)
    return cells


def _read_cell(reader: Reader, column: Column, node: Node, path: Path) -> Any:
    if column.type == "texts":
        return _read_list(reader, column, node, path)
    if not isinstance(node, str):
        reader.report("S003", path, key_=column.label, expected=_expected(column), found=shown(node))
        return None
    if not node.strip():
        return None
    value = read_cell(column, node)
    if value is not None and column.type in ("date", "decimal", "points") and values.is_full_width(node):
        reader.report("S012", path, found=node, read=values.plain(node))
    if value is None and not (node.strip() == values.NONE and column.type == "date"):
        _report_cell(reader, column, node, path)
    return value


def _read_list(reader: Reader, column: Column, node: Node, path: Path) -> list[str] | None:
    if isinstance(node, str):
        return [] if node.strip() == values.NONE else values.read_texts(node) or None
    if isinstance(node, Entries) and all(isinstance(each, str) for each in node):
        return [str(each) for each in node]
    reader.report("S003", path, key_=column.label, expected="@texts", found=shown(node))
    return None


def _report_cell(reader: Reader, column: Column, text: str, path: Path) -> None:
    if column.type == "date" and values.looks_like_date(text):
        reader.report("S011", path, found=text)
    elif column.type == "choice":
        reader.report("S004", path, key_=column.label, found=text, allowed=column.choices, near=nearest(text, column.choices))
    else:
        reader.report("S003", path, key_=column.label, expected=_expected(column), found=text)


def _expected(column: Column) -> str:
    return "@text" if column.type in ("text", "choice") else f"@{column.type}"


def _add(
    reader: Reader,
    rows: Rows,
    cells: dict[str, Any],
    unit: int,
    mark: Mark,
    ids: dict[str, int],
    path: Path,
    texts: Mapping[str, str],
) -> None:
    label = cells.get("id")
    if label in ids:
        reader.report("E020", reader.key(path, "id", "编号"), id=label, line=str(ids[label]))
    if label is None:
        cells["id"] = f"{rows.table.letter}#{path[-1] + 1}"  # type: ignore[operator]
    else:
        ids[label] = mark[0]
    if cells.get("text") is None and cells.get("file") in texts:
        cells["text"] = texts[cells["file"]]
    rows.unit.append(unit)
    rows.marks.append(mark)
    for name, column in rows.cells.items():
        column.append(cells.get(name))


def _fits(head: Head, rule_set: RuleSet) -> None:
    unit = head.data.get("unit", {})
    written = unit.get("class")
    if written is not None and written not in rule_set.applies_to:
        names = tuple((each, each) for each in rule_set.applies_to)
        path = head.reader.key(unit[AT], "class", "类别")
        head.reader.report("E023", path, found=written, rules=rule_set.key, allowed=names, near=nearest(written, names))


def _codes(heads: Several[Head]) -> None:
    seen: dict[str, str] = {}
    for head in heads:
        unit = head.data.get("unit", {})
        code = unit.get("code")
        if code in seen:
            head.reader.report("E025", unit[AT], found=code, other=seen[code])
        elif code is not None:
            seen[code] = head.document.file


def _evidence(heads: Several[Head], known: Mapping[str, Rows], handed_in: list[dict[str, bool]]) -> Evidence:
    columns = tables()["units"].columns
    units = {each.name: [head.data.get("unit", {}).get(each.name) for head in heads] for each in columns}
    has = {f"has.{name}": [each[name] for each in handed_in] for name in tables()}
    kinds = {"unit": pl.Int32(), **{each.name: TYPES[each.type] for each in columns}, **dict.fromkeys(has, pl.Boolean())}
    return Evidence(
        pl.DataFrame({"unit": range(len(heads)), **units, **has}, schema=kinds),
        {name: _frame(rows) for name, rows in known.items()},
        {name: tuple(rows.marks) for name, rows in known.items()},
        tuple(head.document.file for head in heads),
        tuple(head.document.sha256 for head in heads),
        tuple(head.data.get("year", 0) for head in heads),
    )


def _frame(rows: Rows) -> pl.LazyFrame:
    kinds = frame_schema(rows.table)
    data = {"unit": rows.unit, "row": range(len(rows.unit)), **rows.cells}
    return pl.DataFrame({name: data[name] for name in kinds}, schema=kinds).lazy()
