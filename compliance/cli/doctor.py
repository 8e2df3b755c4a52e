"""`gongkai doctor`: what this machine has and lacks."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from importlib import metadata

import click

from compliance.cli._help import Command
from compliance.cli._settings import ENVIRONMENT, Settings, Stop, settings
from compliance.words import Lang, say

PACKAGES = ("PyYAML", "jsonschema", "click", "tabulate", "wcwidth", "reportlab", "polars", "chinesecalendar")
EXAMPLE_DAY = date(2025, 11, 3)
EXAMPLE_SCORE = "92.20"


@click.command(cls=Command, path="doctor")
def doctor() -> None:
    """Self test; exit 5 where something needed is missing."""
    state = settings()
    is_well = True
    for sign, text in _findings(state):
        is_well = is_well and sign != "×"
        click.echo(f"  {sign} {text}")
    if not is_well:
        raise Stop(ENVIRONMENT)


def _findings(state: Settings) -> Iterator[tuple[str, str]]:
    lang = state.lang
    yield "√", say(lang, "doctor.python", version=platform.python_version())
    yield "√", say(lang, "doctor.packages", names=" ".join(f"{each} {metadata.version(each)}" for each in PACKAGES))
    yield _libyaml(lang)
    yield _calendar(lang)
    yield _fonts(lang)
    yield _encoding(lang)
    yield _disk(state)
    yield from _example(state)


def _libyaml(lang: Lang) -> tuple[str, str]:
    from compliance.load.yaml import IS_FAST

    return "√" if IS_FAST else "×", say(lang, "doctor.libyaml")


def _calendar(lang: Lang) -> tuple[str, str]:
    from compliance.workdays import calendar

    days = calendar()
    sign = "√" if days.last.year >= date.today().year else "!"  # noqa: DTZ011 - a look at this machine
    return sign, say(lang, "doctor.calendar", first=days.first.year, last=days.last.year)


def _fonts(lang: Lang) -> tuple[str, str]:
    from compliance.report.pdf import glyphs

    return "√", say(lang, "doctor.fonts", glyphs=glyphs())


def _encoding(lang: Lang) -> tuple[str, str]:
    encoding = (sys.stdout.encoding or locale.getpreferredencoding()).upper()
    is_wide = encoding.replace("-", "").startswith("UTF")
    return (
        ("√", say(lang, "doctor.encoding", encoding=encoding))
        if is_wide
        else ("!", say(lang, "doctor.encoding.narrow", encoding=encoding))
    )


def _disk(state: Settings) -> tuple[str, str]:
    path = state.directory
    if not os.access(path, os.W_OK):
        return "×", say(state.lang, "doctor.disk.readonly", path=path)
    return "√", say(state.lang, "doctor.disk", free=shutil.disk_usage(path).free // 10**9)


def _example(state: Settings) -> Iterator[tuple[str, str]]:
    """The bundled example must come out as documented."""
    from compliance import pipeline
    from compliance.load.workspace import bundled, files_below
    from compliance.values import write_places

    folders = [each for each in sorted(bundled("rules").iterdir()) if each.is_dir()]
    yield "√", say(state.lang, "doctor.rules", count=len(folders))
    heads = pipeline.open_heads(files_below(bundled("example")))
    rule_set = pipeline.open_rule_set(bundled("rules") / heads[0].rule_set.partition("@")[0])
    evidence, _ = pipeline.open_evidence(heads, rule_set, EXAMPLE_DAY)
    unit = next(pipeline.assess(rule_set, evidence, EXAMPLE_DAY).results())
    score = write_places(unit.score or 0, rule_set.scoring.places)
    yield "√" if score == EXAMPLE_SCORE else "×", say(state.lang, "doctor.example", score=score)
