"""`gongkai rank`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._output import output_width, write
from compliance.cli._run import Asked, assess_options, assessed
from compliance.cli._settings import settings
from compliance.words import say


@click.command(cls=Command, path="rank")
@argument("targets", "targets", nargs=-1, metavar="TARGET")
@option("--all", "everything", help_key="all", is_flag=True)
@assess_options
@option("--format", "form", help_key="format", type=click.Choice(["table", "json"]), default="table")
@option("-o", "out", help_key="out", type=click.Path(path_type=Path), default=None, metavar="FILE")
def rank(
    targets: tuple[str, ...],
    rules: str | None,
    as_of: date | None,
    layer: str,
    codes: tuple[str, ...],
    form: str,
    out: Path | None,
    *,
    everything: bool,
) -> None:
    """Rank units inside their classes."""
    from compliance.pipeline import standings
    from compliance.report.record import rank_record, written
    from compliance.report.table import table
    from compliance.report.view.ranking import ranking, tie_rule

    state = settings()
    run = assessed(Asked(targets, rules, as_of, layer, codes, everything))
    found = standings(run)
    if form == "json" or (out is not None and out.suffix == ".json"):
        content = written(rank_record(run, found))
    else:
        width = output_width(is_file=out is not None)
        head = f"{run.rule_set.key}   {say(state.lang, f'{run.layer}.note')}   {say(state.lang, 'as_of', as_of=run.as_of.isoformat())}"
        parts = [f"{each.title}\n{table(each, width, color=False)}" for each in ranking(state.lang, run, found)]
        content = ("\n\n".join([head, *parts, tie_rule(state.lang, run)]) + "\n").encode()
    if out is None:
        sys.stdout.buffer.write(content)
        return
    write(out, content, run.evidence.files)
    state.note(say(state.lang, "written", path=out))
