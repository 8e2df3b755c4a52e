"""要素齐全: does the document contain its parts?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.literals import NO_TEXT
from compliance.engine.plan import Frames, Plan
from compliance.engine.prepare import ROW, UNIT, Sheet
from compliance.engine.shapes import Cells, Code, Rows, Shape, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition


@frozen
class Elements(Check):
    repairable: ClassVar[frozenset[str]] = frozenset({"missing", "empty"})

    elements: tuple[str, ...]
    table: str = "documents"
    column: str = "elements"
    each_row: bool = False
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    def shape(self, plan: Plan, item: str) -> Shape:
        sheet = plan.sheet(self.table)
        return self._row_by_row(plan, sheet) if self.each_row else self._all_rows(sheet)

    def _all_rows(self, sheet: Sheet) -> Cells:
        rows = sheet.where(self.where)
        has_blank = sheet.aggregate((rows & sheet.cell(self.column).is_null()).any()).fill_null(value=False)
        met = sheet.presence(self.column, self.elements, self.where)
        subjects = [
            Subject(_verdict(has, has_blank), element, element, limit=element)
            for element, has in zip(self.elements, met, strict=True)
        ]
        return Cells(tuple(subjects), ~sheet.has(self.where))

    def _row_by_row(self, plan: Plan, sheet: Sheet) -> Rows:
        rows, cell = sheet.where(self.where), sheet.cell(self.column)

        def each_element(frames: Frames) -> pl.LazyFrame:
            parts = pl.LazyFrame({"part": self.elements}).with_row_index("place")
            found = frames[self.table].filter(rows).join(parts, how="cross")
            return found.sort(UNIT, ROW, "place").with_columns(subject=NO_TEXT)

        verdict = _verdict(cell.list.contains(pl.col("part")).fill_null(value=False), cell.is_null())
        return Rows(plan.derive(each_element), Subject(verdict, limit=pl.col("part")))


def _verdict(has: pl.Expr, unknown: pl.Expr) -> pl.Expr:
    return pl.when(has).then(Code.PASS.lit).when(unknown).then(Code.CANNOT_TELL.lit).otherwise(Code.MISSING.lit)
