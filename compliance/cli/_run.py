"""From what the user names to an assessment: targets, rule set, day."""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

import click

from compliance.cli._help import option
from compliance.cli._messages import show_problems
from compliance.cli._settings import Settings, settings
from compliance.cli._tables import is_tables, opened, tell_doubts, tell_strange
from compliance.cli._types import Day
from compliance.words import say

MOST_IN_MEMORY = 20_000
"""Units of tables that a command holds in memory at once; more go to a folder with `assess -o`."""

F = TypeVar("F", bound=Callable[..., Any])


def assess_options(function: F) -> F:
    """--rules, --waivers, --as-of, --unit, --layer: what every command that assesses takes."""
    layers = click.Choice(["self", "inspected", "confirmed"])
    function = option("--layer", help_key="layer", type=layers, default="self")(function)
    function = option("--unit", "codes", help_key="unit", multiple=True, metavar="CODE")(function)
    function = option("--as-of", help_key="as_of", type=Day(), default=None, metavar="DATE")(function)
    function = option(
        "--waivers",
        help_key="waivers",
        type=click.Path(path_type=Path),
        default=None,
        metavar="FILE",
        expose_value=False,
        callback=_keep_waivers,
    )(function)
    return option("--rules", help_key="rules", default=None, metavar="ID[@VER]|DIR")(function)


def _keep_waivers(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    ctx.ensure_object(Settings).waivers = value


def waivers(state: Settings, rule_set: Any) -> Any:
    """The waivers of --waivers, else of the workspace. Raises InvalidInput."""
    from compliance.load.workspace import workspace
    from compliance.pipeline import open_waivers

    file = workspace(state.directory).waivers() if state.waivers is None else state.directory / state.waivers
    return () if file is None else open_waivers(file, rule_set)


class Asked(NamedTuple):
    """What a command was asked to assess."""

    targets: tuple[str, ...]
    rules: str | None
    as_of: date | None
    layer: str
    codes: tuple[str, ...] = ()
    everything: bool = False
    model: str = "points"
    supposing: tuple[Any, ...] = ()
    """Cells that are supposed to say something else (`validate.supposed.Change`)."""

    @property
    def day(self) -> date:
        written = os.environ.get("GONGKAI_AS_OF")
        if self.as_of is None and written:
            return Day().convert(written, None, click.get_current_context())
        return self.as_of or date.today()  # noqa: DTZ011 - the one clock, printed with every result


def assessed(asked: Asked) -> Any:
    """The Assessment of all targets. Raises InvalidInput; stops on names that do not exist."""
    from compliance import pipeline

    state = settings()
    if any(is_tables(each, state) for each in asked.targets if each != "-"):
        return _of_tables(asked, state)
    heads, rule_set = _opened(asked, state)
    if asked.everything:
        heads += _silent(heads, rule_set, state)
    evidence, remarks = pipeline.open_evidence(heads, rule_set, asked.day)
    show_problems(remarks, state, nothing_written=False)
    given = waivers(state, rule_set)
    if asked.everything:
        tell_strange(given, set(evidence.units["code"]), state)
    return pipeline.assess(
        rule_set,
        evidence,
        asked.day,
        asked.layer,  # type: ignore[arg-type]
        remarks,
        asked.model,  # type: ignore[arg-type]
        given,
    )


def _opened(asked: Asked, state: Settings) -> tuple[list[Any], Any]:
    """The heads of the evidence and the rule set. Raises InvalidInput, with what is wrong in both."""
    from compliance import pipeline
    from compliance.errors import InvalidInput

    try:
        heads = heads_of(asked, state)
    except InvalidInput as reason:
        try:
            _given_rules(asked, state)
        except InvalidInput as other:
            raise InvalidInput([*reason.problems, *other.problems]) from None
        raise
    if asked.supposing:
        heads = _suppose(heads, asked, state)
    try:
        return heads, _given_rules(asked, state) or _rules_named(state, heads)
    except InvalidInput as reason:
        raise InvalidInput([*reason.problems, *pipeline.faults(heads)]) from None


def rules_of_tables(asked: Asked, state: Settings) -> Any:
    """The rule set for tables, which name none; stops unless there is one target and --rules."""
    from compliance.pipeline import open_rule_set

    if len(asked.targets) > 1 or asked.everything:
        state.refuse("one_folder")
    if asked.rules is None:
        state.refuse("needs_rules")
    return open_rule_set(rule_folder(asked.rules, state))


def _of_tables(asked: Asked, state: Settings) -> Any:
    """The Assessment of a folder of tables, or of some of its units, held in memory."""
    from compliance import pipeline
    from compliance.validate.columnar import collected, only

    rule_set = rules_of_tables(asked, state)
    if asked.supposing:
        state.refuse("no_supposing")
    tables = opened(asked.targets[0], rule_set, state, asked.codes or None, keep_going=False)
    if asked.codes:
        tables = only(tables, asked.codes)
        unknown = sorted(set(asked.codes) - set(tables.units["code"]))
        if unknown:
            state.refuse("unknown_unit", names=" ".join(unknown), path=asked.targets[0])
    else:
        tell_doubts(tables, rule_set, asked.day, state)
    if tables.units.height > MOST_IN_MEMORY:
        state.refuse("too_many", count=tables.units.height, most=MOST_IN_MEMORY)
    evidence = collected(tables, asked.targets[0], rule_set.start.year)
    granted = waivers(state, rule_set)
    return pipeline.assess(rule_set, evidence, asked.day, asked.layer, (), asked.model, granted)  # type: ignore[arg-type]


def heads_of(asked: Asked, state: Settings) -> list[Any]:
    """The heads of the files behind the targets."""
    from compliance.pipeline import open_heads

    files = _files(asked, state)
    return open_heads([path for path, _ in files], [name for _, name in files])


def _silent(heads: list[Any], rule_set: Any, state: Settings) -> list[Any]:
    """The units of units.yaml that handed in no file, which is said, as is who is of no class of the rule set."""
    from compliance.load.workspace import workspace
    from compliance.roll import silent

    file = workspace(state.directory).roll()
    found, others = ([], []) if file is None else silent(file, heads, rule_set)
    if found:
        codes = " ".join(str(each.data.get("unit", {}).get("code", "?")) for each in found)
        state.note(say(state.lang, "roll.silent", count=len(found), codes=codes))
    if others:
        units = [each.data.get("unit", {}) for each in others]
        names = " ".join(
            say(state.lang, "of_class", name=each.get("code", "?"), **{"class": each.get("class")}) for each in units
        )
        state.note(say(state.lang, "roll.others", count=len(others), names=names))
    return found


def _suppose(heads: list[Any], asked: Asked, state: Settings) -> list[Any]:
    from compliance.pipeline import suppose
    from compliance.validate.supposed import NoSuchCell

    try:
        return suppose(heads, asked.supposing)
    except NoSuchCell as reason:
        state.refuse("no_cell", name=reason.name, known=" ".join(reason.known[:30]))


def one_unit(run: Any) -> Any:
    """The only unit of the run; stops where there are several."""
    units = list(run.results())
    if len(units) != 1:
        settings().refuse("one_unit")
    return units[0]


def _files(asked: Asked, state: Settings) -> list[tuple[Path, str]]:
    """The files of evidence behind the targets, with the names by which messages call them."""
    from compliance.load.workspace import files_below, workspace

    space = workspace(state.directory)
    year = about(space).year
    if asked.everything:
        return _all_files(space, year, state)
    if not asked.targets:
        state.refuse("no_target")
    files: list[tuple[Path, str]] = []
    unknown = []
    for target in asked.targets:
        path = state.directory / target
        if target == "-":
            files.append((_standard_input(), "<stdin>"))
        elif path.is_file() or (path.suffix == ".yaml" and not path.exists()):
            files.append((path, str(path)))
        elif path.is_dir() and (below := files_below(path)):
            files += [(each, str(each)) for each in below]
        elif found := space.evidence_of(target, year):
            files += [(each, str(each)) for each in found]
        else:
            unknown.append(target)
    if unknown:
        _refuse("unknown_target", space, year, state, name=" ".join(unknown))
    return files


def _all_files(space: Any, year: int | None, state: Settings) -> list[tuple[Path, str]]:
    if not space.is_real:
        state.refuse("no_workspace", path=space.root)
    found = space.all_evidence(year)
    if not found:
        _refuse("no_evidence", space, year, state)
    return [(each, str(each)) for each in found]


def _refuse(key: str, space: Any, year: int | None, state: Settings, **values: str) -> NoReturn:
    """Stop, and say where evidence was looked for: of one year only, where gongkai.yaml names it."""
    where = space.root if year is None else space.root / "assessments" / str(year)
    is_elsewhere = year is not None and len(space.all_evidence(None)) > len(space.all_evidence(year))
    hint = state.word("other_years", year=year) if is_elsewhere else ""
    state.refuse(key, path=where, hint=hint, **values)


def about(space: Any) -> Any:
    """What gongkai.yaml says; nothing outside a workspace. Raises InvalidInput."""
    from compliance.load import yaml
    from compliance.load.workspace import HEAD
    from compliance.validate.workspace import About, read_workspace

    return read_workspace(yaml.read(space.root / HEAD)) if space.is_real else About()


def _standard_input() -> Path:
    """Standard input as a file, for readers that want one; removed at the end of the process."""
    with tempfile.NamedTemporaryFile(prefix="gongkai-", suffix=".yaml", delete=False) as file:
        atexit.register(Path(file.name).unlink)
        file.write(sys.stdin.buffer.read())
    return Path(file.name)


def _given_rules(asked: Asked, state: Settings) -> Any:
    """The rule set of --rules; None without it."""
    from compliance.pipeline import open_rule_set

    return open_rule_set(rule_folder(asked.rules, state)) if asked.rules else None


def _rules_named(state: Settings, heads: Sequence[Any]) -> Any:
    """The rule set that the evidence names, in the version that it names. Raises InvalidInput; what is wrong with a name itself is
    left with the reader of its file."""
    from compliance.errors import InvalidInput
    from compliance.load.workspace import workspace
    from compliance.pipeline import open_rule_set

    names = list(dict.fromkeys(head.rule_set for head in heads if head.rule_set))
    if len(names) > 1:
        state.refuse("mixed", names=" ".join(names))
    if not names:
        raise InvalidInput(())
    name, _, version = names[0].partition("@")
    folder = workspace(state.directory).rule_folder(name)
    if folder is None:
        _not_found(names[0], heads[0], state)
    rule_set = open_rule_set(folder, shown(folder))
    if version and rule_set.version != version:
        _not_found(names[0], heads[0], state, rule_set.key)
    return rule_set


def rule_folder(name: str, state: Settings) -> Path:
    """The folder of a rule set named by folder, id or id@version; stops with the known names where there is none."""
    from compliance.load.workspace import RULES, workspace

    path = state.directory / name
    if (path / RULES).is_file():
        return path
    space = workspace(state.directory)
    found = space.rule_folder(name.partition("@")[0])
    if found is None:
        raise _unknown_rules(name, [each.name for each in space.rule_folders()])
    return found


def shown(folder: Path) -> str:
    """A rule set's folder in messages: short for bundled ones."""
    from compliance.load.workspace import bundled

    return f"rules/{folder.name}" if folder.parent == bundled("rules") else str(folder)


def _unknown_rules(name: str, known: list[str]) -> Exception:
    from compliance.errors import InvalidInput, Problem
    from compliance.source import Place
    from compliance.validate.schema import nearest

    names = tuple((each, each) for each in known)
    return InvalidInput([Problem("E024", Place("--rules"), {"found": name}, names, nearest(name, names))])


def _not_found(written: str, head: Any, state: Settings, near: str = "") -> NoReturn:
    from compliance.errors import InvalidInput
    from compliance.load.workspace import workspace
    from compliance.validate.schema import nearest

    names = tuple((each.name, each.name) for each in workspace(state.directory).rule_folders())
    head.reader.report(
        "E024", head.reader.key((), "rule_set", "规则集"), found=written, allowed=names, near=near or nearest(written, names)
    )
    raise InvalidInput(())
