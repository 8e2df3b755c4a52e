"""一致: do two statements say the same, two quantities or two sets?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.literals import NEVER, NO_TEXT
from compliance.engine.plan import Frames, Plan, compare, compared, quantity_tables
from compliance.engine.prepare import ROW, UNIT
from compliance.engine.shapes import Cells, Code, Rows, Shape, Subject
from compliance.frozen import frozen
from compliance.model import Members, Quantity

LEFT, RIGHT = 1, 2


@frozen
class Agrees(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess"})
    repairable: ClassVar[frozenset[str]] = frozenset({"differs"})

    left: Quantity | Members
    right: Quantity | Members
    tolerance: int = 0
    when_empty: WhenEmpty = "not_applicable"

    @property
    def tables(self) -> tuple[str, ...]:
        sides = (self.left, self.right)
        sets = [each.table for each in sides if isinstance(each, Members) and each.table is not None]
        return (*sets, *quantity_tables(*(each for each in sides if not isinstance(each, Members))))

    def faults(self) -> list[str]:
        return [] if isinstance(self.left, Members) == isinstance(self.right, Members) else ["@one_side"]

    def shape(self, plan: Plan, item: str) -> Shape:
        if isinstance(self.left, Members) and isinstance(self.right, Members):
            return self._sets(plan, self.left, self.right)
        return self._quantities(plan)

    def _quantities(self, plan: Plan) -> Cells:
        left, right = (plan.quantity(each) for each in (self.left, self.right) if not isinstance(each, Members))
        empty = ~plan.has_rows("figures") if "figures" in self.tables else NEVER
        return compared((compare("", left, right, "equal", self.tolerance),), empty)

    @staticmethod
    def _sets(plan: Plan, left: Members, right: Members) -> Rows:
        sides = [(_reader(plan, left), LEFT), (_reader(plan, right), RIGHT)]

        def members(frames: Frames) -> pl.LazyFrame:
            rows = [read(frames).with_columns(side=pl.lit(side, pl.Int32)) for read, side in sides]
            found = pl.concat(rows).group_by(UNIT, "subject")
            seen = found.agg(pl.col(ROW).min(), pl.col("side").bitwise_or())
            return seen.with_columns(part=NO_TEXT, id=NO_TEXT).sort(UNIT, ROW, "subject")

        side = pl.col("side")
        verdict = pl.when(side == LEFT + RIGHT).then(Code.PASS.lit).otherwise(Code.DIFFERS.lit)
        one, other = pl.when(side & LEFT != 0), pl.when(side & RIGHT != 0)
        subject = pl.col("subject")
        return Rows(plan.derive(members), Subject(verdict, actual=one.then(subject), limit=other.then(subject)))


class _reader:  # noqa: N801 - a function with its columns registered beforehand
    """Reads one side as rows (unit, row, subject)."""

    def __init__(self, plan: Plan, members: Members) -> None:
        self.members = members
        if members.table is not None:
            sheet = plan.sheet(members.table)
            self.rows, self.cell = sheet.where(members.where), sheet.cell(members.column)
            definition = sheet.table.column(members.column)
            self.is_list = definition is not None and definition.type == "texts"

    def __call__(self, frames: Frames) -> pl.LazyFrame:
        if self.members.table is None:
            entries = pl.LazyFrame({"subject": self.members.entries}).with_row_index(ROW).cast({ROW: pl.Int32})
            return frames["units"].select(UNIT).join(entries, how="cross").select(UNIT, ROW, "subject")
        found = frames[self.members.table].filter(self.rows).select(UNIT, ROW, self.cell.alias("subject"))
        exploded = found.explode("subject") if self.is_list else found
        return exploded.filter(pl.col("subject").is_not_null())
