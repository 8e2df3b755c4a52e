"""Items, bonuses and vetoes against their counterparts: their own keys, their checks, their markings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from compliance import checks, markings
from compliance.checks import Check, Part
from compliance.comparison.change import Change, effect_of
from compliance.comparison.directions import Proof, Step, proof, share_moved, steps_moved
from compliance.markings import Marking
from compliance.markings.scale import Scale
from compliance.markings.tiers import Tiers
from compliance.model import MICRO, Condition, Effect, Item, RuleSet, Veto
from compliance.tables import schema

Role: TypeAlias = Literal["item", "bonus", "veto"]

UNSET = (None, (), Condition())
AMOUNT = "/points"
"""How the types of amounts end that are points, in markings."""


def compare_lines(role: Role, before: Item, after: Item, old: RuleSet, new: RuleSet) -> Iterator[Change]:
    """All differences of one line."""
    yield from _own(role, before, after, new)
    if role == "veto":
        yield from _effects(before, after, old, new)
    yield from _checks(role, before, after)
    yield from _markings(role, before, after)


def _own(role: Role, before: Item, after: Item, new: RuleSet) -> Iterator[Change]:
    """Keys of the item itself."""
    properties = schema("schemas/ruleset.schema.json")["$defs"]["veto" if role == "veto" else "item"]["properties"]
    for name, prop in properties.items():
        if name not in Item._fields or name in ("id", "check", "marking"):
            continue
        one, other = getattr(before, name), getattr(after, name)
        if name == "applies_to":
            one, other = _classes(before, new), _classes(after, new)
        if one == other or (name == "points" and before.informational != after.informational):
            continue
        direction = _reversed(prop) if role == "bonus" and name == "points" else prop
        if prop["x-tighter"] == "any":
            effect: Any = "neutral"
        else:
            forward, backward = _is_proven(direction, one, other), _is_proven(direction, other, one)
            if name == "already_counted":  # subjects that no other item takes over any more may be met
                forward, backward = (
                    is_so and item.marking.never_rewards(item.points, more_subjects=True)
                    for is_so, item in ((forward, before), (backward, after))
                )
            effect = effect_of(forward=forward, backward=backward)
        table = "units" if name == "applies_if" else ""
        yield Change(role, after.id, (name,), getattr(before, name), getattr(after, name), effect, prop, table)


def _is_proven(prop: Any, before: Any, after: Any) -> bool:
    return proof(prop, before, after) is not None


def _reversed(prop: Any) -> Any:
    return {**prop, "x-tighter": {"more": "less", "less": "more"}[prop["x-tighter"]]}


def _classes(item: Item, rules: RuleSet) -> tuple[str, ...]:
    """The classes of the later rule set to which the item applies; those that were not selected are no difference."""
    return tuple(each for each in rules.applies_to if not item.applies_to or each in item.applies_to)


# --- checks ---


def _checks(role: Role, before: Item, after: Item) -> Iterator[Change]:
    """Differences of the check, property by property; worse verdicts must not bring more points under the marking as it was."""
    one, other = before.check, after.check
    if type(one) is not type(other):
        yield Change(role, after.id, ("check",), one, other, "unproven")
        return
    for name, prop in _properties(checks.fragment(_stem(one))):
        old, new = _value(one, name), _value(other, name)
        if old != new and not _is_implied(prop, one):
            forward = _serves(before, _proven(one, other, name, prop))
            backward = _serves(after, _proven(other, one, name, prop))
            effect = effect_of(forward=forward, backward=backward)
            yield Change(role, after.id, ("check", name), old, new, effect, prop, getattr(other, "table", ""))


def _serves(item: Item, found: Proof | None) -> bool:
    return found is not None and item.marking.never_rewards(item.points, more_subjects=found == "subjects")


def _proven(before: Check, after: Check, name: str, prop: Any) -> Proof | None:
    """The proof that this property tightens, where what it presupposes holds on both sides."""
    for other, allowed in prop.get("x-if", {}).items():
        for check in (before, after):
            value = _value(check, other)
            if (None if value in UNSET else value) not in allowed:
                return None
    one, two = _value(before, name), _value(after, name)
    if isinstance(one, tuple) and one and isinstance(one[0], Part):
        return _parts(prop["x-tighter"], one, two)
    return proof(prop, one, two)


def _parts(direction: str, before: tuple[Part, ...], after: tuple[Part, ...]) -> Proof | None:
    """Parts in their places; `each` admits no more of them, and no more subjects, which might be met where there were none."""
    proofs = [_whole(one.check, other.check) for one, other in zip(before, after, strict=False)]
    if len(after) < len(before) or None in proofs or direction == "none":
        return None
    has_more = len(after) > len(before) or "subjects" in proofs
    if direction == "each":
        return None if has_more else "verdicts"
    return "subjects" if has_more else "verdicts"


def _whole(before: Check, after: Check) -> Proof | None:
    """The proof that a check inside another tightens as a whole."""
    if type(before) is not type(after):
        return None
    found: list[Proof | None] = [
        _proven(before, after, name, prop)
        for name, prop in _properties(checks.fragment(_stem(before)))
        if _value(before, name) != _value(after, name) and not _is_implied(prop, before)
    ]
    return None if None in found else "subjects" if "subjects" in found else "verdicts"


def _properties(fragment: Any) -> Iterator[tuple[str, Any]]:
    return ((name, prop) for name, prop in fragment["properties"].items() if name != "kind")


def _value(check: Check, name: str) -> Any:
    """A property as it is understood: 没有记录时 with its default."""
    if name == "when_empty":
        return check.policy
    return getattr(check, "from_" if name == "from" else name)


def _is_implied(prop: Any, before: Check) -> bool:
    """Whether the property is only there because another was set, which is a difference of its own."""
    return "x-with" in prop and _value(before, prop["x-with"]) in UNSET


# --- markings ---


def _markings(role: Role, before: Item, after: Item) -> Iterator[Change]:
    """Differences of the marking; amounts are shares of the item's points, except of bonuses and of what is only shown."""
    one, other = before.marking, after.marking
    if role == "veto":
        return
    if type(one) is not type(other):
        yield Change(role, after.id, ("marking",), one, other, "unproven")
        return
    is_absolute = role == "bonus" or not before.points or not after.points
    worth = (1, 1) if is_absolute else (before.points, after.points)
    for name, prop in _properties(markings.fragment(_stem(one))):
        old, new = getattr(one, name), getattr(other, name)
        if old in UNSET and new in UNSET:
            continue
        is_amount = prop.get("$ref", "").endswith(AMOUNT)
        if is_amount:
            forward, backward = share_moved(prop, old, new, worth), share_moved(prop, new, old, (worth[1], worth[0]))
        elif name in ("tiers", "levels"):
            forward, backward = (_gives_less(role, *pair) for pair in ((before, after), (after, before)))
        else:
            forward, backward = _is_proven(prop, old, new), _is_proven(prop, new, old)
        if old != new or not (forward and backward):
            effect = effect_of(forward=forward, backward=backward)
            shown = worth if is_amount and worth[0] != worth[1] else None
            yield Change(role, after.id, ("marking", name), old, new, effect, prop, worth=shown)


def _gives_less(role: Role, before: Item, after: Item) -> bool:
    """Whether tiers give no more at any value, or levels of the same names no more at any."""
    one, other = before.marking, after.marking
    if isinstance(one, Tiers) and isinstance(other, Tiers):
        steps: list[list[Step]] = [
            [(tier.min, _part(role, tier, item)) for tier in marking.tiers] for marking, item in ((one, before), (other, after))
        ]
        return one.by == other.by and steps_moved(*steps)
    if not isinstance(one, Scale) or not isinstance(other, Scale):
        return False
    old = {each.name: _part(role, each, before) for each in one.levels}
    new = {each.name: _part(role, each, after) for each in other.levels}
    return set(new) == set(old) and all(new[name] <= old[name] for name in old)


def _part(role: Role, given: Any, item: Item) -> Fraction:
    """What a tier or level gives: a part of the item's points, of a bonus the points."""
    is_share = given.points is None
    whole = Fraction(given.share or 0, 100 * MICRO) if is_share else Fraction(given.points, item.points or 1)
    return whole * item.points if role == "bonus" and item.points else whole


# --- vetoes ---


def _effects(before: Item, after: Item, old: RuleSet, new: RuleSet) -> Iterator[Change]:
    one, other = _veto(before, old), _veto(after, new)
    properties = schema("schemas/ruleset.schema.json")["$defs"]["veto"]["properties"]
    if one.at_least != other.at_least:
        effect = effect_of(forward=other.at_least < one.at_least, backward=other.at_least > one.at_least)
        yield Change("veto", after.id, ("at_least",), one.at_least, other.at_least, effect, properties["at_least"])
    if one.effect != other.effect or one.effect.kind == "score":
        forward, backward = _is_harder(one.effect, other.effect, old, new), _is_harder(other.effect, one.effect, new, old)
        if not (forward and backward):
            effect = effect_of(forward=forward, backward=backward)
            yield Change("veto", after.id, ("effect",), one.effect, other.effect, effect, properties["effect"])


def _veto(item: Item, rules: RuleSet) -> Veto:
    return next(each for each in rules.vetoes if each.item is item)


def _is_harder(before: Effect, after: Effect, old: RuleSet, new: RuleSet) -> bool:
    """Nothing is harder than stopping; scores compare as shares of the full marks, grades by their place from the top."""
    if after.kind == "stop":
        return True
    if before.kind == "score" and after.kind == "score":
        return after.score * old.scoring.full_marks <= before.score * new.scoring.full_marks
    names = [each.name for each in new.grades]
    is_same_scale = names == [each.name for each in old.grades]
    if is_same_scale and before.grade in names and after.grade in names:
        return names.index(after.grade) >= names.index(before.grade)
    return False


def _stem(thing: Check | Marking) -> str:
    return type(thing).__module__.rpartition(".")[2]
