"""`rules diff`: what differs, in words and as data, and what it does to one unit."""

import json
import re
from pathlib import Path

from tests.conftest import DAY, EVIDENCE, EXAMPLE

A = "校务公开-示例-2025"
B = EXAMPLE / "rules" / "校务公开-示例-某区"


def test_every_difference_is_said_with_its_effect(run) -> None:
    shown = run("rules", "diff", A, B).stdout

    assert "A 校务公开-示例-2025@1.2.0\nB 校务公开-示例-某区@1.0.0" in shown
    assert re.search(r"3\.1 +更严 +不超过：20个工作日 → 15个工作日", shown)
    assert re.search(r"V3 +更严 +增加否决项 V3 编造公开时间", shown)
    assert "更宽" not in shown
    assert re.search(r"更宽 +没有否决项 V3 编造公开时间", run("rules", "diff", B, A).stdout)


def test_a_rule_set_does_not_differ_from_itself(run) -> None:
    result = run("rules", "diff", A, f"{A}@1.2.0")

    assert result.stdout.endswith("有 0 处不同\n")


def test_a_unit_is_shown_under_both_item_by_item(run) -> None:
    result = run("rules", "diff", A, B, "--unit", "0317", "--as-of", DAY, cwd=EXAMPLE)
    lines = [line.split() for line in result.stdout.splitlines()]

    assert ["3.1", "主动公开及时", "20", "18.20", "20", "14.60", "-3.60", "△"] in lines
    assert ["合计", "100", "92.20", "110", "78.60", "-13.60"] in lines
    assert result.stdout.endswith("等次  优秀 → 合格\n")


def test_the_same_as_data_in_english(run) -> None:
    result = run("rules", "diff", A, B, "--unit", EVIDENCE, "--as-of", DAY, "--format", "json")
    data = json.loads(result.stdout)

    limit = next(each for each in data["changes"] if each["path"] == "check.within")
    assert (limit["id"], limit["before"], limit["after"], limit["effect"]) == ("3.1", "20 workdays", "15 workdays", "tighter")
    assert (data["unit"]["before"]["score"], data["unit"]["after"]["score"]) == ("92.20", "78.60")
    items = {each["id"]: each for each in data["unit"]["items"]}
    assert items["6.1"]["before"] is None
    assert items["6.1"]["after"]["points"] == "0.00"


def test_marks_for_an_item_that_only_one_has_do_not_stop_the_other(run, tmp_path: Path) -> None:
    item = "{编号: 9, 名称: 满意度, 分值: 10, 依据: F1, 检查: {类型: 人工评分}, 计分: {方式: 等级}}"
    head = f"规则集: 乙\n版本: 1.0.0\n状态: 草稿\n名称: 乙\n基于: {A}@1.2.0\n评分: {{满分: 110}}\n理由: {{评分: 试, 等次: 试}}\n"
    (tmp_path / "乙").mkdir()
    (tmp_path / "乙" / "ruleset.yaml").write_text(f"{head}增加: [{{指标: [{item}]}}]\n", "utf-8")
    marks = "评分: [{编号: 9, 层次: 自评, 得分: 8}]\n"
    (tmp_path / "e.yaml").write_text(EVIDENCE.read_text("utf-8") + marks, "utf-8")

    result = run("rules", "diff", A, "乙", "--unit", "e.yaml", "--as-of", DAY, cwd=tmp_path)

    assert result.returncode == 0, result.stderr
    assert ["9", "满意度", "10", "8.00", "+8.00", "没有", "→", "部分达标"] in [
        line.split() for line in result.stdout.splitlines()
    ]


def test_what_is_not_there_is_refused(run) -> None:
    version = run("rules", "diff", A, f"{A}@9.9")
    name = run("rules", "diff", A, "没有的规则集")
    unit = run("rules", "diff", A, B, "--unit", "没有的单位")

    assert "E024" in version.stderr
    assert "校务公开-示例-2025@1.2.0" in version.stderr
    assert "E024" in name.stderr
    assert (version.returncode, name.returncode, unit.returncode) == (3, 3, 2)
    assert "Traceback" not in version.stderr + name.stderr + unit.stderr
