"""kinds.md §1, dates: working days of the official calendar, limits and distances."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import chinese_calendar

from tests.reference.numbers import plain, read_date

FIRST, LAST = date(min(chinese_calendar.holidays).year, 1, 1), date(max(chinese_calendar.holidays).year, 12, 31)


def _counts() -> list[int]:
    """W(d) of each published day."""
    counts, number = [], 0
    for step in range((LAST - FIRST).days + 1):
        number += chinese_calendar.is_workday(FIRST + timedelta(days=step))
        counts.append(number)
    return counts


_W = _counts()


@dataclass(frozen=True)
class Duration:
    """`unit` is workday, day or month."""

    count: int
    unit: str

    def plus(self, count: int) -> Duration:
        return Duration(self.count + count, self.unit)


def read_duration(text: str) -> Duration:
    found = re.fullmatch(r"(\d+)\s*(个?工作日|workdays?|天|日|days?|个?月|months?)", plain(text))
    assert found, text
    letter = found.group(2).removeprefix("个")[0]
    return Duration(int(found.group(1)), {"工": "workday", "w": "workday", "月": "month", "m": "month"}.get(letter, "day"))


def published(day: date) -> bool:
    return FIRST <= day <= LAST


def workdays(day: date) -> int:
    """W(d), for a published day."""
    return _W[(day - FIRST).days]


def add(day: date, length: Duration) -> date | None:
    """day + length; None for a working day beyond the published calendar. For working days `day` must be published."""
    if length.unit == "day" or length.count == 0:
        return day + timedelta(days=length.count)
    if length.unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + length.count, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    place = bisect_left(_W, workdays(day) + length.count)
    return FIRST + timedelta(days=place) if place < len(_W) else None


def distance(due: date, later: date, unit: str) -> int:
    """How many days late `later` is, in working days at least one."""
    if unit == "workday":
        return max(1, workdays(later) - workdays(due))
    return (later - due).days


def edition(written: str | Sequence[dict[str, Any]], day: date) -> Duration | None:
    """The limit in force on that day."""
    if isinstance(written, str):
        return read_duration(written)
    for each in written:
        since, until = read_date(each.get("since", "")), read_date(each.get("until", ""))
        if (since is None or since <= day) and (until is None or day <= until):
            return read_duration(each["limit"])
    return None


def is_working(written: str | Sequence[dict[str, Any]]) -> bool:
    """Whether a limit, or any edition of it, counts working days."""
    limits = [written] if isinstance(written, str) else [each["limit"] for each in written]
    return any(read_duration(each).unit == "workday" for each in limits)
