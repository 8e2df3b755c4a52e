"""What the units of a class come to on average in each outermost group and each item outside them, for comparison."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from compliance.assessment import Assessment
from compliance.frozen import frozen
from compliance.model import Group, RuleSet
from compliance.summary import Sum

LEAST = 2
"""Units that an average is worth showing of."""


@frozen
class Average:
    """The points of so many units added up: those to which the group applies and in which nothing is open there."""

    total: Sum
    units: int


Averages = Mapping[str, Mapping[str, Average]]
"""By class, then by the id of the group or item; only where at least `LEAST` units make it up."""


def averages(run: Assessment) -> Averages:
    """The averages of all classes of a run."""
    columns = _columns(run.rule_set)
    sums = [_sums(name, columns[name]) for name in columns]
    frame = run.units.group_by("class", maintain_order=True).agg(each for parts in sums for each in parts)
    found: dict[str, dict[str, Average]] = {}
    for row in frame.iter_rows(named=True):
        made = {name: Average(Sum(*(row[f"{name}.{part}"] for part in _PARTS)), row[f"{name}.units"]) for name in columns}
        found[row["class"] or ""] = {name: each for name, each in made.items() if each.units >= LEAST}
    return found


_PARTS = ("points", "possible", "max")


def _columns(rules: RuleSet) -> dict[str, str]:
    """The beginnings of the columns of `score.Scores`, by the id of the group or item."""
    numbers = {item.id: str(index) for index, item in enumerate(rules.lines())}
    return {each.id: f"g:{each.id}" if isinstance(each, Group) else numbers[each.id] for each in rules.root.members}


def _sums(name: str, column: str) -> list[pl.Expr]:
    points, possible, full = (pl.col(f"{column}.{part}") for part in _PARTS)
    counts = (full > 0) & (points == possible)
    return [
        *(pl.col(f"{column}.{part}").filter(counts).sum().alias(f"{name}.{part}") for part in _PARTS),
        counts.sum().alias(f"{name}.units"),
    ]
