"""kinds.md §2: deadline, response, staged, notice, fresh, ordered, periodic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.reference import days
from tests.reference.days import Duration
from tests.reference.kinds_rows import names
from tests.reference.numbers import M, micro, read_date, texts, truth
from tests.reference.tables import MAIN_DATE, Row
from tests.reference.verdict import (
    FAULT,
    MET,
    Case,
    Outcome,
    Subject,
    absent,
    cannot_tell,
    fault,
    met,
    not_due,
    of_rows,
    unpublished,
    when_empty,
)

Check = Mapping[str, Any]


def in_time(due: date | None, unit: str, to: date | None, as_of: date) -> Subject:
    """Whether `to`, or what is still open, kept the limit; `due` is None where it lies beyond the published calendar."""
    day = as_of if to is None else to
    if due is None and not days.published(day):
        return unpublished()
    if due is None or day <= due:
        return not_due() if to is None else met()
    cause = "overdue" if to is None else "late"
    if unit == "workday" and not days.published(day):
        return fault(cause)
    return fault(cause, days.distance(due, day, unit))


def deadline(check: Check, case: Case) -> Outcome:
    if check["table"] not in case.tables:
        return absent()
    rows = case.rows(check, check["table"], undone=True)
    return of_rows(check, "not_applicable", [_deadline(check, row, case.as_of).of(row) for row in rows])


def _deadline(check: Check, row: Row, as_of: date) -> Subject:
    to = row.get(check["to"])
    if "by" in check:
        return in_time(read_date(check["by"]), "day", to, as_of)
    return _since(check["within"], row.get(check["from"]), to, as_of)


def _since(within: Any, start: date | None, to: date | None, as_of: date) -> Subject:
    """The deadline that runs from `start`."""
    if start is None:
        return cannot_tell()
    limit = days.edition(within, start)
    if limit is None:
        return cannot_tell()
    if limit.unit == "workday" and not days.published(start):
        return unpublished()
    return in_time(days.add(start, limit), limit.unit, to, as_of)


def staged(check: Check, case: Case) -> Outcome:
    table, start, end = check.get("table", "stages"), check.get("from", "finished"), check.get("to", "published")
    if table not in case.tables:
        return absent()
    subjects = []
    for row in case.rows(check, table, undone=True):
        begun, to = row.get(start), row.get(end)
        if begun is not None:
            to = None if to is not None and to < begun else to
            subjects.append(_since(check["within"], begun, to, case.as_of).of(row))
    return of_rows(check, "not_applicable", subjects)


def response(check: Check, case: Case) -> Outcome:
    table = check.get("table", "requests")
    if table not in case.tables:
        return absent()
    return of_rows(check, "not_applicable", [_response(check, table, row, case.as_of).of(row) for row in case.rows(check, table)])


def _response(check: Check, table: str, row: Row, as_of: date) -> Subject:
    received = row.get(check.get("from", "accepted" if table == "complaints" else "received"))
    to = row.get(check.get("to", "closed" if table == "complaints" else "replied"))
    if received is None:
        return cannot_tell()
    start = received
    if _is_corrected_in_time(check, row, received):
        start = row.get("corrected") or received
        if row.get("correction_sent") is not None and row.get("corrected") is None and to is None:
            return not_due()
    limit = days.edition(check["within"], received)
    if limit is None:
        return cannot_tell()
    if limit.unit == "workday" and not days.published(start):
        return unpublished()
    stopped = _stopped(check, row, start, row.get("consulted_to") or to or as_of, limit.unit)
    if stopped is None:
        return unpublished()
    # A clock that has run out cannot be stopped any more (compliance/README.md, decisions).
    is_early = _is_asked_by(row, days.add(start, limit))
    first = days.add(start, limit.plus(stopped if is_early else 0))
    if "extension" in check and _is_extended(table, row, first):
        extension = days.read_duration(check["extension"]).count
        is_asked = is_early or _is_asked_by(row, days.add(start, limit.plus(extension)))
        return in_time(days.add(start, limit.plus(extension + (stopped if is_asked else 0))), limit.unit, to, as_of)
    return in_time(first, limit.unit, to, as_of)


def _is_asked_by(row: Row, last: date | None) -> bool:
    return row.get("consulted") is not None and (last is None or row.get("consulted") <= last)


def _is_corrected_in_time(check: Check, row: Row, received: date) -> bool:
    if "correction_within" not in check:
        return True
    span, sent = days.read_duration(check["correction_within"]), row.get("correction_sent")
    last = days.add(received, span) if span.unit != "workday" or days.published(received) else None
    return sent is not None and (last is None or sent <= last)


def _stopped(check: Check, row: Row, start: date, b: date, unit: str) -> int | None:
    """The days on which the clock stood; None where they lie outside the published calendar."""
    if not truth(check.get("pause", "是")) or row.get("consulted") is None:
        return 0
    a = max(row.get("consulted"), start)
    if b <= a:
        return 0
    if unit != "workday":
        return (b - a).days
    return days.workdays(b) - days.workdays(a) if days.published(a) and days.published(b) else None


def _is_extended(table: str, row: Row, first: date | None) -> bool:
    needed = ["extended", "extension_told"] if table == "requests" else ["extended"]
    return all((day := row.get(each)) is not None and (first is None or day <= first) for each in needed)


def notice(check: Check, case: Case) -> Outcome:
    table = check.get("table", "disclosures")
    if table not in case.tables:
        return absent()
    subjects = []
    for row in case.rows(check, table, undone=True):
        found = [_shown(check, row, case.as_of)] if "at_least" in check else []
        found += [_kept(check, row, case.as_of)] if "until" in check else []
        worst = next((each for each in found if each.state == FAULT), None)
        subjects.append((worst or next((each for each in found if each.state != MET), found[0])).of(row))
    return of_rows(check, "not_applicable", subjects)


def _shown(check: Check, row: Row, as_of: date) -> Subject:
    start, to = row.get(check.get("from", "notice_from")), row.get(check.get("to", "notice_to"))
    length = days.read_duration(check["at_least"])
    if start is None:
        return cannot_tell()
    if length.unit == "workday" and not days.published(start):
        return unpublished()
    due = days.add(start, length)
    if due is None:
        return unpublished()
    if to is None or to > as_of:
        return met() if as_of >= due else not_due()
    if to >= due:
        return met()
    return fault("short", _short(due, to, length))


def _short(due: date, to: date, length: Duration) -> int:
    return days.workdays(due) - days.workdays(to) if length.unit == "workday" else (due - to).days


def _kept(check: Check, row: Row, as_of: date) -> Subject:
    until, withdrawn = read_date(check["until"]), row.get("withdrawn")
    assert until is not None
    if withdrawn is not None:
        return fault("withdrawn_early", (until - withdrawn).days) if withdrawn < until else met()
    return met() if as_of >= until else not_due()


def fresh(check: Check, case: Case) -> Outcome:
    table = check.get("table", "channels")
    column = check.get("date", MAIN_DATE.get(table))
    if table not in case.tables:
        return absent()
    rows = case.rows(check, table)
    if "list" not in check:
        return of_rows(check, "fault", [_fresh(check, [row.get(column)], case.as_of).of(row) for row in rows])
    if not rows and (said := when_empty(check, "fault")):
        return said
    subjects = []
    for entry in case.members(check["list"]):
        dates = [row.get(column) for row in rows if names(row, check.get("column", "topic"), entry)]
        subjects.append(replace(_fresh(check, dates, case.as_of), entry=entry))
    return Outcome(tuple(subjects))


def _fresh(check: Check, dates: list[date | None], as_of: date) -> Subject:
    last = max((each for each in dates if each is not None), default=None)
    if last is None:
        return fault("stale")
    found = _since(check["within"], last, None, as_of)
    if found.cause == "overdue":
        return replace(found, cause="stale")
    return met() if found.cause == "not_due" else found


def ordered(check: Check, case: Case) -> Outcome:
    table = check["table"]
    if table not in case.tables:
        return absent()
    rows = case.rows(check, table, undone=True)
    is_strict = truth(check.get("strict", ""))
    if "steps" not in check:
        columns = texts(check["date"])
        return of_rows(
            check, "not_applicable", [_in_order([row.get(each) for each in columns], strict=is_strict).of(row) for row in rows]
        )
    if not rows and (said := when_empty(check, "fault")):
        return said
    cases = [rows]
    if "case" in check:
        keys = dict.fromkeys(row.get(check["case"]) for row in rows)
        cases = [[row for row in rows if row.get(check["case"]) == key] for key in keys if key is not None]
    return of_rows(check, "fault", [_in_order(_step_dates(check, each, case), strict=is_strict) for each in cases])


def _step_dates(check: Check, rows: list[Row], case: Case) -> list[date | None]:
    """Each step's date: its earliest row."""
    column = texts(check["date"])[0] if "date" in check else MAIN_DATE[check["table"]]
    found = []
    for step in case.members(check["steps"]):
        dates = [row.get(column) for row in rows if names(row, check.get("column", "kind"), step)]
        found.append(min((each for each in dates if each is not None), default=None))
    return found


def _in_order(dates: list[date | None], *, strict: bool) -> Subject:
    if None in dates:
        return fault("missing")
    return met() if all((a < b) if strict else (a <= b) for a, b in pairwise(dates)) else fault("out_of_order")


def periods(check: Check, case: Case) -> list[tuple[date, date]]:
    """The first and last day of each period of the assessment period."""
    first, last = (read_date(case.rules["period"][each]) for each in ("from", "to"))
    assert first is not None
    assert last is not None
    if check["every"] == "term":
        return [(read_date(each["from"]), read_date(each["to"])) for each in case.rules["terms"]]
    months = {"month": 1, "quarter": 3, "year": 12}[check["every"]]
    starts = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13, months)]
    spans = [(day, days.add(day, Duration(months, "month")) - timedelta(days=1)) for day in starts]
    return [each for each in spans if first <= each[0] and each[1] <= last] or [(first, last)]


def rows_of_periods(check: Check, case: Case, rows: list[Row]) -> list[tuple[int, date]]:
    """Of each period: the number of its rows, and its last day."""
    column = check.get("date", MAIN_DATE.get(check["table"]))
    dates = [day for row in rows if (day := row.get(column)) is not None]
    return [(sum(start <= day <= end for day in dates), end) for start, end in periods(check, case)]


def periodic(check: Check, case: Case) -> Outcome:
    if check["table"] not in case.tables:
        return absent()
    rows = case.rows(check, check["table"])
    if not rows and (said := when_empty(check, "fault")):
        return said
    wanted = micro(check.get("at_least", "1")) // M
    subjects = []
    for actual, end in rows_of_periods(check, case, rows):
        if actual >= wanted:
            subjects.append(met())
        elif end > case.as_of:
            subjects.append(replace(not_due(), is_blank=actual == 0))
        else:
            subjects.append(replace(fault("short", wanted - actual), is_blank=actual == 0))
    return Outcome(tuple(subjects))
