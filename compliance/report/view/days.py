"""The days of a late finding one by one: the day of the event, what counts, what does not, the last day, the days too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from compliance.assessment import Finding, ItemResult
from compliance.checks.deadline import Deadline
from compliance.report.pieces import Day
from compliance.words import Lang, say
from compliance.workdays import Calendar, calendar

MOST_DAYS = 92
"""Days that a strip shows; of a longer one the end is cut off."""

AFTER = 8
"""Days behind the last one that must at least be seen, else there is no strip."""

ONE_DAY = timedelta(days=1)


def strip(lang: Lang, found: Finding, result: ItemResult, as_of: date) -> tuple[Day, ...]:
    """The days from the event to the day it was done, or to the day of assessment; empty where the limit is not in working days
    from a date of the row, where the calendar does not reach, and where the strip would be too long to be read."""
    check = result.item.check
    start = found.row.get(check.from_) if isinstance(check, Deadline) and check.from_ else None
    if found.cause not in ("late", "overdue") or found.excess_unit != "workday" or start is None or not found.limit:
        return ()
    due, end = date.fromisoformat(found.limit), date.fromisoformat(found.actual) if found.actual else as_of
    days = calendar()
    if not (days.covers(start) and days.covers(end)) or (due - start).days + AFTER > MOST_DAYS:
        return ()
    return tuple(_days(lang, days, start, due, end))


def _days(lang: Lang, days: Calendar, start: date, due: date, end: date) -> Iterator[Day]:
    last = min(end, start + (MOST_DAYS - 1) * ONE_DAY)
    day = start
    while day <= last:
        is_worked = days.is_workday(day)
        kind = "start" if day == start else "off" if not is_worked else "late" if day > due else "work"
        label = f"{day:%m-%d}" if day in (start, due, end) else "…" if day == last else ""
        yield Day(kind, _mark(lang, days, day) if day > start else "", label, day == due)  # type: ignore[arg-type]
        day += ONE_DAY


def _mark(lang: Lang, days: Calendar, day: date) -> str:
    """What an ordinary week would not have: a weekend that is worked, a weekday that is off."""
    if days.reason(day) == "worked_weekend":
        return say(lang, "days.worked")
    return say(lang, "days.off") if day.weekday() < 5 and not days.is_workday(day) else ""
