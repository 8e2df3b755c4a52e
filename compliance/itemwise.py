"""Points and states item by item (kinds.md §1, §5.1); items that are scored alike are scored together.

Every step is computed twice, for `points` (open subjects at worst) and for `possible` (open subjects as met).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import polars as pl

from compliance.engine.alike import Expressions, grouped, reckoned
from compliance.engine.leaf import TALLIES, Skip
from compliance.engine.literals import NEVER, NO_SUBJECT, NOTHING, micro
from compliance.engine.shapes import Code
from compliance.markings import Marking, Tally
from compliance.model import RuleSet, State
from compliance.states import ALREADY_COUNTED, SKIPPED, STATES

World = Literal["points", "possible"]
WORLDS: tuple[World, World] = ("points", "possible")

POSITIONS = {state: pl.lit(place, pl.Int8) for place, state in enumerate(STATES)}
COUNTED = pl.lit(ALREADY_COUNTED, pl.Int8)


class Look(NamedTuple):
    """All that the state of an item depends on, beside its columns. tallies: those that it has; marks_itself: the points decide;
    is_spared: its faults may be counted elsewhere."""

    tallies: frozenset[str]
    marks_itself: bool
    is_informational: bool
    is_spared: bool
    is_veto: bool

    def tally(self, name: str, absent: pl.Expr = NOTHING) -> pl.Expr:
        return pl.col(name) if name in self.tallies else absent


class Way(NamedTuple):
    """All that the points of an item depend on, beside its columns. is_marked: a person gives the points; is_rescaled: its full
    marks are taken out where it does not apply."""

    look: Look
    marking: Marking
    full: int
    is_marked: bool
    is_rescaled: bool


def ways(rule_set: RuleSet, columns: set[str]) -> dict[Way, list[int]]:
    """The numbers of the items by how they are scored; `columns` are those of `Verdicts.units`."""
    rescaled = {each.id for each in rule_set.root.items()} if rule_set.scoring.not_applicable == "rescale" else set()
    vetoes = {each.item.id for each in rule_set.vetoes}
    found = []
    for index, item in enumerate(rule_set.lines()):
        tallies = frozenset(name for name in TALLIES if f"{index}.{name}" in columns)
        is_spared, is_veto = bool(item.already_counted), item.id in vetoes
        look = Look(tallies, item.marking.marks_itself, item.informational, is_spared, is_veto)
        is_rescaled = item.id in rescaled and not item.informational
        found.append((Way(look, item.marking, item.points, "mark" in item.check.measures, is_rescaled), index))
    return grouped(found)


def with_points(frame: pl.DataFrame, items: dict[Way, list[int]]) -> pl.DataFrame:
    """Add `i.na`, `i.points`, `i.possible`, `i.max` of every item: 0 points where it does not apply."""
    return reckoned(frame, items, TALLIES, _points)


def with_states(frame: pl.DataFrame, items: dict[Way, list[int]]) -> pl.DataFrame:
    """Add `i.state` and `i.cause` (Int8, see STATES and CAUSES); of vetoes by `i.fires` and `i.open`."""
    looks = grouped((way.look, index) for way, numbers in items.items() for index in numbers)
    return reckoned(frame, looks, ("skip", "f", "o", "first", "na", "points", "possible", "max", "fires", "open"), _state)


def _points(way: Way) -> Expressions:
    skip, full = pl.col("skip"), micro(way.full)
    na = skip.is_between(Skip.CLASS.lit, Skip.NO_ROWS.lit) | ((skip == Skip.JUDGED.lit) & (pl.col("n") == 0))
    points = _in_world(way, na, "points")
    if "o" in way.look.tallies:
        possible = _in_world(way, na, "possible")
    else:
        possible = pl.when(skip >= Skip.NO_EVIDENCE.lit).then(full).otherwise(points)
    most = pl.when(na).then(0).otherwise(full) if way.is_rescaled else full
    return {"na": na, "points": points, "possible": possible, "max": most}


def _in_world(way: Way, na: pl.Expr, world: World) -> pl.Expr:
    skip, full = pl.col("skip"), micro(way.full)
    unjudged = micro(0 if world == "points" else way.full)
    sums = {name: way.look.tally(name) for name in ("n", "f", "loss", "excess", "actual", "target", "level", "mark")}
    tally = Tally(**sums, o=way.look.tally("o", micro(0)), worst=world == "points" and "o" in way.look.tallies)
    # A mark that nobody gave leaves the whole item open, whatever one fault would cost.
    open_whole = (tally.o > 0) if way.is_marked else NEVER
    return (
        pl.when(na)
        .then(0)
        .when(skip == Skip.FULL.lit)
        .then(full)
        .when((skip >= Skip.NO_EVIDENCE.lit) | open_whole)
        .then(unjudged)
        .otherwise(way.marking.points(tally, way.full))
        .cast(pl.Int64)
    )


def _state(look: Look) -> Expressions:
    """kinds.md §1, Item; of a veto by whether it fires (§5.5)."""
    skip, na = pl.col("skip"), pl.col("na")
    first, o = look.tally("first", NO_SUBJECT), look.tally("o", micro(0))
    if look.is_veto:
        is_open, fails = pl.col("open"), pl.col("fires")
        passes = ~fails
    else:
        points = pl.col("points")
        is_open, fails = points < pl.col("possible"), points <= 0
        faultless = (pl.col("f") == 0) & (o == 0)
        passes = points == pl.col("max") if look.marks_itself else faultless
    if look.is_informational:
        is_open = (skip >= Skip.NO_EVIDENCE.lit) | (o > 0)
    unknown = (skip == Skip.JUDGED.lit) & (first >= Code.CALENDAR_UNPUBLISHED.lit) if "o" in look.tallies else NEVER
    broken = pl.when(skip == Skip.BROKEN.lit).then(POSITIONS[State.ERROR])
    state = (
        broken.when(na)
        .then(POSITIONS[State.NOT_APPLICABLE])
        .when(is_open & unknown)
        .then(POSITIONS[State.UNKNOWN])
        .when(is_open)
        .then(POSITIONS[State.NOT_CHECKED])
        .when(passes)
        .then(POSITIONS[State.PASS])
        .when(fails)
        .then(POSITIONS[State.FAIL])
        .otherwise(POSITIONS[State.PARTIAL])
    )
    if look.is_informational:
        state = broken.otherwise(POSITIONS[State.INFORMATIONAL])
    return {"state": state, "cause": _cause(first, is_open, COUNTED if look.is_spared else NO_SUBJECT)}


def _cause(first: pl.Expr, is_open: pl.Expr, spared: pl.Expr) -> pl.Expr:
    """The number of the cause (`states.CAUSES`): why it does not apply, or of the first open subject."""
    skip = pl.col("skip")
    return (
        pl.when(skip.is_between(Skip.CLASS.lit, Skip.NO_ROWS.lit))
        .then(skip + SKIPPED)
        .when(pl.col("na"))
        .then(spared)
        .when(is_open)
        .then(pl.when(skip == Skip.NO_EVIDENCE.lit).then(Code.NO_EVIDENCE.lit).when(skip == Skip.JUDGED.lit).then(first))
    )
