"""Random changes of rule sets that the comparison says only tighten: single values of checks and markings, moved a little."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args, get_type_hints

from compliance.checks import Part
from compliance.comparison import compare
from compliance.model import MICRO, Condition, Edition, Group, Item, Number, RuleSet, Test
from compliance.tables import tables
from compliance.workdays import Duration
from tests.reference.drawn_evidence import CHANNELS, ELEMENTS, KINDS, TOPICS, Draws

TRIES = 12


def changed(d: Draws, rules: RuleSet) -> RuleSet:
    """The rule set after a few changes, each of which only tightens."""
    now = rules
    for _ in range(TRIES):
        item = d.one(list(now.lines()))
        tried = _with(now, _moved(d, item))
        if not any(each.needs_reason for each in compare(now, tried)):
            now = tried
    return now


def _moved(d: Draws, item: Item) -> Item:
    part = d.one(["check", "check", "marking", "points"])
    if part == "points":
        return item._replace(points=item.points * d.one([1, 2, 3]))
    return item._replace(**{part: _thing(d, getattr(item, part))})


def _thing(d: Draws, thing: Any) -> Any:
    names = [each.name for each in fields(thing)]
    if not names:
        return thing
    name = d.one(names)
    hints = get_type_hints(type(thing))
    value = getattr(thing, name)
    new = _condition(d, value, thing.table) if isinstance(value, Condition) else _value(d, value, hints[name])
    tried = replace(thing, **{name: new})
    return thing if tried.faults() or getattr(tried, "step", None) == 0 else tried


def _value(d: Draws, value: Any, hint: Any) -> Any:
    choices = [each for part in (hint, *get_args(hint)) for each in get_args(part) if isinstance(each, str)]
    if choices and not isinstance(value, tuple):
        return d.one(choices)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        step = MICRO if value >= MICRO or value == 0 else 1
        return max(0, value + d.one([-2, -1, 1, 2, 5]) * step)
    if isinstance(value, Duration):
        return Duration(max(0, value.count + d.number(-5, 5)), value.unit)
    if isinstance(value, Number):
        return Number(value.value + d.number(-3, 3) * MICRO)
    if isinstance(value, date):
        return value + timedelta(days=d.number(-5, 5))
    if isinstance(value, tuple):
        return _tuple(d, value, hint)
    return value


def _tuple(d: Draws, value: tuple[Any, ...], hint: Any) -> tuple[Any, ...]:
    if value and is_dataclass(value[0]):
        place = d.number(0, len(value) - 1)
        one = value[place]
        if isinstance(one, Part):
            if d.perhaps(30):
                return (*value, d.one(value))
            one = Part(one.title, _thing(d, one.check))
        elif isinstance(one, Edition):
            one = replace(one, limit=_value(d, one.limit, Duration))
        else:
            name = d.one([each.name for each in fields(one)])
            one = replace(one, **{name: _value(d, getattr(one, name), None)})
        return (*value[:place], one, *value[place + 1 :])
    if str not in get_args(hint):
        return value
    if value and d.perhaps(30):
        return value[1:] if len(value) > 1 else value
    more = d.one([*TOPICS, *CHANNELS, *ELEMENTS, *KINDS[:2]])
    place = d.number(0, len(value))
    return value if more in value else (*value[:place], more, *value[place:])


def _condition(d: Draws, value: Condition, table: str) -> Condition:
    if value.tests and d.perhaps(50):
        return Condition(value.tests[1:], value.either)
    name = next((each for each in ("topic", "kind", "note") if tables()[table].column(each)), None)
    if name is None:
        return value
    wanted = Test(name, "is", tuple(d.some([*TOPICS, *KINDS])))
    test = d.one([wanted, Test(name, "not", (d.one(TOPICS),)), Test(name, "empty", (0,))])
    return Condition((*value.tests, test), value.either)


def _with(rules: RuleSet, item: Item) -> RuleSet:
    def one(old: Item) -> Item:
        return item if old.id == item.id else old

    def group(old: Group) -> Group:
        return old._replace(members=tuple(group(each) if isinstance(each, Group) else one(each) for each in old.members))

    vetoes = tuple(each._replace(item=one(each.item)) for each in rules.vetoes)
    return rules._replace(root=group(rules.root), bonuses=tuple(one(each) for each in rules.bonuses), vetoes=vetoes)
