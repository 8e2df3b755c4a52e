"""What is readable and yet worth a second look: swapped dates, days to come, near misses; and marks that cannot stand."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeAlias

import polars as pl

from compliance.checks import Check, Composite
from compliance.checks.fresh import Fresh
from compliance.checks.judged import Judged
from compliance.checks.listed import Listed
from compliance.engine.prepare import AHEAD, satisfies
from compliance.errors import Problem
from compliance.evidence import Evidence
from compliance.markings.scale import Scale
from compliance.model import EVERYTHING, Condition, Item, RuleSet
from compliance.source import Document, Mark, Place
from compliance.source import Mapping as Keys
from compliance.source import Sequence as Entries
from compliance.tables import NAMING, tables
from compliance.validate.schema import nearest
from compliance.values import write_decimal

IN_ORDER = {
    "stages": (("finished", "published"),),
    "disclosures": (("formed", "published"), ("notice_from", "notice_to")),
    "requests": (("received", "replied"),),
    "complaints": (("accepted", "closed"),),
    "figures": (("from", "to"),),
}
Named: TypeAlias = tuple[str, tuple[str, ...], Condition, float]
"""A column, the texts wanted in it, the rows that are meant, and how alike a text must be."""

AT_FAULT = {"E031": "item", "E030": "points", "S004": "level"}
"""The cell of a mark that a problem is about."""
NEAR = 0.6
"""How alike an unknown entry must be to one of a list to be taken for a slip."""
NEARER = 0.75
"""The same for a condition, beside which there are other rows: one sign of four."""


def plausible(evidence: Evidence, rule_set: RuleSet, as_of: date, documents: Sequence[Document]) -> list[Problem]:
    """The problems of rows, by table."""
    found: list[Problem] = []
    known = sorted({text for item in rule_set.lines() for text in texts_of(item.check)})
    for name, frame in evidence.tables.items():
        rows = _Rows(name, frame.collect(engine="in-memory"), evidence, documents)
        found += rows.swapped()
        found += rows.ahead(as_of)
        if name == "figures":
            found += rows.repeated()
        if name == "marks":
            found += rows.marks(rule_set)
        if name == "exemptions":
            found += rows.exemptions(rule_set)
        found += rows.near_misses(rule_set, known)
    return found


class _Rows:
    def __init__(self, table: str, frame: pl.DataFrame, evidence: Evidence, documents: Sequence[Document]) -> None:
        self.table = tables()[table]
        self.frame = frame
        self.marks_at = evidence.marks.get(table, ())
        self.documents = documents

    def swapped(self) -> Iterator[Problem]:
        for earlier, later in IN_ORDER.get(self.table.name, ()):
            for row in self._rows(self.frame[later] < self.frame[earlier]):
                names = {"later": str(row[later]), "earlier": str(row[earlier])}
                yield self._problem(
                    "E021", row, later, names | {"later_name": self._label(later), "earlier_name": self._label(earlier)}
                )

    def ahead(self, as_of: date) -> Iterator[Problem]:
        for column in self.table.columns:
            if column.type == "date" and (self.table.name, column.name) not in AHEAD:
                for row in self._rows(self.frame[column.name] > as_of):
                    given = {"key": column.label, "found": str(row[column.name]), "as_of": as_of.isoformat()}
                    yield self._problem("E022", row, column.name, given)

    def repeated(self) -> Iterator[Problem]:
        """Figures of the same name, part and period: which one is meant cannot be told."""
        keys = ["unit", "name", "part", "from", "to"]
        doubled = self.frame.select(keys).is_duplicated()
        for row in (
            self.frame.filter(doubled).unique(keys, keep="last", maintain_order=True).rows(named=True) if doubled.any() else ()
        ):
            same = self.frame.filter([pl.col(key).eq_missing(row[key]) for key in keys])
            yield self._problem("E026", row, "name", {"name": row["name"], "count": str(same.height)})

    def marks(self, rule_set: RuleSet) -> Iterator[Problem]:
        items = marked(rule_set)
        for row in self.frame.iter_rows(named=True):
            for code, given, allowed, near in wrong_mark(items, row):
                yield self._problem(code, row, AT_FAULT[code], given, allowed, near)

    def exemptions(self, rule_set: RuleSet) -> Iterator[Problem]:
        """Exemptions of items that the rule set does not have."""
        names = tuple((item.id, item.id) for item in rule_set.lines())
        for row in self.frame.filter(~pl.col("item").is_in([each for each, _ in names])).iter_rows(named=True):
            yield self._problem("E032", row, "item", {"found": row["item"]}, names, nearest(row["item"], names))

    def near_misses(self, rule_set: RuleSet, known: list[str]) -> Iterator[Problem]:
        """Entries that no list has but that are much like one of a list that reads their row. known: all texts that checks name."""
        days = self.frame.with_columns(pl.selectors.date().to_physical())
        told: set[int] = set()
        read: set[Named] = set()
        strange: dict[tuple[str, Condition], list[dict[str, Any]]] = {}
        for item in rule_set.lines():
            for named in named_by(item.check, self.table.name):
                column, _, where, _ = named
                if (column, where) not in strange:
                    strange[column, where] = self._strange(days, column, where, known)
                if named not in read:
                    yield from self._near(strange[column, where], named, item.id, told)
                read.add(named)

    def _strange(self, days: pl.DataFrame, column: str, where: Condition, known: list[str]) -> list[dict[str, Any]]:
        """The rows of a condition whose text no rule knows."""
        definition, cell = self.table.column(column), pl.col(column)
        if definition is None or definition.type != "text":
            return []
        unknown = days.filter(satisfies(where, self.table, pl.col), cell.is_not_null() & ~cell.is_in(known))
        return unknown.rows(named=True)

    def _near(self, rows: list[dict[str, Any]], named: Named, item: str, told: set[int]) -> Iterator[Problem]:
        column, entries, _, alike = named
        likely = {text: likeliest(text, entries, alike) for text in dict.fromkeys(row[column] for row in rows)}
        for row in rows:
            near = likely[row[column]]
            if near and row["row"] not in told:
                told.add(row["row"])
                given = {"found": row[column], "item": item, "near": near}
                yield self._problem("S005", row, column, given, tuple((each, each) for each in entries), near)

    def _rows(self, chosen: pl.Series) -> list[dict[str, Any]]:
        """The rows for which this is true; to look whether there are any costs a hundredth of filtering."""
        return self.frame.filter(chosen).rows(named=True) if chosen.any() else []

    def _label(self, column: str) -> str:
        definition = self.table.column(column)
        return column if definition is None else definition.label

    def _problem(
        self,
        code: str,
        row: dict[str, Any],
        column: str,
        given: dict[str, str],
        allowed: tuple[tuple[str, str], ...] = (),
        near: str = "",
    ) -> Problem:
        document = self.documents[row["unit"]]
        return Problem(code, self._place(document, self.marks_at[row["row"]], column), given, allowed, near).on(document.lines)

    def _place(self, document: Document, mark: Mark, column: str) -> Place:
        """Of the cell, or of the row where the cell is blank or the row stands in a case."""
        top = document.root if isinstance(document.root, Keys) else Keys(mark)
        for table in (self.table.label, self.table.name):
            rows = top.get(table)
            place = bisect_left(rows.values_at, mark) if isinstance(rows, Entries) else 0
            if isinstance(rows, Entries) and rows.values_at[place : place + 1] == [mark]:
                key = next((each for each in (self._label(column), column) if each in rows[place]), None)
                return document.at(mark) if key is None else document.place((table, place, key))
        return document.at(mark)


def marked(rule_set: RuleSet) -> dict[str, Item]:
    """The items that are marked by hand, wholly or in a part, by their ids."""
    return {item.id: item for item in rule_set.lines() if _is_marked(item.check)}


def _is_marked(check: Check) -> bool:
    return isinstance(check, Judged) or (isinstance(check, Composite) and any(_is_marked(each.check) for each in check.parts))


def wrong_mark(
    items: Mapping[str, Item], mark: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, str], tuple[tuple[str, str], ...], str]]:
    """What is wrong with a mark (item, level, points), as code, values, allowed and near of a problem: it is for no item that is
    marked by hand, above the item's points, or of a level that the item does not have."""
    item = items.get(mark["item"])
    if item is None:
        names = tuple((each, each) for each in items)
        if mark["item"] is not None:  # else the cell is missing, which is said
            yield "E031", {"found": mark["item"]}, names, nearest(mark["item"], names)
        return
    levels = tuple(each.name for each in item.marking.levels) if isinstance(item.marking, Scale) else ()
    if mark["level"] is not None and mark["level"] not in levels:
        label = tables()["marks"].column("level")
        yield "S004", {"key": label.label if label else "", "found": mark["level"]}, tuple((each, each) for each in levels), ""
    most = item.points if isinstance(item.marking, Scale) else 0
    if mark["points"] is not None and (mark["points"] > most or not isinstance(item.marking, Scale)):
        yield "E030", {"item": item.id, "found": write_decimal(mark["points"]), "expected": write_decimal(most)}, (), ""


def named_by(check: Check, table: str) -> Iterator[Named]:
    """The texts by which a check knows the rows it wants: entries of a list, and what its condition calls them."""
    for part in check.parts if isinstance(check, Composite) else ():
        yield from named_by(part.check, table)
    if isinstance(check, Composite) or getattr(check, "table", "") != table:
        return
    if isinstance(check, (Listed, Fresh)) and check.list:
        yield check.column, check.list, check.where, NEAR
    for test in getattr(check, "where", EVERYTHING).tests:
        if test.operator == "is" and test.column in NAMING:
            yield test.column, tuple(str(each) for each in test.values), EVERYTHING, NEARER


def texts_of(part: object) -> Iterator[str]:
    """Every text that a check names: entries, steps, values of conditions; what a rule knows is no slip."""
    if type(part) is str:  # units of time are texts too, but no names
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts_of(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from texts_of(getattr(part, each.name))


def likeliest(text: str, entries: tuple[str, ...], near: float) -> str:
    return next(iter(difflib.get_close_matches(text, entries, n=1, cutoff=near)), "")
