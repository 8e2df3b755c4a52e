"""Summarize: the output of a run in (formats.md §3), what it says of many units together out.

The same for 24 schools and for half a million: units beyond `MOST_LISTED` are only counted, and of each class the best and the last
are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from compliance.frozen import frozen
from compliance.model import Item, RuleSet, State
from compliance.summary import AdviceCount, ClassResult, ItemLoss, Step, Sum, Summary, UnitLine

MOST_LISTED = 200
"""Units of which every one is listed; of more, only the best and the last of each class."""

MOST_KEPT = 10
"""The best, and the last, of a class that are kept then."""

MOST_NAMED = 14
"""Units of a recommendation that are named."""

OPEN = [State.NOT_CHECKED.value, State.UNKNOWN.value, State.ERROR.value]
SPARED = State.NOT_APPLICABLE.value
UNJUDGED = [State.NOT_CHECKED.value, SPARED]

SETTLED = ("code", "name", "class", "score", "possible", "grade", "grade_certain", "rank", "placed", "cut", "tied")


@frozen
class Results:
    """The output of a run as frames.

    units: as `rank.settle` gives them, columns `SETTLED`, in the order of classes, then of rank, then of code.
    items, advice: `items.parquet` and `recommendations.parquet`. left_out: units that were not assessed for faults in their rows.
    waivers: how many are in force for the units.
    """

    rule_set: RuleSet
    as_of: date
    layer: str
    units: pl.DataFrame
    items: pl.LazyFrame
    advice: pl.DataFrame
    left_out: int = 0
    waivers: int = 0


def summarize(results: Results) -> Summary:
    """Everything that a summary says."""
    items, rules = _scored_items(results.rule_set), results.rule_set
    marked = results.items.filter(pl.col("item").is_in([each.id for each in items]))
    units = results.units.hstack(_flags(marked, results.units["code"]))
    units = units.with_columns(blank=pl.col("score").is_null() | ~pl.col("judged"))
    scored = units.filter(~pl.col("blank"))
    by_class = _by_class(marked, units)
    certain = scored.filter("grade_certain")
    placed = dict(certain["placed"].value_counts().iter_rows())
    step, steps = _steps(rules, scored)
    return Summary(
        rules,
        results.as_of,
        results.layer,
        units.height,
        _total(scored),
        units.height - scored.height,
        scored.height - certain.height,
        tuple((grade, placed.get(place, 0)) for place, grade in enumerate(rules.grades)),
        int(scored["cut"].sum()),
        tuple(scored.filter("tied")["name"]),
        int(scored["open"].sum()),
        int((scored["open"] > 0).sum()),
        int(scored["spared"].sum()),
        _vetoes(results),
        tuple(_classes(results, units, by_class)),
        _losses(items, by_class),
        step,
        steps,
        _advice(results),
        _digest(results),
        results.left_out,
        results.waivers,
    )


# --- counting ---


def _scored_items(rules: RuleSet) -> list[Item]:
    return [each for each in rules.root.items() if not each.informational]


def _number(codes: pl.Series) -> pl.Expr:
    """The place of a unit among the codes; a table of them is cheaper than a join (design §4)."""
    return pl.col("unit").cast(pl.Enum(codes)).to_physical().cast(pl.UInt32)


def _flags(marked: pl.LazyFrame, codes: pl.Series) -> pl.DataFrame:
    """For each code: judged, at least one item was; open, how many are open and not waived; spared, some do not apply."""
    state, is_open = pl.col("state"), pl.col("possible") > pl.col("points")
    found = marked.group_by(_number(codes).alias("number")).agg(
        judged=(~state.is_in(UNJUDGED)).any(),
        open=(state.is_in(OPEN) & is_open).sum().cast(pl.Int64),
        spared=(state == SPARED).any(),
    )
    every = pl.select(number=pl.int_range(len(codes), dtype=pl.UInt32)).lazy().join(found, on="number", how="left")
    return (
        every.sort("number")
        .select(pl.col("judged", "spared").fill_null(value=False), pl.col("open").fill_null(0))
        .collect(engine="streaming")
    )


_TOTALS = (
    pl.col("points").sum(),
    pl.col("possible").sum(),
    pl.col("max").sum(),
    (pl.col("max") - pl.col("possible")).clip(0).sum().alias("lost"),
    (pl.col("max") > pl.col("possible")).sum().cast(pl.Int64).alias("losing"),
)


def _by_class(marked: pl.LazyFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Sums by class and item over the units that are not blank, of what applies."""
    names = units["class"].unique(maintain_order=True)
    kinds = units.select(pl.when(~pl.col("blank")).then(pl.col("class").cast(pl.Enum(names)).to_physical().cast(pl.Int32)))
    numbers = kinds.to_series()
    kind = _number(units["code"]).map_batches(numbers.gather, return_dtype=pl.Int32, is_elementwise=True)
    found = (
        marked.filter(pl.col("state") != SPARED)
        .with_columns(kind=kind)
        .filter(pl.col("kind").is_not_null())
        .group_by("kind", "item")
        .agg(*_TOTALS)
        .collect(engine="streaming")
    )
    return found.with_columns(pl.col("item").cast(pl.String), names.gather(found["kind"]).alias("class"))


def _vetoes(results: Results) -> tuple[tuple[Item, int], ...]:
    """The vetoes that fired, and for how many units."""
    counts = dict(_fired(results).group_by("item").len().collect(engine="streaming").iter_rows())
    every = [veto.item for veto in results.rule_set.vetoes]
    return tuple((each, counts[each.id]) for each in every if each.id in counts)


def _fired(results: Results) -> pl.LazyFrame:
    """unit and item of the vetoes that fired."""
    ids = [veto.item.id for veto in results.rule_set.vetoes]
    is_fired = pl.col("item").is_in(ids) & (pl.col("state") == State.FAIL.value)
    return results.items.filter(is_fired).select("unit", pl.col("item").cast(pl.String))


def _total(units: pl.DataFrame) -> Sum:
    """The scores added up; `max` is their number."""
    return Sum(int(units["score"].sum()), int(units["possible"].sum()), units.height)


def _losses(items: Sequence[Item], by_class: pl.DataFrame) -> tuple[ItemLoss, ...]:
    """The items that lost anything, the worst first, equal ones in the order of the rule set."""
    whole = by_class.group_by("item").agg(pl.col("lost").sum(), pl.col("losing").sum())
    sums = {name: (lost, units) for name, lost, units in whole.iter_rows()}
    found = [ItemLoss(each, *sums[each.id]) for each in items if sums.get(each.id, (0, 0))[0]]
    return tuple(sorted(found, key=lambda each: -each.lost))


def _steps(rules: RuleSet, scored: pl.DataFrame) -> tuple[int, tuple[Step, ...]]:
    """The distribution in steps of a fortieth of the full marks, from the lowest step with a unit on; the last one is closed."""
    width = max(rules.scoring.full_marks // 40, 1)
    if not scored.height:
        return width, ()
    top = (max(rules.scoring.full_marks, scored.select(pl.col("score").max()).item()) - 1) // width
    place = pl.min_horizontal(pl.col("score") // width, pl.lit(top)).alias("step")
    look = pl.when("grade_certain").then("grade").otherwise(len(rules.grades)).alias("look")
    counts = {(step, grade): count for step, grade, count in scored.group_by(place, look).len().iter_rows()}
    lowest = min(step for step, _ in counts)
    looks = range(len(rules.grades) + 1)
    return width, tuple(
        Step(number * width, tuple(counts.get((number, each), 0) for each in looks)) for number in range(lowest, top + 1)
    )


def _advice(results: Results) -> tuple[AdviceCount, ...]:
    """The recommendations that some unit gets, in the order of the rule set."""
    if "advice" not in results.advice.columns:
        return ()
    places = {(each.advice, each.basis, each.decided_by): place for place, each in enumerate(results.rule_set.recommendations)}
    keys = ["advice", "basis", "decided_by", "due"]
    grouped = (
        results.units.select("name", unit="code")
        .join(results.advice, on="unit", maintain_order="left")
        .group_by(keys, maintain_order=True)
        .agg(pl.col("use").first(), pl.len(), pl.col("name").head(MOST_NAMED))
    )
    found = [
        AdviceCount(row["advice"], tuple(row["use"]), row["basis"], row["decided_by"], row["due"], row["len"], tuple(row["name"]))
        for row in grouped.iter_rows(named=True)
    ]
    return tuple(sorted(found, key=lambda each: places.get((each.advice, each.basis, each.decided_by), len(places))))


def _digest(results: Results) -> str:
    """SHA-256 over the rule set, the day, the layer and every unit's result, in the order of their codes."""
    columns = ("code", "class", "score", "possible", "grade", "grade_certain", "placed")
    head = f"{results.rule_set.sha256}\n{results.as_of.isoformat()}\n{results.layer}\n"
    text = results.units.sort("code").select(columns).write_csv()
    return hashlib.sha256((head + text).encode()).hexdigest()


# --- classes ---


def _classes(results: Results, units: pl.DataFrame, by_class: pl.DataFrame) -> list[ClassResult]:
    sums: dict[str, dict[str, Sum]] = {}
    for kind, item, *amounts in by_class.select("class", "item", "points", "possible", "max").iter_rows():
        sums.setdefault(kind, {})[item] = Sum(*amounts)
    own = {kind: _kept(part, units.height) for (kind,), part in units.group_by("class", maintain_order=True)}
    lines = _lines(results, pl.concat(own.values())) if own else {}
    found = []
    for kind, kept in own.items():
        part = units.filter(pl.col("class") == kind)
        scored = part.filter(~pl.col("blank"))
        mine = tuple(lines[code] for code in kept["code"])
        found.append(
            ClassResult(kind, part.height, part["score"].count(), scored.height, _total(scored), sums.get(kind, {}), mine)
        )
    return found


def _kept(part: pl.DataFrame, all_units: int) -> pl.DataFrame:
    """The units of a class that are listed: blank ones last."""
    part = part.sort("blank", maintain_order=True)
    if all_units <= MOST_LISTED or part.height <= 2 * MOST_KEPT:
        return part
    return pl.concat([part.head(MOST_KEPT), part.tail(MOST_KEPT)])


def _lines(results: Results, kept: pl.DataFrame) -> dict[str, UnitLine]:
    """The lines of these units by code, read off their items."""
    scored = [each.id for each in _scored_items(results.rule_set)]
    own = pl.col("unit").is_in(kept["code"].implode())
    wanted = own & (pl.col("state") != SPARED) & pl.col("item").is_in(scored)
    amounts_of = results.items.filter(wanted).select("unit", pl.col("item").cast(pl.String), "points", "possible", "max")
    items, fired = pl.collect_all([amounts_of, _fired(results).filter(own)], engine="streaming")
    sums: dict[str, dict[str, Sum]] = {}
    for code, item, *amounts in items.iter_rows():
        sums.setdefault(code, {})[item] = Sum(*amounts)
    vetoes: dict[str, list[str]] = {}
    for code, item in fired.sort("unit", "item").iter_rows():
        vetoes.setdefault(code, []).append(item)
    return {
        row["code"]: _line(row, results.rule_set, tuple(vetoes.get(row["code"], ())), sums.get(row["code"], {}))
        for row in kept.iter_rows(named=True)
    }


def _line(row: Mapping[str, Any], rules: RuleSet, vetoes: tuple[str, ...], sums: Mapping[str, Sum]) -> UnitLine:
    return UnitLine(
        row["code"],
        row["name"],
        row["rank"],
        row["score"],
        row["possible"],
        None if row["placed"] is None else rules.grades[row["placed"]],
        row["grade_certain"],
        row["cut"],
        row["tied"],
        row["blank"],
        vetoes,
        sums,
    )
