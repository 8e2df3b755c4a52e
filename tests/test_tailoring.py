"""Overlays: what is laid over what, where it is looked up, and that the effective rule set can be printed and read back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compliance.casebook import run_cases
from compliance.errors import InvalidInput
from compliance.load import yaml
from compliance.opening import open_whole
from compliance.pipeline import open_rule_set
from tests.conftest import DAY, EVIDENCE, EXAMPLE, ROOT

SHIPPED = EXAMPLE / "rules" / "校务公开-示例-某区"
BUNDLED = sorted(each for each in (ROOT / "rules").iterdir() if each.is_dir())

BASE = """规则集: 甲
版本: 1.0.0
状态: 草稿
名称: 甲
适用: [小学, 初中]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 10}
等次: [{名称: 合格, 下限: 0}]
清单: {几项: [一, 二]}
"""
PART = """groups:
  - {id: G1, title: 制度, points: 6, items: [{id: 1, title: 一, points: 6, basis: F1, check: {kind: listed, list: 几项, table: documents}}]}
  - 编号: G2
    名称: 公开
    指标:
      - {编号: 2, 名称: 二, 分值: 3, 依据: F1, 适用: [小学], 检查: {类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 20天}}
      - {编号: 3, 名称: 三, 分值: 1, 依据: F1, 适用: [初中], 检查: {类型: 有无, 表: 载体}}
"""
HEAD = """规则集: 乙
版本: 1.0.0
状态: 草稿
名称: 乙
基于: 甲@1.0.0
"""


@pytest.fixture
def laid(tmp_path: Path):
    """Opens an overlay of a base in two files, one in English keys."""

    def opened(overlay: str, *, head: str = HEAD):
        for name, text in (("甲/ruleset.yaml", BASE), ("甲/10-细项.yaml", PART), ("乙/ruleset.yaml", head + overlay)):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        return open_whole(tmp_path / "乙")

    return opened


def test_an_empty_overlay_changes_nothing_but_its_name(laid) -> None:
    opened = laid("")

    own = {"id": "甲", "title": "甲", "sha256": opened.base.sha256, "root": opened.rule_set.root._replace(title="甲")}
    assert opened.rule_set._replace(**own) == opened.base
    assert [each.path for each in opened.changes] == [("title",)]
    assert opened.remarks == ()


def test_keys_of_either_language_meet_those_of_the_other(laid) -> None:
    opened = laid("修改: [{编号: 1, 检查: {清单: [一, 二, 三]}}, {id: 2, check: {within: 10天}}]\n")

    first, second, _ = opened.rule_set.root.items()
    assert first.check.list == ("一", "二", "三")
    assert first.check.table == "documents"
    assert second.check.within[0].limit.count == 10
    assert [each.effect for each in opened.changes if each.where == "item"] == ["tighter", "tighter"]


def test_a_blank_value_takes_a_key_away(laid) -> None:
    overlay = "修改: [{编号: 2, 理由: 改为固定日期, 检查: {从: , 不超过: , 截止日: 2026-01-31}}]\n"

    second = list(laid(overlay).rule_set.root.items())[1]

    assert second.check.from_ is None
    assert second.check.by.isoformat() == "2026-01-31"


def test_what_is_added_goes_into_its_group_or_to_the_top(laid) -> None:
    item = "{编号: %s, 名称: 新, 分值: 1, 依据: F1, 检查: {类型: 有无, 表: 会议培训}}"
    overlay = f"评分: {{满分: 12}}\n增加: [{{归入: G2, 指标: [{item % 2.1}]}}, {{指标: [{item % 9}]}}]\n"

    root = laid(overlay).rule_set.root

    assert [each.id for each in root.members] == ["9", "G1", "G2"]
    assert [each.id for each in root.items()] == ["9", "1", "2", "3", "2.1"]


def test_items_of_classes_that_are_not_selected_are_left_out_in_silence(laid) -> None:
    opened = laid("适用: [小学]\n评分: {满分: 9}\n")

    assert [each.id for each in opened.rule_set.root.items()] == ["1", "2"]
    assert not any(each.needs_reason for each in opened.changes)
    assert opened.remarks == ()


def test_a_group_is_left_out_with_its_items_for_one_reason(laid) -> None:
    opened = laid("评分: {满分: 6}\n不选: [{编号: G2, 理由: 本区另行考核}]\n")

    assert [each.id for each in opened.rule_set.root.items()] == ["1"]
    assert [(each.code, each.values["where"][:1]) for each in opened.remarks] == [("R021", "2"), ("R021", "3")]


def test_a_declared_sum_of_a_group_has_to_follow(laid) -> None:
    overlay = "评分: {满分: 12}\n修改: [{编号: 1, 分值: 8}%s]\n"

    with pytest.raises(InvalidInput) as caught:
        laid(overlay % "")
    assert [each.code for each in caught.value.problems] == ["R010"]
    assert laid(overlay % ", {编号: G1, 分值: 8}").rule_set.root.points == 12_000_000


def test_a_shorter_named_list_needs_a_reason_under_its_key(laid) -> None:
    with pytest.raises(InvalidInput) as caught:
        laid("清单: {几项: [一]}\n")
    assert [(each.code, each.place.line) for each in caught.value.problems] == [("R020", 6)]
    assert [each.code for each in laid("清单: {几项: [一]}\n理由: {清单: 合并}\n").remarks] == ["R021"]


def test_an_entry_that_does_not_touch_the_list_may_lean_on_the_reason_for_it(laid) -> None:
    overlay = "清单: {几项: [一]}\n理由: {清单: 合并}\n修改: [{编号: 1, 名称: 一项, 检查: {没有记录时: 算问题}}]\n"

    assert [(each.code, each.values["reason"]) for each in laid(overlay).remarks] == [("R021", "合并")]


def test_what_is_left_out_and_written_anew_is_explained_where_it_is_left_out(laid) -> None:
    item = "{编号: 3, 名称: 三, 分值: 1, 依据: F1, 适用: [初中], 检查: {类型: 有无, 表: 会议培训}}"
    opened = laid(f"不选: [{{编号: 3, 理由: 换一张表}}]\n增加: [{{归入: G2, 指标: [{item}]}}]\n")

    assert [(each.code, each.values["key"], each.values["reason"]) for each in opened.remarks] == [("R021", "“表”", "换一张表")]


def test_an_overlay_of_an_overlay_is_compared_with_the_one_below(laid, tmp_path: Path) -> None:
    laid("修改: [{编号: 2, 检查: {不超过: 10天}}]\n")
    (tmp_path / "丙").mkdir()
    third = (
        HEAD.replace("规则集: 乙", "规则集: 丙").replace("甲@", "乙@") + "修改: [{编号: 2, 检查: {不超过: 15天}, 理由: 缓一年}]\n"
    )
    (tmp_path / "丙" / "ruleset.yaml").write_text(third, "utf-8")

    opened = open_whole(tmp_path / "丙")

    assert opened.base.key == "乙@1.0.0"
    assert [each.code for each in opened.remarks] == ["R021"]


def test_the_digest_follows_base_and_overlay(laid, tmp_path: Path) -> None:
    one = laid("").rule_set.sha256
    with (tmp_path / "甲" / "10-细项.yaml").open("a", encoding="utf-8") as file:
        file.write("# 一字之差\n")

    assert open_rule_set(tmp_path / "乙").sha256 != one


def test_further_files_of_an_overlay_add(laid, tmp_path: Path) -> None:
    laid("评分: {满分: 11}\n增加: [{指标: [{编号: 9, 名称: 新, 分值: 1, 依据: F1, 检查: {类型: 人工评分}}]}]\n")
    more = "否决项: [{编号: V9, 名称: 泄密, 检查: {类型: 不得有}, 结果: {停止计分: 是}}]\n"
    (tmp_path / "乙" / "20-否决.yaml").write_text(more, "utf-8")

    assert [each.item.id for each in open_rule_set(tmp_path / "乙").vetoes] == ["V9"]


def test_the_shipped_example_only_tightens_and_its_cases_hold() -> None:
    opened = open_whole(SHIPPED)

    assert opened.remarks == ()
    assert {each.effect for each in opened.changes} == {"tighter", "neutral"}
    outcomes = run_cases([yaml.read(file) for file in sorted((SHIPPED / "cases").glob("*.yaml"))], opened.rule_set)
    assert [each.holds for each in outcomes] == [True, True, True]


def test_commands_take_an_overlay_like_any_rule_set(run) -> None:
    assessed = run("assess", EVIDENCE, "--rules", SHIPPED, "--as-of", DAY)
    shown = run("rules", "show", "3.1", "--rules", SHIPPED)
    linted = run("rules", "lint", SHIPPED, "--strict")

    assert "校务公开-示例-某区@1.0.0" in assessed.stdout
    assert "不超过：20个工作日 → 15个工作日" in shown.stdout
    assert "没有放宽" in linted.stdout
    assert (assessed.returncode, shown.returncode, linted.returncode) == (0, 0, 0)


@pytest.mark.parametrize("folder", [SHIPPED, *BUNDLED], ids=lambda folder: folder.name)
def test_what_is_printed_as_yaml_is_read_back_the_same(folder: Path, run, tmp_path: Path) -> None:
    printed = run("rules", "show", "--rules", folder, "--format", "yaml", "-q").stdout
    (tmp_path / folder.name).mkdir()
    (tmp_path / folder.name / "ruleset.yaml").write_text(printed, "utf-8")
    shutil.copy(ROOT / "rules" / "sources.yaml", tmp_path)

    again, whole = open_rule_set(tmp_path / folder.name), open_rule_set(folder)

    assert again._replace(sha256="") == whole._replace(sha256="")
