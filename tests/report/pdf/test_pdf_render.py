"""The finished file: text, pages, hard cases, the same bytes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import field, replace
from itertools import pairwise
from pathlib import Path

import pytest

from compliance.frozen import frozen
from compliance.report.parts import Cell, Row
from compliance.report.pdf import MissingGlyph, blocks, charts, days, render
from compliance.report.pdf.ink import LABEL, RED, STONE
from compliance.report.pdf.lines import measure
from compliance.report.pdf.panel import score_panel
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import Strip
from compliance.report.pdf.tables import table
from compliance.report.pieces import Bar, Day, Fact, Scale, UnitReport
from tests.report.pdf.sample import band, bands, item, sample

ROOT = Path(__file__).parents[3]
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")


def texts(report: UnitReport, folder: Path) -> list[str]:
    """The text of each page in drawing order, without white space."""
    path = folder / "report.pdf"
    path.write_bytes(render((report,)))
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    assert done.stderr == b""
    return ["".join(page.split()) for page in done.stdout.decode("utf-8").split("\f")[:-1]]


@frozen
class Recorder(Pen):
    """A pen that notes what it is told."""

    calls: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)

    def text(self, text: str, style: object, x: float, top: float) -> None:
        self.calls.append(("text", (text, style, x, top)))

    def rule(self, left: float, right: float, y: float, thickness: float, colour: int) -> None:
        self.calls.append(("rule", (left, right, y, colour)))

    def upright(self, x: float, top: float, foot: float, thickness: float, colour: int) -> None:
        self.calls.append(("upright", (x, top, foot, colour)))

    def frame(self, x: float, top: float, width: float, height: float, thickness: float, colour: int) -> None:
        self.calls.append(("frame", (x, top, width, height)))

    def box(self, x: float, top: float, width: float, height: float, colour: int) -> None:
        self.calls.append(("box", (x, width, colour)))

    def hatch(self, x: float, top: float, width: float, height: float, framed: bool = True) -> None:
        self.calls.append(("hatch", (x, width)))

    def marker(self, x: float, tip: float, size: float, hollow: bool = False) -> None:
        self.calls.append(("marker", (x, hollow)))

    def named(self, name: str) -> list[tuple[object, ...]]:
        return [arguments for call, arguments in self.calls if call == name]


def drawn(strips: tuple[Strip, ...]) -> Recorder:
    pen = Recorder(None, 842)
    top = 0.0
    for strip in strips:
        strip.draw(pen, 0, top)
        top += strip.height
    return pen


@needs_pdftotext
def test_the_sample_has_three_pages_with_all_its_text(tmp_path: Path) -> None:
    report = sample()
    pages = texts(report, tmp_path)
    assert len(pages) == 3
    for part in (
        "××市教育局",
        "92.20",
        "优秀",
        "G6招生结果超期5个工作日（应于2025-09-05前，实际09-12）",
        "−4.00",
        "补不回来",
    ):
        assert part in pages[0]
    for row in report.detail.rows:
        for cell in row.cells[:2]:
            assert "".join(cell.text.split()) in pages[1]
    for issue in report.issues:
        assert "".join(issue.working.split()) in pages[2]
    assert [re.findall(r"第(\d)页共(\d)页", page) for page in pages] == [[("1", "3")], [("2", "3")], [("3", "3")]]
    assert "评分明细" in pages[1]
    assert "一式两份" in pages[2]
    assert "一式两份" not in pages[1]


@needs_pdftotext
def test_names_beyond_the_basic_plane_can_be_searched(tmp_path: Path) -> None:
    pages = texts(replace(sample(), title="𬱖𠅤学校", facts=(Fact("校长", "𬬻𪟝䶮"),)), tmp_path)
    assert "𬱖𠅤学校" in pages[0]
    assert "𬬻𪟝䶮" in pages[0]


@needs_pdftotext
def test_english_keeps_its_words_and_its_quotes(tmp_path: Path) -> None:
    report = replace(sample(), lang="en", notes=("The school’s “old” page lacks 2 items.",), page="Page {page} of {pages}")
    assert b"/Lang (en)" in render((report,))
    pages = texts(report, tmp_path)
    assert "Theschool’s“old”pagelacks2items." in pages[0]
    assert "Page1of3" in pages[0]


def test_all_faces_are_embedded_and_the_file_says_what_it_is() -> None:
    data = render((sample(),))
    assert b"Helvetica" not in data
    assert data.count(b"/FontFile2") == data.count(b"/FontDescriptor ")
    assert b"/Lang (zh-CN)" in data
    assert data.count(b"/Title") == 4  # the file and a bookmark for each part


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    here = hashlib.sha256(render((sample(),))).hexdigest()
    assert hashlib.sha256(render((sample(),))).hexdigest() == here
    program = (
        "import hashlib\nfrom compliance.report.pdf import render\nfrom tests.report.pdf.sample import sample\n"
        "print(hashlib.sha256(render((sample(),))).hexdigest())"
    )
    for seed, zone in (("1", "Asia/Shanghai"), ("4711", "America/Caracas")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, check=True)
        assert done.stdout.decode().strip() == here


def test_a_character_without_a_glyph_stops_the_document() -> None:
    report = replace(sample(), subtitle="☑ 结果", detail_notes=("𰻞面",))
    with pytest.raises(MissingGlyph, match=r"☑ \(U\+2611\)") as caught:
        render((report,))
    assert caught.value.characters == ("☑", "𰻞")
    assert caught.value.texts == ("☑ 结果", "𰻞面")


@needs_pdftotext
def test_a_long_group_repeats_head_and_band_on_every_page(tmp_path: Path) -> None:
    rows = [item(f"r{n:03}", "主动公开", "抽查", "1", "0.90", "", "√", "齐全", "F2") for n in range(300)]
    report = sample()
    detail = report.detail._replace(rows=(band("一、很长的组", "300", "270.00"), *rows, report.detail.rows[-1]))
    pages = [page for page in texts(replace(report, detail=detail), tmp_path) if re.search(r"r\d\d\d", page)]
    assert len(pages) > 8
    for page in pages:
        assert page.count("编号细项核查") == 1
        assert page.count("一、很长的组") == 1
    assert [name for page in pages for name in re.findall(r"r\d\d\d", page)] == [f"r{n:03}" for n in range(300)]


@needs_pdftotext
def test_the_band_of_a_new_group_replaces_the_old_one(tmp_path: Path) -> None:
    rows = [item(f"r{n:03}", "主动公开", "抽查", "1", "0.90", "", "√", "齐全", "F2") for n in range(60)]
    report = sample()
    detail = report.detail._replace(rows=(band("甲组", "1", "1"), *rows[:5], band("乙组", "1", "1"), *rows[5:]))
    pages = texts(replace(report, detail=detail), tmp_path)
    assert ["甲组" in page for page in pages[1:4]] == [True, False, False]
    assert ["乙组" in page for page in pages[1:4]] == [True, True, True]


@needs_pdftotext
def test_a_row_higher_than_a_page_is_split_by_lines(tmp_path: Path) -> None:
    why = "".join(f"x{n:03}超期；" for n in range(400))
    report = sample()
    rows = (
        *report.detail.rows[:2],
        item("9.9", "公开", "抽查", "1", "0", "−1", "△", why, "F2"),
        *report.detail.rows[2:],
    )
    pages = texts(replace(report, detail=report.detail._replace(rows=rows)), tmp_path)
    assert len(pages) > 5
    assert re.findall(r"x\d{3}", "".join(pages)) == [f"x{n:03}" for n in range(400)]


@needs_pdftotext
def test_nothing_evaluated_shows_the_text_and_no_chart(tmp_path: Path) -> None:
    report = replace(sample(), score="", full="100", empty="没有评分", grade="", grade_note="", scale=None, bars=())
    report = replace(report, layers=(), bars_title="")
    pages = texts(report, tmp_path)
    assert "没有评分" in pages[0]
    assert "/100" not in pages[0]
    assert not drawn(score_panel(report, 480)).named("box")


@needs_pdftotext
def test_empty_lists_are_left_out_and_signatures_follow_the_detail(tmp_path: Path) -> None:
    report = sample()
    report = replace(report, issues=(), listings=(), recommendations=report.recommendations._replace(rows=()))
    pages = texts(report, tmp_path)
    assert len(pages) == 2
    assert "签字确认" in pages[1]
    assert "问题与整改" not in "".join(pages)
    assert "奖惩建议" not in "".join(pages)
    assert "还能补" not in "".join(pages)


def test_an_interval_is_hatched_from_score_to_possible() -> None:
    pen = drawn(charts.scale(Scale("", bands(1, 2), 782_000, 882_000), 500))
    assert pen.named("hatch") == [(pytest.approx(391), pytest.approx(50))]
    assert pen.named("marker") == [(pytest.approx(391), False), (pytest.approx(441), True)]
    assert drawn(charts.scale(Scale("", bands(2), 782_000, 782_000), 500)).named("hatch") == []


def test_a_bar_is_solid_to_its_share_and_hatched_to_what_is_possible() -> None:
    content = (Bar("甲", 300_000, 800_000, "3.00", "10", True), Bar("乙", 1_000_000, 1_000_000, "5.00", "5", False))
    pen = drawn(charts.bars("", content, 400))
    ground, red, other, stone = pen.named("box")
    (hatch,) = pen.named("hatch")
    left, width = ground[0], ground[1]
    assert isinstance(left, float)
    assert isinstance(width, float)
    assert red == (left, pytest.approx(width * 0.3), RED)
    assert hatch == (pytest.approx(left + width * 0.3), pytest.approx(width * 0.5))
    assert stone == (other[0], pytest.approx(width), STONE)


def test_names_and_edges_of_narrow_grades_do_not_touch() -> None:
    names = tuple(replace(one, name=f"很长的等次名称{number}") for number, one in enumerate(bands(3)))
    pen = drawn(charts.scale(Scale("", names, 922_000, 922_000), 240))
    spans = sorted(
        (float(str(top)), float(str(x)), float(str(x)) + measure(str(text), LABEL.face, LABEL.size))
        for text, _, x, top in pen.named("text")
        if str(text).startswith("很长")
    )
    assert len(spans) == 4
    assert all(left >= -0.01 and right <= 240.01 for _, left, right in spans)
    assert all(line != other or right < left for (line, _, right), (other, left, _) in pairwise(spans))


@needs_pdftotext
def test_a_veto_stands_in_a_red_frame_above_what_was_lost(tmp_path: Path) -> None:
    pages = texts(replace(sample(), alarm=("一票否决", "F1 第十四条，等次定为不合格。")), tmp_path)
    assert pages[0].index("一票否决") < pages[0].index("扣了哪些分")
    pen = drawn(blocks.alarm("一票否决", "F1 第十四条，等次定为不合格。", 480))
    sides = [arguments for name in ("rule", "upright") for arguments in pen.named(name)]
    assert len(sides) == 4
    assert {side[3] for side in sides} == {RED}


@needs_pdftotext
def test_a_very_long_name_wraps_and_stays_whole(tmp_path: Path) -> None:
    name = "中国人民解放军某某战区联勤保障部队第九八七医院附属幼儿园暨××市××区××街道第一实验小学教育集团" * 6
    pages = texts(replace(sample(), title=name, head=(name, name)), tmp_path)
    assert name in pages[0]
    assert all("…" in page for page in pages)  # the running head is cut, the title is not


def test_a_cell_may_span_the_rest_and_a_band_may_run_over_empty_cells() -> None:
    report = sample()
    spanning = Row((Cell("9"), Cell("说明" * 40)), "plain")
    rows = (band("一个很长很长很长很长很长的组名", "1", "1"), spanning)
    pen = drawn(table(report.detail._replace(rows=rows), 480))
    shown = [str(arguments[0]) for arguments in pen.named("text")]
    assert "一个很长很长很长很长很长的组名" in shown
    assert sum("说明说明" in text for text in shown) == 2


def test_a_tick_stands_on_the_bar_where_the_class_is() -> None:
    bars = (Bar("甲", 500_000, 500_000, "5", "10", lost=True, tick=250_000), Bar("乙", 0, 0, "0", "10", lost=True))
    pen = drawn(charts.bars("", bars, 400))

    (tick,) = pen.named("upright")
    ground, solid = pen.named("box")[:2]
    assert tick[0] == pytest.approx(ground[0] + ground[1] / 4)
    assert solid[1] == pytest.approx(ground[1] / 2)


def test_a_strip_of_days_frames_the_last_one_and_stays_inside() -> None:
    content = (Day("start", label="08-08"), *(Day("work"),) * 28, Day("work", label="09-05", last=True), *(Day("late"),) * 62)
    pen = drawn((Strip(days.height(content), lambda pen, x, top: days.draw(pen, content, x, top, 400)),))

    boxes = pen.named("box")
    assert len(boxes) == len(content)
    assert all(0 <= left <= 400 and left + width <= 400 for left, width, _ in boxes)
    assert sum(colour == RED for *_, colour in boxes) == 62
    assert [text for text, *_ in pen.named("text")] == ["08-08", "09-05"]
