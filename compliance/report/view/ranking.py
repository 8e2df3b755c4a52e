"""Who stands where: one table a class, the quotas in its head, and what a person still has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from compliance.assessment import Assessment, Standing
from compliance.model import Grade
from compliance.report.parts import Cell, Column, Row, Table
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say

HEADS = ("rank.rank", "fact.code", "title", "rank.score", "grade", "rank.placed", "rank.missing", "note")


def ranking(lang: Lang, run: Assessment, standings: Sequence[Standing]) -> Iterator[Table]:
    """One table a class."""
    places = run.rule_set.scoring.places
    right = ("rank.rank", "rank.score", "rank.missing")
    columns = tuple(Column(say(lang, each), 0, "right" if each in right else "left") for each in HEADS)
    for name, units in groupby(standings, key=lambda each: each.unit_class):
        rows = list(units)
        ranked = sum(each.score is not None for each in rows)
        quotas = "".join(_quota(lang, each, ranked) for each in run.rule_set.grades if each.quota is not None and ranked > 1)
        title = say(lang, "rank.head", count=len(rows), quotas=quotas, **{"class": name})
        yield Table(title, "", columns, tuple(_row(lang, each, places) for each in rows))


def tie_rule(lang: Lang, run: Assessment) -> str:
    """How equal scores are told apart."""
    ties = run.rule_set.ranking.ties
    return say(lang, "rank.ties", items=say(lang, "separator").join(ties)) if ties else say(lang, "rank.no_ties")


def _quota(lang: Lang, grade: Grade, ranked: int) -> str:
    share = f"{write_decimal(grade.quota or 0)}%"
    rounding = say(lang, f"rank.{grade.quota_rounding}")
    return say(lang, "rank.quota", grade=grade.name, share=share, rounding=rounding, places=grade.admits(ranked))


def _row(lang: Lang, each: Standing, places: int) -> Row:
    cells = (
        "" if each.rank is None else str(each.rank),
        each.code,
        each.name,
        "" if each.score is None else write_places(each.score, places),
        each.grade.name if each.grade else "",
        each.placed.name if each.placed else "",
        "" if each.missing is None else write_places(each.missing, places),
        say(lang, "semicolon").join(_remarks(lang, each, places)),
    )
    return Row(tuple(Cell(text) for text in cells))


def _remarks(lang: Lang, each: Standing, places: int) -> Iterator[str]:
    if each.score is None:
        yield say(lang, "rank.none")
        return
    if each.possible is not None and each.possible != each.score:
        interval = f"{write_places(each.score, places)}–{write_places(each.possible, places)}"
        yield say(lang, "rank.open", interval=interval)
    if each.rank is None:
        yield say(lang, "rank.alone")
    if each.is_tied:
        yield say(lang, "rank.tied")
    elif each.is_cut:
        yield say(lang, "rank.cut")
