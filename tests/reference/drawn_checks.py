"""Random checks of every kind, and conditions and quantities, as the schemas allow them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.reference.drawn_evidence import (
    CHANNELS,
    ELEMENTS,
    FIGURES,
    KINDS,
    NUMBERS,
    PARTS,
    TOPICS,
    WHO,
    Draws,
)  # fmt: skip
from tests.reference.tables import DATES

Check = dict[str, Any]

LISTS_OF_RULES = {"事项": TOPICS, "步骤": KINDS[:2], "要素": ELEMENTS}
"""The named lists; the rule set writes one of them as a text to be split."""
POOLS: dict[str, list[str]] = {
    "topic": TOPICS, "kind": KINDS, "channels": CHANNELS, "elements": ELEMENTS, "reviewer": WHO, "owner": WHO, "via": CHANNELS,
    "source": CHANNELS, "project": WHO, "stage": KINDS, "name": FIGURES, "part": PARTS, "subject": TOPICS, "traits": ["寄宿", "有网站"],
    "reply": KINDS, "file": TOPICS, "audience": WHO,
}  # fmt: skip
COLUMNS = {
    "documents": ["topic", "elements", "issued", "approved", "effective", "repealed"],
    "disclosures": ["topic", "channels", "elements", "reviewer", "formed", "published", "withdrawn", "updated", "notice_to", "audience"],
    "channels": ["topic", "owner", "updated"],
    "requests": ["via", "reply", "received", "replied", "corrected", "extended"],
    "complaints": ["source", "accepted", "closed"],
    "stages": ["project", "stage", "finished", "published", "amount"],
    "figures": ["part", "value", "from", "to", "name"],
    "events": ["kind", "date", "subject", "people"],
    "incidents": ["kind", "date", "source"],
    "reports": ["kind", "published", "from"],
    "attachments": ["file", "captured", "size"],
    "units": ["traits"],
}  # fmt: skip
NUMERIC = {"amount", "value", "people", "size"}
ROW_TABLES = [each for each in COLUMNS if each != "units"]


def condition(d: Draws, table: str, depth: int = 0) -> Check:
    found: Check = {}
    for column in d.some(COLUMNS[table], 1, 2):
        found[column] = _test(d, table, column)
    if depth == 0 and d.perhaps(20):
        found["any"] = [condition(d, table, 1) for _ in range(d.number(1, 2))]
    return found


def _test(d: Draws, table: str, column: str) -> Any:
    if d.perhaps(20):
        return {"empty": d.one(["是", "否"])}
    if column in DATES.get(table, ()) or column in NUMERIC:
        value: Callable[[], str] = d.day if column not in NUMERIC else (lambda: d.one(NUMBERS))
        if d.perhaps(20):
            return {"not": value()}
        return {each: value() for each in d.some(["at_least", "at_most", "before", "after"], 1, 2)}
    pool = POOLS[column]
    wanted: Any = d.one(pool) if d.perhaps(50) else d.some(pool, 1, 2)
    return {"not": wanted} if d.perhaps(30) else wanted


def where(d: Draws, table: str, chance: int = 35) -> Check:
    return {"where": condition(d, table)} if d.perhaps(chance) else {}


def emptiness(d: Draws) -> Check:
    return {"when_empty": d.one(["not_applicable", "full", "fault"])} if d.perhaps(40) else {}


def limit(d: Draws, units: tuple[str, ...] = ("个工作日", "天", "个月")) -> str:
    """A duration, at times the one that ends on the day of judgement."""
    unit = d.one(units)
    if unit == "天" and d.perhaps(25):
        return f"{(d.as_of - d.start).days}天"
    return f"{d.number(0, 2) if unit == '个月' else d.one([0, 1, 2, 3, 5, 7, 10, 15])}{unit}"


def editions(d: Draws, units: tuple[str, ...] = ("个工作日", "天", "个月")) -> Any:
    if d.perhaps(75):
        return limit(d, units)
    middle = d.start.isoformat()
    after = d.start.replace(day=d.start.day - 1 or 1).isoformat()
    first = {"until": after, "limit": limit(d, units)} if after != middle else None
    second = {"since": middle, "limit": limit(d, units)} | ({"until": d.as_of.isoformat()} if d.perhaps(30) else {})
    return [each for each in (first, second) if each]


def quantity(d: Draws, *, rows: bool = True) -> Any:
    form = d.number(0, 9)
    if form < 5:
        return d.one(FIGURES)
    if form < 6:
        return d.one(NUMBERS[:6])
    if form < 8 or not rows:
        part = {"part": d.one(PARTS)} if d.perhaps(50) else {}
        return {"figure": d.one(FIGURES)} | part | where(d, "figures", 25)
    table = d.one(["disclosures", "complaints", "events", "stages"])
    found = {"table": table} | where(d, table)
    column = {"events": "people", "stages": "amount"}.get(table)
    return found | ({"sum": column} if column and d.perhaps(50) else {})


def bounds(d: Draws) -> Check:
    keys = d.some(["at_least", "at_most"], 1, 2)
    if len(keys) == 2 and d.perhaps(70):
        return {"at_least": "2", "at_most": "3"}
    return {key: d.one(["0", "1", "2", "3", "5", "2.5"]) if d.perhaps(60) else quantity(d, rows=False) for key in keys}


def members(d: Draws, name: str) -> Any:
    return name if d.perhaps(40) else d.some(LISTS_OF_RULES[name], 1, 3)


def _table(d: Draws, tables: list[str]) -> Check:
    table = d.one(tables)
    return {"table": table} | where(d, table)


def _dates(d: Draws, table: str, *keys: str) -> Check:
    """Now and then another date column than the kind's own."""
    return {key: d.one(DATES[table]) for key in keys if d.perhaps(15)}


def _listed(d: Draws) -> Check:
    found = _table(d, ["documents", "disclosures", "disclosures", "channels"])
    if found["table"] == "disclosures" and d.perhaps(40):
        return found | {"list": members(d, "事项"), "channels": d.some(CHANNELS, 1, 2)}
    if found["table"] != "channels" and d.perhaps(20):
        return found | {"column": "elements", "list": members(d, "要素")}
    return found | {"list": members(d, "事项")}


def _present(d: Draws) -> Check:
    return _table(d, ROW_TABLES)


def _elements(d: Draws) -> Check:
    found = _table(d, ["documents", "disclosures"]) | {"elements": members(d, "要素")}
    return found | ({"each_row": d.one(["是", "否"])} if d.perhaps(60) else {})


def _deadline(d: Draws) -> Check:
    found = _table(d, ["disclosures", "disclosures", "documents", "stages", "requests", "complaints", "events", "attachments"])
    columns = DATES[found["table"]]
    found["to"] = d.one(columns)
    if d.perhaps(25):
        return found | {"by": d.day()}
    return found | {"from": d.one(columns), "within": editions(d)}


def _response(d: Draws) -> Check:
    table = d.one(["requests", "requests", "complaints"])
    units = (d.one(["个工作日", "天"]),)
    found: Check = {"table": table} if table != "requests" or d.perhaps(50) else {}
    found |= where(d, table, 15) | {"within": editions(d, units)} | _dates(d, table, "from", "to")
    more = {"correction_within": limit(d, units), "extension": limit(d, units), "pause": d.one(["是", "否"])}
    return found | {key: value for key, value in more.items() if d.perhaps(60)}


def _periodic(d: Draws) -> Check:
    found = _table(d, ["disclosures", "events", "documents", "incidents"]) | {
        "every": d.one(["month", "quarter", "year", "term"])
    }
    return found | _dates(d, found["table"], "date") | ({"at_least": d.one(["1", "2"])} if d.perhaps(60) else {})


def _fresh(d: Draws) -> Check:
    table = d.one(["channels", "disclosures", "documents"])
    found = ({"table": table} if table != "channels" or d.perhaps(50) else {}) | where(d, table) | {"within": editions(d)}
    if d.perhaps(30):
        found["date"] = d.one(DATES[table])
    return found | ({"list": members(d, "事项")} if d.perhaps(60) else {})


def _staged(d: Draws) -> Check:
    return where(d, "stages") | {"within": editions(d)} | _dates(d, "stages", "from", "to")


def _notice(d: Draws) -> Check:
    keys = {"at_least": limit(d), "until": d.day()}
    dates = _dates(d, "disclosures", "from", "to")
    return where(d, "disclosures", 20) | dates | {key: keys[key] for key in d.some(list(keys), 1, 2)}


def _ordered(d: Draws) -> Check:
    strict = {"strict": d.one(["是", "否"])} if d.perhaps(50) else {}
    if d.perhaps(50):
        found = _table(d, ["documents", "disclosures", "requests", "stages"])
        return found | {"date": d.some(DATES[found["table"]], 2, 3)} | strict
    found = _table(d, ["events", "events", "incidents", "stages"])
    found["steps"] = "步骤" if d.perhaps(40) else d.some(KINDS, 2, 3)
    if found["table"] == "stages":
        found |= {"column": "stage", "date": d.one(["finished", "published"])}
    case = {"events": "subject", "incidents": "source", "stages": "project"}[found["table"]]
    return found | ({"case": case} if d.perhaps(50) else {}) | strict


def _count(d: Draws) -> Check:
    found = _table(d, ["disclosures", "events", "documents", "complaints", "incidents"]) | bounds(d)
    every = {"every": d.one(["month", "quarter", "year", "term"])} | _dates(d, found["table"], "date")
    return found | (every if d.perhaps(40) else {})


def _ratio(d: Draws) -> Check:
    target = d.one(["100%", "98%", "0.5", "33.333333%", "0%"])
    return where(d, "figures", 20) | {"numerator": quantity(d), "denominator": quantity(d), "target": target}


def _figure(d: Draws) -> Check:
    return where(d, "figures", 20) | {"figure": quantity(d)} | bounds(d)


def _sides(d: Draws) -> Check:
    return {side: [quantity(d) for _ in range(d.number(1, 2))] for side in ("left", "right")}


def _sum(d: Draws) -> Check:
    found = where(d, "figures", 20)
    found |= {"equations": [{"id": str(n)} | _sides(d) for n in range(d.number(1, 2))]} if d.perhaps(40) else _sides(d)
    more = {
        "relation": d.one(["equal", "at_most", "at_least"]),
        "tolerance": d.one(["0", "1", "0.5"]),
        "for_parts": d.some(PARTS),
    }
    return found | {key: value for key, value in more.items() if d.perhaps(40)}


def _agrees(d: Draws) -> Check:
    if d.perhaps(50):
        tolerance = {"tolerance": "0.5"} if d.perhaps(30) else {}
        return {"left": quantity(d), "right": quantity(d)} | tolerance
    return {"left": _set(d), "right": _set(d)}


def _set(d: Draws) -> Any:
    if d.perhaps(40):
        return members(d, "事项")
    table, column = d.one([("channels", "topic"), ("disclosures", "topic"), ("disclosures", "elements"), ("events", "subject")])
    return {"table": table, "column": column} | where(d, table)


def _absent(d: Draws) -> Check:
    table = d.one(["incidents", "incidents", "disclosures", "events"])
    return ({"table": table} if table != "incidents" else {}) | where(d, table, 60)


def _text(d: Draws) -> Check:
    keys = {
        "forbid": d.some(["placeholder", "重复词", "二十", "结果"], 1, 2),
        "require": d.some(["概况", "全年", "结果"], 1, 2),
        "sections": d.some(["概况", "结果"], 1, 2),
    }
    return where(d, "reports", 30) | {key: keys[key] for key in d.some(list(keys), 1, 3)}


DRAWN: dict[str, Callable[[Draws], Check]] = {
    "listed": _listed,
    "present": _present,
    "elements": _elements,
    "deadline": _deadline,
    "response": _response,
    "periodic": _periodic,
    "fresh": _fresh,
    "staged": _staged,
    "notice": _notice,
    "ordered": _ordered,
    "count": _count,
    "ratio": _ratio,
    "figure": _figure,
    "sum": _sum,
    "agrees": _agrees,
    "judged": lambda _: {},
    "absent": _absent,
    "text": _text,
}
COMPOSITES = ("all_of", "any_of", "not")


def check(d: Draws, kinds: list[str], *, depth: int = 0) -> Check:
    """A check of one of these kinds; composites are not nested deeper than two."""
    kind = d.one([each for each in kinds if each not in COMPOSITES or depth < 2] or ["present"])
    if kind in COMPOSITES:
        parts = [check(d, kinds, depth=depth + 1) for _ in range(1 if kind == "not" else d.number(1, 3))]
        return {"kind": kind, "parts": parts}
    found = {"kind": kind} | DRAWN[kind](d)
    return found if kind == "judged" else found | emptiness(d)
