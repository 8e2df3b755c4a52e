"""勾稽: are both sides of an equation equal? A blank is a question, never 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.literals import NEVER
from compliance.engine.plan import Plan, compare, compared, quantity_tables
from compliance.engine.shapes import Cells, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Figure, Quantity


@frozen
class Equation:
    id: str
    left: tuple[Quantity, ...]
    right: tuple[Quantity, ...]


@frozen
class Sum(Check):
    measures: ClassVar[frozenset[str]] = frozenset({"excess"})
    repairable: ClassVar[frozenset[str]] = frozenset({"differs"})

    left: tuple[Quantity, ...] = ()
    right: tuple[Quantity, ...] = ()
    equations: tuple[Equation, ...] = ()
    relation: Literal["equal", "at_most", "at_least"] = "equal"
    tolerance: int = 0
    for_parts: tuple[str, ...] = ()
    table: str = "figures"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    @property
    def tables(self) -> tuple[str, ...]:
        return quantity_tables(*(term for each in self.written_out() for term in (*each.left, *each.right)))

    def faults(self) -> list[str]:
        is_one = bool(self.left) and bool(self.right)
        return [] if is_one != bool(self.equations) and bool(self.left) == bool(self.right) else ["@sides"]

    def shape(self, plan: Plan, item: str) -> Cells:
        uses_figures = "figures" in self.tables
        empty = ~plan.sheet("figures").has(self.where) if uses_figures else NEVER
        return compared(tuple(self._subject(plan, each) for each in self.written_out()), empty)

    def written_out(self) -> Iterator[Equation]:
        """Each equation, once for every part; its id is the name of the subject."""
        for equation in self.equations or (Equation("", self.left, self.right),):
            for part in self.for_parts or (None,):
                left, right = (tuple(_of_part(term, part) for term in side) for side in (equation.left, equation.right))
                yield Equation("/".join(filter(None, (equation.id, part))), left, right)

    def _subject(self, plan: Plan, equation: Equation) -> Subject:
        left, right = (_total([plan.quantity(term, self.where) for term in side]) for side in (equation.left, equation.right))
        return compare(equation.id, left, right, self.relation, self.tolerance)


def _of_part(term: Quantity, part: str | None) -> Quantity:
    return replace(term, part=part) if isinstance(term, Figure) and term.part is None else term


def _total(terms: list[pl.Expr]) -> pl.Expr:
    """The sum as Int128, null as soon as one term is unknown."""
    return pl.sum_horizontal([each.cast(pl.Int128) for each in terms], ignore_nulls=False)
