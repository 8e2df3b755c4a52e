"""Values as authors write them in a rule set, on one line: for messages that quote both sides of a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from compliance import checks, markings
from compliance.checks import Check
from compliance.markings import Marking
from compliance.model import Edition, Effect, Figure, Number
from compliance.tables import resolved
from compliance.values import write_decimal
from compliance.workdays import Duration, Unit

UNITS = {Unit.WORKDAY: "个工作日", Unit.DAY: "天", Unit.MONTH: "个月"}
ELLIPSIS = "…"


def written(value: Any, prop: Any) -> str:
    """The value, "" where there is none, `…` where it does not go on a line. prop: its schema."""
    whole = resolved(prop or {})
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return str(next((each["title"] for each in whole.get("oneOf", ()) if each["const"] == value), value))
    if isinstance(value, int):
        if whole.get("format") in ("whole", "count"):
            return str(value)
        return write_decimal(value) + ("%" if whole.get("format") == "percent" else "")
    if type(value) is tuple:
        return _joined(value, prop)
    if isinstance(value, (Check, Marking)):
        family = checks if isinstance(value, Check) else markings
        return str(family.fragment(type(value).__module__.rpartition(".")[2])["title"])
    return "" if value is None else _term(value)


def _joined(values: Sequence[Any], prop: Any) -> str:
    texts = [written(each, {} if isinstance(each, date) else prop) for each in values]
    return ELLIPSIS if ELLIPSIS in texts else "、".join(texts)


def _term(value: Any) -> str:
    if isinstance(value, Duration):
        return f"{value.count}{UNITS[value.unit]}"
    if isinstance(value, Edition):
        since, until = (each.isoformat() if each else "" for each in (value.since, value.until))
        return _term(value.limit) + (f"（{since}–{until}）" if since or until else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Number):
        return write_decimal(value.value)
    if isinstance(value, Figure):
        return value.name
    if isinstance(value, Effect):
        return {"stop": "停止计分", "score": f"得分 {write_decimal(value.score)}"}.get(value.kind, f"等次 {value.grade}")
    return ELLIPSIS
