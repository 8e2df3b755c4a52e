"""Rule sets: documents in, a RuleSet out, or every fault that keeps it from meaning what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Several
from typing import Any

from compliance.errors import InvalidInput, Problem
from compliance.markings.all_or_nothing import AllOrNothing
from compliance.model import (
    MICRO,
    Bonus,
    Effect,
    Grade,
    Group,
    Item,
    Period,
    Ranking,
    Recommendation,
    RuleSet,
    Scoring,
    Source,
    State,
    Trigger,
    Veto,
)
from compliance.source import Document, Mapping, Sequence
from compliance.tables import schema, tables
from compliance.validate.checks import Checks
from compliance.validate.crosscheck import UNREADABLE, Where, cross_check
from compliance.validate.schema import AT, Raw, Reader, nearest, part
from compliance.validate.sources import Register
from compliance.validate.terms import Lists, Terms, report_twice
from compliance.values import read_texts

TERM = ("name", "from", "to")


def read_rule_set(
    documents: Several[Document], register: Register | None = None, *, with_doubts: bool = True, is_whole: bool = True
) -> tuple[RuleSet, tuple[Problem, ...]]:
    """The rule set and the remarks on it, from its head and its further files in name order. Raises InvalidInput.

    register: laws and documents by the short names under which `依据` may cite them. with_doubts: also what its author should see.
    is_whole: no file of it is missing here.
    """
    readers = [Reader(each) for each in documents]
    head = readers[0].read(Raw(documents[0].root, ()), schema("schemas/ruleset.schema.json"))
    section = part("ruleset.schema.json", "section")
    rest = [each.read(Raw(each.document.root, ()), section) for each in readers[1:]]
    _policy(readers[0], head.get("scoring", {}))
    lists = _lists(readers[0])
    builders = [_Builder(reader, lists) for reader in readers]
    where: Where = {}
    parts = list(zip(builders, [head, *rest], strict=True))
    members = [each for builder, data in parts for each in builder.members(data, where, capped=False)]
    bonuses = [each for builder, data in parts for each in builder.items(data.get("bonuses", ()), where, capped=False)]
    vetoes = [each for builder, data in parts for each in builder.vetoes(data.get("vetoes", ()), where)]
    digest = hashlib.sha256("".join(each.sha256 for each in documents).encode()).hexdigest()
    is_whole &= not any(builder.has_lost for builder in builders)
    built = None
    if _has_all(head, schema("schemas/ruleset.schema.json")["required"]) and _has_all(head["scoring"], ("full_marks",)):
        built = _rule_set(head, tuple(members), tuple(bonuses), tuple(vetoes), lists, digest, register or {})
        used = {name for builder in builders for name in builder.terms.used}
        is_clean = is_whole and not any(reader.errors for reader in readers)
        cross_check(built, head, readers[0], where, used, is_whole=is_whole, is_clean=is_clean, with_doubts=with_doubts)
    problems = tuple(each for reader in readers for each in reader.problems)
    if built is None or any(each.severity == "error" for each in problems):
        raise InvalidInput(problems)
    return built, problems


class _Builder:
    """Builds the items and groups of one document."""

    def __init__(self, reader: Reader, lists: Lists) -> None:
        self.reader = reader
        self.terms = Terms(reader, lists)
        self.checks = Checks(reader, self.terms)
        self.has_lost = False  # an item or group without an id or a title

    def members(self, data: dict[str, Any], where: Where, *, capped: bool) -> Iterator[Item | Group]:
        yield from self.items(data.get("items", ()), where, capped=capped)
        for each in data.get("groups", ()):
            if _has_all(each, ("id", "title")):
                yield self._group(each, where, capped=capped)
            else:
                self.has_lost = True

    def items(self, data: Iterable[dict[str, Any]], where: Where, *, capped: bool) -> Iterator[Item]:
        for each in data:
            item = self._item(each, where, capped=capped)
            if item is not None:
                yield item

    def vetoes(self, data: Iterable[dict[str, Any]], where: Where) -> Iterator[Veto]:
        for each in data:
            item = self._item(each, where, capped=False)
            effect = _effect(each.get("effect", {}))
            if item is not None and effect is not None:
                yield Veto(item, effect, each.get("at_least", 1))

    def _group(self, data: dict[str, Any], where: Where, *, capped: bool) -> Group:
        is_capped = data.get("cap_at_group", False)
        group = Group(
            data["id"],
            data["title"],
            tuple(self.members(data, where, capped=capped or is_capped)),
            data.get("weight", MICRO),
            data.get("total", "sum"),
            is_capped,
        )
        where.setdefault(f"group {group.id}", []).append((self.reader, data, group))
        return group

    def _item(self, data: dict[str, Any], where: Where, *, capped: bool) -> Item | None:
        """The item, also where its check or marking cannot be read: what else is wrong with it can be told all the same."""
        check = self.checks.check(data.get("check"))
        marking = self.checks.marking(data.get("marking"), check, is_capped=capped)
        condition = self.terms.condition(data.get("applies_if"), tables()["units"])
        if not _has_all(data, ("id", "title")):
            self.has_lost = True
            return None
        is_informational = data.get("informational", False)
        item = Item(
            data["id"],
            data["title"],
            0 if is_informational else data.get("points", 0),
            UNREADABLE if check is None or marking is None else check,
            marking or AllOrNothing(),
            data.get("basis", ""),
            data.get("method", ""),
            data.get("remedy", ""),
            data.get("provenance", ""),
            data.get("applies_to", ()),
            condition,
            is_informational,
            data.get("already_counted", ()),
        )
        where.setdefault(item.id, []).append((self.reader, data, item))
        return item


def _rule_set(
    head: dict[str, Any],
    members: tuple[Item | Group, ...],
    bonuses: tuple[Item, ...],
    vetoes: tuple[Veto, ...],
    lists: Lists,
    digest: str,
    register: Register,
) -> RuleSet:
    scoring = head["scoring"]
    return RuleSet(
        head["id"],
        head["version"],
        head["status"],
        head["title"],
        head["applies_to"],
        head["period"]["from"],
        head["period"]["to"],
        tuple(_source(key, title, register) for key, title in head["sources"].items() if key != AT),
        _scoring(scoring),
        Group("", head["title"], members, MICRO, scoring.get("total", "sum")),
        bonuses,
        vetoes,
        tuple(
            Grade(each["name"], each["min"], each.get("quota"), each.get("quota_rounding", "down"))
            for each in head["grades"]
            if _has_all(each, ("name", "min"))
        ),
        Ranking(head.get("ranking", {}).get("ties", ())),
        tuple(lists.items()),
        tuple(_recommendation(each) for each in head.get("recommendations", ()) if _is_whole(each)),
        tuple(Period(each["name"], each["from"], each["to"]) for each in head.get("terms", ()) if _has_all(each, TERM)),
        digest,
    )


def _source(key: str, written: str, register: Register) -> Source:
    """A source under its id in the rule set: written out, or by its name in the register."""
    known = register.get(written)
    return Source(key, written) if known is None else known._replace(id=key)


def _scoring(data: dict[str, Any]) -> Scoring:
    bonus = data.get("bonus")
    policy = data.get("not_applicable", {})
    return Scoring(
        data["full_marks"],
        data.get("places", 2),
        policy.get("policy", "rescale"),
        policy.get("over", "total"),
        Bonus(bonus["cap"], bonus.get("gate")) if bonus else None,
    )


def _policy(reader: Reader, scoring: dict[str, Any]) -> None:
    """Replace the raw policy for items that do not apply by {policy, over}: it may be written as one word."""
    raw = scoring.get("not_applicable")
    if raw is None:
        return
    fragment = part("ruleset.schema.json", "policy")
    if isinstance(raw.node, Mapping):
        scoring["not_applicable"] = reader.read(raw, fragment)
        return
    names = tuple((each["const"], each["title"]) for each in fragment["properties"]["policy"]["oneOf"])
    known = {word: pair[0] for pair in names for word in pair}
    written = raw.node if isinstance(raw.node, str) else "…"
    if written not in known:
        reader.report("S004", raw.path, key_=str(raw.path[-1]), found=written, allowed=names, near=nearest(written, names))
    scoring["not_applicable"] = {"policy": known.get(written, "rescale")}


def _recommendation(data: dict[str, Any]) -> Recommendation:
    when = data["when"]
    score = when.get("score", {})
    trigger = Trigger(
        when.get("grade", ()),
        score.get("at_least"),
        score.get("below"),
        when.get("items", ()),
        tuple(State(each) for each in when.get("states", ())),
        when.get("vetoes", ()),
        when.get("rank", {}).get("at_most"),
    )
    return Recommendation(trigger, data["advice"], data["use"], data["basis"], data["decided_by"], data.get("rectify_within"))


def _is_whole(data: dict[str, Any]) -> bool:
    return _has_all(data, ("when", "advice", "use", "basis", "decided_by"))


def _lists(reader: Reader) -> Lists:
    """The named lists of the head, whatever else may be wrong in it; what one has twice is told where it is written."""
    root = reader.document.root
    if not isinstance(root, Mapping):
        return {}
    path = reader.key((), "lists", "清单")
    written = root.get(str(path[0]))
    if not isinstance(written, Mapping):
        return {}
    for name, node in written.items():
        if isinstance(node, Sequence):
            report_twice(reader, (*path, name), node)
    return {name: tuple(_entries(node)) for name, node in written.items()}


def _entries(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield from read_texts(node)
    elif isinstance(node, Sequence):
        yield from (each for each in node if isinstance(each, str))


def _effect(data: dict[str, Any]) -> Effect | None:
    if data.get("stop"):
        return Effect("stop")
    if "score" in data:
        return Effect("score", score=data["score"])
    if "grade" in data:
        return Effect("grade", grade=data["grade"])
    return Effect("grade_at_most", grade=data["grade_at_most"]) if "grade_at_most" in data else None


def _has_all(data: dict[str, Any], names: Iterable[str]) -> bool:
    return all(name in data for name in names)
