"""What to do about a finding, in words."""

from __future__ import annotations

from compliance.assessment import Finding, ItemResult
from compliance.checks.elements import Elements
from compliance.checks.listed import Listed
from compliance.checks.notice import Notice
from compliance.checks.ordered import Ordered
from compliance.checks.text import Text
from compliance.hints import Hint
from compliance.model import State
from compliance.report.view import described
from compliance.report.view.lacking import about_text, names, part_of
from compliance.report.view.sentences import all_tables, table_names
from compliance.words import Lang, say

IN_TIME = ("late", "overdue", "short", "withdrawn_early", "out_of_order", "stale", "empty", "missing")
"""Causes that time makes good no more, where the kind does not call them repairable."""


def remedy(lang: Lang, found: Finding, result: ItemResult) -> str:
    """What the unit should do about a finding: what its rows ask for, the rule's own remedy, or what the cause calls for."""
    for hint in found.hints():
        return _of_hint(lang, hint)
    if found.state is not State.FAIL:
        return _settled(lang, found, result)
    if not found.can_mend and found.cause in IN_TIME:
        return say(lang, "rectified.overdue" if found.cause == "overdue" else "rectified")
    if result.item.remedy:
        return result.item.remedy
    if key := _of_kind(found, result):
        check = result.item.check
        column = described.column(lang, check.table, getattr(check, "column", ""))
        return say(lang, key, subject=found.subject, table=table_names(lang, check.tables), column=column)
    tables = part_of(found, result).tables
    if found.cause == "missing" and tables:
        about = about_text(lang, part_of(found, result)).strip(" “”") or found.subject
        return say(lang, "supply.missing", subject=about, table=table_names(lang, tables[:1]))
    key = {"differs": "supply.sides", "occurred": "supply.occurred"}.get(found.cause, "supply.other")
    return say(lang, key)


def _of_kind(found: Finding, result: ItemResult) -> str:
    """The words for what only this kind of check asks for; empty where the cause says it all."""
    if found.cause == "empty" and result.item.check.tables:
        return "supply.empty"
    match result.item.check, found.cause:
        case Elements(), "missing":
            return "supply.elements"
        case Listed(channels=channels), "missing" if channels:
            return "supply.channels"
        case Ordered(), "missing":
            return "supply.steps"
        case Text(), "missing" | "occurred" | "out_of_order":
            return f"supply.text.{found.cause}"
    return ""


def _settled(lang: Lang, found: Finding, result: ItemResult) -> str:
    """How something open is settled."""
    if found.cause == "no_evidence":
        return say(lang, "supply.table", tables=table_names(lang, all_tables(part_of(found, result))))
    if found.cause == "not_due":
        if found.excess_unit == "row":
            return say(lang, "supply.in_period")
        is_kept = isinstance(part_of(found, result), Notice)
        return say(lang, "supply.keep" if is_kept else "supply.wait", limit=found.limit or "")
    key = {
        "no_mark": "supply.mark",
        "calendar_unpublished": "supply.calendar",
    }.get(found.cause, "supply.cell")
    return say(lang, key)


def _of_hint(lang: Lang, hint: Hint) -> str:
    key = {"not_done": "supply.done", "ahead": "supply.done"}.get(hint.kind, f"supply.{hint.kind}")
    return say(lang, key, names=names(lang, hint.names), column=described.column(lang, hint.table, hint.column))
