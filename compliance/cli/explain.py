"""`gongkai explain`."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._run import Asked, assess_options, assessed, one_unit
from compliance.cli._settings import settings


@click.command(cls=Command, path="explain")
@argument("target", "target", metavar="TARGET")
@argument("item", "item", metavar="ITEM")
@assess_options
@option("--format", "form", help_key="format", type=click.Choice(["table", "json"]), default="table")
def explain(target: str, item: str, rules: str | None, as_of: date | None, layer: str, form: str) -> None:
    """Explain one item of one unit."""
    from compliance.report.record import record
    from compliance.report.table import wrap
    from compliance.report.view.explain import explain as explained

    state = settings()
    run = assessed(Asked((target,), rules, as_of, layer))
    unit = one_unit(run)
    result = next((each for each in (*unit.items, *unit.bonuses, *unit.veto_items) if each.item.id == item), None)
    if result is None:
        state.refuse("unknown_item", rules=run.rule_set.key, name=item)
    if form == "json":
        found = next(each for each in record(run, state.lang)["units"][0]["items"] if each["id"] == item)
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    width = shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120
    for line in explained(state.lang, run, unit, result):
        margin = " " * (len(line) - len(line.lstrip()))
        first, *rest = wrap(line.strip(), max(24, width - len(margin)))
        click.echo(margin + first)
        for each in rest:
            click.echo(margin + "    " + each)
