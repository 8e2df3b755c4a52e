"""Laws and cases of the line breaker."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.report.pdf.faces import SANS, SERIF_BOLD, Face
from compliance.report.pdf.lines import NO_END, NO_START, lines, measure

SIZE = 9.5
PIECES = st.sampled_from(
    [*"公开学校，。、；：？！”’）》】〕」…—％“‘（《【〔「·", " ", "　", "2025-09-05", "12.00", "−2.00", "G6", "3.1",
     "100%", "don’t", "school", "𬱖", "78.20–88.20", "/", "(a)", "averyveryverylongword", "√", "%"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
WIDTHS = st.floats(10, 300)
FACES: st.SearchStrategy[Face] = st.sampled_from([SANS, SERIF_BOLD])


def bare(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, FACES, WIDTHS)
def test_nothing_is_lost_but_spaces_at_breaks(text: str, face: Face, width: float) -> None:
    broken = lines(text, face, SIZE, width)
    assert bare("".join(broken)) == bare(text)
    at = 0
    for line in broken:
        at = text.index(line, at)  # within a line, spaces stand as they were
        at += len(line)


@given(TEXTS, FACES, WIDTHS)
def test_no_line_is_wider_than_asked(text: str, face: Face, width: float) -> None:
    for line in lines(text, face, SIZE, width):
        assert measure(line, face, SIZE) <= width + 0.01 or len(line.strip()) == 1


@given(TEXTS, FACES, WIDTHS)
def test_a_forbidden_start_or_end_appears_only_where_no_place_of_the_line_was_better(text: str, face: Face, width: float) -> None:
    for line, following in pairwise(lines(text, face, SIZE, width)):
        if not line or not following:
            continue
        if following[0] in NO_START or line[-1] in NO_END:
            inner = line.strip()
            places = range(1, len(inner))
            assert not any(seemly(inner, place) for place in places), (line, following)


def seemly(line: str, place: int) -> bool:
    left = line[:place].rstrip()
    return line[place] not in NO_START and not line[place].isspace() and left[-1:] not in NO_END


@settings(max_examples=50)
@given(TEXTS)
def test_a_line_with_room_is_not_broken(text: str) -> None:
    assert lines(text, SANS, SIZE, measure(text, SANS, SIZE) + 0.1) == (text.rstrip(),)


@pytest.mark.parametrize("whole", ["2025-09-05", "−12.00", "school", "3.1.2", "78.20–88.20", "don’t", "sha256", "××"])
def test_words_numbers_dates_and_codes_stay_whole(whole: str) -> None:
    text = f"公开学校公开{whole}公开学校公开{whole}公开"
    wide = measure(whole, SANS, SIZE)
    for width in range(int(wide) + 12, 200, 3):
        assert sum(line.count(whole) for line in lines(text, SANS, SIZE, width)) == 2


def test_a_run_wider_than_the_line_is_split_and_nothing_else_yields() -> None:
    broken = lines("公开averyveryverylongword。", SANS, SIZE, 40)
    assert broken[0] == "公开"
    assert all(measure(line, SANS, SIZE) <= 40 for line in broken)
    assert broken[-1] != "。"


def test_hard_breaks_hold_and_empty_lines_stay() -> None:
    assert lines("一\n\n二", SANS, SIZE, 100) == ("一", "", "二")
    assert lines("", SANS, SIZE, 100) == ("",)


def test_the_last_line_is_not_a_single_character() -> None:
    text = "公开公开公开公开公开项。"
    width = measure("公开公开公开公开公开", SANS, SIZE)
    assert lines(text, SANS, SIZE, width) == ("公开公开公开公开公", "开项。")


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("第20个", 2 * 0.25),
        ("第 20 个", 0),
        ("扣−2.00分", 2 * 0.25),
        ("（G6）", 0),
        ("率100%。", 0.25),
        ("××市", 0),
        ("好）。", -0.5),
        ("法。“制", -0.5),
    ],
)
def test_space_between_chinese_and_latin_and_between_marks(text: str, gaps: float) -> None:
    plain = sum(measure(character, SANS, SIZE) if character not in "“”" else SIZE for character in text)
    assert measure(text, SANS, SIZE) - plain == pytest.approx(gaps * SIZE)


def test_quotes_are_narrow_only_where_nothing_is_chinese() -> None:
    assert measure("’", SANS, 10) < 4
    assert measure("公’", SANS, 10) == pytest.approx(20)
