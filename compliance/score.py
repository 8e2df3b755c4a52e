"""Score: verdicts in, points, totals and grades out, in the steps of kinds.md §5, everything as integers of 10⁻⁶.

Every step is computed twice, for `points` (open subjects at worst) and for `possible` (open subjects as met).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from compliance.engine.arithmetic import div, product
from compliance.engine.leaf import Skip
from compliance.engine.literals import ALWAYS, NEVER, micro
from compliance.itemwise import WORLDS, World, ways, with_points, with_states
from compliance.model import MICRO, Group, Item, RuleSet, Veto
from compliance.verdicts import Verdicts


class Scores(NamedTuple):
    """One row a unit.

    score, possible, bonus, and the values of the steps `items`, `total`, `vetoed`: Int64 micro, null where nothing applies.
    full: Int64 micro, the full marks. grade: Int32 position in `RuleSet.grades`, null likewise; grade_certain: Boolean.
    For item number i: `i.points`, `i.possible`, `i.max` (Int64), `i.state`, `i.cause` (Int8, see STATES and CAUSES), `i.n`,
    `i.f`, `i.lost` (n subjects, f faults). For group g by id: `g:<id>.points`, `.possible`, `.max`. For veto number k: `veto<k>.fires`.
    """

    units: pl.DataFrame


def score(rule_set: RuleSet, verdicts: Verdicts) -> Scores:
    """Points per item and group, the total, vetoes, bonus, rounding and grade."""
    numbers = {item.id: index for index, item in enumerate(rule_set.lines())}
    items = ways(rule_set, set(verdicts.units.columns))
    frame = with_points(verdicts.units, items)
    counted = [item for item in rule_set.root.items() if not item.informational]
    frame = _not_applicable(frame, rule_set, counted, numbers)
    frame = _groups(frame, rule_set, numbers)
    frame = _vetoes(frame, rule_set, numbers)
    frame = with_states(frame, items)
    frame = _bonus(frame, rule_set, numbers)
    frame = _grades(frame, rule_set)
    return Scores(frame.with_columns(full=micro(rule_set.scoring.full_marks)))


# --- 2 not applicable ---


def _not_applicable(frame: pl.DataFrame, rule_set: RuleSet, items: list[Item], numbers: dict[str, int]) -> pl.DataFrame:
    """Points and max of each item under the declared policy; the sum before it under `items`."""
    indexes = [numbers[item.id] for item in items]
    raw = _sum(f"{index}.points" for index in indexes)
    frame = frame.with_columns(raw.alias("items"), _any(f"{i}.na" for i in indexes).alias("any_na"))
    policy = rule_set.scoring.not_applicable
    if policy == "spread":
        return _spread(frame, indexes)
    if policy != "full":
        return frame
    changed = {
        f"{index}.{world}": pl.when(pl.col(f"{index}.na")).then(pl.col(f"{index}.max")).otherwise(pl.col(f"{index}.{world}"))
        for index in indexes
        for world in WORLDS
    }
    return frame.with_columns(**changed)


def _spread(frame: pl.DataFrame, indexes: list[int]) -> pl.DataFrame:
    """The points of items that do not apply go to the k that do, one micro more for the first N mod k."""
    if not indexes:
        return frame
    counts = {index: ~pl.col(f"{index}.na") & (pl.col(f"{index}.max") > 0) for index in indexes}
    freed = _sum(pl.when(pl.col(f"{i}.na")).then(pl.col(f"{i}.max")).otherwise(0) for i in indexes)
    frame = frame.with_columns(freed.alias("freed"), _sum(each.cast(pl.Int64) for each in counts.values()).alias("k"))
    ranks = pl.cum_sum_horizontal(*[each.cast(pl.Int64).alias(f"{index}.rank") for index, each in counts.items()])
    frame = frame.with_columns(ranks.alias("ranks")).unnest("ranks")
    share, rest = pl.col("freed") // pl.col("k"), pl.col("freed") % pl.col("k")
    changed = {}
    for index in indexes:
        own = pl.col(f"{index}.max")
        bigger = own + share + (pl.col(f"{index}.rank") <= rest).cast(pl.Int64)
        changed[f"{index}.max"] = pl.when(counts[index]).then(bigger).when(pl.col(f"{index}.na")).then(0).otherwise(own)
        for world in WORLDS:
            points = pl.col(f"{index}.{world}")
            changed[f"{index}.{world}"] = pl.when(counts[index]).then(div(product(points, bigger), own)).otherwise(points)
    return frame.with_columns(**changed)


# --- 3 and 4 groups, total ---


def _groups(frame: pl.DataFrame, rule_set: RuleSet, numbers: dict[str, int]) -> pl.DataFrame:
    """Totals from the inside out; the outermost is the total."""
    scoring = rule_set.scoring
    over_group = scoring.not_applicable == "rescale" and scoring.over == "group"
    for group in reversed(list(rule_set.root.groups())):
        frame = _total(frame, group, f"g:{group.id}", numbers, group.points, rescale=over_group)
    rescale = scoring.not_applicable == "rescale"
    frame = _total(frame, rule_set.root, "total", numbers, scoring.full_marks, rescale=rescale)
    nothing = pl.col("total.max") == 0
    totals = {f"total.{world}": pl.when(~nothing).then(pl.col(f"total.{world}").clip(0)) for world in WORLDS}
    return frame.with_columns(**totals)


def _total(frame: pl.DataFrame, group: Group, name: str, numbers: dict[str, int], full: int, *, rescale: bool) -> pl.DataFrame:
    members = [each for each in group.members if isinstance(each, Group) or not each.informational]
    keys = [f"g:{each.id}" if isinstance(each, Group) else str(numbers[each.id]) for each in members]
    reached = _sum(f"{key}.max" for key in keys)
    if group.total == "weighted_mean":
        weights = [each.weight if isinstance(each, Group) else MICRO for each in members]
        means = {f"{name}.{world}": _mean(keys, weights, world, full) for world in WORLDS}
        if group.cap_at_group:
            means = {column: each.clip(0) for column, each in means.items()}
        return frame.with_columns(**means, **{f"{name}.max": pl.when(reached > 0).then(full).otherwise(0).cast(pl.Int64)})
    sums = {f"{name}.{world}": _sum(f"{key}.{world}" for key in keys) for world in WORLDS}
    if group.cap_at_group:
        sums = {column: each.clip(0) for column, each in sums.items()}
    frame = frame.with_columns(**sums, **{f"{name}.max": reached})
    if not rescale:
        return frame
    scaled = pl.when((pl.col(f"{name}.max") > 0) & (pl.col(f"{name}.max") < full))
    changed = {
        f"{name}.{world}": scaled.then(div(product(pl.col(f"{name}.{world}"), full), pl.col(f"{name}.max"))).otherwise(
            pl.col(f"{name}.{world}")
        )
        for world in WORLDS
    }
    return frame.with_columns(**changed, **{f"{name}.max": scaled.then(full).otherwise(pl.col(f"{name}.max")).cast(pl.Int64)})


def _mean(keys: list[str], weights: list[int], world: World, full: int) -> pl.Expr:
    """div(Σ w · div(t · F, a), Σ w) over the members with a > 0."""
    counts = [pl.col(f"{key}.max") > 0 for key in keys]
    if not keys:
        return micro(0)
    parts = [
        pl.when(has).then(product(div(product(pl.col(f"{key}.{world}"), full), pl.col(f"{key}.max")), weight)).otherwise(0)
        for key, has, weight in zip(keys, counts, weights, strict=True)
    ]
    total_weight = _sum(pl.when(has).then(micro(weight)).otherwise(0) for has, weight in zip(counts, weights, strict=True))
    return div(pl.sum_horizontal(parts), total_weight).fill_null(0)


# --- 5 and 6 vetoes, bonus ---


def _vetoes(frame: pl.DataFrame, rule_set: RuleSet, numbers: dict[str, int]) -> pl.DataFrame:
    found = {}
    for place, veto in enumerate(rule_set.vetoes):
        index = numbers[veto.item.id]
        f, skip = pl.col(f"{index}.f"), pl.col(f"{index}.skip")
        o = pl.col(f"{index}.o") if f"{index}.o" in frame.columns else micro(0)
        found[f"veto{place}.fires"] = (f >= veto.at_least) & ~pl.col(f"{index}.na")
        found[f"veto{place}.open"] = (skip >= Skip.NO_EVIDENCE.lit) | ((f < veto.at_least) & (f + o >= veto.at_least))
        found |= {f"{index}.{what}": found[f"veto{place}.{what}"] for what in ("fires", "open")}
    frame = frame.with_columns(**found)
    return frame.with_columns(**{f"vetoed.{world}": _vetoed(rule_set, pl.col(f"total.{world}")) for world in WORLDS})


def _vetoed(rule_set: RuleSet, total: pl.Expr) -> pl.Expr:
    limits = [
        pl.when(pl.col(f"veto{place}.fires")).then(micro(0 if veto.effect.kind == "stop" else veto.effect.score))
        for place, veto in enumerate(rule_set.vetoes)
        if _is_barring(veto)
    ]
    return pl.when(total.is_not_null()).then(pl.min_horizontal(total, *limits)) if limits else total


def _is_barring(veto: Veto) -> bool:
    return veto.effect.kind in ("stop", "score")


def _bonus(frame: pl.DataFrame, rule_set: RuleSet, numbers: dict[str, int]) -> pl.DataFrame:
    """A bonus is claimed or is not there: its possible points are its points."""
    indexes = [numbers[item.id] for item in rule_set.bonuses]
    own = {f"{i}.points": pl.when(pl.col(f"{i}.na")).then(0).otherwise(pl.col(f"{i}.points")) for i in indexes}
    frame = frame.with_columns(**own)
    frame = frame.with_columns(**{f"{index}.possible": pl.col(f"{index}.points") for index in indexes})
    claimed = _sum(f"{index}.points" for index in indexes)
    bonus = rule_set.scoring.bonus
    capped = claimed if bonus is None else pl.min_horizontal(claimed, micro(bonus.cap))
    barred = _any(f"veto{place}.fires" for place, veto in enumerate(rule_set.vetoes) if _is_barring(veto))
    added = {}
    for world in WORLDS:
        total = pl.col(f"vetoed.{world}")
        opens = ALWAYS if bonus is None or bonus.gate is None else total > bonus.gate
        added[f"bonus.{world}"] = pl.when(opens & ~barred & total.is_not_null()).then(capped).otherwise(0)
    return frame.with_columns(**added)


# --- 7 and 8 rounding, grade ---


def _grades(frame: pl.DataFrame, rule_set: RuleSet) -> pl.DataFrame:
    step = 10 ** (6 - rule_set.scoring.places)
    rounded = {
        name: (2 * (pl.col(f"vetoed.{world}") + pl.col(f"bonus.{world}")) + step) // (2 * step) * step
        for name, world in (("score", WORLDS[0]), ("possible", WORLDS[1]))
    }
    frame = frame.with_columns(**rounded).with_columns(
        bonus=pl.col("bonus.points"), vetoed=pl.col("vetoed.points"), total=pl.col("total.points")
    )
    floor = _veto_floor(rule_set)
    grades = {name: pl.max_horizontal(_band(rule_set, pl.col(name)), floor) for name in ("score", "possible")}
    has_score = pl.col("score").is_not_null()
    open_vetoes = _any(f"veto{place}.open" for place in range(len(rule_set.vetoes)))
    errors = pl.max_horizontal(f"{index}.skip" for index, _ in enumerate(rule_set.lines())) == Skip.BROKEN.lit
    return frame.with_columns(
        grade=pl.when(has_score).then(grades["score"]),
        grade_certain=(has_score & (grades["score"] == grades["possible"]) & ~open_vetoes & ~errors).fill_null(value=False),
    )


def _band(rule_set: RuleSet, score: pl.Expr) -> pl.Expr:
    lowest = len(rule_set.grades) - 1
    found: pl.Expr = pl.lit(lowest, pl.Int32)
    for place in reversed(range(lowest)):
        found = pl.when(score >= rule_set.grades[place].min).then(pl.lit(place, pl.Int32)).otherwise(found)
    return found


def _veto_floor(rule_set: RuleSet) -> pl.Expr:
    """The best grade that the fired vetoes leave, as a position; 0 where they leave all."""
    names = [grade.name for grade in rule_set.grades]
    floors: list[pl.Expr] = [pl.lit(0, pl.Int32)]
    for place, veto in enumerate(rule_set.vetoes):
        if veto.effect.kind != "score":
            position = len(names) - 1 if veto.effect.kind == "stop" else names.index(veto.effect.grade)
            floors.append(pl.when(pl.col(f"veto{place}.fires")).then(pl.lit(position, pl.Int32)).otherwise(0))
    return pl.max_horizontal(floors)


def _sum(terms: Iterable[pl.Expr | str]) -> pl.Expr:
    """Of Int64."""
    parts = list(terms)
    return pl.sum_horizontal(parts) if parts else micro(0)


def _any(terms: Iterable[pl.Expr | str]) -> pl.Expr:
    parts = list(terms)
    return pl.any_horizontal(parts) if parts else NEVER
