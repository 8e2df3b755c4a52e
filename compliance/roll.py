"""The roll of units: who is on it and handed in nothing is assessed all the same, as a unit without any table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from compliance.errors import InvalidInput
from compliance.load import yaml
from compliance.model import RuleSet
from compliance.source import Document, Mapping
from compliance.source import Sequence as Entries
from compliance.validate.evidence import Head, faults, read_head
from compliance.values import plain

UNITS = ("单位", "units")
CODE = ("代码", "code")
CLASS = ("类别", "class")


def silent(file: Path, heads: Sequence[Head], rule_set: RuleSet) -> tuple[list[Head], list[Head]]:
    """The heads of the units on the roll that no head is of: of the classes that the rule set is for, and of others, which are not
    assessed. Raises InvalidInput."""
    document = yaml.read(file)
    known = {head.data.get("unit", {}).get("code") for head in heads}
    found: list[Head] = []
    others: list[Head] = []
    for mark, row in _rows(document):
        if plain(_text(row, CODE)) not in known:
            root = Mapping(mark)
            for key, value in (("单位", row), ("年度", str(rule_set.start.year)), ("规则集", rule_set.key)):
                root[key] = value
                root.keys_at[key] = root.values_at[key] = mark
            head = read_head(Document(document.file, root, document.lines, document.sha256))
            (found if _text(row, CLASS) in ("", *rule_set.applies_to) else others).append(head)
    if problems := [each for head in others for each in head.reader.problems]:
        raise InvalidInput([*problems, *faults(found)])
    return found, others


def _rows(document: Document) -> Iterator[tuple[tuple[int, int], Mapping]]:
    root = document.root
    listed = next((root[key] for key in UNITS if key in root), None) if isinstance(root, Mapping) else root
    if isinstance(listed, Entries):
        for mark, row in zip(listed.values_at, listed, strict=True):
            if isinstance(row, Mapping):
                yield mark, row


def _text(row: Mapping, names: tuple[str, str]) -> str:
    found = next((row[name] for name in names if name in row), "")
    return found if isinstance(found, str) else ""
