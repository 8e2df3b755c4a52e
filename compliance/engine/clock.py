"""Deadlines as expressions: days, limits in working days, days or months, and the distance from one to the other.

With W(d) the number of working days up to d and a limit of N ≥ 1 working days after `start`, a day t is late
⇔ W(t − 1) − W(start) ≥ N, and it is late by max(1, W(t) − W(start) − N). No look-up of the last day is needed but to
show it. Days outside the published calendar hold the sentinels 0 (before) and W(last) + 1 (after).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

import polars as pl

from compliance.engine.literals import ALWAYS, NEVER, NO_DAY, NO_TEXT, NOTHING
from compliance.engine.shapes import Code, Subject
from compliance.frozen import frozen
from compliance.model import MICRO, Edition
from compliance.workdays import Calendar, Unit, calendar

EPOCH = date(1970, 1, 1)


def number(day: date) -> int:
    """A day as Polars counts it: days since 1970-01-01."""
    return (day - EPOCH).days


class Clock:
    """The calendar as look-up tables on Polars series, and the day of assessment."""

    def __init__(self, calendar: Calendar, as_of: date) -> None:
        self.first = number(calendar.first)
        self.last = number(calendar.last)
        self.total = calendar.index[-1]
        self._index = pl.Series([0, *calendar.index, self.total + 1], dtype=pl.Int32)
        self._days = pl.Series([number(day) for day in calendar.days], dtype=pl.Int32)
        self.as_of = self.day(pl.lit(number(as_of), pl.Int32))

    def day(self, days: pl.Expr) -> Day:
        """A day with its indexes; for columns, `prepare` computes them once."""
        return Day(days, self.index(days), self.index(days - 1))

    def index(self, days: pl.Expr) -> pl.Expr:
        """W(d) as Int32, elementwise; a join or a replace is two to four times slower, `pl.lit(series).gather` 600."""
        position = (days - self.first + 1).clip(0, self._index.len() - 1)
        return position.map_batches(self._index.gather, return_dtype=pl.Int32, is_elementwise=True)

    def nth(self, position: pl.Expr) -> pl.Expr:
        """The day d with W(d) = position, the first such; null outside the calendar."""
        known = pl.when(position.is_between(1, self._days.len())).then(position - 1)
        return known.map_batches(self._days.gather, return_dtype=pl.Int32, is_elementwise=True)

    def outside(self, day: Day) -> pl.Expr:
        return ~day.number.is_between(self.first, self.last)


@cache
def clock(as_of: date) -> Clock:
    """The official calendar and this day."""
    return Clock(calendar(), as_of)


class Day(NamedTuple):
    """A day number with W(d) and W(d − 1); `number` is null where the cell is blank."""

    number: pl.Expr
    at: pl.Expr
    before: pl.Expr

    @property
    def blank(self) -> pl.Expr:
        return self.number.is_null()

    @property
    def shown(self) -> pl.Expr:
        return self.number.cast(pl.Date)

    def or_else(self, other: Day) -> Day:
        return Day.choose(self.number.is_not_null(), self, other)

    @staticmethod
    def choose(condition: pl.Expr, one: Day, other: Day) -> Day:
        pick = pl.when(condition)
        return Day(
            pick.then(one.number).otherwise(other.number),
            pick.then(one.at).otherwise(other.at),
            pick.then(one.before).otherwise(other.before),
        )


@frozen
class Limit:
    """The last day `count` units after `start`; `count` is a number or an Int expression."""

    clock: Clock
    start: Day
    count: int | pl.Expr
    unit: Unit

    @property
    def is_outside(self) -> pl.Expr:
        """The last day lies after the published calendar."""
        if self.unit is not Unit.WORKDAY:
            return NEVER
        return (self.start.at + self.count) > self.clock.total

    @property
    def number(self) -> pl.Expr:
        """The last day itself, Int32; null outside the calendar."""
        if self.unit is Unit.MONTH:
            return self.start.shown.dt.offset_by(f"{self.count}mo").to_physical()
        if self.unit is Unit.DAY:
            return (self.start.number + self.count).cast(pl.Int32)
        count = self.count if isinstance(self.count, pl.Expr) else pl.lit(self.count)
        return pl.when(count == 0).then(self.start.number).otherwise(self.clock.nth(self.start.at + self.count))

    @property
    def least_days(self) -> int | pl.Expr:
        """So many days after `start` are within the limit on any calendar."""
        return self.count * 28 if self.unit is Unit.MONTH else self.count

    def is_before(self, day: Day) -> pl.Expr:
        """Whether `day` lies after the last day. Only meaningful where the limit is inside the calendar."""
        if self.unit is not Unit.WORKDAY:
            return day.number > self.number
        over = day.before >= self.start.at + self.count
        if isinstance(self.count, int):
            return over if self.count else day.number > self.start.number
        return pl.when(self.count == 0).then(day.number > self.start.number).otherwise(over)

    def excess(self, day: Day) -> pl.Expr:
        """How many units `day` lies after the last day, micro; at least 1; null where `day` is outside the calendar."""
        if self.unit is not Unit.WORKDAY:
            return (day.number - self.number).cast(pl.Int64) * MICRO
        over = (day.at - self.start.at - self.count).clip(1).cast(pl.Int64) * MICRO
        return pl.when(~self.clock.outside(day)).then(over)

    @property
    def excess_unit(self) -> str:
        return "workday" if self.unit is Unit.WORKDAY else "day"


def limits(clock: Clock, start: Day, editions: tuple[Edition, ...]) -> list[tuple[pl.Expr, Limit]]:
    """Each edition's limit with the condition under which it is in force, by the date of `start`."""
    return [(_in_force(start, each), Limit(clock, start, each.limit.count, each.limit.unit)) for each in editions]


def only(limit: Limit) -> list[tuple[pl.Expr, Limit]]:
    """One limit that is always in force."""
    return [(ALWAYS, limit)]


def judge(choices: list[tuple[pl.Expr, Limit]], start: Day, end: Day, clock: Clock) -> Subject:
    """The verdict on reaching `end` within the limit in force; open rows are judged at `as_of`.

    kinds.md, deadline: late, overdue, not due; outside the calendar as its section 1 says.
    """
    found: pl.Expr = Code.CANNOT_TELL.lit
    excess: pl.Expr = NOTHING
    due: pl.Expr = NO_DAY
    unit: pl.Expr = NO_TEXT
    compared = end.or_else(clock.as_of)
    for applies, limit in reversed(choices):
        pick = pl.when(applies)
        found = pick.then(_verdict(limit, end, compared, clock)).otherwise(found)
        excess = pick.then(limit.excess(compared)).otherwise(excess)
        due = pick.then(limit.number).otherwise(due)
        unit = pick.then(pl.lit(limit.excess_unit)).otherwise(unit)
    found = pl.when(start.blank).then(Code.CANNOT_TELL.lit).otherwise(found)
    return Subject(found, excess=excess, actual=end.shown, limit=due.cast(pl.Date), excess_unit=unit)


def surely_kept(choices: list[tuple[pl.Expr, Limit]], start: Day, end: Day, clock: Clock) -> pl.Expr:
    """Boolean, may be null: both days lie in the calendar and so close to each other that nothing need be looked up."""
    most: pl.Expr = NO_DAY
    for applies, limit in reversed(choices):
        most = pl.when(applies).then(limit.least_days).otherwise(most)
    is_known = start.number.is_between(clock.first, clock.last) & (end.number <= clock.last)
    return is_known & (end.number - start.number <= most)


def _in_force(start: Day, edition: Edition) -> pl.Expr:
    since = ALWAYS if edition.since is None else start.number >= number(edition.since)
    return since if edition.until is None else since & (start.number <= number(edition.until))


def _verdict(limit: Limit, end: Day, compared: Day, clock: Clock) -> pl.Expr:
    is_done = end.number.is_not_null()
    in_time = pl.when(is_done).then(Code.PASS.lit).otherwise(Code.NOT_DUE.lit)
    too_late = pl.when(is_done).then(Code.LATE.lit).otherwise(Code.OVERDUE.lit)
    plain = pl.when(limit.is_before(compared)).then(too_late).otherwise(in_time)
    if limit.unit is not Unit.WORKDAY:
        return plain
    unknown = clock.outside(limit.start) | (limit.is_outside & clock.outside(compared))
    return pl.when(unknown).then(Code.CALENDAR_UNPUBLISHED.lit).when(limit.is_outside).then(in_time).otherwise(plain)
