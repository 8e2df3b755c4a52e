"""人工评分: a person marks."""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check
from compliance.engine.literals import NEVER, NO_SUBJECT
from compliance.engine.plan import Plan
from compliance.engine.prepare import Sheet
from compliance.engine.shapes import Cells, Code, Mark, Subject
from compliance.frozen import frozen
from compliance.model import Condition, Test


@frozen
class Judged(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"mark"})
    repairable: ClassVar[frozenset[str]] = frozenset()

    ask: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """None: without the table of marks nobody has marked."""
        return ()

    def shape(self, plan: Plan, item: str) -> Cells:
        sheet = plan.sheet("marks")
        layer = Condition((Test("layer", "is", (plan.layer,)),))
        mark = sheet.entry("item", item, layer, lambda: {"marks": pl.len(), "code": _verdict(sheet), **_first(sheet)})
        verdict = pl.when(mark["marks"].is_null()).then(Code.NO_MARK.lit).otherwise(mark["code"])
        return Cells((Subject(verdict),), NEVER, mark=Mark(mark["level"], mark["points"]))


def _first(sheet: Sheet) -> dict[str, pl.Expr]:
    return {column: sheet.cell(column).first() for column in ("state", "level", "points")}


def _verdict(sheet: Sheet) -> pl.Expr:
    """Over the marks of one item."""
    state, level, points = _first(sheet).values()
    return (
        pl.when((pl.len() > 1) | (state == "unknown").fill_null(value=False))
        .then(Code.CANNOT_TELL.lit)
        .when(state == "not_applicable")
        .then(NO_SUBJECT)
        .when(state == "fail")
        .then(Code.MARKED.lit)
        .when((state == "pass") | level.is_not_null() | points.is_not_null())
        .then(Code.PASS.lit)
        .otherwise(Code.NO_MARK.lit)
    )
