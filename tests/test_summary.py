"""The summary of many units: every figure as reckoned by hand, from files and from the output of a run alike."""

from collections.abc import Iterator

import pytest

from compliance.model import Group
from compliance.report.view.summary import summary_report
from compliance.report.view.summary_ranking import heat
from compliance.summarize import MOST_KEPT, MOST_LISTED, summarize
from compliance.summary import Sum, rate
from compliance.tabular import results_of
from tests.summing import TWO, School, rules, run_of, summary_of

FOUR = (
    School("小学", (50, 40), "甲校"),
    School("小学", (30, 10), "乙校", is_false=True),
    School("初中", (60, None), "丙校"),
    School("初中", (None, None), "丁校"),
)
"""90, 40 with a veto, 60 to 100, and nothing."""


@pytest.fixture(scope="module")
def four():
    return summary_of(TWO, FOUR)


def of(report, what: str) -> Iterator[tuple]:
    for line in (report.ranking or report.shorts[0]).lines:
        yield line.name, *(each if isinstance(each, str) else each.text for each in (getattr(line, what),))


def test_the_title_says_the_result_in_one_sentence(four) -> None:
    assert summary_report("zh", four).title == "3 个单位平均 63.33–76.67 分，1 个不合格，1 个等次未定，另有 1 个没有核查"
    assert summary_report("en", four).title == "3 units average 63.33–76.67, 1 不合格, 1 uncertain, 1 not checked"


def test_the_figures_add_up_to_the_units(four) -> None:
    figures = [(value.text, value.tone, label) for value, label in summary_report("zh", four).figures]

    assert figures == [
        ("63.33–76.67", "ink", "平均自评分（3 个单位）"),
        ("1", "ink", "优秀"),
        ("0", "ink", "良好"),
        ("1", "red", "不合格"),
        ("1 / 1 / 1", "ink", "未定 / 没有核查 / 未核查项"),
    ]


def test_classes_stand_in_the_order_of_the_rule_set_with_their_averages_and_blank_units_last(four) -> None:
    report = summary_report("zh", four)

    assert list(of(report, "score")) == [
        ("小学", "65.00"),
        ("甲校", "90.00"),
        ("乙校", "40.00"),
        ("初中", ""),
        ("丙校", "60.00–100.00"),
        ("丁校", "—"),
    ]
    assert list(of(report, "remark"))[::3] == [("小学", "2 个单位"), ("初中", "2 个单位，1 个有核查")]
    assert list(of(report, "grade")) == [
        ("小学", "平均"),
        ("甲校", "优秀"),
        ("乙校", "不合格（否决 V1）"),
        ("初中", ""),
        ("丙校", "未定"),
        ("丁校", "一项也没有核查"),
    ]


def test_cells_hold_the_rate_and_are_open_where_nothing_was_checked(four) -> None:
    cells = {line.name: [(each.text, each.look) for each in line.heats] for line in summary_report("zh", four).ranking.lines}

    # 50 and 30 of 60 in item 1, 40 and 10 of 40 in item 2; the class has 80 of 120 and 50 of 80. A class of one has no average.
    assert cells == {
        "小学": [("67", "judged"), ("63", "judged")],
        "甲校": [("83", "judged"), ("100", "judged")],
        "乙校": [("50", "judged"), ("25", "judged")],
        "初中": [],
        "丙校": [("100", "judged"), ("○", "open")],
        "丁校": [("○", "open"), ("○", "open")],
    }


def test_bars_have_the_average_of_their_class_as_a_tick_only_where_there_are_two(four) -> None:
    bars = {line.name: line.bar for line in summary_report("zh", four).ranking.lines if line.bar}

    assert {name: (bar.share, bar.possible, bar.tick, bar.lost) for name, bar in bars.items()} == {
        "甲校": (900_000, 900_000, 650_000, False),
        "乙校": (400_000, 400_000, 650_000, True),
        "丙校": (600_000, 1_000_000, None, False),
    }


def test_losses_are_averages_over_the_scored_units_the_worst_first(four) -> None:
    losses = summary_report("zh", four).losses

    # 10 + 30 of three units in item 1; 30 in item 2, where the open 40 of 丙校 are not lost.
    assert [(each.label, each.amount, each.remark) for each in losses.losses] == [
        ("1　制度", "−13.33", "分值 60，2 个单位失分"),
        ("2　时限", "−10.00", "分值 40，1 个单位失分"),
    ]
    assert [(each.share, each.full) for each in losses.losses] == [(222_222, 1_000_000), (166_666, 666_666)]


def test_the_distribution_has_a_step_for_each_fortieth_and_colours_by_grade(four) -> None:
    shown = summary_report("zh", four).distribution

    # The axis runs from 40 to 100, so a step of 2.5 points is 1/24 of it; 90 stands in the step that begins there.
    assert [(pile.start, pile.end, pile.blocks) for pile in shown.piles] == [
        (0, 41_666, (("lowest", 1),)),
        (333_333, 375_000, (("open", 1),)),
        (833_333, 875_000, (("best", 1),)),
    ]
    assert shown.edges == ((0, "40"), (333_333, "60"), (833_333, "90"), (1_000_000, "100"))
    assert not shown.is_counted


def test_full_marks_stand_in_the_last_step() -> None:
    shown = summary_report("zh", summary_of(TWO, [School("小学", (60, 40)), School("小学", (0, 0))])).distribution

    assert [(pile.start, pile.end) for pile in shown.piles] == [(0, 25_000), (975_000, 1_000_000)]


def test_recommendations_are_counted_by_use_with_who_decides(four) -> None:
    table = summary_report("zh", four).recommendations

    assert table.note == "仅为建议，由有权机关决定"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["评先、通报", "通报表扬", "F1 第一条", "领导小组", "1", "甲校"],
        ["约谈、整改", "约谈（期限 2026-01-22）", "F1 第二条", "局党组", "1", "乙校"],
    ]


def test_the_notes_say_what_is_open_vetoed_and_blank(four) -> None:
    notes = "".join(summary_report("zh", four).notes)

    assert "1 个单位没有一项核查过" in notes
    assert "未核查、存疑的细项共 1 项，涉及 1 个单位" in notes
    assert "1 个单位等次未定" in notes
    assert "触发否决：V1 弄虚作假，1 个单位" in notes
    assert "".join(four.digest) in notes.replace(" ", "")


def test_quotas_are_settled_by_rank_and_marked() -> None:
    quota = rules([("1", "制度", 60, ""), ("2", "时限", 40, "")], quota=", 名额: 40%")
    points = (60, 58, 56, 56, 30)
    report = summary_report("zh", summary_of(quota, [School("小学", (each, 40), f"{each}分校") for each in points]))

    # 40 % of five is two places; 98 is in, the two of 96 are cut.
    lines = {line.name: (line.rank, line.grade.text, line.quota) for line in report.ranking.lines if line.kind == "plain"}
    assert lines == {
        "60分校": ("1", "优秀", False),
        "58分校": ("2", "优秀", False),
        "56分校": ("3", "良好 ※", False),
        "30分校": ("5", "良好", False),
    }
    assert [line.quota for line in report.ranking.lines] == [False, False, False, True, False, False]
    assert [value.text for value, _ in report.figures][1:4] == ["2", "3", "0"]
    assert "※" in report.legend
    assert report.recommendations.note.endswith("按名额之前的等次提出")
    assert any("2 个单位达到分数而名额已满" in each for each in report.notes)


def test_equal_units_across_the_quota_are_named_for_a_person_to_decide() -> None:
    quota = rules([("1", "制度", 60, ""), ("2", "时限", 40, "")], quota=", 名额: 50%")
    summary = summary_of(
        quota, [School("小学", (60, 40), "甲"), *(School("小学", (55, 40), each) for each in "乙丙"), School("小学", (0, 0))]
    )

    assert summary.tied == ("乙", "丙")
    assert any("由人决定的：乙、丙" in each for each in summary_report("zh", summary).notes)


def test_what_does_not_apply_is_no_loss_and_said_in_the_notes() -> None:
    only = rules([("1", "制度", 60, ""), ("2", "时限", 40, ", 适用: [小学]")])
    report = summary_report(
        "zh", summary_of(only, [School("小学", (60, 20)), School("初中", (45, None)), School("初中", (30, None))])
    )

    assert [(each.label, each.amount) for each in report.losses.losses] == [("1　制度", "−15.00"), ("2　时限", "−6.67")]
    assert [[each.look for each in line.heats][-1] for line in report.ranking.lines if line.heats] == [
        "judged",
        "none",
        "none",
        "none",
    ]
    assert any(each.startswith("2 个单位有不适用的细项，其余细项按比例折算") for each in report.notes)
    # 45 and 30 of 60 are 75 and 50 of 100.
    assert report.title == "3 个单位平均 68.33 分，1 个不合格"


def test_one_unit_is_named_in_the_title() -> None:
    assert summary_report("zh", summary_of(TWO, [School("小学", (50, 40), "甲校")])).title == "甲校 90.00 分，优秀"


def test_where_nothing_is_scored_nothing_is_shown_that_needs_scores() -> None:
    report = summary_report("zh", summary_of(TWO, [School("小学", (None, None)), School("初中", (None, None))]))

    assert report.title == "2 个单位，都没有核查"
    assert report.figures[0][0].text == "—"
    assert report.losses.losses == ()
    assert report.distribution is None
    assert report.recommendations.rows == ()
    assert [line.bar for line in report.ranking.lines] == [None] * 4


def test_more_than_twelve_items_are_shown_by_groups_and_very_many_by_the_worst() -> None:
    items = [(str(each), f"第{each}项", 2, "") for each in range(20)]
    points = [1 if each in (3, 7) else 2 for each in range(20)]
    grouped = summary_report("zh", summary_of(rules(items, [range(10), range(10, 20)]), [School("小学", points)])).ranking
    flat = summary_report("zh", summary_of(rules(items), [School("小学", points)])).ranking

    assert grouped.columns == (("G1", "第1类公开工作"), ("G2", "第2类公开工作"))
    assert [each.text for each in grouped.lines[1].heats] == ["90", "100"]  # 18 of 20
    assert [each for each, _ in flat.columns] == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]
    assert "只列失分最多的 12 栏" in flat.note


def test_the_rate_of_a_weighted_group_is_its_mean() -> None:
    items = list(TWO.root.items())
    half = Group("A", "半", (items[0],), weight=3_000_000)
    other = Group("B", "另", (items[1],), weight=1_000_000)
    mean = Group("M", "均", (half, other), total="weighted_mean")

    # 50 % with weight 3 and 100 % with weight 1 are 62.5 % of 100 points.
    sums = {"1": Sum(30_000_000, 60_000_000, 60_000_000), "2": Sum(40_000_000, 40_000_000, 40_000_000)}
    assert rate(mean, sums) == Sum(62_500_000, 100_000_000, 100_000_000)


@pytest.mark.parametrize(
    ("found", "text", "look"),
    [
        (Sum(60, 60, 60), "100", "judged"),
        (Sum(59_999, 59_999, 60_000), "99", "judged"),
        (Sum(120, 120, 140), "86", "judged"),  # 85.71
        (Sum(-5, 60, 60), "○", "open"),
        (Sum(30, 60, 60), "50", "open"),
        (Sum(0, 30, 60), "0", "open"),
        (Sum(0, 0, 0), "—", "none"),
    ],
)
def test_a_cell_says_a_hundred_only_for_all(found: Sum, text: str, look: str) -> None:
    assert (heat(found).text, heat(found).look) == (text, look)


def test_of_very_many_units_each_class_has_its_best_and_last_and_the_others_are_counted() -> None:
    half = MOST_LISTED // 2 + 1
    schools = [School(kind, (60, 40 - each * 0.25), f"{kind}{each}") for kind in ("小学", "初中") for each in range(half)]
    summary = summary_of(TWO, schools)
    report = summary_report("zh", summary)

    assert [(each.units, len(each.lines), each.left_out) for each in summary.classes] == [
        (half, 2 * MOST_KEPT, half - 2 * MOST_KEPT)
    ] * 2
    assert report.ranking is None
    assert "其余只计数" in report.shorts[0].note
    gaps = [line.name for line in report.shorts[0].lines if line.kind == "gap"]
    shown = [line for line in report.shorts[0].lines if line.kind == "plain"]
    assert gaps == [f"…… 中间 {half - len(shown) // 2} 个单位"] * 2
    assert shown[0].name == "小学0"
    assert shown[-1].name == f"初中{half - 1}"
    assert report.distribution.is_counted
    assert sum(count for pile in report.distribution.piles for _, count in pile.blocks) == 2 * half


def test_the_order_of_units_and_rows_changes_nothing() -> None:
    results = results_of(run_of(TWO, FOUR))
    shuffled = type(results)(
        results.rule_set,
        results.as_of,
        results.layer,
        results.units,
        results.items.collect().reverse().lazy(),
        results.advice.reverse(),
    )

    assert summarize(shuffled) == summarize(results)
