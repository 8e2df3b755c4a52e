"""The smallest correction of figures that contradict each other: one figure at a time, chosen so that it settles the most equations.

A changed figure must make every equation hold that it stands in. Where several would do as well, none is preferred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from compliance.behind import Behind
from compliance.checks import Check
from compliance.checks.agrees import Agrees
from compliance.checks.sum import Sum
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Figure, Members, Quantity


@frozen
class Change:
    """A figure with what it says and what it would have to say, in micro."""

    figure: Figure
    before: int
    after: int


@frozen
class Correction:
    """changes: any one of them settles the equations; items: the items these stand in, in order, and how many of each it settles."""

    changes: tuple[Change, ...]
    items: tuple[tuple[str, int], ...]


@dataclass
class _Sides:
    """An equation as weights of figures: how far the left side lies above the right, in micro."""

    item: str
    weights: dict[Figure, int]
    residual: int


def corrections(behind: Behind) -> tuple[Correction, ...]:
    """Corrections of a unit's figures, the one that settles the most first; what no single figure settles is left out."""
    equations = [each for item in behind.run.rule_set.root.items() for each in _equations(behind, item.id, item.check)]
    values = {figure: behind.value(figure) for each in equations for figure in each.weights}
    found: list[Correction] = []
    while True:
        settled: dict[Change, list[_Sides]] = {}
        for figure, value in values.items():
            mine = [each for each in equations if figure in each.weights]
            change = None if value is None else _change(figure, value, mine)
            if change is not None:
                settled[change] = mine
        if not settled:
            return tuple(found)
        most = max(len(mine) for mine in settled.values())
        best = [change for change, mine in settled.items() if len(mine) == most]
        same = [change for change in best if settled[change] == settled[best[0]]]
        counts = Counter(each.item for each in settled[same[0]] if each.residual)
        for each in settled[same[0]]:
            each.residual = 0
        found.append(Correction(tuple(same), tuple(counts.items())))


def _change(figure: Figure, value: int, equations: list[_Sides]) -> Change | None:
    """The one change of a figure with which all its equations hold; None where they hold now, or none would do."""
    wanted = {(-each.residual, each.weights[figure]) for each in equations}
    deltas = {residual // weight if residual % weight == 0 else None for residual, weight in wanted}
    delta = deltas.pop()
    if deltas or not delta or value + delta < 0:
        return None
    return Change(figure, value, value + delta)


def _equations(behind: Behind, item: str, check: Check) -> Iterator[_Sides]:
    """The equations of a check between figures alone, with known values."""
    if isinstance(check, Agrees) and not isinstance(check.left, Members) and not isinstance(check.right, Members):
        yield from _sides(behind, item, (check.left,), (check.right,), EVERYTHING, check.tolerance)
    if isinstance(check, Sum) and check.relation == "equal":
        for equation in check.written_out():
            yield from _sides(behind, item, equation.left, equation.right, check.where, check.tolerance)


def _sides(
    behind: Behind, item: str, left: tuple[Quantity, ...], right: tuple[Quantity, ...], where: Condition, tolerance: int
) -> Iterator[_Sides]:
    weights: dict[Figure, int] = {}
    residual = 0
    for sign, side in ((1, left), (-1, right)):
        for term in side:
            value = behind.value(term, where)
            if value is None:
                return
            residual += sign * value
            if isinstance(term, Figure):
                weights[term] = weights.get(term, 0) + sign
    known = {figure: weight for figure, weight in weights.items() if weight}
    if known:
        yield _Sides(item, known, residual if abs(residual) > tolerance else 0)
