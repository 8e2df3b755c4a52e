"""Where the points of one item went: clause, rule with its figures, each finding, the working days counted out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from compliance.assessment import Assessment, Finding, ItemResult, UnitResult
from compliance.model import State
from compliance.report.view import described
from compliance.report.view.amounts import loss
from compliance.report.view.mending import remedy
from compliance.report.view.remedies import deadline_working
from compliance.report.view.screen import OPEN, score_text
from compliance.report.view.sentences import SIGNS, named, note, sentence
from compliance.report.view.working import naive
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say
from compliance.workdays import calendar


def explain(lang: Lang, run: Assessment, unit: UnitResult, result: ItemResult) -> Iterator[str]:
    """The lines of the explanation."""
    places, item = run.rule_set.scoring.places, result.item
    points = say(lang, "explain.points", max=write_decimal(item.points), points=write_places(result.points, places))
    if result.possible > result.points:
        points += say(lang, "explain.possible", possible=write_places(result.possible, places))
    yield f"{item.id} {item.title}   {SIGNS[result.state]} {say(lang, result.state.value)}   {points}"
    yield f"{unit.code} {unit.name}   {run.rule_set.key}   {say(lang, 'as_of', as_of=run.as_of.isoformat())}"
    yield ""
    sources = {each.id: each.title for each in run.rule_set.sources}
    rows = [(say(lang, "explain.basis"), f"{item.basis}　{sources.get(item.basis.split(' ')[0], '')}".strip("　"))]
    rows.append((say(lang, "explain.check"), described.check(lang, item.check)))
    rows.append((say(lang, "explain.marking"), described.marking(lang, item.marking)))
    rows.append((say(lang, "explain.result"), note(lang, result, unit, most=99)))
    for label, text in rows:
        if text:
            yield f"{label}  {text}"
    if result.findings:
        yield ""
    for found in result.findings:
        yield from _finding(lang, run, found, result)
    fine = result.subjects - len(result.findings)
    if result.findings and fine > 0:
        yield say(lang, "explain.fine", count=fine)
    yield from _sum(lang, run, unit, result)


def what_if(
    lang: Lang, run: Assessment, cells: Sequence[str], before: tuple[UnitResult, ItemResult], after: tuple[UnitResult, ItemResult]
) -> Iterator[str]:
    """What the supposed cells change: the item, the total, the grade."""
    places = run.rule_set.scoring.places
    yield say(lang, "what_if", cells=say(lang, "semicolon").join(cells))
    one, other = (write_places(each[1].points, places) for each in (before, after))
    yield f"    {after[1].item.id} {after[1].item.title}  {one} → {other}"
    one, other = (score_text(each[0], places) for each in (before, after))
    yield f"    {say(lang, 'total')}  {one} → {other}"
    one, other = (each[0].grade.name if each[0].grade else say(lang, "none") for each in (before, after))
    yield f"    {say(lang, 'grade')}  {one} → {other}"


def _finding(lang: Lang, run: Assessment, found: Finding, result: ItemResult) -> Iterator[str]:
    places = run.rule_set.scoring.places
    lost = f"   {say(lang, 'explain.lost', points=write_places(found.lost, places))}" if found.lost else ""
    sign = "!" if found.state is State.FAIL else "○"
    text = sentence(lang, found, result)
    head = text.replace(found.subject, named(found), 1) if found.row else text
    yield f"{sign} {head}{lost}"
    working = deadline_working(lang, found, result)
    if working:
        yield f"    {working}"
        wrong = _naive(found, result)
        if wrong is not None:
            yield f"    {say(lang, 'explain.naive', naive=wrong.isoformat())}"
    title = found.row.get("title") or found.row.get("subject")
    if title:
        yield f"    {title}"
    yield f"    {say(lang, 'mend')}{say(lang, 'colon')}{remedy(lang, found, result)}"
    if found.place is not None:
        yield f"    {say(lang, 'explain.evidence')}{say(lang, 'colon')}{found.place}"


def _naive(found: Finding, result: ItemResult) -> date | None:
    """The last day by Monday-to-Friday counting, where it is another."""
    start = found.row.get(getattr(result.item.check, "from_", None) or "")
    if found.excess_unit != "workday" or start is None or not found.limit or not calendar().covers(start):
        return None
    due = date.fromisoformat(found.limit)
    wrong = naive(start, calendar().between(start, due))
    return wrong if wrong != due else None


def _sum(lang: Lang, run: Assessment, unit: UnitResult, result: ItemResult) -> Iterator[str]:
    """The total of this item's losses, and what the open ones could still bring."""
    places = run.rule_set.scoring.places
    losses = [each.lost for each in result.findings if each.lost]
    if losses and result.state not in OPEN:
        terms = " + ".join(write_places(each, places) for each in losses)
        full, left = write_decimal(result.max), write_places(result.points, places)
        yield ""
        yield f"{full} - ({terms}) = {left}" if len(losses) > 1 else f"{full} - {terms} = {left}"
    elif result.max - result.points and result.state not in OPEN:
        yield ""
        yield f"{say(lang, 'lost')} {loss(result.max - result.points, places)}".replace("\u2212", "-")
    yield f"{say(lang, 'total')} {score_text(unit, places)}"
