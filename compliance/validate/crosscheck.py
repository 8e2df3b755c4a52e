"""What schemas cannot see: ids, references, points that add up, bands without a gap, markings that fit their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from compliance.checks import Check, Composite
from compliance.checks import fragment as kind_fragment
from compliance.markings import Marking
from compliance.markings import fragment as marking_fragment
from compliance.markings.deduct import Deduct
from compliance.markings.scale import Scale
from compliance.markings.tiers import Tiers
from compliance.model import Group, Item, RuleSet, Source
from compliance.validate.schema import AT, Reader, nearest
from compliance.values import write_decimal

Where: TypeAlias = dict[str, list[tuple[Reader, dict[str, Any], Any]]]
"""By item id, and by `group <id>`: the reader, the data as read, and what was built of it, for each time the id is used."""

UNREADABLE = Check()
"""Stands for a check or marking in which faults were found already."""

_CITED = re.compile(r"[；;]")


def cross_check(
    rule_set: RuleSet,
    head: dict[str, Any],
    reader: Reader,
    where: Where,
    used: set[str],
    *,
    is_whole: bool,
    is_clean: bool,
    with_doubts: bool,
) -> None:
    """Report all faults and remarks to the readers. is_whole: every item and group is there; is_clean: and in order so far."""
    _ids(where)
    for item in rule_set.lines():
        owner, data = _use(where, item)
        _item(rule_set, item, owner, data, is_whole=is_whole)
    _scored_items(rule_set, where)
    _head(rule_set, head, reader)
    if is_whole:
        _references(rule_set, head, reader, where)
        _recommendations(rule_set, head, reader, where)
        _points(rule_set, head, reader, where)
    if is_clean:
        _unused(rule_set, head, reader, used)
    if is_clean and with_doubts:
        from compliance.validate.doubtful import remark  # for authors only, and it loads the comparison of rule sets

        owners = {key: (uses[0][0], uses[0][1]) for key, uses in where.items()}
        remark(rule_set, head, reader, owners, _cited(rule_set))


def _use(where: Where, item: Item) -> tuple[Reader, dict[str, Any]]:
    """The reader of an item and the data it was built of."""
    return next((reader, data) for reader, data, built in where[item.id] if built is item)


def _ids(where: Where) -> None:
    for key, uses in where.items():
        first = uses[0]
        for reader, data, _ in uses[1:]:
            other = str(first[0].document.place(first[1][AT]))
            reader.report("R003", data[AT], id=key.removeprefix("group "), other=other)


def _item(rule_set: RuleSet, item: Item, reader: Reader, data: dict[str, Any], *, is_whole: bool) -> None:
    at, label = data[AT], item.id
    if item.check is not UNREADABLE:
        _fits(item, reader, data)
        for word in [*item.check.faults(), *_terms_missing(rule_set, item.check)]:
            reader.report("R006", reader.key(at, "check", "检查"), item=f"{label} ", reason=word)
    if item.basis:
        _sources(rule_set, item, reader, data)
    for each in item.applies_to:
        if each not in rule_set.applies_to:
            _unknown(reader, reader.key(at, "applies_to", "适用"), "@class", each, rule_set.applies_to)
    for each in item.already_counted if is_whole else ():
        known = tuple(other.id for other in rule_set.lines() if _may_share(item, other))
        if each not in known:
            _unknown(reader, reader.key(at, "already_counted", "不重复扣"), "@item", each, known)


def _may_share(item: Item, other: Item) -> bool:
    """Whether both check the same tables, as far as that can be read."""
    if UNREADABLE in (item.check, other.check):
        return other.id != item.id
    return other.check.tables == item.check.tables and other.id != item.id


def _terms_missing(rule_set: RuleSet, check: Check) -> list[str]:
    """Whether a check counts by terms that the rule set does not have."""
    if isinstance(check, Composite):
        return [word for part in check.parts for word in _terms_missing(rule_set, part.check)]
    return ["@needs_terms"] if getattr(check, "every", None) == "term" and not rule_set.terms else []


def _fits(item: Item, reader: Reader, data: dict[str, Any]) -> None:
    """Whether the marking can serve the kind, and stays within the item's points."""
    at = reader.key(data[AT], "marking", "计分")
    marking = item.marking
    kind = kind_fragment(_stem(item.check))["title"]
    named = {"item": f"{item.id} ", "marking": marking_fragment(_stem(marking))["title"], "kind": kind}
    reasons = {
        "excess": "@no_excess",
        "actual": "@no_actual",
        "target": "@no_target",
        "mark": "@only_judged",
        "amount": "@no_amount",
        "blank": "@no_blank",
    }
    for need in sorted(marking.needs() - item.check.measures):
        reader.report("R005", at, **named, reason=reasons[need])
    for word in marking.faults():
        reader.report("R005", at, **named, reason=word)
    if isinstance(marking, Tiers):
        minima = [tier.min for tier in marking.tiers]
        if any(one <= two for one, two in zip(minima, minima[1:], strict=False)):
            reader.report("R008", at, item=item.id)
    if isinstance(marking, (Tiers, Scale)) and marking.most(item.points) > item.points:
        reader.report(
            "R009", at, item=item.id, expected=write_decimal(item.points), found=write_decimal(marking.most(item.points))
        )


def _scored_items(rule_set: RuleSet, where: Where) -> None:
    """What only items that count towards the total must have."""
    for item in rule_set.root.items():
        reader, data = _use(where, item)
        if not item.basis:
            reader.report("R004", data[AT], item=item.id)
        if not item.informational and not reader.is_written(data[AT], "points", "分值"):
            names = (("points", "分值"),)
            reader.report("S001", data[AT], where=item.id, key_="分值", allowed=names)
    for item, is_capped in _floors(rule_set.root, capped=False):
        if isinstance(item.marking, Deduct):
            word = {("group", False): "@no_group_cap", ("none", True): "@group_cap"}.get((item.marking.floor, is_capped))
            if word:
                reader, data = _use(where, item)
                kind, title = kind_fragment(_stem(item.check))["title"], marking_fragment("deduct")["title"]
                reader.report("R005", data[AT], item=f"{item.id} ", marking=title, kind=kind, reason=word)


def _floors(group: Group, *, capped: bool) -> Iterator[tuple[Item, bool]]:
    is_capped = capped or group.cap_at_group
    for member in group.members:
        if isinstance(member, Group):
            yield from _floors(member, capped=is_capped)
        else:
            yield member, is_capped


def _sources(rule_set: RuleSet, item: Item, reader: Reader, data: dict[str, Any]) -> None:
    known = tuple(each.id for each in rule_set.sources)
    for name in _names(item.basis):
        if name not in known:
            path = reader.key(data[AT], "basis", "依据")
            names = tuple((each, each) for each in known)
            reader.report("R007", path, found=name, allowed=names, near=nearest(name, names))


def _names(basis: str) -> list[str]:
    """The sources that a basis names."""
    return [each.split()[0] for each in _CITED.split(basis) if each.strip()]


def _cited(rule_set: RuleSet) -> set[str]:
    """The sources that items, or advice, name as their basis."""
    bases = [*(each.basis for each in rule_set.lines()), *(each.basis for each in rule_set.recommendations)]
    return {name for basis in bases for name in _names(basis)}


def _head(rule_set: RuleSet, head: dict[str, Any], reader: Reader) -> None:
    if rule_set.start > rule_set.end:
        reader.report("R012", head["period"][AT], start=rule_set.start.isoformat(), end=rule_set.end.isoformat())
    scoring, bonus = rule_set.scoring, rule_set.scoring.bonus
    if bonus is not None and bonus.gate is not None and bonus.gate >= scoring.full_marks:
        found, full = write_decimal(bonus.gate), write_decimal(scoring.full_marks)
        reader.report("R013", head["scoring"]["bonus"][AT], found=found, expected=full)
    _bands(rule_set, head, reader)
    for source in rule_set.sources:
        _in_force(rule_set, source, head, reader)


def _in_force(rule_set: RuleSet, source: Source, head: dict[str, Any], reader: Reader) -> None:
    """Whether a source is in force on some day of the assessed period, as far as the register knows."""
    at = (*head["sources"][AT], source.id)
    given: dict[str, Any] = {
        "id": source.id,
        "title": source.title,
        "start": rule_set.start.isoformat(),
        "end": rule_set.end.isoformat(),
    }
    if source.repealed is not None and source.repealed <= rule_set.start:
        successor = f"《{source.replaced_by}》" if source.replaced_by else "@no_successor"
        reader.report("R015", at, **given, day=source.repealed.isoformat(), successor=successor)
    if source.effective is not None and source.effective > rule_set.end:
        reader.report("R016", at, **given, day=source.effective.isoformat())


def _references(rule_set: RuleSet, head: dict[str, Any], reader: Reader, where: Where) -> None:
    items = tuple(item.id for item in rule_set.root.items())
    for each in rule_set.ranking.ties:
        if each not in items:
            _unknown(reader, head["ranking"][AT], "@item", each, items)
    names = tuple(grade.name for grade in rule_set.grades)
    full = rule_set.scoring.full_marks
    for veto in rule_set.vetoes:
        owner, data = _use(where, veto.item)
        if veto.effect.grade and veto.effect.grade not in names:
            _unknown(owner, data["effect"][AT], "@grade", veto.effect.grade, names)
        if veto.effect.score > full:
            found, expected = write_decimal(veto.effect.score), write_decimal(full)
            owner.report(
                "R018", owner.key(data["effect"][AT], "score", "得分"), item=veto.item.id, found=found, expected=expected
            )


def _bands(rule_set: RuleSet, head: dict[str, Any], reader: Reader) -> None:
    minima = [grade.min for grade in rule_set.grades]
    highest = rule_set.scoring.full_marks + (rule_set.scoring.bonus.cap if rule_set.scoring.bonus else 0)
    reasons = {
        "@lowest_zero": bool(minima) and minima[-1] != 0,
        "@falling": any(one <= two for one, two in zip(minima, minima[1:], strict=False)),
        "@above_full": bool(minima) and minima[0] > highest,
        "@same_name": len({grade.name for grade in rule_set.grades}) < len(minima),
    }
    for reason, is_so in reasons.items():
        if is_so:
            reader.report("R011", reader.key((), "grades", "等次"), key=True, reason=reason)


def _recommendations(rule_set: RuleSet, head: dict[str, Any], reader: Reader, where: Where) -> None:
    known = {
        "@grade": tuple(grade.name for grade in rule_set.grades),
        "@item": tuple(item.id for item in rule_set.root.items()),
        "@veto": tuple(veto.item.id for veto in rule_set.vetoes),
    }
    for data in head.get("recommendations", ()):
        when = data.get("when", {})
        for what, name in (("@grade", "grade"), ("@item", "items"), ("@veto", "vetoes")):
            for each in when.get(name, ()):
                if each not in known[what] and not (what == "@veto" and each in where):  # its effect may be unreadable
                    _unknown(reader, when[AT], what, each, known[what])


def _points(rule_set: RuleSet, head: dict[str, Any], reader: Reader, where: Where) -> None:
    for group in rule_set.root.groups():
        owner, data, _ = where[f"group {group.id}"][0]
        if "points" in data and data["points"] != group.points and all(_has_points(group, where)):
            _sum_differs(owner, owner.key(data[AT], "points", "分值"), group, data["points"])
    full = rule_set.scoring.full_marks
    if rule_set.root.total == "sum" and rule_set.root.points != full and all(_has_points(rule_set.root, where)):
        at = head["scoring"][AT]
        _sum_differs(reader, reader.key(at, "full_marks", "满分"), rule_set.root, full)


def _has_points(group: Group, where: Where) -> Iterator[bool]:
    """Whether the points of each item below can be read."""
    return ("points" in _use(where, item)[1] or item.informational for item in group.items())


def _sum_differs(reader: Reader, path: tuple[Any, ...], group: Group, declared: int) -> None:
    parts = " ".join(f"{each.id}={write_decimal(each.points)}" for each in group.members)
    label = f"“{group.title}”" if group.id else "@full_marks"
    reader.report("R010", path, where=label, declared=write_decimal(declared), found=write_decimal(group.points), parts=parts)


def _unused(rule_set: RuleSet, head: dict[str, Any], reader: Reader, used: set[str]) -> None:
    for name, _ in rule_set.lists:
        if name not in used:
            reader.report("R014", (*head["lists"][AT], name), key=True, found=name)


def _unknown(reader: Reader, path: tuple[Any, ...], what: str, found: str, known: tuple[str, ...]) -> None:
    names = tuple((each, each) for each in known)
    reader.report("R002", path, what=what, found=found, allowed=names, near=nearest(found, names))


def _stem(thing: Marking | Any) -> str:
    return type(thing).__module__.rpartition(".")[2]
