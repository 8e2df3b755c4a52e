"""The small languages inside a check: conditions, quantities, sets, limits, with their places."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from datetime import date
from typing import Any

from compliance import values
from compliance.model import EVERYTHING, Condition, Edition, Figure, Members, Number, Quantity, RowCount, Scalar, Test
from compliance.source import Mapping, Node, Sequence
from compliance.tables import Column, Table, by_label, tables
from compliance.validate.schema import Path, Raw, Reader, nearest, part
from compliance.workdays import ONE_DAY, Duration

OPERATORS = {
    "at_least": "at_least", "不少于": "at_least",
    "at_most": "at_most", "不多于": "at_most",
    "before": "before", "早于": "before",
    "after": "after", "晚于": "after",
    "empty": "empty", "为空": "empty",
    "not": "not", "不是": "not",
}  # fmt: skip
ANY = ("any", "任一")
ORDERED = frozenset({"date", "decimal", "points"})

Lists = MappingType[str, tuple[str, ...]]


class Terms:
    """Reads terms of one document; faults go to the reader's problems."""

    def __init__(self, reader: Reader, lists: Lists) -> None:
        self.reader = reader
        self.lists = lists
        self.used: set[str] = set()

    # --- tables and columns ---

    def table(self, name: str, path: Path) -> Table | None:
        """The evidence table of this name."""
        found = by_label().get(name)
        if found is None:
            names = tuple((each.name, each.label) for each in tables().values())
            self.reader.report("R002", path, what="@named_table", found=name, allowed=names, near=nearest(name, names))
        return found

    def column(self, table: Table, name: str, path: Path, *types: str, key: bool = False) -> str | None:
        """The English name of a column, of one of these types if any are named. `key`: it stands as a key at `path`."""
        found = table.column(name)
        if found is None or (types and found.type not in types):
            names = tuple((each.name, each.label) for each in table.columns if not types or each.type in types)
            self.reader.report("R002", path, key=key, what="@column", found=name, allowed=names, near=nearest(name, names))
            return None
        return found.name

    # --- conditions ---

    def condition(self, raw: Raw | None, table: Table) -> Condition:
        """A mapping of column to test; EVERYTHING where none is written."""
        if raw is None:
            return EVERYTHING
        if not isinstance(raw.node, Mapping):
            self._wrong(raw, "@condition")
            return EVERYTHING
        tests: list[Test] = []
        either: list[tuple[Condition, ...]] = []
        for key, value in raw.node.items():
            here = Raw(value, (*raw.path, key))
            if key in ANY:
                if isinstance(value, Sequence) and value:
                    either.append(tuple(self.condition(Raw(each, (*here.path, n)), table) for n, each in enumerate(value)))
                else:
                    self._wrong(here, "@list")
            elif self.column(table, key, here.path, key=True) is not None and (column := table.column(key)) is not None:
                tests += self._tests(column, here)
        return Condition(tuple(tests), tuple(either))

    def _tests(self, column: Column, raw: Raw) -> list[Test]:
        if not isinstance(raw.node, Mapping):
            return self._equal(column, raw, "is")
        found: list[Test] = []
        for key, value in raw.node.items():
            here = Raw(value, (*raw.path, key))
            operator = OPERATORS.get(key)
            if operator is None:
                names = tuple((english, chinese) for chinese, english in OPERATORS.items() if chinese != english)
                self.reader.report("S002", here.path, key=True, where=column.label, key_=key, allowed=names)
            elif operator == "not":
                found += self._equal(column, here, "not")
            elif operator == "empty":
                truth = values.read_boolean(value) if isinstance(value, str) else None
                found += [Test(column.name, "empty", (int(truth),))] if truth is not None else self._wrong(here, "@boolean")
            elif column.type not in ORDERED:
                self._wrong(here, "@condition")
            else:
                scalar = self._scalar(column, here)
                found += [] if scalar is None else [Test(column.name, operator, (scalar,))]  # type: ignore[arg-type]
        return found

    def _equal(self, column: Column, raw: Raw, operator: Any) -> list[Test]:
        parts = [Raw(each, (*raw.path, n)) for n, each in enumerate(raw.node)] if isinstance(raw.node, Sequence) else [raw]
        scalars = [self._scalar(column, each) for each in parts]
        known = tuple(each for each in scalars if each is not None)
        if not parts:
            return self._wrong(raw, "@texts")
        return [Test(column.name, operator, known)] if known else []

    def _scalar(self, column: Column, raw: Raw) -> Scalar | None:
        if not isinstance(raw.node, str):
            self._wrong(raw, "@text")
            return None
        value = read_cell(column, raw.node)
        if value is None:
            code = "S011" if column.type == "date" and values.looks_like_date(raw.node) else "S003"
            if code == "S011":
                self.reader.report(code, raw.path, found=raw.node)
            else:
                self._wrong(raw, f"@{column.type}" if column.type != "choice" else "@text")
        return value

    # --- quantities ---

    def quantity(self, raw: Raw | None) -> Quantity | None:
        """A number, the name of a figure, or a mapping that names a figure or rows."""
        if raw is None:
            return None
        if isinstance(raw.node, str):
            number = values.read_decimal(raw.node)
            return Figure(raw.node) if number is None else Number(number)
        if not isinstance(raw.node, Mapping):
            self._wrong(raw, "@quantity")
            return None
        if "table" in raw.node or "表" in raw.node:
            return self._rows(raw)
        data = self.reader.read(raw, part("ruleset.schema.json", "figure"), "@quantity")
        if "figure" not in data:
            return None
        return Figure(data["figure"], data.get("part"), self.condition(data.get("where"), tables()["figures"]))

    def _rows(self, raw: Raw) -> RowCount | None:
        data = self.reader.read(raw, part("ruleset.schema.json", "rows"), "@quantity")
        table = self.table(data["table"], raw.path) if "table" in data else None
        if table is None:
            return None
        column = self.column(table, data["sum"], raw.path, "decimal", "points") if "sum" in data else None
        return RowCount(table.name, self.condition(data.get("where"), table), column)

    def quantities(self, raw: Raw | None) -> tuple[Quantity, ...]:
        """A list of quantities, or one."""
        if raw is None:
            return ()
        parts = [Raw(each, (*raw.path, n)) for n, each in enumerate(raw.node)] if isinstance(raw.node, Sequence) else [raw]
        read = (self.quantity(each) for each in parts)
        return tuple(each for each in read if each is not None)

    # --- sets and limits ---

    def entries(self, raw: Raw | None) -> tuple[str, ...]:
        """The name of a list of the rule set, or a list written out."""
        if raw is None:
            return ()
        if isinstance(raw.node, str):
            if raw.node not in self.lists:
                names = tuple((each, each) for each in self.lists)
                near = nearest(raw.node, names)
                self.reader.report("R002", raw.path, what="@named_list", found=raw.node, allowed=names, near=near)
            self.used.add(raw.node)
            return self._some(self.lists.get(raw.node, ("",)), raw)
        if isinstance(raw.node, Sequence) and all(isinstance(each, str) for each in raw.node):
            report_twice(self.reader, raw.path, raw.node)
            return self._some(tuple(str(each) for each in raw.node), raw)
        self._wrong(raw, "@members")
        return ()

    def _some(self, entries: tuple[str, ...], raw: Raw) -> tuple[str, ...]:
        """The entries, of which there must be some."""
        if not entries:
            self.reader.report("R006", raw.path, item="", reason="@empty_list")
        return entries

    def side(self, raw: Raw | None) -> Quantity | Members | None:
        """One side of `agrees`: a set or a quantity; a text is a list where the rule set has one, else a figure."""
        if raw is None:
            return None
        if isinstance(raw.node, Sequence) or (isinstance(raw.node, str) and raw.node in self.lists):
            return Members(self.entries(raw))
        if isinstance(raw.node, Mapping) and ("column" in raw.node or "列" in raw.node):
            data = self.reader.read(raw, part("ruleset.schema.json", "set"), "@members")
            table = self.table(data["table"], raw.path) if "table" in data else None
            column = (
                self.column(table, data["column"], raw.path, "text", "texts", "choice") if table and "column" in data else None
            )
            if table is None or column is None:
                return None
            return Members((), table.name, column, self.condition(data.get("where"), table))
        return self.quantity(raw)

    def editions(self, raw: Raw | None) -> tuple[Edition, ...]:
        """A duration, or a list of durations each in force for a time."""
        if raw is None:
            return ()
        if isinstance(raw.node, str):
            limit = values.read_duration(raw.node)
            return (Edition(limit),) if limit is not None else tuple(self._wrong(raw, "@limit"))
        if not isinstance(raw.node, Sequence):
            return tuple(self._wrong(raw, "@limit"))
        found = []
        before = self.reader.errors
        for number, each in enumerate(raw.node):
            data = self.reader.read(Raw(each, (*raw.path, number)), part("ruleset.schema.json", "edition"), "@limit")
            if isinstance(data.get("limit"), Duration):
                found.append(Edition(data["limit"], data.get("since"), data.get("until")))
        if self.reader.errors > before:
            return tuple(found)
        if any(each.since and each.until and each.since > each.until for each in found):
            self.reader.report("R006", raw.path, item="", reason="@edition_reversed")
        elif gap := _gap(found):
            self.reader.report("R017", raw.path, start=gap[0].isoformat(), end=gap[1].isoformat())
        if any(_overlap(one, two) for place, one in enumerate(found) for two in found[:place]):
            self.reader.report("R006", raw.path, item="", reason="@editions_overlap")
        return tuple(found)

    def _wrong(self, raw: Raw, expected: str) -> list[Any]:
        key = next((str(step) for step in reversed(raw.path) if isinstance(step, str)), "")
        self.reader.report("S003", raw.path, expected=expected, found=shown(raw.node), key_=key)
        return []


def report_twice(reader: Reader, path: Path, node: Sequence) -> None:
    """Report the entries of a list that it has already."""
    for place, entry in enumerate(node):
        if entry in node[:place]:
            reader.report("R027", (*path, place), found=entry)


def _gap(editions: list[Edition]) -> tuple[date, date] | None:
    """The first days between two editions on which none is in force."""
    ordered = sorted(editions, key=lambda each: each.since or date.min)
    for one, two in zip(ordered, ordered[1:], strict=False):
        if one.until and two.since and one.until + ONE_DAY < two.since:
            return one.until + ONE_DAY, two.since - ONE_DAY
    return None


def _overlap(one: Edition, two: Edition) -> bool:
    """Whether some day lies in both; an open end reaches for ever."""
    starts_late = one.since is not None and two.until is not None and one.since > two.until
    ends_early = one.until is not None and two.since is not None and one.until < two.since
    return not starts_late and not ends_early


def read_cell(column: Column, text: str) -> Scalar | None:
    """A cell's text as its column's type has it; None where it cannot be read."""
    if column.type == "date":
        return values.read_date(text)
    if column.type == "decimal":
        return values.read_decimal(text)
    if column.type == "points":
        return values.read_points(text)
    if column.type == "choice":
        return next((value for value, label in column.choices if text in (value, label)), None)
    return text.strip()


def shown(node: Node) -> str:
    if isinstance(node, str):
        return node
    return "{…}" if isinstance(node, Mapping) else "[…]"
