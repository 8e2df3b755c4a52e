"""Literals, each made once: building one costs as much as a comparison, and a run needs thousands."""

from __future__ import annotations

from enum import IntEnum
from functools import cache, cached_property

import polars as pl

NEVER = pl.lit(value=False)
ALWAYS = pl.lit(value=True)
EVERY_ROW = pl.col("row").is_not_null()
"""Always true of a row; a literal would count as one row in an aggregation, however many there are."""
NOTHING = pl.lit(None, pl.Int64)
NO_DAY = pl.lit(None, pl.Int32)
NO_TEXT = pl.lit(None, pl.String)
NO_SUBJECT = pl.lit(None, pl.Int8)


@cache
def micro(value: int) -> pl.Expr:
    """Int64."""
    return pl.lit(value, pl.Int64)


class Small(IntEnum):
    """Numbers that columns hold as Int8."""

    @cached_property
    def lit(self) -> pl.Expr:
        return pl.lit(self.value, pl.Int8)
