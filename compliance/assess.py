"""The pipeline: the one file that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from compliance.assessment import Assessment, Standing, stand
from compliance.errors import InvalidInput, Problem
from compliance.evaluate import Layer, evaluate
from compliance.evidence import Evidence
from compliance.load import texts, yaml
from compliance.model import RuleSet
from compliance.opening import open_rule_set, read_all
from compliance.rank import rank, settle
from compliance.recommend import recommend
from compliance.score import score
from compliance.validate.evidence import Head, read_evidence, read_head
from compliance.validate.supposed import Change, supposed, unmarked
from compliance.xccdf import Model, rescore

__all__ = ["assess", "open_evidence", "open_heads", "open_rule_set", "standings", "suppose", "without_marks"]


def open_heads(files: Sequence[Path], names: Sequence[str] | None = None) -> list[Head]:
    """The heads of files of evidence: whose they are and which rule set they are meant for. Raises InvalidInput.

    names: what messages call the files, where not by their paths.
    """
    return [read_head(each) for each in read_all(files, names or [str(each) for each in files])]


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


def assess(
    rule_set: RuleSet,
    evidence: Evidence,
    as_of: date,
    layer: Layer = "self",
    remarks: tuple[Problem, ...] = (),
    model: Model = "points",
) -> Assessment:
    """Evaluate, score, rank and recommend. Nothing is refused here: poor evidence is a result.

    Under a model of XCCDF nothing is graded, so nothing is recommended.
    """
    verdicts = evaluate(rule_set, evidence, as_of, layer)
    units = score(rule_set, verdicts).units
    if model != "points":
        units = rescore(rule_set, units, model)
        rule_set = replace(rule_set, recommendations=())
    units = recommend(rule_set, rank(rule_set, units))
    return Assessment(rule_set, evidence, as_of, layer, units, verdicts.findings, remarks, model)


def standings(run: Assessment) -> tuple[Standing, ...]:
    """The units by class and rank, with the grades that the quotas leave; units without a score last."""
    return tuple(stand(replace(run, units=settle(run.rule_set, run.units))))
