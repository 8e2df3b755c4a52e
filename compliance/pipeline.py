"""The pipeline: the one file that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from compliance.assessment import Assessment, Standing, stand
from compliance.errors import InvalidInput, Problem
from compliance.evaluate import Layer, evaluate
from compliance.evidence import Evidence
from compliance.load import texts, yaml
from compliance.model import RuleSet, Waiver, in_force
from compliance.opening import open_rule_set, readable
from compliance.rank import rank, settle
from compliance.recommend import recommend
from compliance.score import score
from compliance.validate.evidence import Head, faults, read_evidence, read_head
from compliance.validate.supposed import Change, supposed, unmarked
from compliance.validate.waivers import read_waivers
from compliance.waive import as_counted, waived
from compliance.xccdf import Model, rescore

__all__ = [
    "assess",
    "faults",
    "judge",
    "open_evidence",
    "open_heads",
    "open_rule_set",
    "open_waivers",
    "standings",
    "suppose",
    "without_marks",
]


def open_heads(files: Sequence[Path], names: Sequence[str] | None = None) -> list[Head]:
    """The heads of files of evidence: whose they are and which rule set they are meant for. Raises InvalidInput, with what is
    wrong in all files, where one cannot be read.

    names: what messages call the files, where not by their paths.
    """
    documents, problems = readable(files, names or [str(each) for each in files])
    heads = [read_head(each) for each in documents]
    if problems:
        raise InvalidInput([*problems, *faults(heads)])
    return heads


def suppose(heads: Sequence[Head], changes: Sequence[Change]) -> list[Head]:
    """The heads as if single cells said something else. Raises NoSuchCell."""
    return [read_head(supposed(head.document, changes)) for head in heads]


def without_marks(heads: Sequence[Head], items: Collection[str]) -> list[Head]:
    """The heads as if nobody had marked these items."""
    return [read_head(unmarked(head.document, items)) for head in heads] if items else list(heads)


def open_evidence(heads: Sequence[Head], rule_set: RuleSet, as_of: date) -> tuple[Evidence, tuple[Problem, ...]]:
    """The typed tables behind the heads and the remarks on them. Raises InvalidInput."""
    contents, problems = texts.of_reports([head.document for head in heads])
    if problems:
        raise InvalidInput([*problems, *(each for head in heads for each in head.reader.problems)])
    evidence, remarks = read_evidence(heads, rule_set, as_of, contents)
    return evidence, (*remarks, *(each for head in heads for each in yaml.remarks(head.document)))


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
        rule_set = rule_set._replace(recommendations=())
    units = recommend(rule_set, rank(rule_set, units))
    return run._replace(rule_set=rule_set, units=units, remarks=remarks, model=model)


def standings(run: Assessment) -> tuple[Standing, ...]:
    """The units by class and rank, with the grades that the quotas leave; units without a score last."""
    return tuple(stand(run._replace(units=settle(run.rule_set, run.units))))
