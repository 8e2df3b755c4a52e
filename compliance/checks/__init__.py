"""The kinds of check: one file a kind and its schema fragment beside it, found by walking this folder.

A kind is a frozen dataclass named like its file; its fields are the properties of the fragment, without `kind`. It says what it
needs once, in `shape`; verdict, deduction, finding and explanation all come from there.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal

import polars as pl

from compliance.engine.plan import Plan
from compliance.engine.shapes import Shape
from compliance.family import member, members
from compliance.frozen import frozen
from compliance.tables import schema

WhenEmpty = Literal["fault", "not_applicable", "full"]


class Check:
    """What every kind has. `repairable`: causes that the unit can still mend after the fact."""

    measures: ClassVar[frozenset[str]] = frozenset()
    """What markings may use of this kind: excess, actual, target, blank, mark."""
    repairable: ClassVar[frozenset[str]] = frozenset()

    table: str
    when_empty: WhenEmpty | None = "fault"

    @property
    def tables(self) -> tuple[str, ...]:
        """English names of all tables that must be handed in for this check to be judged: its own, for most kinds."""
        return (self.table,)

    def can_mend(self, cause: str, as_of: date) -> bool:
        """Whether a fault of this cause can still be made good."""
        return cause in self.repairable

    @property
    def policy(self) -> WhenEmpty:
        """What holds where there is no subject: 没有记录时, or the kind's default."""
        return self.when_empty or "fault"

    def shape(self, plan: Plan, item: str) -> Shape:
        """The subjects of this check, over the sheets of the plan; `item` is the id of the item it stands in."""
        raise NotImplementedError

    def faults(self) -> list[str]:
        """Words (`code_words`) for what does not fit together in this check; empty if all does."""
        return []


@frozen
class Part:
    """One check inside a composite."""

    title: str
    check: Check


@frozen
class Composite(Check):
    """A check made of checks. Each part that needs a table that was not handed in is open by itself."""

    parts: tuple[Part, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        return ()

    @property
    def repairable(self) -> frozenset[str]:  # type: ignore[override]  # what its parts can mend
        return frozenset().union(*(part.check.repairable for part in self.parts))

    def can_mend(self, cause: str, as_of: date) -> bool:
        return cause in self.repairable and any(part.check.can_mend(cause, as_of) for part in self.parts)

    def faults(self) -> list[str]:
        return [word for part in self.parts for word in part.check.faults()]

    def states(self, plan: Plan, item: str) -> tuple[list[pl.Expr], int]:
        """The state of each part over the unit's row, and the depth of a check that reads them."""
        read = [plan.part(each.check.shape(plan, item), each.check.tables, each.check.policy) for each in self.parts]
        return [state for state, _ in read], 1 + max(depth for _, depth in read)


@cache
def kinds() -> tuple[str, ...]:
    """The names of all kinds."""
    return members(__path__)


@cache
def kind(name: str) -> type[Check]:
    """The class of a kind."""
    found: type[Check] = member(__name__, name)
    return found


def fragment(name: str) -> Any:
    """The JSON Schema of one kind."""
    return schema(f"checks/{name}.schema.json")


@cache
def by_label() -> dict[str, str]:
    """Kind by English and by Chinese name."""
    return {key: name for name in kinds() for key in (name, fragment(name)["title"])}
