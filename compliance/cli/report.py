"""`gongkai report`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli._help import Command, Group, argument, option
from compliance.cli._output import write
from compliance.cli._run import Asked, about, assess_options, assessed, rule_folder
from compliance.cli._settings import Settings, settings
from compliance.words import say


@click.group(cls=Group, path="report")
def report() -> None:
    """Make documents."""


@report.command("unit", cls=Command, path="report unit")
@argument("targets", "targets", nargs=-1, metavar="TARGET")
@option("--all", "everything", help_key="all", is_flag=True)
@assess_options
@option("-o", "out", help_key="out_pdf", default=None, metavar="FILE.pdf|DIR/")
def unit(
    targets: tuple[str, ...],
    rules: str | None,
    as_of: date | None,
    layer: str,
    codes: tuple[str, ...],
    out: str | None,
    *,
    everything: bool,
) -> None:
    """The result of units as PDF: one file, or one a unit in a folder."""
    state = settings()
    if out is None:
        state.refuse("needs_out")
    is_folder = out.endswith(("/", "\\")) or Path(out).is_dir()
    if not is_folder and not out.lower().endswith(".pdf"):
        state.refuse("only_pdf")
    run = assessed(Asked(targets, rules, as_of, layer, codes, everything))
    reports = _reports(run, state)
    if is_folder:
        Path(out).mkdir(parents=True, exist_ok=True)
        files = [(Path(out) / f"{result.code}-{run.as_of:%Y%m%d}.pdf", (made,)) for result, made in reports]
    else:
        files = [(Path(out), tuple(made for _, made in reports))]
    pdfs = [(path, _pdf(made)) for path, made in files]
    for path, content in pdfs:
        write(path, content, run.evidence.files)
        state.note(say(state.lang, "written", path=path))


@report.command("summary", cls=Command, path="report summary")
@argument("targets", "summary_targets", nargs=-1, metavar="TARGET")
@option("--all", "everything", help_key="all", is_flag=True)
@assess_options
@option("-o", "out", help_key="out_one_pdf", default=None, metavar="FILE.pdf")
def summary(
    targets: tuple[str, ...],
    rules: str | None,
    as_of: date | None,
    layer: str,
    codes: tuple[str, ...],
    out: str | None,
    *,
    everything: bool,
) -> None:
    """Many units on two pages for a leader."""
    from compliance.load.results import is_results
    from compliance.tabular import results_of

    state = settings()
    if out is None:
        state.refuse("needs_out")
    if not out.lower().endswith(".pdf"):
        state.refuse("only_one_pdf")
    asked = Asked(targets, rules, as_of, layer, codes, everything)
    if any(is_results(state.directory / each) for each in targets):
        results, inputs = _results(asked, state), ()
    else:
        run = assessed(asked)
        results, inputs = results_of(run), run.evidence.files
    write(Path(out), _summary(results, state), inputs)
    state.note(say(state.lang, "written", path=out))


def _results(asked: Asked, state: Settings) -> Any:
    """What a run over tables wrote, with the rule set that it used; day, layer and units are those of the run."""
    from compliance.load.results import read_record, read_results
    from compliance.load.workspace import workspace
    from compliance.pipeline import open_rule_set
    from compliance.tabular import results_in

    if len(asked.targets) > 1 or asked.everything:
        state.refuse("one_results")
    folder = state.directory / asked.targets[0]
    record = read_record(folder)
    is_other_day = asked.as_of is not None and asked.as_of.isoformat() != record["as_of"]
    if asked.codes or is_other_day or asked.layer not in ("self", record["layer"]):
        state.refuse("results_fixed", as_of=record["as_of"], layer=say(state.lang, record["layer"]))
    used = record["rule_set"]
    if asked.rules is None and workspace(state.directory).rule_folder(used["id"]) is None:
        state.refuse("rules_of_results", path=folder, used=f"{used['id']}@{used['version']}")
    rule_set = open_rule_set(rule_folder(asked.rules or used["id"], state))
    if rule_set.sha256 != used["sha256"]:
        state.refuse("other_rules", path=folder, used=f"{used['id']}@{used['version']}", here=rule_set.key)
    return results_in(read_results(folder), rule_set)


def _summary(results: Any, state: Settings) -> bytes:
    from compliance.report.pdf import render_summary
    from compliance.report.view.summary import summary_report
    from compliance.summarize import summarize

    return _drawn(render_summary, summary_report(state.lang, summarize(results), _office(state)))


def _reports(run: Any, state: Settings) -> list[tuple[Any, Any]]:
    from compliance.averages import averages
    from compliance.report.record import fingerprint
    from compliance.report.view.unit import unit_report

    known, office = averages(run), _office(state)
    return [(each, unit_report(state.lang, run, each, fingerprint(run, each), known, office)) for each in run.results()]


def _office(state: Settings) -> str:
    """Who assesses, for the heads of the pages."""
    from compliance.load.workspace import workspace

    return str(about(workspace(state.directory)).office)


def _pdf(reports: tuple[Any, ...]) -> bytes:
    from compliance.report.pdf import render

    return _drawn(render, reports)


def _drawn(renders: Callable[[Any], bytes], parts: Any) -> bytes:
    """The file. Raises Unavailable (A011) for characters that no bundled font has."""
    from compliance.errors import Problem, Unavailable
    from compliance.report.pdf import MissingGlyph
    from compliance.source import Place

    try:
        return renders(parts)
    except MissingGlyph as reason:
        given = {"found": " ".join(reason.characters), "context": "”“".join(reason.texts[:3])}
        raise Unavailable(Problem("A011", Place("PDF"), given)) from reason
