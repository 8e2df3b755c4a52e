"""The report of one unit: the class beside its bars, the days of its late findings."""

from datetime import date

import pytest

from compliance.averages import averages
from compliance.pipeline import assess, open_evidence, open_heads, open_rule_set
from compliance.report.pdf.ink import TEXT_BOLD
from compliance.report.pdf.lines import measure
from compliance.report.pdf.page import PORTRAIT
from compliance.report.view.unit import unit_report
from tests.conftest import DAY, EVIDENCE, ROOT
from tests.summing import TWO, School, run_of


def bars(schools: list[School], number: int = 0):
    run = run_of(TWO, schools)
    unit = list(run.results())[number]
    report = unit_report("zh", run, unit, "0" * 64, averages(run))
    return [bar.tick for bar in report.bars], report.bars_title


def test_bars_have_the_average_of_the_class_as_a_tick() -> None:
    ticks, title = bars([School("小学", (50, 40)), School("小学", (30, 10)), School("初中", (0, 0))])

    assert ticks == [666_666, 625_000]  # 80 of 120, 50 of 80
    assert title.endswith("短竖线为小学平均")


def test_a_class_of_one_has_no_tick_and_no_word_of_it() -> None:
    ticks, title = bars([School("小学", (50, 40)), School("小学", (30, 10)), School("初中", (60, 20))], 2)

    assert ticks == [None, None]
    assert "平均" not in title


def test_what_is_open_somewhere_is_not_averaged_there() -> None:
    ticks, _ = bars([School("小学", (50, 40)), School("小学", (30, None)), School("小学", (40, 20))])

    assert ticks == [666_666, 750_000]  # 120 of 180; 60 of 80 of the two that were marked


@pytest.fixture(scope="module")
def strips():
    """The days of the late findings of the worked example, by the row."""
    rules = open_rule_set(ROOT / "rules" / "校务公开-示例-2025")
    as_of = date.fromisoformat(DAY)
    evidence, _ = open_evidence(open_heads([EVIDENCE]), rules, as_of)
    run = assess(rules, evidence, as_of)
    report = unit_report("zh", run, next(iter(run.results())), "0" * 64, {})
    return report, {each.title.split()[0]: each.days for each in report.issues if each.days}


def test_a_late_finding_has_its_days_in_a_strip(strips) -> None:
    report, found = strips

    assert set(found) == {"G6", "G9"}
    assert "红格为超期的工作日" in report.issues_note
    # Formed on 2025-08-08, due on 09-05, published on 09-12: 36 days, 20 + 5 of them working days.
    days = found["G6"]
    assert len(days) == 36
    assert [sum(each.kind == kind for each in days) for kind in ("start", "work", "off", "late")] == [1, 20, 10, 5]
    assert [(each.label, each.last) for each in days if each.label] == [("08-08", False), ("09-05", True), ("09-12", False)]


def test_the_strip_marks_holidays_and_worked_weekends(strips) -> None:
    _, found = strips
    start = date(2025, 4, 14).toordinal()
    marks = {f"{date.fromordinal(start + place):%m-%d}": each.mark for place, each in enumerate(found["G9"]) if each.mark}

    assert marks == {"04-27": "班", "05-01": "休", "05-02": "休", "05-05": "休"}
    assert sum(each.kind == "late" for each in found["G9"]) == 4


def test_without_late_findings_nothing_is_said_of_strips() -> None:
    run = run_of(TWO, [School("小学", (50, 40))])

    assert unit_report("zh", run, next(iter(run.results())), "0" * 64, {}).issues_note == ""


@pytest.mark.parametrize("folder", ["source-1", "source-2", "example"])
def test_no_id_and_no_figure_of_the_detail_is_broken(folder: str) -> None:
    """“3.10” over two lines would read as 3.1."""
    files = sorted((ROOT / "assessments" / folder).rglob("evidence.yaml"))
    heads = open_heads(files)
    rules = open_rule_set(ROOT / "rules" / heads[0].rule_set.partition("@")[0])
    evidence, _ = open_evidence(heads, rules, rules.end)
    run = assess(rules, evidence, rules.end)
    detail = unit_report("zh", run, next(iter(run.results())), "0" * 64, {}).detail

    assert sum(each.share for each in detail.columns) == 1_000_000
    for row in detail.rows:
        for place in (0, 3, 4, 5) if row.kind not in ("band", "total") else (3, 4, 5):
            room = detail.columns[place].share * PORTRAIT.width / 1_000_000 - 10
            assert measure(row.cells[place].text, TEXT_BOLD.face, TEXT_BOLD.size) <= room, row.cells[place].text


def test_the_office_stands_in_the_running_head() -> None:
    run = run_of(TWO, [School("小学", (50, 40))])
    unit = next(iter(run.results()))

    assert unit_report("zh", run, unit, "0" * 64, {}, "××县教育局").head[0].startswith("××县教育局　")
    assert not unit_report("zh", run, unit, "0" * 64, {}).head[0].startswith("　")


def test_where_nothing_was_judged_there_is_no_number_no_band_and_no_bar() -> None:
    run = run_of(TWO, [School("小学", (None, None))])
    report = unit_report("zh", run, next(iter(run.results())), "0" * 64, {})

    assert (report.score, report.empty, report.grade, report.scale, report.bars) == ("", "没有评分", "", None, ())
    assert [each.value for each in report.layers] == ["—", "—", "—"]
