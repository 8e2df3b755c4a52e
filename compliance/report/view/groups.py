"""Findings of an item that say the same and ask for the same, told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from compliance.assessment import Finding, ItemResult
from compliance.frozen import frozen
from compliance.model import State
from compliance.report.view.lacking import names
from compliance.report.view.mending import remedy
from compliance.report.view.sentences import named, situation
from compliance.words import Lang

MOST_NAMED = 8
"""Findings that are called by more than the number of their row."""


@frozen
class Same:
    """Findings with one situation, one loss each and one remedy."""

    said: str
    remedy: str
    findings: tuple[Finding, ...]

    @property
    def state(self) -> State:
        return self.findings[0].state

    @property
    def cause(self) -> str:
        return self.findings[0].cause

    @property
    def loss_of_each(self) -> int | None:
        return self.findings[0].lost

    @property
    def objects(self) -> tuple[str, ...]:
        """What they are about, each with its name; many by their numbers alone."""
        name = named if len(self.findings) <= MOST_NAMED else lambda each: each.subject
        return tuple(filter(None, (name(each) for each in self.findings)))


def groups(lang: Lang, result: ItemResult, found: Iterable[Finding]) -> Iterator[Same]:
    """The findings in the order of the first of each group."""
    kept = dict[tuple[State, str, str, int | None], list[Finding]]()
    for each in found:
        nameless = remedy(lang, replace(each, subject="-"), result)
        kept.setdefault((each.state, situation(lang, each, result), nameless, each.lost), []).append(each)
    for (_, said, _, _), same in kept.items():
        every = names(lang, tuple(each.subject for each in same))
        yield Same(said, remedy(lang, replace(same[0], subject=every) if len(same) > 1 else same[0], result), tuple(same))
