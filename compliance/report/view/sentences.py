"""What a finding and an item say, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment import Finding, ItemResult, UnitResult
from compliance.checks import Check, Composite
from compliance.checks.agrees import Agrees
from compliance.checks.any_of import AnyOf
from compliance.checks.judged import Judged
from compliance.checks.notice import Notice
from compliance.checks.ordered import Ordered
from compliance.checks.present import Present
from compliance.checks.ratio import Ratio
from compliance.checks.sum import Sum
from compliance.checks.text import Text
from compliance.hints import LACKING
from compliance.model import State
from compliance.report.view import described
from compliance.report.view.amounts import excess, own_points, percent
from compliance.report.view.lacking import because, names, part_of, wanted
from compliance.report.view.sides import agreeing, difference
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

WHEN_MET = {  # sums and agreements: see `sides`
    "listed": "item.all",
    "elements": "item.all",
    "present": "item.there",
    "deadline": "item.in_time",
    "response": "item.in_time",
    "ratio": "item.reached",
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
    if is_unclaimed(result, unit):
        return say(lang, "item.unclaimed")
    if result.veto is not None and result.state is State.PASS:
        return say(lang, "veto.below", count=result.faults, at_least=result.veto.at_least)
    return _faults(lang, result, unit, most)


def _faults(lang: Lang, result: ItemResult, unit: UnitResult, most: int) -> str:
    """The findings of an item, those that say the same together."""
    if all(each.cause == "no_evidence" for each in result.findings):
        return say(lang, "item.no_evidence", tables=table_names(lang, absent(result, unit)))
    missing = [each for each in result.findings if _is_entry_missing(each, result)]
    parts = _joined(lang, missing, result, most)
    rest = [each for each in result.findings if each not in missing]
    found = dict[str, list[Finding]]()
    for each in rest:
        found.setdefault(situation(lang, each, result), []).append(each)
    for said, same in found.items():
        several = len(same) > 1 and all(each.row for each in same)
        parts += (
            [say(lang, "found.several", subjects=names(lang, subjects(same), most), said=said)]
            if several
            else [sentence(lang, each, result) for each in same[:most]]
        )
    more = say(lang, "found.more", count=len(parts)) if len(parts) > most else ""
    return say(lang, "comma").join(parts[:most]) + more


def subjects(found: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(each.subject for each in found)


def is_unclaimed(result: ItemResult, unit: UnitResult) -> bool:
    """A bonus that nobody claims: it is neither met nor missed."""
    return any(result is each for each in unit.bonuses) and not result.points and result.state is State.FAIL


def sign(result: ItemResult, unit: UnitResult) -> str:
    return SIGNS[State.INFORMATIONAL if is_unclaimed(result, unit) else result.state]


def sentence(lang: Lang, found: Finding, result: ItemResult) -> str:
    """One finding."""
    said = _of_kind(lang, found, result) or _of_cause(lang, found, result)
    why = because(lang, found, result) if found.cause in LACKING else ""
    return said + (say(lang, "paren", text=why) if why else "")


def situation(lang: Lang, found: Finding, result: ItemResult) -> str:
    """A finding without its subject; of what occurred, when and what was noted."""
    if isinstance(result.item.check, Composite) and found.subject:
        return _reason(lang, found, result)
    if found.cause == "occurred" and found.row:
        told = [str(each) for each in (found.row.get("date"), found.row.get("note")) if each]
        return say(lang, "comma").join(told) or say(lang, "cause.occurred")
    if _is_entry_missing(found, result):
        why = because(lang, found, result)
        return say(lang, "cause.missing") + (say(lang, "paren", text=why) if why else "")
    return sentence(lang, found, result).removeprefix(found.subject).removeprefix(say(lang, "colon")).strip()


def headline(lang: Lang, found: Finding, result: ItemResult) -> str:
    """A finding with what its row is about: “G6 招生结果 超期 5 个工作日”."""
    text, name = sentence(lang, found, result), named(found)
    return text if not found.row or name in text else text.replace(found.subject, name, 1)


def _of_kind(lang: Lang, found: Finding, result: ItemResult) -> str:
    """What only this kind of check says; empty where the cause says it all."""
    check, subject = result.item.check, found.subject
    if isinstance(check, Composite):
        return _part(lang, found, result)
    if found.cause == "missing" and isinstance(check, Ordered):
        blank = [described.column(lang, check.table, each) for each in check.date if found.row and found.row.get(each) is None]
        key = "found.missing_dates" if blank and not check.steps else "found.missing_date"
        return say(lang, key, subject=subject, dates=say(lang, "separator").join(blank))
    if found.cause == "missing" and isinstance(check, Present):
        return say(lang, "found.missing", subjects=wanted(lang, check))
    if found.cause == "differs":
        return difference(lang, found, check) if isinstance(check, (Sum, Agrees)) else ""
    if found.cause == "occurred" and isinstance(check, Text):
        line, _, text = (found.actual or "").partition(": ")
        return say(lang, "found.occurred.text", subject=subject, line=line, text=text)
    if found.cause == "empty":
        return (
            say(lang, "found.empty.ratio") if isinstance(check, Ratio) else say(lang, "found.empty", subject=wanted(lang, check))
        )
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
        actual, limit = percent(found.actual, found.limit), percent(found.limit)
    is_dated = found.cause == "not_due" and bool(limit) and found.excess_unit != "row"
    until = say(lang, "found.not_due.until", limit=limit) if is_dated else ""
    about = str(found.row.get("kind") or found.row.get("topic") or "")
    when = say(lang, "paren", text=found.row["date"]) if found.row.get("date") else ""
    why = because(lang, found, result) if found.cause == "cannot_tell" else ""
    if why:
        return f"{subject} {why}".strip()
    subjects = f"{subject} " if found.cause == "cannot_tell" and subject else subject
    return say(
        lang, key, subject=subject, subjects=subjects, actual=actual, limit=limit, until=until, about=about, when=when,
        excess=excess(lang, found.excess, found.excess_unit),
    ).strip()  # fmt: skip


def named(found: Finding) -> str:
    """The subject with what the row is about: “G6 招生结果”."""
    about = found.row.get("topic") or found.row.get("stage") or found.row.get("kind") or ""
    return f"{found.subject} {about}".strip()


def table_names(lang: Lang, names: Sequence[str]) -> str:
    return say(lang, "separator").join(tables()[each].label if lang == "zh" else each for each in names)


def absent(result: ItemResult, unit: UnitResult) -> list[str]:
    """The tables of the item, or of its parts, that the unit did not hand in."""
    return [each for each in all_tables(result.item.check) if each in unit.absent]


def all_tables(check: Check) -> tuple[str, ...]:
    """The tables that a check and its parts read."""
    parts = check.parts if isinstance(check, Composite) else ()
    return tuple(dict.fromkeys((*check.tables, *(table for each in parts for table in all_tables(each.check)))))


def _is_entry_missing(found: Finding, result: ItemResult) -> bool:
    return found.cause == "missing" and not isinstance(result.item.check, (Ordered, Composite, Present))


def _part(lang: Lang, found: Finding, result: ItemResult) -> str:
    """A part of a composite by its name, or the whole where it is judged as one."""
    if found.state is not State.FAIL or found.subject:
        reason = _reason(lang, found, result)
        return say(lang, "found.part", subject=found.subject, reason=reason) if found.subject else reason
    return say(lang, "found.whole" if isinstance(result.item.check, AnyOf) else "found.negated")


def _reason(lang: Lang, found: Finding, result: ItemResult) -> str:
    """Why a part is not met: the rows that it lacks by their kind, the tables by their names."""
    check = part_of(found, result)
    if found.cause == "no_evidence" and not isinstance(check, Composite):
        return say(lang, "item.no_evidence", tables=table_names(lang, check.tables))
    if found.cause == "missing" and isinstance(check, Present):
        return say(lang, "found.missing", subjects=wanted(lang, check))
    if found.cause == "empty" and not isinstance(check, Ratio) and wanted(lang, check):
        return say(lang, "found.empty", subject=wanted(lang, check))
    return (because(lang, found, result) if found.cause == "cannot_tell" else "") or say(lang, f"cause.{found.cause}")


def _joined(lang: Lang, found: list[Finding], result: ItemResult, most: int) -> list[str]:
    """“缺A、B、C 等 7 处”, each with why it does not count where rows of it are there."""
    if not found:
        return []
    said = []
    for each in found[:most]:
        why = because(lang, each, result)
        said.append(each.subject + (say(lang, "paren", text=why) if why else ""))
    more = say(lang, "found.more", count=len(found)) if len(found) > most else ""
    return [say(lang, "found.missing", subjects=say(lang, "separator").join(said)) + more]


def _met(lang: Lang, result: ItemResult) -> str:
    kind = type(result.item.check).__module__.rpartition(".")[2]
    if isinstance(result.item.check, Judged):
        marked = write_decimal(own_points(result))
        return say(lang, "item.marked_points", points=marked) if result.waiver is None else say(lang, "item.has_mark")
    if result.subjects == 0 and result.state is State.PASS and result.item.check.policy == "full" and kind != "absent":
        return say(lang, "item.full")
    if isinstance(result.item.check, (Sum, Agrees)):
        return agreeing(lang, result, result.item.check)
    actual, limit = ("" if each is None else write_decimal(each) for each in (result.actual, result.target))
    if isinstance(result.item.check, Ratio):
        actual, limit = percent(actual), percent(limit)
    return say(lang, WHEN_MET[kind], count=result.subjects, actual=actual, limit=limit)
