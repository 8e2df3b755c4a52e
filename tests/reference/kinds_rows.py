"""kinds.md §2: listed, present, elements, absent, judged, text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.reference.numbers import texts, truth
from tests.reference.tables import Row
from tests.reference.verdict import (
    NOT_APPLICABLE,
    Case,
    Outcome,
    Subject,
    absent,
    cannot_tell,
    fault,
    met,
    of_rows,
    when_empty,
    whole,
)

Check = Mapping[str, Any]

PLACEHOLDER = r"20xx年|××年|XX|某某|待补充"
DOUBLED = r"([\u4e00-\u9fff]{2,})\1|\b([A-Za-z]{2,})\s+\2\b"
PATTERNS = {"placeholder": PLACEHOLDER, "占位符": PLACEHOLDER, "doubled": DOUBLED, "重复词": DOUBLED}


def names(row: Row, column: str, entry: str) -> bool:
    """Whether the row's cell is the entry, or holds it."""
    cell = row.get(column)
    return entry in cell if isinstance(cell, list) else cell == entry


def listed(check: Check, case: Case) -> Outcome:
    table, column = check["table"], check.get("column", "topic")
    if table not in case.tables:
        return absent()
    rows = case.rows(check, table)
    if not rows and (said := when_empty(check, "fault")):
        return said
    channels = texts(check["channels"]) if "channels" in check else [None]
    return Outcome(
        tuple(
            replace(_entry([row for row in rows if names(row, column, entry)], channel), entry=entry)
            for entry in case.members(check["list"])
            for channel in channels
        )
    )


def _entry(rows: list[Row], channel: str | None) -> Subject:
    """Whether one of the rows of an entry will do, on that channel where one is asked for."""
    if not rows:
        return fault("missing")
    if channel is None or any(channel in (row.get("channels") or []) for row in rows):
        return met()
    return cannot_tell() if all(row.get("channels") is None for row in rows) else fault("missing")


def present(check: Check, case: Case) -> Outcome:
    if check["table"] not in case.tables:
        return absent()
    if case.rows(check, check["table"]):
        return Outcome((met(),))
    return when_empty(check, "fault") or Outcome((fault("missing"),))


def elements(check: Check, case: Case) -> Outcome:
    table, column = check.get("table", "documents"), check.get("column", "elements")
    if table not in case.tables:
        return absent()
    rows = case.rows(check, table)
    if not rows and (said := when_empty(check, "fault")):
        return said
    wanted = case.members(check["elements"])
    if truth(check.get("each_row", "")):
        subjects = [replace(_element(each, [row.get(column)]).of(row), entry=each) for row in rows for each in wanted]
        return of_rows(check, "fault", subjects)
    cells = [row.get(column) for row in rows]
    return Outcome(tuple(replace(_element(each, cells), entry=each) for each in wanted))


def _element(element: str, cells: list[list[str] | None]) -> Subject:
    if any(cell is not None and element in cell for cell in cells):
        return met()
    return cannot_tell() if None in cells else fault("missing")


def never(check: Check, case: Case) -> Outcome:
    """absent: every row is a fault."""
    table = check.get("table", "incidents")
    if table not in case.tables:
        return absent()
    return of_rows(check, "full", [fault("occurred").of(row) for row in case.rows(check, table)])


def judged(_check: Check, case: Case) -> Outcome:
    """What a person said of the item; the marking `scale` reads the mark itself."""
    rows = [row for row in case.tables.get("marks", ()) if row.get("item") == case.item and row.get("layer") == case.layer]
    if len(rows) != 1:
        return Outcome((cannot_tell() if rows else Subject("not_checked", "no_mark"),))
    state = rows[0].get("state")
    if state == "not_applicable":
        return whole(NOT_APPLICABLE, None)
    is_graded = any(rows[0].get(each) is not None for each in ("level", "points"))
    blank = met() if is_graded else Subject("not_checked", "no_mark")
    subject = {"unknown": cannot_tell(), "pass": met(), "fail": fault("marked")}.get(state, blank)
    return Outcome((subject,), mark=rows[0])


def text(check: Check, case: Case) -> Outcome:
    table, column = check.get("table", "reports"), check.get("column", "text")
    if table not in case.tables:
        return absent()
    rows = case.rows(check, table)
    if not rows and (said := when_empty(check, "fault")):
        return said
    cells = [row.get(column) for row in rows]
    passages = "\n".join(each for each in cells if each is not None)
    lacking = cannot_tell() if None in cells else fault("missing")
    clean = cannot_tell() if None in cells else met()
    found = [fault("occurred") if _occurs(each, passages) else clean for each in texts(check.get("forbid", []))]
    found += [met() if each in passages else lacking for each in texts(check.get("require", []))]
    found += _sections(case.members(check["sections"]), passages, lacking) if "sections" in check else []
    return Outcome(tuple(found))


def _occurs(passage: str, passages: str) -> bool:
    return re.search(PATTERNS.get(passage, re.escape(passage)), passages) is not None


def _sections(titles: list[str], passages: str, lacking: Subject) -> list[Subject]:
    """Each title at the start of one line; one that stands before an earlier title, or twice, is out of order."""
    places = [[number for number, line in enumerate(passages.split("\n")) if line.startswith(each)] for each in titles]
    subjects = []
    for number, found in enumerate(places):
        earlier = [each[0] for each in places[:number] if each]
        is_misplaced = len(found) > 1 or any(found[0] < each for each in earlier if found)
        subjects.append(fault("out_of_order") if is_misplaced else met() if found else lacking)
    return subjects
