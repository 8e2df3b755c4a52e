"""What all parts of a summary share: the numbers, and how they are said."""

from __future__ import annotations

from typing import Any

from compliance.engine.arithmetic import half_up
from compliance.summary import Sum, Summary
from compliance.values import write_places
from compliance.words import WORDS, Lang, say


class Told:
    """One part of the summary of many units."""

    def __init__(self, lang: Lang, summary: Summary) -> None:
        self.lang = lang
        self.summary = summary
        self.rules = summary.rule_set
        self.places = summary.rule_set.scoring.places

    def say(self, key: str, **values: Any) -> str:
        return say(self.lang, key, **values)

    def counted(self, key: str, count: int, **values: Any) -> str:
        """The words for so many; those for one where they differ."""
        is_one = count == 1 and f"{key}.one" in WORDS
        return self.say(f"{key}.one" if is_one else key, count=number(count), **values)

    def points(self, micro: int) -> str:
        return write_places(micro, self.places)

    def span(self, score: int, possible: int) -> str:
        """87.96, or 84.10–87.96 while something is open."""
        return (
            self.points(score) if self.points(score) == self.points(possible) else f"{self.points(score)}–{self.points(possible)}"
        )

    def average(self, total: Sum) -> str:
        """The average of scores; empty where there are none."""
        return self.span(half_up(total.points, total.max), half_up(total.possible, total.max)) if total.max else ""


def number(count: int) -> str:
    """A count with its thousands apart."""
    return f"{count:,}"
