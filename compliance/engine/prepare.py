"""What the checks want to see of each table: the columns, and the aggregates a unit, each registered once.

A `Sheet` is one prepared table. Kinds ask it for expressions over its rows (`text`, `day`, `where`) and for aggregates over
them (`count`, `presence`), which come back as expressions over the unit's row. Nothing runs here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from compliance.engine.clock import Clock, Day, number
from compliance.engine.literals import ALWAYS, EVERY_ROW, micro
from compliance.evidence import trimmed
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


@dataclass
class Entries:
    """What is made of the rows of each entry, by its name in the unit's row; `codes` are those of the entries asked for."""

    name: str
    made: Mapping[str, pl.Expr]
    codes: set[int] = field(default_factory=set)


@dataclass
class Sheet:
    """One evidence table as the checks see it: rows that have begun, dates as day numbers, blank after as_of."""

    table: Table
    clock: Clock
    as_of: date
    needed: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)
    aggregates: dict[str, pl.Expr] = field(default_factory=dict)
    entries: dict[tuple[str, Condition], Entries] = field(default_factory=dict)
    _counts: dict[tuple[Condition, bool], str] = field(default_factory=dict)
    _texts: dict[str, dict[str, int]] = field(default_factory=dict)
    _masks: dict[tuple[str, Condition], str] = field(default_factory=dict)
    _words: dict[tuple[str, Condition], set[int]] = field(default_factory=dict)

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
        key = column, condition
        name = self._masks.setdefault(key, f"{self.table.name}.{column}.{len(self._masks)}")
        self.where(condition)
        places = [divmod(code, WORD) for code in self._codes_of(column, texts)]
        words = {word for word, _ in places}
        self._words.setdefault(key, set()).update(words)
        masks = {word: pl.col(f"{name}#{word}").fill_null(0) for word in words}
        return tuple((masks[word] & micro(1 << bit)) != 0 for word, bit in places)

    def has(self, condition: Condition) -> pl.Expr:
        """Boolean: some row satisfies the condition. Where it names texts of a column, their presence tells it cheapest."""
        named = next((each for each in condition.tests if self._names_texts(each)), None)
        if named is None:
            return self.count(condition) > 0
        rest = Condition(tuple(each for each in condition.tests if each is not named), condition.either)
        found = self.presence(named.column, tuple(str(each) for each in named.values), rest)
        return found[0] if len(found) == 1 else pl.any_horizontal(found)

    def entry(
        self, column: str, text: str, condition: Condition, make: Callable[[], Mapping[str, pl.Expr]]
    ) -> dict[str, pl.Expr]:
        """What is made of the rows that satisfy the condition and have this text in the column; null where there are none.

        All entries of a column share one aggregation and what is made of them, so a thousand cost little more than one.
        """
        key = column, condition
        if key not in self.entries:
            self.entries[key] = Entries(f"{self.table.name}.entries{len(self.entries)}", make())
            self.where(condition)
        entries = self.entries[key]
        (code,) = self._codes_of(column, (text,))
        entries.codes.add(code)
        return {each: pl.col(f"{entries.name}.{each}.{code}") for each in entries.made}

    # --- what the run needs ---

    def prepared(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Only the needed columns, dates as day numbers, named texts as codes and bits; rows not begun left out."""
        if self.table.begins is not None:
            begins = pl.col(self.table.begins)
            frame = frame.filter(begins.is_null() | (begins <= self.as_of))
        dates = [each.name for each in self.table.columns if each.type == "date" and each.name in self.needed]
        others = [each.name for each in self.table.columns if each.type != "date" and each.name in self.needed - {ID}]
        unread = [name for name in self._texts if name not in others and name != ID]
        named = trimmed(pl.col(ID)) if ID in self.needed or ID in self._texts else pl.col(ID)
        frame = frame.select(UNIT, ROW, named, *others, *unread, *[self._date(name) for name in dates])
        coded = frame.with_columns(*self._codes())
        return coded.with_columns(*self._bits()).drop(unread)

    def with_indexes(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The working-day indexes of the dates that verdicts look at: four look-ups a date, so only for rows that need them."""
        return frame.with_columns(*self._indexes())

    def before_indexes(self, read: set[str]) -> list[str]:
        """The columns that rows must have before their indexes, so that those to be read are there afterwards."""
        made = {f"{name}{mark}" for name in self.indexed for mark in ("#w", "#b")}
        return sorted((read - made) | self.indexed | {UNIT, ROW, ID})

    def all_aggregates(self) -> dict[str, pl.Expr]:
        """Every aggregate by its name in the unit's row."""
        masks = {
            f"{name}#{word}": pl.when(self.where(key[1])).then(pl.col(f"{key[0]}#bit{word}")).otherwise(0).bitwise_or()
            for key, name in self._masks.items()
            for word in sorted(self._words[key])
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

    def _names_texts(self, test: Test) -> bool:
        column = self.table.column(test.column)
        return test.operator == "is" and column is not None and column.type in ("text", "choice", "texts")

    def _bits(self) -> list[pl.Expr]:
        words = sorted({(column, word) for (column, _), words in self._words.items() for word in words})
        return [self._bit(column, word).alias(f"{column}#bit{word}") for column, word in words]

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
