"""The register of laws and documents, `rules/sources.yaml`: titles, numbers, days in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from compliance.errors import InvalidInput
from compliance.model import Source
from compliance.source import Document
from compliance.tables import schema
from compliance.validate.schema import AT, Raw, Reader, nearest

Register: TypeAlias = Mapping[str, Source]
"""Sources by their short name; `id` is that name."""


def read_sources(document: Document) -> Register:
    """The register in a document. Raises InvalidInput."""
    reader = Reader(document)
    data = reader.read(Raw(document.root, ()), schema("schemas/sources.schema.json"))
    entries = {name: each for name, each in data.items() if name != AT}
    for name, each in entries.items():
        successor = each.get("replaced_by")
        if successor is not None and successor not in entries:
            names = tuple((other, other) for other in entries)
            path = reader.key((name,), "replaced_by", "取代者")
            reader.report("R002", path, what="@source", found=successor, allowed=names, near=nearest(successor, names))
    if reader.problems:
        raise InvalidInput(reader.problems)
    titles = {name: _title(each) for name, each in entries.items()}
    return {
        name: Source(name, titles[name], each.get("effective"), each.get("repealed"), titles.get(each.get("replaced_by", ""), ""))
        for name, each in entries.items()
    }


def _title(entry: Mapping[str, str]) -> str:
    """“中华人民共和国政府信息公开条例（国务院令第711号）”."""
    number = entry.get("number")
    return f"{entry['title']}（{number}）" if number else entry["title"]
