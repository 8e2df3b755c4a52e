"""地方细化: an overlay laid over the documents of the rule set that it is based on.

The result is a document like any other: what the overlay writes stands at its places in the overlay's file, and what it takes over
at the place of the entry that touches it, or of `基于`. The base was sound before, so whatever is at fault is the overlay's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Sequence as Several
from typing import Any, NamedTuple

from compliance import checks, markings
from compliance.errors import InvalidInput
from compliance.source import Document, Mapping, Mark, Node, Sequence
from compliance.tables import schema
from compliance.validate.schema import AT, Path, Raw, Reader, aliases, nearest
from compliance.values import read_texts

LINES = ("items", "bonuses", "vetoes")
UNITED = ("sources", "lists")
"""Keys of the head whose entries are added to those of the base, or replace them one by one."""
OWN = ("based_on", "add", "change", "drop", "reasons", "scoring", *UNITED)
"""Keys that are not simply put in the place of the base's."""


class Overlay(NamedTuple):
    """An overlay as read. `left_out`: by id of an item, bonus, veto or group, the entry of `不选` that takes it out."""

    reader: Reader
    data: dict[str, Any]
    left_out: dict[str, dict[str, Any]]


def based_on(document: Document) -> str | None:
    """What the document is an overlay of, as written; None where it is a rule set of its own."""
    root = document.root
    written = next((root[key] for key in ("基于", "based_on") if key in root), None) if isinstance(root, Mapping) else None
    return None if written is None else written if isinstance(written, str) else ""


def tailor(overlay: Document, base: Several[Document]) -> tuple[Document, Overlay]:
    """The head of the effective rule set, with all groups of the base in it. Raises InvalidInput."""
    reader = Reader(overlay)
    data = reader.read(Raw(overlay.root, ()), schema("schemas/tailoring.schema.json"))
    _check_reasons(reader, data.get("reasons", {}))
    if not any(each.severity == "error" for each in reader.problems):
        laid = _Laying(reader, data, base)
        laid.all()
        if not any(each.severity == "error" for each in reader.problems):
            digest = hashlib.sha256("".join(each.sha256 for each in (*base, overlay)).encode()).hexdigest()
            return Document(overlay.file, laid.root, overlay.lines, digest), Overlay(reader, data, laid.left_out)
    raise InvalidInput(reader.problems)


def _check_reasons(reader: Reader, reasons: dict[str, Any]) -> None:
    """Reasons are given for keys of the overlay, and for bonuses of its further files; others are slips."""
    properties = schema("schemas/tailoring.schema.json")["properties"]
    names = (*((name, each["title"]) for name, each in properties.items()), ("bonuses", "加分项"))
    for key in reasons:
        if key != AT and not any(key in pair for pair in names):
            reader.report("S002", (*reasons[AT], key), key=True, where="理由", key_=key, allowed=names, near=nearest(key, names))


def merged(documents: Several[Document], mark: Mark) -> Mapping:
    """The head of a rule set with the groups, bonuses and vetoes of its further files, as a copy whose every mark is one."""
    fragment = schema("schemas/ruleset.schema.json")
    root = Mapping(mark)
    for document in documents:
        part = copied(document.root, mark)
        for key, value in part.items() if isinstance(part, Mapping) else ():
            there = find(root, fragment, aliases(fragment).get(key, key)) or key
            held = root.get(there)
            if isinstance(held, Sequence) and isinstance(value, Sequence):
                for each in value:
                    _append(held, each, mark)
            else:
                _put(root, there, value, mark, mark)
    return root


class _Laying:
    """Lays the parts of one overlay over a copy of the base, whose every mark is that of `基于`."""

    def __init__(self, reader: Reader, data: dict[str, Any], base: Several[Document]) -> None:
        self.reader, self.data = reader, data
        self.source: Any = reader.document.root
        self.fragment = schema("schemas/ruleset.schema.json")
        self.left_out: dict[str, dict[str, Any]] = {}
        place = reader.document.place(reader.key((), "based_on", "基于"))
        self.mark: Mark = (place.line, place.column)
        self.root = merged(base, self.mark)
        self.classes = _entries(self.root.get(find(self.root, self.fragment, "applies_to") or "", ""))

    def all(self) -> None:
        """What is added comes last: `修改` and `不选` are about the base."""
        self._head()
        seen: dict[str, Path] = {}
        for each in (*self.data.get("change", ()), *self.data.get("drop", ())):
            at = self.reader.key(each[AT], "id", "编号")
            if each["id"] in seen:
                self.reader.report("R003", at, id=each["id"], other=str(self.reader.document.place(seen[each["id"]])))
            seen.setdefault(each["id"], at)
        for each in self.data.get("change", ()):
            self._change(each)
        for each in self.data.get("drop", ()):
            self._drop(each)
        if "applies_to" in self.data:
            self._select(self.data["applies_to"])
        for each in self.data.get("add", ()):
            self._add(each)

    # --- the head ---

    def _head(self) -> None:
        names = aliases(schema("schemas/tailoring.schema.json"))
        for key, value in self.source.items():
            if names.get(key, key) not in OWN:
                self._lay(self.root, self.source, key, self.fragment)
            elif names[key] in (*UNITED, "scoring") and isinstance(value, Mapping):
                self._unite(names[key], key, value)
        for each in self.data.get("applies_to", ()):
            if each not in self.classes:
                self._unknown(self.reader.key((), "applies_to", "适用"), "@class", each, self.classes)

    def _unite(self, name: str, key: str, value: Mapping) -> None:
        there = find(self.root, self.fragment, name)
        target = self.root.get(there) if there else None
        if not isinstance(target, Mapping):
            self._lay(self.root, self.source, key, self.fragment)
            return
        inner = self.fragment["$defs"]["scoring"] if name == "scoring" else {}
        self.root.keys_at[str(there)], self.root.values_at[str(there)] = self.source.keys_at[key], self.source.values_at[key]
        for each in value:
            self._lay(target, value, each, inner)

    # --- items and groups ---

    def _add(self, entry: dict[str, Any]) -> None:
        node = self._node(entry)
        target: Mapping | None = self.root
        if "into" in entry:
            found = self._found(entry["into"], ("groups",))
            target = found[2] if found else None
        if target is None:
            known = tuple(each for each, *_ in self._lines(self.root, ("groups",)))
            self._unknown(self.reader.key(entry[AT], "into", "归入"), "@group", entry["into"], known)
            return
        for name in ("items", "groups", *(LINES[1:])):
            home = target if name in ("items", "groups") else self.root
            for each in entry.get(name, ()):
                written = each[AT][-2]
                there = find(home, self.fragment, name)
                if there is None:
                    there = str(written)
                    _put(home, there, Sequence(self.mark), node.keys_at[there], node.values_at[there])
                held = home[there]
                if isinstance(held, Sequence):
                    value = self._node(each)
                    _append(held, value, value.at)

    def _change(self, entry: dict[str, Any]) -> None:
        found = self._entry(entry)
        if found is None:
            return
        kind, _, old = found
        node = self._node(entry)
        target = copied_mapping(old, node.at)
        fragment = self.fragment["$defs"][{"items": "item", "bonuses": "item", "vetoes": "veto", "groups": "group"}[kind]]
        for key in node:
            name = aliases(schema("schemas/tailoring.schema.json")["$defs"]["change"]).get(key, key)
            if name in ("check", "marking"):
                self._inside(target, node, key, fragment, checks if name == "check" else markings)
            elif name not in ("id", "reason"):
                self._lay(target, node, key, fragment)
        old.clear()
        old.update(target)
        old.at, old.keys_at, old.values_at = target.at, target.keys_at, target.values_at

    def _inside(self, target: Mapping, node: Mapping, key: str, fragment: Any, family: Any) -> None:
        """Only the keys of a check or marking that change; another kind takes the place of the whole."""
        there = find(target, fragment, aliases(fragment).get(key, key))
        old, new = target.get(there or ""), node[key]
        kinds = [_kind(each, family) for each in (old, new)]
        if there is None or not isinstance(old, Mapping) or not isinstance(new, Mapping) or kinds[1] not in ("", kinds[0]):
            self._lay(target, node, key, fragment)
            return
        target.keys_at[there], target.values_at[there] = node.keys_at[key], node.values_at[key]
        for each in new:
            self._lay(old, new, each, family.fragment(kinds[0]))

    def _drop(self, entry: dict[str, Any]) -> None:
        found = self._entry(entry)
        if found is None:
            return
        kind, (home, place), old = found
        del home[place]
        del home.values_at[place]
        self.left_out[entry["id"]] = entry
        if kind == "groups":
            self.left_out |= {name: entry for name, *_ in self._lines(old, (*LINES, "groups"))}

    def _select(self, classes: tuple[str, ...]) -> None:
        """Items for other classes alone are not there, the others apply to what is left of their classes."""
        item = self.fragment["$defs"]["item"]
        for _, _, node, (home, _) in list(self._lines(self.root, LINES)):
            key = find(node, item, "applies_to")
            if key is None:
                continue
            kept = [each for each in _entries(node[key]) if each in classes or each not in self.classes]
            if kept:
                _put(node, key, _texts(kept, self.mark), node.keys_at[key], node.values_at[key])
            else:
                place = next(n for n, each in enumerate(home) if each is node)
                del home[place]
                del home.values_at[place]

    # --- finding ---

    def _entry(self, entry: dict[str, Any]) -> tuple[str, tuple[Sequence, int], Mapping] | None:
        """What an entry of `修改` or `不选` names; the fault is reported where there is none."""
        found = self._found(entry["id"], LINES) or self._found(entry["id"], ("groups",))
        if found is None:
            known = tuple(name for name, *_ in self._lines(self.root, (*LINES, "groups")))
            self._unknown(self.reader.key(entry[AT], "id", "编号"), "@item", entry["id"], known)
            return None
        return found[0], found[1], found[2]

    def _found(self, name: str, kinds: tuple[str, ...]) -> tuple[str, tuple[Sequence, int], Mapping] | None:
        return next(
            ((kind, place, node) for each, kind, node, place in self._lines(self.root, kinds) if each == name),
            None,
        )

    def _lines(self, node: Mapping, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, Mapping, tuple[Sequence, int]]]:
        """Id, kind, mapping and place of all lines below, in document order."""
        for kind in (*LINES, "groups"):
            held = node.get(find(node, self.fragment, kind) or "")
            for place, each in enumerate(held if isinstance(held, Sequence) else ()):
                if not isinstance(each, Mapping):
                    continue
                name = each.get("编号", each.get("id"))
                if kind in kinds and isinstance(name, str):
                    yield name, kind, each, (held, place)  # type: ignore[misc]  # a Sequence, or there were no entries
                if kind == "groups":
                    yield from self._lines(each, kinds)

    def _node(self, entry: dict[str, Any]) -> Mapping:
        node: Any = self.source
        for step in entry[AT]:
            node = node[step]
        found: Mapping = node
        return found

    def _lay(self, target: Mapping, source: Mapping, key: str, fragment: Any) -> None:
        """A key of the overlay in the place of the same key, in whichever language, or beside the others."""
        there = find(target, fragment, aliases(fragment).get(key, key)) or key
        _put(target, there, source[key], source.keys_at[key], source.values_at[key])

    def _unknown(self, path: Path, what: str, found: str, known: tuple[str, ...]) -> None:
        names = tuple((each, each) for each in known)
        self.reader.report("R002", path, what=what, found=found, allowed=names, near=nearest(found, names))


def copied(node: Node, mark: Mark) -> Node:
    """The node with every mark set to one."""
    if isinstance(node, Mapping):
        return copied_mapping(node, mark)
    if isinstance(node, Sequence):
        entries = Sequence(mark)
        for each in node:
            _append(entries, copied(each, mark), mark)
        return entries
    return node


def copied_mapping(node: Mapping, mark: Mark) -> Mapping:
    made = Mapping(mark)
    for key, value in node.items():
        _put(made, key, copied(value, mark), mark, mark)
    return made


def find(node: Mapping, fragment: Any, name: str) -> str | None:
    """The key of this English name as it is written in the mapping."""
    names = aliases(fragment)
    return next((key for key in node if names.get(key, key) == name), None)


def _put(target: Mapping, key: str, value: Node, key_mark: Mark, value_mark: Mark) -> None:
    target[key], target.keys_at[key], target.values_at[key] = value, key_mark, value_mark


def _append(target: Sequence, value: Node, mark: Mark) -> None:
    target.append(value)
    target.values_at.append(mark)


def _texts(entries: list[str], mark: Mark) -> Sequence:
    made = Sequence(mark)
    for each in entries:
        _append(made, each, mark)
    return made


def _entries(node: Node) -> tuple[str, ...]:
    """A list of texts, however it is written."""
    return tuple(read_texts(node)) if isinstance(node, str) else tuple(each for each in node if isinstance(each, str))


def _kind(node: Node | None, family: Any) -> str:
    """The kind of a check or marking, "" where none is written."""
    written = next((node[key] for key in ("kind", "类型", "方式") if key in node), "") if isinstance(node, Mapping) else ""
    return str(family.by_label().get(written, written)) if isinstance(written, str) else ""
