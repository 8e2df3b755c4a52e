"""From a folder to a rule set: its files, the register of sources, and the rule set that it is based on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from compliance.errors import InvalidInput, Problem
from compliance.load import yaml
from compliance.load.workspace import RULES, registers_of, workspace
from compliance.model import RuleSet, Source
from compliance.source import Document, Mapping
from compliance.validate.ruleset import read_rule_set
from compliance.validate.schema import Reader, nearest
from compliance.validate.sources import read_sources
from compliance.validate.tailoring import based_on, tailor

if TYPE_CHECKING:
    from compliance.comparison import Change


class Opened(NamedTuple):
    """A rule set with the documents it was read from, and what it is based on, if it is an overlay: `documents` then hold both.

    `changes`: what differs from the base, in the order of the rule set.
    """

    rule_set: RuleSet
    remarks: tuple[Problem, ...]
    documents: tuple[Document, ...]
    base: RuleSet | None = None
    changes: tuple[Change, ...] = ()


def open_rule_set(folder: Path, name: str | None = None) -> RuleSet:
    """The rule set in a folder (`ruleset.yaml` and further files in name order). Raises InvalidInput.

    Remarks on it are for its author: `open_whole` has them.
    """
    return open_whole(folder, name, with_doubts=False).rule_set


def open_whole(folder: Path, name: str | None = None, above: tuple[Path, ...] = (), *, with_doubts: bool = True) -> Opened:
    """The same with the remarks on it, doubts among them, and what it is based on. Raises InvalidInput.

    above: the folders of the rule sets that are based on this one.
    """
    head = folder / RULES
    rest = sorted(each for each in folder.glob("*.yaml") if each != head)
    label = str(folder) if name is None else name
    documents, unreadable = readable([head, *rest], [f"{label}/{each.name}" for each in (head, *rest)])
    register, unregistered = _register(folder)
    if unreadable or unregistered:
        is_headed = bool(documents) and documents[0].file == f"{label}/{RULES}"
        faults = _faults(documents, is_whole=len(documents) == len(rest) + 1) if is_headed else ()
        raise InvalidInput([*unreadable, *unregistered, *faults])
    remarks = [each for document in documents for each in yaml.remarks(document)]
    remarks += _misnamed(folder, documents[0])
    if based_on(documents[0]) is None:
        rule_set, problems = read_rule_set(documents, register, with_doubts=with_doubts)
        return Opened(rule_set, (*problems, *remarks), tuple(documents))
    # Few rule sets are overlays, and comparing takes as long to load as reading.
    from compliance.comparison import compare
    from compliance.validate.loosened import report_loosened

    base = _base(folder, documents[0], (*above, folder.resolve()))
    effective, overlay = tailor(documents[0], base.documents)
    rule_set, problems = read_rule_set([effective, *documents[1:]], register, with_doubts=with_doubts)
    changes = compare(base.rule_set, rule_set)
    report_loosened(overlay, changes)
    known = {(each.code, str(each.values)) for each in base.remarks}
    own = [each for each in problems if (each.code, str(each.values)) not in known]
    found = (*own, *overlay.reader.problems)
    if any(each.severity == "error" for each in found):
        raise InvalidInput(found)
    ordered = sorted((*found, *remarks), key=lambda each: each.place)
    return Opened(rule_set, tuple(ordered), (effective, *documents[1:]), base.rule_set, changes)


def readable(files: Sequence[Path], names: Sequence[str]) -> tuple[list[Document], list[Problem]]:
    """The files that can be read, if with faults, and all faults of reading."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for file, name in zip(files, names, strict=True):
        try:
            documents.append(yaml.read(file, name))
        except InvalidInput as reason:
            problems += reason.problems
            if reason.document is not None:
                documents.append(reason.document)
    return documents, problems


def _faults(documents: Sequence[Document], *, is_whole: bool) -> tuple[Problem, ...]:
    """What is wrong in the files of a rule set of which something else cannot be read; nothing is told of overlays."""
    if based_on(documents[0]) is not None:
        return ()
    try:
        read_rule_set(documents, with_doubts=False, is_whole=is_whole)
    except InvalidInput as reason:
        return reason.problems
    return ()


def _misnamed(folder: Path, document: Document) -> list[Problem]:
    """A rule set is looked up by its folder's name."""
    reader = Reader(document)
    key = reader.key((), "id", "规则集")[0] if isinstance(document.root, Mapping) else ""
    written = document.root.get(str(key), "") if isinstance(document.root, Mapping) else ""
    if isinstance(written, str) and written not in ("", folder.resolve().name):
        reader.report("R019", (key,), found=written, folder=folder.resolve().name)
    return reader.problems


def _register(folder: Path) -> tuple[dict[str, Source], list[Problem]]:
    """Sources by name, those beside the folder before bundled ones; and what is wrong with the registers."""
    registers = registers_of(folder)
    documents, problems = readable(registers, [str(each) for each in registers])
    known: dict[str, Source] = {}
    for each in documents:
        try:
            known |= read_sources(each)
        except InvalidInput as reason:
            problems += reason.problems
    return known, problems


def _base(folder: Path, document: Document, above: tuple[Path, ...]) -> Opened:
    """The rule set that an overlay is based on: beside it, in the workspace it lies in, or bundled; in the version it names."""
    written = based_on(document) or ""
    name, _, version = written.partition("@")
    space = workspace(folder)
    roots = (folder.resolve().parent, *space.rule_roots())
    found = next((root / name for root in roots if name and (root / name / RULES).is_file()), None)
    if found is None:
        known = tuple(each.name for each in space.rule_folders() if each.resolve() not in above)
        _refuse(document, "R002", what="@rule_set", found=written, allowed=_pairs(known), near=nearest(written, _pairs(known)))
    if found.resolve() in above:
        _refuse(document, "R022", found=above[-1].name)
    opened = open_whole(found, above=above)
    if opened.rule_set.version != version:
        key = opened.rule_set.key
        _refuse(document, "R002", what="@rule_set", found=written, allowed=_pairs((key,)), near=key)
    return opened


def _pairs(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each, each) for each in names)


def _refuse(document: Document, code: str, **given: Any) -> NoReturn:
    reader = Reader(document)
    reader.report(code, reader.key((), "based_on", "基于"), **given)
    raise InvalidInput(reader.problems)
