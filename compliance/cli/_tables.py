"""Runs over tables: a folder of Parquet or CSV in, a folder of Parquet out, with progress and what was left out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import click

from compliance.cli._help import option
from compliance.cli._messages import show_problems
from compliance.cli._output import failed
from compliance.cli._settings import Settings
from compliance.cli._types import Size
from compliance.words import say

F = TypeVar("F", bound=Callable[..., Any])

GIBIBYTE = 2**30
DEFAULT_MEMORY = 2 * GIBIBYTE


class Scale(NamedTuple):
    """How a run over tables is cut and where it runs. memory: bytes a shard may take."""

    memory: int | None = None
    shards: int | None = None
    jobs: int | None = None
    scheduler: str | None = None
    keep_going: bool = False
    incremental: bool = False


def scale_options(function: F) -> F:
    """--memory, --shards, -j, --scheduler, --keep-going, --incremental, gathered as `scale`."""

    @wraps(function)
    def gathered(
        *args: Any, memory: Any, shards: Any, jobs: Any, scheduler: Any, keep_going: Any, incremental: Any, **rest: Any
    ) -> Any:
        return function(*args, scale=Scale(memory, shards, jobs, scheduler, keep_going, incremental), **rest)

    given = option("--incremental", help_key="incremental", is_flag=True)(gathered)
    given = option("--keep-going", help_key="keep_going", is_flag=True)(given)
    given = option("--scheduler", help_key="scheduler", default=None, metavar="ADDRESS")(given)
    given = option("-j", "jobs", help_key="jobs", type=click.IntRange(1), default=None, metavar="N")(given)
    given = option("--shards", help_key="shards", type=click.IntRange(1), default=None, metavar="N")(given)
    given = option("--memory", help_key="memory", type=Size(), default=None, metavar="SIZE")(given)
    return cast("F", given)


def is_tables(target: str, state: Settings) -> bool:
    """Whether a target is a folder of tables, or an address of an object store that holds them."""
    from compliance.load.columnar import is_tables as holds

    if "://" in target and find_spec("fsspec") is None:
        state.refuse("needs_cluster_for", name=target)
    return holds(address(target, state))


def address(target: str, state: Settings) -> str:
    return target if "://" in target else str(state.directory / target)


def opened(target: str, rule_set: Any, state: Settings, codes: Sequence[str] | None = None, *, keep_going: bool) -> Any:
    """The checked tables; says which units are left out, and why. codes: the units asked for. Raises InvalidInput."""
    from compliance.tabular import open_tables

    tables, problems = open_tables(address(target, state), rule_set, codes, keep_going=keep_going)
    show_problems(problems, state, nothing_written=False)
    if tables.left_out:
        shown = " ".join(tables.left_out[:20]) + (" …" if len(tables.left_out) > 20 else "")
        state.note(say(state.lang, "scale.left_out", count=len(tables.left_out), codes=shown))
    return tables


def tell_strange(waivers: Any, codes: Container[str], state: Settings) -> None:
    """Name the waivers for units that nobody assesses: their codes may be slips."""
    strange = [each for each in waivers if each.unit not in codes]
    if strange:
        ids, units = (" ".join(dict.fromkeys(found)) for found in zip(*((each.id, each.unit) for each in strange), strict=True))
        state.note(say(state.lang, "waivers.strange", ids=ids, codes=units))


def tell_doubts(tables: Any, rule_set: Any, day: date, state: Settings) -> None:
    """Print the remarks on the tables, unless nobody wants to hear any."""
    from compliance.tabular import doubts_about

    if not state.quiet:
        show_problems(doubts_about(tables, rule_set, day), state, nothing_written=False)


def run_tables(
    target: str, rule_set: Any, waivers: Any, day: date, layer: str, out: Path, scale: Scale, state: Settings
) -> dict[str, Any]:
    """Assess a folder of tables into the folder `out`; gives the record. Raises InvalidInput."""
    from compliance import bulk
    from compliance.errors import Problem, Unavailable
    from compliance.incremental import kept
    from compliance.source import Place

    tables = opened(target, rule_set, state, keep_going=scale.keep_going)
    tell_doubts(tables, rule_set, day, state)
    tell_strange(waivers, {*tables.units["code"], *tables.left_out}, state)
    if out.exists() and not (out / "record.json").is_file():
        reason = "@output.is_file" if out.is_file() else "@output.other_folder"
        raise Unavailable(Problem("A010", Place(str(out)), {"reason": reason}))
    if not tables.units.height:
        state.refuse("no_units", path=target)
    whole = out.resolve()
    job = bulk.Job(rule_set, tables, day, layer, str(whole.with_name(f".{whole.name}.partial")), waivers)  # type: ignore[arg-type]
    if scale.incremental:
        job = replace(job, kept=kept(tables, rule_set, whole, job.basis))
        told = "scale.kept" if job.kept is not None and job.kept.is_comparable else "scale.kept.none"
        state.note(say(state.lang, told, units=job.judged.units.height, all=tables.units.height))
    items = sum(1 for _ in rule_set.lines())
    parts = bulk.shards(job.judged, items, scale.memory or DEFAULT_MEMORY, scale.shards)
    state.note(
        say(state.lang, "scale.head", rules=rule_set.key, units=tables.units.height, rows=tables.rows, as_of=day.isoformat())
    )
    try:
        return bulk.assess_tables(job, parts, whole, _runner(scale, state), _progress(job.judged, state))
    except OSError as reason:
        raise failed(out, reason) from reason


def _runner(scale: Scale, state: Settings) -> Any:
    from compliance import bulk

    if scale.scheduler is None and (scale.jobs or 1) == 1:
        return bulk.some_at_a_time
    if find_spec("distributed") is None:
        state.refuse("needs_cluster")
    from compliance.cluster import on_cluster

    return on_cluster(scale.scheduler, scale.jobs or 1)


def _progress(tables: Any, state: Settings) -> Callable[[int], None]:
    """Says on stderr how far the run is: one line that changes on a terminal, else a line a shard."""
    start, done = time.monotonic(), 0
    is_live = sys.stderr.isatty()

    def tell(units: int) -> None:
        nonlocal done
        done += units
        seconds = max(time.monotonic() - start, 1e-6)
        every = max(tables.units.height, 1)
        text = say(
            state.lang,
            "scale.progress",
            units=done,
            all=tables.units.height,
            share=100 * done // every,
            speed=round(done / seconds),
            rows=round(tables.rows * done / every / seconds),
            left=round(seconds / max(done, 1) * (tables.units.height - done)),
        )
        if not state.quiet:
            is_last = done == tables.units.height
            click.echo(f"\r{text}\x1b[K" if is_live else text, err=True, nl=not is_live or is_last)

    return tell
