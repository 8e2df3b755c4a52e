"""The smallest correction: single figures that settle the most equations, and all that would do where several would."""

from datetime import date

import pytest

from compliance.behind import Behind
from compliance.corrections import Correction, corrections
from compliance.load.yaml import parse
from compliance.pipeline import assess
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

DAY = date(2025, 12, 31)
RULES = """规则集: 表
版本: 1.0.0
状态: 草稿
名称: 表
适用: [小学]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 某办法}
评分: {满分: 3}
等次: [{名称: 合格, 下限: 0}]
指标:
  - {编号: R1, 名称: 各行, 分值: 1, 依据: F1, 检查: {类型: 勾稽, 等式: [{编号: 上, 左边: [上合计], 右边: [上左, 上右]}, {编号: 下, 左边: [下合计], 右边: [下左, 下右]}]}}
  - {编号: R2, 名称: 各列, 分值: 1, 依据: F1, 检查: {类型: 勾稽, 等式: [{编号: 左, 左边: [左合计], 右边: [上左, 下左]}, {编号: 右, 左边: [右合计], 右边: [上右, 下右]}]}}
  - {编号: R3, 名称: 总数, 分值: 1, 依据: F1, 检查: {类型: 一致, 左边: {统计数: 总数}, 右边: {统计数: 上合计}}}
"""
RIGHT = {"上左": 1, "上右": 2, "上合计": 3, "下左": 4, "下右": 5, "下合计": 9, "左合计": 5, "右合计": 7, "总数": 3}


def told(**wrong: int) -> list[tuple[list[tuple[str, int, int]], tuple[str, ...]]]:
    changes = [
        [(each.figure.name, each.before // 1_000_000, each.after // 1_000_000) for each in one.changes] for one in found(**wrong)
    ]
    return list(zip(changes, (tuple(item for item, _ in one.items) for one in found(**wrong)), strict=True))


def found(**wrong: int) -> tuple[Correction, ...]:
    rules, _ = read_rule_set([parse(RULES.encode(), "r.yaml")])
    rows = "".join(f"\n  - {{名称: {name}, 数值: {value}}}" for name, value in (RIGHT | wrong).items())
    head = read_head(parse(f"单位: {{代码: a, 名称: b, 类别: 小学}}\n年度: 2025\n规则集: 表\n统计数:{rows}".encode(), "e.yaml"))
    evidence, _ = read_evidence([head], rules, DAY, {})
    return corrections(Behind(assess(rules, evidence, DAY), "a"))


def test_figures_that_agree_need_no_correction() -> None:
    assert told() == []


def test_a_cell_of_the_table_is_found_where_its_row_and_its_column_cross() -> None:
    assert told(上左=8) == [([("上左", 8, 1)], ("R1", "R2"))]


def test_a_sum_that_is_wrong_is_found_by_all_that_it_stands_in() -> None:
    assert told(上合计=4) == [([("上合计", 4, 3)], ("R1", "R3"))]


def test_where_any_of_several_would_do_all_are_named() -> None:
    # 下合计 stands in its row alone; a cell of the row stands in a column that holds.
    assert told(下合计=10) == [([("下合计", 10, 9)], ("R1",))]
    assert told(总数=5) == [([("总数", 5, 3)], ("R3",))]


def test_only_the_equations_that_a_change_settles_are_counted() -> None:
    """Both rows of R1 are wrong; the left cell settles one of them."""
    assert found(上左=8, 下合计=10)[0].items == (("R1", 1), ("R2", 1))


def test_two_faults_are_found_one_by_one() -> None:
    assert told(上左=8, 下右=6) == [([("上左", 8, 1)], ("R1", "R2")), ([("下右", 6, 5)], ("R1", "R2"))]


def test_nothing_is_proposed_that_would_be_below_nothing() -> None:
    # Row and column both lack 9: the cell would have to fall from 1 to −8.
    assert all(after >= 0 for changes, _ in told(上合计=0, 左合计=0, 总数=0) for _, _, after in changes)


@pytest.mark.parametrize("name", list(RIGHT))
@pytest.mark.parametrize("wrong", [0, 20])
def test_any_one_wrong_figure_is_among_what_is_proposed_and_puts_all_right(name, wrong) -> None:
    (first, *rest) = told(**{name: wrong})

    assert (name, wrong, RIGHT[name]) in first[0]
    assert rest == []
    assert told(**{change[0]: change[2] for change in first[0] if change[0] == name}) == []
