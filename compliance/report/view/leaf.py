"""What all parts of a unit's report share: the run, the unit, and how they say things."""

from __future__ import annotations

from typing import Any

from compliance.assessment import Assessment, ItemResult, UnitResult
from compliance.report.parts import Cell
from compliance.report.view.screen import open_items
from compliance.values import write_places
from compliance.words import Lang, say


class Leaf:
    """One part of the report of one unit."""

    def __init__(self, lang: Lang, run: Assessment, unit: UnitResult) -> None:
        self.lang = lang
        self.run = run
        self.unit = unit
        self.rules = run.rule_set
        self.places = run.rule_set.scoring.places
        self.open: list[ItemResult] = open_items(unit)

    def say(self, key: str, **values: Any) -> str:
        return say(self.lang, key, **values)

    def points(self, micro: int) -> str:
        return write_places(micro, self.places)


def bold(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    """Cells of a band or a total."""
    return tuple(Cell(text, bold=True) for text in texts)
