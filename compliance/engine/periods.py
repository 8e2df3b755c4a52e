"""The periods of an assessment in which something must be there: months, quarters, years, terms (kinds.md, periodic)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias

from compliance.model import Period

Every: TypeAlias = Literal["month", "quarter", "term", "year"]

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def periods(every: Every, start: date, end: date, terms: Sequence[Period]) -> tuple[Period, ...]:
    """The terms, or the calendar periods wholly inside start … end; where none is, start … end as one."""
    if every == "term":
        return tuple(terms)
    inside = [each for each in _calendar(MONTHS[every], start, end) if start <= each.start and each.end <= end]
    return tuple(inside) or (Period(f"{start.isoformat()}–{end.isoformat()}", start, end),)


def _calendar(months: int, start: date, end: date) -> Iterator[Period]:
    """Every period of so many months that begins between the first month of `start`'s year and `end`."""
    for year in range(start.year, end.year + 1):
        for place in range(12 // months):
            first = date(year, place * months + 1, 1)
            last = date(year + (place + 1) * months // 12, (place + 1) * months % 12 + 1, 1) - timedelta(days=1)
            yield Period(_name(months, year, place + 1), first, last)


def _name(months: int, year: int, place: int) -> str:
    return {1: f"{year}-{place:02d}", 3: f"{year}-Q{place}", 12: f"{year}"}[months]
