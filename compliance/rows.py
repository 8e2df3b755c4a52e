"""The rows that units handed in, found by the conditions of checks, as they stood on the day of assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from compliance.engine.clock import clock
from compliance.engine.prepare import ROW, UNIT, Sheet
from compliance.evidence import Evidence
from compliance.model import EVERYTHING, Condition, Test
from compliance.source import Place
from compliance.tables import tables


class Row(NamedTuple):
    """One row with its cells as they were written; `name` is its id, or the letter of its table and its number, from 1."""

    table: str
    name: str
    cells: Mapping[str, Any]
    place: Place | None


class Rows:
    """Finds rows with the very conditions that the engine judges by."""

    def __init__(self, evidence: Evidence, as_of: date) -> None:
        self.evidence = evidence
        self.as_of = as_of
        self._frames: dict[str, pl.DataFrame] = {}
        self._unit = -1
        self._own: dict[str, pl.DataFrame] = {}
        self._has_undone: dict[str, bool] = {}

    def of(self, unit: int, table: str) -> pl.DataFrame:
        """All rows of a unit; no row where nobody handed in the table. Those of one unit are kept: they are asked for again and again."""
        if unit != self._unit:
            self._unit, self._own, self._has_undone = unit, {}, {}
        if table not in self._own:
            self._own[table] = self._whole(table).filter(pl.col(UNIT) == unit)
        return self._own[table]

    def _whole(self, table: str) -> pl.DataFrame:
        if table not in self._frames:
            handed_in = self.evidence.tables.get(table, pl.LazyFrame(schema={UNIT: pl.Int32, ROW: pl.Int32}))
            self._frames[table] = handed_in.collect(engine="in-memory")
        return self._frames[table]

    def matching(self, unit: int, table: str, where: Condition = EVERYTHING, *, undone: bool = False) -> list[Row]:
        """The rows of a unit that satisfy the condition, in their order; those not yet done only where `undone` are wanted."""
        frame = self.of(unit, table)
        if not frame.height:
            return []
        sheet = Sheet(tables()[table], clock(self.as_of), self.as_of)
        holds = sheet.where(where, undone=undone)
        numbers = sheet.prepared(frame.lazy()).filter(holds).select(ROW).collect(engine="in-memory")[ROW]
        found = frame.filter(pl.col(ROW).is_in(numbers.implode())).sort(ROW)
        return [self.row(table, each) for each in found.iter_rows(named=True)]

    def not_done(self, unit: int, table: str, where: Condition = EVERYTHING) -> list[Row]:
        """The rows that satisfy the condition but for the date that makes them count: it is blank, or lies ahead."""
        done = self.done_column(table)
        if not done:
            return []
        dates = self.of(unit, table)[done]
        if table not in self._has_undone:
            self._has_undone[table] = bool((dates.is_null() | (dates > self.as_of)).any())
        if not self._has_undone[table]:
            return []
        here = self.matching(unit, table, where, undone=True)
        return [each for each in here if each.cells[done] is None or each.cells[done] > self.as_of]

    @staticmethod
    def done_column(table: str) -> str:
        """The date that makes a row of the table count; empty where every row does."""
        return tables()[table].done or ""

    def row(self, table: str, cells: Mapping[str, Any]) -> Row:
        name = cells["id"] or f"{tables()[table].letter}#{cells[ROW] + 1}"
        marks = self.evidence.marks.get(table)
        place = None if marks is None else Place(self.evidence.files[cells[UNIT]], *marks[cells[ROW]])
        return Row(table, name, cells, place)


def narrowed(where: Condition, *tests: Test) -> Condition:
    """The condition with further tests."""
    return Condition(where.tests + tests, where.either)


def day_of(row: Row) -> date | None:
    """The main date of a row, where its table has one."""
    main = tables()[row.table].main_date
    return None if main is None else row.cells.get(main)
