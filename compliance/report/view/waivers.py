"""Waivers and what units asked to be spared, in words: both scores, every term, what has run out."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.assessment import Assessment, UnitResult
from compliance.model import Waiver
from compliance.values import write_places
from compliance.words import Lang, say


def waivers(lang: Lang, run: Assessment, unit: UnitResult) -> Iterator[tuple[str, str]]:
    """Label and text: what the total is without waivers, each waiver with its term, each exemption asked for."""
    plain, places = unit.unwaived, run.rule_set.scoring.places
    if plain is not None:
        score = "" if plain.score is None else write_places(plain.score, places)
        if plain.possible not in (None, plain.score):
            score = f"{score}–{write_places(plain.possible or 0, places)}"
        grade = plain.grade.name if plain.grade else say(lang, "none")
        yield say(lang, "waiver"), say(lang, "waiver.without", score=score, grade=grade)
    for each in unit.waivers:
        yield say(lang, "waiver"), _one(lang, run, each)
    for asked in unit.exemptions:
        key = "exemption.granted" if asked.is_granted else "exemption.asked"
        yield say(lang, "exemption"), say(lang, key, item=asked.item, reason=asked.reason or say(lang, "exemption.no_reason"))


def _one(lang: Lang, run: Assessment, each: Waiver) -> str:
    status = each.status(run.as_of)
    effect = say(lang, f"waiver.{each.effect}") if status == "in_force" else say(lang, f"waiver.{status}")
    since = "" if each.since is None else say(lang, "waiver.since", day=each.since.isoformat())
    return say(
        lang,
        "waiver.one",
        id=each.id,
        item=each.item,
        effect=effect,
        since=since,
        until=each.until.isoformat(),
        reason=each.reason,
        by=each.by,
    )
