"""What `check` says of a unit: everything that is missing, late or not told, with what to do about it. No score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment import Assessment, ItemResult, UnitResult
from compliance.model import State
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.view.groups import groups
from compliance.report.view.lacking import names, part_of
from compliance.report.view.screen import OPEN
from compliance.report.view.sentences import absent, all_tables, note, table_names
from compliance.words import Lang, say

SIGNS = {"missing": "×", "empty": "×"}


def checked(lang: Lang, run: Assessment, unit: UnitResult) -> tuple[str, Table, str, int]:
    """The head line, the table, the closing line, and how many things are missing, late or otherwise wrong."""
    head = say(lang, "check.head", file=unit.file, rules=run.rule_set.key, code=unit.code, name=unit.name)
    columns = tuple(Column(say(lang, each), 0) for each in ("item", "subject", "situation", "remedy"))
    results = [each for each in (*unit.items, *unit.veto_items) if each.veto is None or each.state is not State.PASS]
    lacking = _not_handed_in(results, unit)
    rows = [*_tables(lang, lacking), *(row for result in results for row in _rows(lang, result, unit))]
    causes = [each.cause for result in results for each in result.findings if each.state is State.FAIL]
    missing = sum(each in ("missing", "empty") for each in causes)
    late = sum(each in ("late", "overdue") for each in causes)
    open_ = sum(result.state in OPEN for result in results)
    counts = {"missing": missing, "late": late, "other": len(causes) - missing - late, "open": open_}
    closing = say(lang, "check.sum" if rows else "check.fine", as_of=run.as_of.isoformat(), **counts)
    if lacking:
        closing = say(lang, "check.tables", count=len(lacking)) + closing
    if rows and run.as_of >= run.rule_set.end:
        closing += say(lang, "check.over", end=run.rule_set.end.isoformat())
    return head, Table("", "", (Column("", 0), *columns), tuple(rows)), closing, len(causes) + len(lacking)


def _not_handed_in(results: Sequence[ItemResult], unit: UnitResult) -> dict[str, list[str]]:
    """The tables that were not handed in, each with the items that cannot be judged without it."""
    found = dict[str, list[str]]()
    for result in results:
        tables = absent(result, unit) if result.cause == "no_evidence" and not result.findings else ()
        parts = [each for each in result.findings if each.cause == "no_evidence"]
        of_parts = [table for each in parts for table in all_tables(part_of(each, result)) if table in unit.absent]
        for table in dict.fromkeys((*tables, *of_parts)):
            found.setdefault(table, []).append(result.item.id)
    return found


def _tables(lang: Lang, lacking: dict[str, list[str]]) -> Iterator[Row]:
    for table, items in lacking.items():
        label = table_names(lang, [table])
        needed = say(lang, "check.needed", items=say(lang, "separator").join(items))
        yield _row("×", "", label, needed, say(lang, "supply.table", tables=label))


def _rows(lang: Lang, result: ItemResult, unit: UnitResult) -> Iterator[Row]:
    """A line for each thing that is wrong with an item; what is wrong in the same way stands in one."""
    for same in groups(lang, result, (each for each in result.findings if each.cause != "no_evidence")):
        sign = SIGNS.get(same.cause, "!") if same.state is State.FAIL else "○"
        yield _row(sign, result.item.id, names(lang, same.objects or (result.item.title,)), same.said, same.remedy)
    if result.state in OPEN and not result.findings and result.cause != "no_evidence":
        yield _row("○", result.item.id, result.item.title, note(lang, result, unit), say(lang, "supply.other"))


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text) for text in texts))
