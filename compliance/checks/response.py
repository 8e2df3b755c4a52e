"""答复: a deadline with the clock of 条例 第三十至三十三条: restart after 补正, stops while others are consulted, one extension."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.clock import Clock, Day, Limit, judge, limits
from compliance.engine.literals import ALWAYS, NEVER
from compliance.engine.plan import Plan
from compliance.engine.prepare import Sheet
from compliance.engine.shapes import Code, Rows
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Edition
from compliance.tables import tables
from compliance.workdays import Duration, Unit

DEFAULTS = {"requests": ("received", "replied"), "complaints": ("accepted", "closed")}


@frozen
class Response(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess"})

    within: tuple[Edition, ...]
    table: str = "requests"
    from_: str | None = None
    to: str | None = None
    correction_within: Duration | None = None
    pause: bool = True
    extension: Duration | None = None
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "not_applicable"

    def faults(self) -> list[str]:
        spans = [each.limit for each in self.within]
        spans += [each for each in (self.extension,) if each is not None]
        units = {each.unit for each in spans}
        return [] if len(units) == 1 and Unit.MONTH not in units else ["@two_units"]

    def shape(self, plan: Plan, item: str) -> Rows:
        sheet, clock = plan.sheet(self.table), plan.clock
        default_from, default_to = DEFAULTS.get(self.table, ("", ""))
        came, end = sheet.day(self.from_ or default_from), sheet.day(self.to or default_to)
        start, waits = self._start(sheet, clock, came, end)
        choices = [
            (in_force, self._limit(sheet, clock, start, end, first)) for in_force, first in limits(clock, came, self.within)
        ]
        subject = judge(choices, came, end, clock)
        verdict = pl.when(waits & ~came.blank).then(Code.NOT_DUE.lit).otherwise(subject.code)
        rows = sheet.where(self.where)
        return Rows(self.table, subject._replace(code=verdict), rows)

    def _start(self, sheet: Sheet, clock: Clock, came: Day, end: Day) -> tuple[Day, pl.Expr]:
        """The day from which the reply is counted, and whether the applicant's correction is still awaited."""
        if not _has(self.table, "corrected"):
            return came, NEVER
        sent, corrected = sheet.day("correction_sent"), sheet.day("corrected")
        is_sent = sent.number.is_not_null()
        may_restart = ALWAYS
        if self.correction_within is not None:
            span = Limit(clock, came, self.correction_within.count, self.correction_within.unit)
            is_sent = is_sent & (span.is_outside | ~span.is_before(sent))
            may_restart = is_sent
        restarts = corrected.number.is_not_null() & may_restart
        return Day.choose(restarts, corrected, came), is_sent & corrected.blank & end.blank

    def _limit(self, sheet: Sheet, clock: Clock, start: Day, end: Day, first: Limit) -> Limit:
        """The limit with the days on which the clock stood, and the extension where it was granted and told in time."""
        plain = Limit(clock, start, first.count, first.unit)
        early = self._stopped(sheet, plain, end)
        limit = replace(plain, count=plain.count + early)
        if self.extension is None:
            return limit
        granted = _by(limit, sheet.day("extended"))
        if _has(self.table, "extension_told"):
            granted = granted & _by(limit, sheet.day("extension_told"))
        extended = replace(limit, count=limit.count + self.extension.count)
        late = pl.when(early == 0).then(self._stopped(sheet, extended, end)).otherwise(0)
        return replace(limit, count=pl.when(granted).then(extended.count + late).otherwise(limit.count))

    def _stopped(self, sheet: Sheet, limit: Limit, end: Day) -> pl.Expr:
        """The units on which the clock stood while others were asked; a clock that has run out cannot be stopped any more."""
        if not self.pause or not _has(self.table, "consulted"):
            return pl.lit(0)
        clock, start, asked = limit.clock, limit.start, sheet.day("consulted")
        began = Day.choose(asked.number >= start.number, asked, start)
        ended = sheet.day("consulted_to").or_else(end.or_else(clock.as_of))
        days = ended.at - began.at if limit.unit is Unit.WORKDAY else ended.number - began.number
        return pl.when(_by(limit, asked) & (ended.number > began.number)).then(days).otherwise(0)


def _by(limit: Limit, day: Day) -> pl.Expr:
    """The day is given and not after the limit; a limit beyond the calendar is later than any day."""
    return (day.number.is_not_null() & (limit.is_outside | ~limit.is_before(day))).fill_null(value=False)


def _has(table: str, column: str) -> bool:
    return tables()[table].column(column) is not None
