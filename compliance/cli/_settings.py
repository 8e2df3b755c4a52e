"""What every command knows: language, colour, workspace; and how to stop with the right exit code."""

from __future__ import annotations

import io
import locale
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from compliance.cli._text import WORDS
from compliance.words import Lang

DONE, FOUND, USAGE, INVALID, LOCKED, ENVIRONMENT = range(6)


class Stop(Exception):
    """End the program with this exit code, after these lines on stderr."""

    def __init__(self, code: int, *lines: str) -> None:
        self.code = code
        self.lines = lines
        super().__init__(*lines)


@dataclass
class Settings:
    """`directory` is the workspace named by -C, or the current folder; `waivers` the file named by --waivers."""

    directory: Path = Path()
    lang: Lang = "zh"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    waivers: Path | None = None

    def is_colored(self, stream: Any) -> bool:
        if self.color != "auto":
            return self.color == "always"
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and not plain)

    def word(self, key: str, **values: object) -> str:
        return word(self.lang, key, **values)

    def note(self, text: str) -> None:
        """A message on stderr, unless -q."""
        if not self.quiet:
            click.echo(text, err=True)

    def refuse(self, key: str, **values: object) -> NoReturn:
        """Stop as a wrong usage."""
        raise Stop(USAGE, f"{self.word('usage_error')}: {self.word(key, **values)}")


def word(lang: Lang, key: str, **values: object) -> str:
    text = WORDS[key][0 if lang == "zh" else 1]
    return text.format(**values) if values else text


def language(arguments: list[str], directory: Path) -> Lang:
    """--lang, then GONGKAI_LANG, then gongkai.yaml, then the locale, then Chinese."""
    for place, each in enumerate(arguments):
        if each.startswith("--lang"):
            value = each.partition("=")[2] or next(iter(arguments[place + 1 : place + 2]), "")
            if value in ("zh", "en"):
                return "zh" if value == "zh" else "en"
    given = os.environ.get("GONGKAI_LANG") or _written(directory)
    if given in ("zh", "en"):
        return "zh" if given == "zh" else "en"
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next(filter(None, names), "") or (locale.getlocale()[0] or "")
    return "en" if name.lower().startswith("en") and not name.lower().startswith("en_us.utf-8@posix") else "zh"


def _written(directory: Path) -> str:
    """The language in gongkai.yaml, read without a parser: help must not wait for one."""
    try:
        lines = (directory / "gongkai.yaml").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() in ("语言", "lang"):
            return {"中文": "zh", "英文": "en"}.get(value.strip(), value.strip())
    return ""


def settings() -> Settings:
    """The settings of the running command."""
    return click.get_current_context().ensure_object(Settings)


def relax_console() -> None:
    """A console that lacks a character shows “?” instead of breaking off (GBK windows); what goes to a closed stream is dropped."""
    sys.stdout = sys.stdout or io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.stderr = sys.stderr or io.TextIOWrapper(io.BytesIO(), "utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
