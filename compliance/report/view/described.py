"""Checks and markings in words, read off their schemas: every key that is set, under its own label."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from compliance import checks, markings
from compliance.checks import Part
from compliance.checks.sum import Equation
from compliance.hints import figure_name
from compliance.markings.scale import Level
from compliance.markings.tiers import Tier
from compliance.model import Condition, Edition, Figure, Members, Number, Quantity, RowCount, Test
from compliance.tables import resolved, tables
from compliance.values import write_decimal
from compliance.words import Lang, say
from compliance.workdays import Duration, Unit

OPERATORS = {
    "is": ("为", "is"),
    "not": ("不是", "is not"),
    "at_least": ("不少于", "at least"),
    "at_most": ("不多于", "at most"),
    "before": ("早于", "before"),
    "after": ("晚于", "after"),
    "empty": ("为空", "is blank"),
    "given": ("不为空", "is given"),
}
ON_DAYS = {"at_least": ("不早于", "not before"), "at_most": ("不晚于", "not after")}
"""What the same operators are called where days are compared."""
UNITS = {Unit.WORKDAY: ("个工作日", " workdays"), Unit.DAY: ("天", " days"), Unit.MONTH: ("个月", " months")}


def check(lang: Lang, thing: checks.Check) -> str:
    """“期限：从 形成日期，到 公开日期，不超过 20个工作日”."""
    return _described(lang, thing, checks.fragment(_stem(thing)))


def marking(lang: Lang, thing: markings.Marking) -> str:
    """“扣分：每处扣 2”."""
    return _described(lang, thing, markings.fragment(_stem(thing)))


def duration(lang: Lang, span: Duration) -> str:
    return f"{span.count}{UNITS[span.unit][0 if lang == 'zh' else 1]}"


def label(lang: Lang, thing: checks.Check, name: str) -> str:
    """What a key of a check is called."""
    return str(checks.fragment(_stem(thing))["properties"][name]["title"]) if lang == "zh" else name


def table(lang: Lang, name: str) -> str:
    return tables()[name].label if lang == "zh" else name


def quantity(lang: Lang, thing: Quantity) -> str:
    """“收费学生数”, “公开信息”（…）的行数."""
    return str(_term(lang, thing))


def kind(lang: Lang, thing: checks.Check) -> str:
    return str(checks.fragment(_stem(thing))["title"]) if lang == "zh" else _stem(thing)


def tiers_by(lang: Lang, thing: markings.Marking) -> str:
    """What tiers are told apart by: 完成率, 问题数 …"""
    prop = markings.fragment("tiers")["properties"]["by"]
    return _word(lang, getattr(thing, "by", ""), prop, "")


def _stem(thing: object) -> str:
    return type(thing).__module__.rpartition(".")[2]


def _described(lang: Lang, thing: Any, fragment: Any) -> str:
    title = fragment["title"] if lang == "zh" else _stem(thing)
    parts = []
    for each in fields(thing):
        name = each.name.rstrip("_")
        value = getattr(thing, each.name)
        default = None if each.default is MISSING else each.default
        if name in fragment["properties"] and value != default and value not in (None, ()):
            label = fragment["properties"][name]["title"] if lang == "zh" else name
            parts.append(f"{label} {worded(lang, value, fragment['properties'][name], getattr(thing, 'table', ''))}")
    return title + (say(lang, "colon") + say(lang, "comma").join(parts) if parts else "")


def worded(lang: Lang, value: Any, prop: Any, table: str) -> str:
    """One value of a property; `table` is the one whose columns it may name."""
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, tuple):
        joint = say(lang, "semicolon" if value and not isinstance(value[0], str) else "separator")
        return joint.join(worded(lang, each, prop, table) for each in value)
    if isinstance(value, int):
        if resolved(prop).get("format") in ("whole", "count"):
            return str(value)
        return write_decimal(value) + ("%" if prop.get("$ref", "").endswith("percent") else "")
    if isinstance(value, str):
        return _word(lang, value, prop, table)
    if isinstance(value, Duration):
        return duration(lang, value)
    if isinstance(value, Edition):
        return _edition(lang, value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Condition):
        return condition(lang, value, table)
    return _term(lang, value)


def _word(lang: Lang, value: str, prop: Any, table: str) -> str:
    """Tables, columns and closed values by their label; names as they are."""
    if "oneOf" in prop and lang == "zh":
        return str(next((each["title"] for each in prop["oneOf"] if each["const"] == value), value))
    if prop.get("title") == "表" and value in tables():
        return tables()[value].label if lang == "zh" else value
    if "x-column" in prop and table in tables():
        return column(lang, table, value)
    return value


def column(lang: Lang, table: str, name: str) -> str:
    found = tables()[table].column(name)
    return found.label if found is not None and lang == "zh" else name


def condition(lang: Lang, thing: Condition, table: str) -> str:
    """“类型 是 推广，日期 不少于 2025-01-01”."""
    parts = [_test(lang, each, table) for each in thing.tests]
    joint = " 或 " if lang == "zh" else " or "
    parts += ["(" + joint.join(condition(lang, each, table) for each in group) + ")" for group in thing.either]
    return say(lang, "comma").join(parts)


def _test(lang: Lang, test: Test, table: str) -> str:
    name = column(lang, table, test.column) if table in tables() else test.column
    if test.operator == "empty":
        return f"{name} {OPERATORS['empty' if test.values[0] else 'given'][0 if lang == 'zh' else 1]}"
    found = tables()[table].column(test.column) if table in tables() else None
    is_number = found is not None and found.type in ("decimal", "points")
    values = [write_decimal(each) if is_number and isinstance(each, int) else str(each) for each in test.values]
    words = ON_DAYS if found is not None and found.type == "date" and test.operator in ON_DAYS else OPERATORS
    return f"{name} {words[test.operator][0 if lang == 'zh' else 1]} {say(lang, 'separator').join(values)}"


def _edition(lang: Lang, edition: Edition) -> str:
    span = duration(lang, edition.limit)
    if edition.since is None and edition.until is None:
        return span
    key = "edition.until" if edition.since is None else "edition.since" if edition.until is None else "to"
    return span + say(lang, "paren", text=say(lang, key, start=edition.since, end=edition.until))


def _term(lang: Lang, value: Any) -> str:
    """Quantities, sets, tiers, levels, equations."""
    if isinstance(value, Number):
        return write_decimal(value.value)
    if isinstance(value, Figure):
        return figure_name(value)
    if isinstance(value, RowCount):
        name = tables()[value.table].label if lang == "zh" else value.table
        rows = f"“{name}”" + (f"（{condition(lang, value.where, value.table)}）" if value.where != Condition() else "")
        return (
            (f"{rows}的行数" if lang == "zh" else f"rows of {rows}")
            if value.column is None
            else f"Σ {rows} {column(lang, value.table, value.column)}"
        )
    if isinstance(value, Part):
        return f"{value.title} {check(lang, value.check)}"
    if isinstance(value, Members):
        if value.table is None:
            return say(lang, "separator").join(value.entries)
        name = tables()[value.table].label if lang == "zh" else value.table
        return f"“{name}”{column(lang, value.table, value.column)}"
    if isinstance(value, (Tier, Level)):
        return _step(lang, value)
    if isinstance(value, Equation):
        left, right = (" + ".join(_term(lang, each) for each in side) for side in (value.left, value.right))
        return say(lang, "step.equation", id=value.id, left=left, right=right)
    parts = [f"{write_decimal(v) if isinstance(v, int) else v}" for v in _plain(lang, value)]
    return " ".join(parts)


def _step(lang: Lang, value: Tier | Level) -> str:
    """“不低于 90 得 10 分”, “优 得 100%”."""
    amount = (
        f"{write_decimal(value.share)}%" if value.points is None and value.share is not None else write_decimal(value.points or 0)
    )
    if isinstance(value, Tier):
        return say(lang, "step.tier", min=write_decimal(value.min), points=amount)
    return say(lang, "step.level", name=value.name, points=amount)


def _plain(lang: Lang, value: Any) -> list[Any]:
    found = []
    for each in fields(value):
        item = getattr(value, each.name)
        if item not in (None, ""):
            found.append(say(lang, "separator").join(_term(lang, part) for part in item) if isinstance(item, tuple) else item)
    return found
