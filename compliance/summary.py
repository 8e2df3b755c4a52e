"""What a run says of many units together, as data: totals, classes, lines, losses, steps, recommendations.

Points are micro. A unit of which nothing at all was judged is blank: it is listed, and counts in no average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from compliance.engine.arithmetic import half_up
from compliance.frozen import frozen
from compliance.model import Grade, Group, Item, RuleSet


@frozen
class Sum:
    """Points, possible points and full marks of an item or group, of one unit or many; `max` 0: it does not apply."""

    points: int = 0
    possible: int = 0
    max: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.points + other.points, self.possible + other.possible, self.max + other.max)


NOTHING = Sum()


@frozen
class UnitLine:
    """One unit. placed, is_cut, is_tied: see `rank.settle`; sums: by item id, what applies; vetoes: ids of those that fired."""

    code: str
    name: str
    rank: int | None
    score: int | None
    possible: int | None
    placed: Grade | None
    is_certain: bool
    is_cut: bool
    is_tied: bool
    is_blank: bool
    vetoes: tuple[str, ...]
    sums: Mapping[str, Sum]


@frozen
class ClassResult:
    """A class: `ranked` of its `units` have a score, `scored` are not blank; `total` adds up the scores of these.

    lines: all units, or the best and the last.
    """

    name: str
    units: int
    ranked: int
    scored: int
    total: Sum
    sums: Mapping[str, Sum]
    lines: tuple[UnitLine, ...]

    @property
    def left_out(self) -> int:
        return self.units - len(self.lines)


@frozen
class ItemLoss:
    """What all units together lost in an item for good, and how many of them."""

    item: Item
    lost: int
    units: int


@frozen
class Step:
    """The scores from `start` to below `start` + the width of a step: units by grade (before quotas), then uncertain ones."""

    start: int
    counts: tuple[int, ...]


@frozen
class AdviceCount:
    """One recommendation: how many units it is for, and the first of their names."""

    advice: str
    uses: tuple[str, ...]
    basis: str
    decided_by: str
    due: date | None
    units: int
    names: tuple[str, ...]


@frozen
class Summary:
    """grades: units by grade within quota, certain ones only, so that with `uncertain` and `blank` they make `units`.
    left_out, waivers: as `summarize.Results` has them. open_items: verdicts still open in units that are not blank. spared: units with items that do not apply."""

    rule_set: RuleSet
    as_of: date
    layer: str
    units: int
    total: Sum
    blank: int
    uncertain: int
    grades: tuple[tuple[Grade, int], ...]
    cut: int
    tied: tuple[str, ...]
    open_items: int
    open_units: int
    spared: int
    vetoes: tuple[tuple[Item, int], ...]
    classes: tuple[ClassResult, ...]
    losses: tuple[ItemLoss, ...]
    step: int
    steps: tuple[Step, ...]
    advice: tuple[AdviceCount, ...]
    digest: str
    left_out: int
    waivers: int

    @property
    def scored(self) -> int:
        return self.units - self.blank


def rate(group: Group, sums: Mapping[str, Sum]) -> Sum:
    """What the members of a group come to, as the rule set adds them up; those that do not apply are left out."""
    parts = []
    for member in group.members:
        if isinstance(member, Group):
            parts.append((member.weight, rate(member, sums)))
        elif not member.informational:
            parts.append((1_000_000, sums.get(member.id, NOTHING)))
    if group.total == "weighted_mean":
        found = _mean([each for each in parts if each[1].max > 0], group.points)
    else:
        found = sum((each for _, each in parts), NOTHING)
    return Sum(max(found.points, 0), max(found.possible, 0), found.max) if group.cap_at_group else found


def _mean(parts: Sequence[tuple[int, Sum]], full: int) -> Sum:
    """The weighted mean of the shares, on the full marks of the group."""
    if not parts:
        return NOTHING
    weights = sum(weight for weight, _ in parts)
    points = sum(weight * half_up(each.points * full, each.max) for weight, each in parts)
    possible = sum(weight * half_up(each.possible * full, each.max) for weight, each in parts)
    return Sum(half_up(points, weights), half_up(possible, weights), full)
