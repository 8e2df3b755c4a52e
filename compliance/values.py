"""How people write values: text to dates, decimals, durations. Every reader returns None for what it cannot read."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from compliance.workdays import Duration, Unit

MICRO = 1_000_000
LARGEST = 10**12
"""Figures are below this, so that sums of micro values stay inside 64 bits."""

NONE = "无"

_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
    r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"  # spreadsheets write the midnight of a day
)
_DECIMAL = re.compile(r"([-+−]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_DURATION = re.compile(r"(\d{1,4})\s*(个?工作日|workdays?|天|日|days?|个?月|months?)")
_SEPARATORS = re.compile(r"[、，,；;\n]")
_UNITS = {"工": Unit.WORKDAY, "w": Unit.WORKDAY, "天": Unit.DAY, "日": Unit.DAY, "d": Unit.DAY, "月": Unit.MONTH, "m": Unit.MONTH}
_BOOLEANS = {"是": True, "true": True, "yes": True, "否": False, "false": False, "no": False}


def plain(text: str) -> str:
    """Full-width digits, letters and signs as ordinary ones, without blanks at the ends."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def is_full_width(text: str) -> bool:
    """Whether a number or a day is written in full-width signs, which are read as ordinary ones."""
    return not text.isascii() and any(sign in "０１２３４５６７８９" for sign in text)


def read_date(text: str) -> date | None:
    """A day in one of the five forms, also with its midnight; None for no date and for days that do not exist (see `looks_like_date`)."""
    match = _DATE.fullmatch(plain(text))
    if match is None:
        return None
    year, *rest = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, *rest)
    except ValueError:
        return None


def looks_like_date(text: str) -> bool:
    """Whether the text has the form of a date, existing or not."""
    return _DATE.fullmatch(plain(text)) is not None


def read_decimal(text: str) -> int | None:
    """A decimal as micro: at most six places, below 10¹²."""
    match = _DECIMAL.fullmatch(plain(text))
    if match is None:
        return None
    sign, whole, places = match.group(1), match.group(2).replace(",", ""), match.group(3) or ""
    if len(places.rstrip("0")) > 6:
        return None
    value = int(whole) * MICRO + int(places[:6].ljust(6, "0") or 0)
    if value >= LARGEST * MICRO:
        return None
    return -value if sign in ("-", "−") else value


def read_points(text: str) -> int | None:
    value = read_decimal(text)
    return value if value is not None and value >= 0 else None


def read_positive(text: str) -> int | None:
    value = read_points(text)
    return value or None


def read_count(text: str) -> int | None:
    return read_whole(text) or None


def read_whole(text: str) -> int | None:
    value = read_points(text)
    return value // MICRO if value is not None and value % MICRO == 0 else None


def read_percent(text: str) -> int | None:
    """A percentage as micro-percent, not below 0: `98%` and `0.98` are both 98,000,000.

    A number without % is a share of one; from 2 up it is refused, for a bare 98 means 98 % to its author.
    """
    written = plain(text)
    if written.endswith("%"):
        return read_points(written[:-1])
    share = read_points(written)
    return None if share is None or share >= 2 * MICRO else share * 100


def read_duration(text: str) -> Duration | None:
    match = _DURATION.fullmatch(plain(text))
    if match is None:
        return None
    return Duration(int(match.group(1)), _UNITS[match.group(2).removeprefix("个")[0]])


def read_boolean(text: str) -> bool | None:
    return _BOOLEANS.get(plain(text).lower())


def read_texts(text: str) -> list[str]:
    """A text split at 、，,；; and line breaks, never at a blank."""
    return [part for part in (each.strip() for each in _SEPARATORS.split(text)) if part]


def write_decimal(micro: int) -> str:
    """The shortest decimal of a micro value: 5, 0.2, 97.333333."""
    sign, value = ("-", -micro) if micro < 0 else ("", micro)
    whole, rest = divmod(value, MICRO)
    return f"{sign}{whole}.{rest:06d}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def write_places(micro: int, places: int) -> str:
    """A micro value with exactly `places` decimals, rounded half-up (away from zero below it)."""
    sign, value = ("-", -micro) if micro < 0 else ("", micro)
    step = 10 ** (6 - places)
    rounded = (2 * value + step) // (2 * step)
    whole, rest = divmod(rounded, 10**places)
    sign = sign if rounded else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"
