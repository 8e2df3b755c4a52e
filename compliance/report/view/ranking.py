"""Who stands where: one table a class, the quotas in its head, and what a person still has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from compliance.assessment import Assessment, Standing
from compliance.model import Grade, in_force
from compliance.report.parts import Cell, Column, Row, Table
from compliance.report.view.screen import effect
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say

PLACED = "rank.placed"
HEADS = ("rank.rank", "due.unit", "rank.score", "grade", PLACED, "rank.missing", "note")
RIGHT = ("rank.rank", "rank.score", "rank.missing")


def ranking(lang: Lang, run: Assessment, standings: Sequence[Standing]) -> Iterator[Table]:
    """One table a class; what the quotas leave has a column where a quota is declared."""
    places = run.rule_set.scoring.places
    has_quota = any(each.quota is not None for each in run.rule_set.grades)
    heads = [each for each in HEADS if has_quota or each != PLACED]
    columns = tuple(Column(say(lang, each), 0, "right" if each in RIGHT else "left") for each in heads)
    waived: dict[str, list[str]] = {}
    for waiver in in_force(run.waivers, run.as_of):
        waived.setdefault(waiver.unit, []).append(waiver.item)
    for name, units in groupby(standings, key=lambda each: each.unit_class):
        rows = list(units)
        ranked = sum(each.score is not None for each in rows)
        quotas = "".join(_quota(lang, each, ranked) for each in run.rule_set.grades if each.quota is not None and ranked > 1)
        title = say(lang, "rank.head", count=len(rows), quotas=quotas, **{"class": name})
        yield Table(title, "", columns, tuple(_row(lang, each, places, heads, waived.get(each.code, ())) for each in rows))


def tie_rule(lang: Lang, run: Assessment) -> str:
    """How equal scores are told apart."""
    ties = run.rule_set.ranking.ties
    return say(lang, "rank.ties", items=say(lang, "separator").join(ties)) if ties else say(lang, "rank.no_ties")


def _quota(lang: Lang, grade: Grade, ranked: int) -> str:
    share = f"{write_decimal(grade.quota or 0)}%"
    rounding = say(lang, f"rank.{grade.quota_rounding}")
    return say(lang, "rank.quota", grade=grade.name, share=share, rounding=rounding, places=grade.admits(ranked))


def _row(lang: Lang, each: Standing, places: int, heads: Sequence[str], waived: Sequence[str]) -> Row:
    cells = {
        "rank.rank": "" if each.rank is None else str(each.rank),
        "due.unit": f"{each.code} {each.name}",
        "rank.score": "" if each.score is None else write_places(each.score, places),
        "grade": _grade(lang, each),
        PLACED: each.placed.name if each.placed else "",
        "rank.missing": "" if each.missing is None or each.is_unseen else write_places(each.missing, places),
        "note": say(lang, "semicolon").join(_remarks(lang, each, places, waived)),
    }
    return Row(tuple(Cell(cells[head]) for head in heads))


def _grade(lang: Lang, each: Standing) -> str:
    if each.grade is None:
        return ""
    if each.is_unseen:
        return say(lang, "rank.uncertain")
    return each.grade.name if each.grade_certain else say(lang, "rank.grade_open", grade=each.grade.name)


def _remarks(lang: Lang, each: Standing, places: int, waived: Sequence[str]) -> Iterator[str]:
    if each.score is None:
        yield say(lang, "rank.none")
        return
    if waived:
        yield say(lang, "rank.waived", items=say(lang, "separator").join(waived))
    if each.is_unseen:
        yield say(lang, "rank.silent" if each.is_silent else "rank.unseen")
    if each.possible is not None and each.possible != each.score:
        interval = f"{write_places(each.score, places)}–{write_places(each.possible, places)}"
        yield say(lang, "rank.open", interval=interval)
    for veto in each.vetoes:
        yield say(lang, "rank.veto", id=veto.item.id, effect=effect(lang, veto.effect, places))
    if each.rank is None:
        yield say(lang, "rank.alone")
    if each.is_tied:
        yield say(lang, "rank.tied")
    elif each.is_cut:
        yield say(lang, "rank.cut")
