"""`gongkai check`."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._output import output_width
from compliance.cli._run import Asked, assess_options, assessed
from compliance.cli._settings import FOUND, INVALID, Stop, settings


@click.command(cls=Command, path="check")
@argument("files", "files", nargs=-1, required=True, metavar="FILE")
@assess_options
@option("--format", "form", help_key="format", type=click.Choice(["table", "json"]), default="table")
def check(files: tuple[str, ...], rules: str | None, as_of: date | None, layer: str, codes: tuple[str, ...], form: str) -> None:
    """Check files of evidence."""
    from compliance.errors import InvalidInput
    from compliance.report.problems import as_data
    from compliance.report.record import record
    from compliance.report.table import table, wrap
    from compliance.report.view.checked import checked

    state, asked = settings(), Asked(files, rules, as_of, layer, codes)
    try:
        run = assessed(asked)
    except InvalidInput as reason:
        if form == "table":
            raise
        problems = [as_data(each, state.lang) for each in reason.problems]
        _print({"as_of": asked.day.isoformat(), "units": [], "problems": problems})
        raise Stop(INVALID) from reason
    width = output_width()
    found = 0
    for place, unit in enumerate(run.results()):
        head, content, closing, count = checked(state.lang, run, unit)
        found += count
        if form == "table":
            click.echo(("\n" if place else "") + "\n".join(wrap(head, width)))
            if content.rows:
                is_colored = state.is_colored(sys.stdout)
                click.echo(table(content, width, color=is_colored), color=is_colored)
            click.echo("\n".join(wrap(closing, width)))
    if form == "json":
        data = record(run, state.lang)
        units = [
            {"code": unit["code"], "items": [_open(item) for item in unit["items"] if item["findings"] or item["cause"]]}
            for unit in data["units"]
        ]
        _print({"as_of": data["as_of"], "units": units, "problems": data["problems"]})
    if found:
        raise Stop(FOUND)


def _print(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _open(item: dict[str, object]) -> dict[str, object]:
    """An item of the record without its points: `check` gives no score."""
    return {key: item[key] for key in ("id", "title", "state", "cause", "findings")}
