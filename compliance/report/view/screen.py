"""One unit on the terminal: the head, the table, and the lines below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from compliance.assessment import Assessment, ItemResult, UnitResult
from compliance.model import State
from compliance.repairs import past_mending, repairs
from compliance.report.parts import Cell, Column, Row, Table, Tone
from compliance.report.view.amounts import bonus_rule, loss, steps
from compliance.report.view.sentences import note, sign
from compliance.report.view.waivers import waivers
from compliance.report.view.way import way
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say
from compliance.workdays import OutsideCalendar, calendar

OPEN = (State.NOT_CHECKED, State.UNKNOWN, State.ERROR)


class Screen(NamedTuple):
    """`head`: the parts of the first line. `lines`: label and text below the table."""

    head: tuple[str, ...]
    table: Table
    lines: tuple[tuple[str, str], ...]


def screen(lang: Lang, run: Assessment, unit: UnitResult) -> Screen:
    """What `assess` prints of one unit."""
    name = say(lang, "of_class", name=f"{unit.code} {unit.name}", **{"class": unit.unit_class})
    head = (name, run.rule_set.key, say(lang, f"{run.layer}.note"), say(lang, "as_of", as_of=run.as_of.isoformat()))
    return Screen(head, _table(lang, run, unit), tuple(_lines(lang, run, unit)))


def tone(result: ItemResult, unit: UnitResult) -> Tone:
    """The colour of an item; a bonus that is not claimed loses nothing."""
    if result.state in OPEN:
        return "open"
    if result.state in (State.NOT_APPLICABLE, State.INFORMATIONAL):
        return "none"
    is_bonus = any(result is each for each in unit.bonuses)
    return "red" if result.points < result.max and not is_bonus else "ink"


def score_text(unit: UnitResult, places: int) -> str:
    """92.20, or 78.20–88.20 while items are open, or nothing."""
    if unit.score is None:
        return ""
    score = write_places(unit.score, places)
    return score if unit.possible in (None, unit.score) else f"{score}–{write_places(unit.possible or 0, places)}"


def open_items(unit: UnitResult) -> list[ItemResult]:
    return [each for each in unit.items if each.state in OPEN]


def grade_text(lang: Lang, unit: UnitResult) -> str:
    if unit.grade is None:
        return say(lang, "grade.none")
    if unit.is_unseen:
        return say(lang, "grade.unseen")
    return unit.grade.name if unit.grade_certain else say(lang, "grade.uncertain", grade=unit.grade.name)


def _table(lang: Lang, run: Assessment, unit: UnitResult) -> Table:
    places = run.rule_set.scoring.places
    columns = (
        Column(say(lang, "id"), 0),
        Column(say(lang, "item"), 0),
        Column(say(lang, "max"), 0, "right"),
        Column(say(lang, "points"), 0, "right"),
        Column(say(lang, "lost"), 0, "right"),
        Column("", 0, "center"),
        Column(say(lang, "note"), 0),
    )
    rows = [_row(lang, each, unit, places) for each in unit.items]
    extra = [each for each in (*unit.bonuses, *unit.veto_items) if each.points or each.faults or each.state in OPEN]
    total = _total(lang, run, unit, places)
    return Table("", "", columns, (*rows, total, *[_row(lang, each, unit, places) for each in extra]))


def _row(lang: Lang, result: ItemResult, unit: UnitResult, places: int) -> Row:
    look = tone(result, unit)
    is_scored = result.max > 0 or result.points
    points = write_places(result.points, places) if is_scored and look != "open" else ""
    if look == "open" and is_scored:
        points = write_places(result.points, places)
        if result.possible > result.points:
            points = f"{points}–{write_places(result.possible, places)}"
    lost = loss(result.max - result.points, places) if look == "red" and is_scored else ""
    cells = (
        Cell(result.item.id),
        Cell(result.item.title),
        Cell(write_decimal(result.item.points) if result.item.points else ""),
        Cell(points),
        Cell(lost, "red"),
        Cell(sign(result, unit), look),
        Cell(note(lang, result, unit), "soft" if look in ("none", "open") else "ink"),
    )
    return Row(cells)


def _total(lang: Lang, run: Assessment, unit: UnitResult, places: int) -> Row:
    places = run.places
    full = unit.full or 0
    score = say(lang, "grade.none") if unit.score is None else score_text(unit, places)
    cells = (
        "",
        say(lang, "total"),
        write_decimal(full),
        score,
        _lost(unit, full, places),
        "",
        f"{say(lang, 'bonus')} {write_places(unit.bonus, places)}　{veto_text(lang, unit)}" if run.model == "points" else "",
    )
    bold = tuple(Cell(each, bold=True) for each in cells[:4])
    return Row((*bold, Cell(cells[4], "red"), *(Cell(each, "soft") for each in cells[5:])), "total")


def veto_text(lang: Lang, unit: UnitResult) -> str:
    """“否决 V1”, “否决 5 项未核查” or “否决 无”."""
    fired = say(lang, "separator").join(each.item.id for each in unit.vetoes)
    open_ = sum(each.state in OPEN for each in unit.veto_items)
    unchecked = say(lang, "veto.open", count=open_) if open_ else ""
    told = say(lang, "comma").join(filter(None, (fired, unchecked))) or say(lang, "none")
    return f"{say(lang, 'veto')} {told}"


def _lost(unit: UnitResult, full: int, places: int) -> str:
    """The distance to the full marks, where nothing is open."""
    if unit.score is None or unit.score != unit.possible or unit.score > full:
        return ""
    return loss(full - unit.score, places)


def _lines(lang: Lang, run: Assessment, unit: UnitResult) -> Iterator[tuple[str, str]]:
    places = run.rule_set.scoring.places
    if run.model != "points":
        yield say(lang, "model"), say(lang, "model.note", model=run.model)
        return
    grade = grade_text(lang, unit)
    if unit.grade is not None and unit.grade.quota is not None and unit.grade_certain:
        grade += say(lang, "paren", text=say(lang, "grade.quota"))
    yield say(lang, "grade"), grade
    if {"groups", "not_applicable"} & {name for name, _ in unit.steps}:
        yield say(lang, "formula"), steps(lang, unit, places)
    if unit.score is not None and unit.possible is not None and unit.possible != unit.score:
        possible = write_places(unit.possible, places)
        yield say(lang, "not_checked"), say(lang, "interval", count=len(open_items(unit)), possible=possible)
    bonus, claimed = run.rule_set.scoring.bonus, sum(each.points for each in unit.bonuses)
    if bonus is not None and claimed > unit.bonus and unit.score is not None:
        amounts = {"claimed": write_places(claimed, places), "counted": write_places(unit.bonus, places)}
        yield say(lang, "bonus"), say(lang, "bonus.cut", **amounts, rule=bonus_rule(lang, bonus))
    for veto in unit.vetoes:
        yield say(lang, "veto"), f"{veto.item.id} {veto.item.title}{say(lang, 'colon')}{effect(lang, veto.effect, places)}"
    yield from waivers(lang, run, unit)
    yield from _mending(lang, run, unit, places)
    for advice in unit.advice:
        uses = say(lang, "separator").join(say(lang, each) for each in advice.recommendation.use)
        about = [uses, advice.recommendation.decided_by]
        about += [] if advice.due is None else [f"{say(lang, 'due')} {advice.due.isoformat()}"]
        text = say(lang, "paren", text=say(lang, "comma").join(about))
        yield say(lang, "recommendations"), advice.recommendation.advice + text


def effect(lang: Lang, given: object, places: int) -> str:
    """What a veto does, in words."""
    kind, score, grade = given.kind, given.score, given.grade  # type: ignore[attr-defined]
    return say(lang, f"veto.{kind}", score=write_places(score, places), grade=grade)


def until(lang: Lang, run: Assessment) -> str:
    """The last day on which things can be made good, and the working days left."""
    end = run.rule_set.end
    try:
        days = calendar().between(run.as_of, end)
    except OutsideCalendar:
        return end.isoformat()
    return say(lang, "repairable.until", start=run.as_of.isoformat(), end=end.isoformat(), days=days)


def _mending(lang: Lang, run: Assessment, unit: UnitResult, places: int) -> Iterator[tuple[str, str]]:
    found = repairs(run.rule_set, unit, run.as_of)
    mendable = [each for each in found if each.has_faults]
    if mendable:
        parts = [f"{each.result.item.id} {each.result.item.title}\u00a0+{write_places(each.gain, places)}" for each in mendable]
        yield say(lang, "repairable"), say(lang, "semicolon").join(parts) + say(lang, "paren", text=until(lang, run))
    past = past_mending(unit, found)
    if past:
        parts = [f"{result.item.id}\u00a0{loss(points, places)}" for result, points in past]
        yield say(lang, "unrepairable"), say(lang, "separator").join(parts)
    yield from way(lang, run, unit, found)
