"""The result of a run, and what it says of one unit: read off the frames, in the order of the rule set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from compliance.engine.shapes import Code
from compliance.errors import Problem
from compliance.evidence import Evidence
from compliance.frozen import frozen
from compliance.hints import Hint, hints
from compliance.model import Grade, Group, Item, Recommendation, RuleSet, State, Veto, Waiver, in_force
from compliance.rows import Rows
from compliance.source import Place
from compliance.states import CAUSES, STATES
from compliance.tables import tables
from compliance.workdays import calendar


class Assessment(NamedTuple):
    """units: the frame of `score.Scores` with rank and recommendations. findings: by item id, `engine.findings.SCHEMA`.
    stray: the tables with rows of no unit."""

    rule_set: RuleSet
    evidence: Evidence
    as_of: date
    layer: str
    units: pl.DataFrame
    findings: Mapping[str, pl.DataFrame]
    remarks: tuple[Problem, ...] = ()
    model: str = "points"
    stray: frozenset[str] = frozenset()
    waivers: tuple[Waiver, ...] = ()

    @property
    def places(self) -> int:
        """The decimals of the total: as the rule set declares, six under a model of XCCDF."""
        return self.rule_set.scoring.places if self.model == "points" else 6

    def results(self) -> Iterator[UnitResult]:
        """What the run says of each unit, in the order of the evidence."""
        reader = Reader(self)
        return (reader.unit(row) for row in self.units.iter_rows(named=True))


@frozen
class Finding:
    """A subject that is not met. excess, lost: micro, None where not measured. row: the cells of the row it is about.
    can_mend: the unit can still make it good within the period. hints: reads from the rows why it is missing or cannot be told."""

    subject: str
    state: State
    cause: str
    actual: str | None
    limit: str | None
    excess: int | None
    excess_unit: str | None
    lost: int | None
    place: Place | None
    row: Mapping[str, Any]
    can_mend: bool
    hints: Callable[[], tuple[Hint, ...]] = field(default=tuple, compare=False, repr=False)


class ItemResult(NamedTuple):
    """points, possible, max, actual, target: micro. veto: what it does, where it is one."""

    item: Item
    state: State
    cause: str | None
    points: int
    possible: int
    max: int
    subjects: int
    faults: int
    actual: int | None
    target: int | None
    findings: tuple[Finding, ...]
    waiver: Waiver | None = None
    veto: Veto | None = None


class Exemption(NamedTuple):
    """An item that a unit asks not to be held to, and why; a waiver of it that is in force grants it."""

    item: str
    reason: str
    is_granted: bool


class Unwaived(NamedTuple):
    """What the total would be if no waiver counted; amounts in micro."""

    score: int | None
    possible: int | None
    grade: Grade | None
    grade_certain: bool


class Advice(NamedTuple):
    """A recommendation, what it rests on (as in the record), and until when, where it sets a time."""

    recommendation: Recommendation
    because: tuple[Mapping[str, Any], ...]
    due: date | None


class UnitResult(NamedTuple):
    """Everything about one unit; amounts in micro, `score` None where nothing applied.

    absent: the tables that were not handed in. marked: the number of marks of each layer. waivers: all that were given, in force or not; unwaived: None where none is in
    force. steps: the name and value of each step of the scoring that changed the value, `items` and `rounding` always.
    """

    code: str
    name: str
    unit_class: str
    file: str
    sha256: str
    year: int
    score: int | None
    possible: int | None
    full: int | None
    bonus: int
    grade: Grade | None
    grade_certain: bool
    rank: int | None
    ranked: int | None
    absent: frozenset[str]
    marked: Mapping[str, int]
    vetoes: tuple[Veto, ...]
    steps: tuple[tuple[str, int | None], ...]
    groups: tuple[tuple[Group, int, int], ...]
    items: tuple[ItemResult, ...]
    bonuses: tuple[ItemResult, ...]
    veto_items: tuple[ItemResult, ...]
    advice: tuple[Advice, ...]
    waivers: tuple[Waiver, ...]
    exemptions: tuple[Exemption, ...]
    unwaived: Unwaived | None

    @property
    def is_unseen(self) -> bool:
        """Nothing was evaluated: no item could be judged, for want of evidence or because none applies."""
        return all(each.state in (State.NOT_CHECKED, State.NOT_APPLICABLE) for each in self.items if not each.item.informational)


class Standing(NamedTuple):
    """Where a unit stands in its class. rank is None in classes of one and without a score; ties: the points (micro) of the items
    that tell equal scores apart; placed, is_cut, is_tied, missing: see `rank.settle`; missing is None too where only a veto keeps
    the unit from the better grade. vetoes: those that fired. is_unseen: see `UnitResult`; is_silent: not one table was handed in."""

    code: str
    name: str
    unit_class: str
    rank: int | None
    ranked: int | None
    score: int | None
    possible: int | None
    ties: tuple[int, ...]
    grade: Grade | None
    grade_certain: bool
    placed: Grade | None
    is_cut: bool
    is_tied: bool
    missing: int | None
    vetoes: tuple[Veto, ...]
    is_unseen: bool
    is_silent: bool


def stand(run: Assessment) -> Iterator[Standing]:
    """The units of a settled run, in the order of the classes of the rule set, then of rank, then of code."""
    grades, classes = run.rule_set.grades, run.rule_set.applies_to
    numbers = {item.id: index for index, item in enumerate(run.rule_set.lines())}
    ties = [f"{numbers[each]}.points" for each in run.rule_set.ranking.ties]
    is_unseen = unseen(run.rule_set)

    def order(row: Mapping[str, Any]) -> tuple[int, str, bool, int, str]:
        kind = row["class"] or ""
        place = classes.index(kind) if kind in classes else len(classes)
        return place, kind, row["score"] is None, row["rank"] or 0, row["code"]

    for row in sorted(run.units.iter_rows(named=True), key=order):
        grade, placed = (None if row[name] is None else grades[row[name]] for name in ("grade", "placed"))
        fired = _fired(run.rule_set, row)
        is_held = any(each.effect.kind in ("grade", "grade_at_most", "stop") for each in fired)
        yield Standing(
            row["code"],
            row["name"] or "",
            row["class"] or "",
            row["rank"],
            row["ranked"],
            row["score"],
            row["possible"],
            tuple(row[each] for each in ties),
            grade,
            row["grade_certain"],
            placed,
            row["cut"],
            row["tied"],
            None if is_held and not row["missing"] else row["missing"],
            fired,
            is_unseen(row),
            not any(row.get(f"has.{each}", True) for each in tables()),
        )


def unseen(rules: RuleSet) -> Callable[[Mapping[str, Any]], bool]:
    """Whether nothing was evaluated of a unit, by its row of `Assessment.units`; see `UnitResult.is_unseen`."""
    numbers = {item.id: index for index, item in enumerate(rules.lines())}
    states = [f"{numbers[item.id]}.state" for item in rules.root.items() if not item.informational]
    open_ = {STATES.index(State.NOT_CHECKED), STATES.index(State.NOT_APPLICABLE)}
    return lambda row: all(row[each] in open_ for each in states)


def _fired(rules: RuleSet, row: Mapping[str, Any]) -> tuple[Veto, ...]:
    return tuple(veto for place, veto in enumerate(rules.vetoes) if row[f"veto{place}.fires"])


def _by_unit(findings: pl.DataFrame) -> dict[tuple[int, ...], pl.DataFrame]:
    """Findings of one item, which stand by unit, cut into those of each unit."""
    units = findings["unit"]
    return {(units[0],): findings} if units[0] == units[-1] else findings.partition_by("unit", as_dict=True)


class Reader:
    """Reads units off an assessment; the findings and the rows they name are looked up once a unit."""

    def __init__(self, assessment: Assessment) -> None:
        self.run = assessment
        self.rules = assessment.rule_set
        self.findings = {name: _by_unit(frame) for name, frame in assessment.findings.items() if frame.height}
        self.rows = {name: frame.collect(engine="in-memory") for name, frame in assessment.evidence.tables.items()}
        self.by_condition = Rows(assessment.evidence, assessment.as_of)
        self.vetoes = {veto.item.id: veto for veto in self.rules.vetoes}
        self.marked: dict[int, dict[str, int]] = {}
        if "marks" in self.rows:
            for unit, layer, count in self.rows["marks"].group_by("unit", "layer").len().iter_rows():
                self.marked.setdefault(unit, {})[layer] = count

    def unit(self, row: Mapping[str, Any]) -> UnitResult:
        number = row["unit"]
        items = list(self.rules.lines())
        results = [self._item(row, index, item) for index, item in enumerate(items)]
        own = len(items) - len(self.rules.bonuses) - len(self.rules.vetoes)
        files, digests, years = self.run.evidence.files, self.run.evidence.digests, self.run.evidence.years
        return UnitResult(
            row["code"],
            row["name"] or "",
            row["class"] or "",
            files[number] if files else "",
            digests[number] if digests else "",
            years[number] if years else 0,
            row["score"],
            row["possible"],
            row["full"],
            row["bonus"],
            None if row["grade"] is None else self.rules.grades[row["grade"]],
            row["grade_certain"],
            row["rank"],
            row["ranked"],
            frozenset(name for name in tables() if not row.get(f"has.{name}", True)),
            self.marked.get(number, {}),
            _fired(self.rules, row),
            tuple(_steps(row)) if self.run.model == "points" else (("rounding", row["score"]),),
            tuple((group, row[f"g:{group.id}.points"], row[f"g:{group.id}.max"]) for group in self.rules.root.groups()),
            tuple(results[:own]),
            tuple(results[own : own + len(self.rules.bonuses)]),
            tuple(results[own + len(self.rules.bonuses) :]),
            tuple(self._advice(row)),
            tuple(each for each in self.run.waivers if each.unit == row["code"]),
            tuple(self._exemptions(row)),
            self._unwaived(row),
        )

    def _exemptions(self, row: Mapping[str, Any]) -> Iterator[Exemption]:
        rows = self.rows.get("exemptions")
        if rows is not None:
            for each in rows.filter(pl.col("unit") == row["unit"]).iter_rows(named=True):
                yield Exemption(each["item"] or "", each["reason"] or "", self._waiver(row, each["item"]) is not None)

    def _unwaived(self, row: Mapping[str, Any]) -> Unwaived | None:
        if not any(each.unit == row["code"] for each in in_force(self.run.waivers, self.run.as_of)):
            return None
        grade = None if row["plain.grade"] is None else self.rules.grades[row["plain.grade"]]
        return Unwaived(row["plain.score"], row["plain.possible"], grade, row["plain.grade_certain"])

    def _waiver(self, row: Mapping[str, Any], item: str) -> Waiver | None:
        counting = in_force(self.run.waivers, self.run.as_of)
        return next((each for each in counting if each.unit == row["code"] and each.item == item), None)

    def _item(self, row: Mapping[str, Any], index: int, item: Item) -> ItemResult:
        cause = row[f"{index}.cause"]
        frame = self.findings.get(item.id, {}).get((row["unit"],))
        return ItemResult(
            item,
            STATES[row[f"{index}.state"]],
            None if cause is None else CAUSES[cause],
            row[f"{index}.points"],
            row[f"{index}.possible"],
            row[f"{index}.max"],
            row[f"{index}.n"],
            row[f"{index}.f"],
            row.get(f"{index}.actual"),
            row.get(f"{index}.target"),
            tuple(self.finding(item, each) for each in frame.iter_rows(named=True)) if frame is not None else (),
            self._waiver(row, item.id),
            self.vetoes.get(item.id),
        )

    def finding(self, item: Item, found: Mapping[str, Any]) -> Finding:
        code = Code(found["code"])
        is_own_row = found["row"] is not None and (found["subject"] is None)
        table = item.check.tables[0] if item.check.tables else ""
        cells = self.rows[table].row(found["row"], named=True) if is_own_row else {}
        subject = found["subject"] if found["subject"] is not None else found["id"] or named(item, found["row"])
        name = tables()[table].label if table and subject == table else subject
        subject = "/".join(filter(None, (name, found["part"])))
        cause = code.cause or ""
        return Finding(
            subject,
            code.state,
            cause,
            found["actual"],
            found["limit"],
            found["excess"],
            found["excess_unit"],
            found["lost"],
            self._place(table, found) if is_own_row else None,
            cells,
            item.check.can_mend(cause, self.run.as_of),
            partial(hints, self.by_condition, found["unit"], item.check, subject, cause),
        )

    def _place(self, table: str, found: Mapping[str, Any]) -> Place | None:
        marks = self.run.evidence.marks.get(table)
        if marks is None:
            return None
        line, column = marks[found["row"]]
        return Place(self.run.evidence.files[found["unit"]], line, column)

    def _advice(self, row: Mapping[str, Any]) -> Iterator[Advice]:
        for place, each in enumerate(self.rules.recommendations):
            if row[f"r{place}"]:
                due = None if each.rectify_within is None else calendar().add(self.run.as_of, each.rectify_within)
                yield Advice(each, tuple(self._because(row, each)), due)

    def _because(self, row: Mapping[str, Any], each: Recommendation) -> Iterator[Mapping[str, Any]]:
        trigger = each.trigger
        if trigger.grades:
            yield {"grade": self.rules.grades[row["grade"]].name}
        if trigger.score_at_least is not None or trigger.score_below is not None:
            yield {"score": row["score"]}
        if trigger.items or trigger.states:
            wanted = trigger.states or (State.FAIL,)
            scored = {item.id for item in self.rules.root.items()}
            for index, item in enumerate(self.rules.lines()):
                state = STATES[row[f"{index}.state"]]
                if state in wanted and item.id in (trigger.items or scored):
                    yield {"item": item.id, "state": state.value}
        for place, veto in enumerate(self.rules.vetoes):
            if veto.item.id in trigger.vetoes and row[f"veto{place}.fires"]:
                yield {"veto": veto.item.id}
        if trigger.rank_at_most is not None:
            yield {"rank": row["rank"], "of": row["ranked"]}


def named(item: Item, row: int) -> str:
    """What a row without an id of its own is called: the letter of its table and its number, from 1."""
    return f"{tables()[item.check.tables[0]].letter}#{row + 1}"


def _steps(row: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    """`items`, then what changed the value; `groups` is a cap or a mean, where nothing was inapplicable."""
    yield "items", row["items"]
    if row["score"] is None:
        yield "rounding", None
        return
    if row["total"] != row["items"]:
        yield ("not_applicable" if row["any_na"] else "groups"), row["total"]
    if row["vetoed"] != row["total"]:
        yield "veto", row["vetoed"]
    if row["bonus"]:
        yield "bonus", row["vetoed"] + row["bonus"]
    yield "rounding", row["score"]
