"""The tool as a library: rules and frames in, frames out (`import compliance; compliance.assess(…)`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from compliance.assessment import Assessment
from compliance.evaluate import Layer
from compliance.evidence import LINE, File
from compliance.frozen import frozen
from compliance.load import columnar as files
from compliance.load.workspace import workspace
from compliance.model import RuleSet, Waiver
from compliance.pipeline import assess as run
from compliance.pipeline import open_rule_set
from compliance.report import columnar
from compliance.tables import by_label
from compliance.validate.columnar import collected, read_tables


@frozen
class Result:
    """What an assessment came to. Points are Int64 micro-points (10⁻⁶); columns as in the output tables:

    scores: unit, class, score, possible, bonus, grade, grade_certain, name
    items: unit, item, state, cause, points, possible, max
    findings: unit, item, subject, state, cause, actual, limit, excess, excess_unit, lost
    recommendations: unit, advice, use, basis, decided_by, due, grade, score, rank, ranked
    assessment: the whole run, unit by unit (`assessment.results()`), for the reports.
    """

    scores: pl.DataFrame
    items: pl.DataFrame
    findings: pl.DataFrame
    recommendations: pl.DataFrame
    assessment: Assessment


def assess(
    rules: RuleSet | str | Path,
    evidence: Mapping[str, Any] | str | Path,
    as_of: date,
    layer: Layer = "self",
    waivers: tuple[Waiver, ...] = (),
) -> Result:
    """Assess units as things stood on a day.

    rules: a rule set, the folder that holds its `ruleset.yaml`, or the id of a bundled one. evidence: frames by the name of their table, English or Chinese
    (Polars frames, lazy or not, or anything that speaks Arrow: a pyarrow table, a DuckDB result), `units` among them, with the columns of
    formats.md §3 and `unit` for whose row it is; or the folder that holds such tables. A table that is not there was not handed in.
    Raises InvalidInput with every fault of the rules or the tables.
    """
    rule_set = rules if isinstance(rules, RuleSet) else open_rule_set(_folder(rules))
    found = files.find(str(evidence)) if isinstance(evidence, (str, Path)) else _files(evidence)
    name = str(evidence) if isinstance(evidence, (str, Path)) else ""
    tables, _ = read_tables(found, rule_set)
    done = run(rule_set, collected(tables, name, rule_set.start.year), as_of, layer, waivers=waivers)
    return Result(
        columnar.scores(rule_set, done.units),
        columnar.items(done),
        columnar.findings(done),
        columnar.recommendations(rule_set, done.units, as_of),
        done,
    )


def _folder(rules: str | Path) -> Path:
    return workspace(Path()).rule_folder(str(rules)) or Path(rules)


def _files(evidence: Mapping[str, Any]) -> dict[str, tuple[File, ...]]:
    """The frames as if each were a file. Raises KeyError for a table that does not exist."""
    found: dict[str, tuple[File, ...]] = {}
    for written, given in evidence.items():
        frame = given if isinstance(given, (pl.DataFrame, pl.LazyFrame)) else pl.DataFrame(given)
        whole = frame.lazy().collect()
        numbered = whole.lazy().with_row_index(LINE, offset=1)
        found[by_label()[written].name] = (File(written, numbered, whole.schema, whole.height, whole.height, is_csv=False),)
    return found
