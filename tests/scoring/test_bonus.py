"""kinds.md §5, step 6: bonus, its gate and its cap. Every expectation is worked out by hand in a comment."""

from __future__ import annotations

import pytest

from tests.scoring.building import M, judge, line, marked, marks, micro, rules, veto


@pytest.mark.parametrize(
    ("points", "bonus"),
    [("80", "0"), ("80.000001", "2"), ("79.995", "0"), ("95", "2")],  # strictly above the gate, before rounding
)
def test_bonus_gate(points: str, bonus: str) -> None:
    text = rules(marked("1", "100"), scoring="小数位: 6, 加分: {上限: 5, 前提: 80}", bonuses=(marked("J", "2"),))
    got = judge(text, marks(_1=points, J="2"))
    assert (got.bonus, got.score) == (micro(bonus), micro(points) + micro(bonus))


def test_bonus_is_capped_and_may_exceed_full_marks() -> None:
    text = rules(marked("1", "100"), scoring="加分: {上限: 5}", bonuses=(marked("J1", "4"), marked("J2", "4")))
    got = judge(text, marks(_1="98", J1="3", J2="2.5"))
    assert (got.bonus, got.score, got.possible) == (5 * M, 103 * M, 103 * M)  # min(5, 5.5)
    assert got.steps == (("items", 98 * M), ("bonus", 103 * M), ("rounding", 103 * M))
    assert judge(text, marks(_1="10", J1="3", J2="1.25")).score == micro("14.25")  # no gate: always


def test_bonus_that_nobody_claimed_opens_nothing() -> None:
    text = rules(marked("1", "100"), scoring="加分: {上限: 5, 前提: 60}", bonuses=(marked("J", "4"),))
    got = judge(text, marks(_1="88"))
    assert (got.score, got.possible, got.grade_certain) == (88 * M, 88 * M, True)
    assert (line(got, "J").points, line(got, "J").possible, line(got, "J").state.value) == (0, 0, "not_checked")


def test_bonus_for_possible_by_the_possible_total() -> None:
    text = rules(marked("1", "90"), marked("2", "10"), scoring="加分: {上限: 5, 前提: 80}", bonuses=(marked("J", "3"),))
    got = judge(text, marks(_1="75", J="3"))
    assert (got.score, got.possible, got.bonus) == (75 * M, 88 * M, 0)  # 75 ≤ 80; 75 + 10 > 80, so 85 + 3


@pytest.mark.parametrize("policy", ["按比例折算", "记满分", "平均分摊", "记零分"])
def test_bonus_not_applicable_is_nothing_under_every_policy(policy: str) -> None:
    text = rules(
        marked("1", "100"), scoring=f"不适用项: {policy}, 加分: {{上限: 5}}", bonuses=(marked("J", "4"), marked("K", "1"))
    )
    got = judge(text, marks(_1="88", J="不适用", K="1"))
    assert (got.score, got.bonus, line(got, "J").state.value) == (89 * M, M, "not_applicable")


@pytest.mark.parametrize(
    ("effect", "score", "bonus"),
    [
        ("停止计分: 是", "0", "0"),
        ("得分: 85", "85", "0"),
        ("得分: 99", "95", "0"),
        ("等次: 不合格", "98", "3"),
        ("等次不高于: 合格", "98", "3"),
    ],
)
def test_stop_and_score_bar_the_bonus(effect: str, score: str, bonus: str) -> None:
    text = rules(
        marked("1", "100"), scoring="加分: {上限: 5, 前提: 80}", bonuses=(marked("J", "3"),), vetoes=(veto("V", effect),)
    )
    got = judge(text, marks(_1="95", J="3"), "情形: [{类型: V}]")
    assert (got.score, got.possible, got.bonus) == (micro(score), micro(score), micro(bonus))


def test_gate_looks_at_the_rescaled_total() -> None:
    text = rules(marked("1", "50"), marked("2", "50"), scoring="加分: {上限: 5, 前提: 80}", bonuses=(marked("J", "3"),))
    assert judge(text, marks(_1="41", _2="不适用", J="3")).score == 85 * M  # 41 · 2 = 82 > 80
    assert judge(text, marks(_1="40", _2="不适用", J="3")).score == 80 * M
