"""kinds.md §1, verdict: subjects, and what a check says of them; §1, when_empty and tables that are absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.reference.numbers import M, texts
from tests.reference.tables import Row, Tables, done, satisfies

MET, FAULT, NOT_CHECKED, UNKNOWN, NOT_APPLICABLE = "pass", "fail", "not_checked", "unknown", "not_applicable"


@dataclass(frozen=True)
class Subject:
    """excess: micro, None where it cannot be measured or there is none. is_blank: nothing was there at all (actual = 0)."""

    state: str
    cause: str | None = None
    excess: int | None = None
    is_blank: bool = False
    row: int | None = None
    entry: str | None = None
    names: Row | None = None

    def of(self, row: Row) -> Subject:
        """The same verdict, of that row."""
        return replace(self, row=row.number, names=row)


@dataclass(frozen=True)
class Outcome:
    """What a check says: its subjects, or the state of the item as a whole. full: no record, full marks."""

    subjects: tuple[Subject, ...] = ()
    state: str | None = None
    cause: str | None = None
    actual: int | None = None
    target: int | None = None
    mark: Row | None = None

    def count(self, *states: str) -> int:
        return sum(each.state in states for each in self.subjects)


@dataclass(frozen=True)
class Case:
    """What a check is judged by: the rule set as written, the unit's tables, the day, the layer, the item."""

    rules: Mapping[str, Any]
    tables: Tables
    as_of: date
    layer: str
    item: str

    def members(self, written: str | list[str]) -> list[str]:
        """A named list of the rule set, or a list written out."""
        return texts(self.rules.get("lists", {})[written]) if isinstance(written, str) else list(written)

    def rows(self, check: Mapping[str, Any], table: str, *, undone: bool = False) -> list[Row]:
        """The rows of the table that the check sees."""
        known = self.tables[table] if undone else done(self.tables, table)
        return [row for row in known if satisfies(row, check.get("where"), table)]


def met() -> Subject:
    return Subject(MET)


def fault(cause: str, days: int | None = None) -> Subject:
    """days: how many whole units too many, where they can be counted."""
    return Subject(FAULT, cause, None if days is None else days * M)


def not_due() -> Subject:
    return Subject(NOT_CHECKED, "not_due")


def cannot_tell() -> Subject:
    return Subject(UNKNOWN, "cannot_tell")


def unpublished() -> Subject:
    return Subject(UNKNOWN, "calendar_unpublished")


def whole(state: str, cause: str | None) -> Outcome:
    return Outcome(state=state, cause=cause)


def absent() -> Outcome:
    return whole(NOT_CHECKED, "no_evidence")


def when_empty(check: Mapping[str, Any], default: str) -> Outcome | None:
    """What there is to say where there is no record; None: it is judged as it stands."""
    choice = check.get("when_empty", default)
    if choice == "not_applicable":
        return whole(NOT_APPLICABLE, "no_rows")
    return whole("full", None) if choice == "full" else None


def of_rows(check: Mapping[str, Any], default: str, subjects: list[Subject]) -> Outcome:
    """The outcome of a kind whose subjects are rows: without any, one fault where emptiness is a fault."""
    if subjects:
        return Outcome(tuple(subjects))
    return when_empty(check, default) or Outcome((fault("empty"),))
