"""The one division of the scoring: half-up to the next micro (kinds.md §1), in 128 bits."""

from __future__ import annotations

import polars as pl


def div(dividend: pl.Expr, divisor: pl.Expr | int) -> pl.Expr:
    """floor((2a + b) / (2b)) as Int64, for b > 0; null where b ≤ 0 or either is null. Widen products before calling."""
    below = divisor if isinstance(divisor, pl.Expr) else pl.lit(divisor)
    a, b = dividend.cast(pl.Int128), below.cast(pl.Int128)
    return narrow(pl.when(b > 0).then((2 * a + b) // (2 * b)))


def half_up(dividend: int, divisor: int) -> int:
    """The same division on plain integers, for divisor > 0."""
    return (2 * dividend + divisor) // (2 * divisor)


def narrow(wide: pl.Expr) -> pl.Expr:
    """Int128 as Int64; what does not fit stands at ±2⁶², beyond every figure and every number of points."""
    return wide.clip(-(2**62), 2**62).cast(pl.Int64)


def told(wide: pl.Expr) -> pl.Expr:
    """Int128 as Int64; null from ±2⁶² on (4.6·10¹² with six places), where a figure could no longer be compared exactly."""
    return pl.when(wide.is_between(-(2**62), 2**62, closed="none")).then(wide).cast(pl.Int64)


def product(one: pl.Expr, *factors: pl.Expr | int) -> pl.Expr:
    """An exact product in Int128."""
    result = one.cast(pl.Int128)
    for factor in factors:
        result = result * (factor.cast(pl.Int128) if isinstance(factor, pl.Expr) else pl.lit(factor, pl.Int128))
    return result
