"""Working days counted out: the runs of days that count, the holidays between them, the make-up weekends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from compliance.frozen import frozen
from compliance.words import Lang, say
from compliance.workdays import Calendar, OutsideCalendar

ONE_DAY = timedelta(days=1)


@frozen
class Run:
    """Days from start to end that count (with the weekends worked), or that do not: off, pause."""

    kind: str
    start: date
    end: date
    count: int = 0
    worked: tuple[date, ...] = ()


def runs(calendar: Calendar, start: date, due: date, pause: tuple[date, date] | None = None) -> list[Run]:
    """The days after `start` up to `due`, split at holidays and at the days on which the clock stood."""
    found: list[Run] = []
    day = start + ONE_DAY
    while day <= due:
        kind = _kind(calendar, day, pause)
        end = day
        while end + ONE_DAY <= due and _kind(calendar, end + ONE_DAY, pause) == kind:
            end += ONE_DAY
        days = [day + n * ONE_DAY for n in range((end - day).days + 1)]
        worked = tuple(each for each in days if calendar.reason(each) == "worked_weekend")
        count = sum(calendar.is_workday(each) for each in days) if kind == "run" else 0
        if kind != "weekend" and (kind != "run" or count):
            found.append(Run(kind, day, end, count, worked if kind == "run" else ()))
        day = end + ONE_DAY
    return _merged(found)


def naive(start: date, count: int) -> date:
    """The day that counting Monday to Friday would give."""
    day = start
    while count:
        day += ONE_DAY
        count -= day.weekday() < 5
    return day


def written(lang: Lang, day: date, *, year: bool = False) -> str:
    """09-28（周日）, with the year where asked."""
    text = day.isoformat() if year else f"{day:%m-%d}"
    return f"{text} {weekday(lang, day)}"


def weekday(lang: Lang, day: date) -> str:
    return say(lang, f"weekday.{day.weekday()}")


def holidays(calendar: Calendar, start: date, due: date) -> tuple[list[date], list[date]]:
    """Weekdays that were off, and weekend days that were worked, after `start` up to `due`. Empty outside the calendar."""
    off, worked = [], []
    day = start + ONE_DAY
    try:
        while day <= due:
            if calendar.reason(day) == "worked_weekend":
                worked.append(day)
            elif day.weekday() < 5 and not calendar.is_workday(day):
                off.append(day)
            day += ONE_DAY
    except OutsideCalendar:
        return [], []
    return off, worked


def lines(lang: Lang, found: list[Run]) -> Iterator[str]:
    """One line a run."""
    for run in found:
        start, end = f"{run.start:%m-%d}", f"{run.end:%m-%d}"
        days = say(lang, "separator").join(written(lang, each) for each in run.worked)
        worked = say(lang, "deadline.run.worked", days=days) if run.worked else ""
        key = {"run": "deadline.run", "off": "deadline.off", "pause": "deadline.pause"}[run.kind]
        yield say(lang, key, start=start, end=end, count=run.count, worked=worked)


def _kind(calendar: Calendar, day: date, pause: tuple[date, date] | None) -> str:
    if pause is not None and pause[0] < day <= pause[1]:
        return "pause"
    reason = calendar.reason(day)
    return "off" if reason not in (None, "worked_weekend", "weekend") else "run" if calendar.is_workday(day) else "weekend"


def _merged(found: list[Run]) -> list[Run]:
    """Runs that only a weekend stood between become one."""
    merged: list[Run] = []
    for run in found:
        last = merged[-1] if merged else None
        if last is not None and last.kind == run.kind == "run":
            merged[-1] = Run("run", last.start, run.end, last.count + run.count, last.worked + run.worked)
        else:
            merged.append(run)
    return merged
