"""Made-up rule sets and evidence of any size, seeded: the same size gives the same bytes."""

from __future__ import annotations

from datetime import date

import polars as pl

from compliance.engine.clock import number
from compliance.evidence import TYPES, Evidence
from compliance.tables import tables

TOPICS = 40
HEAD = """规则集: 基准-{items}
版本: 1.0.0
状态: 草稿
名称: 基准 {items} 项
适用: [公办小学, 公办初中, 幼儿园, 民办学校]
考核期: {{起: 2025-01-01, 止: 2025-12-31}}
依据: {{F1: 基准}}
评分: {{满分: {items}, 不适用项: 按比例折算}}
等次: [{{名称: 优秀, 下限: {upper}}}, {{名称: 合格, 下限: 0}}]
清单:
{lists}
指标:
"""
KINDS = (
    "检查: {{类型: 清单齐全, 清单: L{k}, 表: 公开信息}}\n    计分: {{方式: 扣分, 每处扣: 0.{a}}}",
    "检查: {{类型: 有无, 表: 公开信息, 条件: {{事项: 事项{k}}}}}",
    "检查: {{类型: 期限, 表: 公开信息, 条件: {{事项: [事项{k}, 事项{j}]}}, 从: 形成日期, 到: 公开日期, 不超过: {n}个工作日}}\n"
    "    计分: {{方式: 扣分, 每超一个单位扣: 0.0{a}, 单处最多扣: 0.2}}",
    "检查: {{类型: 清单齐全, 清单: [事项{k}, 事项{j}], 表: 公开信息, 条件: {{保密审查人: {{为空: 否}}}}}}\n    计分: {{方式: 按比例}}",
    "检查: {{类型: 比率, 分子: 指标{m}, 分母: 指标{q}, 目标: 9{a}%}}\n    计分: {{方式: 扣分, 每超一个单位扣: 0.0{a}}}",
    "检查: {{类型: 有无, 表: 制度, 条件: {{事项: 事项{k}}}}}",
)


def numbers(place: int) -> dict[str, int]:
    """The topics, figures and amounts in item number `place`."""
    return {
        "k": place % TOPICS,
        "j": (place * 7 + 1) % TOPICS,
        "a": place % 9 + 1,
        "n": 5 + place % 37,
        "m": place % 8,
        "q": (place + 3) % 8,
    }


def rule_set_text(items: int) -> bytes:
    """A rule set of so many distinct items of six kinds."""
    lists = "\n".join(f"  L{k}: [{'，'.join(f'事项{(k * 3 + i) % TOPICS}' for i in range(6))}]" for k in range(TOPICS)).replace(
        "，", ", "
    )
    text = HEAD.format(items=items, upper=items * 9 // 10, lists=lists)
    for place in range(items):
        values = numbers(place)
        check = KINDS[place % len(KINDS)].format(**values)
        only = "\n    适用: [公办小学, 公办初中]" if place % 4 == 3 else ""
        text += f"  - 编号: {place // 10 + 1}.{place % 10 + 1}\n    名称: 第 {place + 1} 项\n    分值: 1\n    依据: F1 第{place + 1}条{only}\n    {check}\n"
    return text.encode()


def evidence(units: int, rows: int) -> Evidence:
    """So many units with so many disclosures each, 12 documents and 8 figures."""
    day = number(date(2025, 1, 1))
    frame = pl.select(unit=pl.int_range(units, dtype=pl.Int32)).with_columns(
        code=pl.col("unit").cast(pl.String).str.zfill(7),
        name=pl.lit("学校"),
        traits=pl.lit([], pl.List(pl.String)),
        **{
            "class": pl.lit("公办小学")
            if units == 1
            else _pick(pl.col("unit"), ("公办小学", "公办初中", "幼儿园", "民办学校"), 3)
        },
    )
    has = {f"has.{name}": pl.lit(name in ("disclosures", "documents", "figures")) for name in tables()}
    tables_ = {
        "disclosures": _table(
            "disclosures",
            units,
            rows,
            {
                "topic": _pick(_hash(1), tuple(f"事项{i}" for i in range(TOPICS + 10))),
                "title": pl.lit("标题"),
                "formed": (day + _hash(2) % 300).cast(pl.Int32).cast(pl.Date),
                "published": pl.when(_hash(3) % 20 > 0).then((day + _hash(2) % 300 + _hash(4) % 45).cast(pl.Int32).cast(pl.Date)),
                "reviewer": pl.when(_hash(5) % 10 > 0).then(pl.lit("审查岗")),
            },
        ),
        "documents": _table(
            "documents",
            units,
            12,
            {
                "topic": _pick(_hash(6), tuple(f"事项{i}" for i in range(TOPICS))),
                "title": pl.lit("制度"),
                "issued": (day - _hash(7) % 900).cast(pl.Int32).cast(pl.Date),
            },
        ),
        "figures": _table(
            "figures",
            units,
            8,
            {
                "name": _pick(pl.col("row"), tuple(f"指标{i}" for i in range(8))),
                "value": (50 + _hash(8) % 50).cast(pl.Int64) * 1_000_000,
            },
        ),
    }
    return Evidence(frame.with_columns(**has), {name: each.lazy() for name, each in tables_.items()})


def _table(name: str, units: int, rows: int, made: dict[str, pl.Expr]) -> pl.DataFrame:
    frame = pl.select(row=pl.int_range(units * rows, dtype=pl.Int32)).with_columns(unit=(pl.col("row") // rows).cast(pl.Int32))
    frame = frame.with_columns(id=pl.col("row").cast(pl.String), **made)
    blank = {each.name: pl.lit(None, TYPES[each.type]) for each in tables()[name].columns if each.name not in frame.columns}
    return frame.with_columns(**blank)


def _hash(salt: int) -> pl.Expr:
    """A number that looks random, from the row alone."""
    mixed = pl.col("row").cast(pl.Int64) * 2654435761 + salt * 40503
    return ((mixed ^ (mixed // 65536)) * 2246822519 % 4294967291) % 1_000_003


def _pick(index: pl.Expr, texts: tuple[str, ...], step: int = 1) -> pl.Expr:
    series = pl.Series(texts)
    return (index * step % len(texts)).cast(pl.Int32).map_batches(series.gather, return_dtype=pl.String)
