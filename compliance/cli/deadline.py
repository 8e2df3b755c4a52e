"""`gongkai deadline` and `gongkai calendar`: the working days, with the working shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._settings import Settings, settings
from compliance.cli._types import Amount, Day, Period, Range
from compliance.report.view.working import holidays, lines, naive, runs, weekday
from compliance.values import MICRO
from compliance.words import say
from compliance.workdays import Calendar, Duration, OutsideCalendar, Unit
from compliance.workdays import calendar as official

FORMATS = click.Choice(["table", "json"])


@click.command(cls=Command, path="deadline")
@argument("start", "date", type=Day(), metavar="DATE")
@option("--within", help_key="within", type=Period(), required=True, metavar="PERIOD")
@option("--pause", help_key="pause", type=Range(), default=None, metavar="A..B")
@option("--extend", help_key="extend", type=Amount(), default=None, metavar="N")
@option("--format", "form", help_key="format", type=FORMATS, default="table")
def deadline(start: date, within: Duration, pause: tuple[date, date] | None, extend: int | None, form: str) -> None:
    """Count a period from a day."""
    state, days = settings(), official()
    if within.unit is Unit.MONTH and (pause or extend):
        state.refuse("months_paused")
    extension = (extend or 0) // MICRO
    if extension < 0:
        state.refuse("negative")
    try:
        first = _due(days, start, within, pause, 0)
        due = _due(days, start, within, pause, extension)
    except (OverflowError, ValueError):
        state.refuse("too_far")
    if form == "json":
        click.echo(json.dumps(_data(days, start, within, due, pause), ensure_ascii=False, indent=1))
        return
    for line in _shown(state, days, start, within, first, due, pause, extension):
        click.echo(line)


@click.command(cls=Command, path="calendar")
@option("--from", "start", help_key="from", type=Day(), required=True, metavar="DATE")
@option("--to", "end", help_key="to", type=Day(), required=True, metavar="DATE")
@option("--format", "form", help_key="format", type=FORMATS, default="table")
def calendar(start: date, end: date, form: str) -> None:
    """List the days from one day to another."""
    state, days = settings(), official()
    if end < start:
        state.refuse("reversed", start=start, end=end)
    dates = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    try:
        found = [{"date": each.isoformat(), "workday": days.is_workday(each), "reason": days.reason(each)} for each in dates]
    except OutsideCalendar as reason:
        raise _outside(reason.day, days) from None
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for day, each in zip(dates, found, strict=True):
        worked = say(state.lang, "workday.yes" if each["workday"] else "workday.no")
        why = say(state.lang, f"day.{each['reason']}") if each["reason"] else ""
        click.echo(f"{each['date']}  {weekday(state.lang, day)}  {worked}  {why}".rstrip())


def _due(days: Calendar, start: date, within: Duration, pause: tuple[date, date] | None, extension: int) -> date | None:
    """The last day; None beyond the calendar. A pause that begins in time lengthens the period by the units that pass in it."""
    stopped = 0
    if pause is not None and _is_in_time(days, start, within, pause, extension):
        began = max(pause[0], start)
        try:
            stopped = days.between(began, pause[1]) if within.unit is Unit.WORKDAY else (pause[1] - began).days
        except OutsideCalendar as reason:
            raise _outside(reason.day, days) from None
    count = within.count + max(0, stopped) + extension
    if within.unit is Unit.WORKDAY and not days.covers(start):
        raise _outside(start, days)
    return days.add(start, Duration(count, within.unit))


def _is_in_time(days: Calendar, start: date, within: Duration, pause: tuple[date, date], extension: int) -> bool:
    """A clock that has run out cannot be stopped any more."""
    last = days.add(start, Duration(within.count + extension, within.unit))
    return last is None or pause[0] <= last


def _outside(day: date, days: Calendar) -> Exception:
    from compliance.errors import Problem, Unavailable
    from compliance.source import Place

    given = {"found": day.isoformat(), "first": days.first.isoformat(), "last": days.last.isoformat()}
    return Unavailable(Problem("C001", Place("calendar"), given))


def _data(days: Calendar, start: date, within: Duration, due: date | None, pause: tuple[date, date] | None) -> dict[str, Any]:
    off, worked = holidays(days, start, due or days.last)
    return {
        "start": start.isoformat(),
        "due": due.isoformat() if due else None,
        "days": within.count,
        "unit": within.unit.value,
        "paused": [each.isoformat() for each in pause] if pause else None,
        "skipped": [each.isoformat() for each in off],
        "worked_weekends": [each.isoformat() for each in worked],
        "provisional": due is None,
    }


def _shown(
    state: Settings,
    days: Calendar,
    start: date,
    within: Duration,
    first: date | None,
    due: date | None,
    pause: tuple[date, date] | None,
    extension: int,
) -> list[str]:
    lang = state.lang
    shown = [say(lang, "deadline.start", start=start.isoformat(), weekday=weekday(lang, start))]
    if within.unit is not Unit.WORKDAY:
        key = "deadline.calendar_days" if within.unit is Unit.DAY else "deadline.months"
        shown.append(say(lang, key, count=within.count))
    else:
        shown += lines(lang, runs(days, start, first or days.last, pause))
    if first is not None:
        wrong = naive(start, within.count)
        is_wrong = within.unit is Unit.WORKDAY and pause is None and wrong != first
        last = say(lang, "deadline.due", due=first.isoformat(), weekday=weekday(lang, first))
        shown.append(last + (f"    {say(lang, 'explain.naive.wrong', naive=wrong.isoformat())}" if is_wrong else ""))
    if first is not None and extension:
        shown += lines(lang, runs(days, first, due or days.last, pause)) if within.unit is Unit.WORKDAY else ()
        if due is not None:
            unit = say(lang, "workday" if within.unit is Unit.WORKDAY else "day")
            shown.append(
                say(lang, "deadline.extended", count=extension, unit=unit, due=due.isoformat(), weekday=weekday(lang, due))
            )
    if due is None:
        left = (
            within.count
            + (extension if first is not None else 0)
            - sum(each.count for each in runs(days, start, days.last, pause))
        )
        shown.append(say(lang, "deadline.provisional", through=days.last.isoformat(), left=left, year=days.last.year + 1))
    if pause is not None:
        is_late = not _is_in_time(days, start, within, pause, extension)
        shown.append(say(lang, "deadline.pause.late" if is_late else "deadline.pause.first", start=pause[0].isoformat()))
    return shown
