"""`gongkai help CODE`: what a message code means."""

from __future__ import annotations

import re

import click

from compliance.cli._help import Command, argument
from compliance.cli._settings import settings
from compliance.codes import CODES
from compliance.words import say


@click.command("help", cls=Command, path="help")
@argument("code", "code", required=False, metavar="CODE")
def help(code: str | None) -> None:  # noqa: A001 - the command's name
    """Explain one code, or list all."""
    state = settings()
    place = 0 if state.lang == "zh" else 1
    if code is None:
        for name, each in sorted(CODES.items()):
            click.echo(f"{name}  {say(state.lang, f'severity.{each.severity.value}')}  {_general((each.zh, each.en)[place])}")
        return
    found = CODES.get(code.upper())
    if found is None:
        state.refuse("unknown_code", name=code)
    click.echo(f"{code.upper()}  {say(state.lang, f'severity.{found.severity.value}')}")
    rows = (
        ("help.sentence", _general((found.zh, found.en)[place])),
        ("mend", _general((found.mend_zh, found.mend_en)[place])),
        ("help.wrong", found.wrong),
        ("help.right", found.right),
    )
    for key, text in rows:
        click.echo(f"\n{say(state.lang, key)}:\n" + "\n".join(f"  {line}" for line in text.split("\n")))


def _general(sentence: str) -> str:
    """A sentence without the values of a case: `{near}` is there only at times, all others stand for something."""
    return re.sub(r"(…\s*)+", "…", re.sub(r"\{\w+\}", "…", re.sub(r"(?<!“)\{near\}", "", sentence))).replace("{{", "{")
