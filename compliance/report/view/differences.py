"""`rules diff`: what differs between two rule sets, and what that does to one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compliance.assessment import Assessment, ItemResult, UnitResult
from compliance.comparison import Change
from compliance.frozen import frozen
from compliance.model import RuleSet
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.view.changes import label, sentence, sides
from compliance.report.view.screen import grade_text, score_text
from compliance.report.view.sentences import SIGNS
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say


@frozen
class Side:
    """One unit under one rule set."""

    run: Assessment
    unit: UnitResult

    @property
    def lines(self) -> Mapping[str, ItemResult]:
        return {each.item.id: each for each in (*self.unit.items, *self.unit.bonuses, *self.unit.veto_items)}

    @property
    def places(self) -> int:
        return self.run.rule_set.scoring.places


def head(lang: Lang, before: RuleSet, after: RuleSet, changes: Sequence[Change]) -> str:
    """Which two, and in how many places they differ."""
    return say(lang, "diff.head", before=before.key, after=after.key, count=len(changes))


def unit_head(lang: Lang, side: Side) -> str:
    """Whose points, as of when."""
    return f"{side.unit.code} {side.unit.name}   {say(lang, 'as_of', as_of=side.run.as_of.isoformat())}"


def differences(lang: Lang, changes: Sequence[Change]) -> Table:
    """A row a difference."""
    columns = tuple(Column(say(lang, each), 0) for each in ("id", "diff.effect", "diff.change"))
    rows = ((each.id, say(lang, f"diff.{each.effect}"), _change(lang, each)) for each in changes)
    return Table("", "", columns, tuple(Row(tuple(Cell(text) for text in row)) for row in rows))


def effect(lang: Lang, before: Side, after: Side) -> Table:
    """The unit's points under both, item by item, and the totals."""
    keys = ("id", "item", "diff.max", "diff.points", "diff.max", "diff.points", "diff.moved", "diff.state")
    names = [say(lang, key, rules="A" if place < 4 else "B") for place, key in enumerate(keys)]
    columns = tuple(Column(name, 0, "right" if 2 <= place <= 6 else "left") for place, name in enumerate(names))
    rows = [Row(tuple(Cell(text) for text in row)) for row in _rows(lang, before, after)]
    totals = [(write_decimal(each.unit.full or 0), score_text(each.unit, each.places)) for each in (before, after)]
    moved = _moved(before.unit.score, after.unit.score, before.places)
    total = ("", say(lang, "total"), *totals[0], *totals[1], moved, "")
    return Table("", "", columns, (*rows, Row(tuple(Cell(text, bold=True) for text in total), "total")))


def grades(lang: Lang, before: Side, after: Side) -> str:
    """The grades under both."""
    return say(lang, "diff.grades", before=grade_text(lang, before.unit), after=grade_text(lang, after.unit))


def as_data(before: RuleSet, after: RuleSet, changes: Sequence[Change], units: tuple[Side, Side] | None) -> dict[str, Any]:
    """The same as JSON has it, in English."""
    data: dict[str, Any] = {
        name: {"id": each.id, "version": each.version, "sha256": each.sha256}
        for name, each in (("before", before), ("after", after))
    }
    data["changes"] = [_as_data(each) for each in changes]
    if units is not None:
        one, other = units
        data["unit"] = {
            "code": one.unit.code,
            "name": one.unit.name,
            "before": _unit(one),
            "after": _unit(other),
            "items": [
                {"id": key, "before": _item(one, one.lines.get(key)), "after": _item(other, other.lines.get(key))}
                for key in _ids(one, other)
            ],
        }
    return data


def _change(lang: Lang, change: Change) -> str:
    if not change.path:
        return sentence(lang, change)
    before, after = sides(lang, change)
    return say(lang, "diff.of", key=label(lang, change), before=before, after=after)


def _ids(before: Side, after: Side) -> list[str]:
    """All lines, those of the first rule set in its order, then what only the second has."""
    return list(dict.fromkeys((*before.lines, *after.lines)))


def _rows(lang: Lang, before: Side, after: Side) -> Iterator[tuple[str, ...]]:
    for key in _ids(before, after):
        one, other = before.lines.get(key), after.lines.get(key)
        title = next(each.item.title for each in (other, one) if each is not None)
        moved = _moved(one.points if one else 0, other.points if other else 0, before.places)
        yield key, title, *_amounts(before, one), *_amounts(after, other), moved, _states(lang, one, other)


def _amounts(side: Side, result: ItemResult | None) -> tuple[str, str]:
    """The item's points and what the unit gets of them; nothing where it has none."""
    if result is None or not (result.max or result.points):
        return ("", "")
    points = write_places(result.points, side.places)
    if result.possible > result.points:
        points = f"{points}–{write_places(result.possible, side.places)}"
    return write_decimal(result.item.points), points


def _moved(before: int | None, after: int | None, places: int) -> str:
    if before is None or after is None or before == after:
        return ""
    sign = "+" if after > before else ""
    return sign + write_places(after - before, places)


def _states(lang: Lang, before: ItemResult | None, after: ItemResult | None) -> str:
    """The states, only where they differ."""
    if before is not None and after is not None and before.state == after.state:
        return SIGNS[after.state]
    texts = [say(lang, "diff.not_there") if each is None else say(lang, each.state.value) for each in (before, after)]
    return f"{texts[0]} → {texts[1]}"


def _as_data(change: Change) -> dict[str, Any]:
    before, after = (None, None) if not change.path else sides("en", change)
    found = change.before if change.after is None else change.after
    return {
        "where": change.where,
        "id": change.id,
        "path": ".".join(change.path),
        "kind": "changed" if change.path else "left_out" if change.after is None else "added",
        "title": found.title if not change.path else None,
        "before": before,
        "after": after,
        "effect": change.effect,
    }


def _unit(side: Side) -> dict[str, Any]:
    unit = side.unit
    score, possible = (None if each is None else write_places(each, side.places) for each in (unit.score, unit.possible))
    grade = unit.grade.name if unit.grade else None
    return {"score": score, "possible": possible, "grade": grade, "grade_certain": unit.grade_certain}


def _item(side: Side, result: ItemResult | None) -> dict[str, Any] | None:
    if result is None:
        return None
    amounts = {name: write_places(getattr(result, name), side.places) for name in ("points", "possible", "max")}
    return {"title": result.item.title, "state": result.state.value, **amounts}
