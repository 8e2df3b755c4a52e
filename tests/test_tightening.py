"""Which changes of a rule set only tighten: every direction once each way, then the law on random evidence."""

from __future__ import annotations

import json

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from compliance.comparison import compare
from compliance.load.yaml import parse
from compliance.model import State
from compliance.pipeline import assess
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set
from tests.reference.drawn_changes import changed
from tests.reference.drawn_evidence import Draws, drawn_unit
from tests.reference.drawn_rules import Rules, lines, tables_read
from tests.test_reference import EXAMPLES, KEYS, KINDS, same

LISTED = "类型: 清单齐全, 清单: [甲, 乙], 表: 公开信息"
DEADLINE = "类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 20个工作日"
EDITIONS = (
    "类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: [{至: 2019-05-14, 期限: 15天}, {自: 2019-05-15, 期限: 20天}]"
)
BY = "类型: 期限, 表: 公开信息, 到: 公开日期, 截止日: 2026-01-31"
ALL = "类型: 全部, 各项: [{类型: 有无, 表: 制度}, {类型: 定期, 表: 公开信息, 周期: 季度, 不少于: 1}]"

TIGHTER = [
    (LISTED, LISTED.replace("乙]", "乙, 丙]")),
    (LISTED, f"{LISTED}, 载体: [网站]"),
    (LISTED, f"{LISTED}, 条件: {{附件: {{为空: 否}}}}"),
    (f"{LISTED}, 条件: {{载体: [网站, 公开栏]}}", f"{LISTED}, 条件: {{载体: 网站}}"),
    (f"{LISTED}, 没有记录时: 不适用", LISTED),
    (f"{LISTED}, 没有记录时: 满分", f"{LISTED}, 没有记录时: 不适用"),
    ("类型: 有无, 表: 制度", "类型: 有无, 表: 制度, 条件: {印发日期: {不少于: 2025-01-01}}"),
    ("类型: 有无, 表: 制度, 条件: {印发日期: {晚于: 2025-01-01}}", "类型: 有无, 表: 制度, 条件: {印发日期: {晚于: 2025-02-01}}"),
    ("类型: 要素齐全, 要素: [甲]", "类型: 要素齐全, 要素: [乙, 甲]"),
    (DEADLINE, DEADLINE.replace("20", "15")),
    (DEADLINE, f"{DEADLINE}, 没有记录时: 算问题"),
    (f"{DEADLINE}, 条件: {{事项: 甲}}", f"{DEADLINE}, 条件: {{事项: [甲, 乙]}}"),
    (f"{DEADLINE}, 条件: {{事项: 甲}}", DEADLINE),
    (EDITIONS, EDITIONS.replace("20天", "10天")),
    (EDITIONS, DEADLINE.replace("20个工作日", "15天")),
    (BY, BY.replace("31", "15")),
    ("类型: 答复, 不超过: 20个工作日, 可延长: 20个工作日", "类型: 答复, 不超过: 20个工作日"),
    ("类型: 答复, 不超过: 20个工作日", "类型: 答复, 不超过: 20个工作日, 补正期限: 7个工作日"),
    ("类型: 答复, 不超过: 20个工作日", "类型: 答复, 不超过: 20个工作日, 扣除征求意见: 否"),
    ("类型: 定期, 表: 公开信息, 周期: 季度", "类型: 定期, 表: 公开信息, 周期: 季度, 不少于: 2"),
    ("类型: 更新, 表: 公开信息, 清单: [甲], 不超过: 6个月", "类型: 更新, 表: 公开信息, 清单: [甲, 乙], 不超过: 6个月"),
    ("类型: 按阶段, 不超过: 20个工作日", "类型: 按阶段, 不超过: 7个工作日"),
    ("类型: 公示期, 不少于: 5天", "类型: 公示期, 不少于: 7天"),
    ("类型: 公示期, 不少于: 5天", "类型: 公示期, 不少于: 5天, 保留至: 2025-08-31"),
    ("类型: 先后, 表: 制度, 日期: [批准日期, 施行日期]", "类型: 先后, 表: 制度, 日期: [批准日期, 印发日期, 施行日期]"),
    ("类型: 先后, 表: 制度, 日期: [批准日期, 施行日期]", "类型: 先后, 表: 制度, 日期: [批准日期, 施行日期], 不得同日: 是"),
    ("类型: 先后, 表: 会议培训, 步骤: [部署, 考核]", "类型: 先后, 表: 会议培训, 步骤: [部署, 检查, 考核]"),
    ("类型: 数量, 表: 公开信息, 不少于: 200", "类型: 数量, 表: 公开信息, 不少于: 250"),
    ("类型: 数量, 表: 公开信息, 不多于: 20", "类型: 数量, 表: 公开信息, 不多于: 10"),
    ("类型: 比率, 分子: 甲, 分母: 乙, 目标: 90%", "类型: 比率, 分子: 甲, 分母: 乙, 目标: 95%"),
    ("类型: 指标值, 统计数: 甲, 不少于: 52", "类型: 指标值, 统计数: 甲, 不少于: 60"),
    ("类型: 勾稽, 左边: [甲], 右边: [乙], 关系: 不大于", "类型: 勾稽, 左边: [甲], 右边: [乙]"),
    ("类型: 勾稽, 左边: [甲], 右边: [乙], 允许误差: 2", "类型: 勾稽, 左边: [甲], 右边: [乙], 允许误差: 1"),
    ("类型: 一致, 左边: 甲, 右边: 乙, 允许误差: 2", "类型: 一致, 左边: 甲, 右边: 乙"),
    ("类型: 不得有, 条件: {类型: 泄密}", "类型: 不得有, 条件: {类型: [泄密, 造假]}"),
    ("类型: 文本, 不得含: [占位符]", "类型: 文本, 不得含: [占位符, 重复词], 必须含: [总体情况]"),
    (ALL, ALL.replace("不少于: 1", "不少于: 2")),
    (ALL, ALL.replace("}]", "}, {类型: 有无, 表: 载体}]")),
    (ALL.replace("全部", "任一"), ALL.replace("全部", "任一").replace("不少于: 1", "不少于: 2")),
]
"""Checks, with a stricter one each; the other way round they are laxer."""

UNPROVEN = [
    (DEADLINE, DEADLINE.replace("20个工作日", "10天")),
    (DEADLINE, DEADLINE.replace("公开信息", "制度").replace("形成日期", "批准日期").replace("公开日期", "施行日期")),
    (EDITIONS, EDITIONS.replace("{至: 2019-05-14, 期限: 15天}, ", "")),
    (f"{LISTED}, 没有记录时: 满分", f"{LISTED}, 没有记录时: 满分, 条件: {{附件: {{为空: 否}}}}"),
    (f"{DEADLINE}, 没有记录时: 算问题, 条件: {{事项: 甲}}", f"{DEADLINE}, 没有记录时: 算问题"),
    ("类型: 定期, 表: 公开信息, 周期: 季度", "类型: 定期, 表: 公开信息, 周期: 月"),
    ("类型: 数量, 表: 公开信息, 不少于: 5, 不多于: 10", "类型: 数量, 表: 公开信息, 不少于: 20, 不多于: 10"),
    ("类型: 要素齐全, 要素: [甲]", "类型: 要素齐全, 要素: [甲], 逐条: 是"),
    ("类型: 先后, 表: 会议培训, 步骤: [部署, 考核]", "类型: 先后, 表: 会议培训, 步骤: [考核, 部署]"),
    ("类型: 勾稽, 左边: [甲], 右边: [乙], 关系: 不大于", "类型: 勾稽, 左边: [甲], 右边: [乙], 关系: 不小于"),
    ("类型: 非, 各项: [{类型: 定期, 表: 制度, 周期: 年}]", "类型: 非, 各项: [{类型: 定期, 表: 制度, 周期: 年, 不少于: 2}]"),
    (ALL.replace("全部", "任一"), ALL.replace("全部", "任一").replace("}]", "}, {类型: 有无, 表: 载体}]")),
    ("类型: 有无, 表: 制度", "类型: 定期, 表: 制度, 周期: 年"),
]

FULL = "分值: 10, 计分: {方式: 扣分, 每处扣: 2}"
TIERS = "分值: 10, 计分: {方式: 分档, 按: 达标率, 档: [{下限: 90%, 得分: 10}, {下限: 60%, 得分: 6}]}"

TIGHTER_MARKS = [
    (FULL, "分值: 20, 计分: {方式: 扣分, 每处扣: 4}"),
    (FULL, "分值: 10, 计分: {方式: 扣分, 每处扣: 3}"),
    ("分值: 10, 计分: {方式: 扣分, 每处扣: 2, 单处最多扣: 1}", FULL),
    ("分值: 10, 计分: {方式: 扣分, 每处扣: 2, 最多扣: 6}", "分值: 10, 计分: {方式: 扣分, 每处扣: 2, 最多扣: 8}"),
    (FULL, "分值: 10, 计分: {方式: 扣分, 每处扣: 2, 扣至: 不限}"),
    (TIERS, TIERS.replace("90%", "95%")),
    (TIERS, TIERS.replace("得分: 6", "得分: 5")),
    (TIERS, TIERS.replace("分值: 10", "分值: 12")),
    ("分值: 10", "分值: 12"),
]
"""Points and markings of an item, with stricter ones."""


def rules(check: str, rest: str = "分值: 10", more: str = "", place: str = "指标"):
    """A rule set of one item, or one bonus or veto, and what else is asked for."""
    points = int(rest.partition("分值: ")[2].split(",")[0] or 0) if place == "指标" else 5
    basic = "指标: [{编号: 0, 名称: 零, 分值: 5, 依据: F1, 检查: {类型: 人工评分}}]\n" if place != "指标" else ""
    text = f"""规则集: 试
版本: 1
状态: 草稿
名称: 试
适用: [小学, 初中]
考核期: {{起: 2025-01-01, 止: 2025-12-31}}
依据: {{F1: 试}}
评分: {{满分: {points}}}
等次: [{{名称: 合格, 下限: 0}}]
{basic}{place}:
  - {{编号: 1, 名称: 一, 依据: F1, 检查: {{{check}}}{rest and ", "}{rest}{more}}}
"""
    return read_rule_set([parse(text.encode(), "r.yaml")])[0]


def effects(before, after) -> list[str]:
    """What the differences of items are, but for those that do not matter."""
    return sorted({each.effect for each in compare(before, after) if each.where != "head"} - {"neutral"})


@pytest.mark.parametrize(("before", "after"), TIGHTER)
def test_a_stricter_check_is_proven_and_undoing_it_is_laxer(before: str, after: str) -> None:
    assert effects(rules(before), rules(after)) == ["tighter"]
    assert "looser" in effects(rules(after), rules(before))
    assert effects(rules(before), rules(before)) == []


@pytest.mark.parametrize(("before", "after"), UNPROVEN)
def test_what_is_not_proven_has_to_be_explained(before: str, after: str) -> None:
    assert {"looser", "unproven"} & set(effects(rules(before), rules(after)))
    assert {"looser", "unproven"} & set(effects(rules(after), rules(before)))


@pytest.mark.parametrize(("before", "after"), TIGHTER_MARKS)
def test_amounts_are_shares_of_the_points(before: str, after: str) -> None:
    assert effects(rules(LISTED, before), rules(LISTED, after)) == ["tighter"]
    assert effects(rules(LISTED, after), rules(LISTED, before)) == ["looser"]


def test_points_raised_alone_leave_a_fault_a_smaller_share() -> None:
    assert effects(rules(LISTED, FULL), rules(LISTED, FULL.replace("10", "20"))) == ["looser", "tighter"]


def test_more_subjects_tighten_only_where_they_cannot_earn_points() -> None:
    longer = LISTED.replace("乙]", "乙, 丙]")

    for marking, effect in (("按比例", "unproven"), ("全得或不得", "tighter")):
        marks = f"分值: 10, 计分: {{方式: {marking}}}"
        assert effects(rules(LISTED, marks), rules(longer, marks)) == [effect]
    assert effects(rules(LISTED, TIERS), rules(longer, TIERS)) == ["unproven"]


def test_a_bonus_is_the_other_way_round() -> None:
    award = "分值: 2, 计分: {方式: 得分, 每处得: 1}"
    one = rules(LISTED, award, place="加分项")

    assert effects(one, rules(LISTED, award.replace("分值: 2", "分值: 3"), place="加分项")) == ["looser"]
    assert effects(one, rules(LISTED, award.replace("每处得: 1", "每处得: 2"), place="加分项")) == ["looser"]
    assert effects(one, rules(LISTED, award.replace("每处得: 1", "每处得: 0.5"), place="加分项")) == ["tighter"]
    assert effects(one, one._replace(bonuses=())) == ["tighter"]
    assert effects(one._replace(bonuses=()), one) == ["looser"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("不少于: 2, 结果: {得分: 4}", "不少于: 1, 结果: {得分: 4}"),
        ("结果: {得分: 4}", "结果: {得分: 3}"),
        ("结果: {得分: 4}", "结果: {停止计分: 是}"),
        ("适用: [小学], 结果: {得分: 4}", "结果: {得分: 4}"),
        ("适用条件: {特征: 食堂}, 结果: {得分: 4}", "结果: {得分: 4}"),
    ],
)
def test_a_veto_that_fires_sooner_or_hits_harder_is_stricter(before: str, after: str) -> None:
    one, other = (rules("类型: 不得有", each, place="否决项") for each in (before, after))

    assert effects(one, other) == ["tighter"]
    assert effects(other, one) == ["looser"]
    assert effects(one, one._replace(vetoes=())) == ["looser"]
    assert effects(one._replace(vetoes=()), one) == ["tighter"]


def test_grades_caps_and_gates_are_shares_of_the_full_marks() -> None:
    one = rules(LISTED)
    scoring = one.scoring._replace(full_marks=one.scoring.full_marks * 2)
    grades = (one.grades[0]._replace(name="优", min=8_000_000), *one.grades)
    before, after = one._replace(grades=grades), one._replace(scoring=scoring, grades=grades)

    assert [each.effect for each in compare(before, after) if each.path == ("grades", "min")] == ["looser"]
    assert [each.effect for each in compare(after, before) if each.path == ("grades", "min")] == ["tighter"]


# --- the law ---

RANK = {State.FAIL: 0, State.PARTIAL: 1, State.PASS: 2}
SLACK = 20
"""Micro-points that rounding inside markings may move."""


@st.composite
def pairs(draw: st.DrawFn, kind: str):
    """A rule set, one that is said to only tighten it, what units hand in, and the day."""
    d = Draws(draw)
    drawn = Rules(d, [kind, kind, *d.some(KINDS, 0, 1)], KEYS).drawn()
    before = read_rule_set([parse(json.dumps(drawn, ensure_ascii=False).encode(), "r.yaml")])[0]
    after = changed(d, before)
    judged = [item for item in lines(drawn) if item["check"]["kind"] == "judged"]
    tables = sorted(tables_read([each["check"] for each in lines(drawn)]) | {"figures"})
    units = [drawn_unit(d, number, tables, judged) for number in range(d.number(1, 3))]
    return before, after, units, d.as_of


law = settings(same, max_examples=EXAMPLES or 10, phases=[Phase.generate])
"""Shrinking takes long here; the note says what was changed."""


@pytest.mark.parametrize("kind", KINDS)
@law
@given(data=st.data())
def test_what_only_tightens_never_helps_an_item(kind: str, data: st.DataObject) -> None:
    before, after, units, as_of = data.draw(pairs(kind))
    note("\n".join(f"{each.where} {each.id} {each.path}: {each.before} → {each.after}" for each in compare(before, after)))
    heads = [
        read_head(parse(json.dumps(each, ensure_ascii=False).encode(), f"{number}.yaml")) for number, each in enumerate(units)
    ]
    results = []
    for each in (before, after):
        evidence, _ = read_evidence(heads, each, as_of, {})
        results.append(list(assess(each, evidence, as_of).results()))

    for one, other in zip(*results, strict=True):
        old = {each.item.id: each for each in (*one.items, *one.bonuses, *one.veto_items)}
        for now in (*other.items, *other.bonuses, *other.veto_items):
            was = old[now.item.id]
            if State.NOT_APPLICABLE in (was.state, now.state):
                continue
            if was.state in RANK and now.state in RANK:
                assert RANK[now.state] <= RANK[was.state], now.item.id
            worth = (1, 1) if now.item in after.bonuses else (was.max, now.max)
            assert now.points * worth[0] <= was.points * worth[1] + SLACK * max(worth), now.item.id
