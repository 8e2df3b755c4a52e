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
    """unit, class, score, possible, bonus, grade (its name), grade_certain, name; units in the order given."""
    names = pl.Series("grade", [each.name for each in rule_set.grades], pl.String)
    grade = pl.col("grade").map_batches(names.gather, return_dtype=pl.String, is_elementwise=True)
    return units.select(pl.col("code").alias("unit"), "class", "score", "possible", "bonus", grade, "grade_certain", "name")


def items(run: Assessment) -> pl.DataFrame:
    """unit, item, state, cause, points, possible, max: item by item as in the record, in each the units in their order."""
    lines = [each.id for each in run.rule_set.lines()]
    units, count = run.units, run.units.height

    def stacked(name: str) -> pl.Series:
        return pl.concat([units[f"{number}.{name}"].alias(name) for number, _ in enumerate(lines)])

    return pl.DataFrame(
        [
            pl.concat([units["code"].alias("unit")] * len(lines)),
            pl.concat([pl.Series("item", [line], pl.Enum(lines)).new_from_index(0, count) for line in lines]),
            STATE.gather(stacked("state")),
            CAUSE.gather(stacked("cause")),
            *(stacked(name).cast(pl.Int64) for name in ("points", "possible", "max")),
        ]
    )


def findings(run: Assessment) -> pl.DataFrame:
    """unit, item, subject, state, cause, actual, limit, excess, excess_unit, lost: item by item, then by unit, then by subject."""
    lines = list(run.rule_set.lines())
    ids = pl.Enum([each.id for each in lines])
    found = [(each, run.findings[each.id]) for each in lines]
    whole = pl.concat([frame for _, frame in found])
    return pl.DataFrame(
        [
            run.units["code"].gather(whole["unit"]).alias("unit"),
            pl.concat([pl.Series("item", [each.id], ids).new_from_index(0, frame.height) for each, frame in found]),
            pl.concat([_subject(each, frame).alias("subject") for each, frame in found]),
            FOUND.gather(whole["code"]),
            CAUSE.gather(whole["code"]),
            *(whole[name] for name in ("actual", "limit", "excess")),
            whole["excess_unit"].cast(EXCESS_UNITS),
            whole["lost"],
        ]
    )


def _subject(item: Item, frame: pl.DataFrame) -> pl.Series:
    """What `Finding.subject` says: the name of a cell, the id of a row or its number, and the part of it."""
    table = tables()[item.check.tables[0]] if item.check.tables else None
    called = frame["subject"]
    if table is None or frame.is_empty():
        return called
    if frame["row"].null_count() == frame.height:
        return called.set(called == table.name, table.label)
    part, subject = pl.col("part"), pl.col("subject").replace({table.name: table.label})
    own = pl.coalesce("id", pl.lit(f"{table.letter}#") + (pl.col("row") + 1).cast(pl.String))
    whole = pl.coalesce(subject, own)
    with_part = pl.when(part.is_null()).then(whole).when(whole == "").then(part).otherwise(whole + "/" + part)
    return frame.select(with_part).to_series()


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
    """Class by class: units, scored, certain grades by name, uncertain grades, the sum and the lowest of the scores in micro."""
    found = []
    for (name,), group in units.group_by("class", maintain_order=True):
        counts = dict(group.filter("grade_certain")["grade"].value_counts().iter_rows())
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
