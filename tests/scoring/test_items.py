"""kinds.md §4: who is asked, what is only shown, what was counted already, the losses that findings show. Every expectation is worked out by hand in a comment."""

from __future__ import annotations

from tests.scoring.building import (
    CANNOT_TELL,
    LATE,
    LOSES,
    ON_TIME,
    PENDING,
    TOO_LATE,
    M,
    bare,
    item,
    judge,
    line,
    marked,
    marks,
    micro,
    rules,
)


def test_classes_and_traits() -> None:
    text = rules(marked("1", "60"), marked("2", "20", ", 适用: [初中]"), marked("3", "20", ", 适用条件: {特征: 寄宿制}"))
    got = judge(text, marks(_1="45"))
    assert (got.score, line(got, "2").cause, line(got, "3").cause) == (75 * M, "class", "trait")  # 45 · 100 / 60
    got = judge(text, marks(_1="45", _2="20", _3="10"), unit="类别: 初中, 特征: 寄宿制")
    assert got.score == 75 * M  # 45 + 20 + 10


def test_condition_on_a_blank_cell_of_the_unit() -> None:
    text = rules(marked("1", "60"), marked("2", "40", ", 适用条件: {网站: {为空: 否}}"))
    assert judge(text, marks(_1="45", _2="40")).score == 75 * M
    assert judge(text, marks(_1="45", _2="40"), unit="类别: 小学, 网站: www.a.cn").score == 85 * M


def test_informational_items_are_in_no_sum() -> None:
    shown = bare("9", LOSES, ", 仅提示: 是, 计分: {方式: 扣分, 每处扣: 1}")
    for policy in ("按比例折算", "平均分摊", "记满分", "记零分"):
        got = judge(rules(marked("1", "100"), shown, scoring=f"不适用项: {policy}"), marks(_1="88"), "制度: 无")
        assert (got.score, got.grade_certain) == (88 * M, True)
        assert (line(got, "9").state.value, line(got, "9").faults, len(line(got, "9").findings)) == ("informational", 3, 3)
    got = judge(rules(marked("1", "100"), shown), marks(_1="88"))
    assert (got.score, got.possible, got.grade_certain, line(got, "9").state.value) == (88 * M, 88 * M, True, "informational")


TAKE = "方式: 扣分, 每处扣: 3"
OTHER = "类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 6天"


def test_a_row_counted_in_one_item_is_not_counted_in_another() -> None:
    text = rules(item("1", "50", LATE, TAKE), item("2", "50", OTHER, TAKE, ", 不重复扣: ['1']"))
    got = judge(text, f"公开信息: [{TOO_LATE}, {ON_TIME}]")
    assert (line(got, "1").points, line(got, "2").points, got.score) == (47 * M, 50 * M, 97 * M)
    assert (line(got, "2").subjects, line(got, "2").faults, line(got, "2").state.value) == (1, 0, "pass")


def test_an_item_whose_rows_were_all_counted_already_is_not_applicable() -> None:
    text = rules(item("1", "50", LATE, TAKE), item("2", "50", OTHER, TAKE, ", 不重复扣: ['1']"))
    got = judge(text, f"公开信息: [{TOO_LATE}]")
    assert (line(got, "2").state.value, got.score) == ("not_applicable", 94 * M)  # 47 · 100 / 50


def test_rows_counted_already_are_not_no_rows() -> None:
    """`already_counted` makes a subject not applicable; it does not make the table empty, so 算问题 finds no second fault."""
    text = rules(item("1", "50", LATE, TAKE), item("2", "50", OTHER + ", 没有记录时: 算问题", TAKE, ", 不重复扣: ['1']"))
    got = judge(text, f"公开信息: [{TOO_LATE}]")
    assert (line(got, "2").faults, line(got, "2").state.value, got.score) == (0, "not_applicable", 94 * M)


def test_a_row_that_is_only_open_elsewhere_still_counts() -> None:
    by = "类型: 期限, 表: 公开信息, 到: 公开日期, 截止日: 2025-03-05"
    text = rules(item("1", "50", LATE, TAKE), item("2", "50", by, TAKE, ", 不重复扣: ['1']"))
    got = judge(text, f"公开信息: [{CANNOT_TELL}]")
    assert (line(got, "1").points, line(got, "2").points) == (47 * M, 47 * M)


def test_the_fault_elsewhere_is_taken_before_its_own_already_counted() -> None:
    third = "类型: 不得有, 表: 公开信息, 条件: {事项: 甲}"
    text = rules(
        item("1", "40", LATE, TAKE),
        item("2", "30", OTHER, TAKE, ", 不重复扣: ['1']"),
        item("3", "30", third, TAKE, ", 不重复扣: ['2']"),
        scoring="不适用项: 记满分",
    )
    got = judge(text, f"公开信息: [{TOO_LATE}]")
    assert [each.points for each in got.items] == [37 * M, 30 * M, 30 * M]  # 2 has the fault, although it is spared itself


def test_a_fault_of_an_item_for_another_class_spares_nothing() -> None:
    text = rules(
        item("1", "50", LATE, TAKE, ", 适用: [初中]"),
        item("2", "50", OTHER, TAKE, ", 不重复扣: ['1']"),
        scoring="不适用项: 记满分",
    )
    got = judge(text, f"公开信息: [{TOO_LATE}]")
    assert (line(got, "1").state.value, line(got, "2").points, line(got, "2").faults) == ("not_applicable", 47 * M, 1)


BOTH = "清单: [甲, 乙], 表: 公开信息"


def test_entry_on_entry() -> None:
    on_board = f"类型: 清单齐全, {BOTH}, 载体: [公开栏, 学校网站]"
    text = rules(item("1", "50", f"类型: 清单齐全, {BOTH}", TAKE), item("2", "50", on_board, TAKE, ", 不重复扣: ['1']"))
    got = judge(text, f"公开信息: [{ON_TIME}]")
    # 乙 is missing in 1; in 2 only 甲 is left, which is not on 学校网站
    assert (line(got, "1").points, line(got, "2").points, line(got, "2").subjects) == (47 * M, 47 * M, 2)
    assert [each.subject for each in line(got, "2").findings] == ["甲/学校网站"]


def test_entry_named_by_a_row() -> None:
    reviewed = f"类型: 清单齐全, {BOTH}, 条件: {{审查日期: {{为空: 否}}}}"
    text = rules(item("1", "50", reviewed, TAKE), item("2", "50", LATE, TAKE, ", 不重复扣: ['1']"))
    second = TOO_LATE.replace("事项: 甲", "事项: 乙").replace("}", ", 审查日期: 2025-03-02}")
    got = judge(text, f"公开信息: [{TOO_LATE}, {second}]")
    # 甲 was never reviewed: a fault in 1, so its late row is left out in 2; 乙 is late
    assert (line(got, "1").points, line(got, "2").points, line(got, "2").subjects) == (47 * M, 47 * M, 1)
    assert [each.subject for each in line(got, "2").findings] == ["G#2"]


def test_a_list_that_does_not_apply_spares_no_row() -> None:
    reviewed = f"类型: 清单齐全, {BOTH}, 条件: {{审查日期: {{为空: 否}}}}, 没有记录时: 不适用"
    text = rules(item("1", "50", reviewed, TAKE), item("2", "50", LATE, TAKE, ", 不重复扣: ['1']"), scoring="不适用项: 记满分")
    got = judge(text, f"公开信息: [{TOO_LATE}]")
    assert (line(got, "1").state.value, line(got, "2").points, line(got, "2").faults) == ("not_applicable", 47 * M, 1)


def test_a_list_for_another_class_spares_no_row() -> None:
    text = rules(item("1", "50", "类型: 清单齐全, 清单: [甲], 表: 公开信息, 条件: {审查日期: {为空: 否}}", TAKE, ", 适用: [初中]"),
                 item("2", "50", LATE, TAKE, ", 不重复扣: ['1']"), scoring="不适用项: 记满分")  # fmt: skip
    assert line(judge(text, f"公开信息: [{TOO_LATE}]"), "2").faults == 1


def test_entries_named_by_a_list_column() -> None:
    on_channels = "类型: 清单齐全, 清单: [公开栏, 微博], 列: 载体, 表: 公开信息, 条件: {审查日期: {为空: 否}}"
    text = rules(item("1", "50", on_channels, TAKE), item("2", "50", LATE, TAKE, ", 不重复扣: ['1']"), scoring="不适用项: 记满分")
    got = judge(text, f"公开信息: [{TOO_LATE}]")
    # the row names 公开栏, which is missing in 1
    assert (line(got, "1").faults, line(got, "2").state.value) == (2, "not_applicable")


def test_a_check_without_rows_or_entries_spares_nothing() -> None:
    some = "类型: 有无, 表: 公开信息, 条件: {事项: 丁}"
    text = rules(item("1", "50", some, TAKE), item("2", "50", LATE, TAKE, ", 不重复扣: ['1']"))
    got = judge(text, f"公开信息: [{TOO_LATE}]")
    assert (line(got, "1").points, line(got, "2").points) == (47 * M, 47 * M)


def test_row_by_row_elements_and_rows_of_the_same_table() -> None:
    each_row = "类型: 要素齐全, 表: 公开信息, 要素: [子, 丑], 逐条: 是"
    text = rules(item("1", "50", LATE, TAKE), item("2", "50", each_row, TAKE, ", 不重复扣: ['1']"))
    rows = [each.replace("}", ", 要素: 子}") for each in (TOO_LATE, ON_TIME)]
    got = judge(text, f"公开信息: [{', '.join(rows)}]")
    # row 1 is late: its elements are left out; row 2 lacks 丑
    assert (line(got, "2").subjects, line(got, "2").points) == (2, 47 * M)
    assert [each.subject for each in line(got, "2").findings] == ["G#2/丑"]


def test_rows_that_lack_elements_spare_rows_of_the_same_table() -> None:
    each_row = "类型: 要素齐全, 表: 公开信息, 要素: [子, 丑], 逐条: 是"
    text = rules(item("1", "50", each_row, TAKE), item("2", "50", LATE, TAKE, ", 不重复扣: ['1']"), scoring="不适用项: 记满分")
    got = judge(text, f"公开信息: [{TOO_LATE.replace('}', ', 要素: 子}')}]")
    assert (line(got, "1").points, line(got, "2").state.value) == (47 * M, "not_applicable")


def test_elements_spare_no_row_that_names_other_elements() -> None:
    elements = "类型: 要素齐全, 表: 公开信息, 要素: [子]"
    text = rules(item("1", "50", elements, TAKE), item("2", "50", LATE, TAKE, ", 不重复扣: ['1']"))
    got = judge(text, f"公开信息: [{TOO_LATE.replace('}', ', 要素: 丑}')}]")
    assert (line(got, "1").points, line(got, "2").points) == (47 * M, 47 * M)


def test_a_case_at_fault_is_neither_a_row_nor_an_entry() -> None:
    steps = "类型: 先后, 表: 会议培训, 步骤: [部署, 检查], 同案: 主题"
    text = rules(item("1", "50", steps, TAKE), item("2", "50", "类型: 不得有, 表: 会议培训", TAKE, ", 不重复扣: ['1']"))
    got = judge(text, "会议培训: [{类型: 部署, 日期: 2025-03-01, 主题: 子}]")
    assert (line(got, "1").points, line(got, "2").points) == (47 * M, 47 * M)


def test_lost_is_shown_before_at_most_and_floor() -> None:
    text = rules(item("1", "100", LATE, "方式: 扣分, 每处扣: 1, 每超一个单位扣: 0.35, 最多扣: 2"))
    got = judge(text, f"公开信息: [{TOO_LATE}, {TOO_LATE}, {PENDING}]")
    # late by 2 days: 1 + 2 · 0.35 = 1.7 each; together 3.4, at most 2; the open row cannot take more
    assert [each.lost for each in line(got, "1").findings] == [micro("1.7"), micro("1.7"), None]
    assert [(each.excess, each.excess_unit, each.limit) for each in line(got, "1").findings[:1]] == [(2 * M, "day", "2025-03-06")]
    assert (got.score, got.possible, line(got, "1").state.value) == (98 * M, 98 * M, "partial")


def test_lost_is_nothing_under_other_markings() -> None:
    got = judge(rules(item("1", "100", LATE, "方式: 按比例")), f"公开信息: [{TOO_LATE}, {ON_TIME}]")
    assert ([each.lost for each in line(got, "1").findings], got.score) == ([None], 50 * M)


def test_no_evidence_is_open_and_no_loss() -> None:
    text = rules(item("1", "30", LATE, TAKE), marked("2", "70"))
    got = judge(text, marks(_2="65"))
    assert (got.score, got.possible, got.grade_certain) == (65 * M, 95 * M, False)
    assert (line(got, "1").state.value, line(got, "1").cause, line(got, "1").points, line(got, "1").possible) == (
        "not_checked",
        "no_evidence",
        0,
        30 * M,
    )
