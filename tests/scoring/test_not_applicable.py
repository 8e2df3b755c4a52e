"""kinds.md §5, step 2: what does not apply. Every expectation is worked out by hand in a comment."""

from __future__ import annotations

import pytest

from tests.scoring.building import NO_INCIDENTS, M, grade, group, group_line, judge, line, marked, marks, micro, rules, veto


def test_rescale_over_total() -> None:
    got = judge(rules(marked("1", "40"), marked("2", "30"), marked("3", "30")), marks(_1="32", _2="21", _3="不适用"))
    # 53 of 70: 5300 / 70 = 75.7142857…
    assert got.steps == (("items", 53 * M), ("not_applicable", micro("75.714286")), ("rounding", micro("75.71")))
    assert (got.score, got.possible) == (micro("75.71"), micro("75.71"))
    assert (line(got, "3").state.value, line(got, "3").points, line(got, "3").max) == ("not_applicable", 0, 0)


def test_rescale_is_the_default_and_may_be_written_out() -> None:
    for scoring in ("不适用项: 按比例折算", "不适用项: {办法: 按比例折算}", "不适用项: {办法: 按比例折算, 范围: 总分}"):
        got = judge(rules(marked("1", "40"), marked("2", "60"), scoring=scoring), marks(_1="不适用", _2="45"))
        assert got.score == 75 * M  # 45 · 100 / 60


def test_rescaled_interval() -> None:
    got = judge(rules(marked("1", "40"), marked("2", "30"), marked("3", "30")), marks(_1="32", _3="不适用"))
    assert (got.score, got.possible) == (micro("45.71"), micro("88.57"))  # 3200 / 70 = 45.714…, 6200 / 70 = 88.571…


SPLIT = (group("A", marked("a1", "20"), marked("a2", "20")), group("B", marked("b1", "60")))


def test_rescale_over_group() -> None:
    got = judge(rules(groups=SPLIT, scoring="不适用项: {办法: 按比例折算, 范围: 分组}"), marks(a1="不适用", a2="15", b1="50"))
    assert group_line(got, "A") == (30 * M, 40 * M)  # 15 · 40 / 20
    assert group_line(got, "B") == (50 * M, 60 * M)
    assert got.score == 80 * M  # 30 + 50


def test_rescale_over_total_leaves_groups_as_they_are() -> None:
    got = judge(rules(groups=SPLIT), marks(a1="不适用", a2="15", b1="50"))
    assert group_line(got, "A") == (15 * M, 20 * M)
    assert got.score == micro("81.25")  # 65 · 100 / 80


def test_rescale_over_group_rounds_in_the_group() -> None:
    three = group("A", marked("a1", "7"), marked("a2", "8"), marked("a3", "5"))
    got = judge(rules(groups=(three, group("B", marked("b1", "80"))), scoring="小数位: 6, 不适用项: {办法: 按比例折算, 范围: 分组}"),
                marks(a1="不适用", a2="6", a3="4", b1="70"))  # fmt: skip
    assert group_line(got, "A") == (micro("15.384615"), 20 * M)  # 10 · 20 / 13 = 15.38461538…
    assert got.score == micro("85.384615")


@pytest.mark.parametrize("over", ["总分", "分组"])
def test_whole_group_not_applicable(over: str) -> None:
    got = judge(
        rules(groups=SPLIT, scoring=f"不适用项: {{办法: 按比例折算, 范围: {over}}}"), marks(a1="不适用", a2="不适用", b1="45")
    )
    assert group_line(got, "A") == (0, 0)
    assert got.score == 75 * M  # 45 · F / (F − group) = 45 · 100 / 60


def test_nested_groups_rescale_from_the_inside_out() -> None:
    inner = group("I", marked("x", "10"), marked("y", "10"))
    outer = group("O", inner, more=", 指标: [" + marked("z", "20") + "]", key="分组")
    text = rules(groups=(outer, group("B", marked("b1", "60"))), scoring="不适用项: {办法: 按比例折算, 范围: 分组}")
    got = judge(text, marks(x="不适用", y="5", z="10", b1="60"))
    assert group_line(got, "I") == (10 * M, 20 * M)  # 5 · 20 / 10
    assert group_line(got, "O") == (20 * M, 40 * M)  # 10 + 10
    assert got.score == 80 * M
    got = judge(text, marks(x="不适用", y="不适用", z="10", b1="60"))
    assert group_line(got, "I") == (0, 0)
    assert group_line(got, "O") == (20 * M, 40 * M)  # 10 · 40 / 20
    assert got.score == 80 * M
    got = judge(text, marks(x="不适用", y="不适用", z="不适用", b1="33"))
    assert got.score == 55 * M  # 33 · 100 / 60


def test_spread_with_a_remainder_of_one() -> None:
    got = judge(rules(*[marked(str(n), p) for n, p in enumerate(("10", "30", "30", "30"), 1)], scoring="小数位: 6, 不适用项: 平均分摊"),
                marks(_1="不适用", _2="15", _3="30", _4="10"))  # fmt: skip
    # 10 over 3 items: 3.333333 each and one micro more for the first
    assert [each.max for each in got.items] == [0, micro("33.333334"), micro("33.333333"), micro("33.333333")]
    # 15 · 33.333334 / 30 = 16.666667; 33.333333; 10 · 33.333333 / 30 = 11.111111
    assert [each.points for each in got.items] == [0, micro("16.666667"), micro("33.333333"), micro("11.111111")]
    assert got.score == micro("61.111111")


def test_spread_with_a_remainder_of_two_in_document_order() -> None:
    got = judge(rules(marked("1", "30"), marked("2", "20"), marked("3", "30"), marked("4", "20"), scoring="小数位: 6, 不适用项: 平均分摊"),
                marks(_1="30", _2="不适用", _3="30", _4="20"))  # fmt: skip
    # 20 over 3: 6.666666 and one micro more for the first two
    assert [each.max for each in got.items] == [micro("36.666667"), 0, micro("36.666667"), micro("26.666666")]
    assert (got.score, line(got, "4").state.value) == (100 * M, "pass")


def test_spread_reaches_across_groups() -> None:
    got = judge(rules(groups=SPLIT, scoring="不适用项: 平均分摊"), marks(a1="不适用", a2="15", b1="50"))
    # 20 over 2: a2 15 · 30 / 20 = 22.5, b1 50 · 70 / 60 = 58.333333
    assert group_line(got, "A") == (micro("22.5"), 30 * M)
    assert group_line(got, "B") == (micro("58.333333"), 70 * M)
    assert got.score == micro("80.83")


def test_full_and_zero() -> None:
    given = marks(_1="不适用", _2="45")
    got = judge(rules(marked("1", "40"), marked("2", "60"), scoring="不适用项: 记满分"), given)
    assert (got.score, line(got, "1").points, line(got, "1").max) == (85 * M, 40 * M, 40 * M)
    assert got.steps == (("items", 45 * M), ("not_applicable", 85 * M), ("rounding", 85 * M))
    assert line(got, "1").state.value == "not_applicable"
    got = judge(rules(marked("1", "40"), marked("2", "60"), scoring="不适用项: 记零分"), given)
    assert (got.score, line(got, "1").points, line(got, "1").max) == (45 * M, 0, 40 * M)
    assert got.steps == (("items", 45 * M), ("rounding", 45 * M))


@pytest.mark.parametrize(
    ("policy", "score"),
    [("按比例折算", None), ("{办法: 按比例折算, 范围: 分组}", None), ("平均分摊", None), ("记零分", 0), ("记满分", 100 * M)],
)
def test_everything_not_applicable(policy: str, score: int | None) -> None:
    text = rules(
        groups=SPLIT,
        scoring=f"不适用项: {policy}, 加分: {{上限: 5}}",
        bonuses=(marked("J", "5"),),
        vetoes=(veto("V", "得分: 59"),),
    )
    got = judge(text, marks(a1="不适用", a2="不适用", b1="不适用"), NO_INCIDENTS)
    assert (got.score, got.possible) == (score, score)
    assert grade(got) == {None: None, 0: "不合格", 100 * M: "优秀"}[score]
    assert got.grade_certain is (score is not None)
