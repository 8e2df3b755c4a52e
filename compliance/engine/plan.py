"""What the checks of a run read: sheets on demand, quantities, and the rows that kinds derive for themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl

from compliance.engine.arithmetic import narrow, told
from compliance.engine.clock import Clock
from compliance.engine.literals import NEVER, micro
from compliance.engine.periods import Every, periods
from compliance.engine.prepare import UNIT, Sheet
from compliance.engine.shapes import Cells, Code, Shape, Subject
from compliance.model import EVERYTHING, MICRO, Condition, Figure, Number, Period, Quantity, RowCount, Test
from compliance.tables import tables

Frames = Mapping[str, pl.LazyFrame]
Derivation = Callable[[Frames], pl.LazyFrame]
"""From the prepared sheets by name to rows (unit, row, id, subject and part: text, and whatever the subject's expressions read)."""


class PartOf(NamedTuple):
    """A check inside a check."""

    shape: Shape
    tables: tuple[str, ...]
    when_empty: str


@dataclass
class Plan:
    """Collects what all checks of a rule set need, so that each table is read once.

    values: by level, what is made of the aggregates, and of values of lower levels, before any verdict.
    """

    clock: Clock
    as_of: date
    layer: str
    start: date
    end: date
    terms: tuple[Period, ...]
    sheets: dict[str, Sheet] = field(default_factory=dict)
    derived: dict[str, Derivation] = field(default_factory=dict)
    parts: list[PartOf] = field(default_factory=list)
    values: dict[int, dict[str, pl.Expr]] = field(default_factory=dict)
    _known: dict[Hashable, str] = field(default_factory=dict)
    _levels: dict[str, int] = field(default_factory=dict)

    def sheet(self, table: str) -> Sheet:
        """The prepared table of this English name."""
        if table not in self.sheets:
            self.sheets[table] = Sheet(tables()[table], self.clock, self.as_of)
        return self.sheets[table]

    def derive(self, derivation: Derivation) -> str:
        """Register rows of a kind's own; returns the key for `Rows.sheet`."""
        key = f"derived.{len(self.derived)}"
        self.derived[key] = derivation
        return key

    def part(self, shape: Shape, tables: tuple[str, ...], when_empty: str) -> tuple[pl.Expr, int]:
        """Register a check inside a check; returns its state as a `Code` over the unit's row, and its depth.

        Parts are registered from the inside out: their numbers are −1, −2, …
        """
        self.parts.append(PartOf(shape, tables, when_empty))
        return pl.col(f"-{len(self.parts)}.state"), shape.depth if isinstance(shape, Cells) else 0

    def value(self, key: Hashable, make: Callable[[], pl.Expr]) -> pl.Expr:
        """What several expressions read of the unit's row, computed once; `key` says what it is. It may be made of other values."""
        if key not in self._known:
            made, name = make(), f"value.{len(self._known)}"
            level = max((self._levels.get(each, -1) + 1 for each in made.meta.root_names()), default=0)
            self._known[key], self._levels[name] = name, level
            self.values.setdefault(level, {})[name] = made
        return pl.col(self._known[key])

    def periods(self, every: Every) -> tuple[Period, ...]:
        """The periods of the assessment."""
        return periods(every, self.start, self.end, self.terms)

    def quantity(self, quantity: Quantity, where: Condition = EVERYTHING) -> pl.Expr:
        """Int64 micro over the unit's row, null = unknown. `where` is the check's own condition, for figures."""
        if isinstance(quantity, Number):
            return micro(quantity.value)
        if isinstance(quantity, Figure):
            return self.value((quantity, where), lambda: self._figure(quantity, where))
        if quantity.column is None:
            return self.sheet(quantity.table).count(quantity.where) * MICRO
        return self.value(quantity, lambda: self._total(quantity))

    def _total(self, total: RowCount) -> pl.Expr:
        """The sum of a column, null with a blank cell."""
        sheet = self.sheet(total.table)
        rows, cell = sheet.where(total.where), sheet.cell(total.column or "")
        whole = sheet.aggregate(cell.filter(rows).cast(pl.Int128).sum()).fill_null(0)
        blanks = sheet.aggregate((rows & cell.is_null()).cast(pl.Int64).sum()).fill_null(0)
        return pl.when(blanks == 0).then(told(whole))

    def _figure(self, figure: Figure, where: Condition) -> pl.Expr:
        """The value of the one row of this name and part; null where none, several or a blank value answers."""
        sheet = self.sheet("figures")
        part = Test("part", "empty", (1,)) if figure.part is None else Test("part", "is", (figure.part,))
        named = Condition((Test("name", "is", (figure.name,)), part))
        rows = sheet.where(named) & sheet.where(figure.where) & sheet.where(where)
        value = sheet.aggregate(sheet.cell("value").filter(rows).first())
        answers = sheet.aggregate(rows.cast(pl.Int64).sum())
        return pl.when(answers == 1).then(value)

    def has_rows(self, table: str) -> pl.Expr:
        """Boolean over the unit's row: the table has any row at all."""
        return self.sheet(table).count(EVERYTHING, undone=True) > 0


def is_derived(sheet: str) -> bool:
    """Whether the rows are a kind's own, not those of a table."""
    return sheet.startswith("derived.")


def per_unit(rows: pl.LazyFrame, aggregates: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """One row a unit that has rows: the unit and each aggregate under its name."""
    return rows.group_by(UNIT).agg(**aggregates)


def quantity_tables(*quantities: Quantity) -> tuple[str, ...]:
    """The tables that quantities read, each once."""
    read = ("figures" if isinstance(each, Figure) else each.table for each in quantities if not isinstance(each, Number))
    return tuple(dict.fromkeys(read))


def compared(subjects: tuple[Subject, ...], empty: pl.Expr) -> Cells:
    """Equations as a shape; where there is but one, its two sides are the figures of the item."""
    only = subjects[0] if len(subjects) == 1 else Subject(NEVER)
    return Cells(subjects, empty, actual=only.actual, target=only.limit if isinstance(only.limit, pl.Expr) else None)


def compare(name: str, left: pl.Expr, right: pl.Expr, relation: str, tolerance: int) -> Subject:
    """The verdict on an equation of two quantities, Int64 or Int128 (kinds.md, sum); unknown as soon as one side is."""
    one, other = left.cast(pl.Int128), right.cast(pl.Int128)
    difference = {"equal": (one - other).abs(), "at_most": one - other, "at_least": other - one}[relation]
    verdict = (
        pl.when(difference.is_null())
        .then(Code.CANNOT_TELL.lit)
        .when(difference > tolerance)
        .then(Code.DIFFERS.lit)
        .otherwise(Code.PASS.lit)
    )
    return Subject(verdict, name, excess=narrow(difference), actual=narrow(left), limit=narrow(right), excess_unit="unit")
