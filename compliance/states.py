"""States and causes as small numbers, as the scoring stores them."""

from __future__ import annotations

from compliance.engine.shapes import Code
from compliance.model import State

STATES = tuple(State)
"""States are stored as their position here."""

CAUSES = (*(each.name.lower() for each in Code if each is not Code.PASS), "class", "trait", "no_rows", "already_counted")
"""Causes are stored as their position here, null without one."""
