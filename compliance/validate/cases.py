"""Cases: files of worked examples, for the items of a rule set or for a check written in the case itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from compliance.errors import InvalidInput
from compliance.frozen import frozen
from compliance.model import RuleSet
from compliance.source import Document, Mapping, Node, Sequence
from compliance.tables import schema
from compliance.validate.evidence import Head
from compliance.validate.schema import AT, Raw, Reader, nearest
from compliance.values import read_decimal, write_decimal


@frozen
class Case:
    """One worked example: its evidence as that of a unit, and what must come out (English keys, typed values)."""

    title: str
    item: str
    as_of: date | None
    head: Head
    want: dict[str, Any]


def read_cases(document: Document, rule_set: RuleSet) -> tuple[Case, ...]:
    """The cases of one file. Raises InvalidInput."""
    reader = Reader(document)
    data = reader.read(Raw(document.root, ()), schema("schemas/cases.schema.json"))
    known = tuple((item.id, item.id) for item in rule_set.lines())
    found = []
    for number, each in enumerate(data.get("cases", ())):
        item = each.get("item", f"{number + 1}")
        if (item, item) not in known:
            reader.report("R002", each[AT], what="@item", found=item, allowed=known, near=nearest(item, known))
        head = Head(document, reader, _evidence(each, rule_set, f"{document.file}-{number}"), is_case=True)
        want = {name: value for name, value in each.get("want", {}).items() if name != AT}
        found.append(Case(each.get("case", ""), item, each.get("as_of", data.get("as_of")), head, want))
    if reader.problems:
        raise InvalidInput(reader.problems)
    return tuple(found)


def as_rule_set(document: Document) -> Document:
    """The rule set that consists of the checks written in the cases of a file, numbered from 1."""
    root = document.root
    cases = root.get("算例", root.get("cases")) if isinstance(root, Mapping) else None
    items = Sequence((1, 1))
    for number, case in enumerate(cases if isinstance(cases, Sequence) else ()):
        if isinstance(case, Mapping):
            item = _mapping(
                {"编号": str(number + 1), "名称": str(case.get("算例", "")), "依据": "F1", "分值": str(case.get("分值", "10"))}
            )
            _take(item, case, "检查")
            _take(item, case, "计分")
            items.append(item)
            items.values_at.append(item.at)
    total = sum(read_decimal(str(item["分值"])) or 0 for item in items if isinstance(item, Mapping))
    parts: dict[str, Node] = {
        "规则集": "算例",
        "版本": "1",
        "状态": "草稿",
        "名称": "算例",
        "适用": "公办小学",
        "评分": _mapping({"满分": write_decimal(total)}),
        "依据": _mapping({"F1": "算例"}),
        "考核期": _mapping({"起": "2025-01-01", "止": "2025-12-31"}),
        "等次": _list(_mapping({"名称": "合格", "下限": "0"})),
        "指标": items,
    }
    head = _mapping(parts)
    if isinstance(root, Mapping):
        _take(head, root, "清单")
        _take(head, root, "学期")
    return Document(document.file, head, document.lines, document.sha256)


def _evidence(data: dict[str, Any], rule_set: RuleSet, code: str) -> dict[str, Any]:
    unit = data.get("unit", {})
    head = {"code": code, "name": "", "class": unit.get("class", rule_set.applies_to[0])}
    return {**data.get("evidence", {}), "unit": {**head, "traits": unit.get("traits", ()), AT: data[AT]}}


def _mapping(entries: dict[str, Node]) -> Mapping:
    made = Mapping((1, 1))
    for key, value in entries.items():
        made[key] = value
        made.keys_at[key] = made.values_at[key] = (1, 1)
    return made


def _list(*entries: Node) -> Sequence:
    made = Sequence((1, 1))
    made.extend(entries)
    made.values_at = [(1, 1)] * len(entries)
    return made


def _take(target: Mapping, source: Mapping, key: str) -> None:
    """Move an entry with its places."""
    if key in source:
        target[key] = source[key]
        target.keys_at[key], target.values_at[key] = source.keys_at[key], source.values_at[key]
