"""What a unit can still mend, finding by finding, and what each repair brings; what can no longer be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from compliance.assessment import Finding, ItemResult, UnitResult
from compliance.engine.arithmetic import half_up
from compliance.engine.literals import NO_TEXT, NOTHING, micro
from compliance.engine.shapes import UNMEASURABLE
from compliance.markings import Tally
from compliance.model import RuleSet, State

SETTLED_BY_UNIT = ("not_due", "cannot_tell", "no_evidence")
"""Causes of open subjects that the unit itself can settle; marks are for others to give."""


class Option(NamedTuple):
    """The points (micro, as the item counts them) once `findings` are mended; `cost` is their number.

    An item whose table was not handed in has one option without findings, of cost 1: to hand it in, all in order.
    """

    cost: int
    points: int
    findings: tuple[Finding, ...]


class Repair(NamedTuple):
    """One item with what can be mended, the dearest fault first. options: nothing mended, one finding mended, … all."""

    result: ItemResult
    options: tuple[Option, ...]

    @property
    def gain(self) -> int:
        return self.options[-1].points - self.result.points

    @property
    def has_faults(self) -> bool:
        """Whether something found wrong is mended, not only something open settled."""
        return any(each.state is State.FAIL for each in self.options[-1].findings)


def repairs(rules: RuleSet, unit: UnitResult, as_of: date) -> tuple[Repair, ...]:
    """The items of the unit that repairs can bring points to, in the order of the rule set.

    Faults can be mended until the period of assessment ends, what is open can be settled later too.
    """
    plans = [
        (each, _mendable(each, is_open_period=as_of < rules.end))
        for each in unit.items
        if not each.item.informational and each.waiver is None
    ]
    wanted = [(result, findings) for result, findings in plans if findings or _is_unseen(result)]
    points = iter(_points([state for result, findings in wanted for state in _states(result, findings)]))
    found = []
    for result, findings in wanted:
        options = tuple(_options(result, findings, points))
        if options[-1].points > result.points:
            found.append(Repair(result, options))
    return tuple(found)


def repairs_of_marks(rules: RuleSet, unit: UnitResult) -> tuple[Repair, ...]:
    """The items that nobody has marked yet, as if each were marked in full: not for the unit to do, but still to come."""
    open_ = [each for each in unit.items if each.cause == "no_mark" and each.possible > each.points and each.waiver is None]
    counted = {item.id for item in rules.root.items() if not item.informational}
    return tuple(
        Repair(each, (Option(0, each.points, ()), Option(1, each.possible, each.findings)))
        for each in open_
        if each.item.id in counted
    )


def past_mending(unit: UnitResult, found: Sequence[Repair]) -> tuple[tuple[ItemResult, int], ...]:
    """Items with faults whose points no repair brings back, and how many (micro)."""
    gains = {each.result.item.id: each.gain for each in found}
    lost = []
    for result in unit.items:
        if result.state in (State.PARTIAL, State.FAIL) and result.waiver is None:
            rest = result.max - result.points - gains.get(result.item.id, 0)
            if rest > 0:
                lost.append((result, rest))
    return tuple(lost)


def _mendable(result: ItemResult, *, is_open_period: bool) -> tuple[Finding, ...]:
    """What can be mended, the dearest first: every prefix is then the best choice of its length."""
    risk = result.item.marking.risk(result.item.points)
    faults = [each for each in result.findings if is_open_period and each.state is State.FAIL and each.can_mend]
    opens = [each for each in result.findings if each.state is not State.FAIL and each.cause in SETTLED_BY_UNIT]

    def dearness(each: Finding) -> tuple[int, int]:
        if each.state is not State.FAIL:
            return risk, UNMEASURABLE
        return each.lost or 0, UNMEASURABLE if each.excess is None else each.excess

    return tuple(sorted([*faults, *opens], key=dearness, reverse=True))


def _is_unseen(result: ItemResult) -> bool:
    return result.cause == "no_evidence" and not result.findings


def _states(result: ItemResult, mended: Sequence[Finding]) -> Iterator[pl.Expr]:
    """The points after each number of repairs, as expressions."""
    for count in range(len(mended) + 1):
        left = [each for each in result.findings if not any(each is one for one in mended[:count])]
        yield result.item.marking.points(_tally(result, left), result.item.points)


def _tally(result: ItemResult, left: Sequence[Finding]) -> Tally:
    """The item's verdicts as they stand with these findings left; a measure that has nothing left to find is at its target."""
    faults = [each for each in left if each.state is State.FAIL]
    excess = max((UNMEASURABLE if each.excess is None else each.excess for each in faults), default=0)
    actual = result.actual
    if not left and result.target is not None:
        actual = result.target if actual is None else max(actual, result.target)
    return Tally(
        n=micro(result.subjects),
        f=micro(len(faults)),
        o=micro(len(left) - len(faults)),
        loss=micro(sum(each.lost or 0 for each in faults)),
        excess=micro(excess),
        actual=NOTHING if actual is None else micro(actual),
        target=NOTHING if result.target is None else micro(result.target),
        level=NO_TEXT,
        mark=NOTHING,
        worst=True,
    )


def _points(states: Sequence[pl.Expr]) -> list[int]:
    """The expressions' values, by the very markings that the scoring uses."""
    return list(pl.select(each.alias(str(place)) for place, each in enumerate(states)).row(0)) if states else []


def _options(result: ItemResult, mended: Sequence[Finding], points: Iterator[int]) -> Iterator[Option]:
    yield Option(0, result.points, ())
    if _is_unseen(result):
        next(points)
        yield Option(1, result.possible, ())
        return
    next(points)
    best = result.points
    for count in range(1, len(mended) + 1):
        best = max(best, _counted(result, next(points)))
        yield Option(count, best, tuple(mended[:count]))


def _counted(result: ItemResult, points: int) -> int:
    """Points as the item counts them: 平均分摊 may have made it worth more."""
    full = result.item.points
    return points if result.max == full or not full else half_up(points * result.max, full)
