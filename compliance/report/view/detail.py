"""The table of all items, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance.assessment import ItemResult
from compliance.model import Group
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.view.amounts import loss, steps
from compliance.report.view.leaf import Leaf, bold
from compliance.report.view.screen import open_items, score_text, tone, veto_text
from compliance.report.view.sentences import note, sign
from compliance.values import write_decimal


class Detail(Leaf):
    """The detail table and the remarks below it."""

    def detail(self) -> Table:
        rows = [
            *self.detail_rows(),
            self.total_row(),
            *[self.item_row(e) for e in (*self.unit.bonuses, *self.unit.veto_items)],
        ]
        return Table(self.say("detail"), self.say("detail.note"), self.columns(), tuple(rows))

    def columns(self) -> tuple[Column, ...]:
        """Ids and figures get what the longest of them needs, so that none is broken; the texts share the rest."""
        longest = max((len(each.id) for each in self.rules.lines()), default=0)
        figures = (22_000 + 11_000 * max(4, longest), 72_000, 138_000 if open_items(self.unit) else 90_000, 84_000, 35_000)
        rest = 1_000_000 - sum(figures)
        item, method, note_ = rest * 27 // 100, rest * 16 // 100, rest * 36 // 100
        identifier, most, points, lost, sign_ = figures
        return (
            Column(self.say("id"), identifier),
            Column(self.say("item"), item),
            Column(self.say("method"), method),
            Column(self.say("max"), most, "right"),
            Column(self.say("points"), points, "right"),
            Column(self.say("lost"), lost, "right"),
            Column("", sign_, "center"),
            Column(self.say("note"), note_),
            Column(self.say("basis"), rest - item - method - note_),
        )

    def detail_rows(self) -> Iterator[Row]:
        results = {each.item.id: each for each in self.unit.items}
        sums: Mapping[str, tuple[int, int]] = {group.id: (points, most) for group, points, most in self.unit.groups}
        yield from self.members(self.rules.root, results, sums)

    def members(self, group: Group, results: Mapping[str, ItemResult], sums: Mapping[str, tuple[int, int]]) -> Iterator[Row]:
        for member in group.members:
            if isinstance(member, Group):
                points, most = sums[member.id]
                title = f"{member.id}　{member.title}"
                figures = (write_decimal(most), self.points(points)) if most else ("—", "—")
                yield Row(bold((title, "", "", *figures, "", "", "", "")), "band")
                yield from self.members(member, results, sums)
            else:
                yield self.item_row(results[member.id])

    def item_row(self, result: ItemResult) -> Row:
        look = tone(result, self.unit)
        is_scored = bool(result.max or result.points)
        lost = loss(result.max - result.points, self.places) if look == "red" and is_scored else ""
        points = self.points(result.points) if is_scored else ""
        if look == "open" and result.possible > result.points:
            points = f"{points}–{self.points(result.possible)}"
        cells = (
            Cell(result.item.id),
            Cell(result.item.title),
            Cell(result.item.method, "soft"),
            Cell(write_decimal(result.item.points) if result.item.points else ""),
            Cell(points),
            Cell(lost, "red"),
            Cell(sign(result, self.unit), look),
            Cell(note(self.lang, result, self.unit), "soft" if look in ("open", "none") else "ink"),
            Cell(result.item.basis, "soft"),
        )
        kind = {"red": "lost", "open": "open"}.get(look, "plain")
        return Row(cells, kind)  # type: ignore[arg-type]

    def total_row(self) -> Row:
        unit, full = self.unit, self.rules.scoring.full_marks
        score = score_text(unit, self.places) or "—"
        is_final = unit.score is not None and unit.score == unit.possible and unit.score <= full
        lost = loss(full - (unit.score or 0), self.places) if is_final else ""
        bonus = f"{self.say('bonus')} {self.points(unit.bonus)}"
        texts = (self.say("total"), "", "", write_decimal(full), score, lost, "", f"{bonus}　{veto_text(self.lang, unit)}")
        return Row(bold(texts), "total")

    def detail_notes(self) -> tuple[str, ...]:
        """The sources cited, the steps from the items to the score, the rounding."""
        sources = self.say("stop").join(f"{each.id} {each.title}" for each in self.rules.sources)
        rounding = self.say("detail.rounding", places=self.places)
        return (
            sources + self.say("stop")
        ).rstrip(), f"{rounding}{self.say('detail.steps', steps=steps(self.lang, self.unit, self.places))}"
