"""`gongkai rules`: the catalogue, one item in full, faults and remarks, cases, kinds."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from compliance.cli._help import Command, Group, argument, option
from compliance.cli._messages import show_problems
from compliance.cli._output import output_width
from compliance.cli._run import about, rule_folder, shown
from compliance.cli._settings import FOUND, INVALID, Settings, Stop, settings
from compliance.cli.rules_diff import diff
from compliance.words import say

ENOUGH = 90
"""Percent of changed numbers that cases should notice."""

FORMATS = click.Choice(["table", "json"])


@click.group(cls=Group, path="rules")
def rules() -> None:
    """Rule sets."""


@rules.command("list", cls=Command, path="rules list")
@option("--format", "form", help_key="format", type=FORMATS, default="table")
def list_(form: str) -> None:
    """List all rule sets."""
    from compliance.load.workspace import bundled, workspace
    from compliance.pipeline import open_rule_set
    from compliance.report.parts import Cell, Column, Row, Table
    from compliance.report.table import table

    state = settings()
    rows = []
    for folder in workspace(state.directory).rule_folders():
        found = open_rule_set(folder, shown(folder))
        place = say(state.lang, "rules.bundled" if folder.parent == bundled("rules") else "rules.workspace")
        count = sum(1 for _ in found.root.items())
        rows.append(
            [found.id, found.version, found.title, say(state.lang, "separator").join(found.applies_to), str(count), place]
        )
    keys = ("id", "version", "title", "class", "items", "rules.place")
    if form == "json":
        names = ("id", "version", "title", "applies_to", "items", "from")
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
        return
    columns = tuple(Column(say(state.lang, each), 0, "right" if each == "items" else "left") for each in keys)
    content = Table("", "", columns, tuple(Row(tuple(Cell(text) for text in row)) for row in rows))
    click.echo(table(content, output_width(), color=False) if rows else say(state.lang, "rules.none"))


@rules.command(cls=Command, path="rules show")
@argument("item", "item", required=False, metavar="ITEM")
@option("--rules", "name", help_key="rules", default=None, metavar="ID[@VER]|DIR")
@option("--format", "form", help_key="format", type=click.Choice(["table", "yaml"]), default="table")
def show(item: str | None, name: str | None, form: str) -> None:
    """Show a rule set, or one item of it."""
    from compliance.opening import open_whole
    from compliance.report.document import as_yaml
    from compliance.report.parts import Cell, Column, Row, Table
    from compliance.report.table import table
    from compliance.report.view import catalogue
    from compliance.validate.tailoring import merged

    state = settings()
    if form == "yaml" and item is not None:
        state.refuse("whole_only")
    folder = rule_folder(name or _default(state), state)
    opened = open_whole(folder, shown(folder))
    found = opened.rule_set
    show_problems(opened.remarks, state, nothing_written=False)
    if form == "yaml":
        click.echo(as_yaml(merged(opened.documents, (1, 1))), nl=False)
        return
    if item is not None:
        one = next((each for each in found.lines() if each.id == item), None)
        if one is None:
            state.refuse("unknown_item", rules=found.key, name=item)
        lines = list(catalogue.item(state.lang, found, one, opened.changes))
    else:
        heads, rows = catalogue.items(state.lang, found, opened.changes if opened.base else None)
        columns = tuple(Column(each, 0, "right" if place == 2 else "left") for place, each in enumerate(heads))
        content = Table("", "", columns, tuple(Row(tuple(Cell(text) for text in row)) for row in rows))
        width = output_width()
        lines = [*catalogue.head(state.lang, found, opened.base), "", table(content, width, color=False)]
    for line in lines:
        click.echo(line)


@rules.command(cls=Command, path="rules lint")
@argument("folders", "folders", nargs=-1, metavar="DIR")
@option("--strict", help_key="strict", is_flag=True)
@option("--burden-from", "older", help_key="burden_from", default=None, metavar="ID|DIR")
@option("--format", "form", help_key="format", type=FORMATS, default="table")
def lint(folders: tuple[str, ...], older: str | None, form: str, *, strict: bool) -> None:
    """Check rule sets."""
    from compliance.errors import InvalidInput
    from compliance.opening import open_rule_set, open_whole
    from compliance.report.problems import as_data
    from compliance.report.view import catalogue
    from compliance.report.view.changes import tailoring

    state = settings()
    faults: list[Any] = []
    remarks: list[Any] = []
    before = open_rule_set(rule_folder(older, state)) if older else None
    for folder in _folders(folders, state):
        try:
            opened = open_whole(folder, shown(folder))
        except InvalidInput as reason:
            faults += reason.problems
            continue
        remarks += opened.remarks
        if form == "table":
            found = opened.rule_set
            click.echo(f"{found.key}  {found.title}")
            lines = [*catalogue.lint(state.lang, found), *catalogue.burden(state.lang, found, before or opened.base)]
            lines += tailoring(state.lang, opened.base, opened.changes) if opened.base else []
            for line in lines:
                click.echo(f"  √ {line}")
    if form == "json":
        click.echo(json.dumps([as_data(each, state.lang) for each in (*faults, *remarks)], ensure_ascii=False, indent=1))
    else:
        show_problems((*faults, *remarks), state, nothing_written=False)
    if faults:
        raise Stop(INVALID)
    if strict and remarks:
        raise Stop(FOUND)


@rules.command("test", cls=Command, path="rules test")
@argument("folders", "folders", nargs=-1, metavar="DIR")
@option("--mutate", "mutate", help_key="mutate", is_flag=True)
@option("--cases", help_key="cases", type=click.Path(path_type=Path), default=None, metavar="DIR")
def test(folders: tuple[str, ...], cases: Path | None, *, mutate: bool) -> None:
    """Run the cases of rule sets."""
    from compliance.pipeline import open_rule_set

    state = settings()
    failed = 0
    for folder in _folders(folders, state):
        found = open_rule_set(folder, shown(folder))
        files = sorted((cases or _cases(folder, state)).glob("*.yaml"))
        failing = _run_cases(state, found, files)
        failed += failing
        if mutate and files and not failing:
            _mutate(state, found, files)
    if failed:
        raise Stop(FOUND)


@rules.command(cls=Command, path="rules kinds")
@argument("name", "name", required=False, metavar="NAME")
def kinds(name: str | None) -> None:
    """List check kinds and markings, or one with its keys."""
    from compliance.report.view import catalogue

    state = settings()
    lines = list(catalogue.kinds(state.lang, name))
    if not lines:
        state.refuse("unknown_kind", name=name)
    for line in lines:
        click.echo(line)


rules.add_command(diff)


def _run_cases(state: Settings, found: Any, files: list[Path]) -> int:
    from compliance.casebook import run_cases
    from compliance.casebook import shown as value
    from compliance.load import yaml
    from compliance.tables import schema

    outcomes = run_cases([yaml.read(file) for file in files], found)
    failing = [each for each in outcomes if not each.holds]
    titles = schema("schemas/cases.schema.json")["$defs"]["case"]["properties"]["want"]["properties"]
    click.echo(f"{found.key}  {found.title}")
    for each in failing:
        place = each.case.head.document.place(each.case.head.data["unit"]["@"])
        click.echo(f"  × {place}  {each.case.item}  {each.case.title}")
        for key, wanted in each.wanted.items():
            if wanted != each.got[key]:
                name = titles[key]["title"] if state.lang == "zh" else key
                told = [say(state.lang, one) if key == "state" else value(key, one) for one in (wanted, each.got[key])]
                click.echo("      " + say(state.lang, "tests.differs", key=name, wanted=told[0], got=told[1]))
    if not outcomes:
        click.echo(f"  ! {say(state.lang, 'tests.none')}")
        return 0
    items = [each.id for each in found.lines()]
    covered = {each.case.item for each in outcomes}
    click.echo(f"  {'×' if failing else '√'} {say(state.lang, 'tests.sum', count=len(outcomes), failed=len(failing))}")
    click.echo(f"  √ {say(state.lang, 'tests.items', covered=len(covered), items=len(items))}")
    bare = [each for each in items if each not in covered]
    if bare:
        click.echo(f"  ! {say(state.lang, 'tests.uncovered', items=' '.join(bare))}")
    return len(failing)


def _mutate(state: Settings, found: Any, files: list[Path]) -> None:
    """Print how many changed numbers the cases notice, and which they do not."""
    from compliance.load import yaml
    from compliance.mutations import mutations
    from compliance.validate.cases import read_cases

    cases = [case for file in files for case in read_cases(yaml.read(file), found)]
    changes = []
    for each in mutations(found, cases):
        changes.append(each)
        if sys.stderr.isatty() and not state.quiet:
            click.echo(f"\r  {len(changes)} {each.item}   ", nl=False, err=True)
    noticed = sum(each.noticed for each in changes)
    share = 100 * noticed // len(changes) if changes else 100
    click.echo(
        f"  {'√' if share >= ENOUGH else '!'} {say(state.lang, 'tests.mutated', count=len(changes), noticed=noticed, share=share)}"
    )
    for each in changes:
        if not each.noticed:
            click.echo(f"    ○ {each.item}  {each.where}  {each.before} → {each.after}")


def _cases(folder: Path, state: Settings) -> Path:
    """Where a rule set's cases are: in its own folder `cases`, in the workspace's `tests/rules`, or bundled."""
    from compliance.load.workspace import bundled, workspace

    own = folder / "cases"
    ours = workspace(state.directory).root / "tests" / "rules" / folder.name
    return own if own.is_dir() else ours if ours.is_dir() else bundled("cases") / folder.name


def _folders(names: tuple[str, ...], state: Settings) -> list[Path]:
    from compliance.load.workspace import workspace

    return [rule_folder(each, state) for each in names] if names else workspace(state.directory).rule_folders()


def _default(state: Settings) -> str:
    """The rule set of the workspace, else the bundled example."""
    from compliance.load.workspace import workspace

    return str(about(workspace(state.directory)).rule_set or "校务公开-示例-2025")
