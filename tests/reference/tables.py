"""formats.md §3 and kinds.md §1, rows: the tables as a kind sees them on the day of judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.reference.numbers import read_date, read_decimal, texts, truth

DATES = {
    "documents": ("issued", "approved", "effective", "repealed"),
    "disclosures": ("formed", "published", "reviewed", "notice_from", "notice_to", "withdrawn", "updated"),
    "channels": ("updated",),
    "requests": (
        "received", "replied", "correction_sent", "corrected", "consulted", "consulted_to", "extended", "extension_told",
    ),
    "complaints": ("accepted", "closed", "extended"),
    "stages": ("finished", "published"),
    "figures": ("from", "to"),
    "events": ("date",),
    "incidents": ("date",),
    "reports": ("from", "to", "published"),
    "attachments": ("captured",),
}  # fmt: skip
LISTS = {"traits", "channels", "elements", "attachment"}
DECIMALS = {"amount", "value", "people", "size", "points"}
MAIN_DATE = {
    "documents": "issued", "disclosures": "published", "channels": "updated", "requests": "received", "complaints": "accepted",
    "stages": "published", "events": "date", "incidents": "date", "attachments": "captured",
}  # fmt: skip
MAY_LIE_AHEAD = {
    ("documents", "effective"), ("documents", "repealed"), ("disclosures", "notice_to"), ("figures", "from"), ("figures", "to"),
}  # fmt: skip
BEGINS = {"disclosures": "formed", "requests": "received", "complaints": "accepted", "events": "date", "incidents": "date"}
DONE = {"disclosures": "published", "documents": "issued", "events": "date"}


@dataclass(frozen=True)
class Row:
    """A row by its place in its table; a cell that is not in `cells` is blank."""

    number: int
    cells: Mapping[str, Any]

    def get(self, column: str) -> Any:
        return self.cells.get(column)


Tables = dict[str, list[Row]]


def read_tables(evidence: Mapping[str, Any], as_of: date) -> Tables:
    """The tables that were handed in, without rows that have not begun and with dates to come left blank."""
    return {
        name: _rows(name, written, as_of)
        for name, written in evidence.items()
        if (name in DATES or name == "marks") and written not in (None, "")
    }


def _rows(table: str, written: Any, as_of: date) -> list[Row]:
    rows = []
    for number, each in enumerate([] if written == "无" else written):
        if each == "无" or _says_none(each):
            continue
        cells = read_cells(table, each)
        begun = cells.get(BEGINS.get(table, ""))
        if begun is None or begun <= as_of:
            rows.append(Row(number, {key: value for key, value in cells.items() if not _ahead(table, key, value, as_of)}))
    return rows


def _says_none(row: Mapping[str, Any]) -> bool:
    """Whether nothing but 无 stands in the row."""
    given = [cell for cell in row.values() if cell != ""]
    return bool(given) and all(cell == "无" for cell in given)


def _ahead(table: str, column: str, value: Any, as_of: date) -> bool:
    return isinstance(value, date) and value > as_of and (table, column) not in MAY_LIE_AHEAD


def read_cells(table: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """The typed cells that are not blank; 无 in a list column is an empty list."""
    cells = {}
    for column, text in written.items():
        value = read_value(table, column, text)
        if value is not None:
            cells[column] = value
    return cells


def read_value(table: str, column: str, text: Any) -> Any:
    """A cell as its column types it, None where it is blank."""
    if text in ("", None):
        return None
    if column in DATES.get(table, ()):
        return read_date(text)
    if column in LISTS:
        return [] if text == "无" else texts(text) or None
    if column in DECIMALS:
        return read_decimal(text)
    return text.strip() or None


def done(tables: Tables, table: str) -> list[Row]:
    """The rows without those not yet done, as most kinds and every row count see them."""
    column = DONE.get(table)
    return [row for row in tables[table] if column is None or row.get(column) is not None]


def satisfies(row: Row, where: Mapping[str, Any] | None, table: str) -> bool:
    """Whether the row meets all conditions on its columns, and one of each `any`."""
    return all(
        any(satisfies(row, each, table) for each in test) if column == "any" else _meets(row.get(column), test, table, column)
        for column, test in (where or {}).items()
    )


def _meets(cell: Any, test: Any, table: str, column: str) -> bool:
    if not isinstance(test, Mapping):
        return _is_one_of(cell, test, table, column)
    return all(_operator(name, cell, value, table, column) for name, value in test.items())


def _operator(name: str, cell: Any, value: Any, table: str, column: str) -> bool:
    if name == "empty":
        return (cell is None) == truth(value)
    if name == "not":
        return not _is_one_of(cell, value, table, column)
    if cell is None:
        return False
    limit = _scalar(table, column, value)
    return {"at_least": cell >= limit, "at_most": cell <= limit, "before": cell < limit, "after": cell > limit}[name]


def _is_one_of(cell: Any, wanted: str | Sequence[str], table: str, column: str) -> bool:
    """Equal to it, or one of them; a list column: contains it. A blank cell is nothing."""
    values = [_scalar(table, column, each) for each in ([wanted] if isinstance(wanted, str) else wanted)]
    if cell is None:
        return False
    return any(value in cell if isinstance(cell, list) else value == cell for value in values)


def _scalar(table: str, column: str, text: str) -> Any:
    return text.strip() if column in LISTS else read_value(table, column, text)
