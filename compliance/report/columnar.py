"""An assessment as tables (formats.md §3): one row a unit, a unit and item, a finding, a recommendation. Points are Int64 micro."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from compliance.assessment import Assessment
from compliance.engine.shapes import Code
from compliance.model import Item, RuleSet
from compliance.states import CAUSES, STATES
from compliance.tables import tables
from compliance.workdays import calendar

CAUSE = pl.Series("cause", [CAUSES.get(number) for number in range(max(CAUSES) + 1)], pl.Enum(sorted(set(CAUSES.values()))))
STATE = pl.Series("state", [each.value for each in STATES], pl.Enum([each.value for each in STATES]))
_BY_CODE = {int(each): each.state.value for each in Code}
FOUND = pl.Series("state", [_BY_CODE.get(number) for number in range(max(_BY_CODE) + 1)], STATE.dtype)
EXCESS_UNITS = pl.Enum(["workday", "day", "row", "percent_point", "unit"])


def scores(rule_set: RuleSet, units: pl.DataFrame) -> pl.DataFrame:
    """unit, class, score, possible, bonus, grade (its name), grade_certain; units in the order given."""
    names = pl.Series("grade", [each.name for each in rule_set.grades], pl.String)
    grade = pl.col("grade").map_batches(names.gather, return_dtype=pl.String, is_elementwise=True)
    return units.select(pl.col("code").alias("unit"), "class", "score", "possible", "bonus", grade, "grade_certain")


def items(run: Assessment) -> pl.LazyFrame:
    """unit, item, state, cause, points, possible, max: item by item as in the record, in each the units in their order."""
    lines = [each.id for each in run.rule_set.lines()]
    ids = pl.Enum(lines)
    parts = [
        run.units.lazy().select(
            pl.col("code").alias("unit"),
            pl.lit(line, ids).alias("item"),
            _named(STATE, pl.col(f"{number}.state")).alias("state"),
            _named(CAUSE, pl.col(f"{number}.cause")).alias("cause"),
            *(pl.col(f"{number}.{name}").cast(pl.Int64).alias(name) for name in ("points", "possible", "max")),
        )
        for number, line in enumerate(lines)
    ]
    return pl.concat(parts)


def findings(run: Assessment) -> pl.LazyFrame:
    """unit, item, subject, state, cause, actual, limit, excess, excess_unit, lost: item by item, then by unit, then by subject."""
    lines = list(run.rule_set.lines())
    ids = pl.Enum([each.id for each in lines])
    parts = [_found(each, run.findings[each.id], ids) for each in lines if run.findings[each.id].height]
    codes = run.units["code"]
    whole = pl.concat(parts) if parts else _found(lines[0], run.findings[lines[0].id], ids)
    unit = pl.col("unit").map_batches(codes.gather, return_dtype=pl.String, is_elementwise=True)
    return whole.with_columns(unit)


def _found(item: Item, frame: pl.DataFrame, ids: pl.Enum) -> pl.LazyFrame:
    return frame.lazy().select(
        "unit",
        pl.lit(item.id, ids).alias("item"),
        _subject(item, frame).alias("subject"),
        _named(FOUND, pl.col("code")).alias("state"),
        _named(CAUSE, pl.col("code")).alias("cause"),
        "actual",
        "limit",
        "excess",
        pl.col("excess_unit").cast(EXCESS_UNITS),
        "lost",
    )


def _subject(item: Item, frame: pl.DataFrame) -> pl.Expr:
    """What `Finding.subject` says: the name of a cell, the id of a row or its number, and the part of it."""
    blank = {name: frame[name].null_count() == frame.height for name in ("subject", "part", "id")}
    table = tables()[item.check.tables[0]] if item.check.tables else None
    subject = pl.col("subject")
    if table is not None:
        if not blank["subject"]:
            subject = pl.when(subject == table.name).then(pl.lit(table.label)).otherwise(subject)
        if frame["row"].null_count() < frame.height:
            number = pl.lit(f"{table.letter}#") + (pl.col("row") + 1).cast(pl.String)
            own = number if blank["id"] else pl.coalesce("id", number) if frame["id"].null_count() else pl.col("id")
            subject = own if blank["subject"] else pl.coalesce(subject, own)
    if blank["part"]:
        return subject
    part = pl.col("part")
    return pl.when(part.is_null()).then(subject).when(subject == "").then(part).otherwise(subject + "/" + part)


def recommendations(rule_set: RuleSet, units: pl.DataFrame, as_of: Any) -> pl.DataFrame:
    """unit, advice, use (list), basis, decided_by, due, and what it rests on: grade, score, rank, ranked; by unit."""
    known = scores(rule_set, units).with_columns(rank=units["rank"], ranked=units["ranked"], place=pl.int_range(units.height))
    parts = []
    for number, each in enumerate(rule_set.recommendations):
        due = None if each.rectify_within is None else calendar().add(as_of, each.rectify_within)
        parts.append(
            known.filter(units[f"r{number}"]).select(
                "unit",
                pl.lit(each.advice).alias("advice"),
                pl.lit(list(each.use), pl.List(pl.String)).alias("use"),
                pl.lit(each.basis).alias("basis"),
                pl.lit(each.decided_by).alias("decided_by"),
                pl.lit(due, pl.Date).alias("due"),
                *("grade", "score", "rank", "ranked", "place"),
            )
        )
    if not parts:
        return known.clear().select("unit")
    return pl.concat(parts).sort("place", maintain_order=True).drop("place")


def totals(rule_set: RuleSet, units: pl.DataFrame) -> list[Mapping[str, Any]]:
    """Class by class: units, scored, grades by name, uncertain grades, the sum and the lowest of the scores in micro."""
    found = []
    for (name,), group in units.group_by("class", maintain_order=True):
        counts = dict(group["grade"].drop_nulls().value_counts().iter_rows())
        found.append(
            {
                "class": name,
                "units": group.height,
                "scored": group["score"].count(),
                "uncertain": int((~group["grade_certain"]).sum()),
                "score_sum": int(group["score"].sum() or 0),
                "lowest": group["score"].min(),
                "grades": {each.name: counts.get(place, 0) for place, each in enumerate(rule_set.grades)},
            }
        )
    order: Sequence[str] = rule_set.applies_to
    return sorted(found, key=lambda each: order.index(each["class"]) if each["class"] in order else len(order))


def _named(names: pl.Series, codes: pl.Expr) -> pl.Expr:
    """The texts behind small numbers."""
    return codes.map_batches(lambda each: names.gather(each.cast(pl.UInt32)), return_dtype=names.dtype, is_elementwise=True)
