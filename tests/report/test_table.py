"""The terminal's lines: within the width, no pair torn apart, no part of a head broken that fits on a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.table import flow, table, wrap


@given(st.text(st.sampled_from("公开，。a1-. "), max_size=60), st.integers(14, 40))
def test_nothing_is_lost_and_only_long_words_are_wider(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(wcswidth(line) <= width or " " not in line.strip() for line in lines)


def test_an_id_stays_with_its_amount() -> None:
    assert wrap("2.7\u00a0-0.29、2.8\u00a0-1.00、3.4\u00a0-1.00", 20) == ["2.7 -0.29、", "2.8 -1.00、3.4 -1.00"]
    assert wrap("1.1 校务公开\u00a0+2.00；4.1 公开载体\u00a0+4.00", 15) == ["1.1 校务公", "开 +2.00；4.1", "公开载体 +4.00"]


def test_a_head_breaks_between_its_parts() -> None:
    assert flow(("某某实验小学（公办小学）", "规则@1.0.0", "自评，未经核查"), 30) == [
        "某某实验小学（公办小学）",
        "规则@1.0.0   自评，未经核查",
    ]
    assert flow(("公开" * 10, "自评"), 30) == ["公开" * 7 + "公", "开公开公开   自评"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_table_of_a_school_fits(width: int) -> None:
    columns = (Column("编号", 0), Column("细项", 0), Column("得分", 0, "right"), Column("说明", 0))
    row = Row((Cell("10.12"), Cell("依申请公开按期答复" * 2), Cell("12.50"), Cell("G6 超期 5 个工作日，" * 4)))

    lines = table(Table("", "", columns, (row,)), width, color=False).split("\n")

    assert max(map(wcswidth, lines)) <= width
