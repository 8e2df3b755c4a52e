"""Limits counted out for one row: from which day, how many days, to which last day, and what was done on which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from compliance.checks.deadline import Deadline
from compliance.checks.fresh import Fresh
from compliance.checks.notice import Notice
from compliance.checks.staged import Staged
from compliance.engine.prepare import AHEAD
from compliance.frozen import frozen
from compliance.model import Edition
from compliance.report.view import described
from compliance.report.view.working import holidays, naive, weekday
from compliance.words import Lang, say
from compliance.workdays import Duration, OutsideCalendar, Unit, calendar

Cells = Mapping[str, Any]


@frozen
class Span:
    """From `start` (None for a fixed day) to the last day `due`; `end` is what was done, None = not yet. `limit`: the length.

    unread: the date that is written for the end but does not count: it lies ahead, or before the start.
    """

    start_label: str
    start: date | None
    limit: Duration | None
    due: date | None
    end_label: str
    end: date | None
    unread: date | None = None

    def late(self, as_of: date) -> int | None:
        """How many days late in the limit's unit; None where in time or not to be told."""
        day = self.end or as_of
        if self.due is None or day <= self.due:
            return None
        if self.limit is None or self.limit.unit is not Unit.WORKDAY:
            return (day - self.due).days
        try:
            return max(1, calendar().between(self.due, day))
        except OutsideCalendar:
            return None


def in_force(editions: Sequence[Edition], day: date | None) -> Duration | None:
    """The limit that holds for an event of this day."""
    fits = (
        each.limit
        for each in editions
        if day is not None and (each.since is None or each.since <= day) and (each.until is None or day <= each.until)
    )
    return next(fits, None)


def happened(table: str, column: str | None, cells: Cells, as_of: date) -> date | None:
    """The date in a cell; one that lies ahead has not happened and is read as blank, where it may not lie ahead."""
    day: date | None = cells.get(column or "")
    return day if day is None or day <= as_of or (table, column) in AHEAD else None


def added(start: date | None, limit: Duration | None) -> date | None:
    return None if start is None or limit is None else calendar().add(start, limit)


def span(lang: Lang, check: Deadline | Staged, cells: Cells, as_of: date) -> Span:
    """The limit of a row of a deadline or of a stage."""
    end = happened(check.table, check.to, cells, as_of)
    end_label = described.column(lang, check.table, check.to)
    written: date | None = cells.get(check.to)
    if isinstance(check, Deadline) and check.by is not None:
        return Span("", None, None, check.by, end_label, end, None if end else written)
    start = happened(check.table, check.from_, cells, as_of)
    if isinstance(check, Staged) and end is not None and start is not None and end < start:
        end = None
    limit = in_force(check.within, start)
    start_label = described.column(lang, check.table, check.from_ or "")
    return Span(start_label, start, limit, added(start, limit), end_label, end, None if end else written)


def freshness(lang: Lang, check: Fresh, last: date | None) -> Span:
    """The limit that begins with the last update; what ends it is the day of assessment."""
    limit = in_force(check.within, last)
    return Span(described.column(lang, check.table, check.date), last, limit, added(last, limit), "", None)


# --- in words ---


def lines(lang: Lang, told: Span, as_of: date) -> Iterator[str]:
    """The days counted out: the row on one line, what was off and what was worked, and what Monday to Friday would give."""
    yield one_line(lang, told, as_of)
    if told.start is not None and told.due is not None and told.limit is not None and told.limit.unit is Unit.WORKDAY:
        yield from counted(lang, told.start, told.limit.count, told.due, told.end or as_of)


def one_line(lang: Lang, told: Span, as_of: date) -> str:
    parts = []
    if told.start is not None:
        parts.append(say(lang, "explain.start", label=told.start_label, start=told.start, weekday=weekday(lang, told.start)))
    parts.append(last_day(lang, told.limit, told.due))
    parts.append(_end(lang, told, as_of))
    parts.append(standing(lang, told, as_of))
    return say(lang, "comma").join(filter(None, parts))


def _end(lang: Lang, told: Span, as_of: date) -> str:
    """When it was done, or why no day counts as that."""
    if told.end:
        return say(lang, "span.done", label=told.end_label, day=told.end)
    if told.unread is None:
        return say(lang, "span.open", label=told.end_label)
    key = "span.ahead" if told.unread > as_of else "span.before"
    return say(lang, key, label=told.end_label, day=told.unread, start=told.start_label)


def last_day(lang: Lang, limit: Duration | None, due: date | None) -> str:
    """“第 20 个工作日 2025-03-26”, “30天，最后一天 2025-03-26”, or that the calendar does not reach so far."""
    if due is None:
        return say(lang, "span.beyond", through=calendar().last.year) if limit is not None else say(lang, "hint.no_edition")
    if limit is None:
        return say(lang, "span.by", due=due)
    if limit.unit is Unit.WORKDAY:
        return say(lang, "explain.nth", count=limit.count, due=due)
    return say(lang, "explain.span", limit=described.duration(lang, limit), due=due)


def standing(lang: Lang, told: Span, as_of: date) -> str:
    late = told.late(as_of)
    if told.due is None:
        return ""
    if late is None:
        if (told.end or as_of) > told.due:
            return say(lang, "span.late.unmeasured", through=calendar().last.year)
        return say(lang, "span.in_time" if told.end else "cause.not_due")
    unit = say(lang, "workday" if told.limit is not None and told.limit.unit is Unit.WORKDAY else "day")
    return say(lang, "span.late" if told.end else "span.overdue", count=late, unit=unit)


def counted(lang: Lang, start: date, count: int, due: date, end: date) -> Iterator[str]:
    """The days off and the make-up days by name, and the wrong count where it differs."""
    if not calendar().covers(start):
        return
    yield from counted_off(lang, start, due)
    wrong = naive(start, count)
    if wrong == due:
        return
    late = sum((wrong.toordinal() + n - 1) % 7 < 5 for n in range(1, (end - wrong).days + 1))
    key = "span.naive.late" if end > wrong else "span.naive.in_time"
    yield say(lang, "explain.naive", naive=wrong.isoformat()) + say(lang, key, count=max(1, late))


def notice(lang: Lang, check: Notice, cells: Cells, as_of: date) -> Iterator[str]:
    """How long a notice was to be shown, and was; until when, and when it was taken down."""
    start, written = happened(check.table, check.from_, cells, as_of), happened(check.table, check.to, cells, as_of)
    if check.at_least is not None:
        label = described.column(lang, check.table, check.from_)
        first = (
            say(lang, "explain.start", label=label, start=start, weekday=weekday(lang, start))
            if start
            else say(lang, "span.open", label=label)
        )
        due, end = added(start, check.at_least), written if written is not None and written <= as_of else None
        shown = (
            say(lang, "span.done", label=described.column(lang, check.table, check.to), day=written)
            if written
            else say(lang, "notice.up")
        )
        parts = [first, say(lang, "notice.full", limit=described.duration(lang, check.at_least), due=due or "?"), shown]
        if start is not None and due is not None and end is not None:
            parts.append(_shown(lang, check.at_least, start, due, end))
        yield say(lang, "comma").join(parts)
        if start is not None and due is not None and check.at_least.unit is Unit.WORKDAY:
            yield from counted_off(lang, start, due)
    if check.until is not None:
        gone = happened(check.table, check.column, cells, as_of)
        key = "notice.kept" if gone is None else "notice.gone.early" if gone < check.until else "notice.gone"
        yield say(lang, key, until=check.until, day=gone)


def counted_off(lang: Lang, start: date, due: date) -> Iterator[str]:
    """The days off and the make-up days alone."""
    off, worked = holidays(calendar(), start, due)
    told = [say(lang, "explain.skipped", days=_days(lang, off))] if off else []
    told += [say(lang, "explain.worked", days=_days(lang, worked))] if worked else []
    if told:
        yield say(lang, "comma").join(told)


def _shown(lang: Lang, limit: Duration, start: date, due: date, end: date) -> str:
    """How many days it was shown, and how many are lacking."""
    workdays = limit.unit is Unit.WORKDAY
    try:
        days = calendar().between(start, end) if workdays else (end - start).days
        short = calendar().between(end, due) if workdays else (due - end).days
    except OutsideCalendar:
        return ""
    unit = say(lang, "workday" if workdays else "day")
    return say(lang, "notice.short" if end < due else "notice.enough", days=days, unit=unit, short=short)


def _days(lang: Lang, days: Sequence[date]) -> str:
    return say(lang, "separator").join(f"{each:%m-%d}" for each in days)
