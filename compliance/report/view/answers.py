"""The clock of an answer, step by step: restart after a correction, days on which it stood, the extension and why it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from compliance.checks.response import DEFAULTS, Response
from compliance.frozen import frozen
from compliance.report.view import described
from compliance.report.view.spans import Span, added, counted, happened, in_force, last_day, standing
from compliance.report.view.working import weekday
from compliance.tables import tables
from compliance.words import Lang, say
from compliance.workdays import Duration, OutsideCalendar, Unit, calendar


@frozen
class Answer:
    """The dates of one request or complaint, and what follows from them (kinds.md, response).

    correction_due: the last day to ask for a correction; asked: it was asked for in time; start: the day that is counted from;
    stopped: the days on which the clock stood, from `stop` on; first: the limit without extension; granted: the extension counts.
    """

    came: date | None
    sent: date | None
    corrected: date | None
    correction_due: date | None
    asked: bool
    start: date | None
    stop: tuple[date, date] | None
    stopped: int
    limit: Duration | None
    first: date | None
    extended: date | None
    told: date | None
    granted: bool
    due: date | None
    end: date | None

    @property
    def waits(self) -> bool:
        """The applicant's correction is awaited."""
        return self.asked and self.corrected is None and self.end is None


def answer(check: Response, cells: Mapping[str, Any], as_of: date) -> Answer:
    """What the dates of a row come to."""
    came_column, end_column = columns(check)

    def day(name: str) -> date | None:
        return happened(check.table, name, cells, as_of)

    came, end, sent, corrected = day(came_column), day(end_column), day("correction_sent"), day("corrected")
    correction_due = added(came, check.correction_within)
    asked = sent is not None and (check.correction_within is None or correction_due is None or sent <= correction_due)
    start = corrected if corrected is not None and (asked or check.correction_within is None) else came
    limit = in_force(check.within, came)
    stop = _stop(check, start, day("consulted"), day("consulted_to"), end, as_of)
    stopped = 0 if stop is None or limit is None else _days(stop, limit.unit)
    is_early = _is_by(day("consulted"), added(start, limit))
    whole = _longer(limit, stopped if is_early else 0)
    first = added(start, whole)
    extended, told = day("extended"), day("extension_told")
    granted = _granted(check, extended, told, first)
    longer = None if check.extension is None else _longer(whole, check.extension.count)
    if granted and not is_early and _is_by(day("consulted"), added(start, longer)):
        longer, is_early = _longer(longer, stopped), True
    due = added(start, longer) if granted else first
    stopped = stopped if is_early else 0
    return Answer(
        came, sent, corrected, correction_due, asked, start, stop, stopped, whole, first, extended, told, granted, due, end
    )  # fmt: skip


def _longer(limit: Duration | None, count: int) -> Duration | None:
    return None if limit is None else replace(limit, count=limit.count + count)


def _is_by(day: date | None, last: date | None) -> bool:
    """The day is not after the last one; one beyond the calendar is later than any."""
    return day is not None and (last is None or day <= last)


def columns(check: Response) -> tuple[str, str]:
    """The columns of what came and of what was answered."""
    came, end = DEFAULTS.get(check.table, ("", ""))
    return check.from_ or came, check.to or end


def lines(lang: Lang, check: Response, cells: Mapping[str, Any], as_of: date) -> Iterator[str]:
    """The steps, one on a line."""
    told = answer(check, cells, as_of)
    came_column, end_column = columns(check)
    if told.came is None:
        yield say(lang, "hint.empty", column=described.column(lang, check.table, came_column))
        return
    yield say(
        lang, "explain.start", label=described.column(lang, check.table, came_column), start=told.came, weekday=weekday(lang, told.came)
    )  # fmt: skip
    yield from _correction(lang, check, told)
    if told.waits:
        return
    yield _stood(lang, told) + last_day(lang, told.limit, told.first)
    yield from _extension(lang, check, told)
    end_label = described.column(lang, check.table, end_column)
    done = say(lang, "span.done", label=end_label, day=told.end) if told.end else say(lang, "span.open", label=end_label)
    ends = Span("", told.start, told.limit, told.due, "", told.end)
    yield say(lang, "comma").join(filter(None, (done, standing(lang, ends, as_of))))
    if told.start is not None and told.due is not None and told.limit is not None and told.limit.unit is Unit.WORKDAY:
        try:
            count = calendar().between(told.start, told.due)
        except OutsideCalendar:
            return
        yield from counted(lang, told.start, count, told.due, told.end or as_of)


def _stood(lang: Lang, told: Answer) -> str:
    if told.stop is None:
        return ""
    start, end = told.stop
    if told.stopped:
        return say(lang, "answer.stopped", start=start, end=end, count=told.stopped, unit=_unit(lang, told.limit))
    return say(lang, "answer.asked_late", start=start)


def _correction(lang: Lang, check: Response, told: Answer) -> Iterator[str]:
    if told.sent is None:
        return
    within = "" if check.correction_within is None else described.duration(lang, check.correction_within)
    head = say(lang, "answer.sent", sent=told.sent)
    if within and not told.asked:
        yield head + say(lang, "answer.sent.late", within=within, due=told.correction_due)
        return
    if within:
        head += say(lang, "answer.sent.in_time", within=within, due=told.correction_due or "?")
    if told.corrected is None:
        yield head + say(lang, "answer.waits")
    else:
        yield head + say(lang, "answer.restarts", corrected=told.corrected, weekday=weekday(lang, told.corrected))


def _extension(lang: Lang, check: Response, told: Answer) -> Iterator[str]:
    """Whether the extension counts, and what it lacked where not."""
    if check.extension is None or (told.extended is None and told.told is None):
        return
    has_told = tables()[check.table].column("extension_told") is not None
    length = described.duration(lang, check.extension)
    dates = say(lang, "answer.extended", day=told.extended or say(lang, "answer.blank"))
    if has_told:
        dates += say(lang, "answer.told", day=told.told or say(lang, "answer.blank"))
    if told.granted:
        yield dates + say(lang, "answer.granted", length=length, due=told.due or "?")
        return
    first = told.first
    late = [
        say(lang, key)
        for key, day in (("answer.of_extension", told.extended), ("answer.of_telling", told.told if has_told else told.extended))
        if day is None or (first is not None and day > first)
    ]
    yield dates + say(lang, "answer.refused", what=say(lang, "separator").join(dict.fromkeys(late)), first=first or "?")


def _stop(
    check: Response, start: date | None, asked: date | None, answered: date | None, end: date | None, as_of: date
) -> tuple[date, date] | None:
    """The days between which the clock stood while others were asked."""
    if not check.pause or asked is None or start is None or tables()[check.table].column("consulted") is None:
        return None
    stop = max(asked, start), answered or end or as_of
    return stop if stop[1] > stop[0] else None


def _days(stop: tuple[date, date], unit: Unit) -> int:
    if unit is not Unit.WORKDAY:
        return (stop[1] - stop[0]).days
    try:
        return calendar().between(*stop)
    except OutsideCalendar:
        return 0


def _granted(check: Response, extended: date | None, told: date | None, first: date | None) -> bool:
    if check.extension is None:
        return False
    days = [extended] + ([told] if tables()[check.table].column("extension_told") is not None else [])
    return all(day is not None and (first is None or day <= first) for day in days)


def _unit(lang: Lang, limit: Duration | None) -> str:
    return say(lang, "workday" if limit is not None and limit.unit is Unit.WORKDAY else "day")
