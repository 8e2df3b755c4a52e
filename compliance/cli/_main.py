"""The program: its commands by name, help in both languages, and every error turned into a message and an exit code."""

from __future__ import annotations

import atexit
import errno
import gc
import importlib
import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from compliance.cli._help import Group, option_name
from compliance.cli._settings import DONE, ENVIRONMENT, INVALID, USAGE, Settings, Stop, language, relax_console
from compliance.version import __version__

MODULES = {
    "init": "init",
    "check": "check",
    "assess": "assess",
    "explain": "explain",
    "due": "due",
    "rank": "rank",
    "deadline": "deadline",
    "calendar": "deadline",
    "rules": "rules",
    "report": "report",
    "doctor": "doctor",
    "help": "help",
}


class Program(Group):
    """Loads the module of a command only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"compliance.cli.{MODULES[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.command("gongkai", cls=Program, path="")
@click.version_option(__version__, "--version", message="gongkai %(version)s")
def program() -> None:
    pass


def main() -> None:
    """Run the program and exit."""
    gc.set_threshold(100_000, 50, 100)  # a run makes much that lives to its end; looking through it again and again costs a tenth
    codes: list[int] = []
    atexit.register(_leave, codes)  # registered first, called last
    relax_console()
    codes.append(run(sys.argv[1:]))
    sys.exit(codes[0])


def _leave(codes: list[int]) -> None:
    """End at once, unless the run broke down: to free one by one what a run made takes a sixth of its time."""
    if codes:
        os._exit(codes[0])


def run(arguments: list[str]) -> int:
    """Run the program; the exit code (formats.md §5)."""
    directory = Path(_after(arguments, "-C") or ".")
    state = Settings(directory, language(arguments, directory))
    try:
        if not directory.is_dir():
            state.refuse("no_folder", path=f"-C {directory}")
        program.main(arguments, "gongkai", standalone_mode=False, obj=state)
        sys.stdout.flush()
    except click.exceptions.Exit as reason:
        return reason.exit_code
    except click.UsageError as reason:
        _tell(_usage(reason, state))
        return USAGE
    except click.Abort:
        _tell([state.word("interrupted")])
        return 130
    except Stop as reason:
        _tell(reason.lines)
        return reason.code
    except BrokenPipeError:
        return DONE
    except Exception as reason:  # noqa: BLE001 - sorted by `_input_fault`, which lets bugs through
        return _input_fault(reason, state)
    return DONE


def _input_fault(reason: Exception, state: Settings) -> int:
    """Exit code and messages of InvalidInput, Unavailable and an output that takes no more; all else is a bug and goes on as it is."""
    from compliance.cli._messages import show_problems
    from compliance.errors import InvalidInput, Problem, Unavailable
    from compliance.source import Place

    if isinstance(reason, OSError) and reason.errno in (errno.ENOSPC, errno.EIO):
        reason = Unavailable(Problem("A010", Place(reason.filename or "<stdout>"), {"reason": "@output.failed"}))
    if isinstance(reason, InvalidInput):
        show_problems(reason.problems, state, nothing_written=True)
        return INVALID
    if isinstance(reason, Unavailable):
        show_problems((reason.problem,), state, nothing_written=True)
        return ENVIRONMENT
    raise reason


def _usage(reason: click.UsageError, state: Settings) -> list[str]:
    lines = [f"{state.word('usage_error')}: {_sentence(reason, state)}"]
    command = reason.ctx.command_path if reason.ctx else "gongkai"
    return [*lines, state.word("try", command=command)]


def _sentence(reason: click.UsageError, state: Settings) -> str:
    if isinstance(reason, click.NoSuchOption):
        near = state.word("near", near=reason.possibilities[0]) if reason.possibilities else ""
        return state.word("no_option", name=reason.option_name) + near
    if isinstance(reason, click.MissingParameter) and reason.param is not None:
        return state.word("missing", name=option_name(reason.param))
    if isinstance(reason, click.BadParameter) and reason.param is not None:
        kind, name = reason.param.type, option_name(reason.param)
        if isinstance(kind, click.Choice):
            return state.word("choice", name=name, choices=" ".join(map(str, kind.choices)))
        return f"{name}: {reason.message}"
    extra = re.search(r"unexpected extra arguments? \((.*)\)", reason.message)
    return state.word("extra", names=extra[1]) if extra else reason.message


def _after(arguments: list[str], flag: str) -> str:
    return next((value for name, value in zip(arguments, arguments[1:], strict=False) if name == flag), "")


def _tell(lines: Any) -> None:
    for line in lines:
        click.echo(line, err=True)
