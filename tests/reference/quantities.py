"""kinds.md §1, a quantity: a number, a figure, or rows counted or summed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.reference.numbers import M, read_decimal
from tests.reference.tables import done, satisfies
from tests.reference.verdict import Case

Check = Mapping[str, Any]


def table_of(written: Any) -> str | None:
    """The table that a quantity reads."""
    if isinstance(written, str):
        return "figures" if read_decimal(written) is None else None
    return written.get("table", "figures")


def quantity(written: Any, case: Case, check: Check, part: str | None = None) -> int | None:
    """Its value in micro, None where it is unknown. part: of figures that name none themselves."""
    if isinstance(written, str):
        number = read_decimal(written)
        return _figure({"figure": written}, case, check, part) if number is None else number
    if "table" not in written:
        return _figure(written, case, check, part)
    rows = [row for row in done(case.tables, written["table"]) if satisfies(row, written.get("where"), written["table"])]
    if "sum" not in written:
        return len(rows) * M
    cells = [row.get(written["sum"]) for row in rows]
    return None if None in cells else sum(cells)


def _figure(written: Check, case: Case, check: Check, part: str | None) -> int | None:
    """The value of the one row that is meant."""
    part = written.get("part", part)
    values = [
        row.get("value")
        for row in case.rows(check, "figures")
        if row.get("name") == written["figure"] and row.get("part") == part and satisfies(row, written.get("where"), "figures")
    ]
    return values[0] if len(values) == 1 else None
