"""`gongkai rules diff`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._messages import show_problems
from compliance.cli._output import output_width
from compliance.cli._run import Asked, heads_of, one_unit, rule_folder, shown
from compliance.cli._settings import Settings, settings
from compliance.cli._types import Day


@click.command("diff", cls=Command, path="rules diff")
@argument("before", "rules_before", metavar="A")
@argument("after", "rules_after", metavar="B")
@option("--unit", "target", help_key="diff_unit", default=None, metavar="TARGET")
@option("--as-of", help_key="as_of", type=Day(), default=None, metavar="DATE")
@option("--layer", help_key="layer", type=click.Choice(["self", "inspected", "confirmed"]), default="self")
@option("--format", "form", help_key="format", type=click.Choice(["table", "json"]), default="table")
def diff(before: str, after: str, target: str | None, as_of: date | None, layer: str, form: str) -> None:
    """Compare two rule sets."""
    from compliance.comparison import compare
    from compliance.report.table import table
    from compliance.report.view import differences as view

    state = settings()
    one, other = _opened(before, state), _opened(after, state)
    changes = compare(one, other)
    units = None
    if target is not None:
        asked = Asked((target,), None, as_of, layer)
        units = (_side(asked, one, other, state), _side(asked, other, one, state))
    if form == "json":
        click.echo(json.dumps(view.as_data(one, other, changes, units), ensure_ascii=False, indent=1))
        return
    width = output_width()
    click.echo(view.head(state.lang, one, other, changes))
    if changes:
        click.echo(f"\n{table(view.differences(state.lang, changes), width, color=False)}")
    if units is not None:
        click.echo(f"\n{view.unit_head(state.lang, units[0])}")
        click.echo(f"\n{table(view.effect(state.lang, *units), width, color=False)}")
        click.echo(f"\n{view.grades(state.lang, *units)}")


def _opened(name: str, state: Settings) -> Any:
    """The rule set, in the version that is asked for."""
    from compliance.errors import InvalidInput, Problem
    from compliance.opening import open_rule_set
    from compliance.source import Place

    folder = rule_folder(name, state)
    found = open_rule_set(folder, shown(folder))
    if name in (found.id, found.key) or "@" not in name or (state.directory / name).is_dir():
        return found
    raise InvalidInput([Problem("E024", Place(name), {"found": name}, ((found.key, found.key),), found.key)])


def _side(asked: Asked, rules: Any, other: Any, state: Settings) -> Any:
    """The one unit under one of the two; marks for items that only the other has do not count here."""
    from compliance import pipeline
    from compliance.report.view.differences import Side

    heads = pipeline.without_marks(heads_of(asked, state), _judged(other) - _judged(rules))
    evidence, remarks = pipeline.open_evidence(heads, rules, asked.day)
    show_problems(remarks, state, nothing_written=False)
    run = pipeline.assess(rules, evidence, asked.day, asked.layer, remarks)  # type: ignore[arg-type]
    return Side(run, one_unit(run))


def _judged(rules: Any) -> set[str]:
    from compliance.checks.judged import Judged

    return {each.id for each in rules.lines() if isinstance(each.check, Judged)}
