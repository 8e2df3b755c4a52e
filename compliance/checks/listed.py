"""清单齐全: is there a row for each entry of a list, on each channel where channels are named?"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.plan import Plan
from compliance.engine.prepare import Sheet
from compliance.engine.shapes import Cells, Code, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition, Test

NO_CHANNELS = Condition((Test("channels", "empty", (1,)),))
SOME_CHANNELS = Condition((Test("channels", "empty", (0,)),))


@frozen
class Listed(Check):
    repairable: ClassVar[frozenset[str]] = frozenset({"missing"})

    table: str
    list: tuple[str, ...]
    column: str = "topic"
    channels: tuple[str, ...] = ()
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    def shape(self, plan: Plan, item: str) -> Cells:
        sheet = plan.sheet(self.table)
        empty = ~sheet.has(self.where)
        if not self.channels:
            met = sheet.presence(self.column, self.list, self.where)
            return Cells(tuple(_sure(entry, has) for entry, has in zip(self.list, met, strict=True)), empty, is_sure=True)
        return Cells(self._on_channels(sheet), empty)

    def _on_channels(self, sheet: Sheet) -> tuple[Subject, ...]:
        """A row without channels leaves its entry open, where no other row of the entry names any."""
        blank = sheet.presence(self.column, self.list, _both(self.where, NO_CHANNELS))
        named = sheet.presence(self.column, self.list, _both(self.where, SOME_CHANNELS))
        subjects = {}
        for channel in self.channels:
            on_channel = Condition((Test("channels", "is", (channel,)),))
            met = sheet.presence(self.column, self.list, _both(self.where, on_channel))
            for place, entry in enumerate(self.list):
                name = f"{entry}/{channel}"
                subjects[entry, channel] = _subject(entry, name, met[place], blank[place] & ~named[place])
        return tuple(subjects[entry, channel] for entry in self.list for channel in self.channels)


def _both(one: Condition, other: Condition) -> Condition:
    return Condition(one.tests + other.tests, one.either + other.either)


def _sure(entry: str, has: pl.Expr) -> Subject:
    return Subject(pl.when(has).then(Code.PASS.lit).otherwise(Code.MISSING.lit), entry, entry, limit=entry)


def _subject(entry: str, name: str, has: pl.Expr, unknown: pl.Expr) -> Subject:
    verdict = pl.when(has).then(Code.PASS.lit).when(unknown).then(Code.CANNOT_TELL.lit).otherwise(Code.MISSING.lit)
    return Subject(verdict, name, entry, limit=name)
