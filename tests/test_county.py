"""The invented county: its files are what the generator makes, and its README says what happens there."""

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from compliance.pipeline import assess, open_evidence, open_heads, open_rule_set, standings
from compliance.report.record import record
from tests.conftest import ROOT

COUNTY = ROOT / "assessments" / "county"
DAY = date(2026, 1, 15)
README = (COUNTY / "README.md").read_text("utf-8")


@cache
def run():
    rule_set = open_rule_set(ROOT / "rules" / "校务公开-县级-2025")
    heads = open_heads(sorted(COUNTY.rglob("evidence.yaml")))
    evidence, remarks = open_evidence(heads, rule_set, DAY)
    return assess(rule_set, evidence, DAY, remarks=remarks)


@cache
def units():
    return {each["code"]: each for each in record(run())["units"]}


def item(code, name):
    return next(each for each in units()[code]["items"] if each["id"] == name)


def table(heading):
    """The rows of the table under a heading of the README."""
    part = README.split(f"\n## {heading}")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def test_the_generator_writes_the_same_bytes_again(tmp_path) -> None:
    subprocess.run([sys.executable, COUNTY / "make.py", tmp_path], check=True, env={"PYTHONPATH": str(ROOT)})

    made = {each.relative_to(tmp_path): each.read_bytes() for each in tmp_path.rglob("*.yaml")}
    kept = {each.relative_to(COUNTY): each.read_bytes() for each in COUNTY.rglob("*.yaml") if each.name != "gongkai.yaml"}
    assert made == kept


def test_the_results_are_those_of_the_readme() -> None:
    found = [
        [
            each["code"],
            each["name"],
            each["class"],
            each["score"] if each["score"] == each["possible"] else f"{each['score']}–{each['possible']}",
            each["grade"] if each["grade_certain"] else "未定",
        ]
        for each in units().values()
    ]

    assert found == table("结果")


@pytest.mark.parametrize(("code", "fault", "name", "lost"), table("典型问题"))
def test_every_fault_of_the_readme_costs_what_it_says(code, fault, name, lost) -> None:
    found = item(code, name)
    is_open = found["state"] in ("not_checked", "unknown")

    assert fault
    assert found["state"] != "pass"
    assert is_open == lost.startswith("未定")
    assert Decimal(found["max"]) - Decimal(found["points"]) == Decimal(lost.removeprefix("未定 "))


def test_grades_are_spread_as_in_a_real_county() -> None:
    grades = [each["grade"] if each["grade_certain"] else "未定" for each in units().values()]

    assert {each: grades.count(each) for each in set(grades)} == {"优秀": 6, "良好": 9, "合格": 5, "不合格": 2, "未定": 2}


@pytest.mark.parametrize(
    ("late", "met", "limit"),
    [("0204", "0201", "2025-10-17"), ("0108", "0109", "2025-02-13")],
    ids=["National Day", "Spring Festival"],
)
def test_a_day_late_over_the_holidays_is_late_and_its_neighbour_is_not(late, met, limit) -> None:
    found = [each for each in item(late, "5.3")["findings"] if each["limit"] == limit]

    assert [(each["cause"], each["excess"]) for each in found] == [("late", "1")]
    assert f"公开日期: {limit}" in text(met)
    assert limit not in [each["limit"] for each in item(met, "5.3")["findings"]]


def test_clock_stops_and_extensions_that_were_told_keep_requests_in_time() -> None:
    assert item("0301", "6.1")["state"] == "pass"
    assert [(each["subject"], each["excess"]) for each in item("0302", "6.1")["findings"]] == [("Y1", "3"), ("Y4", "13")]


def test_a_blank_day_of_publication_is_overdue() -> None:
    found = [each for each in item("0303", "5.3")["findings"] if each["cause"] == "overdue"]

    assert len(found) == 1
    assert "公开日期: ," in text("0303")


def test_equal_totals_share_a_rank_unless_a_declared_item_tells_them_apart() -> None:
    ranks = {each.code: each.rank for each in standings(run())}

    assert units()["0103"]["score"] == units()["0104"]["score"]
    assert ranks["0103"] == ranks["0104"]
    assert units()["0402"]["score"] == units()["0403"]["score"]
    assert ranks["0403"] < ranks["0402"]


def test_vetoes_lower_grades_that_the_points_would_give() -> None:
    assert [each["id"] for each in units()["0202"]["vetoes"]] == ["V1"]
    assert Decimal(units()["0202"]["score"]) > 90
    assert [each["id"] for each in units()["0405"]["vetoes"]] == ["V4"]
    assert Decimal(units()["0405"]["score"]) > 80


def test_the_school_that_handed_in_nothing_is_not_checked_anywhere() -> None:
    states = {each["state"] for each in units()["0110"]["items"]}

    assert states == {"not_checked", "not_applicable", "informational"}
    assert (units()["0110"]["score"], units()["0110"]["possible"]) == ("0.00", "100.00")


def test_the_only_remark_is_the_figure_that_two_registers_give_differently() -> None:
    assert [(each.code, each.place.file.split("/")[-2]) for each in run().remarks] == [("E026", "0303-光华高级中学")]


def test_figures_add_up_except_where_the_readme_says_not() -> None:
    wrong = {code for code in units() if code != "0110" and not adds_up(text(code))}

    assert wrong == {"0107", "0303"}


def text(code):
    return next(COUNTY.rglob(f"{code}-*/evidence.yaml")).read_text("utf-8")


def adds_up(content):
    rows = re.findall(r"{名称: (\w+),(?: 分项: (\w+),)? 数值: (\d+)", content)
    totals = {name: int(value) for name, part, value in rows if not part}
    parts = {name: sum(int(value) for each, part, value in rows if part and each == name) for name, part, _ in rows if part}
    amounts = dict(re.findall(r"{编号: P\d+, 项目: (\w+), .*金额: (\d+)}", content))
    spent = {part: int(value) for _, part, value in rows}["项目支出"]
    return (
        all(totals[name] == value for name, value in parts.items())
        and totals["在校学生数"] == totals["减免学生数"] + totals["收费学生数"]
        and totals["收费学生数"] == totals["收费通知单发放数"]
        and totals["年初结余"] + totals["全年收入"] - totals["全年支出"] == totals["年末结余"]
        and spent == sum(int(each) for each in amounts.values())
        and totals["信访受理件数"] == content.count("{编号: T")
        and totals["公开申请件数"] == content.count("{编号: Y")
    )


def test_nobody_is_named_and_no_number_can_be_called() -> None:
    for each in COUNTY.rglob("evidence.yaml"):
        content = each.read_text("utf-8")
        assert not re.search(r"(?<!\d)1\d{10}(?!\d)|\d{17}[\dX]", content), each
        assert set(re.findall(r"保密审查人: ?([^,}]*)", content)) <= {
            "", "办公室主任岗", "教务岗", "德育岗", "人事岗", "财务岗", "安全岗", "总务岗"
        }, each  # fmt: skip


def test_codes_keep_their_leading_zeros_and_the_list_of_units_is_complete() -> None:
    listed = re.findall(r"代码: (\d+)", (COUNTY / "units.yaml").read_text("utf-8"))

    assert listed == list(units())
    assert all(each.startswith("0") for each in listed)
