"""What falls due soon and what is overdue, by day; and the same as a calendar file (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from compliance.assessment import Assessment, Finding, ItemResult, UnitResult
from compliance.behind import Behind
from compliance.checks import Composite, kind
from compliance.checks.notice import Notice
from compliance.engine.periods import periods
from compliance.frozen import frozen
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.view.amounts import excess
from compliance.report.view.sentences import named
from compliance.words import Lang, say
from compliance.workdays import OutsideCalendar, calendar

HEADS = ("due.day", "due.left", "due.unit", "item", "subject")
OCTETS = 73
"""Of a line of a calendar file; 75 with the break."""


@frozen
class Due:
    """Something with a last day. left: working days from the day of assessment, None where the calendar does not reach."""

    day: date
    unit: UnitResult
    result: ItemResult
    found: Finding
    left: int | None

    @property
    def is_overdue(self) -> bool:
        return self.found.cause == "overdue"


def due(run: Assessment, days: int) -> list[Due]:
    """All that is overdue, and what is due within so many days, by day, unit and item; nobody owes a bonus."""
    last = run.as_of + timedelta(days=days)
    found = []
    for unit in run.results():
        for result in (*unit.items, *unit.veto_items):
            for owner, each in _findings(run, unit, result):
                day = _last_day(run, owner, each)
                if day is not None and (each.cause == "overdue" or day <= last):
                    found.append(Due(day, unit, result, each, _left(run.as_of, day)))
    return sorted(found, key=lambda each: (not each.is_overdue, each.day, each.unit.code))


def table(lang: Lang, found: Iterable[Due]) -> Table:
    columns = tuple(Column(say(lang, each), 0) for each in HEADS)
    return Table("", "", columns, tuple(Row(tuple(Cell(text) for text in _cells(lang, each))) for each in found))


def closing(lang: Lang, run: Assessment, found: Sequence[Due], days: int, *, only_overdue: bool) -> str:
    """How many are overdue and how many are due."""
    overdue = sum(each.is_overdue for each in found)
    key = ("due.sum.overdue" if found else "due.none.overdue") if only_overdue else "due.sum" if found else "due.none"
    return say(lang, key, overdue=overdue, due=len(found) - overdue, days=days, as_of=run.as_of.isoformat())


def data(found: Iterable[Due]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "due": each.day.isoformat(),
            "overdue": each.is_overdue,
            "workdays_left": each.left,
            "unit": each.unit.code,
            "item": each.result.item.id,
            "subject": each.found.subject,
            "at": None if each.found.place is None else str(each.found.place),
        }
        for each in found
    ]


def calendar_file(lang: Lang, run: Assessment, found: Iterable[Due]) -> bytes:
    """One all-day event for each; the same input gives the same bytes, and the same events when imported again."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gongkai//due//ZH", "CALSCALE:GREGORIAN"]
    for each in found:
        about = say(lang, "due.event", item=each.result.item.title, subject=named(each.found), unit=each.unit.name)
        key = f"{run.rule_set.id} {each.unit.code} {each.result.item.id} {each.found.subject}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{hashlib.sha256(key.encode()).hexdigest()[:32]}@gongkai",
            f"DTSTAMP:{run.as_of:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(about)}",
            f"DESCRIPTION:{_escaped(each.result.item.basis)}",
            "END:VEVENT",
        ]
    folded = [part for line in (*lines, "END:VCALENDAR") for part in _folded(line)]
    return "".join(f"{line}\r\n" for line in folded).encode()


def _cells(lang: Lang, each: Due) -> Iterator[str]:
    yield each.day.isoformat()
    if each.is_overdue:
        key = "due.overdue" if each.found.excess is not None else "due.overdue.unmeasured"
        yield say(lang, key, excess=excess(lang, each.found.excess, each.found.excess_unit))
    elif each.left is None:
        yield say(lang, "due.left.unknown")
    else:
        yield say(lang, "due.left.workdays", count=each.left) if each.left else say(lang, "due.today")
    yield f"{each.unit.code} {each.unit.name}"
    yield f"{each.result.item.id} {each.result.item.title}"
    yield named(each.found)


def _findings(run: Assessment, unit: UnitResult, result: ItemResult) -> Iterator[tuple[ItemResult, Finding]]:
    """Those of an item that is not met, with the item they come from; of a check made of checks, also those of its parts."""
    yield from ((result, each) for each in result.findings)
    if isinstance(result.item.check, Composite) and result.findings:
        yield from _of_parts(Behind(run, unit.code), result, result.item.check)


def _of_parts(behind: Behind, result: ItemResult, check: Composite) -> Iterator[tuple[ItemResult, Finding]]:
    """What is too late inside a check that is turned round is as it should be."""
    for inner in behind.parts(check, result) if not isinstance(check, kind("not")) else ():
        owner = result._replace(item=result.item._replace(check=inner.part.check))
        yield from ((owner, replace(each, subject=each.subject or inner.part.title)) for each in inner.findings)
        if isinstance(inner.part.check, Composite):
            yield from _of_parts(behind, result, inner.part.check)


def _last_day(run: Assessment, result: ItemResult, found: Finding) -> date | None:
    """The last day of what is overdue or not due yet; of a period, its end. None for everything else, and for what only has to be
    kept up until then."""
    if found.cause not in ("overdue", "not_due") or isinstance(result.item.check, Notice):
        return None
    every = getattr(result.item.check, "every", None)
    if every is not None:
        rules = run.rule_set
        return next(each.end for each in periods(every, rules.start, rules.end, rules.terms) if each.name == found.subject)
    return date.fromisoformat(found.limit) if found.limit else None


def _left(start: date, day: date) -> int | None:
    try:
        return max(0, calendar().between(start, day))
    except OutsideCalendar:
        return None


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of few enough octets, the later ones behind a blank; no character is cut."""
    piece, used = "", 0
    for sign in line:
        size = len(sign.encode())
        if used + size > OCTETS:
            yield piece
            piece, used = " ", 1
        piece += sign
        used += size
    yield piece
