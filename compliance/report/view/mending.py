"""What to do about a finding, in words."""

from __future__ import annotations

from compliance.assessment import Finding, ItemResult
from compliance.model import State
from compliance.repairs import is_repairable
from compliance.report.view.sentences import table_names
from compliance.words import Lang, say


def remedy(lang: Lang, found: Finding, result: ItemResult) -> str:
    """What the unit should do about a finding: the rule's own remedy, or what the cause calls for."""
    if result.item.remedy and (is_repairable(found, result) or found.state is not State.FAIL):
        return result.item.remedy
    if found.cause == "missing" and is_repairable(found, result) and result.item.check.tables:
        table = result.item.check.tables[0]
        return say(lang, "supply.missing", subject=found.subject, table=table_names(lang, [table]))
    if found.state is State.FAIL and not is_repairable(found, result):
        return say(lang, "rectified.overdue" if found.cause == "overdue" else "rectified")
    key = {
        "differs": "supply.sides",
        "cannot_tell": "supply.cell",
        "no_mark": "supply.mark",
        "not_due": "supply.wait",
    }.get(found.cause, "supply.other")
    return say(lang, key, limit=found.limit or "")
