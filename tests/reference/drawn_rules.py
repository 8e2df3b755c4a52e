"""Random rule sets: items with markings that their kinds can serve, groups in groups, bonuses, vetoes, every policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.reference.checks import TABLES, table_of
from tests.reference.drawn_checks import LISTS_OF_RULES, check, condition
from tests.reference.drawn_evidence import Draws
from tests.reference.items import all_items
from tests.reference.numbers import M, micro

Item = dict[str, Any]

POINTS = ["10", "10", "5", "3.333333", "1", "0.5", "7", "100"]
AMOUNTS = ["0.5", "1", "2", "3", "0.333333", "0.1", "20"]
EXCESS = {"deadline", "response", "periodic", "fresh", "staged", "notice", "count", "ratio", "figure", "sum", "agrees"}
ROW_KINDS = {
    "listed",
    "present",
    "elements",
    "deadline",
    "response",
    "periodic",
    "fresh",
    "staged",
    "notice",
    "ordered",
    "absent",
    "text",
}
GRADES = ("优秀", "良好", "合格", "不合格")


def written(amount: int) -> str:
    """Micro as people write it."""
    whole, rest = divmod(amount, M)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")


def measures(drawn: dict[str, Any]) -> set[str]:
    """What markings may read of the check."""
    kind = drawn["kind"]
    found = {"excess"} if kind in EXCESS else set()
    if kind == "ratio":
        found |= {"actual", "target"}
    if kind in ("figure", "count") and "every" not in drawn:
        found |= {"actual", "amount"} | ({"target"} if "at_least" in drawn else set())
    if kind in ("count", "periodic"):
        found.add("blank")
    return found


class Rules:
    """Draws one rule set. keys: the keys of markings that the engine knows, by marking."""

    def __init__(self, d: Draws, kinds: list[str], keys: dict[str, set[str]]) -> None:
        self.d, self.kinds, self.keys = d, kinds, keys
        self.ids = 0

    def drawn(self) -> dict[str, Any]:
        d = self.d
        members: dict[str, Any] = {"items": [self.item(capped=False) for _ in range(d.number(1, 3))]}
        if d.perhaps(50):
            members["groups"] = [self.group(capped=False) for _ in range(d.number(1, 2))]
        bonuses = [self.item(capped=False, must_count=True) for _ in range(d.number(0, 2))]
        vetoes = [self.veto() for _ in range(d.number(0, 2))]
        declared = self.declare(members)
        scoring = self.scoring(members, declared, bonuses)
        for veto in vetoes:  # a score above the full marks is refused
            if micro(veto["effect"].get("score", "0")) > micro(scoring["full_marks"]):
                veto["effect"]["score"] = scoring["full_marks"]
        return {
            "id": "试", "version": "1", "status": "draft", "title": "试", "applies_to": ["小学", "初中"],
            "period": self.period(), "sources": {"F1": "试"}, "scoring": scoring,
            "grades": self.grades(micro(scoring["full_marks"])), "lists": {**LISTS_OF_RULES, "事项": "、".join(LISTS_OF_RULES["事项"])}, **self.terms(),
            **members, **({"bonuses": bonuses} if bonuses else {}), **({"vetoes": vetoes} if vetoes else {}),
        }  # fmt: skip

    def period(self) -> dict[str, str]:
        year = self.d.start.year
        return self.d.one([
            {"from": f"{year}-01-01", "to": f"{year}-12-31"},
            {"from": f"{year}-01-15", "to": f"{year}-11-30"},
            {"from": self.d.start.isoformat(), "to": self.d.as_of.isoformat()},
        ])  # fmt: skip

    def terms(self) -> dict[str, Any]:
        if not {"periodic", "count"} & set(self.kinds):
            return {}
        year, start = self.d.start.year, self.d.start.isoformat()
        return {
            "terms": [{"name": "上", "from": f"{year}-01-01", "to": start}, {"name": "下", "from": start, "to": f"{year}-12-31"}]
        }

    def scoring(self, members: dict[str, Any], declared: int, bonuses: list[Item]) -> dict[str, Any]:
        d = self.d
        found: dict[str, Any] = {"full_marks": written(declared)}
        if d.perhaps(15):
            found |= {"total": "weighted_mean", "full_marks": d.one(["100", "10", written(declared)])}
        if d.perhaps(60):
            found["places"] = d.one(["0", "1", "2", "3", "6"])
        policy = d.one(["rescale", "full", "spread", "zero"])
        if d.perhaps(70):
            found["not_applicable"] = policy if d.perhaps(50) else {"policy": policy, "over": d.one(["group", "total"])}
        if bonuses or d.perhaps(10):
            gate = {"gate": written(micro(found["full_marks"]) * d.one([0, 30, 50, 80]) // 100)} if d.perhaps(60) else {}
            found["bonus"] = {"cap": d.one(["1", "2", "5", "100"])} | gate
        return found

    def grades(self, full: int) -> list[dict[str, str]]:
        shares = sorted(self.d.some([100, 95, 90, 80, 70, 60, 50, 40, 30, 20, 10], 0, 3), reverse=True)
        bounds = [full * each // 100 for each in shares] + [0]
        bounds = [each for place, each in enumerate(bounds) if each not in bounds[:place]]
        return [{"name": name, "min": written(each)} for name, each in zip(GRADES, bounds, strict=False)]

    def declare(self, group: dict[str, Any]) -> int:
        """The declared points of a group; now and then they are written down too."""
        own = sum(micro(each.get("points", "0")) for each in group.get("items", ()))
        below = [self.declare(each) for each in group.get("groups", ())]
        if "id" in group and self.d.perhaps(50):
            group["points"] = written(own + sum(below))
        return own + sum(below)

    def group(self, *, capped: bool, depth: int = 0) -> dict[str, Any]:
        d = self.d
        self.ids += 1
        found: dict[str, Any] = {"id": f"G{self.ids}", "title": "x"}
        if d.perhaps(40):
            found["cap_at_group"] = d.one(["是", "否"])
            capped = capped or found["cap_at_group"] == "是"
        if d.perhaps(40):
            found["total"] = d.one(["sum", "weighted_mean"])
        if d.perhaps(50):
            found["weight"] = d.one(["1", "2", "0.3", "1.5"])
        found["items"] = [self.item(capped=capped, must_count=False) for _ in range(d.number(1, 3))]
        if depth == 0 and d.perhaps(40):
            found["groups"] = [self.group(capped=capped, depth=1)]
        return found

    def line(self) -> Item:
        """What items and vetoes share."""
        d = self.d
        self.ids += 1
        found: Item = {"id": str(self.ids), "title": "x", "basis": "F1", "check": check(d, self.kinds)}
        if d.perhaps(15):
            found["applies_to"] = d.one([["小学"], ["初中"], ["小学", "初中"]])
        if d.perhaps(15):
            found["applies_if"] = condition(d, "units")
        return found

    def item(self, *, capped: bool, must_count: bool = False) -> Item:
        d = self.d
        found = self.line()
        found["points"] = d.one(POINTS)
        marking = self.marking(found["check"], found["points"], capped=capped)
        if marking is not None:
            found["marking"] = marking
        if self.ids > 1 and not must_count and d.perhaps(10):
            found["informational"] = "是"
            del found["points"]
            if marking is not None and marking["kind"] not in ("deduct", "share", "award"):
                del found["marking"]
        return found

    def veto(self) -> Item:
        d = self.d
        effects = {"stop": "true", "score": d.one(["0", "1", "5", "59"]), "grade": GRADES[0], "grade_at_most": GRADES[0]}
        name = d.one(list(effects))
        more = {"at_least": d.one(["1", "2", "3"])} if d.perhaps(50) else {}
        return self.line() | {"effect": {name: effects[name]}} | more

    def marking(self, drawn: dict[str, Any], points: str, *, capped: bool) -> dict[str, Any] | None:
        d, has = self.d, measures(drawn)
        if drawn["kind"] == "judged" and d.perhaps(60):
            return {"kind": "scale"} | ({"levels": self.worths(points, "name", ["优", "良", "差"])} if d.perhaps(70) else {})
        form = d.number(0, 9)
        if form < 2:
            return {"kind": "all_or_nothing"} if form else None
        if form < 5:
            return self.deduct(has, capped=capped)
        if form < 6:
            return {"kind": "share"} | (
                {"by": d.one(["subjects", "target"] if "target" in has else ["subjects"])} if d.perhaps(70) else {}
            )
        if form < 8:
            return self.award(has)
        return self.tiers(drawn, has, points)

    def deduct(self, has: set[str], *, capped: bool) -> dict[str, Any]:
        d = self.d
        found = {key: d.one(AMOUNTS) for key in (d.some(["per_fault", "per_excess"]) if "excess" in has else ["per_fault"])}
        if "blank" in has and "per_blank" in self.keys["deduct"] and d.perhaps(70):
            found["per_blank"] = d.one(AMOUNTS)
        if "per_excess" in found and d.perhaps(40):
            found |= {"step": d.one(["1", "2", "0.5", "3"])} | (
                {"partial_step": d.one(["ignore", "count"])} if d.perhaps(70) else {}
            )
        if d.perhaps(40):
            found["per_subject_at_most"] = d.one(AMOUNTS)
        if d.perhaps(25):
            found["at_most"] = d.one(AMOUNTS)
        floors = (["item", "group"] if capped else ["item", "none"]) if d.perhaps(50) else [None]
        floor = d.one(floors)
        if floor is not None:
            found["floor"] = floor
        if "per_excess" in found and (floor in ("group", "none") or (floor is None and capped)):
            found.setdefault("per_subject_at_most", "2")
        return {"kind": "deduct"} | found

    def award(self, has: set[str]) -> dict[str, Any]:
        d = self.d
        is_by_actual = "amount" in has and "per_actual" in self.keys["award"] and d.perhaps(50)
        more = {"at_most": d.one(AMOUNTS)} if d.perhaps(40) else {}
        return {"kind": "award", "per_actual" if is_by_actual else "per_subject": d.one(AMOUNTS)} | more

    def tiers(self, drawn: dict[str, Any], has: set[str], points: str) -> dict[str, Any]:
        ways = ["met_rate", "faults"] + (["excess"] if "excess" in has else []) + (["actual"] if "actual" in has else [])
        by = self.d.one(ways + (["completion"] if "target" in has else []))
        is_percent = by in ("met_rate", "completion") or (by == "actual" and drawn["kind"] == "ratio")
        steps = ["130%", "100%", "66.666667%", "50%", "0%"] if is_percent else ["10", "5", "3", "2.5", "1", "0"]
        return {"kind": "tiers", "by": by, "tiers": self.worths(points, "min", steps)}

    def worths(self, points: str, key: str, values: Sequence[str]) -> list[dict[str, str]]:
        """Levels or tiers, each worth points or a share of them."""
        d, found = self.d, []
        for value in sorted(d.some(values, 1, 3), key=values.index):
            share = d.one([0, 33, 50, 80, 100])
            worth = {"share": f"{share}%"} if d.perhaps(50) else {"points": written(micro(points) * share // 100)}
            found.append({key: value} | worth)
        return found


def lines(rules: dict[str, Any]) -> Iterator[Item]:
    """Items, bonuses and vetoes."""
    yield from (item for item, _ in all_items(rules))
    yield from rules.get("bonuses", ())
    yield from rules.get("vetoes", ())


def count_once(d: Draws, rules: dict[str, Any]) -> None:
    """Let some items leave out what others found already."""
    known = [(item, table_of(item["check"])) for item in lines(rules) if item["check"]["kind"] in ROW_KINDS]
    vetoes = [each["id"] for each in rules.get("vetoes", ())]
    for item, table in known:
        others = [other["id"] for other, same in known if same == table and other is not item]
        if others and item["id"] not in vetoes and d.perhaps(40):
            item["already_counted"] = d.some(others, 1, 2)


def tables_read(drawn: Any) -> set[str]:
    """Every table that is named or meant somewhere in a check."""
    if isinstance(drawn, list):
        return set().union(*map(tables_read, drawn))
    if not isinstance(drawn, dict):
        return set()
    kind = drawn.get("kind")
    own = {drawn["table"]} if "table" in drawn else {TABLES[kind]} if isinstance(kind, str) and kind in TABLES else set()
    return own.union(*map(tables_read, drawn.values()))
