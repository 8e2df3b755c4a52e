"""What stands in the head of two rule sets, and their groups: period, scoring, grades, advice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.comparison.change import Change, Effect, effect_of
from compliance.comparison.directions import proof, share_moved
from compliance.model import Group, Item, RuleSet
from compliance.tables import schema


def compare_heads(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    """Differences of everything that is no item and no group."""
    properties = schema("schemas/ruleset.schema.json")["properties"]
    plain = {
        "title": (before.title, after.title),
        "applies_to": (before.applies_to, after.applies_to),
        "period": ((before.start, before.end), (after.start, after.end)),
        "terms": (before.terms, after.terms),
        "ranking": (before.ranking, after.ranking),
        "recommendations": (before.recommendations, after.recommendations),
    }
    for name, (old, new) in plain.items():
        if old != new:
            yield Change("head", "", (name,), old, new, _plain(properties[name], old, new), properties[name])
    old_titles, new_titles = ({each.id: each.title for each in rules.sources} for rules in (before, after))
    for key in dict.fromkeys((*old_titles, *new_titles)):
        if old_titles.get(key) != new_titles.get(key):
            sides = (old_titles.get(key), new_titles.get(key))
            yield Change("head", key, ("sources",), *sides, "neutral", properties["sources"])
    yield from _scoring(before, after)
    yield from _grades(before, after)


def compare_groups(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    """Groups of the same id: their keys; and items that stand in another group than before."""
    properties = schema("schemas/ruleset.schema.json")["$defs"]["group"]["properties"]
    old = {each.id: each for each in before.root.groups()}
    for group in after.root.groups():
        was = old.get(group.id)
        for name in ("title", "weight", "total", "cap_at_group") if was is not None else ():
            one, other = getattr(was, name), getattr(group, name)
            if one != other:
                effect = _plain(properties[name], one, other)
                yield Change("group", group.id, (name,), one, other, effect, properties[name])
    homes = _homes(before.root)
    for item, home in _homes(after.root).items():
        if homes.get(item, home) != home:
            yield Change("item", item, ("group",), homes[item], home, "unproven", {"title": "分组"})


def _homes(group: Group) -> dict[str, str]:
    """The group of each item."""
    found: dict[str, str] = {}
    for member in group.members:
        found |= {member.id: group.id} if isinstance(member, Item) else _homes(member)
    return found


def _plain(prop: Any, before: Any, after: Any) -> Effect:
    if prop["x-tighter"] == "any":
        return "neutral"
    forward, backward = (proof(prop, *pair) is not None for pair in ((before, after), (after, before)))
    return effect_of(forward=forward, backward=backward)


def _scoring(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    definitions = schema("schemas/ruleset.schema.json")["$defs"]
    properties, policy = definitions["scoring"]["properties"], definitions["policy"]["properties"]
    one, other = before.scoring, after.scoring
    parts: list[tuple[tuple[str, ...], Any, Any, Any]] = [
        (("full_marks",), one.full_marks, other.full_marks, properties["full_marks"]),
        (("places",), one.places, other.places, properties["places"]),
        (("total",), before.root.total, after.root.total, properties["total"]),
        (("not_applicable",), one.not_applicable, other.not_applicable, policy["policy"]),
        (("not_applicable", "over"), one.over, other.over, policy["over"]),
    ]
    for path, old, new, prop in parts:
        if old != new:
            yield Change("head", "", ("scoring", *path), old, new, _plain(prop, old, new), prop)
    worth = (one.full_marks, other.full_marks)
    for name, prop in properties["bonus"]["properties"].items():
        old, new = (getattr(each.bonus, name) if each.bonus else None for each in (one, other))
        # Without a cap every bonus counts.
        whole = {**prop, "x-unset": "laxest"}
        yield from _amount(properties["bonus"]["title"], ("scoring", "bonus", name), (old, new), whole, worth)


def _amount(
    name: str, path: tuple[str, ...], sides: tuple[int | None, int | None], prop: Any, worth: tuple[int, int]
) -> Iterator[Change]:
    """An amount that counts as a share of the full marks."""
    old, new = sides
    forward = share_moved(prop, old, new, worth)
    backward = share_moved(prop, new, old, (worth[1], worth[0]))
    if old != new or not (forward and backward):
        effect = effect_of(forward=forward, backward=backward)
        yield Change("head", name, path, old, new, effect, prop, worth=worth if worth[0] != worth[1] else None)


def _grades(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    """Grades of the same names: their minima as shares of the full marks, their quotas."""
    properties = schema("schemas/ruleset.schema.json")["$defs"]["grade"]["properties"]
    old, new = before.grades, after.grades
    if [each.name for each in old] != [each.name for each in new]:
        was, now = (tuple(each.name for each in grades) for grades in (old, new))
        yield Change("head", "", ("grades",), was, now, "unproven", properties["name"])
        return
    worth = (before.scoring.full_marks, after.scoring.full_marks)
    for one, other in zip(old, new, strict=True):
        yield from _amount(one.name, ("grades", "min"), (one.min, other.min), properties["min"], worth)
        for name in ("quota", "quota_rounding"):
            was, now = getattr(one, name), getattr(other, name)
            if was != now:
                effect = _plain(properties[name], was, now)
                yield Change("head", one.name, ("grades", name), was, now, effect, properties[name])
