"""`gongkai report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli._help import Command, Group, argument, option
from compliance.cli._output import write
from compliance.cli._run import Asked, assess_options, assessed
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


def _reports(run: Any, state: Settings) -> list[tuple[Any, Any]]:
    from compliance.report.record import fingerprint
    from compliance.report.view.unit import unit_report

    return [(each, unit_report(state.lang, run, each, fingerprint(run, each))) for each in run.results()]


def _pdf(reports: tuple[Any, ...]) -> bytes:
    """The PDF. Raises Unavailable (A011) for characters that no bundled font has."""
    from compliance.errors import Problem, Unavailable
    from compliance.report.pdf import MissingGlyph, render
    from compliance.source import Place

    try:
        return render(reports)
    except MissingGlyph as reason:
        given = {"found": " ".join(reason.characters), "context": "”“".join(reason.texts[:3])}
        raise Unavailable(Problem("A011", Place("PDF"), given)) from reason
