"""`gongkai assess`."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli._help import Command, argument, option
from compliance.cli._output import output_width, write
from compliance.cli._run import Asked, assess_options, assessed, rules_of_tables, waivers
from compliance.cli._settings import FOUND, Settings, Stop, settings
from compliance.cli._tables import Scale, is_tables, run_tables, scale_options
from compliance.cli._types import Amount
from compliance.values import read_decimal
from compliance.words import say

MODELS = ("points", "xccdf-default", "xccdf-flat", "xccdf-flat-unweighted", "xccdf-absolute")


@click.command(cls=Command, path="assess")
@argument("targets", "targets", nargs=-1, metavar="TARGET")
@option("--all", "everything", help_key="all", is_flag=True)
@assess_options
@option("--model", "model", help_key="model", type=click.Choice(MODELS), default="points")
@option("--format", "form", help_key="format", type=click.Choice(["table", "json", "csv"]), default="table")
@option("-o", "out", help_key="out", type=click.Path(path_type=Path), default=None, metavar="FILE")
@scale_options
@option("--fail-below", help_key="fail_below", type=Amount(), default=None, metavar="N")
def assess(
    targets: tuple[str, ...],
    rules: str | None,
    as_of: date | None,
    layer: str,
    codes: tuple[str, ...],
    model: str,
    form: str,
    out: Path | None,
    scale: Scale,
    fail_below: int | None,
    *,
    everything: bool,
) -> None:
    """Assess units and print or write the result."""
    state = settings()
    asked = Asked(targets, rules, as_of, layer, codes, everything, model)
    if out is not None and len(targets) == 1 and not codes and _is_folder(out) and is_tables(targets[0], state):
        _into_folder(asked, out, scale, fail_below, state)
        return
    if scale != Scale():
        state.refuse("needs_tables", names="--memory --shards -j --scheduler --keep-going --incremental")
    run = assessed(asked)
    if out is not None and out.suffix in (".json", ".csv") and form == "table":
        form = out.suffix[1:]
    content = {"table": _table, "json": _json, "csv": _csv}[form](run, state, is_file=out is not None)
    if out is None:
        sys.stdout.buffer.write(content) if form != "table" else click.echo(
            content.decode(), nl=False, color=state.is_colored(sys.stdout)
        )
    else:
        write(out, content, run.evidence.files)
        state.note(say(state.lang, "written", path=out))
    units = list(run.results())
    is_low = fail_below is not None and any(each.score is None or each.score < fail_below for each in units)
    if is_low or any(item.state.value == "error" for each in units for item in (*each.items, *each.bonuses, *each.veto_items)):
        raise Stop(FOUND)


def _is_folder(out: Path) -> bool:
    return out.suffix not in (".json", ".csv", ".txt")


def _into_folder(asked: Asked, out: Path, scale: Scale, fail_below: int | None, state: Settings) -> None:
    """Assess tables into a folder of tables, and say class by class what came out."""
    from compliance.report.table import table
    from compliance.report.view.scale import classes

    rules = rules_of_tables(asked, state)
    record = run_tables(asked.targets[0], rules, waivers(state, rules), asked.day, asked.layer, out, scale, state)
    click.echo(table(classes(state.lang, record), output_width(), color=False))
    state.note(say(state.lang, "written", path=out))
    if record["errors"]:
        state.note(say(state.lang, "scale.errors", count=record["errors"]))
    lowest = None if record["lowest"] is None else read_decimal(record["lowest"])
    is_low = fail_below is not None and (lowest is None or lowest < fail_below)
    if is_low or record["errors"]:
        raise Stop(FOUND)


def _table(run: Any, state: Settings, *, is_file: bool) -> bytes:
    from compliance.report.table import flow, paint, table
    from compliance.report.view.screen import screen

    color = not is_file and state.is_colored(sys.stdout)
    width = output_width(is_file=is_file)
    parts = []
    for unit in run.results():
        shown = screen(state.lang, run, unit)
        first, *rest = flow(shown.head, width)
        name = shown.head[0]
        lines = [first.replace(name, paint(name, "1", color=color), 1), *rest, "", table(shown.table, width, color=color), ""]
        lines += below(shown.lines, width)
        parts.append("\n".join(lines) + "\n")
    if len(parts) > 1 and run.model == "points":
        parts.append(_summary(run, state, len(parts), width))
    return "\n".join(parts).encode()


def _summary(run: Any, state: Settings, count: int, width: int) -> str:
    from compliance.report.record import class_totals
    from compliance.report.table import table
    from compliance.report.view.scale import classes

    heading = say(state.lang, "scale.summary", count=count)
    return f"{heading}\n{table(classes(state.lang, class_totals(run)), width, color=False)}\n"


def below(lines: tuple[tuple[str, str], ...], width: int) -> list[str]:
    """Label and text, the text wrapped beside its label."""
    from compliance.report.table import wrap
    from compliance.report.width import columns_of

    room = max((columns_of(label) for label, _ in lines), default=0) + 2
    shown = []
    for label, text in lines:
        first, *rest = wrap(text.replace("\u2212", "-"), max(24, width - room))
        shown.append(f"{label}{' ' * (room - columns_of(label))}{first}")
        shown += [" " * room + each for each in rest]
    return shown


def _json(run: Any, state: Settings, *, is_file: bool) -> bytes:
    from compliance.report.record import record, written

    return written(record(run, state.lang))


def _csv(run: Any, state: Settings, *, is_file: bool) -> bytes:
    """One line an item; with a byte order mark, so that WPS reads it as UTF-8; no cell can be taken for a formula."""
    from compliance.report.record import record

    columns = ("id", "title", "state", "cause", "points", "possible", "max", "basis", "subjects", "faults")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["unit", "name", "class", *columns])
    for unit in record(run)["units"]:
        for item in unit["items"]:
            cells = [unit["code"], unit["name"], unit["class"], *(item[name] for name in columns)]
            writer.writerow([_harmless("" if each is None else str(each)) for each in cells])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
