"""How many columns texts take on a terminal."""

from __future__ import annotations

from wcwidth import wcswidth, wcwidth


def columns_of(text: str) -> int:
    """Columns of a text without control signs; 0 where it has any."""
    return max(0, wcswidth(text))


def is_wide(sign: str) -> bool:
    """Whether a sign takes two columns, as Chinese ones do."""
    return wcwidth(sign) > 1
