"""What is to be done about a fault: what can still be mended is not given up, and the mend names what is missing."""

from datetime import date

import pytest

from compliance.load.yaml import parse
from compliance.pipeline import assess, open_evidence
from compliance.repairs import repairs
from compliance.report.view.explain import explain
from compliance.validate.evidence import read_head
from compliance.validate.ruleset import read_rule_set

RULES = """规则集: 甲
版本: 1.0.0
状态: 草稿
名称: 甲
适用: [公办小学]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 10}
等次: [{名称: 合格, 下限: 6}, {名称: 不合格, 下限: 0}]
指标:
  - {编号: "1", 名称: 一项, 分值: 10, 依据: F1 第一条, 检查: CHECK}
"""
HEAD = '单位: {代码: "0317", 名称: 某校, 类别: 公办小学}\n年度: 2025\n规则集: 甲@1.0.0\n'
REPORT = "{类型: 期限, 表: 报告, 到: 公开日期, 截止日: 2025-01-31, 没有记录时: 算问题}"
FEES = "{类型: 要素齐全, 表: 公开信息, 条件: {事项: 收费}, 要素: [项目, 标准], 逐条: 是}"
STEPS = "{类型: 先后, 表: 会议培训, 日期: 日期, 步骤: [部署, 总结]}"
TEXT = "{类型: 文本, 必须含: [满意度], 不得含: [占位符]}"
STAGES = "{类型: 按阶段, 不超过: 15天}"


def result_of(check: str, evidence: str, day: str):
    rules, _ = read_rule_set([parse(RULES.replace("CHECK", check).encode(), "甲/ruleset.yaml")])
    found, _ = open_evidence([read_head(parse((HEAD + evidence).encode(), "evidence.yaml"))], rules, date.fromisoformat(day))
    run = assess(rules, found, date.fromisoformat(day))
    (unit,) = run.results()
    return run, unit


def told(check: str, evidence: str, day: str) -> str:
    run, unit = result_of(check, evidence, day)
    return "\n".join(explain("zh", run, unit, unit.items[0]))


@pytest.mark.parametrize(
    ("check", "evidence", "day", "gain"),
    [
        (REPORT, "报告: 无\n", "2025-01-10", 10),
        (REPORT, "报告: 无\n", "2025-01-31", 10),
        (REPORT, "报告: 无\n", "2025-02-01", 0),
        (FEES, "公开信息: 无\n", "2025-06-16", 10),
        (FEES, "公开信息: 无\n", "2026-01-01", 0),
    ],
)
def test_what_is_not_there_yet_can_be_handed_in_while_there_is_time(check, evidence, day, gain) -> None:
    run, unit = result_of(check, evidence, day)

    assert sum(each.gain for each in repairs(run.rule_set, unit, run.as_of)) == gain * 1_000_000
    assert ("期限已过" in told(check, evidence, day)) == (day == "2025-02-01")


@pytest.mark.parametrize(
    ("check", "evidence", "mend"),
    [
        (FEES, "公开信息: [{编号: G3, 事项: 收费, 标题: 收费, 形成日期: 2025-03-03, 公开日期: 2025-03-04, 载体: 公开栏, 保密审查人: 审查岗, 要素: [项目]}]\n", "在“公开信息”表的“要素”一栏补上“G3/标准”"),
        (STEPS, "会议培训: [{编号: H1, 类型: 部署, 日期: 2025-03-03}]\n", "在“会议培训”表补上“会议培训”缺的步骤或日期"),
        (TEXT, "报告: [{编号: B1, 类型: 总结, 标题: 总结, 正文: 20XX年工作总结}]\n", "在正文里写上“满意度”"),
        (TEXT, "报告: [{编号: B1, 类型: 总结, 标题: 总结, 正文: 20XX年工作总结}]\n", "改掉正文里的“占位符”"),
    ],
)  # fmt: skip
def test_the_mend_names_what_is_missing(check, evidence, mend) -> None:
    assert f"改法：{mend}" in told(check, evidence, "2025-06-16")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2025-08-30", "公开日期 2025-08-30 早于完成日期，不算"),
        ("2025-12-01", "公开日期写的是 2025-12-01，还没到，不算"),
        ("", "公开日期空着"),
    ],
)
def test_a_date_that_does_not_count_is_named(written, said) -> None:
    stages = f"项目阶段: [{{编号: P2, 项目: 操场, 阶段: 验收, 完成日期: 2025-09-01, 公开日期: {written}}}]\n"

    assert said in told(STAGES, stages, "2025-10-20")
