"""One place in which two rule sets differ."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal, TypeAlias

from compliance.frozen import frozen

Effect: TypeAlias = Literal["tighter", "looser", "unproven", "neutral"]
"""unproven: neither stricter nor laxer as far as can be shown; it has to be explained as if it were laxer."""

Where: TypeAlias = Literal["head", "group", "item", "bonus", "veto"]


@frozen
class Change:
    """`id`: of the line or group; in the head the grade, or whatever the key does not say itself.

    `path` holds English keys below the line, none where the whole line was added or left out (None on the other side).

    `prop` is the schema of the property, `table` the table that its columns are of. `worth`: points before and after, where the
    amount counts as a share of them.
    """

    where: Where
    id: str
    path: tuple[str, ...]
    before: Any
    after: Any
    effect: Effect
    prop: Any = field(default=None, compare=False)
    table: str = ""
    worth: tuple[int, int] | None = None

    @property
    def needs_reason(self) -> bool:
        return self.effect in ("looser", "unproven")


def effect_of(*, forward: bool, backward: bool) -> Effect:
    """What to call a change that is proven to tighten in this direction, only if it were undone, or both: then nothing moves."""
    if forward and backward:
        return "neutral"
    return "tighter" if forward else "looser" if backward else "unproven"
