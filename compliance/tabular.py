"""Tables in, and the output of runs over tables: what runs over files need not load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from compliance.assessment import Assessment
from compliance.errors import Problem
from compliance.load import columnar
from compliance.load.results import Output
from compliance.model import RuleSet, granted
from compliance.rank import rank, settle
from compliance.report import columnar as output
from compliance.summarize import SETTLED, Results
from compliance.validate.columnar import Tables, read_tables
from compliance.validate.plausible_tables import doubts


def open_tables(
    folder: str, rule_set: RuleSet, codes: Sequence[str] | None = None, *, keep_going: bool = False
) -> tuple[Tables, tuple[Problem, ...]]:
    """The checked tables of a folder or of an address; with `keep_going` also what is wrong with the units left out.

    codes: the units asked for, None for all. Raises InvalidInput.
    """
    return read_tables(columnar.find(folder), rule_set, codes, keep_going=keep_going)


def doubts_about(found: Tables, rule_set: RuleSet, as_of: date) -> tuple[Problem, ...]:
    """Remarks on what the tables say."""
    return tuple(doubts(found.files, rule_set, as_of))


def results_of(run: Assessment) -> Results:
    """The output of a run in memory, as a run over tables would write it."""
    advice = output.recommendations(run.rule_set, run.units, run.as_of)
    found = Output({}, output.scores(run.rule_set, run.units), output.items(run).lazy(), advice)
    return replace(
        _results(run.rule_set, run.as_of, run.layer, found), waivers=granted(run.waivers, run.as_of, run.units["code"])
    )


def results_in(found: Output, rule_set: RuleSet) -> Results:
    """The output that a run over tables wrote, with the rule set of its record."""
    record = found.record
    results = _results(rule_set, date.fromisoformat(record["as_of"]), record["layer"], found)
    # Folders written before the record had waivers had none to tell of.
    return replace(results, left_out=len(record["evidence"]["left_out"]), waivers=record.get("waivers", 0))


def _results(rule_set: RuleSet, as_of: date, layer: str, found: Output) -> Results:
    """Ranks and quotas, settled again from the scores and the items that tell equal scores apart."""
    numbers = {item.id: f"{index}.points" for index, item in enumerate(rule_set.lines())}
    grades = {each.name: place for place, each in enumerate(rule_set.grades)}
    known = found.scores.rename({"unit": "code"}).with_columns(
        pl.col("grade").replace_strict(grades, default=None, return_dtype=pl.Int32),
        # Units without a name, and folders written before the output had names, show codes.
        name=pl.coalesce(pl.col("name").replace("", None), "code") if "name" in found.scores.columns else pl.col("code"),
    )
    for tie in rule_set.ranking.ties:
        points = found.items.filter(pl.col("item") == tie).select(code="unit", **{numbers[tie]: "points"})
        known = known.join(points.collect(engine="streaming"), on="code", how="left")
    settled = settle(rule_set, rank(rule_set, known))
    places = {name: place for place, name in enumerate(rule_set.applies_to)}
    order = pl.col("class").replace_strict(places, default=len(places), return_dtype=pl.Int32)
    settled = settled.sort(order, "class", pl.col("score").is_null(), pl.col("rank").fill_null(0), "code")
    return Results(rule_set, as_of, layer, settled.select(SETTLED), found.items, found.recommendations)
