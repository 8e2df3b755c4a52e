"""Every broken file states in its first line what must be said of it, and where."""

import json
import re
from pathlib import Path

import pytest

from compliance.codes import CODES
from tests.conftest import DAY, ROOT

BAD = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
RULES = ROOT / "rules" / "校务公开-示例-2025"

ELSEWHERE = {
    "Y007": "evidence-too-deep.yaml",
    "Y009": "test_cli: a file that is not there",
    "E025": "test_cli: a unit that hands in twice",
    "C001": "test_calculator: a day outside the calendar",
    "Y010": "test_tables_cli: a damaged file",
    "Y011": "test_tables_cli: a table that is there twice",
    "Y012": "test_tables_cli: a file of no table",
    "E027": "test_tables_cli: rows of no unit",
    "E033": "test_waivers: two of one item",
    "E028": "test_tables_cli: more faults than are listed",
    "E037": "test_tables_edges: a report in a file",
    "E036": "test_tables_cli: many rows of no unit",
    "E035": "test_tables_cli: more ids given twice than are listed",
    "E034": "test_tables_cli: doubtful rows",
    "A010": "test_cli: a folder that is not there",
    "A011": "test_cli: a character that no font has",
}
"""Codes that no single file of rules or evidence can show, and where they are tested instead."""


def wanted(file: Path) -> list[str]:
    first = file.read_bytes().split(b"\n")[0].decode("ascii", "replace")
    return sorted(first.rpartition(": ")[2].split("; "))


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_broken_file_is_answered_as_it_says(file: Path, run, tmp_path: Path) -> None:
    if file.name.startswith("rules"):
        (tmp_path / "坏例").mkdir()
        (tmp_path / "坏例" / "ruleset.yaml").write_bytes(file.read_bytes())
        result = run("rules", "lint", "坏例", "--strict", "--format", "json", cwd=tmp_path)
        problems = json.loads(result.stdout)
    else:
        (tmp_path / "evidence.yaml").write_bytes(file.read_bytes())
        rules = re.search(rb"^# rules: (.*)$", file.read_bytes(), re.MULTILINE)
        given = rules[1].decode() if rules else RULES
        result = run("check", "evidence.yaml", "--rules", given, "--as-of", DAY, "--format", "json", "-q", cwd=tmp_path)
        problems = json.loads(result.stdout)["problems"]

    places = sorted(f"{each['line'] or 0}:{each['column'] or 0} {each['code']}" for each in problems)
    codes = {each.split()[1] for each in wanted(file)}
    is_error = any(CODES[code].severity.value == "error" for code in codes)

    assert places == wanted(file)
    assert "Traceback" not in result.stderr
    assert result.returncode == 3 if is_error else result.returncode in (0, 1)


def test_every_code_has_a_broken_file_or_a_test_of_its_own() -> None:
    shown = {each.split()[1] for file in BAD for each in wanted(file)}

    assert shown | set(ELSEWHERE) == set(CODES)


def test_every_code_has_both_languages_and_an_example() -> None:
    for code, each in CODES.items():
        assert all((each.zh, each.en, each.mend_zh, each.mend_en, each.wrong, each.right)), code
