"""Waivers: a document in, waivers of one rule set out, or every fault in it."""

from __future__ import annotations

from typing import Any

from compliance.errors import InvalidInput
from compliance.model import RuleSet, Waiver
from compliance.source import Document
from compliance.tables import schema
from compliance.validate.schema import AT, Raw, Reader, nearest

REQUIRED = ("id", "unit", "item", "effect", "until", "reason", "by")


def read_waivers(document: Document, rule_set: RuleSet) -> tuple[Waiver, ...]:
    """The waivers in the order of the file. Raises InvalidInput."""
    reader = Reader(document)
    data = reader.read(Raw(document.root, ()), schema("schemas/waivers.schema.json"))
    names = tuple((each.id, each.id) for each in rule_set.root.items() if not each.informational)
    seen: dict[str, str] = {}
    found: list[Waiver] = []
    for each in data.get("waivers", ()):
        if not all(key in each for key in REQUIRED):
            continue
        _check(reader, each, names, seen)
        id_, unit, item, effect, until, reason, by = (each[key] for key in REQUIRED)
        given = Waiver(id_, unit, item, effect, each.get("from"), until, reason, by)
        other = next((one for one in found if one.clashes(given)), None)
        if other is not None:
            reader.report("E033", each[AT], id=given.id, other=other.id, item=given.item)
        found.append(given)
    if reader.problems:
        raise InvalidInput(reader.problems)
    return tuple(found)


def _check(reader: Reader, each: dict[str, Any], names: tuple[tuple[str, str], ...], seen: dict[str, str]) -> None:
    """An item that is scored (a veto cannot be waived), an end that is not before the start, an id of its own."""
    at, item = each[AT], each["item"]
    if (item, item) not in names:
        near = nearest(item, names)
        reader.report("R002", reader.key(at, "item", "细项"), what="@item", found=item, allowed=names, near=near)
    if each["id"] in seen:
        reader.report("R003", at, id=each["id"], other=seen[each["id"]])
    seen.setdefault(each["id"], str(reader.document.place(at)))
    if "from" in each and each["until"] < each["from"]:
        reader.report("S006", reader.key(at, "until", "至"), key_="至", found=str(each["until"]), expected=f"≥ {each['from']}")
