"""What is reckoned alike is reckoned together: the columns of items of one marking, of checks of one form, stand below each other.

So the cost of planning is that of the distinct ways of reckoning, not of the items.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import TypeVar

import polars as pl

Way = TypeVar("Way", bound=Hashable)
Expressions = Mapping[str, pl.Expr]
"""Over columns without a prefix: `n` stands for the `i.n` of every member."""


def grouped(members: Iterable[tuple[Way, int]]) -> dict[Way, list[int]]:
    """The numbers of the members by the way they are reckoned."""
    found: dict[Way, list[int]] = {}
    for way, number in members:
        found.setdefault(way, []).append(number)
    return found


def reckoned(
    frame: pl.DataFrame, members: Mapping[Way, Collection[int]], reads: Iterable[str], how: Callable[[Way], Expressions]
) -> pl.DataFrame:
    """The frame with the columns `i.<name>` of every member, as `how` makes them of those columns in `reads` that the members have.

    All members of a way have the same columns.
    """
    height, names, columns = frame.height, list(reads), set(frame.columns)
    queries, found = [], dict[str, pl.Series]()
    for way, numbers in members.items():
        known = [name for name in names if f"{next(iter(numbers))}.{name}" in columns]
        below = [pl.concat([frame.get_column(f"{number}.{name}") for number in numbers]).alias(name) for name in known]
        made = how(way)
        queries.append(pl.DataFrame(below).lazy().with_columns(**made).select(list(made)))
    for numbers, result in zip(members.values(), pl.collect_all(queries, engine="in-memory"), strict=True):
        for column in result.iter_columns():
            for place, number in enumerate(numbers):
                name = f"{number}.{column.name}"
                found[name] = column.slice(place * height, height).alias(name)
    return frame.drop(columns & found.keys()).hstack(list(found.values()))
