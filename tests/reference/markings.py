"""kinds.md §3: what an item's points are, with every open subject at its worst or as met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.reference.numbers import M, div, micro, percent
from tests.reference.verdict import FAULT, MET, NOT_CHECKED, UNKNOWN, Outcome, Subject

Marking = Mapping[str, Any]

RATES = ("actual", "completion", "met_rate")


def points(marking: Marking, most: int, outcome: Outcome, *, worst: bool, percentages: bool) -> int:
    """The item's points. most: P. percentages: the actual value of the kind is a percentage."""
    kind = marking.get("kind", "all_or_nothing")
    if kind == "scale":
        return _scale(marking, most, outcome, worst=worst)
    if kind == "deduct":
        return _deduct(marking, most, outcome, worst=worst)
    m = outcome.count(MET) + (0 if worst else _open(outcome))
    f = outcome.count(FAULT) + (_open(outcome) if worst else 0)
    if kind == "share":
        return _share(marking, most, outcome, m, worst=worst)
    if kind == "tiers":
        return _tiers(marking, most, outcome, worst=worst, percentages=percentages)
    if kind == "award":
        return _award(marking, most, outcome, m, worst=worst)
    return most if f == 0 else 0


def _open(outcome: Outcome) -> int:
    return outcome.count(NOT_CHECKED, UNKNOWN)


def _deduct(marking: Marking, most: int, outcome: Outcome, *, worst: bool) -> int:
    lost = sum(_loss(marking, most, each) for each in outcome.subjects if each.state == FAULT)
    if worst:
        lost += sum(_worst_loss(marking, most) for each in outcome.subjects if each.state in (NOT_CHECKED, UNKNOWN))
    lost = min(lost, micro(marking["at_most"])) if "at_most" in marking else lost
    return max(0, most - lost) if marking["floor"] == "item" else most - lost


def _cap(marking: Marking, most: int) -> int:
    """What a subject loses whose excess cannot be measured."""
    return micro(marking["per_subject_at_most"]) if "per_subject_at_most" in marking else most


def _worst_loss(marking: Marking, most: int) -> int:
    if "per_excess" in marking:
        return _cap(marking, most)
    return _cut(marking, max(micro(marking.get("per_fault", "0")), micro(marking.get("per_blank", "0"))))


def _loss(marking: Marking, most: int, subject: Subject) -> int:
    base = micro(marking.get("per_fault", "0"))
    if "per_blank" in marking and subject.is_blank:
        base = micro(marking["per_blank"])
    if "per_excess" not in marking:
        return _cut(marking, base)
    if subject.excess is None:
        return _cap(marking, most)
    return _cut(marking, base + _slope(marking, subject.excess))


def lost(marking: Marking, most: int, subject: Subject) -> int | None:
    """What a finding shows as lost."""
    return _loss(marking, most, subject) if marking.get("kind") == "deduct" else None


def _cut(marking: Marking, loss: int) -> int:
    return min(loss, micro(marking["per_subject_at_most"])) if "per_subject_at_most" in marking else loss


def _slope(marking: Marking, excess: int) -> int:
    each = micro(marking["per_excess"])
    if "step" not in marking:
        return div(each * excess, M)
    step = micro(marking["step"])
    return each * (-(-excess // step) if marking.get("partial_step") == "count" else excess // step)


def _share(marking: Marking, most: int, outcome: Outcome, m: int, *, worst: bool) -> int:
    if marking.get("by", "subjects") == "subjects":
        return div(most * m, len(outcome.subjects) - outcome.count("not_applicable"))
    if _open(outcome):
        return 0 if worst else most
    assert outcome.target is not None
    if outcome.target <= 0:
        return most
    actual = 0 if outcome.actual is None else outcome.actual
    return div(most * max(0, min(actual, outcome.target)), outcome.target)


def _award(marking: Marking, most: int, outcome: Outcome, m: int, *, worst: bool) -> int:
    limit = min(most, micro(marking["at_most"])) if "at_most" in marking else most
    if "per_subject" in marking:
        return max(0, min(micro(marking["per_subject"]) * m, limit))
    if _open(outcome):
        return 0 if worst else limit
    return max(0, min(div(micro(marking["per_actual"]) * (outcome.actual or 0), M), limit))


def _tiers(marking: Marking, most: int, outcome: Outcome, *, worst: bool, percentages: bool) -> int:
    by = marking["by"]
    worth = [
        micro(each["points"]) if "points" in each else div(most * percent(each["share"]), 100 * M) for each in marking["tiers"]
    ]
    if by in ("actual", "completion") and _open(outcome):
        return 0 if worst else max(worth)
    is_percent = by in ("completion", "met_rate") or (by == "actual" and percentages)
    least = [percent(each["min"]) if is_percent else micro(each["min"]) for each in marking["tiers"]]
    results = [
        next((each for each, low in zip(worth, least, strict=True) if value is not None and value >= low), 0)
        for value in (_value(by, outcome, worst=True), _value(by, outcome, worst=False))
    ]
    return min(results) if worst else max(results)


def _value(by: str, outcome: Outcome, *, worst: bool) -> float | None:
    """What the tiers are measured by; endless for an excess that cannot be measured."""
    m, f, o = outcome.count(MET), outcome.count(FAULT), _open(outcome)
    if by == "actual":
        return outcome.actual
    if by == "completion":
        if outcome.target == 0:
            return 100 * M
        return (
            None
            if outcome.actual is None or outcome.target is None or outcome.target < 0
            else div(100 * M * outcome.actual, outcome.target)
        )
    if by == "met_rate":
        return div(100 * M * (m if worst else m + o), m + f + o)
    if by == "faults":
        return M * (f + o if worst else f)
    return _largest_excess(outcome, is_open_fault=worst and o > 0)


def _largest_excess(outcome: Outcome, *, is_open_fault: bool) -> float:
    found = [float("inf") if each.excess is None else each.excess for each in outcome.subjects if each.state == FAULT]
    return float("inf") if is_open_fault else max(found, default=0)


def _scale(marking: Marking, most: int, outcome: Outcome, *, worst: bool) -> int:
    """What the mark says: a level, points, or met or not."""
    if outcome.mark is None or _open(outcome):
        return 0 if worst else most
    level = outcome.mark.get("level")
    if level is not None:
        return next(_level(each, most) for each in marking["levels"] if each["name"] == level)
    given = outcome.mark.get("points")
    return given if given is not None else most * (outcome.mark.get("state") == MET)


def _level(level: Mapping[str, str], most: int) -> int:
    return micro(level["points"]) if "points" in level else div(most * percent(level["share"]), 100 * M)
