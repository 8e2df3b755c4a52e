"""States and causes as small numbers, as the scoring stores them."""

from __future__ import annotations

from compliance.engine.leaf import Skip
from compliance.engine.shapes import Code
from compliance.model import State

STATES = tuple(State)
"""States are stored as their position here."""

SKIPPED = 40
"""Added to a `Skip`, it is the number of that cause."""

ALREADY_COUNTED = 50

CAUSES: dict[int, str] = {
    **{int(each): each.name.lower() for each in Code if each is not Code.PASS},
    **{SKIPPED + each: each.name.lower() for each in (Skip.CLASS, Skip.TRAIT, Skip.NO_ROWS)},
    ALREADY_COUNTED: "already_counted",
}
"""Causes by the number that they are stored as; null without one."""
