"""Recommendations: each trigger, what it rests on, until when, and that open items hold back advice on grades."""

from datetime import date

from compliance.load.yaml import parse
from compliance.pipeline import assess
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

RULES = """规则集: 建议
版本: 1
状态: 草稿
名称: 建议
适用: [甲类]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 10}
等次: [{名称: 优秀, 下限: 9}, {名称: 合格, 下限: 6}, {名称: 不合格, 下限: 0}]
指标:
  - {编号: 1, 名称: 三项, 分值: 10, 依据: F1, 检查: {类型: 清单齐全, 清单: [甲, 乙, 丙, 丁, 戊], 表: 制度}, 计分: {方式: 扣分, 每处扣: 2}}
否决项:
  - {编号: V1, 名称: 作假, 检查: {类型: 不得有, 条件: {类型: 作假}}, 结果: {等次: 不合格}}
奖惩建议:
  - {当: {等次: 优秀}, 建议: 表扬, 用途: [评先, 通报], 依据: F1, 决定人: 领导小组}
  - {当: {得分: {低于: 6}}, 建议: 约谈, 用途: [约谈], 依据: F1, 决定人: 领导小组}
  - {当: {细项: [1], 细项状态: [部分达标, 未达标]}, 建议: 整改, 用途: [整改], 整改期限: 15个工作日, 依据: F1, 决定人: 办公室}
  - {当: {否决: [V1]}, 建议: 追责, 用途: [追责], 依据: F1, 决定人: 党组}
  - {当: {名次: {不多于: 1}}, 建议: 评为第一, 用途: [目标奖], 依据: F1, 决定人: 领导小组}
"""


def advice(*bodies: str, text: str = RULES) -> list[dict[str, tuple]]:
    rules, _ = read_rule_set([parse(text.encode(), "r.yaml")])
    heads = [
        read_head(parse(f'单位: {{代码: "{n}", 名称: 校, 类别: 甲类}}\n年度: 2025\n规则集: 建议\n{body}'.encode(), f"{n}.yaml"))
        for n, body in enumerate(bodies)
    ]
    day = date(2025, 9, 12)
    evidence, _ = read_evidence(heads, rules, day, {})
    return [
        {each.recommendation.advice: (each.because, each.due) for each in unit.advice}
        for unit in assess(rules, evidence, day).results()
    ]


def documents(*topics: str) -> str:
    return "制度:\n" + "".join(f"  - {{事项: {each}, 名称: x, 印发日期: 2025-01-01}}\n" for each in topics)


ALL = ("甲", "乙", "丙", "丁", "戊")


def test_a_certain_grade_is_praised_with_its_reason() -> None:
    assert advice(documents(*ALL) + "情形: 无\n") == [{"表扬": (({"grade": "优秀"},), None)}]


def test_advice_on_a_grade_waits_while_a_veto_is_open() -> None:
    assert advice(documents(*ALL)) == [{}]


def test_a_low_score_and_a_faulty_item_are_answered_and_the_deadline_counts_working_days() -> None:
    (found,) = advice(documents("甲", "乙") + "情形: 无\n")

    assert set(found) == {"约谈", "整改"}
    assert found["约谈"][0] == ({"score": 4_000_000},)
    assert found["整改"] == (({"item": "1", "state": "partial"},), date(2025, 10, 10))


def test_a_bonus_that_nobody_claims_and_a_veto_are_no_reasons_of_a_state() -> None:
    text = (
        RULES.replace("细项: [1], 细项状态", "细项状态")
        + "加分项:\n  - {编号: J1, 名称: 创新, 分值: 1, 依据: F1, 检查: {类型: 有无, 表: 载体}}\n"
    )
    (found,) = advice(documents("甲") + "情形: [{类型: 作假}]\n载体: 无\n", text=text)

    assert found["整改"][0] == ({"item": "1", "state": "partial"},)


def test_a_low_score_that_could_still_rise_is_not_held_against_anyone() -> None:
    assert advice("情形: 无\n") == [{}]


def test_a_veto_is_answered_whatever_the_score() -> None:
    (found,) = advice(documents(*ALL) + "情形: [{类型: 作假}]\n")

    assert found["追责"] == (({"veto": "V1"},), None)


def test_a_rank_needs_others_of_the_class() -> None:
    first, second = advice(documents(*ALL) + "情形: 无\n", documents("甲", "乙", "丙", "丁") + "情形: 无\n")

    assert first["评为第一"] == (({"rank": 1, "of": 2},), None)
    assert "评为第一" not in second
    assert "评为第一" not in advice(documents(*ALL) + "情形: 无\n")[0]
