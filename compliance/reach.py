"""The cheapest set of repairs that reaches a better grade: exact, through groups, caps, means, vetoes, bonus and rounding.

Every step of the scoring from an item to the total grows with the item's points, so the best total for each number of repairs
follows from the best of the members: a knapsack over the tree of groups, with the arithmetic of `score` on plain integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from compliance.assessment import ItemResult, UnitResult
from compliance.engine.arithmetic import half_up
from compliance.model import MICRO, Grade, Group, RuleSet, State, Veto
from compliance.repairs import Option, Repair

Choice = tuple[Repair, Option]


class Reach(NamedTuple):
    """The next better grade; the repairs that reach it at the least cost and the score (micro) that they bring, None where
    no repairs do. vetoes: those of the repairs that lift a veto, by its result."""

    grade: Grade
    repairs: tuple[Choice, ...] | None
    vetoes: tuple[ItemResult, ...] = ()
    score: int | None = None


class _Best(NamedTuple):
    """The best total (micro) for so many repairs, and how it comes about."""

    cost: int
    total: int
    picks: tuple[Choice, ...]


def reach(rules: RuleSet, unit: UnitResult, repairs: Sequence[Repair], as_of: date) -> Reach | None:
    """The way to the next better grade; None where there is no grade or no better one. Vetoes are lifted until the period ends."""
    if unit.score is None or unit.grade is None or unit.grade == rules.grades[0]:
        return None
    now = rules.grades.index(unit.grade)
    totals = _totals(rules, unit, {each.result.item.id: each for each in repairs})
    found: list[tuple[int, int, tuple[Choice, ...], tuple[ItemResult, ...]]] = []
    for lifted, cost in _lifted(rules, unit, is_open_period=as_of < rules.end):
        standing = [veto for veto in unit.vetoes if not any(veto.item is each.item for each in lifted)]
        for best in totals:
            score = _score(rules, unit, best.total, standing)
            if _position(rules, score, standing) < now:
                found.append((best.cost + cost, -score, best.picks, lifted))
                break
    if not found:
        return Reach(rules.grades[now - 1], None)
    _, negative, picks, lifted = min(found, key=lambda each: each[:2])
    standing = [veto for veto in unit.vetoes if not any(veto.item is each.item for each in lifted)]
    return Reach(rules.grades[_position(rules, -negative, standing)], picks, lifted, -negative)


def _lifted(rules: RuleSet, unit: UnitResult, *, is_open_period: bool) -> Iterator[tuple[tuple[ItemResult, ...], int]]:
    """Each set of fired vetoes that repairs can lift, with the number of repairs that it takes."""
    at_least = {veto.item.id: veto.at_least for veto in rules.vetoes}
    fired = {veto.item.id for veto in unit.vetoes}
    costs = []
    for result in unit.veto_items:
        mendable = sum(is_open_period and each.state is State.FAIL and each.can_mend for each in result.findings)
        needed = result.faults - at_least[result.item.id] + 1
        if result.item.id in fired and needed <= mendable:
            costs.append((result, needed))
    for count in range(len(costs) + 1):
        for some in combinations(costs, count):
            yield tuple(result for result, _ in some), sum(cost for _, cost in some)


# --- the total for each number of repairs ---


def _totals(rules: RuleSet, unit: UnitResult, repairs: dict[str, Repair]) -> list[_Best]:
    results = {each.item.id: each for each in unit.items}
    scoring = rules.scoring
    over_group = scoring.not_applicable == "rescale" and scoring.over == "group"
    is_rescaled = scoring.not_applicable == "rescale"

    def of_group(group: Group, full: int, *, rescale: bool) -> tuple[list[_Best], int]:
        """The best totals, and what they are measured by."""
        members: list[tuple[list[_Best], int, int]] = []
        for each in group.members:
            if isinstance(each, Group):
                best, most = of_group(each, each.points, rescale=over_group)
                members.append((best, most, each.weight))
            elif not each.informational:
                members.append((_of_item(results[each.id], repairs.get(each.id)), results[each.id].max, MICRO))
        reached = sum(most for _, most, _ in members)
        if group.total == "weighted_mean":
            counted = [(best, most, weight) for best, most, weight in members if most > 0]
            weights = sum(weight for _, _, weight in counted)
            parts = [_scaled(best, full, most, weight) for best, most, weight in counted]
            total = _each(_sum(parts), lambda t: half_up(t, weights) if weights else 0)
            reached = full if reached else 0
        else:
            total = _sum([best for best, _, _ in members])
        if group.cap_at_group:
            total = _each(total, lambda t: max(0, t))
        if rescale and group.total == "sum" and 0 < reached < full:
            total, reached = _scaled(total, full, reached), full
        return total, reached

    return of_group(rules.root, scoring.full_marks, rescale=is_rescaled)[0]


def _of_item(result: ItemResult, repair: Repair | None) -> list[_Best]:
    if repair is None:
        return [_Best(0, result.points, ())]
    chosen = (_Best(each.cost, each.points, ((repair, each),) if each.cost else ()) for each in repair.options)
    return _frontier(chosen)


def _sum(parts: Iterable[list[_Best]]) -> list[_Best]:
    total = [_Best(0, 0, ())]
    for part in parts:
        if len(part) == 1:
            only = part[0]
            total = [_Best(one.cost + only.cost, one.total + only.total, one.picks + only.picks) for one in total]
        else:
            pairs = (_Best(a.cost + b.cost, a.total + b.total, a.picks + b.picks) for a in total for b in part)
            total = _frontier(pairs)
    return total


def _frontier(found: Iterable[_Best]) -> list[_Best]:
    """Only what brings more than everything cheaper, cheapest first."""
    kept: list[_Best] = []
    for each in sorted(found, key=lambda best: (best.cost, -best.total)):
        if not kept or each.total > kept[-1].total:
            kept.append(each)
    return kept


def _each(best: list[_Best], function: Callable[[int], int]) -> list[_Best]:
    return [_Best(each.cost, function(each.total), each.picks) for each in best]


def _scaled(best: list[_Best], full: int, reached: int, weight: int = 1) -> list[_Best]:
    return _each(best, lambda total: weight * half_up(total * full, reached))


# --- from the total to the grade ---


def _score(rules: RuleSet, unit: UnitResult, total: int, standing: Sequence[Veto]) -> int:
    """Vetoes, bonus and rounding (kinds.md §5, steps 5 to 7)."""
    scoring = rules.scoring
    total = max(0, total)
    caps = [0 if veto.effect.kind == "stop" else veto.effect.score for veto in standing if veto.effect.kind in ("stop", "score")]
    total = min([total, *caps])
    claimed = sum(each.points for each in unit.bonuses)
    bonus = scoring.bonus
    opens = bonus is None or bonus.gate is None or total > bonus.gate
    added = (claimed if bonus is None else min(claimed, bonus.cap)) if opens and not caps else 0
    step: int = 10 ** (6 - scoring.places)
    return half_up(total + added, step) * step


def _position(rules: RuleSet, score: int, standing: Sequence[Veto]) -> int:
    """The place of the grade that the score has and the standing vetoes leave."""
    names = [grade.name for grade in rules.grades]
    band = next((place for place, grade in enumerate(rules.grades) if score >= grade.min), len(names) - 1)
    floors = [
        len(names) - 1 if each.effect.kind == "stop" else names.index(each.effect.grade)
        for each in standing
        if each.effect.kind != "score"
    ]
    return max([band, *floors])
