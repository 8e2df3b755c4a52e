"""What the checks want to see of each table: the columns, and the aggregates a unit, each registered once.

A `Sheet` is one prepared table. Kinds ask it for expressions over its rows (`text`, `day`, `where`) and for aggregates over
them (`count`, `presence`), which come back as expressions over the unit's row. Nothing runs here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from compliance.engine.clock import Clock, Day, number
from compliance.engine.literals import ALWAYS, EVERY_ROW, micro
from compliance.model import EVERYTHING, Condition, Period, Scalar, Test
from compliance.tables import Table

WORD = 62
"""Entries a 64-bit mask holds; one bit stays clear of the sign."""

AHEAD = {
    ("documents", "effective"),
    ("documents", "repealed"),
    ("disclosures", "notice_to"),
    ("figures", "from"),
    ("figures", "to"),
}
"""Dates that may lie after as_of; every other date after it has not happened and is read as blank (kinds.md §1)."""

UNIT = "unit"
ROW = "row"
ID = "id"

LONG = 400
"""Working days up to which a span can tell that a limit was kept."""


@dataclass
class Sheet:
    """One evidence table as the checks see it: rows that have begun, dates as day numbers, blank after as_of."""

    table: Table
    clock: Clock
    as_of: date
    needed: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)
    aggregates: dict[str, pl.Expr] = field(default_factory=dict)
    _counts: dict[tuple[Condition, bool], str] = field(default_factory=dict)
    _spans: set[tuple[str, str]] = field(default_factory=set)
    _texts: dict[str, dict[str, int]] = field(default_factory=dict)
    _masked: set[str] = field(default_factory=set)
    _masks: dict[tuple[str, Condition], str] = field(default_factory=dict)

    # --- rows ---

    def cell(self, column: str) -> pl.Expr:
        """The cell as it stands: text, list of texts, Int64 micro, or Int32 day number."""
        self.needed.add(column)
        return pl.col(column)

    def day(self, column: str) -> Day:
        """A date column with its working-day indexes."""
        self.needed.add(column)
        self.indexed.add(column)
        return Day(pl.col(column), pl.col(f"{column}#w"), pl.col(f"{column}#b"))

    def where(self, condition: Condition, *, undone: bool = False) -> pl.Expr:
        """Boolean, never null: the row satisfies the condition and, unless `undone` rows are wanted, is done."""
        always = condition == EVERYTHING
        holds = EVERY_ROW if always else satisfies(condition, self.table, self.cell, self.coded)
        return holds if undone or self.table.done is None else holds & self.cell(self.table.done).is_not_null()

    def coded(self, column: str, texts: tuple[str, ...]) -> pl.Expr:
        """Boolean, null where blank or named by no rule: the cell of a text column is one of these; numbers compare faster."""
        codes = self._codes_of(column, texts)
        cell = pl.col(f"{column}#code")
        return cell == codes[0] if len(codes) == 1 else cell.is_in(codes)

    def span(self, start: str, end: str) -> pl.Expr:
        """Int32, W(end − 1) − W(start): `end` is within N working days of `start` exactly where this is below N, for 0 < N ≤ `LONG`.

        Null where a date is blank, `start` lies outside the calendar, or the limit could.
        """
        self.needed.update((start, end))
        self._spans.add((start, end))
        return pl.col(f"{start}~{end}#span")

    def _codes_of(self, column: str, texts: tuple[str, ...]) -> list[int]:
        known = self._texts.setdefault(column, {})
        return [known.setdefault(text, len(known)) for text in texts]

    # --- a unit's row ---

    def aggregate(self, expression: pl.Expr) -> pl.Expr:
        """Register an aggregate of the rows; the result stands in the unit's row, null where it has no rows."""
        name = f"{self.table.name}.{len(self.aggregates)}"
        self.aggregates[name] = expression
        return pl.col(name)

    def count(self, condition: Condition, *, undone: bool = False) -> pl.Expr:
        """Number of rows, Int64, 0 where there are none."""
        key = (condition, undone)
        if key not in self._counts:
            rows = self.where(condition, undone=undone).cast(pl.Int64).sum()
            self._counts[key] = self.aggregate(rows).meta.output_name()
        return pl.col(self._counts[key]).fill_null(0)

    def count_within(self, condition: Condition, column: str, period: Period) -> pl.Expr:
        """Number of rows whose date lies in the period, Int64; rows without the date are in none."""
        dated = (Test(column, "at_least", (period.start,)), Test(column, "at_most", (period.end,)))
        return self.count(Condition(condition.tests + dated, condition.either))

    def presence(self, column: str, texts: tuple[str, ...], condition: Condition) -> tuple[pl.Expr, ...]:
        """For each text, Boolean: some row that satisfies the condition has it in the column.

        All texts named for a column share one code, so presence costs one `bitwise_or` of 2^code per word and condition.
        """
        codes = self._codes_of(column, texts)
        self._masked.add(column)
        name = self._masks.setdefault((column, condition), f"{self.table.name}.{column}.{len(self._masks)}")
        self.where(condition)
        found = []
        for code in codes:
            word, bit = divmod(code, WORD)
            mask = pl.col(f"{name}#{word}").fill_null(0)
            found.append((mask & micro(1 << bit)) != 0)
        return tuple(found)

    # --- what the run needs ---

    def prepared(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Only the needed columns, dates as day numbers, named texts as codes and bits, spans; rows not begun left out."""
        if self.table.begins is not None:
            begins = pl.col(self.table.begins)
            frame = frame.filter(begins.is_null() | (begins <= self.as_of))
        dates = [each.name for each in self.table.columns if each.type == "date" and each.name in self.needed]
        others = [each.name for each in self.table.columns if each.type != "date" and each.name in self.needed - {ID}]
        unread = [name for name in self._texts if name not in others and name != ID]
        frame = frame.select(UNIT, ROW, ID, *others, *unread, *[self._date(name) for name in dates])
        coded = frame.with_columns(*self._codes(), *[self._span(start, end) for start, end in sorted(self._spans)])
        return coded.with_columns(*self._bits()).drop(unread)

    def with_indexes(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The working-day indexes of the dates that verdicts look at: four look-ups a date, so only for rows that need them."""
        return frame.with_columns(*self._indexes())

    def all_aggregates(self) -> dict[str, pl.Expr]:
        """Every aggregate by its name in the unit's row."""
        masks = {
            f"{name}#{word}": pl.when(self.where(condition)).then(pl.col(f"{column}#bit{word}")).otherwise(0).bitwise_or()
            for (column, condition), name in self._masks.items()
            for word in range(self._words(column))
        }
        return self.aggregates | masks

    def _date(self, name: str) -> pl.Expr:
        column = pl.col(name)
        if (self.table.name, name) not in AHEAD:
            column = pl.when(column <= self.as_of).then(column)
        return column.to_physical().alias(name)

    def _indexes(self) -> list[pl.Expr]:
        names = sorted(self.indexed)
        at = [self.clock.index(pl.col(name)).alias(f"{name}#w") for name in names]
        return at + [self.clock.index(pl.col(name) - 1).alias(f"{name}#b") for name in names]

    def _span(self, start: str, end: str) -> pl.Expr:
        clock, first = self.clock, pl.col(start)
        at = clock.index(first)
        is_safe = first.is_between(clock.first, clock.last) & (at <= clock.total - LONG)
        return pl.when(is_safe).then(clock.index(pl.col(end) - 1) - at).alias(f"{start}~{end}#span")

    def _codes(self) -> list[pl.Expr]:
        """The number of each text that a rule names, null for all others; lists of texts have bits only."""
        return [
            pl.col(column).cast(pl.Enum(list(texts)), strict=False).to_physical().alias(f"{column}#code")
            for column, texts in self._texts.items()
            if not self._is_list(column)
        ]

    def _is_list(self, column: str) -> bool:
        definition = self.table.column(column)
        return definition is not None and definition.type == "texts"

    def _words(self, column: str) -> int:
        return -(-len(self._texts[column]) // WORD)

    def _bits(self) -> list[pl.Expr]:
        return [
            self._bit(column, word).alias(f"{column}#bit{word}")
            for column in sorted(self._masked)
            for word in range(self._words(column))
        ]

    def _bit(self, column: str, word: int) -> pl.Expr:
        """2^code of the texts of this word, 0 for all others; of a list, the bits of its members together."""
        texts = list(self._texts[column])
        part = texts[word * WORD : (word + 1) * WORD]
        if self._is_list(column):
            bits = [pl.when(pl.col(column).list.contains(text)).then(1 << place) for place, text in enumerate(part)]
            return pl.sum_horizontal([each.otherwise(0).cast(pl.Int64) for each in bits])
        powers = pl.Series([1 << (i - word * WORD) if i // WORD == word else 0 for i in range(len(texts))], dtype=pl.Int64)
        return pl.col(f"{column}#code").map_batches(powers.gather, return_dtype=pl.Int64, is_elementwise=True).fill_null(0)


def satisfies(
    condition: Condition,
    table: Table,
    cell: Callable[[str], pl.Expr],
    coded: Callable[[str, tuple[str, ...]], pl.Expr] | None = None,
) -> pl.Expr:
    """Boolean, never null: a blank cell satisfies only `empty: 是` and `not` (kinds.md §1).

    cell: the cells of a column; coded: whether the cell of a text column is one of some texts, where that can be told faster.
    """
    tests = [_test(each, table, cell, coded) for each in condition.tests]
    tests += [pl.any_horizontal([satisfies(part, table, cell, coded) for part in group]) for group in condition.either]
    if len(tests) == 1:
        return tests[0]
    return pl.all_horizontal(tests) if tests else ALWAYS


def _test(
    test: Test, table: Table, of: Callable[[str], pl.Expr], coded: Callable[[str, tuple[str, ...]], pl.Expr] | None
) -> pl.Expr:
    column = table.column(test.column)
    if coded is not None and test.operator in ("is", "not") and column is not None and column.type in ("text", "choice"):
        found = coded(test.column, tuple(str(each) for each in test.values)).fill_null(value=False)
        return found if test.operator == "is" else ~found
    cell = of(test.column)
    blank = cell.is_null()
    if test.operator == "empty":
        return blank if test.values[0] else ~blank
    if test.operator in ("is", "not"):
        is_list = column is not None and column.type == "texts"
        found = _one_of(cell, test.values, is_list=is_list).fill_null(value=False)
        return found if test.operator == "is" else ~found
    value = _literal(test.values[0])
    compared = {
        "at_least": cell >= value,
        "at_most": cell <= value,
        "before": cell < value,
        "after": cell > value,
    }[test.operator]
    return compared.fill_null(value=False)


def _one_of(cell: pl.Expr, values: tuple[Scalar, ...], *, is_list: bool) -> pl.Expr:
    if is_list:
        return pl.any_horizontal([cell.list.contains(str(value)) for value in values])
    if len(values) == 1:
        return cell == _literal(values[0])
    return cell.is_in([number(each) if isinstance(each, date) else each for each in values])


def _literal(value: Scalar) -> pl.Expr:
    return pl.lit(number(value), pl.Int32) if isinstance(value, date) else pl.lit(value)
