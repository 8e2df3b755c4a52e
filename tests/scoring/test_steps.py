"""kinds.md §4–§6: from verdicts to score and grade. Every expectation is worked out by hand in a comment."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.assessment import ItemResult, UnitResult
from compliance.load.yaml import parse
from compliance.pipeline import assess
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

M = 1_000_000

HEAD = """\
规则集: 试
版本: 1
状态: 草稿
名称: 试
适用: [小学, 初中]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 试}
等次: [{名称: 优秀, 下限: 90}, {名称: 良好, 下限: 80}, {名称: 合格, 下限: 60}, {名称: 不合格, 下限: 0}]
"""
NO_INCIDENTS = "情形: 无"


# --- building blocks ---


def marked(name: str, points: str, more: str = "") -> str:
    """An item to which a person gives points."""
    return f"{{编号: {name}, 名称: {name}, 分值: {points}, 依据: F1, 检查: {{类型: 人工评分}}, 计分: {{方式: 等级}}{more}}}"


def item(name: str, points: str, check: str, marking: str = "", more: str = "") -> str:
    marking = f", 计分: {{{marking}}}" if marking else ""
    return f"{{编号: {name}, 名称: {name}, 分值: {points}, 依据: F1, 检查: {{{check}}}{marking}{more}}}"


def bare(name: str, check: str, more: str) -> str:
    """An item without points, or a veto."""
    return f"{{编号: {name}, 名称: {name}, 依据: F1, 检查: {{{check}}}{more}}}"


def group(name: str, *members: str, more: str = "", key: str = "指标") -> str:
    return f"{{编号: {name}, 名称: {name}{more}, {key}: [{', '.join(members)}]}}"


def veto(name: str, effect: str, more: str = "") -> str:
    """A veto on incidents of the kind that is its name."""
    return bare(name, f"类型: 不得有, 条件: {{类型: {name}}}", f", 结果: {{{effect}}}{more}")


def rules(
    *items: str,
    groups: tuple[str, ...] = (),
    scoring: str = "",
    bonuses: tuple[str, ...] = (),
    vetoes: tuple[str, ...] = (),
    full: str = "100",
) -> str:
    more = f", {scoring}" if scoring else ""
    lines = [HEAD, f"评分: {{满分: {full}{more}}}\n"]
    for key, members in (("指标", items), ("分组", groups), ("加分项", bonuses), ("否决项", vetoes)):
        if members:
            lines.append(f"{key}: [{', '.join(members)}]\n")
    return "".join(lines)


def marks(**given: str) -> str:
    """评分: `_1="32.5"` gives item 1 these points, `_1="不适用"` this state."""
    rows = []
    for name, value in given.items():
        key = "得分" if value.replace(".", "").isdigit() else "结论"
        rows.append(f"{{编号: {name.removeprefix('_')}, 层次: 自评, {key}: {value}}}")
    return f"评分: [{', '.join(rows)}]"


def judge(rule_set: str, *evidence: str, unit: str = "类别: 小学") -> UnitResult:
    ready, _ = read_rule_set([parse(rule_set.encode(), "ruleset.yaml")])
    text = "\n".join([f"单位: {{代码: 1, 名称: 甲, {unit}}}", "年度: 2025", "规则集: 试@1", *evidence])
    as_of = date(2025, 12, 31)
    tables, _ = read_evidence([read_head(parse(text.encode(), "evidence.yaml"))], ready, as_of, {})
    return next(assess(ready, tables, as_of).results())


def line(result: UnitResult, name: str) -> ItemResult:
    return next(each for each in (*result.items, *result.bonuses, *result.veto_items) if each.item.id == name)


def group_line(result: UnitResult, name: str) -> tuple[int, int]:
    return next((points, full) for each, points, full in result.groups if each.id == name)


def grade(result: UnitResult) -> str | None:
    return None if result.grade is None else result.grade.name


def micro(text: str) -> int:
    whole, _, places = text.partition(".")
    return int(whole) * M + int(places.ljust(6, "0"))


# --- 1 items, 7 rounding, 8 grade ---


def test_points_of_items_are_added_up() -> None:
    got = judge(rules(marked("1", "60"), marked("2", "40")), marks(_1="52.5", _2="31.25"))
    assert got.score == got.possible == micro("83.75")  # 52.5 + 31.25
    assert got.steps == (("items", micro("83.75")), ("rounding", micro("83.75")))
    assert (grade(got), got.grade_certain, got.bonus) == ("良好", True, 0)


@pytest.mark.parametrize(
    ("points", "places", "score", "band"),
    [
        ("89.995", "2", "90", "优秀"),  # half-up, and the grade by the rounded score
        ("89.994999", "2", "89.99", "良好"),
        ("89.5", "0", "90", "优秀"),
        ("89.499999", "0", "89", "良好"),
        ("89.95", "1", "90", "优秀"),
        ("89.999999", "6", "89.999999", "良好"),
        ("90", "2", "90", "优秀"),  # a band begins at its minimum
        ("80", "2", "80", "良好"),
        ("79.99", "2", "79.99", "合格"),
        ("59.995", "2", "60", "合格"),
        ("0", "2", "0", "不合格"),
    ],
)
def test_rounded_once_half_up_then_graded(points: str, places: str, score: str, band: str) -> None:
    got = judge(rules(marked("1", "100"), scoring=f"小数位: {places}"), marks(_1=points))
    assert (got.score, grade(got)) == (micro(score), band)


def test_rounded_once_and_not_item_by_item() -> None:
    got = judge(rules(marked("1", "50"), marked("2", "50")), marks(_1="40.004", _2="40.004"))
    assert got.score == micro("80.01")  # 80.008, not 40.00 + 40.00


def test_open_item_gives_an_interval() -> None:
    got = judge(rules(marked("1", "80"), marked("2", "20")), marks(_1="75"))
    assert (got.score, got.possible) == (75 * M, 95 * M)  # 75 + 0, 75 + 20
    assert (grade(got), got.grade_certain) == ("合格", False)
    assert (line(got, "2").state.value, line(got, "2").cause) == ("not_checked", "no_mark")


def test_open_item_that_cannot_change_the_grade() -> None:
    got = judge(rules(marked("1", "95"), marked("2", "5")), marks(_1="91"))
    assert (got.score, got.possible, grade(got), got.grade_certain) == (91 * M, 96 * M, "优秀", True)


# --- 2 not applicable ---


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


# --- 3 groups ---

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


LOSES = "类型: 清单齐全, 清单: [甲, 乙, 丙], 表: 制度"
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


# --- 5 vetoes ---


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


LATE = "类型: 期限, 表: 公开信息, 从: 形成日期, 到: 公开日期, 不超过: 5天"
ON_TIME = "{事项: 甲, 标题: 甲, 形成日期: 2025-03-01, 公开日期: 2025-03-06, 载体: 公开栏, 保密审查人: 张}"
TOO_LATE = "{事项: 甲, 标题: 甲, 形成日期: 2025-03-01, 公开日期: 2025-03-08, 载体: 公开栏, 保密审查人: 张}"
CANNOT_TELL = "{事项: 甲, 标题: 甲, 形成日期: , 公开日期: 2025-03-08, 载体: 公开栏, 保密审查人: 张}"
PENDING = "{事项: 甲, 标题: 甲, 形成日期: 2025-12-30, 公开日期: , 载体: 公开栏, 保密审查人: 张}"


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


# --- 6 bonus ---


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


# --- 4 items: who is asked, what is only shown, what was counted already ---


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


# --- the losses that findings show ---


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
