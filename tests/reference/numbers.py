"""kinds.md §1, numbers: micro integers, the one division, and how people write values."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

M = 1_000_000

_DATE = re.compile(r"(\d{4})(?:-(\d+)-(\d+)|\.(\d+)\.(\d+)|/(\d+)/(\d+)|年(\d+)月(\d+)日|(\d\d)(\d\d))")


def div(a: int, b: int) -> int:
    """Half-up to the next integer, b > 0."""
    return (2 * a + b) // (2 * b)


def rounded(micro: int, places: int) -> int:
    """Half-up to so many decimal places, in micro again; amounts here are never negative."""
    step = 10 ** (6 - places)
    return div(micro, step) * step


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def read_date(text: str) -> date | None:
    """A day, or None where nothing is written."""
    found = _DATE.fullmatch(plain(text))
    return date(*(int(each) for each in found.groups() if each)) if found else None


def read_decimal(text: str) -> int | None:
    """A decimal as micro, or None where the text is no number."""
    if not re.fullmatch(r"[-+]?[0-9,]+(\.[0-9]+)?", plain(text)):
        return None
    whole, _, places = plain(text).replace(",", "").partition(".")
    value = abs(int(whole)) * M + int(places[:6].ljust(6, "0"))
    return -value if whole.startswith("-") else value


def micro(text: str) -> int:
    """A decimal that must be there."""
    value = read_decimal(text)
    assert value is not None, text
    return value


def percent(text: str) -> int:
    """A percentage as micro-percent: 98% and 0.98 alike."""
    return micro(plain(text)[:-1]) if plain(text).endswith("%") else micro(text) * 100


def truth(text: str) -> bool:
    return plain(text) in ("是", "true", "yes")


def texts(value: Any) -> list[str]:
    """A list, written as one or split at its separators."""
    if isinstance(value, str):
        return [each.strip() for each in re.split(r"[、，,；;\n]", value) if each.strip()]
    return list(value)
