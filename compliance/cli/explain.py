"""`gongkai explain`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._output import output_width
from compliance.cli._run import Asked, assess_options, assessed, one_unit
from compliance.cli._settings import settings
from compliance.cli._types import Cell

INDENT = "    "
"""Before what goes on from a line that was too long."""


@click.command(cls=Command, path="explain")
@argument("target", "target", metavar="TARGET")
@argument("item", "item", metavar="ITEM")
@assess_options
@option("--what-if", "changes", help_key="what_if", type=Cell(), multiple=True, metavar="TABLE.ROW.COLUMN=VALUE")
@option("--format", "form", help_key="format", type=click.Choice(["table", "json"]), default="table")
def explain(
    target: str,
    item: str,
    rules: str | None,
    as_of: date | None,
    layer: str,
    codes: tuple[str, ...],
    changes: tuple[Any, ...],
    form: str,
) -> None:
    """Explain one item of one unit."""
    from compliance.report.record import record
    from compliance.report.table import wrap
    from compliance.report.view.explain import explain as explained
    from compliance.report.view.explain import what_if

    state = settings()
    asked = Asked((target,), rules, as_of, layer, codes)
    run, unit, result = _result(asked, item)
    before = None
    if changes:
        before = (unit, result)
        run, unit, result = _result(asked._replace(supposing=changes), item)
    if form == "json":
        found = next(each for each in record(run, state.lang)["units"][0]["items"] if each["id"] == item)
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    width = output_width()
    lines = list(explained(state.lang, run, unit, result))
    if before is not None:
        cells = [f"{each.table}.{each.row}.{each.column}={each.value}" for each in changes]
        lines += ["", *what_if(state.lang, run, cells, before, (unit, result))]
    for line in lines:
        margin, text = " " * (len(line) - len(line.lstrip())), line.strip()
        room = max(24, width - len(margin))
        broken = wrap(text, room)
        first, *rest = broken if len(broken) == 1 else wrap(text, room - len(INDENT))
        click.echo(margin + first)
        for each in rest:
            click.echo(margin + INDENT + each)


def _result(asked: Asked, item: str) -> tuple[Any, Any, Any]:
    """The run, its one unit, and the item of it; stops where there is no such item."""
    run = assessed(asked)
    unit = one_unit(run)
    result = next((each for each in (*unit.items, *unit.bonuses, *unit.veto_items) if each.item.id == item), None)
    if result is None:
        settings().refuse("unknown_item", rules=run.rule_set.key, name=item)
    return run, unit, result
