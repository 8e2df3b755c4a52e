"""Runs the cases of rule sets and of kinds: every case is a unit, so that a file of cases is one assessment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from compliance.assessment import ItemResult
from compliance.frozen import frozen
from compliance.load import yaml
from compliance.model import RuleSet
from compliance.pipeline import assess
from compliance.source import Document
from compliance.source import Sequence as Entries
from compliance.validate.cases import Case, as_rule_set, read_cases
from compliance.validate.evidence import read_evidence
from compliance.validate.ruleset import read_rule_set
from compliance.validate.schema import Raw
from compliance.values import write_decimal


@frozen
class Outcome:
    """A case that was run: what was wanted and what came, for the keys that the case names."""

    case: Case
    item: ItemResult
    wanted: Mapping[str, Any]
    got: Mapping[str, Any]

    @property
    def holds(self) -> bool:
        return dict(self.wanted) == dict(self.got)


def run_kind_cases(file: Path) -> list[Outcome]:
    """Run cases that write their checks themselves. Raises InvalidInput."""
    document = yaml.read(file)
    rule_set, _ = read_rule_set([as_rule_set(document)])
    return run_cases([document], rule_set)


def run_cases(documents: Sequence[Document], rule_set: RuleSet) -> list[Outcome]:
    """Run all cases of the files against a rule set, in their order; one assessment a day. Raises InvalidInput."""
    return outcomes_of([case for document in documents for case in read_cases(document, rule_set)], rule_set)


def outcomes_of(cases: Sequence[Case], rule_set: RuleSet) -> list[Outcome]:
    """Run cases that were read before, in their order."""
    by_day: dict[date, list[int]] = {}
    for number, case in enumerate(cases):
        by_day.setdefault(case.as_of or rule_set.end, []).append(number)
    outcomes: dict[int, Outcome] = {}
    for day, numbers in by_day.items():
        outcomes |= dict(zip(numbers, _run([cases[n] for n in numbers], rule_set, day), strict=True))
    return [outcomes[number] for number in range(len(cases))]


def _run(cases: Sequence[Case], rule_set: RuleSet, as_of: date) -> Iterator[Outcome]:
    evidence, _ = read_evidence([case.head for case in cases], rule_set, as_of, {})
    for case, unit in zip(cases, assess(rule_set, evidence, as_of).results(), strict=True):
        item = next(each for each in (*unit.items, *unit.bonuses, *unit.veto_items) if each.item.id == case.item)
        wanted = {key: _plain(value) for key, value in case.want.items()}
        yield Outcome(case, item, wanted, {key: _got(key, wanted[key], item) for key in wanted})


def _plain(value: Any) -> Any:
    """What a case wants, as plain data: findings as subjects, or as subjects with their causes."""
    if not isinstance(value, Raw):
        return value
    node = value.node
    if isinstance(node, Entries):
        return [str(each) for each in node]
    return dict(node) if isinstance(node, Mapping) else [node]


def _got(key: str, wanted: Any, item: ItemResult) -> Any:
    if key == "findings":
        if isinstance(wanted, dict):
            return {each.subject: each.cause for each in item.findings}
        return [each.subject for each in item.findings]
    return {
        "state": item.state.value,
        "cause": item.cause,
        "points": item.points,
        "possible": item.possible,
        "subjects": item.subjects,
    }[key]


def shown(key: str, value: Any) -> str:
    """A wanted or found value as a person reads it; points are in micro."""
    if isinstance(value, dict):
        return "、".join(f"{key} {cause}" for key, cause in value.items()) or "—"
    if isinstance(value, list):
        return "、".join(value) or "—"
    if value is None:
        return "—"
    return write_decimal(value) if key in ("points", "possible") else str(value)
