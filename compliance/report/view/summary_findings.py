"""The second page: what cost most, how the scores lie, what is recommended, and what must be known to read it."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.engine.arithmetic import half_up
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.pieces import Distribution, Look, Loss, Losses, Pile
from compliance.report.view.amounts import loss, share
from compliance.report.view.remedies import grouped
from compliance.report.view.told import Told, number
from compliance.summary import AdviceCount, ItemLoss, Step
from compliance.values import write_decimal
from compliance.workdays import calendar

MOST_LOSSES = 5

MOST_SQUARES = 60
"""Units that have a square each; more are counted."""

FIRST = 3
"""Units named of a recommendation that is for too many to name all."""
MOST_TIED = 10


class SummaryFindings(Told):
    """Everything behind the ranking."""

    def losses(self) -> Losses:
        worst = self.summary.losses[:MOST_LOSSES]
        title = self.say("summary.losses" if len(worst) == MOST_LOSSES else "summary.losses.fewer")
        most = max((each.item.points for each in worst), default=0)
        note = self.say("summary.losses.note" if worst else "summary.losses.none")
        return Losses(title, note, tuple(self._loss(each, most) for each in worst))

    def _loss(self, each: ItemLoss, most: int) -> Loss:
        average = half_up(each.lost, self.summary.scored)
        remark = self.counted("summary.loss", each.units, max=write_decimal(each.item.points))
        label, full = f"{each.item.id}　{each.item.title}", share(each.item.points, most)
        return Loss(label, loss(average, self.places) or self.points(0), remark, min(share(average, most), full), full)

    def distribution(self) -> Distribution | None:
        """None where nothing is scored."""
        steps, width = self.summary.steps, self.summary.step
        if not steps:
            return None
        # The axis begins at half the full marks, or on a round number below the lowest score.
        start = min(20 * width, steps[0].start // (4 * width) * (4 * width))
        end = steps[-1].start + width
        is_counted = self.summary.scored > MOST_SQUARES
        key = "summary.steps.counts" if is_counted else "summary.steps.each"
        note = self.say(key, width=write_decimal(width))
        note += self.say("summary.steps.open") if self.summary.uncertain else ""
        piles = tuple(self._pile(each, start, end) for each in steps if any(each.counts))
        return Distribution(self.say("summary.steps"), note, piles, self._edges(start, end), self._names(start, end), is_counted)

    def _pile(self, step: Step, start: int, end: int) -> Pile:
        blocks = tuple((self._look(place), count) for place, count in enumerate(step.counts) if count)
        place, width = step.start - start, self.summary.step
        return Pile(share(place, end - start), share(place + width, end - start), tuple(reversed(blocks)))

    def _look(self, place: int) -> Look:
        grades = len(self.rules.grades)
        if place == grades:
            return "open"
        if place == grades - 1 and grades > 1:
            return "lowest"
        return "best" if place == 0 and grades > 1 else "good" if place <= 1 else "fair"

    def _edges(self, start: int, end: int) -> tuple[tuple[int, str], ...]:
        full = self.rules.scoring.full_marks
        marks = [start, *(each.min for each in reversed(self.rules.grades) if start < each.min < end), full]
        return tuple((share(each - start, end - start), write_decimal(each)) for each in dict.fromkeys(marks))

    def _names(self, start: int, end: int) -> tuple[tuple[int, str], ...]:
        """The grades whose bands are on the axis."""
        if len(self.rules.grades) < 2:
            return ()
        tops = [end, *(each.min for each in self.rules.grades[:-1])]
        shown = [(max(each.min, start), top, each.name) for each, top in zip(self.rules.grades, tops, strict=True) if top > start]
        return tuple((share((low + top) // 2 - start, end - start), name) for low, top, name in reversed(shown))

    def recommendations(self) -> Table:
        columns = (
            Column(self.say("use"), 115_000),
            Column(self.say("advice"), 335_000),
            Column(self.say("basis"), 150_000),
            Column(self.say("decided_by"), 135_000),
            Column(self.say("summary.count"), 55_000, "right"),
            Column(self.say("summary.who"), 210_000),
        )
        rows = tuple(self._advice(each) for each in self.summary.advice)
        note = self.say("recommendations.note" if rows else "summary.advice.none")
        note += self.say("summary.advice.quota") if rows and self.summary.cut else ""
        return Table(self.say("recommendations"), note, columns, rows)

    def _advice(self, each: AdviceCount) -> Row:
        due = "" if each.due is None else self.say("paren", text=f"{self.say('due')} {each.due.isoformat()}")
        return Row(
            (
                Cell(self.say("separator").join(self.say(use) for use in each.uses)),
                Cell(each.advice + due),
                Cell(each.basis, "soft"),
                Cell(each.decided_by),
                Cell(number(each.units)),
                Cell(self._named(each), "soft"),
            )
        )

    def _named(self, each: AdviceCount) -> str:
        """The units, of many the first: who needs a talk must be seen at once, a long list stands in the ranking."""
        if each.units == len(each.names):
            return self.say("separator").join(each.names)
        return self.say("separator").join(each.names[:FIRST]) + self.say("summary.more", count=number(each.units))

    def notes(self) -> Iterator[str]:
        """What must be known to read the figures, a sentence each."""
        yield from self._of_whom()
        found, many = self.summary, number
        if found.scored:
            key = "summary.note.open" if found.open_items else "summary.note.closed"
            yield self.say(key, items=many(found.open_items), units=many(found.open_units))
        if found.uncertain:
            yield self.say("summary.note.uncertain", count=many(found.uncertain))
        if found.cut:
            yield self.say("summary.note.cut", count=many(found.cut))
        if found.tied:
            more = " …" if len(found.tied) > MOST_TIED else ""
            yield self.say("summary.note.tied", names=self.say("separator").join(found.tied[:MOST_TIED]) + more)
        if found.vetoes:
            fired = [self.say("summary.veto", id=item.id, title=item.title, count=many(count)) for item, count in found.vetoes]
            yield self.say("summary.note.vetoes", vetoes=self.say("semicolon").join(fired))
        if found.spared:
            policy = self.say(f"policy.{self.rules.scoring.not_applicable}")
            yield self.say("summary.note.spared", count=many(found.spared), policy=policy)
        if found.losses:
            yield self.say("summary.note.losses")
        yield self.say("notes.calendar", through=calendar().last.year).strip()
        yield self.say("summary.note.digest", hash=grouped(found.digest))

    def _of_whom(self) -> Iterator[str]:
        """What the figures rest on, and which units are not among them."""
        found = self.summary
        yield self.say("summary.note.head", layer=self.say(f"{found.layer}.note"), as_of=found.as_of.isoformat())
        counts = {"blank": found.blank, "left_out": found.left_out, "waivers": found.waivers}
        yield from (self.say(f"summary.note.{each}", count=number(count)) for each, count in counts.items() if count)
