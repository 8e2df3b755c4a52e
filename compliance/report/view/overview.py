"""The first page: the number, what it is made of, what was lost, what can be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compliance.assessment import Assessment, Finding, ItemResult, UnitResult
from compliance.averages import Average
from compliance.model import Group, State
from compliance.repairs import past_mending, repairs
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.pieces import Band, Bar, Entry, Fact, Listing, Scale
from compliance.report.view.amounts import bonus_rule, loss, share
from compliance.report.view.leaf import Leaf
from compliance.report.view.mending import remedy
from compliance.report.view.screen import effect, grade_text, score_text, until
from compliance.report.view.sentences import absent, named, note, sentence, table_names
from compliance.report.view.waivers import waivers
from compliance.values import write_decimal
from compliance.words import Lang
from compliance.workdays import calendar

MOST_LOST = 8
"""Losses named on the first page; the detail has them all."""

MOST_PAST = 6
"""Items named there that cannot be mended."""

MOST_OPEN = 10
"""Open items named there likewise."""


class Overview(Leaf):
    """Everything on the first page. averages: of the unit's class, by the id of the group or item."""

    def __init__(self, lang: Lang, run: Assessment, unit: UnitResult, averages: Mapping[str, Average]) -> None:
        super().__init__(lang, run, unit)
        self.averages = averages

    def facts(self) -> tuple[Fact, ...]:
        period = self.say("to", start=self.rules.start.isoformat(), end=self.rules.end.isoformat())
        return (
            Fact(self.say("fact.code"), self.unit.code),
            Fact(self.say("fact.class"), self.unit.unit_class),
            Fact(self.say("fact.period"), period),
            Fact(self.say("fact.as_of"), self.run.as_of.isoformat()),
        )

    def number(self) -> dict[str, Any]:
        """The score, the grade, its place on the scale and the bars; where nothing could be judged, that there is none."""
        if self.unit.score is None or self.unit.is_unseen:
            nothing = {"score": "", "grade": "", "scale": None, "bars": (), "bars_title": ""}
            return {**nothing, "grade_note": self.grade_note() if self.unit.is_unseen else "", "empty": self.say("grade.none")}
        grade = self.unit.grade.name if self.unit.grade else ""
        bars = tuple(self.bars())
        has_ticks = any(each.tick is not None for each in bars)
        return {
            "score": score_text(self.unit, self.places),
            "empty": "",
            "grade": grade,
            "grade_note": self.grade_note(),
            "scale": self.scale(),
            "bars": bars,
            "bars_title": self.say("bars") + (self.say("bars.tick", **{"class": self.unit.unit_class}) if has_ticks else ""),
        }

    def grade_note(self) -> str:
        unit = self.unit
        if unit.is_unseen:
            return self.say("rank.unseen")
        if not unit.grade_certain:
            return grade_text(self.lang, unit).removeprefix(unit.grade.name if unit.grade else "").strip("（） ()")
        if unit.vetoes:
            return self.say("grade.vetoed")
        return self.say("grade.quota") if unit.grade is not None and unit.grade.quota is not None else ""

    def layers(self) -> tuple[Fact, ...]:
        """The three layers; only the one that was asked for has a number here, the others say whether anybody has marked."""
        found = []
        for layer in ("self", "inspected", "confirmed"):
            is_here = layer == self.run.layer and self.unit.score is not None and not self.unit.is_unseen
            is_open = self.unit.score != self.unit.possible
            score = self.points(self.unit.score or 0)
            value = (self.say("layer.from", score=score) if is_open else score) if is_here else "—"
            marks = self.unit.marked.get(layer, 0)
            other = self.say("layer.marked", count=marks) if marks else self.say("layer.none")
            found.append(Fact(self.say(f"layer.{layer}"), value, self.run.as_of.isoformat() if is_here else other))
        return tuple(found)

    def scale(self) -> Scale:
        full, grades = self.rules.scoring.full_marks, self.rules.grades
        reached = self.unit.grade
        bands = []
        for place in reversed(range(len(grades))):
            end = full if place == 0 else grades[place - 1].min
            start = grades[place].min
            edge = write_decimal(start) if start else ""
            bands.append(Band(grades[place].name, share(start, full), share(end, full), edge, grades[place] == reached))
        score, possible = self.unit.score or 0, self.unit.possible or 0
        return Scale(self.say("scale"), tuple(bands), share(score, full), share(possible, full))

    def bars(self) -> Iterator[Bar]:
        for group, points, most in self.groups():
            if not most:
                continue
            items = list(group.items())
            ids = {each.id for each in items}
            possible = points + sum(each.possible - each.points for each in self.unit.items if each.item.id in ids)
            yield self.bar(group.id, group.title, points, possible, most)
        for result in self.loose():
            if result.max:
                yield self.bar(result.item.id, result.item.title, result.points, result.possible, result.max)

    def bar(self, name: str, label: str, points: int, possible: int, most: int) -> Bar:
        is_lost, average = possible < most, self.averages.get(name)
        tick = None if average is None else share(average.total.points, average.total.max)
        value, full = self.points(points), write_decimal(most)
        return Bar(label, share(points, most), share(possible, most), value, full, is_lost, tick)

    def groups(self) -> list[tuple[Group, int, int]]:
        """The outermost groups."""
        outer = {member.id for member in self.rules.root.members if isinstance(member, Group)}
        return [each for each in self.unit.groups if each[0].id in outer]

    def loose(self) -> list[ItemResult]:
        """Items that stand in no group."""
        ids = {member.id for member in self.rules.root.members if not isinstance(member, Group)}
        return [each for each in self.unit.items if each.item.id in ids and not each.item.informational]

    def alarm(self) -> tuple[str, str] | None:
        if not self.unit.vetoes:
            return None
        veto = self.unit.vetoes[0]
        title = self.say("veto.fired", id=self.say("separator").join(each.item.id for each in self.unit.vetoes))
        texts = [f"{each.item.title}：{effect(self.lang, each.effect, self.places)}" for each in self.unit.vetoes]
        basis = f"（{veto.item.basis}）" if veto.item.basis else ""
        return title, self.say("semicolon").join(texts) + basis

    def lost(self) -> Table:
        rows = sorted(self.losses(), key=lambda each: -each[3])
        total = sum(each[3] for each in rows)
        columns = (
            Column(self.say("item"), 70_000),
            Column(self.say("problem"), 610_000),
            Column(self.say("basis"), 200_000),
            Column(self.say("lost"), 120_000, "right"),
        )
        shown = tuple(
            Row((Cell(item), Cell(text), Cell(basis, "soft"), Cell(loss(lost, self.places), "red")))
            for item, text, basis, lost in rows[:MOST_LOST]
        )
        if len(rows) > MOST_LOST:
            shown = (*shown, Row((Cell(""), Cell(self.say("lost.more", count=len(rows) - MOST_LOST), "soft"))))
        note_ = self.say("lost.note", points=self.points(total), count=len(rows)) if rows else self.say("none")
        note_ += self.rescaled(total) if rows else ""
        return Table(self.say("lost.title"), note_, columns, shown)

    def rescaled(self, lost: int) -> str:
        """Why the total lacks more than the items lost: what does not apply makes every other point weigh more."""
        unit, full = self.unit, self.rules.scoring.full_marks
        if (
            unit.score is None
            or unit.score != unit.possible
            or not any(each.state is State.NOT_APPLICABLE for each in unit.items)
        ):
            return ""
        gap = full + unit.bonus - unit.score
        same = self.points(gap) == self.points(lost)
        return "" if same or gap <= 0 else self.say("lost.rescaled", points=self.points(gap))

    def losses(self) -> Iterator[tuple[str, str, str, int]]:
        """Item, problem, basis and loss: by finding where each has its own, else by item."""
        for result in self.unit.items:
            lost = result.max - result.possible
            if lost <= 0 or result.state is State.NOT_APPLICABLE:
                continue
            faults = [each for each in result.findings if each.state is State.FAIL]
            if faults and all(each.lost is not None for each in faults) and sum(each.lost or 0 for each in faults) == lost:
                for each in faults:
                    yield result.item.id, self.problem(each, result), result.item.basis, each.lost or 0
            else:
                text = note(self.lang, result, self.unit)
                yield result.item.id, self.say("problem.title", item=result.item.title, finding=text), result.item.basis, lost

    def problem(self, found: Finding, result: ItemResult) -> str:
        """“招生结果（G6）超期…” with the dates, or “公开载体齐全：缺教代会”."""
        text = sentence(self.lang, found, result)
        if found.cause in ("late", "overdue") and found.limit:
            about = named(found)
            dates = f"{found.limit} → {found.actual}" if found.actual else found.limit
            return text.replace(found.subject, about, 1) + self.say("paren", text=dates)
        return self.say("problem.title", item=result.item.title, finding=text)

    def listings(self) -> Iterator[Listing]:
        found = repairs(self.rules, self.unit, self.run.as_of)
        mendable = [each for each in found if each.has_faults]
        if mendable:
            entries = [
                Entry(
                    f"{each.result.item.id}　{each.result.item.title}",
                    f"+{self.points(each.gain)}",
                    remark=self.advice(each.result),
                )
                for each in mendable
            ]
            entries.append(Entry(until(self.lang, self.run), tone="soft"))
            gain = self.points(sum(each.gain for each in mendable))
            yield Listing(self.say("repairable"), self.say("repairable.sum", points=gain), tuple(entries))
        past = past_mending(self.unit, found)
        if past:
            yield self.past_listing(past, is_over=not mendable and self.run.as_of >= self.rules.end)
        if self.open:
            yield self.open_listing()
        yield Listing(self.say("extra"), "", tuple(self.extra()))

    def past_listing(self, past: Sequence[tuple[ItemResult, int]], *, is_over: bool) -> Listing:
        """What cannot be mended: all of it in one line once the period is over, else the weightiest."""
        points = sum(lost for _, lost in past)
        if is_over:
            entry = Entry(self.say("unrepairable.over", end=self.rules.end.isoformat()), loss(points, self.places), "red")
            return Listing(self.say("unrepairable"), "", (entry,))
        weighty = sorted(past, key=lambda each: -each[1])
        entries = [Entry(f"{r.item.id}　{r.item.title}", loss(lost, self.places), "red") for r, lost in weighty[:MOST_PAST]]
        if len(past) > MOST_PAST:
            entries.append(Entry(self.say("open.more", count=len(past) - MOST_PAST), tone="soft"))
        return Listing(self.say("unrepairable"), self.points(points), tuple(entries))

    def advice(self, result: ItemResult) -> str:
        mendable = [each for each in result.findings if each.can_mend]
        texts = dict.fromkeys(remedy(self.lang, each, result) for each in mendable[:3])
        return self.say("semicolon").join(texts)

    def open_listing(self) -> Listing:
        """What is open: the tables that were not handed in, then single items, each the weightiest first."""
        lacking = dict[str, list[ItemResult]]()
        single = list[ItemResult]()
        for each in self.open:
            tables = table_names(self.lang, absent(each, self.unit)) if each.cause == "no_evidence" else ""
            lacking.setdefault(tables, []).append(each) if tables else single.append(each)
        entries = [
            self._table_entry(tables, items) for tables, items in sorted(lacking.items(), key=lambda each: -_open_points(each[1]))
        ]
        entries += [self._open_entry(each) for each in sorted(single, key=lambda each: each.points - each.possible)]
        if len(entries) > MOST_OPEN:
            entries = [*entries[:MOST_OPEN], Entry(self.say("open.more", count=len(entries) - MOST_OPEN), tone="soft")]
        note_ = self.say("open.note", count=len(self.open), points=self.points(_open_points(self.open)))
        return Listing(self.say("open.title"), note_, tuple(entries))

    def _table_entry(self, tables: str, items: list[ItemResult]) -> Entry:
        text = self.say("item.no_evidence", tables=tables)
        remark = self.say("open.items", items=self._ids(items), count=len(items))
        return Entry(text, self.points(_open_points(items)), "open", remark)

    def _open_entry(self, result: ItemResult) -> Entry:
        text = f"{result.item.id}　{result.item.title}"
        return Entry(text, self.points(result.possible - result.points), "open", note(self.lang, result, self.unit))

    def extra(self) -> Iterator[Entry]:
        vetoes = self.unit.veto_items
        if vetoes and not self.unit.vetoes:
            open_ = sum(each.state not in (State.PASS, State.FAIL, State.NOT_APPLICABLE) for each in vetoes)
            key = "extra.vetoes.open" if open_ else "extra.vetoes"
            yield Entry(self.say(key, count=len(vetoes), open=open_), "—")
        for veto in self.unit.vetoes:
            yield Entry(f"{veto.item.id}　{veto.item.title}", effect(self.lang, veto.effect, self.places), "red")
        bonus = self.rules.scoring.bonus
        if self.unit.bonuses:
            rule = "" if bonus is None else bonus_rule(self.lang, bonus)
            yield Entry(self.say("extra.bonus"), self.points(self.unit.bonus), remark=rule)
        if not vetoes and not self.unit.bonuses:
            yield Entry(self.say("none"))

    def notes(self) -> str:
        text = self.say("notes.closed")
        if self.open:
            text = self.say("notes.open", count=len(self.open), items=self._ids(self.open))
        spared = [each for each in self.unit.items if each.state is State.NOT_APPLICABLE]
        if spared:
            policy = self.say(f"policy.{self.rules.scoring.not_applicable}")
            text += self.say("notes.na", count=len(spared), items=self._ids(spared), policy=policy)
        for label, told in waivers(self.lang, self.run, self.unit):
            text += f"{label}{self.say('colon')}{told}{self.say('stop')}"
        layer = self.say(f"{self.run.layer}.note")
        return f"{text}{self.say('notes.calendar', through=calendar().last.year)}{layer[:1].upper()}{layer[1:]}{self.say('stop')}".rstrip()

    def _ids(self, results: list[ItemResult]) -> str:
        """The first of the items by their ids."""
        more = " …" if len(results) > MOST_OPEN else ""
        return self.say("separator").join(each.item.id for each in results[:MOST_OPEN]) + more


def _open_points(results: Sequence[ItemResult]) -> int:
    """What open items could still bring."""
    return sum(each.possible - each.points for each in results)
