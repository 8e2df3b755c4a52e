"""The report of one unit: the number first, then what it is made of, then every point with its clause, then who signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from compliance.assessment import Assessment, Finding, ItemResult, UnitResult
from compliance.model import Group, State
from compliance.report.parts import (
    Band,
    Bar,
    Cell,
    Column,
    Entry,
    Fact,
    Issue,
    Listing,
    Row,
    Scale,
    Signature,
    Table,
    UnitReport,
)
from compliance.report.view import described
from compliance.report.view.amounts import loss, share
from compliance.report.view.mending import is_repairable, mending, remedy
from compliance.report.view.screen import effect, grade_text, open_items, score_text, tone, until
from compliance.report.view.sentences import SIGNS, named, note, sentence
from compliance.report.view.working import holidays, weekday
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say
from compliance.workdays import calendar

MOST_LOST = 12
"""Losses named on the first page; the detail has them all."""


def unit_report(lang: Lang, run: Assessment, unit: UnitResult, fingerprint: str) -> UnitReport:
    """All pieces of the report, in the order of the page."""
    return _Builder(lang, run, unit).report(fingerprint)


class _Builder:
    def __init__(self, lang: Lang, run: Assessment, unit: UnitResult) -> None:
        self.lang = lang
        self.run = run
        self.unit = unit
        self.rules = run.rule_set
        self.places = run.rule_set.scoring.places
        self.open = open_items(unit)

    def report(self, fingerprint: str) -> UnitReport:
        unit, rules = self.unit, self.rules
        subtitle = self.say("report.result", year=rules.start.year, layer=self.say(self.run.layer))
        is_empty = unit.score is None or all(each.state in (State.NOT_CHECKED, State.NOT_APPLICABLE) for each in unit.items)
        return UnitReport(
            lang=self.lang,
            file_title=f"{unit.name} {subtitle}",
            author="gongkai",
            head=(rules.title, self.say("rule_set", id=rules.id, version=rules.version)),
            title=unit.name,
            subtitle=subtitle,
            facts=self._facts(),
            score="" if is_empty else score_text(unit, self.places),
            full=write_decimal(rules.scoring.full_marks),
            empty=self.say("grade.none") if is_empty else "",
            grade="" if is_empty else (unit.grade.name if unit.grade else ""),
            grade_note="" if is_empty else self._grade_note(),
            layers=self._layers(is_empty=is_empty),
            scale=None if is_empty else self._scale(),
            bars_title=self.say("bars"),
            bars=() if is_empty else tuple(self._bars()),
            alarm=self._alarm(),
            lost=self._lost(),
            listings=tuple(self._listings()),
            notes=(self._notes(),),
            captions=(self.say("overview"), self.say("detail"), self.say("problems")),
            detail=self._detail(),
            detail_notes=self._detail_notes(),
            issues_title=self.say("problems"),
            issues=tuple(self._issues()),
            remedy_label=self.say("remedy.label"),
            recommendations=self._recommendations(),
            signatures_title=self.say("signatures"),
            signatures=self._signatures(),
            seal=self._seal(fingerprint),
            qr=f"{unit.code} {fingerprint}",
            fingerprint=self.say("fingerprint", hash=_grouped(fingerprint[:16])),
            copies=self.say("copies"),
            page=self.say("page", page="{page}", pages="{pages}"),
        )

    def say(self, key: str, **values: Any) -> str:
        return say(self.lang, key, **values)

    def points(self, micro: int) -> str:
        return write_places(micro, self.places)

    # --- overview ---

    def _facts(self) -> tuple[Fact, ...]:
        period = self.say("to", start=self.rules.start.isoformat(), end=self.rules.end.isoformat())
        return (
            Fact(self.say("fact.code"), self.unit.code),
            Fact(self.say("fact.class"), self.unit.unit_class),
            Fact(self.say("fact.period"), period),
            Fact(self.say("fact.as_of"), self.run.as_of.isoformat()),
        )

    def _grade_note(self) -> str:
        unit = self.unit
        if not unit.grade_certain:
            return grade_text(self.lang, unit).removeprefix(unit.grade.name if unit.grade else "").strip("（） ()")
        if unit.vetoes:
            return self.say("grade.vetoed")
        return self.say("grade.quota") if unit.grade is not None and unit.grade.quota is not None else ""

    def _layers(self, *, is_empty: bool) -> tuple[Fact, ...]:
        """The three layers; only the one that was asked for has a number here."""
        found = []
        for layer in ("self", "inspected", "confirmed"):
            is_here = layer == self.run.layer and not is_empty
            value = self.points(self.unit.score or 0) if is_here else "—"
            found.append(Fact(self.say(layer), value, self.run.as_of.isoformat() if is_here else self.say("layer.none")))
        return tuple(found)

    def _scale(self) -> Scale:
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

    def _bars(self) -> Iterator[Bar]:
        for group, points, most in self._groups():
            items = list(group.items())
            ids = {each.id for each in items}
            possible = points + sum(each.possible - each.points for each in self.unit.items if each.item.id in ids)
            yield self._bar(group.title, points, possible, most)
        for result in self._loose():
            if result.max:
                yield self._bar(result.item.title, result.points, result.possible, result.max)

    def _bar(self, label: str, points: int, possible: int, most: int) -> Bar:
        is_lost = possible < most
        return Bar(label, share(points, most), share(possible, most), self.points(points), write_decimal(most), is_lost)

    def _groups(self) -> list[tuple[Group, int, int]]:
        """The outermost groups."""
        outer = {member.id for member in self.rules.root.members if isinstance(member, Group)}
        return [each for each in self.unit.groups if each[0].id in outer]

    def _loose(self) -> list[ItemResult]:
        """Items that stand in no group."""
        ids = {member.id for member in self.rules.root.members if not isinstance(member, Group)}
        return [each for each in self.unit.items if each.item.id in ids and not each.item.informational]

    def _alarm(self) -> tuple[str, str] | None:
        if not self.unit.vetoes:
            return None
        veto = self.unit.vetoes[0]
        title = self.say("veto.fired", id=self.say("separator").join(each.item.id for each in self.unit.vetoes))
        texts = [f"{each.item.title}：{effect(self.lang, each.effect, self.places)}" for each in self.unit.vetoes]
        basis = f"（{veto.item.basis}）" if veto.item.basis else ""
        return title, self.say("semicolon").join(texts) + basis

    def _lost(self) -> Table:
        rows = sorted(self._losses(), key=lambda each: -each[3])
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
        note_ = self.say("lost.note", points=self.points(total), count=len(rows)) if rows else self.say("none")
        return Table(self.say("lost.title"), note_, columns, shown)

    def _losses(self) -> Iterator[tuple[str, str, str, int]]:
        """Item, problem, basis and loss: by finding where each has its own, else by item."""
        for result in self.unit.items:
            lost = result.max - result.possible
            if lost <= 0 or result.state is State.NOT_APPLICABLE:
                continue
            faults = [each for each in result.findings if each.state is State.FAIL]
            if faults and all(each.lost is not None for each in faults) and sum(each.lost or 0 for each in faults) == lost:
                for each in faults:
                    yield result.item.id, self._problem(each, result), result.item.basis, each.lost or 0
            else:
                text = note(self.lang, result, self.unit)
                yield result.item.id, self.say("problem.title", item=result.item.title, finding=text), result.item.basis, lost

    def _problem(self, found: Finding, result: ItemResult) -> str:
        """“招生结果（G6）超期…” with the dates, or “公开载体齐全：缺教代会”."""
        text = sentence(self.lang, found, result)
        if found.cause in ("late", "overdue") and found.limit:
            about = named(found)
            dates = f"（{found.limit} → {found.actual}）" if found.actual else f"（{found.limit}）"
            return text.replace(found.subject, about, 1) + dates
        return self.say("problem.title", item=result.item.title, finding=text)

    def _listings(self) -> Iterator[Listing]:
        found = mending(self.unit, self.rules, self.run.as_of)
        if found.items:
            entries = [
                Entry(f"{result.item.id}　{result.item.title}", f"+{self.points(gain)}", remark=self._advice(result))
                for result, gain in found.items
            ]
            entries.append(Entry(until(self.lang, self.run), tone="soft"))
            yield Listing(self.say("repairable"), self.say("repairable.sum", points=self.points(found.gain)), tuple(entries))
        if found.lost:
            entries = [Entry(f"{r.item.id}　{r.item.title}", loss(lost, self.places), "red") for r, lost in found.lost]
            yield Listing(self.say("unrepairable"), self.points(sum(lost for _, lost in found.lost)), tuple(entries))
        if self.open:
            yield self._open_listing()
        yield Listing(self.say("extra"), "", tuple(self._extra()))

    def _advice(self, result: ItemResult) -> str:
        mendable = [each for each in result.findings if is_repairable(each, result)]
        texts = dict.fromkeys(remedy(self.lang, each, result) for each in mendable[:3])
        return self.say("semicolon").join(texts)

    def _open_listing(self) -> Listing:
        points = sum(each.possible - each.points for each in self.open)
        entries = tuple(
            Entry(
                f"{each.item.id}　{each.item.title}",
                self.points(each.possible - each.points),
                "open",
                note(self.lang, each, self.unit),
            )
            for each in self.open
        )
        return Listing(self.say("open.title"), self.say("open.note", count=len(entries), points=self.points(points)), entries)

    def _extra(self) -> Iterator[Entry]:
        vetoes = self.unit.veto_items
        if vetoes and not self.unit.vetoes:
            open_ = sum(each.state not in (State.PASS, State.FAIL, State.NOT_APPLICABLE) for each in vetoes)
            key = "extra.vetoes.open" if open_ else "extra.vetoes"
            yield Entry(self.say(key, count=len(vetoes), open=open_), "—")
        for veto in self.unit.vetoes:
            yield Entry(f"{veto.item.id}　{veto.item.title}", effect(self.lang, veto.effect, self.places), "red")
        bonus = self.rules.scoring.bonus
        if self.unit.bonuses:
            rule = ""
            if bonus is not None:
                key = "extra.bonus.cap" if bonus.gate is None else "extra.bonus.rule"
                rule = self.say(key, cap=write_decimal(bonus.cap), gate=write_decimal(bonus.gate or 0))
            yield Entry(self.say("extra.bonus"), self.points(self.unit.bonus), remark=rule)
        if not vetoes and not self.unit.bonuses:
            yield Entry(self.say("none"))

    def _notes(self) -> str:
        ids = self.say("separator")
        text = self.say("notes.closed")
        if self.open:
            text = self.say("notes.open", count=len(self.open), items=ids.join(each.item.id for each in self.open))
        spared = [each.item.id for each in self.unit.items if each.state is State.NOT_APPLICABLE]
        if spared:
            policy = self.say(f"policy.{self.rules.scoring.not_applicable}")
            text += self.say("notes.na", count=len(spared), items=ids.join(spared), policy=policy)
        return (
            text
            + self.say("notes.calendar", through=calendar().last.year)
            + self.say("notes.layer", layer=self.say(self.run.layer))
        )

    # --- detail ---

    def _detail(self) -> Table:
        columns = (
            Column(self.say("id"), 60_000),
            Column(self.say("item"), 205_000),
            Column(self.say("method"), 105_000),
            Column(self.say("max"), 55_000, "right"),
            Column(self.say("points"), 85_000, "right"),
            Column(self.say("lost"), 80_000, "right"),
            Column("", 40_000, "center"),
            Column(self.say("note"), 215_000),
            Column(self.say("basis"), 155_000),
        )
        rows = [
            *self._detail_rows(),
            self._total_row(),
            *[self._item_row(e) for e in (*self.unit.bonuses, *self.unit.veto_items)],
        ]
        return Table(self.say("detail"), self.say("detail.note"), columns, tuple(rows))

    def _detail_rows(self) -> Iterator[Row]:
        results = {each.item.id: each for each in self.unit.items}
        sums: Mapping[str, tuple[int, int]] = {group.id: (points, most) for group, points, most in self.unit.groups}
        yield from self._members(self.rules.root, results, sums)

    def _members(self, group: Group, results: Mapping[str, ItemResult], sums: Mapping[str, tuple[int, int]]) -> Iterator[Row]:
        for member in group.members:
            if isinstance(member, Group):
                points, most = sums[member.id]
                title = f"{member.id}　{member.title}"
                yield Row(_bold((title, "", "", write_decimal(most), self.points(points), "", "", "", "")), "band")
                yield from self._members(member, results, sums)
            else:
                yield self._item_row(results[member.id])

    def _item_row(self, result: ItemResult) -> Row:
        look = tone(result)
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
            Cell(SIGNS[result.state], look),
            Cell(note(self.lang, result, self.unit), "soft" if look in ("open", "none") else "ink"),
            Cell(result.item.basis, "soft"),
        )
        kind = {"red": "lost", "open": "open"}.get(look, "plain")
        return Row(cells, kind)  # type: ignore[arg-type]

    def _total_row(self) -> Row:
        unit, full = self.unit, self.rules.scoring.full_marks
        score = self.points(unit.score) if unit.score is not None else "—"
        is_final = unit.score is not None and unit.score == unit.possible and unit.score <= full
        lost = loss(full - (unit.score or 0), self.places) if is_final else ""
        bonus = f"{self.say('bonus')} {self.points(unit.bonus)}"
        vetoes = self.say("separator").join(each.item.id for each in unit.vetoes) or self.say("none")
        texts = (self.say("total"), "", "", write_decimal(full), score, lost, "", f"{bonus}　{self.say('veto')} {vetoes}")
        return Row(_bold(texts), "total")

    def _detail_notes(self) -> tuple[str, ...]:
        sources = self.say("stop").join(f"{each.id} {each.title}" for each in self.rules.sources)
        steps = "　".join(f"{name} {self.points(value)}" for name, value in self.unit.steps) if self.lang == "en" else ""
        return tuple(filter(None, (sources + self.say("stop"), self.say("detail.rounding", places=self.places), steps)))

    # --- problems ---

    def _issues(self) -> Iterator[Issue]:
        for result in self.unit.items:
            if result.item.informational:
                continue
            for found in result.findings:
                if found.state is State.FAIL:
                    yield self._issue(result, found)

    def _issue(self, result: ItemResult, found: Finding) -> Issue:
        measured = "problem.of" if found.row else "problem.loss"
        key = "problem.item" if found.lost is None else measured
        where = self.say(key, id=result.item.id, subject=found.subject, points=self.points(found.lost or 0))
        can_mend = is_repairable(found, result) and self.run.as_of < self.rules.end
        due = self.rules.end.isoformat() if can_mend else "—"
        due = f"{self.say('due')} {due}" if can_mend else due
        return Issue(
            self._problem_title(result, found), where, self._working(result, found), remedy(self.lang, found, result), due
        )

    def _problem_title(self, result: ItemResult, found: Finding) -> str:
        text = sentence(self.lang, found, result)
        return text.replace(found.subject, named(found), 1) if found.row else f"{result.item.title}：{text}"

    def _working(self, result: ItemResult, found: Finding) -> str:
        """The rule with its figures; for a deadline, the days counted out."""
        formula = described.marking(self.lang, result.item.marking)
        counted = deadline_working(self.lang, found, result)
        text = f"{result.item.basis}：{counted or described.check(self.lang, result.item.check)}"
        return f"{text}{self.say('stop')}{formula}{self.say('stop')}"

    def _recommendations(self) -> Table:
        columns = (
            Column(self.say("advice"), 300_000),
            Column(self.say("use"), 160_000),
            Column(self.say("because"), 200_000),
            Column(self.say("basis"), 180_000),
            Column(self.say("decided_by"), 160_000),
        )
        rows = []
        for advice in self.unit.advice:
            given = advice.recommendation
            due = "" if advice.due is None else f"（{self.say('due')} {advice.due.isoformat()}）"
            uses = self.say("separator").join(self.say(each) for each in given.use)
            reasons = self.say("separator").join(self._reason(each) for each in advice.because)
            rows.append(
                Row((Cell(given.advice + due), Cell(uses), Cell(reasons), Cell(given.basis, "soft"), Cell(given.decided_by)))
            )
        return Table(self.say("recommendations"), self.say("recommendations.note"), columns, tuple(rows))

    def _reason(self, reason: Mapping[str, Any]) -> str:
        key = f"because.{next(iter(reason))}"
        values = {name: self.points(value) if name == "score" else value for name, value in reason.items()}
        if "state" in values:
            values["state"] = self.say(str(values["state"]))
        return self.say(key, **values)

    def _signatures(self) -> tuple[Signature, ...]:
        return (
            Signature(self.say("sign.unit"), self.say("sign.signed")),
            Signature(self.say("sign.inspectors"), self.say("sign.sign")),
            Signature(self.say("sign.group"), self.say("sign.seal")),
        )

    def _seal(self, fingerprint: str) -> tuple[str, ...]:
        number = f"{self.rules.start.year}-{self.unit.code}-{self.say(self.run.layer)}"
        return self.say("seal.number", number=number), self.say("seal.hash", hash=_grouped(fingerprint)), self.say("seal.how")


def deadline_working(lang: Lang, found: Finding, result: ItemResult) -> str:
    """“2025-08-08（周五，当日不算）…第 20 个工作日 2025-09-05…” for a row that is late; empty for anything else."""
    start_column = getattr(result.item.check, "from_", None)
    start = found.row.get(start_column) if start_column else None
    if found.cause not in ("late", "overdue") or start is None or not found.limit:
        return ""
    due, days = date.fromisoformat(found.limit), calendar()
    label = described.column(lang, result.item.check.tables[0], str(start_column))
    parts = [say(lang, "explain.start", label=label, start=start.isoformat(), weekday=weekday(lang, start))]
    if found.excess_unit == "workday" and days.covers(start):
        off, worked = holidays(days, start, due)
        if off:
            parts.append(say(lang, "explain.skipped", days=say(lang, "separator").join(f"{each:%m-%d}" for each in off)))
        if worked:
            parts.append(say(lang, "explain.worked", days=say(lang, "separator").join(f"{each:%m-%d}" for each in worked)))
        parts.append(say(lang, "explain.nth", count=days.between(start, due), due=found.limit))
    else:
        parts.append(say(lang, "explain.span", limit="", due=found.limit).lstrip("，, "))
    parts.append(sentence(lang, found, result).removeprefix(found.subject).strip())
    return say(lang, "comma").join(parts)


def _bold(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(text, bold=True) for text in texts)


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))
