"""The pipeline: the one file that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from compliance.assessment import Assessment, Standing, stand
from compliance.errors import InvalidInput, Problem
from compliance.evaluate import Layer, evaluate
from compliance.evidence import Evidence
from compliance.load import columnar, texts, yaml
from compliance.load.workspace import registers_of
from compliance.model import RuleSet, Waiver, in_force
from compliance.rank import rank, settle
from compliance.recommend import recommend
from compliance.score import score
from compliance.source import Document
from compliance.validate.columnar import Tables, read_tables
from compliance.validate.evidence import Head, read_evidence, read_head
from compliance.validate.ruleset import read_rule_set
from compliance.validate.sources import read_sources
from compliance.validate.supposed import Change, supposed
from compliance.validate.waivers import read_waivers
from compliance.waive import as_counted, waived
from compliance.xccdf import Model, rescore


def open_rule_set(folder: Path, name: str | None = None) -> tuple[RuleSet, tuple[Problem, ...]]:
    """The rule set in a folder (`ruleset.yaml` and further files in name order) and the remarks on it. Raises InvalidInput."""
    head = folder / "ruleset.yaml"
    rest = sorted(each for each in folder.glob("*.yaml") if each != head)
    label = str(folder) if name is None else name
    documents = _read_all([head, *rest], [f"{label}/{each.name}" for each in (head, *rest)])
    registers = registers_of(folder)
    known = [read_sources(each) for each in _read_all(registers, [str(each) for each in registers])]
    rule_set, problems = read_rule_set(documents, {name: source for each in known for name, source in each.items()})
    return rule_set, (*problems, *(each for document in documents for each in yaml.remarks(document)))


def open_heads(files: Sequence[Path], names: Sequence[str] | None = None) -> list[Head]:
    """The heads of files of evidence: whose they are and which rule set they are meant for. Raises InvalidInput.

    names: what messages call the files, where not by their paths.
    """
    return [read_head(each) for each in _read_all(files, names or [str(each) for each in files])]


def suppose(heads: Sequence[Head], changes: Sequence[Change]) -> list[Head]:
    """The heads as if single cells said something else. Raises NoSuchCell."""
    return [read_head(supposed(head.document, changes)) for head in heads]


def open_evidence(heads: Sequence[Head], rule_set: RuleSet, as_of: date) -> tuple[Evidence, tuple[Problem, ...]]:
    """The typed tables behind the heads and the remarks on them. Raises InvalidInput."""
    contents, problems = texts.of_reports([head.document for head in heads])
    if problems:
        raise InvalidInput([*problems, *(each for head in heads for each in head.reader.problems)])
    evidence, remarks = read_evidence(heads, rule_set, as_of, contents)
    return evidence, (*remarks, *(each for head in heads for each in yaml.remarks(head.document)))


def open_tables(folder: str, rule_set: RuleSet, *, keep_going: bool = False) -> tuple[Tables, tuple[Problem, ...]]:
    """The checked tables of a folder or of an address; with `keep_going` also what is wrong with the units left out.

    Raises InvalidInput.
    """
    return read_tables(columnar.find(folder), rule_set, keep_going=keep_going)


def open_waivers(file: Path, rule_set: RuleSet) -> tuple[Waiver, ...]:
    """The waivers in a file. Raises InvalidInput."""
    return read_waivers(yaml.read(file), rule_set)


def judge(
    rule_set: RuleSet, evidence: Evidence, as_of: date, layer: Layer = "self", waivers: tuple[Waiver, ...] = ()
) -> Assessment:
    """Evaluate and score; nothing is ranked and nothing recommended yet."""
    verdicts = evaluate(rule_set, evidence, as_of, layer)
    units = score(rule_set, verdicts).units
    counting = in_force(waivers, as_of)
    if counting:
        units = as_counted(rule_set, units, score(rule_set, waived(rule_set, verdicts, counting)).units)
    return Assessment(rule_set, evidence, as_of, layer, units, verdicts.findings, stray=verdicts.stray, waivers=waivers)


def assess(
    rule_set: RuleSet,
    evidence: Evidence,
    as_of: date,
    layer: Layer = "self",
    remarks: tuple[Problem, ...] = (),
    model: Model = "points",
    waivers: tuple[Waiver, ...] = (),
) -> Assessment:
    """Evaluate, score, rank and recommend. Nothing is refused here: poor evidence is a result.

    Under a model of XCCDF nothing is graded and nothing waived, so nothing is recommended.
    """
    run = judge(rule_set, evidence, as_of, layer, waivers if model == "points" else ())
    units = run.units
    if model != "points":
        units = rescore(rule_set, units, model)
        rule_set = replace(rule_set, recommendations=())
    units = recommend(rule_set, rank(rule_set, units))
    return replace(run, rule_set=rule_set, units=units, remarks=remarks, model=model)


def standings(run: Assessment) -> tuple[Standing, ...]:
    """The units by class and rank, with the grades that the quotas leave; units without a score last."""
    return tuple(stand(replace(run, units=settle(run.rule_set, run.units))))


def _read_all(files: Sequence[Path], names: Sequence[str]) -> list[Document]:
    """Every file, or the faults of all of them."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for file, name in zip(files, names, strict=True):
        try:
            documents.append(yaml.read(file, name))
        except InvalidInput as reason:
            problems += reason.problems
    if problems:
        raise InvalidInput(problems)
    return documents
