"""Where the points of one item went: clause, rule with its figures, each finding with its rows and its days counted out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from compliance.assessment import Assessment, Finding, ItemResult, UnitResult
from compliance.behind import Behind, Inner
from compliance.checks import Check, Composite
from compliance.checks.agrees import Agrees
from compliance.checks.sum import Sum
from compliance.corrections import corrections
from compliance.hints import figure_name
from compliance.model import State
from compliance.report.view import by_rows, by_unit, described
from compliance.report.view.formula import formula
from compliance.report.view.groups import Same, groups
from compliance.report.view.lacking import names
from compliance.report.view.marks import marks
from compliance.report.view.screen import score_text
from compliance.report.view.sentences import SIGNS, headline, note, sign, table_names
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say

MOST_COUNTED = 3
"""Findings alike that are each counted out; of more, the first."""

MOST_NAMED = 40

Told = tuple[Callable[..., Iterator[str]], Callable[..., Iterator[str]]]

MOST_CHANGES = 4
"""Changes named where any of several would do."""

KINDS: dict[str, Told] = {
    "deadline": (by_rows.late, by_rows.in_time),
    "staged": (by_rows.late, by_rows.in_time),
    "response": (by_rows.answered_late, by_rows.answered),
    "notice": (by_rows.not_shown, by_rows.shown),
    "fresh": (by_rows.stale, by_rows.fresh),
    "ordered": (by_rows.out_of_order, by_rows.in_order),
    "absent": (by_rows.incident, by_rows.nothing),
    "listed": (by_unit.missing_entry, by_unit.listed),
    "present": (by_unit.lacking, by_unit.present),
    "elements": (by_unit.silent, by_unit.elements),
    "periodic": (by_unit.silent, by_unit.in_periods),
    "count": (by_unit.silent, by_unit.in_periods),
    "ratio": (by_unit.answers, by_unit.ratio),
    "figure": (by_unit.answers, by_unit.figure),
    "sum": (by_unit.answers, by_unit.equations),
    "agrees": (by_unit.answers, by_unit.agrees),
    "text": (by_unit.silent, by_unit.texts),
}
"""By kind: what stands behind a finding, and what stands behind all that is met or is judged as a whole."""


def explain(lang: Lang, run: Assessment, unit: UnitResult, result: ItemResult) -> Iterator[str]:
    """The lines of the explanation."""
    behind = Behind(run, unit.code)
    yield from _head(lang, run, unit, result)
    if result.findings:
        yield ""
    if isinstance(result.item.check, Composite):
        yield from _parts(lang, behind, result.item.check, result)
    else:
        for same in groups(lang, result, result.findings):
            yield from _same(lang, behind, result, same)
        yield from _rest(lang, behind, result)
    if result.faults and isinstance(result.item.check, (Sum, Agrees)):
        yield from _corrections(lang, behind, result)
    yield from marks(lang, behind, result)
    yield ""
    places = run.rule_set.scoring.places
    for line in formula(lang, result, places):
        yield f"{say(lang, 'formula')}  {line}"
    yield f"{say(lang, 'total')} {score_text(unit, places)}"


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


def _head(lang: Lang, run: Assessment, unit: UnitResult, result: ItemResult) -> Iterator[str]:
    """The item with its points, the clause with every source that it cites, the check, the rule, the result."""
    places, item = run.rule_set.scoring.places, result.item
    points = ""
    if item.points:
        points = say(lang, "explain.points", max=write_decimal(item.points), points=write_places(result.points, places))
        if result.possible > result.points:
            points += say(lang, "explain.possible", possible=write_places(result.possible, places))
    word = (
        f"veto.is.{result.state.value}"
        if result.veto is not None and result.state in (State.PASS, State.FAIL)
        else result.state.value
    )
    yield f"{item.id} {item.title}   {sign(result, unit)} {say(lang, word)}   {points}".rstrip()
    yield f"{unit.code} {unit.name}   {run.rule_set.key}   {say(lang, 'as_of', as_of=run.as_of.isoformat())}"
    yield ""
    rows = [("explain.basis", item.basis)]
    rows += [("", f"{each.id} {each.title}") for each in run.rule_set.sources if _cites(item.basis, each.id)]
    rows += [("explain.check", _check(lang, item.check))]
    if result.veto is None:
        rows += [("explain.marking", described.marking(lang, item.marking))]
    rows += [("explain.result", note(lang, result, unit, most=6))]
    for key, text in rows:
        if text:
            yield f"{say(lang, key)}  {text}" if key else f"      {text}"


def _corrections(lang: Lang, behind: Behind, result: ItemResult) -> Iterator[str]:
    """The smallest corrections that settle equations of this item."""
    for each in corrections(behind):
        if result.item.id in dict(each.items):
            told = [
                say(
                    lang,
                    "correction.change",
                    name=figure_name(change.figure),
                    before=write_decimal(change.before),
                    after=write_decimal(change.after),
                )
                for change in each.changes[:MOST_CHANGES]
            ]
            key = "correction.one" if len(each.changes) == 1 else "correction.some"
            settled = say(lang, "separator").join(say(lang, "correction.equations", id=id_, count=n) for id_, n in each.items)
            yield say(lang, key, changes=say(lang, "semicolon").join(told), items=settled)


def _check(lang: Lang, check: Check) -> str:
    """The check with its keys; of a composite the names of its parts, which are told one by one below."""
    if not isinstance(check, Composite):
        return described.check(lang, check)
    titles = say(lang, "separator").join(each.title for each in check.parts)
    return say(lang, "explain.entry", entry=described.kind(lang, check), rows=titles)


def _cites(basis: str, source: str) -> bool:
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(source)}(?![A-Za-z0-9])", basis) is not None


def _same(lang: Lang, behind: Behind, result: ItemResult, same: Same) -> Iterator[str]:
    """Findings alike: the head, what stands behind them, what to do, where they are."""
    first, many = same.findings[0], len(same.findings)
    places = behind.run.rule_set.scoring.places
    is_below = result.veto is not None and result.state is State.PASS
    mark = "·" if is_below else SIGNS[State.NOT_CHECKED] if same.state is not State.FAIL else "!"
    if many == 1:
        head = headline(lang, first, result)
        lost = say(lang, "explain.lost", points=write_places(first.lost, places)) if first.lost else ""
    else:
        head = say(lang, "problem.several", names=names(lang, same.objects, MOST_NAMED), count=many, said=same.said)
        lost = say(lang, "explain.each", points=write_places(first.lost, places)) if first.lost else ""
    yield f"{mark} {head}   {lost}".rstrip()
    shown = same.findings if many <= MOST_COUNTED else same.findings[:1]
    for found in shown:
        yield from _behind_finding(lang, behind, result.item.check, found, is_one=many == 1)
    if not is_below:
        yield f"    {say(lang, 'mend')}{say(lang, 'colon')}{same.remedy}"
    located = _places(same.findings)
    if located:
        yield f"    {say(lang, 'explain.evidence')}{say(lang, 'colon')}{located}"


def _behind_finding(lang: Lang, behind: Behind, check: Check, found: Finding, *, is_one: bool) -> Iterator[str]:
    lines = list(_told(check)[0](lang, behind, check, found))
    title = found.row.get("title") or found.row.get("subject")
    if title and is_one:
        yield f"    {title}"
    prefix = "" if is_one or not lines else f"{found.subject} "
    for place, line in enumerate(lines):
        yield f"    {prefix if place == 0 else ''}{line}"


def _rest(lang: Lang, behind: Behind, result: ItemResult) -> Iterator[str]:
    """What is met, where the item was judged at all."""
    if result.cause in ("no_evidence", "class", "trait", "no_rows") and not result.findings:
        return
    faulty = frozenset(each.subject for each in result.findings)
    rows = [each.subject.partition("/")[0] for each in result.findings if each.row]
    yield from _told(result.item.check)[1](lang, behind, result.item.check, faulty | frozenset(rows))


def _told(check: Any) -> Told:
    return KINDS.get(type(check).__module__.rpartition(".")[2], (by_unit.silent, by_unit.silent))


def _places(found: Sequence[Finding]) -> str:
    """Where the rows are: “evidence.yaml:16:5”, of several the file once and their lines."""
    places = [each.place for each in found if each.place is not None]
    if len(places) < 2:
        return str(places[0]) if places else ""
    return f"{places[0].file}:{','.join(_runs([each.line for each in places]))}"


def _runs(lines: Sequence[int]) -> Iterator[str]:
    """16, 17, 18, 20 as 16-18, 20."""
    start = last = None
    for line in [*lines, None]:
        if start is not None and line is not None and last is not None and line == last + 1:
            last = line
            continue
        if start is not None:
            yield f"{start}-{last}" if last != start else f"{start}"
        start = last = line


def _parts(lang: Lang, behind: Behind, check: Composite, result: ItemResult, margin: str = "") -> Iterator[str]:
    """Each part with its state and what stands behind it."""
    for inner in behind.parts(check, result):
        state = say(lang, "explain.part", sign=SIGNS[inner.state], title=inner.part.title, state=say(lang, inner.state.value))
        yield f"{margin}{state}　{described.check(lang, inner.part.check)}"
        for line in _of_part(lang, behind, inner, result):
            yield f"{margin}    {line}"


def _of_part(lang: Lang, behind: Behind, inner: Inner, result: ItemResult) -> Iterator[str]:
    check = inner.part.check
    if inner.cause == "no_evidence":
        yield say(lang, "item.no_evidence", tables=table_names(lang, check.tables))
    elif isinstance(check, Composite):
        yield from _parts(lang, behind, check, result)
    elif inner.state is not State.NOT_APPLICABLE:
        own = result._replace(item=result.item._replace(check=check), findings=inner.findings)
        for same in groups(lang, own, inner.findings):
            yield from _same(lang, behind, own, same)
        yield from _rest(lang, behind, own)
    else:
        yield say(lang, "item.no_rows")
