"""What differs between two rule sets, in words: for `rules lint` and `rules show` of overlays, and for `rules diff`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.checks import Check
from compliance.comparison import Change
from compliance.markings import Marking
from compliance.model import Condition, Effect, Item, Period, Ranking, Recommendation, RuleSet
from compliance.report.view import described
from compliance.report.view.screen import effect
from compliance.tables import schema
from compliance.values import write_decimal
from compliance.words import Lang, say


def tailoring(lang: Lang, base: RuleSet, changes: Sequence[Change]) -> Iterator[str]:
    """What an overlay does to its base: a line that counts, then what it tightens. What it loosens is a remark with its reason."""
    tighter = [each for each in changes if each.effect == "tighter"]
    looser = sum(each.needs_reason for each in changes)
    yield say(lang, "tailoring.sum" if looser else "tailoring.strict", base=base.key, tighter=len(tighter), looser=looser)
    for each in tighter:
        yield say(lang, "tailoring.tighter", change=sentence(lang, each))


def sentence(lang: Lang, change: Change) -> str:
    """“3.1 不超过：20个工作日 → 15个工作日”, “增加否决项 V3 …”."""
    if not change.path:
        found = change.before if change.after is None else change.after
        verb = "left_out" if change.after is None else "added"
        return say(lang, f"change.{verb}.{change.where}", id=change.id, title=found.title, points=write_decimal(found.points))
    before, after = sides(lang, change)
    return say(lang, "change.of", where=change.id, key=label(lang, change), before=before, after=after).strip()


def label(lang: Lang, change: Change) -> str:
    """The key that differs."""
    if lang != "zh":
        return ".".join(change.path)
    if change.prop is None:
        return str(schema("schemas/ruleset.schema.json")["$defs"]["item"]["properties"][change.path[-1]]["title"])
    return str(change.prop["title"])


def sides(lang: Lang, change: Change) -> tuple[str, str]:
    """Both values; amounts as parts of what the whole is worth, where that differs."""
    one, other = (_value(lang, each, change) for each in (change.before, change.after))
    if change.worth is not None:
        one, other = (f"{text}/{write_decimal(worth)}" for text, worth in zip((one, other), change.worth, strict=True))
    unset = say(lang, "change.unset")
    return one or unset, other or unset


def _value(lang: Lang, value: Any, change: Change) -> str:
    if value is None or value in ((), Condition()):
        return ""
    if isinstance(value, Check):
        return described.check(lang, value)
    if isinstance(value, Marking):
        return described.marking(lang, value)
    if isinstance(value, Effect):
        return effect(lang, value, 2)
    if isinstance(value, Ranking):
        return say(lang, "separator").join(value.ties)
    if isinstance(value, Item):
        return value.title
    if isinstance(value, tuple) and value and isinstance(value[0], (Recommendation, Period)):
        return say(lang, "semicolon").join(each.advice if isinstance(each, Recommendation) else each.name for each in value)
    return described.worded(lang, value, change.prop, change.table)
