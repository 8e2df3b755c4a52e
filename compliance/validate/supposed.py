"""What if a cell said something else: a document with single cells changed, the file itself untouched."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from compliance.source import Document, Mapping, Node, Sequence
from compliance.tables import Table, by_label, tables


class Change(NamedTuple):
    """The cell that is supposed to hold `value`; blank clears it. row: an id, or the text of any cell that only one row has."""

    table: str
    row: str
    column: str
    value: str


class NoSuchCell(Exception):
    """`name` is not there; `known` is what there is instead."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(name)


def supposed(document: Document, changes: Iterable[Change]) -> Document:
    """The document with the changes made. Raises NoSuchCell."""
    root = _copy(document.root)
    for change in changes:
        table = by_label().get(change.table)
        if table is None:
            raise NoSuchCell(change.table, (each.label for each in dict.fromkeys(by_label().values())))
        column = table.column(change.column)
        if column is None:
            raise NoSuchCell(change.column, table.labels)
        rows = next((root[key] for key in (table.label, table.name) if isinstance(root, Mapping) and key in root), "")
        row = _row(table, rows, change.row)
        key = column.name if column.name in row else column.label
        row[key] = change.value
        row.keys_at.setdefault(key, row.at)
        row.values_at.setdefault(key, row.at)
    return replace(document, root=root)


def unmarked(document: Document, items: Collection[str]) -> Document:
    """The document without the marks of these items."""
    root = _copy(document.root)
    table = tables()["marks"]
    key = next((each for each in (table.label, table.name) if isinstance(root, Mapping) and each in root), None)
    rows = root[key] if key is not None and isinstance(root, Mapping) else ""
    if isinstance(rows, Sequence):
        kept = [
            (each, mark)
            for each, mark in zip(rows, rows.values_at, strict=True)
            if not isinstance(each, Mapping) or each.get("编号", each.get("item")) not in items
        ]
        rows[:], rows.values_at = [each for each, _ in kept], [mark for _, mark in kept]
    return replace(document, root=root)


def _row(table: Table, rows: Node, name: str) -> Mapping:
    """The row of this id, else the only one that has the text in a cell."""
    known = [each for each in rows if isinstance(each, Mapping)] if isinstance(rows, Sequence) else []
    ids = [str(each.get("编号", each.get("id", f"{table.letter}#{place + 1}"))) for place, each in enumerate(known)]
    if name in ids:
        return known[ids.index(name)]
    found = [each for each in known if name in each.values()]
    if len(found) != 1:
        raise NoSuchCell(name, ids)
    return found[0]


def _copy(node: Node) -> Node:
    if isinstance(node, Mapping):
        made = Mapping(node.at)
        made.update({key: _copy(value) for key, value in node.items()})
        made.keys_at, made.values_at = dict(node.keys_at), dict(node.values_at)
        return made
    if isinstance(node, Sequence):
        entries = Sequence(node.at)
        entries.extend(_copy(each) for each in node)
        entries.values_at = list(node.values_at)
        return entries
    return node
