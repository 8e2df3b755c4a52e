"""Problems on stderr: in full up to twenty, then one line each, and always the count."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from compliance.cli._settings import Settings
from compliance.errors import Problem
from compliance.report.problems import concise, count, full
from compliance.report.table import paint

MOST_FULL = 20
TONES = {"error": "1;31", "remark": "1;33", "mark": "31", "soft": "2", "plain": ""}


def show_problems(problems: Sequence[Problem], state: Settings, *, nothing_written: bool) -> None:
    """Print all problems and their count; remarks alone are silent under -q."""
    if not problems or (state.quiet and all(each.severity == "remark" for each in problems)):
        return
    color = state.is_colored(sys.stderr)
    for place, problem in enumerate(problems):
        if place < MOST_FULL:
            for tone, line in full(problem, state.lang):
                click.echo(paint(line, TONES[tone], color=color), err=True)
        else:
            click.echo(concise(problem, state.lang), err=True)
    click.echo(count(problems, state.lang, nothing_written=nothing_written), err=True)
