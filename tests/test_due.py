"""What is due and overdue, its calendar file, and what-if: through the real program."""

import json
from pathlib import Path

import pytest

from tests.conftest import DAY, EXAMPLE

EVIDENCE = """单位: {代码: "0318", 名称: 二小, 类别: 公办小学}
年度: 2025
规则集: 校务公开-示例-2025@1.2.0
公开信息:
  - {编号: G1, 事项: 招生政策, 标题: x, 形成日期: 2025-10-20, 公开日期: , 载体: 学校网站, 保密审查人: 岗}
  - {编号: G2, 事项: 招生范围, 标题: x, 形成日期: 2025-08-20, 公开日期: , 载体: 学校网站, 保密审查人: 岗}
依申请公开:
  - {编号: Y1, 收到日期: 2025-10-30, 收到方式: 邮寄}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.yaml"
    path.write_text(EVIDENCE, "utf-8")
    return path


def listed(run, file, *options):
    result = run("due", file, "--as-of", DAY, "--format", "json", "-q", *options)
    return [(each["subject"], each["due"], each["overdue"]) for each in json.loads(result.stdout)["due"]], result.returncode


def test_overdue_comes_first_then_what_is_due_within_the_days(run, file) -> None:
    assert listed(run, file) == ([("G2", "2025-09-17", True), ("G1", "2025-11-17", False)], 0)
    assert listed(run, file, "--days", "24") == (
        [("G2", "2025-09-17", True), ("G1", "2025-11-17", False), ("Y1", "2025-11-27", False)],
        0,
    )
    assert listed(run, file, "--days", "13") == ([("G2", "2025-09-17", True)], 0)


INSIDE = """规则集: 组合
版本: 1.0.0
状态: 草稿
名称: 组合检查里的期限
适用: [公办小学]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某规定}
评分: {满分: 3, 不适用项: 按比例折算}
等次: [{名称: 优秀, 下限: 2}, {名称: 合格, 下限: 0}]
指标:
  - 编号: "1"
    名称: 都要做到
    分值: 1
    依据: F1
    检查:
      类型: 全部
      各项:
        - {名称: 按时公开, 类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 20个工作日}
        - 名称: 答复或制度
          类型: 任一
          各项:
            - {名称: 按时答复, 类型: 期限, 表: 依申请公开, 从: 收到日期, 到: 答复日期, 不超过: 20个工作日}
            - {名称: 有制度, 类型: 有无, 表: 制度}
  - 编号: "2"
    名称: 没有按时
    分值: 1
    依据: F1
    检查: {类型: 非, 各项: [{类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 20个工作日}]}
  - 编号: "3"
    名称: 一项做到即可
    分值: 1
    依据: F1
    检查:
      类型: 任一
      各项:
        - {类型: 有无, 表: 依申请公开, 条件: {收到方式: 邮寄}}
        - {类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 20个工作日}
"""


def test_days_inside_composites_are_told_unless_the_whole_is_met_or_turned_round(run, file, tmp_path) -> None:
    rules = tmp_path / "组合"
    rules.mkdir()
    (rules / "ruleset.yaml").write_text(INSIDE, "utf-8")
    result = run("due", file, "--rules", rules, "--as-of", DAY, "--days", "30", "--format", "json", "-q")
    found = json.loads(result.stdout)["due"]

    assert [(each["item"], each["subject"], each["due"], each["overdue"]) for each in found] == [
        ("1", "G2", "2025-09-17", True),
        ("1", "G1", "2025-11-17", False),
        ("1", "Y1", "2025-11-27", False),
    ]


def test_overdue_alone_finds_something_or_nothing(run, file) -> None:
    assert listed(run, file, "--overdue") == ([("G2", "2025-09-17", True)], 1)
    assert listed(run, EXAMPLE / "assessments" / "2025" / "0317-实验小学" / "evidence.yaml", "--overdue") == ([], 0)


def test_the_calendar_file_is_folded_and_the_same_each_time(run, file, tmp_path) -> None:
    one, other = tmp_path / "1.ics", tmp_path / "2.ics"
    for path in (one, other):
        assert run("due", file, "--as-of", DAY, "--ics", path).returncode == 0
    content = one.read_bytes()

    assert content == other.read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 2
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert "DTSTART;VALUE=DATE:20251117" in content.decode()


def test_what_if_shows_what_a_cell_would_change_and_changes_no_file(run, file) -> None:
    before = file.read_bytes()
    result = run("explain", file, "3.1", "--as-of", DAY, "--what-if", "公开信息.G2.公开日期=2025-09-17")

    assert "16.00 → 18.00" in result.stdout
    assert file.read_bytes() == before


@pytest.mark.parametrize("cell", ["公开信息.G9.公开日期=x", "公开.G1.公开日期=x", "公开信息.G1.日期=x", "公开信息"])
def test_what_if_refuses_a_cell_that_is_not_there(run, file, cell) -> None:
    result = run("explain", file, "3.1", "--as-of", DAY, "--what-if", cell)

    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "改法" in result.stderr or "有 " in result.stderr or "写成" in result.stderr
