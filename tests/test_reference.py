"""The engine against a second reading of kinds.md: random rule sets and evidence, every item and total to the micro-point."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance import checks, markings
from compliance.assessment import ItemResult, UnitResult
from compliance.load.yaml import parse
from compliance.pipeline import assess
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set
from tests.reference.drawn_evidence import Draws, drawn_unit
from tests.reference.drawn_rules import Rules, count_once, lines, tables_read
from tests.reference.evaluate import evaluate
from tests.reference.items import ItemResult as Result
from tests.reference.scoring import UnitOutcome

KINDS = list(checks.kinds())
KEYS = {name: set(markings.fragment(name)["properties"]) for name in markings.kinds()}
EXAMPLES = int(os.environ.get("REFERENCE_EXAMPLES", "0"))
"""How many random examples each test gets; 0: a few that are always the same."""

Example = tuple[dict[str, Any], list[dict[str, Any]], date, str]

same = settings(
    max_examples=EXAMPLES or 20,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@st.composite
def examples(draw: st.DrawFn, kind: str) -> Example:
    """A rule set of checks of this kind and a few others, what units hand in, the day and the layer."""
    d = Draws(draw)
    rules = Rules(d, [kind, kind, *d.some(KINDS, 0, 3)], KEYS).drawn()
    count_once(d, rules)
    judged = [item for item in lines(rules) if item["check"]["kind"] == "judged"]
    tables = sorted(tables_read([each["check"] for each in lines(rules)]) | {"figures"})
    units = [drawn_unit(d, number, tables, judged) for number in range(d.number(1, 3))]
    return rules, units, d.as_of, d.one(["self", "self", "self", "inspected"])


def by_engine(rules: dict[str, Any], units: list[dict[str, Any]], as_of: date, layer: Any) -> list[UnitResult]:
    """The same texts through the public door; JSON is YAML."""
    read, _ = read_rule_set([parse(_text(rules), "rules.yaml")])
    heads = [read_head(parse(_text(each), f"{number}.yaml")) for number, each in enumerate(units)]
    evidence, _ = read_evidence(heads, read, as_of, {})
    return list(assess(read, evidence, as_of, layer).results())


def _text(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def engine_says(unit: UnitResult) -> dict[str, Any]:
    return {
        "score": unit.score,
        "possible": unit.possible,
        "bonus": unit.bonus,
        "grade": unit.grade.name if unit.grade else None,
        "grade_certain": unit.grade_certain,
        "vetoes": [each.item.id for each in unit.vetoes],
        "steps": [value for _, value in unit.steps],
        "groups": {group.id: (points, most) for group, points, most in unit.groups},
        "items": {each.item.id: _engine_line(each) for each in (*unit.items, *unit.bonuses, *unit.veto_items)},
    }


def _engine_line(each: ItemResult) -> tuple[Any, ...]:
    # What was counted elsewhere has no cause in kinds.md, nor has a mark that says 不适用.
    cause = None if each.cause == "already_counted" else each.cause
    findings = sorted([(found.state.value, found.cause, found.excess, found.lost) for found in each.findings], key=str)
    return each.state.value, cause, each.points, each.possible, each.max, each.subjects, each.faults, findings


def reference_says(unit: UnitOutcome) -> dict[str, Any]:
    return {
        "score": unit.score,
        "possible": unit.possible,
        "bonus": unit.bonus,
        "grade": unit.grade,
        "grade_certain": unit.grade_certain,
        "vetoes": unit.vetoes,
        "steps": unit.steps,
        "groups": unit.groups,
        "items": {each.id: _reference_line(each) for each in unit.items},
    }


def _reference_line(each: Result) -> tuple[Any, ...]:
    cause = None if each.cause == "already_counted" else each.cause
    findings = sorted(each.findings, key=str)
    return each.state, cause, each.points, each.possible, each.max, each.subjects, each.faults, findings


@pytest.mark.parametrize("kind", KINDS)
@same
@given(data=st.data())
def test_engine_and_reference_decide_the_same(kind: str, data: st.DataObject) -> None:
    example = data.draw(examples(kind))

    got = [engine_says(each) for each in by_engine(*example)]

    assert got == [reference_says(each) for each in evaluate(*example)]
