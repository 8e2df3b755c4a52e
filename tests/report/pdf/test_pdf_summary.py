"""The summary as a file: what stands on which page, hard cases, the same bytes."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from compliance.report.parts import Cell
from compliance.report.pdf import MissingGlyph, render_summary
from compliance.report.pdf.ink import LABEL, WHITE, heat
from compliance.report.pieces import SummaryReport
from compliance.report.view.summary import summary_report
from tests.summing import TWO, School, rules, summary_of

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")

LONG = "某某省某某市某某自治县人民政府教育局直属特殊教育与职业技术综合实验九年一贯制学校（暨某某师范大学附属某某学校第三校区）"


def made(lang, rule_set, schools) -> SummaryReport:
    return summary_report(lang, summary_of(rule_set, schools))


def texts(report: SummaryReport, folder: Path) -> list[str]:
    """The text of each page in drawing order, without white space."""
    path = folder / "summary.pdf"
    path.write_bytes(render_summary(report))
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    assert done.stderr == b""
    return ["".join(page.split()) for page in done.stdout.decode("utf-8").split("\f")[:-1]]


def some(count: int, name: str = "第{}小学") -> list[School]:
    """Schools of two classes with points by chance, the same each time."""
    dice = random.Random(1)
    return [
        School("小学" if each % 2 else "初中", (dice.randint(20, 60), dice.randint(10, 40)), name.format(each))
        for each in range(count)
    ]


def test_two_pages_hold_the_ranking_and_what_to_do(tmp_path: Path) -> None:
    schools = some(24)
    front, findings = texts(made("zh", TWO, schools), tmp_path)

    assert front.startswith("某市校务公开考核细则规则集汇总1计算截止2025-12-31自评")
    assert "24个单位平均" in front
    assert all(each.name in front for each in schools)
    assert "格内为得分率" in front
    assert "第1页共2页" in front
    for text in ("失分的细项", "分数分布", "奖惩建议仅为建议，由有权机关决定", "通报表扬", "领导小组", "数据指纹sha256"):
        assert text in findings


def test_the_english_summary_has_the_same_pages(tmp_path: Path) -> None:
    front, findings = texts(made("en", TWO, some(24)), tmp_path)

    assert "24unitsaverage" in front
    assert "adviceonly;thecompetentbodydecides" in findings


def test_the_pages_lie_on_their_side(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(render_summary(made("zh", TWO, some(3))))
    told = subprocess.run(["pdfinfo", str(tmp_path / "a.pdf")], capture_output=True, text=True, check=True).stdout

    assert re.search(r"Page size:\s+841\.89 x 595\.276", told)
    assert re.search(r"Title:\s+某市校务公开考核细则 2025 年自评汇总", told)


def test_where_the_page_has_no_room_the_best_and_the_last_come_first_and_all_at_the_end(tmp_path: Path) -> None:
    schools = some(70)
    front, findings, *rest = texts(made("zh", TWO, schools), tmp_path)

    assert "全部名次见“全部名次”" in front
    assert "个单位" in front
    assert "失分的细项" in findings
    assert all(each.name in "".join(rest) for each in schools)
    assert all(re.search("名次单位得分等次", each) for each in rest)
    assert sum(page.count("个单位，平均") for page in rest) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_long_names_wrap_and_the_first_page_still_has_all_classes(lang, tmp_path: Path) -> None:
    items = [(f"{each // 6 + 1}.{each % 6 + 1}", f"第{each + 1}项公开内容", 2, "") for each in range(60)]
    grouped = rules(items, [range(each * 6, each * 6 + 6) for each in range(10)], quota=", 名额: 20%")
    dice = random.Random(2)
    schools = [School(kind, [dice.choice((2, 2, 1, 0)) for _ in range(60)], LONG) for kind in ("小学", "初中") for _ in range(30)]

    front, findings, *_ = texts(made(lang, grouped, schools), tmp_path)

    assert "初中" in front
    assert "某某学校第三校区）" in front
    assert ("失分最多的五个细项" if lang == "zh" else "Thefiveitemsthatcostmost") in findings


def test_three_thousand_units_fit_on_two_pages(tmp_path: Path) -> None:
    front, findings = texts(made("zh", TWO, some(3000)), tmp_path)

    assert "3,000个单位平均" in front
    assert "每类只列最前和最后几个，其余只计数" in front
    assert "柱上为单位数" in findings


@pytest.mark.parametrize(
    "schools",
    [
        [School("小学", (50, 40))],
        [School("小学", (None, None)), School("初中", (None, None))],
        [School("小学", (50, 40)), School("小学", (30, 10), is_false=True), School("初中", (60, None))],
    ],
)
def test_few_units_make_two_pages(schools, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        assert len(texts(made(lang, TWO, schools), tmp_path)) == 2


def test_the_same_parts_make_the_same_bytes() -> None:
    assert render_summary(made("zh", TWO, some(30))) == render_summary(made("zh", TWO, some(30)))


def test_a_character_without_a_glyph_is_refused() -> None:
    report = made("zh", TWO, some(2))
    strange = replace(report, figures=((Cell("\U0001f600"), "平均"), *report.figures[1:]))

    with pytest.raises(MissingGlyph):
        render_summary(strange)


def test_figures_of_half_a_million_stay_on_the_page(tmp_path: Path) -> None:
    report = made("zh", TWO, some(2))
    large = ("100.00–100.00", "123,456", "234,567", "12,345", "500,000 / 12,345 / 28,500,000")
    figures = tuple((Cell(text), label) for text, (_, label) in zip(large, report.figures, strict=True))

    front, _ = texts(replace(report, figures=figures), tmp_path)

    assert "28,500,000" in front


def test_cells_redden_as_points_are_lost_and_no_type_is_below_eight_points() -> None:
    assert heat(1_000_000) == WHITE
    assert heat(500_000) == 0xD3989A
    assert heat(0) == 0xA83235
    assert LABEL.size == 8
