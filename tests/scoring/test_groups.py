"""kinds.md §5, step 3: groups, weighted means, losses that stay in their group. Every expectation is worked out by hand in a comment."""

from __future__ import annotations

from tests.scoring.building import LOSES, M, grade, group, group_line, item, judge, line, marked, marks, micro, rules

HALF = group("A", marked("a1", "50"), more=", 权重: 3"), group("B", marked("b1", "30"))


def test_weighted_mean_of_groups() -> None:
    got = judge(rules(groups=HALF, scoring="小数位: 6, 合计: 加权平均"), marks(a1="40", b1="10"))
    # A 40 · 100 / 50 = 80, B 10 · 100 / 30 = 33.333333; (3 · 80 + 33.333333) / 4 = 68.33333325
    assert got.score == micro("68.333333")


def test_weighted_mean_leaves_out_what_is_not_applicable() -> None:
    got = judge(rules(groups=HALF, scoring="小数位: 6, 合计: 加权平均"), marks(a1="不适用", b1="10"))
    assert got.score == micro("33.333333")
    got = judge(rules(groups=HALF, scoring="合计: 加权平均"), marks(a1="不适用", b1="不适用"))
    assert got.score is None


def test_weighted_mean_inside_a_group_weighs_items_alike() -> None:
    mixed = group("A", marked("a1", "10"), marked("a2", "30"), more=", 合计: 加权平均")
    got = judge(rules(groups=(mixed, group("B", marked("b1", "60")))), marks(a1="5", a2="30", b1="60"))
    # a1 5 · 40 / 10 = 20, a2 30 · 40 / 30 = 40; (20 + 40) / 2 = 30 of 40
    assert group_line(got, "A") == (30 * M, 40 * M)
    assert got.score == 90 * M
    got = judge(rules(groups=(mixed, group("B", marked("b1", "60")))), marks(a1="5", a2="不适用", b1="60"))
    assert group_line(got, "A") == (20 * M, 40 * M)  # only a1, A = F, so nothing is left to rescale
    assert got.score == 80 * M


"""Three faults with 制度: 无."""


def test_cap_at_group_lets_an_item_eat_into_its_group() -> None:
    capped = group("A", item("a1", "10", LOSES, "方式: 扣分, 每处扣: 5"), marked("a2", "10"), more=", 扣分以本组为限: 是")
    text = rules(groups=(capped, group("B", marked("b1", "80"))))
    got = judge(text, marks(a2="8", b1="80"), "制度: 无")
    assert line(got, "a1").points == -5 * M  # 10 − 15, floor of the group
    assert (group_line(got, "A"), got.score) == ((3 * M, 20 * M), 83 * M)  # −5 + 8
    got = judge(text, marks(a2="4", b1="80"), "制度: 无")
    assert (group_line(got, "A"), got.score) == ((0, 20 * M), 80 * M)  # max(0, −1)
    assert line(got, "a1").state.value == "fail"


def test_floor_written_out_inside_a_capped_group() -> None:
    capped = group(
        "A", item("a1", "10", LOSES, "方式: 扣分, 每处扣: 5, 扣至: 本项"), marked("a2", "10"), more=", 扣分以本组为限: 是"
    )
    got = judge(rules(groups=(capped, group("B", marked("b1", "80")))), marks(a2="8", b1="80"), "制度: 无")
    assert got.score == 88 * M  # 0 + 8 + 80


def test_cap_of_an_outer_group_catches_an_inner_one() -> None:
    inner = group("I", item("a1", "10", LOSES, "方式: 扣分, 每处扣: 5"))
    outer = group("O", inner, more=", 扣分以本组为限: 是, 指标: [" + marked("a2", "10") + "]", key="分组")
    text = rules(groups=(outer, group("B", marked("b1", "80"))))
    got = judge(text, marks(a2="8", b1="80"), "制度: 无")
    assert (group_line(got, "I"), group_line(got, "O"), got.score) == ((-5 * M, 10 * M), (3 * M, 20 * M), 83 * M)


def test_capped_group_with_a_weighted_mean_is_not_negative() -> None:
    capped = group(
        "A", item("a1", "10", LOSES, "方式: 扣分, 每处扣: 10"), marked("a2", "10"), more=", 合计: 加权平均, 扣分以本组为限: 是"
    )
    got = judge(rules(groups=(capped, group("B", marked("b1", "80")))), marks(a2="10", b1="80"), "制度: 无")
    # a1 10 − 30 = −20 → −20 · 20 / 10 = −40; a2 20; mean −10 → cap_at_group: T = max(0, T)
    assert (group_line(got, "A"), got.score) == ((0, 20 * M), 80 * M)


def test_capped_group_is_capped_before_it_is_rescaled() -> None:
    capped = group(
        "A", item("a1", "10", LOSES, "方式: 扣分, 每处扣: 5"), marked("a2", "10"), marked("a3", "20"), more=", 扣分以本组为限: 是"
    )
    text = rules(groups=(capped, group("B", marked("b1", "60"))), scoring="不适用项: {办法: 按比例折算, 范围: 分组}")
    got = judge(text, marks(a2="8", a3="不适用", b1="60"), "制度: 无")
    assert (group_line(got, "A"), got.score) == ((6 * M, 40 * M), 66 * M)  # 3 · 40 / 20


def test_without_a_floor_the_total_goes_down_to_zero() -> None:
    got = judge(rules(item("1", "10", LOSES, "方式: 扣分, 每处扣: 7, 扣至: 不限"), marked("2", "90")), marks(_2="50"), "制度: 无")
    assert got.score == 39 * M  # 10 − 21 = −11; 50 − 11
    got = judge(
        rules(item("1", "10", LOSES, "方式: 扣分, 每处扣: 7, 扣至: 不限"), marked("2", "90")), marks(_2="10.5"), "制度: 无"
    )
    assert (got.score, grade(got)) == (0, "不合格")  # −0.5
