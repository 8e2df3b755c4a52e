"""The ranking and the heat map in one table, class by class: all units, or of each class the best and the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from compliance.engine.arithmetic import half_up
from compliance.model import Group, Item
from compliance.report.parts import Cell
from compliance.report.pieces import Bar, Heat, Line, Ranking
from compliance.report.view.amounts import share
from compliance.report.view.told import Told, number
from compliance.summary import NOTHING, ClassResult, Sum, UnitLine, rate

LINES = (26, 20, 14, 8)
"""Lines of units and classes that a page has room for: under long heads, with some long names, with many."""

MOST_ITEMS = 12
"""Items that have a column each; of more, the outermost groups have."""

MOST_COLUMNS = 16

Reads = Callable[[Mapping[str, Sum]], Sum]
Picked = Sequence[tuple[ClassResult, Sequence[UnitLine], Sequence[UnitLine]]]
"""Classes with the units that are shown: the best, or all, then behind a gap the last."""


class SummaryRanking(Told):
    """The table on the first page, and the whole one where that has no room for it."""

    def whole(self) -> Ranking | None:
        """All units; None where they were too many to be kept."""
        if any(each.left_out for each in self.summary.classes):
            return None
        return self._table("", [(each, each.lines, ()) for each in self.summary.classes])

    def shorts(self) -> tuple[Ranking, ...]:
        """The best and the last of each class, ever fewer of them, for the page to take what it has room for."""
        return tuple(found for lines in LINES if (found := self._short(lines)))

    def _short(self, lines: int) -> Ranking | None:
        """So many lines, of two classes more units than of six; None where that is all units."""
        room = max(lines // max(len(self.summary.classes), 1) - 2, 2)
        best, last = room // 2, room - room // 2
        picked = [
            (each, each.lines, ())
            if not each.left_out and len(each.lines) <= room + 1
            else (each, each.lines[:best], each.lines[-last:])
            for each in self.summary.classes
        ]
        if all(not last for *_, last in picked):
            return None
        is_counted = any(each.left_out for each in self.summary.classes)
        note = self.say("summary.few") if is_counted else self.say("summary.some", title=self.say("summary.ranking.all"))
        return self._table(note, picked)

    def _table(self, note: str, picked: Picked) -> Ranking:
        columns, is_some = self._columns()
        reads = [_reader(each) for each in columns]
        note += self.say("summary.worst_columns", count=len(columns)) if is_some else ""
        heads = (self.say("rank.rank"), self.say("summary.who"), self.say("rank.score"), self.say("grade"))
        lines = tuple(line for each in picked for line in self._class(*each, reads))
        return Ranking("", note, heads, tuple((each.id, each.title) for each in columns), lines)

    def _columns(self) -> tuple[list[Item | Group], bool]:
        """The items, or the outermost groups; of very many the worst, and whether it is only those."""
        items = [each for each in self.rules.root.items() if not each.informational]
        outer = [each for each in self.rules.root.members if isinstance(each, Group) or not each.informational]
        columns: list[Item | Group] = list(items) if len(items) <= MOST_ITEMS else list(outer)
        if len(columns) <= MOST_COLUMNS:
            return columns, False
        lost = {}
        for each in columns:
            sums = [_reader(each)(kind.sums) for kind in self.summary.classes]
            lost[each.id] = sum(one.max - one.possible for one in sums)
        worst = sorted(columns, key=lambda each: -lost[each.id])[:MOST_ITEMS]
        return [each for each in columns if each in worst], True

    def _class(
        self, kind: ClassResult, best: Sequence[UnitLine], last: Sequence[UnitLine], reads: Sequence[Reads]
    ) -> Iterator[Line]:
        yield self._band(kind, reads)
        average = half_up(kind.total.points, kind.total.max) if kind.scored > 1 else None
        tick = None if average is None else share(average, self.rules.scoring.full_marks)
        first_cut = next((each.code for each in kind.lines if each.is_cut), None)
        yield from (self._unit(each, tick, reads, quota=each.code == first_cut) for each in best)
        hidden = kind.units - len(best) - len(last)
        if hidden:
            yield Line("", self.counted("summary.gap", hidden), "", None, Cell(""), Cell(""), (), "gap")
        yield from (self._unit(each, tick, reads, quota=each.code == first_cut) for each in last)

    def _band(self, kind: ClassResult, reads: Sequence[Reads]) -> Line:
        key = "summary.class" if kind.scored == kind.units else "summary.class.of"
        remark = self.counted(key, kind.units, scored=number(kind.scored))
        for grade in self.rules.grades:
            if grade.quota is not None and kind.ranked > 1:
                remark += self.say("summary.class.places", grade=grade.name, places=number(grade.admits(kind.ranked)))
        if kind.scored < 2:
            return Line("", kind.name, remark, None, Cell(""), Cell(""), (), "band")
        heats = tuple(heat(read(kind.sums)) for read in reads)
        average, said = self.average(kind.total), self.say("summary.class.average")
        return Line("", kind.name, remark, None, Cell(average, bold=True), Cell(said, "soft"), heats, "band")

    def _unit(self, unit: UnitLine, tick: int | None, reads: Sequence[Reads], *, quota: bool) -> Line:
        heats = tuple(heat(read(unit.sums)) for read in reads)
        rank = "" if unit.rank is None else number(unit.rank)
        if unit.is_blank or unit.score is None or unit.possible is None:
            key = "rank.none" if unit.score is None else "rank.unseen"
            return Line(rank, unit.name, "", None, Cell("—", "soft"), Cell(self.say(key), "soft"), heats)
        full = self.rules.scoring.full_marks
        is_lowest = unit.is_certain and len(self.rules.grades) > 1 and unit.placed == self.rules.grades[-1]
        text = self.span(unit.score, unit.possible)
        bar = Bar("", share(unit.score, full), share(unit.possible, full), text, "", is_lowest, tick)
        return Line(rank, unit.name, "", bar, Cell(text), self._grade(unit, is_lowest=is_lowest), heats, quota=quota)

    def _grade(self, unit: UnitLine, *, is_lowest: bool) -> Cell:
        if not unit.is_certain:
            return Cell(self.say("summary.uncertain"), "open")
        text = unit.placed.name if unit.placed else ""
        if unit.vetoes:
            text = self.say("summary.vetoed", grade=text, ids=self.say("separator").join(unit.vetoes))
        return Cell(text + (" ※" if unit.is_cut else ""), "red" if is_lowest or unit.vetoes else "ink", bold=is_lowest)


def heat(found: Sum) -> Heat:
    """The share of the full marks in whole per cent, half-up, but that 100 stands only where nothing was lost."""
    if found.max <= 0:
        return Heat("—", 0, "none")
    part = share(found.points, found.max)
    percent = str(min(half_up(part, 10_000), 100 if found.points >= found.max else 99))
    if found.possible <= found.points:
        return Heat(percent, part)
    return Heat("○" if part == 0 and found.possible >= found.max else percent, part, "open")


def _reader(column: Item | Group) -> Reads:
    if isinstance(column, Group):
        return lambda sums: rate(column, sums)
    return lambda sums: sums.get(column.id, NOTHING)
