"""Which rows are missing, and why a subject cannot be told: read off the conditions of checks and off the rows themselves."""

from __future__ import annotations

from dataclasses import replace

from compliance.assessment import Finding, ItemResult
from compliance.checks import Check, Composite
from compliance.checks.elements import Elements
from compliance.checks.judged import Judged
from compliance.checks.ratio import Ratio
from compliance.hints import Hint
from compliance.model import Condition, Test
from compliance.report.view import described
from compliance.tables import NAMING, tables
from compliance.words import Lang, say

MOST_NAMES = 6
"""Rows named before “等 N 处”."""


def part_of(found: Finding, result: ItemResult) -> Check:
    """The check that a finding comes from: of a composite, its part."""
    check = result.item.check
    if not isinstance(check, Composite):
        return check
    return next((each.check for each in check.parts if each.title == found.subject), check)


def wanted(lang: Lang, check: Check) -> str:
    """The kind of row that a check looks for: “会议培训“校务公开培训””, with what else must hold of it but dates."""
    table, where = getattr(check, "table", ""), getattr(check, "where", Condition())
    if table not in tables():
        return ""
    label = tables()[table].label if lang == "zh" else table
    about = about_text(lang, check)
    rest = tuple(each for each in where.tests if not _is_naming(each) and not _is_dated(each, table))
    more = described.condition(lang, replace(where, tests=rest), table)
    return say(lang, "wanted", table=label, about=about) + (say(lang, "paren", text=more) if more else "")


def about_text(lang: Lang, check: Check) -> str:
    """“校务公开培训”, or nothing where every row of the table will do."""
    where = getattr(check, "where", Condition())
    named = next((each for each in where.tests if _is_naming(each)), None)
    return "" if named is None else say(lang, "wanted.about", about=say(lang, "or").join(str(each) for each in named.values))


def _is_naming(test: Test) -> bool:
    return test.operator == "is" and test.column in NAMING


def _is_dated(test: Test, table: str) -> bool:
    column = tables()[table].column(test.column)
    return column is not None and column.type == "date"


def because(lang: Lang, found: Finding, result: ItemResult) -> str:
    """Why a subject is missing or cannot be told, as far as its rows say; empty where there is no more to say."""
    hints = found.hints()
    if hints:
        return say(lang, "semicolon").join(dict.fromkeys(_hint(lang, each) for each in hints))
    return _untold(lang, found, result) if found.cause == "cannot_tell" else ""


def names(lang: Lang, found: tuple[str, ...], most: int = MOST_NAMES) -> str:
    """“G1、G2、G3 等 9 处”."""
    more = say(lang, "found.more", count=len(found)) if len(found) > most else ""
    return say(lang, "separator").join(found[:most]) + more


def _hint(lang: Lang, hint: Hint) -> str:
    column = described.column(lang, hint.table, hint.column)
    return say(lang, f"hint.{hint.kind}", names=names(lang, hint.names), column=column, count=hint.count)


def _untold(lang: Lang, found: Finding, result: ItemResult) -> str:
    check = part_of(found, result)
    if isinstance(check, Judged):
        return say(lang, "hint.marks")
    if isinstance(check, Ratio):
        return say(lang, "hint.zero")
    column = check.column if isinstance(check, Elements) else getattr(check, "from_", None)
    if found.row and column and found.row.get(column) is None:
        return say(lang, "hint.empty", column=described.column(lang, check.table, column))
    return say(lang, "hint.no_edition") if found.row and getattr(check, "within", None) else ""
