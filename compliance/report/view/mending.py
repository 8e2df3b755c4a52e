"""What can still be mended, with the points it brings and the last day, and what cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compliance.assessment import Finding, ItemResult, UnitResult
from compliance.markings.deduct import Deduct
from compliance.model import RuleSet, State
from compliance.report.view.sentences import table_names
from compliance.words import Lang, say


@dataclass(frozen=True)
class Mending:
    """items: each item with the points (micro) that mending its repairable faults brings. lost: points past mending."""

    items: tuple[tuple[ItemResult, int], ...]
    lost: tuple[tuple[ItemResult, int], ...]

    @property
    def gain(self) -> int:
        return sum(points for _, points in self.items)


def mending(unit: UnitResult, rules: RuleSet, as_of: date) -> Mending:
    """Items with faults, split by whether a fault of that cause can be made good before the period ends."""
    gains, losses = [], []
    for result in unit.items:
        if result.state not in (State.PARTIAL, State.FAIL):
            continue
        gain = _gain(result) if as_of < rules.end else 0
        if gain:
            gains.append((result, gain))
        if result.max - result.points - gain > 0:
            losses.append((result, result.max - result.points - gain))
    return Mending(tuple(gains), tuple(losses))


def is_repairable(found: Finding, result: ItemResult) -> bool:
    return found.cause in result.item.check.repairable


def _gain(result: ItemResult) -> int:
    """Points that come back once every repairable fault is mended; 0 where that cannot be said from the faults alone."""
    left = [each for each in result.findings if each.state is State.FAIL and not is_repairable(each, result)]
    if not left:
        return result.max - result.points if any(is_repairable(each, result) for each in result.findings) else 0
    marking = result.item.marking
    if not isinstance(marking, Deduct) or any(each.lost is None for each in left):
        return 0
    loss = sum(each.lost or 0 for each in left)
    if marking.at_most is not None:
        loss = min(loss, marking.at_most)
    return max(0, max(0, result.max - loss) - result.points)


def remedy(lang: Lang, found: Finding, result: ItemResult) -> str:
    """What the unit should do about a finding: the rule's own remedy, or what the cause calls for."""
    if result.item.remedy and (is_repairable(found, result) or found.state is not State.FAIL):
        return result.item.remedy
    if found.cause == "missing" and is_repairable(found, result):
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
