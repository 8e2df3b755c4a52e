"""What `check` says of a unit: everything that is missing, late or not told, with what to do about it. No score."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.assessment import Assessment, ItemResult, UnitResult
from compliance.model import State
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.view.mending import remedy
from compliance.report.view.screen import OPEN
from compliance.report.view.sentences import absent, named, note, sentence, table_names
from compliance.words import Lang, say


def checked(lang: Lang, run: Assessment, unit: UnitResult) -> tuple[str, Table, str, int]:
    """The head line, the table, the closing line, and how many things are missing, late or otherwise wrong."""
    head = say(lang, "check.head", file=unit.file, rules=run.rule_set.key, code=unit.code, name=unit.name)
    columns = tuple(Column(say(lang, each), 0) for each in ("item", "subject", "situation", "remedy"))
    results = (*unit.items, *unit.veto_items)
    rows = [row for result in results for row in _rows(lang, result, unit)]
    causes = [each.cause for result in results for each in result.findings if each.state is State.FAIL]
    missing = sum(each in ("missing", "empty") for each in causes)
    late = sum(each in ("late", "overdue") for each in causes)
    open_ = sum(result.state in OPEN for result in results)
    other = len(causes) - missing - late
    as_of = run.as_of.isoformat()
    key = "check.sum" if causes or open_ else "check.fine"
    closing = say(lang, key, missing=missing, late=late, other=other, open=open_, as_of=as_of)
    return head, Table("", "", (Column("", 0), *columns), tuple(rows)), closing, len(causes)


def _rows(lang: Lang, result: ItemResult, unit: UnitResult) -> Iterator[Row]:
    for found in result.findings:
        sign = {"missing": "×", "empty": "×"}.get(found.cause, "!") if found.state is State.FAIL else "○"
        text = sentence(lang, found, result).removeprefix(found.subject).strip()
        yield _row(sign, result.item.id, named(found), text, remedy(lang, found, result))
    if result.state in OPEN and not result.findings:
        names = table_names(lang, absent(result, unit))
        advice = say(lang, "supply.table", tables=names) if names else say(lang, "supply.mark")
        yield _row("○", result.item.id, result.item.title, note(lang, result, unit), advice)


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text) for text in texts))
