"""The pipeline: the one file that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from compliance.assessment import Assessment, Standing, stand
from compliance.errors import InvalidInput, Problem
from compliance.evaluate import Layer, evaluate
from compliance.evidence import Evidence
from compliance.load import columnar, texts, yaml
from compliance.load.results import Output
from compliance.model import RuleSet, Waiver, in_force
from compliance.opening import open_rule_set, read_all
from compliance.rank import rank, settle
from compliance.recommend import recommend
from compliance.report import columnar as output
from compliance.score import score
from compliance.summarize import SETTLED, Results
from compliance.validate.columnar import Tables, read_tables
from compliance.validate.evidence import Head, read_evidence, read_head
from compliance.validate.supposed import Change, supposed, unmarked
from compliance.validate.waivers import read_waivers
from compliance.waive import as_counted, waived
from compliance.xccdf import Model, rescore

__all__ = [
    "assess",
    "judge",
    "open_evidence",
    "open_heads",
    "open_rule_set",
    "open_tables",
    "open_waivers",
    "standings",
    "suppose",
    "without_marks",
]


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


def results_of(run: Assessment) -> Results:
    """The output of a run in memory, as a run over tables would write it."""
    advice = output.recommendations(run.rule_set, run.units, run.as_of)
    return _results(
        run.rule_set, run.as_of, run.layer, Output({}, output.scores(run.rule_set, run.units), output.items(run).lazy(), advice)
    )


def results_in(found: Output, rule_set: RuleSet) -> Results:
    """The output that a run over tables wrote, with the rule set of its record."""
    return _results(rule_set, date.fromisoformat(found.record["as_of"]), found.record["layer"], found)


def _results(rule_set: RuleSet, as_of: date, layer: str, found: Output) -> Results:
    """Ranks and quotas, settled again from the scores and the items that tell equal scores apart."""
    numbers = {item.id: f"{index}.points" for index, item in enumerate(rule_set.lines())}
    grades = {each.name: place for place, each in enumerate(rule_set.grades)}
    known = found.scores.rename({"unit": "code"}).with_columns(
        pl.col("grade").replace_strict(grades, default=None, return_dtype=pl.Int32),
        # Units without a name, and folders written before the output had names, show codes.
        name=pl.coalesce(pl.col("name").replace("", None), "code") if "name" in found.scores.columns else pl.col("code"),
    )
    for tie in rule_set.ranking.ties:
        points = found.items.filter(pl.col("item") == tie).select(code="unit", **{numbers[tie]: "points"})
        known = known.join(points.collect(engine="streaming"), on="code", how="left")
    settled = settle(rule_set, rank(rule_set, known))
    places = {name: place for place, name in enumerate(rule_set.applies_to)}
    order = pl.col("class").replace_strict(places, default=len(places), return_dtype=pl.Int32)
    settled = settled.sort(order, "class", pl.col("score").is_null(), pl.col("rank").fill_null(0), "code")
    return Results(rule_set, as_of, layer, settled.select(SETTLED), found.items, found.recommendations)
