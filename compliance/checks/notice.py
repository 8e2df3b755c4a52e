"""公示期: was it shown long enough, and not taken down early?"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.clock import Day, Limit, number
from compliance.engine.literals import NEVER
from compliance.engine.plan import Plan
from compliance.engine.shapes import Code, Rows, Subject, is_fault, is_open
from compliance.frozen import frozen
from compliance.model import EVERYTHING, MICRO, Condition
from compliance.workdays import Duration, Unit


@frozen
class Notice(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess"})
    repairable: ClassVar[frozenset[str]] = frozenset({"empty"})

    table: str = "disclosures"
    from_: str = "notice_from"
    to: str = "notice_to"
    at_least: Duration | None = None
    until: date | None = None
    column: str = "withdrawn"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "not_applicable"

    def faults(self) -> list[str]:
        return ["@shown_or_until"] if self.at_least is None and self.until is None else []

    def shape(self, plan: Plan, item: str) -> Rows:
        sheet = plan.sheet(self.table)
        parts = []
        if self.at_least is not None:
            limit = Limit(plan.clock, sheet.day(self.from_), self.at_least.count, self.at_least.unit)
            parts.append(_shown(limit, sheet.day(self.to)))
        if self.until is not None:
            parts.append(_kept(self.until, sheet.cell(self.column), plan))
        subject = parts[0] if len(parts) == 1 else _both(*parts)
        rows = sheet.where(self.where, undone=True)
        return Rows(self.table, subject, rows)


def _shown(limit: Limit, end: Day) -> Subject:
    """Whether the notice stood from the start of the limit to its last day."""
    clock, due = limit.clock, limit.number
    is_over = end.number <= clock.as_of.number
    long_enough = pl.when(end.number >= due).then(Code.PASS.lit).otherwise(Code.SHORT.lit)
    still_up = pl.when(clock.as_of.number >= due).then(Code.PASS.lit).otherwise(Code.NOT_DUE.lit)
    outside = NEVER
    missing = (due - end.number).cast(pl.Int64) * MICRO
    if limit.unit is Unit.WORKDAY:
        outside = clock.outside(limit.start) | limit.is_outside
        missing = (clock.index(due) - end.at).cast(pl.Int64) * MICRO
    verdict = (
        pl.when(limit.start.blank)
        .then(Code.CANNOT_TELL.lit)
        .when(outside)
        .then(Code.CALENDAR_UNPUBLISHED.lit)
        .when(is_over)
        .then(long_enough)
        .otherwise(still_up)
    )
    return Subject(verdict, excess=missing, actual=end.shown, limit=due.cast(pl.Date), excess_unit=pl.lit(limit.excess_unit))


def _kept(until: date, withdrawn: pl.Expr, plan: Plan) -> Subject:
    """Whether it was left up until the day."""
    last = pl.lit(number(until), pl.Int32)
    still_up = (Code.PASS if plan.as_of >= until else Code.NOT_DUE).lit
    gone = pl.when(withdrawn < last).then(Code.WITHDRAWN_EARLY.lit).otherwise(Code.PASS.lit)
    verdict = pl.when(withdrawn.is_null()).then(still_up).otherwise(gone)
    early = (last - withdrawn).cast(pl.Int64) * MICRO
    return Subject(verdict, excess=early, actual=withdrawn.cast(pl.Date), limit=last.cast(pl.Date), excess_unit=pl.lit("day"))


def _both(shown: Subject, kept: Subject) -> Subject:
    """At fault if either is, with the excess and cause of the first; else open if either is."""
    takes_first = is_fault(shown.code) | (is_open(shown.code) & ~is_fault(kept.code)) | (kept.code == Code.PASS)

    def pick(one: pl.Expr | str | None, other: pl.Expr | str | None) -> pl.Expr:
        return pl.when(takes_first).then(one).otherwise(other)

    return Subject(
        pick(shown.code, kept.code),
        excess=pick(shown.excess, kept.excess),
        actual=pick(shown.actual, kept.actual),
        limit=pick(shown.limit, kept.limit),
        excess_unit=pick(shown.excess_unit, kept.excess_unit),
    )
