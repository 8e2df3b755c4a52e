"""Recommend: scores in, advice out. The tool advises; the person named in each recommendation decides."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from compliance.model import Recommendation, RuleSet, State, Trigger
from compliance.states import STATES


def recommend(rule_set: RuleSet, units: pl.DataFrame) -> pl.DataFrame:
    """Add `r<k>` (Boolean) for each recommendation of the rule set: it is advised for the unit."""
    return units.with_columns(**advice(rule_set))


def advice(rule_set: RuleSet) -> dict[str, pl.Expr]:
    """By `r<k>`: whether the recommendation is advised, over the frame of `score.Scores` with ranks."""
    return {f"r{place}": _is_due(rule_set, each) for place, each in enumerate(rule_set.recommendations)}


def _is_due(rule_set: RuleSet, recommendation: Recommendation) -> pl.Expr:
    tests = [each.fill_null(value=False) for each in _tests(rule_set, recommendation.trigger)]
    return pl.all_horizontal(tests)


def _tests(rule_set: RuleSet, trigger: Trigger) -> Iterator[pl.Expr]:
    """All that must hold. Advice on a grade waits until the grade is certain: open items could still change it."""
    if trigger.grades:
        names = [grade.name for grade in rule_set.grades]
        yield pl.col("grade").is_in([names.index(each) for each in trigger.grades]) & pl.col("grade_certain")
    if trigger.score_at_least is not None:
        yield pl.col("score") >= trigger.score_at_least
    if trigger.score_below is not None:
        yield pl.col("possible") < trigger.score_below
    if trigger.items or trigger.states:
        yield _any_item(rule_set, trigger)
    if trigger.vetoes:
        places = {veto.item.id: place for place, veto in enumerate(rule_set.vetoes)}
        yield pl.any_horizontal([pl.col(f"veto{places[each]}.fires") for each in trigger.vetoes])
    if trigger.rank_at_most is not None:
        yield pl.col("rank") <= trigger.rank_at_most


def _any_item(rule_set: RuleSet, trigger: Trigger) -> pl.Expr:
    """One of the items named (all if none is) is in one of the states (`fail` if none is named)."""
    numbers = {item.id: index for index, item in enumerate(rule_set.lines())}
    items = trigger.items or tuple(item.id for item in rule_set.root.items())
    states = [STATES.index(each) for each in trigger.states or (State.FAIL,)]
    return pl.any_horizontal([pl.col(f"{numbers[each]}.state").is_in(states) for each in items])
