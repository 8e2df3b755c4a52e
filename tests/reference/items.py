"""kinds.md §1, item, and §4: the state and the points of each item of a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.reference.checks import judge, table_of
from tests.reference.markings import lost, points
from tests.reference.numbers import micro, texts, truth
from tests.reference.tables import Row, satisfies
from tests.reference.verdict import FAULT, MET, NOT_APPLICABLE, NOT_CHECKED, UNKNOWN, Case, Outcome, Subject, whole

Item = Mapping[str, Any]


Finding = tuple[str, str | None, int | None, int | None]
"""State, cause, excess and loss of a subject that is not met."""


@dataclass(frozen=True)
class ItemResult:
    """An item of a unit; points, possible and max in micro. outcome: what they were made of."""

    id: str
    state: str
    cause: str | None
    points: int
    possible: int
    max: int
    subjects: int
    faults: int
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


def outcome_of(item: Item, case: Case, unit: Row) -> Outcome:
    """What the check says of a unit, or that it does not apply to it."""
    if "applies_to" in item and unit.get("class") not in texts(item["applies_to"]):
        return whole(NOT_APPLICABLE, "class")
    if not satisfies(unit, item.get("applies_if"), "units"):
        return whole(NOT_APPLICABLE, "trait")
    return judge(item["check"], replace(case, item=item["id"]))


def without_counted(item: Item, items: Mapping[str, Item], outcomes: Mapping[str, Outcome]) -> Outcome:
    """The item's outcome, where what other items found already is not applicable."""
    outcome = outcomes[item["id"]]
    for each in texts(item.get("already_counted", [])):
        other = items[each]["check"]
        if table_of(other) == table_of(item["check"]):
            faults = [subject for subject in outcomes[each].subjects if subject.state == FAULT]
            column = other.get("column", "elements" if other["kind"] == "elements" else "topic")
            subjects = tuple(
                replace(subject, state=NOT_APPLICABLE) if any(_is_same(subject, one, column) for one in faults) else subject
                for subject in outcome.subjects
            )
            outcome = replace(outcome, subjects=subjects)
    return outcome


def _is_same(subject: Subject, other: Subject, column: str) -> bool:
    """Whether the other's fault is on the subject's row, on its entry, or on the entry that its row names."""
    if other.row is not None:
        return subject.row == other.row
    if other.entry is None:
        return False
    if subject.entry == other.entry:
        return True
    named = None if subject.names is None else subject.names.get(column)
    return other.entry in named if isinstance(named, list) else other.entry == named


def result(item: Item, outcome: Outcome, *, is_capped: bool) -> ItemResult:
    """The item's state and points. is_capped: it stands in a group with cap_at_group."""
    is_scored = not truth(item.get("informational", ""))
    most = micro(item.get("points", "0")) if is_scored else 0
    n = len(outcome.subjects) - outcome.count(NOT_APPLICABLE)
    f = outcome.count(FAULT)
    state = None if is_scored else "informational"
    if outcome.state == NOT_APPLICABLE or (outcome.state is None and n == 0):
        cause = outcome.cause if outcome.state else "already_counted"
        return ItemResult(item["id"], state or NOT_APPLICABLE, cause, 0, 0, most, 0, 0, outcome)
    if outcome.state == "full":
        return ItemResult(item["id"], state or MET, None, most, most, most, 0, 0, outcome)
    if outcome.state is not None:
        return ItemResult(item["id"], state or outcome.state, outcome.cause, 0, most, most, 0, 0, outcome)
    marking = {"floor": "group" if is_capped else "item", **item.get("marking", {})}
    is_ratio = item["check"]["kind"] == "ratio"
    low, high = (points(marking, most, outcome, worst=worst, percentages=is_ratio) for worst in (True, False))
    if item["check"]["kind"] == "judged" and outcome.count(NOT_CHECKED, UNKNOWN):
        low, high = 0, most
    state, cause = _state(marking, outcome, low, high, most)
    if not is_scored:
        state, cause = "informational", _first_open(outcome)
    return ItemResult(item["id"], state, cause, low, high, most, n, f, outcome, _findings(marking, most, outcome))


def _findings(marking: Mapping[str, Any], most: int, outcome: Outcome) -> tuple[Finding, ...]:
    found = []
    for each in outcome.subjects:
        if each.state == FAULT:
            found.append((each.state, each.cause, each.excess, lost(marking, most, each)))
        elif each.state in (UNKNOWN, NOT_CHECKED):
            found.append((each.state, each.cause, None, None))
    return tuple(found)


def _first_open(outcome: Outcome) -> str | None:
    """The cause of the first open subject, of one that is unknown before one that is not checked."""
    for state in (UNKNOWN, NOT_CHECKED):
        if outcome.count(state):
            return next(each.cause for each in outcome.subjects if each.state == state)
    return None


def _state(marking: Mapping[str, Any], outcome: Outcome, low: int, high: int, most: int) -> tuple[str, str | None]:
    if low < high:
        return UNKNOWN if outcome.count(UNKNOWN) else NOT_CHECKED, _first_open(outcome)
    if marking.get("kind") == "scale":
        return (MET if low == most else "fail" if low == 0 else "partial"), None
    if outcome.count(FAULT) == 0 and outcome.count(UNKNOWN, NOT_CHECKED) == 0:
        return MET, None
    return ("fail" if low <= 0 else "partial"), None


def all_items(members: Mapping[str, Any], *, is_capped: bool = False) -> Iterator[tuple[Item, bool]]:
    """The items of a group and of the groups in it, in document order, and whether a group above caps what they lose."""
    yield from ((item, is_capped) for item in members.get("items", ()))
    for group in members.get("groups", ()):
        yield from all_items(group, is_capped=is_capped or truth(group.get("cap_at_group", "")))


def results(rules: Mapping[str, Any], case: Case, unit: Row) -> Sequence[ItemResult]:
    """Items, then bonuses, then vetoes."""
    lines = [*all_items(rules), *((each, False) for each in (*rules.get("bonuses", ()), *rules.get("vetoes", ())))]
    items = {item["id"]: item for item, _ in lines}
    outcomes = {name: outcome_of(item, case, unit) for name, item in items.items()}
    return [result(item, without_counted(item, items, outcomes), is_capped=capped) for item, capped in lines]
