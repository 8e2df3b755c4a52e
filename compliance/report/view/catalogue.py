"""Rule sets and kinds as people look them up: lists, one item in full, the keys of kinds and markings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from compliance import checks, markings
from compliance.code_words import WORDS as CODE_WORDS
from compliance.comparison import Change
from compliance.model import EVERYTHING, Group, Item, RuleSet
from compliance.report.view import described
from compliance.report.view.burden import burden as asked_of
from compliance.report.view.changes import sentence
from compliance.report.view.sentences import all_tables, table_names
from compliance.tables import resolved
from compliance.values import write_decimal
from compliance.words import Lang, say


def items(lang: Lang, rules: RuleSet, changes: Sequence[Change] | None = None) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of a rule set's table of items; for an overlay, which lines it adds or changes."""
    heads = [say(lang, each) for each in ("id", "item", "max", "basis", "explain.check", "explain.marking")]
    rows = [list(row) for row in _members(lang, rules.root)]
    rows += [_item(lang, item) for item in rules.bonuses]
    rows += [_item(lang, veto.item) for veto in rules.vetoes]
    if changes is None:
        return heads, rows
    kinds = {
        each.id: say(lang, "tailoring.changed" if each.path else "tailoring.added")
        for each in changes
        if each.after and each.where != "head"
    }
    return [*heads, say(lang, "tailoring.own")], [[*row, kinds.get(row[0], "")] for row in rows]


def head(lang: Lang, rules: RuleSet, base: RuleSet | None = None) -> Iterator[str]:
    """What a rule set says of itself."""
    yield f"{rules.key}  {rules.title}"
    if base is not None:
        yield f"{say(lang, 'tailoring.base')}  {base.key}"
    period = say(lang, "to", start=rules.start.isoformat(), end=rules.end.isoformat())
    yield f"{say(lang, 'fact.period')}  {period}"
    yield f"{say(lang, 'class')}  {say(lang, 'separator').join(rules.applies_to)}"
    grades = say(lang, "separator").join(f"{each.name} ≥ {write_decimal(each.min)}" for each in rules.grades)
    yield f"{say(lang, 'grade')}  {grades}"
    for source in rules.sources:
        yield f"{source.id}  {source.title}"


def item(lang: Lang, rules: RuleSet, found: Item, changes: Sequence[Change] = ()) -> Iterator[str]:
    """One item in full, with what an overlay changed in it."""
    points = f"   {say(lang, 'max')} {write_decimal(found.points)}" if found.points else ""
    yield f"{found.id} {found.title}{points}"
    sources = {each.id: each.title for each in rules.sources}
    rows = [
        ("explain.basis", f"{found.basis}　{sources.get(found.basis.split(' ')[0], '')}".strip("　")),
        ("method", found.method),
        ("explain.check", described.check(lang, found.check)),
        ("explain.marking", described.marking(lang, found.marking)),
        ("explain.evidence", table_names(lang, found.check.tables)),
        ("class", say(lang, "separator").join(found.applies_to)),
        ("applies_if", "" if found.applies_if == EVERYTHING else described.condition(lang, found.applies_if, "units")),
        ("remedy.label", found.remedy),
        ("provenance", say(lang, f"provenance.{found.provenance}") if found.provenance else ""),
    ]
    for key, text in rows:
        if text:
            yield f"{say(lang, key)}  {text}"
    for change in changes:
        if change.where != "head" and change.id == found.id:
            yield f"{say(lang, 'tailoring.own')}  {sentence(lang, change)}"


def lint(lang: Lang, rules: RuleSet) -> Iterator[str]:
    """What was looked at and found in order."""
    count = sum(1 for each in rules.root.items() if not each.informational)
    counts = {"count": count, "points": write_decimal(rules.scoring.full_marks)}
    yield say(lang, "lint.items", **counts, bonuses=len(rules.bonuses), vetoes=len(rules.vetoes))
    yield say(lang, "lint.basis")
    yield say(lang, "lint.grades", grades=" ".join(f"{each.name} ≥ {write_decimal(each.min)}" for each in rules.grades))
    asked = dict.fromkeys(table for each in rules.lines() for table in all_tables(each.check))
    yield say(lang, "lint.asked", tables=table_names(lang, list(asked)))


def burden(lang: Lang, rules: RuleSet, before: RuleSet | None) -> Iterator[str]:
    """What is asked of a unit of each class, and what the older rule set asked of it."""
    for name in rules.applies_to:
        text = say(lang, "lint.burden", **asdict(asked_of(rules, name)), **{"class": name})
        if before is not None and name in before.applies_to:
            text += say(lang, "lint.burden.than", **asdict(asked_of(before, name)))
        yield text


def kinds(lang: Lang, name: str | None) -> Iterator[str]:
    """All kinds and markings in a line each, or one of them with its keys. Nothing where there is no such name."""
    families: Sequence[tuple[str, Any, dict[str, str]]] = (
        ("kinds.checks", checks.fragment, checks.by_label()),
        ("kinds.markings", markings.fragment, markings.by_label()),
    )
    for title, fragment, labels in families:
        if name is None:
            yield f"{say(lang, title)}:"
            for stem in dict.fromkeys(labels.values()):
                yield f"  {_named(lang, stem, fragment(stem))}  {fragment(stem)['description']}"
        elif name in labels:
            yield from _keys(lang, labels[name], fragment(labels[name]))


def _keys(lang: Lang, stem: str, fragment: Any) -> Iterator[str]:
    yield f"{_named(lang, stem, fragment)}  {fragment['description']}"
    yield f"{say(lang, 'kinds.keys')}:"
    for key, prop in fragment["properties"].items():
        whole = resolved(prop)
        must = f"（{say(lang, 'kinds.required')}）" if key in fragment["required"] else ""
        values = " | ".join(f"{each['title']} {each['const']}" for each in whole.get("oneOf", ()))
        form = CODE_WORDS[f"@{whole['format']}"][0 if lang == "zh" else 1] if "format" in whole else ""
        parts = (f"{whole['title']} {key}{must}", values, prop.get("description", ""), form)
        yield "  " + "  ".join(filter(None, parts))


def _named(lang: Lang, stem: str, fragment: Any) -> str:
    return f"{fragment['title']} {stem}" if lang == "zh" else f"{stem} {fragment['title']}"


def _members(lang: Lang, group: Group) -> Iterator[list[str]]:
    for member in group.members:
        if isinstance(member, Group):
            yield [member.id, member.title, write_decimal(member.points), "", "", ""]
            yield from _members(lang, member)
        else:
            yield _item(lang, member)


def _item(lang: Lang, found: Item) -> list[str]:
    points = write_decimal(found.points) if found.points else ""
    kind, marking = (described.check(lang, found.check), described.marking(lang, found.marking))
    colon = say(lang, "colon")
    return [found.id, found.title, points, found.basis, kind.split(colon)[0], marking.split(colon)[0]]
