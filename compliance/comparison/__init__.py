"""Two rule sets side by side: every difference, and whether it only tightens.

Stricter means, item by item: with the same evidence no better state, no larger share of the item's points, and no fewer points at
stake. An item's weight is its points, not its share of the full marks: every duty that is added thins out all others. Grades, caps
and gates are compared as shares of the full marks, amounts of markings as shares of the item's points; both of bonuses as points.
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.comparison.change import Change, Effect
from compliance.comparison.head import compare_groups, compare_heads
from compliance.comparison.lines import Role, compare_lines
from compliance.model import Item, RuleSet

__all__ = ["Change", "compare"]


def compare(before: RuleSet, after: RuleSet) -> tuple[Change, ...]:
    """All differences: of the head, of groups, then line by line in the order of `after`, what was left out last."""
    return (*compare_heads(before, after), *compare_groups(before, after), *_lines(before, after))


def _lines(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(after)
    for key, (role, found) in new.items():
        was = old.get(key)
        if was is None or was[0] != role:
            effect: Effect = "looser" if role == "bonus" else "neutral" if found.informational else "tighter"
            yield Change(role, key, (), None, found, effect)
        else:
            yield from compare_lines(role, was[1], found, before, after)
    for key, (role, found) in old.items():
        is_selected = not found.applies_to or set(found.applies_to) & set(after.applies_to)
        if is_selected and (key not in new or new[key][0] != role):
            yield Change(role, key, (), found, None, "tighter" if role == "bonus" else "looser")


def _by_id(rules: RuleSet) -> dict[str, tuple[Role, Item]]:
    found: dict[str, tuple[Role, Item]] = {each.id: ("item", each) for each in rules.root.items()}
    found |= {each.id: ("bonus", each) for each in rules.bonuses}
    return found | {each.item.id: ("veto", each.item) for each in rules.vetoes}
