"""Changes every limit and every number of points of a rule set, one at a time, and asks whether some case notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from compliance.casebook import outcomes_of
from compliance.frozen import frozen
from compliance.model import MICRO, Condition, Group, Item, Number, Ranking, RuleSet, Veto
from compliance.validate.cases import Case
from compliance.values import write_decimal
from compliance.workdays import Duration

HUNDREDTH = MICRO // 100
COUNTS = ("at_least",)
"""Whole numbers of a check that are not micro: rows in a period."""


@frozen
class Mutation:
    """One number changed: where (`期限 limit.count`, `计分 per_fault`), from what to what; noticed: some case of the item fails."""

    item: str
    where: str
    before: str
    after: str
    noticed: bool


def mutations(rule_set: RuleSet, cases: Sequence[Case]) -> Iterator[Mutation]:
    """Every change of every item that has cases, in the order of the rule set."""
    for item in rule_set.lines():
        own = [case for case in cases if case.item == item.id]
        if not own:
            continue
        alone = _alone(rule_set, item)
        base = alone if _all_hold(alone, own) else rule_set
        judged = next(each for each in base.lines() if each.id == item.id)
        for where, before, after, changed in _changes(judged):
            yield Mutation(item.id, where, before, after, not _all_hold(_with(base, changed), own))


def _all_hold(rule_set: RuleSet, cases: Sequence[Case]) -> bool:
    return all(each.holds for each in outcomes_of(cases, rule_set))


def _alone(rule_set: RuleSet, item: Item) -> RuleSet:
    """The rule set with nothing but this item: what its cases say should not depend on the others, and mostly does not."""
    vetoes = tuple(each for each in rule_set.vetoes if each.item is item)
    lone = item._replace(already_counted=())
    bonuses = tuple(lone for each in rule_set.bonuses if each is item)
    own = () if vetoes or bonuses else (lone,)
    root = Group("", "", own)
    return rule_set._replace(root=root, bonuses=bonuses, vetoes=vetoes, ranking=Ranking(), recommendations=())


def _with(rule_set: RuleSet, changed: Item) -> RuleSet:
    def group(old: Group) -> Group:
        return old._replace(members=tuple(group(each) if isinstance(each, Group) else one(each) for each in old.members))

    def one(old: Item) -> Item:
        return changed if old.id == changed.id else old

    vetoes = tuple(Veto(one(each.item), each.effect, each.at_least) for each in rule_set.vetoes)
    return rule_set._replace(root=group(rule_set.root), bonuses=tuple(one(each) for each in rule_set.bonuses), vetoes=vetoes)


def _changes(item: Item) -> Iterator[tuple[str, str, str, Item]]:
    for where, before, after, check in _of(item.check, "check"):
        yield where, before, after, item._replace(check=check)
    for where, before, after, marking in _of(item.marking, "marking"):
        yield where, before, after, item._replace(marking=marking)
    if item.points:
        more = item.points + HUNDREDTH
        yield "points", write_decimal(item.points), write_decimal(more), item._replace(points=more)


def _of(thing: Any, where: str) -> Iterator[tuple[str, str, str, Any]]:
    """Every variant of a dataclass in which one number below it is another."""
    for field in fields(thing):
        value = getattr(thing, field.name)
        for path, before, after, changed in _variants(value, f"{where}.{field.name}", is_check=where.startswith("check")):
            yield path, before, after, replace(thing, **{field.name: changed})


def _variants(value: Any, where: str, *, is_check: bool) -> Iterator[tuple[str, str, str, Any]]:
    if isinstance(value, tuple):
        for place, each in enumerate(value):
            for path, before, after, changed in _variants(each, f"{where}[{place + 1}]", is_check=is_check):
                yield path, before, after, (*value[:place], changed, *value[place + 1 :])
    elif isinstance(value, (Duration, Number, date)) or type(value) is int:
        is_count = is_check and where.rpartition(".")[2] in COUNTS
        for other in _others(value, 1 if is_count else HUNDREDTH):
            yield where, _shown(value, is_count=is_count), _shown(other, is_count=is_count), other
    elif is_dataclass(value) and not isinstance(value, (type, Condition)):
        yield from _of(value, where)


def _others(value: Any, step: int) -> list[Any]:
    """What stands there instead: limits a little longer and a little shorter, points a little more."""
    if isinstance(value, Duration):
        return [Duration(count, value.unit) for count in (value.count + 1, value.count - 1) if count >= 0]
    if isinstance(value, Number):
        return [Number(value.value + MICRO), Number(value.value - MICRO)]
    if isinstance(value, date):
        return [value + timedelta(days=1), value - timedelta(days=1)]
    return [value + step]


def _shown(value: Any, *, is_count: bool) -> str:
    if isinstance(value, Duration):
        return str(value.count)
    if isinstance(value, date):
        return value.isoformat()
    micro = value.value if isinstance(value, Number) else value
    return str(micro) if is_count else write_decimal(micro)
