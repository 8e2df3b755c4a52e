"""Why a subject is missing or cannot be told, as far as the rows say: what is there but does not count, twice, or blank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Literal

from compliance.checks import Check, Composite
from compliance.checks.count import Count
from compliance.checks.elements import Elements
from compliance.checks.listed import Listed
from compliance.checks.ordered import Ordered
from compliance.checks.sum import Equation
from compliance.checks.text import Text
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Figure, Number, Quantity, RowCount, Test
from compliance.rows import Row, Rows, narrowed
from compliance.tables import tables

LACKING = ("missing", "empty", "stale", "short")
"""Causes that rows not yet done may stand behind."""


@frozen
class Hint:
    """not_done: rows are there, their `column` is blank (ahead: it lies ahead); blank: a cell that is needed is; repeated: a figure
    is given `count` times; lacking: a figure is not given at all. names: of rows, or of figures."""

    kind: Literal["not_done", "ahead", "blank", "repeated", "lacking"]
    table: str
    column: str
    names: tuple[str, ...]
    count: int = 0


def hints(rows: Rows, unit: int, check: Check, subject: str, cause: str) -> tuple[Hint, ...]:
    """What can be said of a subject at fault or open for this cause; empty where the cause says it all."""
    if isinstance(check, Composite):
        inner = [each.check for each in check.parts if each.title == subject]
        return hints(rows, unit, inner[0], "", cause) if inner else ()
    if cause in LACKING and not isinstance(check, Ordered):
        return tuple(_not_done(rows, unit, check, subject))
    return tuple(_unclear(rows, unit, check, subject)) if cause == "cannot_tell" else ()


def quantities(check: Check, subject: str = "") -> Iterator[tuple[Quantity, Condition]]:
    """Every quantity of a check with the condition of the check; figures of a sum over parts with the part of the subject.

    The condition of a count is that of its rows, not of its target.
    """
    where = EVERYTHING if isinstance(check, Count) else getattr(check, "where", EVERYTHING)
    part = subject.rpartition("/")[2] if getattr(check, "for_parts", ()) else None
    equation = subject.partition("/")[0]
    for each in fields(check):  # type: ignore[arg-type]  # every kind is a dataclass
        for quantity in _quantities(getattr(check, each.name), equation):
            if isinstance(quantity, Figure) and part and quantity.part is None:
                yield replace(quantity, part=part), where
            else:
                yield quantity, where


def figure_rows(rows: Rows, unit: int, figure: Figure, where: Condition) -> list[Row]:
    """The rows that answer for a figure; it is known where there is one."""
    part = Test("part", "empty", (1,)) if figure.part is None else Test("part", "is", (figure.part,))
    named = narrowed(figure.where, Test("name", "is", (figure.name,)), part, *where.tests)
    return rows.matching(unit, "figures", replace(named, either=named.either + where.either))


def figure_name(figure: Figure) -> str:
    return figure.name if figure.part is None else f"{figure.name}/{figure.part}"


def _quantities(value: Any, equation: str) -> Iterator[Quantity]:
    if isinstance(value, (Number, Figure, RowCount)):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _quantities(each, equation)
    elif isinstance(value, Equation) and equation in ("", value.id):
        yield from (*value.left, *value.right)


def entry_test(check: Check, subject: str) -> tuple[Test, ...]:
    """That a row names the entry which the subject is, for kinds that go through a list."""
    entries = getattr(check, "list", ())
    entry = next((each for each in entries if subject == each or subject.startswith(f"{each}/")), None)
    return () if entry is None else (Test(getattr(check, "column", "topic"), "is", (entry,)),)


def _not_done(rows: Rows, unit: int, check: Check, subject: str) -> Iterator[Hint]:
    table = getattr(check, "table", "")
    if table not in tables() or (getattr(check, "list", None) and not entry_test(check, subject)):
        return
    done = tables()[table].done
    found = rows.not_done(unit, table, narrowed(getattr(check, "where", EVERYTHING), *entry_test(check, subject)))
    if found and done is not None:
        is_blank = any(each.cells[done] is None for each in found)
        yield Hint("not_done" if is_blank else "ahead", table, done, tuple(each.name for each in found))


def _unclear(rows: Rows, unit: int, check: Check, subject: str) -> Iterator[Hint]:
    for quantity, where in quantities(check, subject):
        if isinstance(quantity, Figure):
            yield from _figure(rows, unit, quantity, where)
        elif isinstance(quantity, RowCount) and quantity.column is not None:
            yield from _blank(rows, unit, quantity.table, quantity.column, quantity.where)
    column = "channels" if isinstance(check, Listed) else check.column if isinstance(check, (Elements, Text)) else ""
    if column:
        yield from _blank(rows, unit, check.table, column, narrowed(check.where, *entry_test(check, subject)))  # type: ignore[attr-defined]


def _figure(rows: Rows, unit: int, figure: Figure, where: Condition) -> Iterator[Hint]:
    found, name = figure_rows(rows, unit, figure, where), figure_name(figure)
    if not found:
        yield Hint("lacking", "figures", "value", (name,))
    elif len(found) > 1:
        yield Hint("repeated", "figures", "value", (name,), len(found))
    elif found[0].cells["value"] is None:
        yield Hint("blank", "figures", "value", (name,))


def _blank(rows: Rows, unit: int, table: str, column: str, where: Condition) -> Iterator[Hint]:
    found = [each.name for each in rows.matching(unit, table, where) if each.cells[column] is None]
    if found:
        yield Hint("blank", table, column, tuple(found))
