"""What stands behind the rows that a check judges one by one: their dates, counted out, of rows at fault and of those met."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TypeAlias

from compliance.assessment import Finding
from compliance.behind import Behind
from compliance.checks.absent import Absent
from compliance.checks.deadline import Deadline
from compliance.checks.fresh import Fresh
from compliance.checks.notice import Notice
from compliance.checks.ordered import Ordered
from compliance.checks.response import Response
from compliance.checks.staged import Staged
from compliance.model import EVERYTHING, Test
from compliance.report.view import answers, described, spans
from compliance.rows import Row, day_of, narrowed
from compliance.values import read_date
from compliance.words import Lang, say

Lines: TypeAlias = Iterator[str]

MOST_MET = 6
"""Rows that are met and are told one by one; of deadlines the tightest few."""
MOST_TIGHT = 3


def row_text(row: Row) -> str:
    """“G9 教师招聘 2025-03-12”."""
    about = row.cells.get("topic") or row.cells.get("kind") or row.cells.get("stage") or row.cells.get("project") or ""
    return " ".join(str(each) for each in (row.name, about, day_of(row)) if each)


def rest(lang: Lang, shown: int, count: int) -> Lines:
    """How many more there are like those shown."""
    if count > shown:
        yield say(lang, "explain.fine" if not shown else "explain.more", count=count - shown)


# --- deadlines and stages ---


def late(lang: Lang, behind: Behind, check: Deadline | Staged, found: Finding) -> Lines:
    yield from spans.lines(lang, spans.span(lang, check, found.row, behind.run.as_of), behind.run.as_of)


def in_time(lang: Lang, behind: Behind, check: Deadline | Staged, faulty: Collection[str]) -> Lines:
    """The rows that came nearest to their last day, and the number of the others."""
    as_of = behind.run.as_of
    rows = [each for each in behind.matching(check.table, check.where, undone=True) if each.name not in faulty]
    told = [(row, spans.span(lang, check, row.cells, as_of)) for row in rows]
    known = [
        (row, span) for row, span in told if span.due is not None and (span.start is not None or isinstance(check, Deadline))
    ]
    known.sort(key=lambda each: ((each[1].due or date.max) - (each[1].end or as_of)).days)
    for row, span in known[:MOST_TIGHT]:
        yield f"√ {row_text(row)}"
        yield f"    {spans.one_line(lang, span, as_of)}"
    yield from rest(lang, min(len(known), MOST_TIGHT), len(known))


# --- answers ---


def answered_late(lang: Lang, behind: Behind, check: Response, found: Finding) -> Lines:
    yield from answers.lines(lang, check, found.row, behind.run.as_of)


def answered(lang: Lang, behind: Behind, check: Response, faulty: Collection[str]) -> Lines:
    rows = [each for each in behind.matching(check.table, check.where) if each.name not in faulty]
    for row in rows[:MOST_MET]:
        yield f"√ {row.name}"
        yield from (f"    {line}" for line in answers.lines(lang, check, row.cells, behind.run.as_of))
    yield from rest(lang, min(len(rows), MOST_MET), len(rows))


# --- notices ---


def not_shown(lang: Lang, behind: Behind, check: Notice, found: Finding) -> Lines:
    yield from spans.notice(lang, check, found.row, behind.run.as_of)


def shown(lang: Lang, behind: Behind, check: Notice, faulty: Collection[str]) -> Lines:
    rows = [each for each in behind.matching(check.table, check.where, undone=True) if each.name not in faulty]
    for row in rows[:MOST_MET]:
        yield f"√ {row_text(row)}"
        yield from (f"    {line}" for line in spans.notice(lang, check, row.cells, behind.run.as_of))
    yield from rest(lang, min(len(rows), MOST_MET), len(rows))


# --- updates ---


def stale(lang: Lang, behind: Behind, check: Fresh, found: Finding) -> Lines:
    """The last update, its last day; the day of assessment stands in the head."""
    last = read_date(found.actual or "")
    if last is not None:
        yield _last(lang, behind, check, last)


def fresh(lang: Lang, behind: Behind, check: Fresh, faulty: Collection[str]) -> Lines:
    rows = behind.matching(check.table, check.where)
    if check.list:
        dated = [(entry, [each for each in rows if each.cells.get(check.column) == entry]) for entry in check.list]
        told = [
            (entry, [spans.happened(check.table, check.date, each.cells, behind.run.as_of) for each in own])
            for entry, own in dated
        ]
    else:
        told = [
            (row_text(row), [spans.happened(check.table, check.date, row.cells, behind.run.as_of)])
            for row in rows
            if row.name not in faulty
        ]
    met = [(name, max(filter(None, days), default=None)) for name, days in told if name not in faulty]
    for name, last in met[: MOST_MET * 2]:
        if last is not None:
            yield f"√ {say(lang, 'explain.entry', entry=name, rows=_last(lang, behind, check, last))}"
    yield from rest(lang, min(len(met), MOST_MET * 2), len(met))


def _last(lang: Lang, behind: Behind, check: Fresh, last: date) -> str:
    told = spans.freshness(lang, check, last)
    label = described.column(lang, check.table, check.date)
    parts = (say(lang, "span.done", label=label, day=last), spans.last_day(lang, told.limit, told.due))
    return say(lang, "comma").join(parts)


# --- order ---


def out_of_order(lang: Lang, behind: Behind, check: Ordered, found: Finding) -> Lines:
    if check.steps:
        yield _steps(lang, behind, check, found.subject)
    elif found.row:
        yield _dates(lang, check, Row(check.table, found.subject, found.row, None))


def in_order(lang: Lang, behind: Behind, check: Ordered, faulty: Collection[str]) -> Lines:
    rows = [each for each in behind.matching(check.table, check.where, undone=True) if each.name not in faulty]
    if not check.steps:
        for row in rows[:MOST_TIGHT]:
            yield (
                f"√ {row_text(row)}：{_dates(lang, check, row)}"
                if lang == "zh"
                else f"√ {row_text(row)}: {_dates(lang, check, row)}"
            )
        yield from rest(lang, min(len(rows), MOST_TIGHT), len(rows))
        return
    cases = (
        dict.fromkeys(str(each.cells.get(check.case)) for each in rows if each.cells.get(check.case))
        if check.case
        else {"": None}
    )
    met = [each for each in cases if each not in faulty and not (faulty and not check.case)]
    for case in met[:MOST_MET]:
        yield (
            f"√ {say(lang, 'explain.entry', entry=case, rows=_steps(lang, behind, check, case))}"
            if case
            else f"√ {_steps(lang, behind, check, case)}"
        )
    yield from rest(lang, min(len(met), MOST_MET), len(met))


def _dates(lang: Lang, check: Ordered, row: Row) -> str:
    """“审查日期 2025-03-01，公开日期空着”."""
    told = [(described.column(lang, check.table, name), row.cells.get(name)) for name in check.date]
    return say(lang, "comma").join(
        say(lang, "span.done", label=label, day=day) if day else say(lang, "span.open", label=label) for label, day in told
    )


def _steps(lang: Lang, behind: Behind, check: Ordered, case: str) -> str:
    """Each step by its earliest row."""
    own = (Test(check.case, "is", (case,)),) if check.case is not None and case else ()
    parts = []
    for step in check.steps:
        where = narrowed(check.where, Test(check.column, "is", (step,)), *own)
        rows = [each for each in behind.matching(check.table, where, undone=True) if each.cells.get(check.date[0])]
        first = min(rows, key=lambda each: each.cells[check.date[0]], default=None)
        parts.append(f"{step} {say(lang, 'explain.no_row') if first is None else f'{first.cells[check.date[0]]} {first.name}'}")
    return " → ".join(parts)


# --- what must not be ---


def incident(lang: Lang, behind: Behind, check: Absent, found: Finding) -> Lines:
    """When it was, who found it, what was noted."""
    told = [
        f"{described.column(lang, check.table, name)} {found.row[name]}"
        for name in ("source", "found_by", "note")
        if found.row.get(name)
    ]
    if told:
        yield say(lang, "comma").join(told)


def nothing(lang: Lang, behind: Behind, check: Absent, faulty: Collection[str]) -> Lines:
    """How many rows there are of other kinds."""
    everything = behind.matching(check.table, EVERYTHING)
    if everything and not faulty:
        yield say(lang, "explain.others", count=len(everything), table=described.table(lang, check.table))
