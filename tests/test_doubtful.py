"""What lint remarks on, and what it lets stand: the bad files show each remark, these the limits of it."""

import pytest

from compliance.load.yaml import parse
from compliance.validate.ruleset import read_rule_set

LATE = "类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 20天"
LISTED = "类型: 清单齐全, 表: 公开信息, 清单: [甲, 乙]"


def codes(one: str, other: str, rest: str = "", scoring: str = "") -> list[str]:
    """The remarks on a rule set of two items, with what else stands in the second."""
    text = f"""规则集: 试
版本: 1
状态: 草稿
名称: 试
适用: [小学, 初中]
考核期: {{起: 2025-01-01, 止: 2025-12-31}}
依据: {{F1: 某办法}}
评分: {{满分: 10{scoring}}}
等次: [{{名称: 合格, 下限: 0}}]
指标:
  - {{编号: 1, 名称: 一, 分值: 5, 依据: F1, 适用: [小学], 检查: {{{one}}}}}
  - {{编号: 2, 名称: 二, 分值: 5, 依据: F1, 检查: {{{other}}}{rest}}}
"""
    return [each.code for each in read_rule_set([parse(text.encode(), "r.yaml")])[1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LATE, LATE),
        (LATE, f"{LATE}, 条件: {{事项: 甲}}"),
        (f"{LATE}, 条件: {{事项: [甲, 乙]}}", f"{LATE}, 条件: {{面向: 社会, 事项: 乙}}"),
        (f"{LATE}, 条件: {{附件: {{为空: 否}}}}", f"{LATE}, 条件: {{附件: {{为空: 否}}, 事项: 甲}}"),
        (LISTED, LISTED.replace("甲", "丙")),
        (f"{LISTED}, 载体: [网站]", f"{LISTED}, 载体: [网站, 公开栏]"),
        ("类型: 不得有", "类型: 不得有, 条件: {类型: 泄密}"),
        ("类型: 要素齐全, 要素: [甲]", "类型: 要素齐全, 要素: [甲, 乙]"),
    ],
)
def test_the_same_fault_twice_is_remarked_on(one: str, other: str) -> None:
    assert codes(one, other) == ["R026"]
    assert codes(other, one) == ["R026"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{LATE}, 条件: {{事项: 甲}}", f"{LATE}, 条件: {{事项: 乙}}"),
        (f"{LATE}, 条件: {{事项: 甲}}", f"{LATE}, 条件: {{面向: 社会}}"),
        (LATE, LATE.replace("形成日期", "审查日期")),
        (LISTED, LISTED.replace("甲, 乙", "丙")),
        (LISTED, f"{LISTED}, 列: 面向"),
        (f"{LISTED}, 载体: [网站]", f"{LISTED}, 载体: [公开栏]"),
        ("类型: 有无, 表: 制度", "类型: 有无, 表: 制度"),
        ("类型: 人工评分", "类型: 人工评分"),
    ],
)
def test_what_may_be_another_fault_is_let_stand(one: str, other: str) -> None:
    assert codes(one, other) == []


def test_items_that_excuse_one_another_or_never_meet_are_let_stand() -> None:
    assert codes(LATE, LATE, ", 不重复扣: 1") == []
    assert codes(LATE, LATE, ", 适用: [初中]") == []


def test_nothing_to_judge_contradicts_only_a_policy_of_zero() -> None:
    other = "类型: 有无, 表: 制度"

    assert codes(LATE, other, scoring=", 不适用项: 记零分") == ["R024"]
    assert codes(f"{LATE}, 没有记录时: 满分", other, scoring=", 不适用项: 记零分") == []
    assert codes(LATE, other, scoring=", 不适用项: 记满分") == []


def test_only_a_part_of_the_whole_cannot_exceed_it() -> None:
    part = "{表: 信访投诉, 条件: {办结日期: {为空: 否}}}"
    ratio = "类型: 比率, 分子: %s, 分母: %s, 目标: 120%%"

    assert codes(ratio % (part, "{表: 信访投诉}"), LATE) == ["R023"]
    assert codes(ratio % ("{表: 信访投诉}", part), LATE) == []
    assert codes(ratio % ("本年件数", "上年件数"), LATE) == []


def test_a_gap_between_editions_keeps_the_check() -> None:
    gap = LATE.replace("20天", "[{至: 2019-05-01, 期限: 15天}, {自: 2019-05-15, 期限: 20天}]")

    assert codes(gap, LISTED) == ["R017"]
    assert codes(gap.replace("05-15", "05-02"), LISTED) == []
