"""Runs a plan: one aggregation a table, the rows that are not met materialised once, then one row a unit.

Columns of the unit's row for leaf number i: `i.skip` (why the leaf is not judged, see `Skip`), `i.n`, `i.f`, `i.o` (subjects,
at fault, open), `i.first` (the code of the first open subject, unknown before not checked), `i.loss`, `i.excess`, `i.actual`,
`i.target`, `i.level`, `i.mark`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import polars as pl

from compliance.engine.plan import Frames, Plan, per_unit
from compliance.engine.prepare import ROW, UNIT
from compliance.engine.shapes import NO_SUBJECT, UNMEASURABLE, Cells, Code, Rows, Shape, Subject, code, is_fault, is_open
from compliance.evidence import Evidence

if TYPE_CHECKING:
    from compliance.markings import Marking


class Skip(IntEnum):
    """Why an item is not judged by its subjects."""

    JUDGED = 0
    CLASS = 1
    TRAIT = 2
    NO_ROWS = 3
    FULL = 4
    NO_EVIDENCE = 5


TALLIES = ("skip", "n", "f", "o", "first", "loss", "excess", "actual", "target", "level", "mark")


@dataclass(frozen=True, eq=False)
class Leaf:
    """One check to run. `applies`, `has_trait`: Boolean over the units table. `spared_by`: leaves on the same table whose
    faults are not counted again here; `column`: where rows name an entry of this leaf's list."""

    index: int
    shape: Shape
    marking: Marking
    full: int
    tables: tuple[str, ...]
    when_empty: str
    applies: pl.Expr
    has_trait: pl.Expr
    spared_by: tuple[Leaf, ...] = ()
    column: str | None = None

    def name(self, what: str) -> str:
        return f"{self.index}.{what}"

    @property
    def tallies(self) -> tuple[str, ...]:
        """The columns that the scoring reads."""
        return tuple(self.name(what) for what in TALLIES)


@dataclass(frozen=True)
class Outcome:
    """units: the evidence's units joined by the columns named above. rows: by leaf, its rows that are not met: unit, row,
    code, excess, actual, limit, excess_unit, lost; of derived rows also subject and part."""

    units: pl.DataFrame
    rows: Mapping[int, pl.DataFrame]


def run(plan: Plan, leaves: Sequence[Leaf], evidence: Evidence) -> Outcome:
    """Evaluate all leaves over all units."""
    frames = _prepared(plan, evidence)
    by_sheet = _by_sheet(leaves, frames)
    queries: list[pl.LazyFrame] = []
    for key, frame in frames.items():
        aggregates = plan.sheets[key].all_aggregates() if key in plan.sheets else {}
        queries += _queries(frame, by_sheet.get(key, []), aggregates, evidence)
    results = iter(pl.collect_all(queries, engine="streaming"))
    units = _applicability(evidence, leaves)
    rows: dict[int, pl.DataFrame] = {}
    for key in frames:
        units = units.join(next(results), on=UNIT, how="left", maintain_order="left")
        here = by_sheet.get(key, [])
        if here:
            faulty = next(results).join(units.select(UNIT, *[leaf.name("live") for leaf in here]), on=UNIT)
            units = units.join(_faults(faulty, here), on=UNIT, how="left", maintain_order="left")
            rows |= {leaf.index: _of_leaf(faulty, leaf) for leaf in here}
    units = units.with_columns(*[pl.lit(None).alias(name) for name in _absent_columns(plan, leaves, units)])
    return Outcome(_tallied(units, leaves), rows)


# --- rows ---


def _prepared(plan: Plan, evidence: Evidence) -> dict[str, pl.LazyFrame]:
    """Each sheet and each derived frame whose tables were handed in by anyone."""
    sheets = {name: sheet.prepared(evidence.tables[name]) for name, sheet in plan.sheets.items() if name in evidence.tables}
    known: Frames = {"units": evidence.units.lazy(), **sheets}
    derived = {}
    for key, derivation in plan.derived.items():
        try:
            derived[key] = derivation(known)
        except KeyError:  # the table of the derivation was not handed in by anyone: the leaf is skipped as a whole
            continue
    return sheets | derived


def _by_sheet(leaves: Sequence[Leaf], frames: Frames) -> dict[str, list[Leaf]]:
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if isinstance(leaf.shape, Rows) and leaf.shape.sheet in frames:
            found.setdefault(leaf.shape.sheet, []).append(leaf)
    return found


def _queries(
    frame: pl.LazyFrame, leaves: list[Leaf], aggregates: Mapping[str, pl.Expr], evidence: Evidence
) -> Iterator[pl.LazyFrame]:
    """The aggregation of a sheet, and its rows that are not met, with what they are judged and explained by."""
    if not leaves:
        yield per_unit(frame, aggregates)
        return
    others = {other.index: other for leaf in leaves for other in leaf.spared_by if other.column is not None}
    if others:
        missing = _missing_entries(frame, list(others.values()), aggregates, evidence)
        frame = frame.join(missing, on=UNIT, how="left")
    raw = {leaf.name("raw"): leaf.shape.subject.code for leaf in leaves if isinstance(leaf.shape, Rows)}
    judged = frame.with_columns(**raw).with_columns(**{leaf.name("code"): _spared_row(leaf) for leaf in leaves})
    counts = {leaf.name("n"): pl.col(leaf.name("code")).is_not_null().cast(pl.Int64).sum() for leaf in leaves}
    yield per_unit(judged, {**aggregates, **counts})
    not_met = pl.any_horizontal([pl.col(leaf.name("code")) > Code.PASS for leaf in leaves])
    shown = [expression for leaf in leaves for expression in _shown(leaf)]
    codes = [leaf.name("code") for leaf in leaves]
    yield judged.filter(not_met).select(UNIT, ROW, *_labels(leaves), *codes, *shown)


def _missing_entries(
    frame: pl.LazyFrame, others: list[Leaf], aggregates: Mapping[str, pl.Expr], evidence: Evidence
) -> pl.LazyFrame:
    """Per unit, for each list leaf, the entries at fault, as a list of texts under `i.gone`."""
    units = evidence.units.lazy().with_columns(**{other.name("skip"): _skip(other) for other in others})
    facts = units.join(per_unit(frame, aggregates), on=UNIT, how="left")
    gone = {
        other.name("gone"): pl.concat_list(
            [pl.when(_faulty_cell(other, each)).then(pl.lit(each.entry)) for each in other.shape.subjects]
        ).list.drop_nulls()
        for other in others
        if isinstance(other.shape, Cells)
    }
    return facts.select(UNIT, **gone)


def _faulty_cell(leaf: Leaf, subject: Subject) -> pl.Expr:
    return (pl.col(leaf.name("skip")) == Skip.JUDGED) & is_fault(subject.code)


def _labels(leaves: list[Leaf]) -> list[str]:
    is_derived = any(isinstance(leaf.shape, Rows) and leaf.shape.sheet.startswith("derived.") for leaf in leaves)
    return ["subject", "part"] if is_derived else []


def _shown(leaf: Leaf) -> Iterator[pl.Expr]:
    subject = leaf.shape.subject if isinstance(leaf.shape, Rows) else Subject(NO_SUBJECT)
    yield subject.excess.alias(leaf.name("excess"))
    for what, expression in (("actual", subject.actual), ("limit", subject.limit)):
        yield (pl.lit(None, pl.String) if expression is None else expression).alias(leaf.name(what))
    unit = subject.excess_unit
    yield (unit if isinstance(unit, pl.Expr) else pl.lit(unit, pl.String)).alias(leaf.name("unit"))


def _spared_row(leaf: Leaf) -> pl.Expr:
    """The verdict, null where a leaf named in 不重复扣 has the fault already: on this row, or on the entry it names."""
    own = pl.col(leaf.name("raw"))
    counted = [
        pl.col(other.name("gone")).list.contains(pl.col(other.column))
        if other.column is not None
        else is_fault(pl.col(other.name("raw")))
        for other in leaf.spared_by
    ]
    return pl.when(~pl.any_horizontal([each.fill_null(value=False) for each in counted])).then(own) if counted else own


def _of_leaf(faulty: pl.DataFrame, leaf: Leaf) -> pl.DataFrame:
    """The findings of one leaf in the order of the rows; see `findings`."""
    names = {leaf.name(what): what for what in ("code", "excess", "actual", "limit", "unit", "lost")}
    mine = faulty.filter(pl.col(leaf.name("code")) > Code.PASS, pl.col(leaf.name("live")))
    labels = [each for each in ("subject", "part") if each in faulty.columns]
    loss = leaf.marking.loss(Subject(NO_SUBJECT, excess=pl.col(leaf.name("excess"))), leaf.full)
    lost = pl.when(is_fault(pl.col(leaf.name("code")))).then(pl.lit(None, pl.Int64) if loss is None else loss)
    shown = mine.select(
        UNIT, ROW, *labels, *[pl.col(old) for old in names if not old.endswith(".lost")], lost.alias(leaf.name("lost"))
    )
    return shown.rename({old: new if new != "unit" else "excess_unit" for old, new in names.items()}).sort(
        UNIT, ROW, maintain_order=True
    )


def _faults(faulty: pl.DataFrame, leaves: list[Leaf]) -> pl.DataFrame:
    """Per unit and leaf: faults, open subjects, the first open code, the losses, the largest excess."""
    aggregates: dict[str, pl.Expr] = {}
    for leaf in leaves:
        verdict = pl.when(pl.col(leaf.name("live"))).then(pl.col(leaf.name("code")))
        excess = pl.col(leaf.name("excess"))
        loss = leaf.marking.loss(Subject(NO_SUBJECT, excess=excess), leaf.full)
        fault = is_fault(verdict)
        aggregates[leaf.name("rows.f")] = fault.cast(pl.Int64).sum()
        aggregates[leaf.name("rows.o")] = is_open(verdict).cast(pl.Int64).sum()
        aggregates[leaf.name("rows.first")] = _first_open(verdict, pl.col(ROW))
        aggregates[leaf.name("rows.excess")] = excess.fill_null(UNMEASURABLE).filter(fault).max()
        if loss is not None:
            aggregates[leaf.name("rows.loss")] = pl.when(fault).then(loss).otherwise(0).sum()
    return faulty.group_by(UNIT).agg(**aggregates)


def _first_open(verdict: pl.Expr, order: pl.Expr) -> pl.Expr:
    """The code of the first open subject, any unknown before any not checked; null without one."""
    rank = pl.when(verdict >= Code.CALENDAR_UNPUBLISHED).then(0).otherwise(1 << 40)
    key = (rank + order.cast(pl.Int64)) * 64 + verdict.cast(pl.Int64)
    return (key.filter(is_open(verdict)).min() % 64).cast(pl.Int8)


# --- a unit's row ---


def _applicability(evidence: Evidence, leaves: Sequence[Leaf]) -> pl.DataFrame:
    """The units with, for each leaf, why it is skipped so far, and whether its rows count."""
    skips = {leaf.name("skip"): _skip(leaf) for leaf in leaves}
    units = evidence.units.with_columns(**skips)
    return units.with_columns(**{leaf.name("live"): pl.col(leaf.name("skip")) == Skip.JUDGED for leaf in leaves})


def _skip(leaf: Leaf) -> pl.Expr:
    handed_in = pl.all_horizontal([pl.col(f"has.{table}") for table in leaf.tables]) if leaf.tables else pl.lit(value=True)
    return (
        pl.when(~leaf.applies)
        .then(Skip.CLASS)
        .when(~leaf.has_trait)
        .then(Skip.TRAIT)
        .when(~handed_in)
        .then(Skip.NO_EVIDENCE)
        .otherwise(Skip.JUDGED)
        .cast(pl.Int8)
    )


def _absent_columns(plan: Plan, leaves: Sequence[Leaf], units: pl.DataFrame) -> list[str]:
    """Aggregates of tables that nobody handed in, and rows that no leaf had: null, as for a unit without rows."""
    wanted = [name for sheet in plan.sheets.values() for name in sheet.all_aggregates()]
    for leaf in leaves:
        if isinstance(leaf.shape, Rows):
            wanted += [leaf.name(what) for what in ("n", "rows.f", "rows.o", "rows.first", "rows.excess", "rows.loss")]
    known = set(units.columns)
    return [name for name in wanted if name not in known]


def _tallied(units: pl.DataFrame, leaves: Sequence[Leaf]) -> pl.DataFrame:
    """Settle `when_empty`, then the verdict of every cell, then the tallies."""
    units = units.with_columns(**{leaf.name("skip"): _settled(leaf) for leaf in leaves})
    cells = {}
    for leaf in leaves:
        for place, subject in enumerate(cells_of(leaf)):
            cells[leaf.name(f"cell{place}")] = _spared_cell(leaf, subject)
    units = units.with_columns(**cells)
    return units.with_columns(**{name: expression for leaf in leaves for name, expression in _tally(leaf)})


def _settled(leaf: Leaf) -> pl.Expr:
    shape = leaf.shape
    empty = pl.col(leaf.name("n")).fill_null(0) == 0 if isinstance(shape, Rows) else shape.empty
    skip = pl.col(leaf.name("skip"))
    if leaf.when_empty == "fault":
        return skip
    policy = Skip.FULL if leaf.when_empty == "full" else Skip.NO_ROWS
    return pl.when((skip == Skip.JUDGED) & empty).then(pl.lit(int(policy), pl.Int8)).otherwise(skip)


def cells_of(leaf: Leaf) -> tuple[Subject, ...]:
    """The subjects over the unit's row; of a kind of rows, the one that stands for having none."""
    if isinstance(leaf.shape, Cells):
        return leaf.shape.subjects
    if leaf.when_empty != "fault":
        return ()
    none = pl.when(pl.col(leaf.name("n")).fill_null(0) == 0).then(code(Code.EMPTY))
    return (Subject(none, leaf.tables[0] if leaf.tables else ""),)


def _spared_cell(leaf: Leaf, subject: Subject) -> pl.Expr:
    """The verdict of a cell, null where the leaf is skipped or the same entry is at fault in a leaf named in 不重复扣."""
    counts = pl.col(leaf.name("skip")) == Skip.JUDGED
    for other in leaf.spared_by:
        same = [each for each in cells_of(other) if each.entry and each.entry == subject.entry]
        if same:
            counts = counts & ~pl.any_horizontal([_faulty_cell(other, each).fill_null(value=False) for each in same])
    return pl.when(counts).then(subject.code)


def _tally(leaf: Leaf) -> Iterator[tuple[str, pl.Expr]]:
    cells = cells_of(leaf)
    verdicts = [pl.col(leaf.name(f"cell{place}")) for place in range(len(cells))]
    is_rows = isinstance(leaf.shape, Rows)
    losses, excesses = [], []
    for subject, verdict in zip(cells, verdicts, strict=True):
        loss = leaf.marking.loss(subject, leaf.full)
        if loss is not None:
            losses.append(pl.when(is_fault(verdict)).then(loss).otherwise(0))
        excesses.append(pl.when(is_fault(verdict)).then(subject.excess.fill_null(UNMEASURABLE)))
    rows = {what: pl.col(leaf.name(what)) for what in ("n", "rows.f", "rows.o", "rows.loss", "rows.excess")} if is_rows else {}
    judged = pl.col(leaf.name("skip")) == Skip.JUDGED
    yield leaf.name("n"), pl.when(judged).then(_sum([each.is_not_null() for each in verdicts], rows.get("n"))).otherwise(0)
    yield leaf.name("f"), _sum([is_fault(each) for each in verdicts], rows.get("rows.f"))
    yield leaf.name("o"), _sum([is_open(each) for each in verdicts], rows.get("rows.o"))
    yield leaf.name("loss"), _sum(losses, rows.get("rows.loss"))
    largest = [*excesses, *([rows["rows.excess"]] if is_rows else [])]
    yield leaf.name("excess"), pl.max_horizontal(largest).fill_null(0) if largest else pl.lit(0, pl.Int64)
    yield leaf.name("first"), _first_of(verdicts, pl.col(leaf.name("rows.first")) if is_rows else None)
    yield from _measures(leaf)


def _sum(terms: list[pl.Expr], more: pl.Expr | None) -> pl.Expr:
    parts = [each.cast(pl.Int64).fill_null(0) for each in terms]
    parts += [] if more is None else [more.cast(pl.Int64).fill_null(0)]
    return pl.sum_horizontal(parts).cast(pl.Int64) if parts else pl.lit(0, pl.Int64)


def _first_of(verdicts: list[pl.Expr], rows: pl.Expr | None) -> pl.Expr:
    if rows is not None:
        return rows.cast(pl.Int8)
    unknown = [pl.when(each >= Code.CALENDAR_UNPUBLISHED).then(each) for each in verdicts]
    unchecked = [pl.when(is_open(each)).then(each) for each in verdicts]
    return pl.coalesce([*unknown, *unchecked, NO_SUBJECT])


def _measures(leaf: Leaf) -> Iterator[tuple[str, pl.Expr]]:
    shape = leaf.shape
    nothing = pl.lit(None, pl.Int64)
    actual = shape.actual if isinstance(shape, Cells) else None
    target = shape.target if isinstance(shape, Cells) else None
    mark = shape.mark if isinstance(shape, Cells) else None
    yield leaf.name("actual"), nothing if actual is None else actual
    yield leaf.name("target"), nothing if target is None else target
    yield leaf.name("level"), pl.lit(None, pl.String) if mark is None else mark.level
    yield leaf.name("mark"), nothing if mark is None else mark.points
