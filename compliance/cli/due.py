"""`gongkai due`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._output import output_width, write
from compliance.cli._run import Asked, assess_options, assessed
from compliance.cli._settings import FOUND, Stop, settings
from compliance.words import say


@click.command(cls=Command, path="due")
@argument("targets", "due_targets", nargs=-1, metavar="TARGET")
@assess_options
@option("--days", "days", help_key="days", type=click.IntRange(0, 3660), default=20, metavar="N")
@option("--overdue", "only_overdue", help_key="overdue", is_flag=True)
@option("--ics", "ics", help_key="ics", type=click.Path(path_type=Path), default=None, metavar="FILE")
@option("--format", "form", help_key="format", type=click.Choice(["table", "json"]), default="table")
def due(
    targets: tuple[str, ...],
    rules: str | None,
    as_of: date | None,
    layer: str,
    codes: tuple[str, ...],
    days: int,
    ics: Path | None,
    form: str,
    *,
    only_overdue: bool,
) -> None:
    """What is due soon, what is overdue."""
    from compliance.report.table import table as laid_out
    from compliance.report.view import due as view

    state = settings()
    run = assessed(Asked(targets, rules, as_of, layer, codes, everything=not targets))
    found = [each for each in view.due(run, days) if each.is_overdue or not only_overdue]
    if ics is not None:
        write(ics, view.calendar_file(state.lang, run, found), run.evidence.files)
        state.note(say(state.lang, "written", path=ics))
    if form == "json":
        click.echo(json.dumps({"as_of": run.as_of.isoformat(), "due": view.data(found)}, ensure_ascii=False, indent=1))
    else:
        width = output_width()
        if found:
            click.echo(laid_out(view.table(state.lang, found), width, color=False))
        click.echo(view.closing(state.lang, run, found, days, only_overdue=only_overdue))
    if only_overdue and found:
        raise Stop(FOUND)
