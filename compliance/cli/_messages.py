"""Problems on stderr: in full up to twenty, then one line each, and always the count."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

import click

from compliance.cli._settings import Settings
from compliance.errors import Problem
from compliance.report.problems import concise, count, full
from compliance.report.table import paint
from compliance.words import say

MOST_FULL = 20
MOST_ALIKE = 3
"""Remarks of one code in one file that are told one by one; more are told by the first and their number, unless -v."""
TONES = {"error": "1;31", "remark": "1;33", "mark": "31", "soft": "2", "plain": ""}


def show_problems(problems: Sequence[Problem], state: Settings, *, nothing_written: bool) -> None:
    """Print all problems and their count; remarks alone are silent under -q."""
    if not problems or (state.quiet and all(each.severity == "remark" for each in problems)):
        return
    color = state.is_colored(sys.stderr)
    alike = {} if state.verbose else _alike(problems)
    told = [each for each in problems if alike.get(_key(each), each) is each]
    for place, problem in enumerate(told):
        if _key(problem) in alike:
            number = sum(_key(each) == _key(problem) for each in problems)
            line = concise(problem, state.lang)
            click.echo(say(state.lang, "problems.alike", first=line, count=number), err=True)
        elif place < MOST_FULL:
            for tone, line in full(problem, state.lang):
                click.echo(paint(line, TONES[tone], color=color), err=True, color=color)
        else:
            click.echo(concise(problem, state.lang), err=True)
    click.echo(count(problems, state.lang, nothing_written=nothing_written), err=True)


def _key(problem: Problem) -> tuple[str, str]:
    return problem.place.file, problem.code


def _alike(problems: Sequence[Problem]) -> dict[tuple[str, str], Problem]:
    """The first remark of each code in each file that has many of them."""
    remarks = [each for each in problems if each.severity == "remark"]
    counts = Counter(_key(each) for each in remarks)
    return {_key(each): each for each in reversed(remarks) if counts[_key(each)] > MOST_ALIKE}
