"""Is one value at least as strict as another? Which way is stricter stands beside the value, in its schema as `x-tighter`.

    more, less            numbers, limits, days, yes and no; of tiers and levels: what they give
    superset, subset      sets and lists, in any order
    extended              lists that keep their order, and had entries before
    wider, narrower       conditions on rows and units
    each                  parts of a check: every one as strict, none more, none fewer
    [lax, …, strict]      closed values; those in a list of their own are level, and no proof of one another
    inside                compared part by part, elsewhere
    none                  any change has to be explained
    any                   wording: no change matters

`x-unset` says what a value that is not written amounts to, laxest or strictest; where it does not, setting or removing it proves nothing.
`x-if` names the values of other properties that the direction presupposes (null: not set). A proof says how verdicts change:
`verdicts`, every subject is judged the same or worse; `subjects`, there may be more subjects besides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from compliance.model import Condition, Edition, Number, Test
from compliance.workdays import Duration

Proof: TypeAlias = Literal["verdicts", "subjects"]
Step: TypeAlias = tuple[int, Fraction]
"""A minimum, and what is given from there up."""

DIRECTIONS = ("more", "less", "superset", "subset", "extended", "wider", "narrower", "each", "inside", "none", "any")


def proof(prop: Any, before: Any, after: Any) -> Proof | None:
    """How the change of a property tightens, None where it cannot be proven to. Parts of checks are not compared here."""
    direction = prop["x-tighter"]
    if before == after:
        return "verdicts"
    if isinstance(direction, list):
        return "verdicts" if _rank(direction, before) < _rank(direction, after) else None
    if direction in ("more", "less"):
        return "verdicts" if _moved(prop, before, after, is_more=direction == "more") else None
    compare = _COMPARE.get(direction)
    return compare(before, after) if compare is not None else None


def share_moved(prop: Any, before: int | None, after: int | None, worth: tuple[int, int]) -> bool:
    """Whether an amount, as a share of what the whole is worth before and after, is as strict as it was."""
    if before is None or after is None:
        return before == after or _unset(prop, before)
    scaled = (before * worth[1], after * worth[0])
    return scaled[0] <= scaled[1] if prop["x-tighter"] == "more" else scaled[0] >= scaled[1]


def steps_moved(before: Sequence[Step], after: Sequence[Step]) -> bool:
    """Whether steps, highest minimum first, give no more at any value."""
    minima = {minimum for minimum, _ in (*before, *after)}
    values = [*minima, min(minima, default=0) - 1]
    return all(_reached(after, each) <= _reached(before, each) for each in values)


def is_narrower(before: Condition, after: Condition) -> bool:
    """Whether all that satisfies `after` satisfies `before`, as far as their tests show it."""
    tested = all(any(_implies(new, old) for new in after.tests) for old in before.tests)
    return tested and all(group in after.either for group in before.either)


def _reached(steps: Sequence[Step], value: int) -> Fraction:
    return next((amount for minimum, amount in steps if value >= minimum), Fraction(0))


def _rank(order: list[Any], value: Any) -> int:
    return next(place for place, each in enumerate(order) if value == each or (isinstance(each, list) and value in each))


def _unset(prop: Any, before: Any) -> bool:
    """Whether a value was set that stood for the laxest, or removed to stand for the strictest."""
    return bool(prop.get("x-unset") == ("laxest" if before is None else "strictest"))


def _moved(prop: Any, before: Any, after: Any, *, is_more: bool) -> bool:
    if before is None or after is None:
        return _unset(prop, before)
    if isinstance(before, tuple):
        return _is_editions(before, after) and _shorter(before, after)
    low, high = (before, after) if is_more else (after, before)
    if isinstance(before, Duration):
        return bool(low.unit == high.unit and low.count <= high.count)
    if isinstance(before, Number) and isinstance(after, Number):
        low, high = low.value, high.value
    elif type(low) is not type(high) or not isinstance(low, (int, date)):
        return False
    # A target of nothing is reached by all: what is measured against it need not fall when it rises.
    return bool(low <= high) and (isinstance(low, (bool, date)) or low > 0 or not is_more)


def _is_editions(*values: Any) -> bool:
    return all(each and all(isinstance(edition, Edition) for edition in each) for each in values)


def _shorter(before: tuple[Edition, ...], after: tuple[Edition, ...]) -> bool:
    """Whether the limit is no longer on any day, and the days without one are the same."""
    edges = {each.since for each in (*before, *after) if each.since is not None}
    edges |= {each.until + timedelta(days=1) for each in (*before, *after) if each.until not in (None, date.max)}
    for day in (date.min, *edges):
        old, new = _in_force(before, day), _in_force(after, day)
        if (old is None) != (new is None):
            return False
        if old is not None and new is not None and (old.unit != new.unit or old.count < new.count):
            return False
    return True


def _in_force(editions: tuple[Edition, ...], day: date) -> Duration | None:
    return next(
        (each.limit for each in editions if (each.since or date.min) <= day <= (each.until or date.max)),
        None,
    )


def _superset(before: Any, after: Any) -> Proof | None:
    return "subjects" if set(before) <= set(after) else None


def _subset(before: Any, after: Any) -> Proof | None:
    return "subjects" if set(after) <= set(before) else None


def _extended(before: Any, after: Any) -> Proof | None:
    rest = iter(after)
    return "subjects" if before and all(each in rest for each in before) else None


def _wider(before: Condition, after: Condition) -> Proof | None:
    return "subjects" if is_narrower(after, before) else None


def _narrower(before: Condition, after: Condition) -> Proof | None:
    return "verdicts" if is_narrower(before, after) else None


def _implies(new: Test, old: Test) -> bool:
    if new.column != old.column or new.operator != old.operator:
        return False
    if new.operator == "is":
        return set(new.values) <= set(old.values)
    if new.operator == "not":
        return set(new.values) >= set(old.values)
    if new.operator == "empty":
        return new.values == old.values
    one, other = new.values[0], old.values[0]
    return bool(one >= other if new.operator in ("at_least", "after") else one <= other)  # type: ignore[operator]


_COMPARE: dict[str, Callable[[Any, Any], Proof | None]] = {
    "superset": _superset,
    "subset": _subset,
    "extended": _extended,
    "wider": _wider,
    "narrower": _narrower,
}
