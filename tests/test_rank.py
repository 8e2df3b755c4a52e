"""Ranking: classes apart, ties by declared items, quotas that are only ever cut, the distance to the next grade."""

from datetime import date

import jsonschema
import pytest

from compliance.load.yaml import parse
from compliance.pipeline import assess, standings
from compliance.report.record import rank_record
from compliance.tables import schema
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set

RULES = """规则集: 排名
版本: 1
状态: 草稿
名称: 排名
适用: [甲类, 乙类]
考核期: {{起: 2025-01-01, 止: 2025-12-31}}
依据: {{F1: 某办法}}
评分: {{满分: 100}}
等次: [{{名称: 优秀, 下限: 90{quota}}}, {{名称: 良好, 下限: 80}}, {{名称: 合格, 下限: 0}}]
排名: {{并列先比: [2], 仍并列: 同名次}}
指标:
  - {{编号: 1, 名称: 一, 分值: 60, 依据: F1, 检查: {{类型: 人工评分}}, 计分: {{方式: 等级}}}}
  - {{编号: 2, 名称: 二, 分值: 40, 依据: F1, 检查: {{类型: 人工评分}}, 计分: {{方式: 等级}}}}
"""
DAY = date(2025, 12, 31)


def stand(units, quota=""):
    """Units as (class, points of item 1, points of item 2), codes in this order; None hands in no marks."""
    rules, _ = read_rule_set([parse(RULES.format(quota=quota).encode(), "r.yaml")])
    heads = []
    for number, (kind, one, two) in enumerate(units):
        text = f'单位: {{代码: "{number}", 名称: 校, 类别: {kind}}}\n年度: 2025\n规则集: 排名\n'
        if one is not None:
            rows = [f"  - {{编号: {item}, 层次: 自评, 得分: {points}}}\n" for item, points in ((1, one), (2, two))]
            text += "评分:\n" + "".join(rows)
        heads.append(read_head(parse(text.encode(), f"{number}.yaml")))
    evidence, _ = read_evidence(heads, rules, DAY, {})
    run = assess(rules, evidence, DAY)
    found = standings(run)
    jsonschema.validate(rank_record(run, found), schema("schemas/rank.schema.json"))
    return found


def ranks(found):
    return [(each.code, each.rank) for each in found]


def grades(found):
    return {each.code: each.placed.name for each in found if each.placed}


def test_each_class_is_ranked_by_itself_the_best_first() -> None:
    found = stand([("乙类", 50, 30), ("甲类", 50, 20), ("甲类", 60, 20), ("乙类", 60, 30)])

    assert ranks(found) == [("2", 1), ("1", 2), ("3", 1), ("0", 2)]


def test_equal_scores_are_told_apart_by_the_declared_item_and_share_a_rank_if_it_is_equal_too() -> None:
    found = stand([("甲类", 50, 30), ("甲类", 45, 35), ("甲类", 50, 30), ("甲类", 40, 30)])

    assert ranks(found) == [("1", 1), ("0", 2), ("2", 2), ("3", 4)]


@pytest.mark.parametrize(
    ("quota", "excellent"),
    [
        ("", 4),
        (", 名额: 40%", 2),
        (", 名额: 50%, 名额取整: 向下", 2),
        (", 名额: 50%, 名额取整: 向上", 3),
        (", 名额: 50%, 名额取整: 四舍五入", 3),
    ],
)
def test_a_quota_leaves_the_best_and_rounds_as_declared(quota: str, excellent: int) -> None:
    found = stand([("甲类", 60, 40), ("甲类", 60, 38), ("甲类", 60, 36), ("甲类", 60, 34), ("甲类", 30, 30)], quota)

    placed = [each.placed.name for each in found]
    assert placed == ["优秀"] * excellent + ["良好"] * (4 - excellent) + ["合格"]
    assert [each.is_cut for each in found] == [False] * excellent + [True] * (4 - excellent) + [False]


def test_equal_units_on_both_sides_of_the_line_are_cut_and_left_to_a_person() -> None:
    found = stand([("甲类", 60, 40), ("甲类", 60, 35), ("甲类", 60, 35), ("甲类", 20, 20)], ", 名额: 50%")

    assert grades(found) == {"0": "优秀", "1": "良好", "2": "良好", "3": "合格"}
    assert [each.is_tied for each in found] == [False, True, True, False]


def test_the_distance_is_to_the_band_while_places_are_left_and_to_the_last_one_placed_when_none_are() -> None:
    free = stand([("甲类", 60, 40), ("甲类", 50, 32), ("甲类", 20, 20)], ", 名额: 70%")
    full = stand([("甲类", 60, 38), ("甲类", 60, 35), ("甲类", 20, 20)], ", 名额: 40%")

    assert [each.missing for each in free] == [None, 8_000_000, 40_000_000]
    assert [each.missing for each in full] == [None, 3_010_000, 40_000_000]


def test_a_quota_of_no_places_has_no_line_to_reach() -> None:
    found = stand([("甲类", 60, 40), ("甲类", 60, 38)], ", 名额: 10%")

    assert grades(found) == {"0": "良好", "1": "良好"}
    assert [each.missing for each in found] == [None, None]


def test_the_only_unit_of_its_class_has_no_rank_and_takes_no_quota() -> None:
    (found,) = stand([("甲类", 60, 40)], ", 名额: 10%")

    assert (found.rank, found.placed.name, found.is_cut) == (None, "优秀", False)


def test_units_without_a_score_come_last_and_count_for_no_quota() -> None:
    found = stand([("甲类", 60, 40), ("甲类", 60, 38)], ", 名额: 50%")

    assert grades(found) == {"0": "优秀", "1": "良好"}


def test_the_distance_of_those_who_stand_equal_across_the_line_is_what_lifts_one_of_them_above_it() -> None:
    found = stand([("甲类", 60, 39), ("甲类", 60, 38), ("甲类", 60, 38), ("甲类", 60, 37)], ", 名额: 50%")

    assert [each.missing for each in found] == [None, 10_000, 10_000, 1_010_000]
