"""kinds.md §2: every kind by its name, and the kinds that are made of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.reference import kinds_dates, kinds_numbers, kinds_rows
from tests.reference.verdict import FAULT, MET, NOT_APPLICABLE, NOT_CHECKED, UNKNOWN, Case, Outcome, Subject, fault, met, whole

Check = Mapping[str, Any]

TABLES = {
    "elements": "documents", "response": "requests", "fresh": "channels", "staged": "stages", "notice": "disclosures",
    "absent": "incidents", "text": "reports",
}  # fmt: skip
"""The table that a kind reads where the check names none; kinds that read figures have no rows to share."""

NEUTRAL = (NOT_APPLICABLE, "informational", "not_selected")
OR = ("error", MET, UNKNOWN, NOT_CHECKED, FAULT)


def table_of(check: Check) -> str | None:
    return check.get("table", TABLES.get(check["kind"]))


def judge(check: Check, case: Case) -> Outcome:
    return KINDS[check["kind"]](check, case)


def state_of(outcome: Outcome) -> Subject:
    """A check as one subject."""
    if outcome.state is not None:
        return Subject(MET) if outcome.state == "full" else Subject(outcome.state, outcome.cause)
    if outcome.count(NOT_APPLICABLE) == len(outcome.subjects):
        return Subject(NOT_APPLICABLE)
    for state in (FAULT, UNKNOWN, NOT_CHECKED):
        first = next((each for each in outcome.subjects if each.state == state), None)
        if first is not None:
            return Subject(state, first.cause)
    return Subject(MET)


def _parts(check: Check, case: Case) -> list[Subject]:
    found = [state_of(judge(each, case)) for each in check["parts"]]
    return [each for each in found if each.state not in NEUTRAL]


def all_of(check: Check, case: Case) -> Outcome:
    parts = _parts(check, case)
    return Outcome(tuple(parts)) if parts else whole(NOT_APPLICABLE, None)


def any_of(check: Check, case: Case) -> Outcome:
    parts = _parts(check, case)
    if not parts:
        return whole(NOT_APPLICABLE, None)
    return Outcome((min(parts, key=lambda each: OR.index(each.state)),))


def negated(check: Check, case: Case) -> Outcome:
    """not: of its one part."""
    parts = _parts(check, case)
    if not parts:
        return whole(NOT_APPLICABLE, None)
    turned = {MET: fault("occurred"), FAULT: met()}
    return Outcome((turned.get(parts[0].state, parts[0]),))


KINDS: dict[str, Callable[[Check, Case], Outcome]] = {
    "listed": kinds_rows.listed,
    "present": kinds_rows.present,
    "elements": kinds_rows.elements,
    "absent": kinds_rows.never,
    "judged": kinds_rows.judged,
    "text": kinds_rows.text,
    "deadline": kinds_dates.deadline,
    "response": kinds_dates.response,
    "periodic": kinds_dates.periodic,
    "fresh": kinds_dates.fresh,
    "staged": kinds_dates.staged,
    "notice": kinds_dates.notice,
    "ordered": kinds_dates.ordered,
    "count": kinds_numbers.count,
    "ratio": kinds_numbers.ratio,
    "figure": kinds_numbers.figure,
    "sum": kinds_numbers.sums,
    "agrees": kinds_numbers.agrees,
    "all_of": all_of,
    "any_of": any_of,
    "not": negated,
}
