"""不得有: what must not occur; every row is a fault."""

from __future__ import annotations

from compliance.checks import Check, WhenEmpty
from compliance.engine.plan import Plan
from compliance.engine.shapes import Code, Rows, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition


@frozen
class Absent(Check):
    table: str = "incidents"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "full"

    def shape(self, plan: Plan, item: str) -> Rows:
        rows = plan.sheet(self.table).where(self.where)
        return Rows(self.table, Subject(Code.OCCURRED.lit), rows)
