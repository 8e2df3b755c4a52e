"""What a finding and an item say, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment import Finding, ItemResult, UnitResult
from compliance.checks import Composite
from compliance.checks.agrees import Agrees
from compliance.checks.any_of import AnyOf
from compliance.checks.judged import Judged
from compliance.checks.notice import Notice
from compliance.checks.ordered import Ordered
from compliance.checks.ratio import Ratio
from compliance.checks.text import Text
from compliance.model import Members, State
from compliance.report.view.amounts import excess, percent
from compliance.tables import tables
from compliance.values import write_decimal
from compliance.words import WORDS, Lang, say

MOST = 4
"""Findings named in a table cell before “等 N 处”."""

SIGNS = {
    State.PASS: "√",
    State.PARTIAL: "△",
    State.FAIL: "×",
    State.NOT_APPLICABLE: "—",
    State.NOT_CHECKED: "○",
    State.UNKNOWN: "○",
    State.ERROR: "!",
    State.INFORMATIONAL: "·",
}

WHEN_MET = {
    "listed": "item.all",
    "elements": "item.all",
    "present": "item.there",
    "deadline": "item.in_time",
    "response": "item.in_time",
    "ratio": "item.reached",
    "sum": "item.equal",
    "agrees": "item.equal",
    "ordered": "item.in_order",
    "absent": "item.never",
    "text": "item.text_fine",
    "periodic": "item.periods",
    "count": "item.counted",
    "fresh": "item.fresh",
    "staged": "item.in_time",
    "notice": "item.shown",
    "figure": "item.in_band",
    "all_of": "item.parts",
    "any_of": "item.met",
    "not": "item.never",
}


def note(lang: Lang, result: ItemResult, unit: UnitResult, *, most: int = MOST) -> str:
    """What there is to say of an item: its waiver, its faults, why it is open or left out, or that all is in order."""
    told = _judged(lang, result, unit, most)
    if result.waiver is None:
        return told
    return say(lang, "waiver.note", id=result.waiver.id, effect=say(lang, f"waiver.{result.waiver.effect}")) + told


def _judged(lang: Lang, result: ItemResult, unit: UnitResult, most: int) -> str:
    if result.cause in ("no_evidence", "class", "trait", "no_rows", "already_counted") and not result.findings:
        return say(lang, f"item.{result.cause}", tables=table_names(lang, absent(result, unit)), **{"class": unit.unit_class})
    if result.state is State.ERROR:
        return say(lang, "item.error")
    if result.state is State.NOT_APPLICABLE and not result.findings:
        return say(lang, "not_applicable")
    if not result.findings:
        return _met(lang, result)
    missing = [each for each in result.findings if _is_entry_missing(each, result)]
    unclear = [each for each in result.findings if each.cause == "cannot_tell"]
    parts = _joined(lang, "found.missing", missing, most) + _joined(lang, "found.cannot_tell", unclear, most)
    rest = [each for each in result.findings if each not in missing and each not in unclear]
    parts += [sentence(lang, each, result) for each in rest[:most]]
    text = say(lang, "comma").join(parts)
    return text + (say(lang, "found.more", count=len(rest)) if len(rest) > most else "")


def sentence(lang: Lang, found: Finding, result: ItemResult) -> str:
    """One finding."""
    return _of_kind(lang, found, result) or _of_cause(lang, found, result)


def _of_kind(lang: Lang, found: Finding, result: ItemResult) -> str:
    """What only this kind of check says; empty where the cause says it all."""
    check, subject = result.item.check, found.subject
    if isinstance(check, Composite):
        return _part(lang, found, result)
    if found.cause == "missing" and isinstance(check, Ordered):
        return say(lang, "found.missing_date", subject=subject)
    if found.cause == "differs":
        return _difference(lang, found, result)
    if found.cause == "occurred" and isinstance(check, Text):
        line, _, text = (found.actual or "").partition(": ")
        return say(lang, "found.occurred.text", subject=subject, line=line, text=text)
    if found.cause == "empty" and isinstance(check, Ratio):
        return say(lang, "found.empty.ratio")
    return ""


def _of_cause(lang: Lang, found: Finding, result: ItemResult) -> str:
    key, subject = f"found.{found.cause}", found.subject
    if found.cause == "short":
        key = "found.short.notice" if isinstance(result.item.check, Notice) else key
        subject = f"{subject} " if subject and key == "found.short" else subject
    if found.excess is None and f"{key}.unmeasured" in WORDS:
        return say(lang, f"{key}.unmeasured", subject=subject)
    actual, limit = found.actual or "", found.limit or ""
    if isinstance(result.item.check, Ratio):
        actual, limit = percent(found.actual), percent(found.limit)
    is_dated = found.cause == "not_due" and bool(limit) and found.excess_unit != "row"
    until = say(lang, "found.not_due.until", limit=limit) if is_dated else ""
    about = str(found.row.get("kind") or found.row.get("topic") or "")
    subjects = f"{subject} " if found.cause == "cannot_tell" and subject else subject
    return say(
        lang, key, subject=subject, subjects=subjects, actual=actual, limit=limit, until=until, about=about,
        excess=excess(lang, found.excess, found.excess_unit),
    ).strip()  # fmt: skip


def named(found: Finding) -> str:
    """The subject with what the row is about: “G6 招生结果”."""
    about = found.row.get("topic") or found.row.get("stage") or found.row.get("kind") or ""
    return f"{found.subject} {about}".strip()


def table_names(lang: Lang, names: Sequence[str]) -> str:
    return say(lang, "separator").join(tables()[each].label if lang == "zh" else each for each in names)


def absent(result: ItemResult, unit: UnitResult) -> list[str]:
    """The tables of the item that the unit did not hand in."""
    return [each for each in result.item.check.tables if each in unit.absent]


def _is_entry_missing(found: Finding, result: ItemResult) -> bool:
    return found.cause == "missing" and not isinstance(result.item.check, (Ordered, Composite))


def _part(lang: Lang, found: Finding, result: ItemResult) -> str:
    """A part of a composite by its name, or the whole where it is judged as one."""
    if found.state is not State.FAIL or found.subject:
        reason = say(lang, f"cause.{found.cause}")
        return say(lang, "found.part", subject=found.subject, reason=reason) if found.subject else reason
    return say(lang, "found.whole" if isinstance(result.item.check, AnyOf) else "found.negated")


def _joined(lang: Lang, key: str, found: list[Finding], most: int) -> list[str]:
    """“缺A、B、C 等 7 处”."""
    if not found:
        return []
    names = say(lang, "separator").join(filter(None, (each.subject for each in found[:most])))
    text = say(lang, key, subjects=f"{names} " if key.endswith("tell") and names else names)
    return [text + (say(lang, "found.more", count=len(found)) if len(found) > most else "")]


def _difference(lang: Lang, found: Finding, result: ItemResult) -> str:
    check = result.item.check
    if isinstance(check, Agrees) and isinstance(check.left, Members):
        return say(lang, "found.only_right" if found.actual is None else "found.only_left", subject=found.subject)
    subject = f"{found.subject} " if found.subject else ""
    over = "" if found.excess is None else write_decimal(found.excess)
    return say(lang, "found.differs", subject=subject, actual=found.actual, limit=found.limit, excess=over)


def _met(lang: Lang, result: ItemResult) -> str:
    kind = type(result.item.check).__module__.rpartition(".")[2]
    if isinstance(result.item.check, Judged):
        return say(lang, "item.marked_points", points=write_decimal(result.points))
    if result.subjects == 0 and result.state is State.PASS and result.item.check.policy == "full" and kind != "absent":
        return say(lang, "item.full")
    sign = "%" if isinstance(result.item.check, Ratio) else ""
    actual = "" if result.actual is None else f"{write_decimal(result.actual)}{sign}"
    limit = "" if result.target is None else f"{write_decimal(result.target)}{sign}"
    return say(lang, WHEN_MET[kind], count=result.subjects, actual=actual, limit=limit)
