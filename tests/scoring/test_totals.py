"""kinds.md §5, steps 1, 7, 8: items added up, rounding, grade. Every expectation is worked out by hand in a comment."""

from __future__ import annotations

import pytest

from tests.scoring.building import M, grade, judge, line, marked, marks, micro, rules


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
