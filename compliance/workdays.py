"""The official working days of China: weekends, public holidays and make-up weekends, as published each autumn.

A day outside the published years does not exist here; nothing is guessed. Source of the rule that the day of the
event is not counted: 民法典 第二百零一条; of working weekends: the yearly notice of the State Council's office,
as data in the package `chinesecalendar`.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from functools import cache
from itertools import accumulate, compress, count

import chinese_calendar.constants as official  # type: ignore[import-untyped]  # it has no stubs

from compliance.frozen import frozen

ONE_DAY = timedelta(days=1)


class Unit(str, Enum):
    """Units of limits; excess is counted in working days or days."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"


@frozen
class Duration:
    """A span of time: `count` working days, calendar days or months."""

    count: int
    unit: Unit


@frozen
class Calendar:
    """`index[i]` is W(first + i days): the number of working days from `first` up to and including that day."""

    first: date
    last: date
    index: tuple[int, ...]
    days: tuple[date, ...]

    @property
    def sha256(self) -> str:
        """The digest of all working days: two results with the same digest counted alike."""
        from hashlib import sha256  # the calculator needs none

        return sha256(" ".join(each.isoformat() for each in self.days).encode()).hexdigest()

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def count(self, day: date) -> int:
        """W(day). Raises OutsideCalendar."""
        if not self.covers(day):
            raise OutsideCalendar(day, self)
        return self.index[(day - self.first).days]

    def is_workday(self, day: date) -> bool:
        """Raises OutsideCalendar."""
        return self.reason(day) in (None, "worked_weekend")

    def reason(self, day: date) -> str | None:
        """Why a day is not an ordinary working day: weekend, the holiday's English name, or worked_weekend."""
        if not self.covers(day):
            raise OutsideCalendar(day, self)
        if day in official.workdays:
            return "worked_weekend"
        if day in official.holidays:
            return str(official.holidays[day])
        return "weekend" if day.weekday() >= 5 else None

    def add(self, start: date, span: Duration) -> date | None:
        """The last day of `span` counted from the day after `start`; None where it lies beyond the calendar."""
        if span.unit is Unit.DAY:
            return start + span.count * ONE_DAY
        if span.unit is Unit.MONTH:
            return _months_later(start, span.count)
        if span.count == 0:
            return start
        if not self.covers(start):
            return None
        position = self.count(start) + span.count - 1
        return self.days[position] if position < len(self.days) else None

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`. Raises OutsideCalendar."""
        return self.count(end) - self.count(start)


class OutsideCalendar(Exception):
    """A day of a year whose holidays are not published (yet)."""

    def __init__(self, day: date, calendar: Calendar) -> None:
        self.day = day
        self.calendar = calendar
        super().__init__(day.isoformat())


@cache
def calendar() -> Calendar:
    """The calendar of all published years."""
    years = {day.year for day in official.holidays}
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    start, size = first.toordinal(), (last - first).days + 1
    works = bytearray((first.weekday() + n) % 7 < 5 for n in range(7)) * (size // 7 + 1)
    for day in official.holidays:
        works[day.toordinal() - start] = False
    for day in official.workdays:
        works[day.toordinal() - start] = True
    days = map(date.fromordinal, compress(count(start), works[:size]))
    return Calendar(first, last, tuple(accumulate(works[:size])), tuple(days))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (day.day - 1) * ONE_DAY, following - ONE_DAY)
