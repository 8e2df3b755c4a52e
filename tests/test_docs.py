"""The documents say what the program does."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from compliance.casebook import run_cases
from compliance.cli._main import MODULES
from compliance.load import yaml
from compliance.opening import open_whole
from compliance.pipeline import open_evidence, open_heads, open_rule_set
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
AUTHORS = (ROOT / "rules" / "README.md").read_text("utf-8")
BLOCKS = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def test_every_command_is_in_the_readme() -> None:
    assert [name for name in MODULES if not re.search(rf"\b{name}\b", README)] == []


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "rules/README.md"])
def test_generated_parts_are_current(name: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "-c", "-P", name], cwd=ROOT, capture_output=True, text=True
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_rule_set_and_the_cases_of_the_author_guide_work(tmp_path: Path) -> None:
    rules, cases, *_ = BLOCKS.findall(AUTHORS)
    folder = tmp_path / "第一个规则集"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text(rules, "utf-8")
    (tmp_path / "cases.yml").write_text(cases, "utf-8")

    opened = open_whole(folder)
    outcomes = run_cases([yaml.read(tmp_path / "cases.yml")], opened.rule_set)

    assert opened.remarks == ()
    assert [each.holds for each in outcomes] == [True, True]


def test_the_bonus_veto_and_advice_of_the_author_guide_work(tmp_path: Path) -> None:
    rules, _, more = BLOCKS.findall(AUTHORS)[:3]
    (tmp_path / "第一个规则集").mkdir()
    kept = "".join(line for line in rules.splitlines(keepends=True) if not line.startswith("评分:"))
    (tmp_path / "第一个规则集" / "ruleset.yaml").write_text(f"{kept}\n{more}", "utf-8")

    opened = open_whole(tmp_path / "第一个规则集")

    assert len(opened.rule_set.recommendations) == 3
    assert [each.code for each in opened.remarks if each.severity == "error"] == []


def test_the_overlay_of_the_author_guide_works(tmp_path: Path) -> None:
    (tmp_path / "校务公开-我区").mkdir()
    (tmp_path / "校务公开-我区" / "ruleset.yaml").write_text(BLOCKS.findall(AUTHORS)[3], "utf-8")

    opened = open_whole(tmp_path / "校务公开-我区")

    assert opened.base.id == "校务公开-示例-2025"
    assert [each.code for each in opened.remarks] == ["R021", "R021"]


def test_the_evidence_of_the_readme_can_be_read(tmp_path: Path) -> None:
    evidence = BLOCKS.findall(README)[0]
    (tmp_path / "evidence.yaml").write_text(evidence, "utf-8")
    rule_set = open_rule_set(ROOT / "rules" / "校务公开-示例-2025")
    from datetime import date

    _, remarks = open_evidence(open_heads([tmp_path / "evidence.yaml"]), rule_set, date(2025, 11, 3))

    assert remarks == ()


def test_the_pictures_show_what_the_program_prints() -> None:
    place = ROOT / "tests" / "golden" / "pictures"
    spec = importlib.util.spec_from_file_location("pictures", place / "make.py")
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)

    told = (place / "shown.txt").read_text("utf-8")

    assert pictures.shown() == told, "run tests/golden/pictures/make.py and look at the pictures"


def test_no_file_names_a_path_of_this_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    found = []
    for name in filter(None, tracked):
        path = ROOT / name.strip('"')
        if path.suffix in (".py", ".md", ".toml", ".yaml", ".json", "") and path.is_file():
            text = path.read_text("utf-8", errors="replace")
            found += [name for each in ("/root/", "/work/", "/home/") if each in text and path.name != "test_docs.py"]

    assert found == []
