"""What evaluate hands to score and recommend: the verdicts of a run."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl


class Verdicts(NamedTuple):
    """All verdicts of a run.

    units: one row a unit; the columns of `engine.aggregate` for each item, by its number in `RuleSet.lines()`.
    findings: for each item by id, its subjects that are not met, columns as `engine.findings.SCHEMA`.
    stray: the tables with rows of no unit.
    """

    units: pl.DataFrame
    findings: dict[str, pl.DataFrame]
    stray: frozenset[str] = frozenset()
