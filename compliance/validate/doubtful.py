"""What a rule set may say and hardly means: remarks on items that double one another, on what cannot be reached, on idle keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias

from compliance.checks import Check
from compliance.checks.absent import Absent
from compliance.checks.deadline import Deadline
from compliance.checks.elements import Elements
from compliance.checks.fresh import Fresh
from compliance.checks.judged import Judged
from compliance.checks.listed import Listed
from compliance.checks.notice import Notice
from compliance.checks.ratio import Ratio
from compliance.checks.response import Response
from compliance.checks.staged import Staged
from compliance.comparison.directions import is_narrower
from compliance.model import EVERYTHING, MICRO, Condition, Item, RowCount, RuleSet, Test
from compliance.validate.schema import AT, Reader
from compliance.values import write_decimal

Owners: TypeAlias = dict[str, tuple[Reader, dict[str, Any]]]
"""By item id: the reader, and the data as read."""

Subject: TypeAlias = tuple[str, tuple[str, ...], tuple[object, ...], str]
"""Kind, tables, the columns that matter, and the entry, if it is one."""

WHOLE = 100 * MICRO
ROWS = (Absent, Deadline, Notice, Response, Staged)
"""Kinds whose faults are rows; the same dates of the same row are the same fault."""
DATES = ("from_", "to", "column")


def remark(rule_set: RuleSet, head: dict[str, Any], reader: Reader, owners: Owners, cited: set[str]) -> None:
    """Report all remarks. cited: the sources that something names as its basis."""
    for item in rule_set.root.items():
        owner, data = owners[item.id]
        if isinstance(item.check, Ratio) and _is_beyond(item.check):
            at = owner.key(data["check"].path, "target", "目标")
            owner.report("R023", at, item=item.id, found=f"{write_decimal(item.check.target)}%")
        _policies(rule_set, item, owner, data)
    _twice(rule_set, owners)
    _scored_vetoes(rule_set, owners)
    known = {each.id for each in rule_set.sources}
    is_sound = cited <= known and all(each.basis for each in rule_set.root.items())
    for source in rule_set.sources:
        if is_sound and source.id not in cited:
            reader.report("R014", (*head["sources"][AT], source.id), key=True, found=source.id)


def _is_beyond(check: Ratio) -> bool:
    """Whether the target lies above the whole although the numerator is provably a part of the denominator."""
    part, whole = check.numerator, check.denominator
    if check.target <= WHOLE or not isinstance(part, RowCount) or not isinstance(whole, RowCount):
        return False
    is_same = part.table == whole.table and part.column is None and whole.column is None
    return is_same and is_narrower(whole.where, part.where)


def _policies(rule_set: RuleSet, item: Item, owner: Reader, data: dict[str, Any]) -> None:
    """Nothing to judge is called not applicable, and then costs all points."""
    is_zero = rule_set.scoring.not_applicable == "zero"
    if is_zero and not item.informational and not isinstance(item.check, Judged) and item.check.policy == "not_applicable":
        owner.report("R024", owner.key(data[AT], "check", "检查"), item=item.id)


def _twice(rule_set: RuleSet, owners: Owners) -> None:
    """Items that take points for the same fault, and do not say that it counts once."""
    order = [each for each in rule_set.root.items() if not each.informational]
    alike: dict[Subject, list[int]] = defaultdict(list)
    for place, item in enumerate(order):
        for subject in _subjects(item.check):
            alike[subject].append(place)
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for subject, places in alike.items():
        for pair in _covered(order, places) if len(places) > 1 else ():
            shared[pair].append(subject[-1])
    for (first, second), entries in sorted(shared.items()):
        one, other = order[first], order[second]
        if not _excuses(one, other) and _meet(rule_set, one, other) and _on_same_channel(one.check, other.check):
            owner, data = owners[other.id]
            named = "、".join(filter(None, entries))
            owner.report(
                "R026", owner.key(data[AT], "id", "编号"), item=other.id, other=one.id, same=f"（{named}）" if named else ""
            )


def _subjects(check: Check) -> Iterator[Subject]:
    """What may be at fault, so that equal ones are the same fault where the conditions meet: rows by their dates, or entries."""
    kind, tables = type(check).__name__, check.tables
    if isinstance(check, ROWS):
        yield kind, tables, tuple(getattr(check, name, None) for name in DATES), ""
    elif isinstance(check, Elements):
        yield from ((kind, tables, (check.column, check.each_row), entry) for entry in check.elements)
    elif isinstance(check, (Listed, Fresh)):
        yield from ((kind, tables, (check.column,), entry) for entry in check.list)


def _covered(items: list[Item], places: list[int]) -> set[tuple[int, int]]:
    """The pairs of which one sees every row that the other sees; conditions are looked up by a test that both must have."""
    broad: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place in places:
        for handle in _handles(_where(items[place]).tests[:1], all_values=True):
            broad[handle].append(place)
    found = set()
    for place in places:
        where = _where(items[place])
        for handle in {(), *_handles(where.tests, all_values=False)}:
            for other in broad[handle]:
                if other != place and is_narrower(_where(items[other]), where):
                    found.add((min(place, other), max(place, other)))
    return found


def _where(item: Item) -> Condition:
    found: Condition = getattr(item.check, "where", EVERYTHING)
    return found


def _handles(tests: tuple[Test, ...], *, all_values: bool) -> Iterator[tuple[object, ...]]:
    """The column of a test with its values, or one of them; with its operator where the values need not be equal."""
    if not tests:
        yield ()
    for test in tests:
        if test.operator == "is":
            yield from ((test.column, value) for value in (test.values if all_values else test.values[:1]))
        else:
            yield test.column, test.operator


def _excuses(one: Item, other: Item) -> bool:
    return one.id in other.already_counted or other.id in one.already_counted


def _meet(rule_set: RuleSet, one: Item, other: Item) -> bool:
    """Whether both items apply to some unit, as far as that can be seen."""
    classes = [set(each.applies_to or rule_set.applies_to) for each in (one, other)]
    conditions = {one.applies_if, other.applies_if} - {EVERYTHING}
    return bool(classes[0] & classes[1]) and len(conditions) < 2


def _on_same_channel(one: Check, other: Check) -> bool:
    channels = [set(getattr(each, "channels", ())) for each in (one, other)]
    return not all(channels) or bool(channels[0] & channels[1])


def _scored_vetoes(rule_set: RuleSet, owners: Owners) -> None:
    """A veto on the very check that already costs points."""
    for veto in rule_set.vetoes:
        for item in rule_set.root.items():
            if veto.at_least == 1 and not item.informational and item.check == veto.item.check:
                owner, data = owners[veto.item.id]
                owner.report("R025", owner.key(data[AT], "id", "编号"), item=veto.item.id, other=item.id)
