"""The YAML cases: of every kind and marking, and of every item of the bundled rule sets."""

from functools import cache
from pathlib import Path

import pytest

from compliance import checks, markings
from compliance.casebook import run_cases, run_kind_cases
from compliance.load import yaml
from compliance.opening import open_whole
from tests.conftest import ROOT

KINDS = sorted((ROOT / "tests" / "checks").glob("*.yaml"))
MARKINGS = sorted((ROOT / "tests" / "markings").glob("*.yaml"))
SETS = sorted(each for each in (ROOT / "rules").iterdir() if (each / "ruleset.yaml").is_file())


outcomes_of = cache(run_kind_cases)


def failing(outcomes) -> list[str]:
    return [f"{each.case.title}: wanted {each.wanted}, got {each.got}" for each in outcomes if not each.holds]


@pytest.mark.parametrize("file", [*KINDS, *MARKINGS], ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_case_of_a_kind_or_marking_holds(file: Path) -> None:
    outcomes = outcomes_of(file)

    assert failing(outcomes) == []
    assert len(outcomes) > 3


def test_every_kind_has_cases_of_every_sort() -> None:
    assert [file.stem for file in KINDS] == list(checks.kinds())
    for file in KINDS:
        states = {each.item.state.value for each in outcomes_of(file)}
        assert {"pass", "not_checked"} <= states, file.stem
        assert states & {"partial", "fail"}, file.stem


def test_every_marking_has_cases() -> None:
    assert [file.stem for file in MARKINGS] == list(markings.kinds())


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_every_case_of_a_rule_set_holds_and_every_item_has_all_sorts(folder: Path) -> None:
    opened = open_whole(folder)
    files = sorted((ROOT / "tests" / "rules" / folder.name).glob("*.yaml"))
    outcomes = run_cases([yaml.read(file) for file in files], opened.rule_set)
    states: dict[str, set[str]] = {item.id: set() for item in opened.rule_set.lines()}
    for each in outcomes:
        states[each.case.item].add(each.item.state.value)

    assert opened.remarks == ()
    assert failing(outcomes) == []
    for item in opened.rule_set.root.items():
        assert states[item.id] & {"pass", "informational", "partial"}, f"{item.id} has no case that is met"
        if not item.informational:
            assert states[item.id] & {"fail", "partial"}, f"{item.id} has no case that is not met"
            assert "not_checked" in states[item.id], f"{item.id} has no case with nothing handed in"
    for item in (*opened.rule_set.bonuses, *(veto.item for veto in opened.rule_set.vetoes)):
        assert states[item.id], f"{item.id} has no case"
