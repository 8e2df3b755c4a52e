"""Rank: units of one class in the order of their scores, equal scores told apart by declared items, else sharing a rank.

Quotas of grades are settled here, never in `assess`: a quota is only ever cut, and who stands equal across the line is cut too.
"""

from __future__ import annotations

import polars as pl

from compliance.model import Grade, RuleSet


def rank(rule_set: RuleSet, units: pl.DataFrame) -> pl.DataFrame:
    """Add to the frame of `score.Scores` the rank (Int32, from 1; equal units share the better one) and `ranked` (Int32, units
    of the class with a score). Both are null for units without a score and in classes of one."""
    position = _order(rule_set).rank("min", descending=True).over("class").cast(pl.Int32)
    ranked = pl.col("score").count().over("class").cast(pl.Int32)
    has_rank = pl.col("score").is_not_null() & (ranked > 1)
    return units.with_columns(rank=pl.when(has_rank).then(position), ranked=pl.when(has_rank).then(ranked))


def settle(rule_set: RuleSet, units: pl.DataFrame) -> pl.DataFrame:
    """Add to ranked units what the quotas leave, grade by grade from the best.

    placed: Int32 position in `RuleSet.grades`, null without a score. cut: Boolean, a quota lowered the grade. tied: Boolean, it
    did so because equal units stand on both sides of the line. missing: Int64 micro, the points between the score and the
    lowest score that would be placed better; null for the best grade, without a score, and where no place is to be had.
    """
    lines = [f"line{place}" for place in range(len(rule_set.grades))]
    frame = units.with_columns(
        _order(rule_set).alias("order"), placed=pl.col("grade"), cut=pl.lit(value=False), tied=pl.lit(value=False)
    )
    for place, grade in enumerate(rule_set.grades):
        frame = frame.with_columns(_line(rule_set, place).alias(lines[place]))
        if grade.quota is not None and place + 1 < len(rule_set.grades):
            frame = _cut(frame, place, grade)
    reach: list[pl.Expr] = [pl.when(pl.col("placed") == place + 1).then(pl.col(line)) for place, line in enumerate(lines[:-1])]
    better = pl.coalesce([*reach, pl.lit(None, pl.Int64)])
    missing = (better - pl.col("score")).clip(0)
    return frame.with_columns(missing=missing).drop("order", *lines)


def _order(rule_set: RuleSet) -> pl.Expr:
    numbers = {item.id: index for index, item in enumerate(rule_set.lines())}
    return pl.struct(["score", *[f"{numbers[each]}.points" for each in rule_set.ranking.ties]])


def _admitted(grade: Grade) -> pl.Expr:
    """The places in the unit's class; one in classes of one, where nothing is ranked."""
    found: pl.Expr = grade.admits(pl.col("ranked").cast(pl.Int64))
    return found.fill_null(1)


def _cut(frame: pl.DataFrame, place: int, grade: Grade) -> pl.DataFrame:
    """Move those beyond the quota to the next grade."""
    candidate = pl.col("placed") == place
    frame = frame.with_columns(
        first=pl.col("order").rank("min", descending=True).over("class", "placed"),
        last=pl.col("order").rank("max", descending=True).over("class", "placed"),
    )
    beyond = (candidate & (pl.col("last") > _admitted(grade))).fill_null(value=False)
    return frame.with_columns(
        placed=pl.when(beyond).then(place + 1).otherwise(pl.col("placed")).cast(pl.Int32),
        cut=pl.col("cut") | beyond,
        tied=pl.col("tied") | (beyond & (pl.col("first") <= _admitted(grade))),
    ).drop("first", "last")


def _line(rule_set: RuleSet, place: int) -> pl.Expr:
    """The lowest score that would be placed here, before the quota cuts: the band's own minimum, or where the places are taken
    more than the last who has one, since a quota places none of those who stand equal across it. Null without any place."""
    grade = rule_set.grades[place]
    lowest = pl.lit(grade.min, pl.Int64)
    if grade.quota is None:
        return lowest
    admitted = _admitted(grade)
    number = pl.col("order").rank("ordinal", descending=True).over("class", "placed")
    last = pl.when((pl.col("placed") == place) & (number == admitted)).then(pl.col("score")).max().over("class")
    above = last + 10 ** (6 - rule_set.scoring.places)
    return pl.when(admitted > 0).then(pl.max_horizontal(above, lowest))
