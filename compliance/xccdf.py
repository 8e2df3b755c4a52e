"""The four scoring models of XCCDF 1.2 (NISTIR 7275r4, tables 40 and 41) over the states of items: for interchange, never for grades.

Groups are XCCDF groups of weight `weight`, items are rules of weight `points`. Exact fractions, rounded once to six places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import polars as pl

from compliance.engine.arithmetic import half_up
from compliance.model import MICRO, Group, RuleSet, State
from compliance.states import STATES

Model: TypeAlias = Literal["points", "xccdf-default", "xccdf-flat", "xccdf-flat-unweighted", "xccdf-absolute"]

LEFT_OUT = frozenset({State.NOT_APPLICABLE, State.NOT_CHECKED, State.INFORMATIONAL})
FULL = 100

Rule: TypeAlias = tuple[int, bool]
"""Weight (micro) and whether it passes, of a rule that is left in."""


def rescore(rule_set: RuleSet, units: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Replace score, possible and full (Int64 micro, null where nothing is left) by those of the model.

    Bonuses, vetoes and grades take no part: bonus 0, no veto fires, grade null.
    """
    numbers = {item.id: index for index, item in enumerate(rule_set.lines())}
    scored = [_scores(rule_set.root, numbers, row, model) for row in units.iter_rows(named=True)]
    columns = {
        name: pl.Series([_micro(each) for each in values], dtype=pl.Int64)
        for name, values in zip(("score", "full"), zip(*scored, strict=True), strict=True)
    }
    fires = {f"veto{place}.fires": pl.lit(value=False) for place in range(len(rule_set.vetoes))}
    return units.with_columns(
        **columns, **fires, bonus=pl.lit(0, pl.Int64), grade=pl.lit(None, pl.Int32), grade_certain=pl.lit(value=False)
    ).with_columns(possible=pl.col("score"))


def _scores(
    root: Group, numbers: Mapping[str, int], row: Mapping[str, Any], model: Model
) -> tuple[Fraction | None, Fraction | None]:
    """Score and full marks of one unit."""

    def state_of(item: str) -> State:
        place: int = row[f"{numbers[item]}.state"]
        return STATES[place]

    rules = list(_rules(root, state_of))
    if not rules:
        return None, None
    if model == "xccdf-default":
        return _default(root, state_of), Fraction(FULL)
    weights = [1 if model == "xccdf-flat-unweighted" else Fraction(weight, MICRO) for weight, _ in rules]
    full = Fraction(sum(weights))
    flat = Fraction(sum(weight for weight, (_, passes) in zip(weights, rules, strict=True) if passes))
    return (Fraction(flat == full), Fraction(1)) if model == "xccdf-absolute" else (flat, full)


def _rules(group: Group, state_of: Callable[[str], State]) -> Iterator[Rule]:
    for item in group.items():
        state = state_of(item.id)
        if state not in LEFT_OUT:
            yield item.points, state is State.PASS


def _default(group: Group, state_of: Callable[[str], State]) -> Fraction | None:
    """Σ weight · score / Σ weight over the members left; None where nothing is left."""
    parts: list[tuple[int, Fraction]] = []
    for member in group.members:
        if isinstance(member, Group):
            score = _default(member, state_of)
            parts += [] if score is None else [(member.weight, score)]
        elif state_of(member.id) not in LEFT_OUT:
            parts.append((member.points, Fraction(FULL if state_of(member.id) is State.PASS else 0)))
    if not parts:
        return None
    weights = sum(weight for weight, _ in parts)
    return Fraction(sum(weight * score for weight, score in parts), weights) if weights else Fraction(0)


def _micro(value: Fraction | None) -> int | None:
    """Half-up to six places."""
    return None if value is None else half_up(value.numerator * MICRO, value.denominator)
