"""kinds.md §5, step 5: vetoes. Every expectation is worked out by hand in a comment."""

from __future__ import annotations

import pytest

from tests.scoring.building import (
    CANNOT_TELL,
    LATE,
    NO_INCIDENTS,
    ON_TIME,
    PENDING,
    TOO_LATE,
    M,
    bare,
    grade,
    judge,
    line,
    marked,
    marks,
    micro,
    rules,
    veto,
)


@pytest.mark.parametrize(
    ("effect", "points", "score", "band"),
    [
        ("停止计分: 是", "95", "0", "不合格"),
        ("得分: 59", "95", "59", "不合格"),
        ("得分: 59", "40", "40", "不合格"),  # min(T, s)
        ("得分: 85", "95", "85", "良好"),
        ("等次: 不合格", "95", "95", "不合格"),
        ("等次: 良好", "70", "70", "合格"),  # only where that is lower
        ("等次不高于: 合格", "95", "95", "合格"),
        ("等次不高于: 合格", "50", "50", "不合格"),
    ],
)
def test_effects_of_a_veto(effect: str, points: str, score: str, band: str) -> None:
    text = rules(marked("1", "100"), vetoes=(veto("V", effect),))
    got = judge(text, marks(_1=points), "情形: [{类型: V}]")
    assert (got.score, got.possible, grade(got), got.grade_certain) == (micro(score), micro(score), band, True)
    assert ([each.item.id for each in got.vetoes], line(got, "V").state.value, line(got, "V").max) == (["V"], "fail", 0)
    got = judge(text, marks(_1=points), NO_INCIDENTS)
    assert (got.score, got.vetoes, line(got, "V").state.value) == (micro(points), (), "pass")
    assert got.grade_certain


def test_a_veto_shows_among_the_steps_where_it_changed_the_value() -> None:
    text = rules(marked("1", "100"), vetoes=(veto("V", "得分: 59"),))
    assert judge(text, marks(_1="95"), "情形: [{类型: V}]").steps == (("items", 95 * M), ("veto", 59 * M), ("rounding", 59 * M))
    assert judge(text, marks(_1="40"), "情形: [{类型: V}]").steps == (("items", 40 * M), ("rounding", 40 * M))


def test_several_vetoes_the_lowest_counts() -> None:
    text = rules(marked("1", "100"), vetoes=(veto("V", "得分: 85"), veto("W", "得分: 70"), veto("X", "等次不高于: 良好")))
    got = judge(text, marks(_1="95"), "情形: [{类型: V}, {类型: W}, {类型: X}]")
    assert (got.score, grade(got), [each.item.id for each in got.vetoes]) == (70 * M, "合格", ["V", "W", "X"])
    got = judge(text, marks(_1="95"), "情形: [{类型: V}, {类型: X}]")
    assert (got.score, grade(got)) == (85 * M, "良好")


def test_open_veto_does_not_fire_but_the_grade_is_not_certain() -> None:
    for effect in ("停止计分: 是", "得分: 59", "等次: 不合格", "等次不高于: 合格"):
        got = judge(rules(marked("1", "100"), vetoes=(veto("V", effect),)), marks(_1="95"))
        assert (got.score, got.possible, grade(got), got.grade_certain, got.vetoes) == (95 * M, 95 * M, "优秀", False, ())
        assert (line(got, "V").state.value, line(got, "V").cause) == ("not_checked", "no_evidence")


def test_veto_from_the_second_fault_on() -> None:
    text = rules(marked("1", "100"), vetoes=(veto("V", "等次: 不合格", ", 不少于: 2"),))
    got = judge(text, marks(_1="95"), "情形: [{类型: V}]")
    assert (grade(got), got.grade_certain, line(got, "V").state.value, line(got, "V").faults) == ("优秀", True, "pass", 1)
    assert grade(judge(text, marks(_1="95"), "情形: [{类型: V}, {类型: V}]")) == "不合格"


@pytest.mark.parametrize(
    ("rows", "fires", "state", "certain"),
    [
        ((TOO_LATE, CANNOT_TELL), False, "unknown", False),  # f = 1 < 2 ≤ f + o = 2
        ((TOO_LATE, PENDING), False, "not_checked", False),
        ((CANNOT_TELL, ON_TIME), False, "pass", True),  # f + o = 1 < 2
        ((TOO_LATE, TOO_LATE, CANNOT_TELL), True, "fail", True),  # f = 2
        ((TOO_LATE, ON_TIME), False, "pass", True),
    ],
)
def test_open_vetoes(rows: tuple[str, ...], fires: bool, state: str, certain: bool) -> None:
    got = judge(
        rules(marked("1", "100"), vetoes=(bare("V", LATE, ", 不少于: 2, 结果: {等次: 不合格}"),)),
        marks(_1="95"),
        f"公开信息: [{', '.join(rows)}]",
    )
    assert (bool(got.vetoes), line(got, "V").state.value, got.grade_certain) == (fires, state, certain)
    assert grade(got) == ("不合格" if fires else "优秀")


def test_veto_for_other_classes_and_traits() -> None:
    text = rules(
        marked("1", "100"),
        vetoes=(veto("V", "等次: 不合格", ", 适用: [初中]"), veto("W", "等次: 不合格", ", 适用条件: {特征: 寄宿制}")),
    )
    got = judge(text, marks(_1="95"), "情形: [{类型: V}, {类型: W}]")
    assert (grade(got), got.grade_certain, line(got, "V").state.value, line(got, "W").state.value) == (
        "优秀",
        True,
        "not_applicable",
        "not_applicable",
    )
    got = judge(text, marks(_1="95"))  # not handed in: still not applicable
    assert (got.grade_certain, line(got, "V").cause, line(got, "W").cause) == (True, "class", "trait")
    assert grade(judge(text, marks(_1="95"), "情形: [{类型: V}]", unit="类别: 初中")) == "不合格"
    assert grade(judge(text, marks(_1="95"), "情形: [{类型: W}]", unit="类别: 小学, 特征: 有网站、寄宿制")) == "不合格"
