"""The way to the next better grade in words: what to mend and to have marked at least, or what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment import Assessment, UnitResult
from compliance.reach import Choice, Reach, reach
from compliance.repairs import Option, Repair, repairs_of_marks
from compliance.report.view.sentences import absent, table_names
from compliance.values import write_places
from compliance.words import Lang, say

MOST_ITEMS = 8
"""Items named one by one before their ids alone are."""


def way(lang: Lang, run: Assessment, unit: UnitResult, found: Sequence[Repair]) -> Iterator[tuple[str, str]]:
    """Label and text; nothing where there is no better grade."""
    rules, places = run.rule_set, run.rule_set.scoring.places
    marks = repairs_of_marks(rules, unit)
    reached = reach(rules, unit, found, run.as_of)
    if reached is None:
        return
    if reached.repairs is None and marks:
        reached = reach(rules, unit, [*found, *marks], run.as_of) or reached
    label = say(lang, "reach", grade=reached.grade.name)
    if reached.repairs is not None:
        yield label, _by(lang, unit, reached, places)
        return
    free = reach(rules, unit._replace(vetoes=()), [*found, *marks], run.as_of) if unit.vetoes else None
    if free is None or free.repairs is None:
        yield label, say(lang, "reach.none")
        return
    ids = say(lang, "separator").join(each.item.id for each in unit.vetoes)
    key = "reach.vetoed" if free.repairs else "reach.vetoed.now"
    yield label, say(lang, key, ids=ids, score=write_places(free.score or 0, places), grade=free.grade.name)


def _by(lang: Lang, unit: UnitResult, reached: Reach, places: int) -> str:
    """The repairs: what is mended in each, the tables to be handed in together, what others have to mark."""
    handed_in = dict[str, list[Choice]]()
    parts, marked = [], list[Choice]()
    for repair, option in reached.repairs or ():
        names = table_names(lang, absent(repair.result, unit))
        if repair.result.cause == "no_mark":
            marked.append((repair, option))
        elif names and all(each.cause == "no_evidence" for each in option.findings):
            handed_in.setdefault(names, []).append((repair, option))
        else:
            parts.append(_item(lang, repair, option, places))
    score = write_places(reached.score or 0, places)
    if marked and not parts and not handed_in and not reached.vetoes:
        return _together(lang, "reach.waits", marked, places, score=score)
    parts += [_together(lang, "reach.tables", same, places, tables=names) for names, same in handed_in.items()]
    parts += [_together(lang, "reach.marks", marked, places)] if marked else []
    parts += [say(lang, "reach.veto", id=each.item.id, title=each.item.title) for each in reached.vetoes]
    return say(lang, "reach.by", parts=say(lang, "semicolon").join(parts), score=score)


def _item(lang: Lang, repair: Repair, option: Option, places: int) -> str:
    subjects = say(lang, "separator").join(each.subject for each in option.findings if each.subject)
    title = f"{repair.result.item.id} {repair.result.item.title}"
    named = say(lang, "paren", text=subjects) if subjects else ""
    return say(lang, "reach.item", item=title, subjects=named, points=write_places(_gain(repair, option), places))


def _together(lang: Lang, key: str, choices: Sequence[Choice], places: int, **values: str) -> str:
    """Several items by their ids, with what they bring together."""
    ids = [repair.result.item.id for repair, _ in choices]
    more = say(lang, "found.more", count=len(ids)) if len(ids) > MOST_ITEMS else ""
    points = sum(_gain(repair, option) for repair, option in choices)
    items = say(lang, "separator").join(ids[:MOST_ITEMS]) + more
    return say(lang, key, items=items, points=write_places(points, places), **values)


def _gain(repair: Repair, option: Option) -> int:
    return option.points - repair.result.points
