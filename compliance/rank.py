"""Rank: units of one class in the order of their scores, equal scores told apart by declared items, else sharing a rank."""

from __future__ import annotations

import polars as pl

from compliance.model import RuleSet


def rank(rule_set: RuleSet, units: pl.DataFrame) -> pl.DataFrame:
    """Add to the frame of `score.Scores` the rank (Int32, from 1; equal units share the better one) and `ranked` (Int32, units
    of the class with a score). Both are null for units without a score and in classes of one."""
    numbers = {item.id: index for index, item in enumerate(rule_set.lines())}
    keys = ["score", *[f"{numbers[each]}.points" for each in rule_set.ranking.ties]]
    position = pl.struct(keys).rank("min", descending=True).over("class").cast(pl.Int32)
    ranked = pl.col("score").count().over("class").cast(pl.Int32)
    has_rank = pl.col("score").is_not_null() & (ranked > 1)
    return units.with_columns(rank=pl.when(has_rank).then(position), ranked=pl.when(has_rank).then(ranked))
