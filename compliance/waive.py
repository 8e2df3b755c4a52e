"""Waive: verdicts in, verdicts as they count out. A waiver changes no state; it changes what an item counts for."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from compliance.engine.leaf import Skip
from compliance.model import RuleSet, Waiver
from compliance.verdicts import Verdicts

JUDGED = ("state", "cause", "n", "f")


def waived(rule_set: RuleSet, verdicts: Verdicts, waivers: Sequence[Waiver]) -> Verdicts:
    """The verdicts with every waived item as if it were met, or did not apply. What does not apply or broke is not waived."""
    changed = {}
    for index, item in enumerate(rule_set.lines()):
        skip = pl.col(f"{index}.skip")
        for each in (each for each in waivers if each.item == item.id):
            as_if = Skip.FULL if each.effect == "full" else Skip.NO_ROWS
            applies = pl.col(f"{index}.skip").is_in([Skip.JUDGED, Skip.FULL, Skip.NO_EVIDENCE])
            skip = pl.when((pl.col("code") == each.unit) & applies).then(as_if.lit).otherwise(skip)
            changed[f"{index}.skip"] = skip
    return verdicts._replace(units=verdicts.units.with_columns(**changed))


def as_counted(rule_set: RuleSet, plain: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """The scores with waivers and the states without, and what the total would be without: `plain.score`, `.possible`, `.grade`
    and `.grade_certain`."""
    states = [f"{index}.{name}" for index, _ in enumerate(rule_set.lines()) for name in JUDGED]
    totals = [pl.col(name).alias(f"plain.{name}") for name in ("score", "possible", "grade", "grade_certain")]
    return counted.with_columns(plain.select(*states, *totals))
