"""gongkai.yaml: what holds for all evidence of a workspace."""

from __future__ import annotations

from typing import NamedTuple

from compliance.errors import InvalidInput
from compliance.source import Document
from compliance.tables import schema
from compliance.validate.schema import Raw, Reader


class About(NamedTuple):
    """The year that is assessed, the office that assesses, its rule set; empty where the file does not say."""

    year: int | None = None
    office: str = ""
    rule_set: str = ""


def read_workspace(document: Document) -> About:
    """Raises InvalidInput."""
    reader = Reader(document)
    data = reader.read(Raw(document.root, ()), schema("schemas/workspace.schema.json"))
    if reader.problems:
        raise InvalidInput(reader.problems)
    return About(data.get("year"), data.get("office", ""), data.get("rule_set", ""))
