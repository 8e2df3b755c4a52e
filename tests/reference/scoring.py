"""kinds.md §5: from the items of a unit to its score and grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tests.reference.items import ItemResult, all_items
from tests.reference.numbers import M, div, micro, rounded, truth
from tests.reference.verdict import FAULT, MET, NOT_APPLICABLE, NOT_CHECKED, UNKNOWN

Rules = Mapping[str, Any]


@dataclass(frozen=True)
class UnitOutcome:
    """A unit as its record shows it; amounts in micro. groups: by id, points and max. vetoes: the ids of those fired.

    steps: the sum of the items, what then changed the value, and the score.
    """

    score: int | None
    possible: int | None
    bonus: int
    grade: str | None
    grade_certain: bool
    groups: dict[str, tuple[int, int]]
    vetoes: list[str]
    steps: list[int | None]
    items: list[ItemResult]


@dataclass(frozen=True)
class Total:
    """A member's total and max, its declared points and its weight."""

    points: int
    max: int
    declared: int
    weight: int = M


Amounts = dict[str, tuple[int, int]]
"""Points and max by item."""


class Scoring:
    """The steps for one unit, for `points` or for `possible`."""

    def __init__(self, rules: Rules, items: Sequence[ItemResult], which: str) -> None:
        self.rules = rules
        self.scoring = rules["scoring"]
        self.policy, self.over = policy(self.scoring)
        self.amounts = _amounts(rules, items, which, self.policy)
        self.groups: Amounts = {}

    def total(self) -> int | None:
        """Step 3 and 4; None where nothing applies."""
        full = micro(self.scoring["full_marks"])
        members = [self._item(item) for item in self.rules.get("items", ())]
        members += [self._group(group) for group in self.rules.get("groups", ())]
        found = self._sum(members, full, self.scoring.get("total", "sum"), rescaled=True)
        return None if found.max == 0 else max(0, found.points)

    def _item(self, item: Mapping[str, Any]) -> Total:
        if truth(item.get("informational", "")):
            return Total(0, 0, 0)
        return Total(*self.amounts[item["id"]], micro(item["points"]))

    def _group(self, group: Mapping[str, Any]) -> Total:
        members = [self._item(item) for item in group.get("items", ())]
        members += [self._group(each) for each in group.get("groups", ())]
        declared = sum(each.declared for each in members)
        found = self._sum(members, declared, group.get("total", "sum"), rescaled=self.over == "group")
        if truth(group.get("cap_at_group", "")):
            found = replace(found, points=max(0, found.points))
        self.groups[group["id"]] = (found.points, found.max)
        return replace(found, weight=micro(group.get("weight", "1")))

    def _sum(self, members: list[Total], full: int, kind: str, *, rescaled: bool) -> Total:
        """The total of members; rescaled: to the full marks, where that is the policy and something is left out."""
        if kind == "weighted_mean":
            there = [each for each in members if each.max > 0]
            if not there:
                return Total(0, 0, full)
            weighted = sum(each.weight * div(each.points * full, each.max) for each in there)
            return Total(div(weighted, sum(each.weight for each in there)), full, full)
        points, most = sum(each.points for each in members), sum(each.max for each in members)
        if rescaled and self.policy == "rescale" and 0 < most < full:
            return Total(div(points * full, most), full, full)
        return Total(points, most, full)


def policy(scoring: Rules) -> tuple[str, str]:
    written = scoring.get("not_applicable", "rescale")
    if isinstance(written, str):
        return written, "total"
    return written["policy"], written.get("over", "total")


def _amounts(rules: Rules, items: Sequence[ItemResult], which: str, policy: str) -> Amounts:
    """Step 1 and 2."""
    declared = {item["id"]: micro(item["points"]) for item, _ in all_items(rules) if not truth(item.get("informational", ""))}
    scored = [each for each in items if each.id in declared]
    left_out = [each.id for each in scored if each.state == NOT_APPLICABLE]
    found = {each.id: (0, 0) if each.id in declared else (getattr(each, which), 0) for each in items}
    found |= {each.id: (getattr(each, which), declared[each.id]) for each in scored if each.id not in left_out}
    if policy in ("full", "zero"):
        found |= {name: (declared[name] if policy == "full" else 0, declared[name]) for name in left_out}
    counting = [each.id for each in scored if each.id not in left_out and declared[each.id]]
    if policy == "spread" and counting:
        each, more = divmod(sum(declared[name] for name in left_out), len(counting))
        for place, name in enumerate(counting):
            most = declared[name] + each + (place < more)
            found[name] = (div(found[name][0] * most, declared[name]), most)
    return found


def veto_result(veto: Mapping[str, Any], found: ItemResult) -> ItemResult:
    """Step 5: the state of a veto."""
    if found.state == NOT_APPLICABLE:
        return found
    outcome, least = found.outcome, int(veto.get("at_least", "1"))
    f, opens = outcome.count(FAULT), outcome.count(UNKNOWN, NOT_CHECKED)
    if f >= least:
        return replace(found, state=FAULT, cause=None)
    if outcome.state in (UNKNOWN, NOT_CHECKED):
        return replace(found, state=outcome.state, cause=outcome.cause)
    if f + opens >= least:
        state = UNKNOWN if outcome.count(UNKNOWN) else NOT_CHECKED
        return replace(found, state=state, cause=next(each.cause for each in outcome.subjects if each.state == state))
    return replace(found, state=MET, cause=None)


Ended = tuple[int | None, int, int | None, list[int | None]]


class Ending:
    """Steps 5 to 8: what vetoes and the bonus make of a total."""

    def __init__(self, rules: Rules, fired: Sequence[Mapping[str, Any]], claimed: int) -> None:
        self.rules, self.fired, self.claimed = rules, fired, claimed
        self.places = int(rules["scoring"].get("places", "2"))
        self.grades = rules["grades"]

    def of(self, total: int | None) -> Ended:
        """The rounded score, the bonus added, the place of the grade, and the values on the way."""
        if total is None:
            return None, 0, None, [None]
        way: list[int | None] = [total]
        lowest, barred = len(self.grades) - 1, False
        worst = 0
        for effect in (veto["effect"] for veto in self.fired):
            if "stop" in effect:
                total, worst, barred = 0, lowest, True
            elif "score" in effect:
                total, barred = min(total, micro(effect["score"])), True
            else:
                name = effect.get("grade", effect.get("grade_at_most"))
                worst = max(worst, next(place for place, each in enumerate(self.grades) if each["name"] == name))
        bonus = 0 if barred else self._bonus(total)
        way = [*way, total, total + bonus]
        score = rounded(total + bonus, self.places)
        place = next((place for place, each in enumerate(self.grades) if score >= micro(each["min"])), lowest)
        return score, bonus, max(place, worst), [*way, score]

    def _bonus(self, total: int) -> int:
        bonus = self.rules["scoring"].get("bonus", {})
        if "gate" in bonus and total <= micro(bonus["gate"]):
            return 0
        return min(micro(bonus["cap"]), self.claimed) if "cap" in bonus else self.claimed


def _changes(values: list[int | None]) -> list[int | None]:
    """The first value, those that differ from the one before, and the last."""
    middle = [each for before, each in pairwise(values[:-1]) if each != before]
    return [values[0], *middle, values[-1]]


def score(rules: Rules, results: Sequence[ItemResult]) -> UnitOutcome:
    """The record of a unit, from its items, bonuses and vetoes in that order."""
    bonuses, vetoes = rules.get("bonuses", ()), rules.get("vetoes", ())
    own = len(results) - len(bonuses) - len(vetoes)
    items = list(results[:own])
    claims = [replace(each, possible=each.points) for each in results[own : own + len(bonuses)]]
    banned = [replace(veto_result(v, each), max=0) for v, each in zip(vetoes, results[own + len(bonuses) :], strict=True)]
    low, high = Scoring(rules, items, "points"), Scoring(rules, items, "possible")
    fired = [veto for veto, each in zip(vetoes, banned, strict=True) if each.state == FAULT]
    ending = Ending(rules, fired, sum(each.points for each in claims))
    got, bonus, grade, way = ending.of(low.total())
    possible, _, best, _ = ending.of(high.total())
    shown = [
        replace(each, points=low.amounts[each.id][0], possible=high.amounts[each.id][0], max=low.amounts[each.id][1])
        for each in items
    ]
    rules_of = {item["id"]: item for item, _ in all_items(rules)}
    is_open = any(each.state in (UNKNOWN, NOT_CHECKED) for each in banned)
    return UnitOutcome(
        got,
        possible,
        bonus,
        None if grade is None else rules["grades"][grade]["name"],
        grade is not None and grade == best and not is_open,
        low.groups,
        [each["id"] for each in fired],
        _changes([sum(each.points for each in items if not truth(rules_of[each.id].get("informational", ""))), *way]),
        [*shown, *claims, *banned],
    )
