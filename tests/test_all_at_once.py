"""All faults of a run are told at once, whichever of its files cannot be read."""

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import DAY, EVIDENCE, ROOT

RULES = ROOT / "rules" / "校务公开-示例-2025"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A rule set of two files with points that do not add up, a file with a wrong day, a file that is no YAML."""
    folder = tmp_path / "校务公开-示例-2025"
    shutil.copytree(RULES, folder)
    change(folder / "ruleset.yaml", "分值: 14", "分值: 15")
    text = EVIDENCE.read_text("utf-8")
    (tmp_path / "day.yaml").write_text(text.replace("2025-11-03", "2025-13-03"), "utf-8")
    (tmp_path / "colon.yaml").write_text(text.replace("年度: ", "年度："), "utf-8")
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def codes(stderr: str) -> list[str]:
    return sorted(re.findall(r"错误 ([A-Z]\d{3})", stderr))


def test_a_file_that_is_no_yaml_hides_neither_the_other_file_nor_the_rules(run, inputs: Path) -> None:
    result = run("assess", "day.yaml", "colon.yaml", "--rules", inputs / RULES.name, "--as-of", DAY, cwd=inputs)

    assert (result.returncode, codes(result.stderr)) == (3, ["R010", "S011", "Y001"])


def test_a_faulty_rule_set_does_not_hide_the_evidence(run, inputs: Path) -> None:
    result = run("check", "day.yaml", "--rules", inputs / RULES.name, "--as-of", DAY, cwd=inputs)

    assert (result.returncode, codes(result.stderr)) == (3, ["R010", "S011"])


def test_a_rule_set_that_is_not_there_does_not_hide_the_evidence(run, inputs: Path) -> None:
    change(inputs / "day.yaml", "校务公开-示例-2025@1.2.0", "没有@1")

    assert codes(run("assess", "day.yaml", cwd=inputs).stderr) == ["E024", "S011"]


def test_a_file_of_the_rule_set_that_is_no_yaml_hides_the_others_no_longer(run, inputs: Path) -> None:
    """What the missing file would have said, sums and ids among it, is not told wrongly."""
    change(inputs / RULES.name / "ruleset.yaml", "分值: 24", "分值: 二十四")
    (inputs / RULES.name / "more.yaml").write_text("指标：[]\n", "utf-8")

    assert codes(run("rules", "lint", inputs / RULES.name).stderr) == ["S003", "Y001"]


def test_a_register_of_sources_with_faults_does_not_hide_the_rule_set(run, inputs: Path) -> None:
    (inputs / "sources.yaml").write_text("某办法: {名称: 某办法, 施行: 昨天}\n", "utf-8")

    assert codes(run("rules", "lint", inputs / RULES.name).stderr)[0] == "R010"
    assert "S003" in run("rules", "lint", inputs / RULES.name).stderr


def test_an_item_that_cannot_be_built_still_uses_up_its_id(run, inputs: Path) -> None:
    change(inputs / RULES.name / "ruleset.yaml", "类型: 期限", "类型: 期现")
    change(inputs / RULES.name / "ruleset.yaml", "编号: 3.1", "编号: 2.1")

    # The doubled id is also one that ties name no more, and the points of all items still do not add up.
    assert codes(run("rules", "lint", inputs / RULES.name).stderr) == ["R001", "R002", "R003", "R010"]


def test_a_check_that_cannot_be_read_hides_nothing_else_of_the_rule_set(run, inputs: Path) -> None:
    file = inputs / RULES.name / "ruleset.yaml"
    change(file, "类型: 比率", "类型: 比例率")
    change(file, "    依据: F1 第九条\n", "")
    change(file, "结果: {等次不高于: 合格}", "结果: {等次不高于: 及格}")

    assert codes(run("rules", "lint", inputs / RULES.name).stderr) == ["R001", "R002", "R004", "R010"]


def test_points_that_cannot_be_read_are_not_called_missing_but_blank_ones_are(run, inputs: Path) -> None:
    change(inputs / RULES.name / "ruleset.yaml", "分值: 24", "分值: 二十四")
    change(inputs / RULES.name / "ruleset.yaml", "分值: 20", "分值: ")

    assert codes(run("rules", "lint", inputs / RULES.name).stderr) == ["S001", "S003"]


def test_tiers_of_a_check_that_cannot_be_built_are_not_called_wrong(run, inputs: Path) -> None:
    change(inputs / RULES.name / "ruleset.yaml", "类型: 比率", "类型: 比率, 目标: 很高")
    text = (inputs / RULES.name / "ruleset.yaml").read_text("utf-8")

    assert "下限: 90%" in text or "下限" in text
    assert "这里写的是“90%”" not in run("rules", "lint", inputs / RULES.name).stderr


def test_a_key_given_twice_hides_neither_rows_nor_items(run, inputs: Path) -> None:
    change(inputs / "day.yaml", "年度: 2025", "年度: 2025\n年度: 2025")
    change(inputs / RULES.name / "ruleset.yaml", "    分值: 24", "    分值: 24\n    分值: 24")
    result = run("assess", "day.yaml", "--rules", inputs / RULES.name, cwd=inputs)

    assert codes(result.stderr) == ["R010", "S011", "Y003", "Y003"]


def test_a_remark_on_a_full_width_digit_hides_no_other_remark(run, inputs: Path) -> None:
    file = inputs / RULES.name / "ruleset.yaml"
    change(file, "分值: 15", "分值: １４")
    change(file, "清单:                           # lists", "清单:\n  没有用到的: [甲]")
    result = run("rules", "lint", inputs / RULES.name)

    assert sorted(re.findall(r"提醒 ([A-Z]\d{3})", result.stderr)) == ["R014", "S012"]
