"""Commands whose help is laid out by display width, in the language of the run; options that every command has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from compliance.cli._settings import Settings, language, word
from compliance.cli._text import ARGUMENTS, COMMANDS, OPTIONS
from compliance.words import Lang

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A command with help from the table; `path` is its name below `gongkai`."""

    def __init__(self, *args: Any, path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = path
        self.params += common_options()

    def get_help(self, ctx: click.Context) -> str:
        return help_text(self, ctx, self.path)


class Group(click.Group):
    """A group of commands with help from the table."""

    def __init__(self, *args: Any, path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = path
        self.params += common_options()

    def get_help(self, ctx: click.Context) -> str:
        return help_text(self, ctx, self.path)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(word(_lang(ctx), "no_command", name=args[0]), ctx)
        return super().resolve_command(ctx, args)


def common_options() -> list[click.Parameter]:
    """-C, --lang, --color, -q, -v, --help."""
    return [
        click.Option(["-C", "directory"], metavar="DIR", expose_value=False, callback=_keep),
        click.Option(["--lang"], type=click.Choice(["zh", "en"]), expose_value=False, callback=_keep),
        click.Option(["--color"], type=click.Choice(["auto", "always", "never"]), expose_value=False, callback=_keep),
        click.Option(["-q", "--quiet"], is_flag=True, default=None, expose_value=False, callback=_keep),
        click.Option(["-v", "--verbose"], is_flag=True, default=None, expose_value=False, callback=_keep),
    ]


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    state = ctx.find_object(Settings)
    if state is not None and value is not None and param.name is not None:
        setattr(state, param.name, Path(value) if param.name == "directory" else value)


def help_text(command: click.Command, ctx: click.Context, path: str) -> str:
    """Usage, what it does, an example, arguments, commands, options; aligned by display width."""
    lang = _lang(ctx)
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    usage = " ".join([ctx.command_path, *[_shape(each) for each in arguments], "[OPTIONS]"])
    commands = []
    if isinstance(command, click.Group):
        usage = f"{ctx.command_path} COMMAND …"
        prefix = f"{path} " if path else ""
        commands = [(name, _summary(prefix + name, lang)) for name in command.list_commands(ctx)]
    lines = [f"{word(lang, 'usage')}: {usage}", "", _summary(path, lang), "", f"{word(lang, 'example')}: {COMMANDS[path][2]}"]
    lines += _section(word(lang, "arguments"), [(_shape(each), _of(ARGUMENTS, each, lang)) for each in arguments])
    lines += _section(word(lang, "commands"), commands)
    rows = [(_flags(each), _of(OPTIONS, each, lang) + (word(lang, "required") if each.required else "")) for each in options]
    lines += _section(word(lang, "options"), [*rows, ("--help", OPTIONS["help"][0 if lang == "zh" else 1])])
    return "\n".join(lines)


def option_name(param: click.Parameter) -> str:
    """A parameter as the user knows it."""
    return _written(param) if isinstance(param, click.Argument) else param.opts[-1]


def _section(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    from compliance.report.width import columns_of  # not for commands that run

    if not rows:
        return []
    width = min(34, max(columns_of(left) for left, _ in rows))
    lines = ["", f"{title}:"]
    for left, right in rows:
        gap = width - columns_of(left)
        lines.append(f"  {left}{' ' * gap}  {right}" if gap >= 0 else f"  {left}\n  {' ' * width}  {right}")
    return lines


def _summary(path: str, lang: Lang) -> str:
    return COMMANDS[path][0 if lang == "zh" else 1]


def _of(table: dict[str, tuple[str, str]], param: click.Parameter, lang: Lang) -> str:
    key = param.help_key if isinstance(param, (_Option, _Argument)) else param.name or ""
    return table[key][0 if lang == "zh" else 1] if key in table else ""


def _written(param: click.Parameter) -> str:
    name = (param.metavar or param.name or "").upper()
    return f"{name}…" if param.nargs == -1 else name


def _shape(param: click.Parameter) -> str:
    """An argument in brackets where it may be left out."""
    return _written(param) if param.required else f"[{_written(param)}]"


def _flags(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if option.is_flag:
        return names
    kind = option.type
    values = "|".join(str(each) for each in kind.choices) if isinstance(kind, click.Choice) else (option.metavar or "TEXT")
    return f"{names} {values}"


def _lang(ctx: click.Context) -> Lang:
    state = ctx.find_object(Settings)
    return state.lang if state is not None else language([], Path())


class _Option(click.Option):
    def __init__(self, *args: Any, help_key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_key = help_key


class _Argument(click.Argument):
    def __init__(self, *args: Any, help_key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_key = help_key


def option(*names: str, help_key: str, **given: Any) -> Callable[[F], F]:
    """An option whose help stands in the table under `help_key`."""
    return click.option(*names, cls=_Option, help_key=help_key, **given)


def argument(name: str, help_key: str, **given: Any) -> Callable[[F], F]:
    """An argument whose help stands in the table under `help_key`."""
    return click.argument(name, cls=_Argument, help_key=help_key, **given)
