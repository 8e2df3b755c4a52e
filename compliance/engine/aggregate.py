"""Runs a plan: one aggregation a table, the rows that are not met materialised once, then one row a unit.

Columns of the unit's row for leaf number i: `i.skip` (why the leaf is not judged, see `Skip`), `i.n`, `i.f`, `i.o` (subjects,
at fault, open), `i.first` (the code of the first open subject, unknown before not checked), `i.loss`, `i.excess`, `i.actual`,
`i.target`, `i.level`, `i.mark`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import polars as pl

from compliance.engine import entries as by_entry
from compliance.engine import rows as by_row
from compliance.engine.alike import grouped, reckoned
from compliance.engine.leaf import Leaf, Skip
from compliance.engine.literals import NO_SUBJECT, micro
from compliance.engine.plan import Frames, Plan
from compliance.engine.prepare import UNIT, Sheet
from compliance.engine.shapes import UNMEASURABLE, Cells, Code, Rows, Subject, is_fault, is_open
from compliance.engine.sparing import with_spared
from compliance.evidence import Evidence, frame_schema

ROWS = ("rows.n", "rows.f", "rows.o", "rows.first", "rows.fault")
FEW = 1_000
"""Up to so many units the in-memory engine starts sooner than the streaming one; both give the same frames."""


class Outcome(NamedTuple):
    """units: the evidence's units joined by the columns named above. rows: by leaf, its rows that are not met: unit, row,
    code, excess, actual, limit, excess_unit, lost; id; of derived rows also subject and part. stray: the tables
    with rows of no unit."""

    units: pl.DataFrame
    rows: Mapping[int, pl.DataFrame]
    stray: frozenset[str] = frozenset()


def run(plan: Plan, leaves: Sequence[Leaf], evidence: Evidence) -> Outcome:
    """Evaluate all leaves over all units."""
    for other in (other for leaf in leaves for other in leaf.spared_by if other.column is not None):
        plan.sheet(other.tables[0]).cell(other.column or "")  # its faults spare the rows that name their entry there
    frames = _prepared(plan, evidence)
    by_sheet = _by_sheet(leaves)
    aggregates = {name: sheet.all_aggregates() for name, sheet in plan.sheets.items()}
    queries = [each for key in frames for each in _of_sheet(key, plan, frames, evidence, by_sheet.get(key, []), aggregates)]
    engine: Literal["streaming", "in-memory"] = "streaming" if evidence.units.height > FEW else "in-memory"
    results = iter(pl.collect_all(queries, engine=engine))
    units = _applicability(evidence, leaves)
    found: dict[int, pl.DataFrame] = {}
    stray = set()
    for key in frames:
        aggregated = next(results)
        if aggregated[UNIT].null_count():
            stray.add(key)
        units = units.join(aggregated, on=UNIT, how="left", maintain_order="left")
        here = by_sheet.get(key, [])
        if here:
            found |= by_row.findings(next(results), here, units)
            units = units.with_columns(*[each for leaf in here for each in by_row.tallies(found[leaf.index], leaf, units.height)])
        for entries in plan.sheets[key].entries.values() if key in plan.sheets else ():
            units = by_entry.spread(units, next(results), entries)
    for level in sorted(plan.values):
        units = units.with_columns(**plan.values[level])
    return Outcome(_tallied(units, leaves), found, frozenset(stray))


def _of_sheet(
    key: str,
    plan: Plan,
    frames: Frames,
    evidence: Evidence,
    leaves: list[Leaf],
    aggregates: Mapping[str, Mapping[str, pl.Expr]],
) -> Iterator[pl.LazyFrame]:
    """The queries of one sheet or derived frame."""
    frame = frames[key]
    if any(leaf.spared_by for leaf in leaves):
        indexed = {name: plan.sheets[name].with_indexes(each) if name in plan.sheets else each for name, each in frames.items()}
        frame = with_spared(frame, leaves, {"units": evidence.units.lazy(), **indexed}, aggregates)
    sheet = plan.sheets.get(key)
    yield from by_row.queries(frame, leaves, aggregates.get(key, {}), sheet)
    if sheet is not None:
        yield from by_entry.queries(frame, sheet)


# --- rows ---


def _prepared(plan: Plan, evidence: Evidence) -> dict[str, pl.LazyFrame]:
    """Each sheet and each derived frame; a table that nobody handed in has no rows."""
    sheets = {name: sheet.prepared(_rows(evidence, sheet)) for name, sheet in plan.sheets.items()}
    known: Frames = {"units": evidence.units.lazy(), **sheets}
    return sheets | {key: derivation(known) for key, derivation in plan.derived.items()}


def _rows(evidence: Evidence, sheet: Sheet) -> pl.LazyFrame:
    handed_in = evidence.tables.get(sheet.table.name)
    return pl.LazyFrame(schema=frame_schema(sheet.table)) if handed_in is None else handed_in


def _by_sheet(leaves: Sequence[Leaf]) -> dict[str, list[Leaf]]:
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if isinstance(leaf.shape, Rows):
            found.setdefault(leaf.shape.sheet, []).append(leaf)
    return found


# --- a unit's row ---


def _applicability(evidence: Evidence, leaves: Sequence[Leaf]) -> pl.DataFrame:
    """The units with, for each leaf, why it is skipped so far, and whether its rows count."""
    scopes: dict[Hashable, Leaf] = {}
    for leaf in leaves:
        scopes.setdefault(leaf.scope, leaf)
    units = evidence.units.with_columns(**{leaf.name("skip"): leaf.skip for leaf in scopes.values()})
    shared = {leaf.name("skip"): pl.col(scopes[leaf.scope].name("skip")) for leaf in leaves if scopes[leaf.scope] is not leaf}
    by_rows = [leaf for leaf in leaves if isinstance(leaf.shape, Rows)]
    live = {leaf.name("live"): pl.col(scopes[leaf.scope].name("skip")) == Skip.JUDGED.lit for leaf in by_rows}
    return units.with_columns(**shared, **live)


def _tallied(units: pl.DataFrame, leaves: Sequence[Leaf]) -> pl.DataFrame:
    """Settle `when_empty`, then the verdict of every cell, then the tallies."""
    units = units.with_columns(**{leaf.name("skip"): _settled(leaf) for leaf in leaves if leaf.when_empty != "fault"})
    for depth in sorted({leaf.depth for leaf in leaves}):
        units = _at_depth(units, [leaf for leaf in leaves if leaf.depth == depth])
    return units


def _at_depth(units: pl.DataFrame, leaves: Sequence[Leaf]) -> pl.DataFrame:
    """The verdicts and tallies of checks whose parts are all judged, and the states of those that are parts themselves."""
    cells = {}
    for leaf in leaves:
        for place, subject in enumerate(cells_of(leaf)):
            cells[leaf.name(f"cell{place}")] = _spared_cell(leaf, subject)
    forms = grouped((_form(leaf), leaf.index) for leaf in leaves)
    reads = ("skip", *ROWS, *(cell for form in forms for cell in form.cells))
    units = reckoned(units.with_columns(**cells), forms, dict.fromkeys(reads), _counts)
    units = units.with_columns(**{name: expression for leaf in leaves for name, expression in _sums(leaf)})
    return units.with_columns(**{leaf.name("state"): _state(leaf) for leaf in leaves if leaf.is_part})


def _state(leaf: Leaf) -> pl.Expr:
    """Of a part: the code of its first fault, else of its first open subject, else pass; null where it does not apply."""
    skip = pl.col(leaf.name("skip"))
    judged = pl.coalesce(pl.col(leaf.name("fault")), pl.col(leaf.name("first")), Code.PASS.lit)
    return (
        pl.when(skip == Skip.NO_EVIDENCE.lit)
        .then(Code.NO_EVIDENCE.lit)
        .when(skip == Skip.FULL.lit)
        .then(Code.PASS.lit)
        .when((skip == Skip.JUDGED.lit) & (pl.col(leaf.name("n")) > 0))
        .then(judged)
    )


def _settled(leaf: Leaf) -> pl.Expr:
    shape = leaf.shape
    empty = _has_no_rows(leaf) if isinstance(shape, Rows) else shape.empty
    skip = pl.col(leaf.name("skip"))
    policy = Skip.FULL if leaf.when_empty == "full" else Skip.NO_ROWS
    return pl.when((skip == Skip.JUDGED.lit) & empty).then(policy.lit).otherwise(skip)


def _has_no_rows(leaf: Leaf) -> pl.Expr:
    """Whether a unit has no row that is a subject, be its fault counted elsewhere or not."""
    return pl.col(leaf.name("rows.all" if leaf.spared_by else "rows.n")).fill_null(0) == 0


def cells_of(leaf: Leaf) -> tuple[Subject, ...]:
    """The subjects over the unit's row; of a kind of rows, the one that stands for having none."""
    if isinstance(leaf.shape, Cells):
        return leaf.shape.subjects
    if leaf.when_empty != "fault":
        return ()
    none = pl.when(_has_no_rows(leaf)).then(Code.EMPTY.lit)
    return (Subject(none, leaf.tables[0] if leaf.tables else ""),)


def _spared_cell(leaf: Leaf, subject: Subject) -> pl.Expr:
    """The verdict of a cell, null where the leaf is skipped or the same entry is at fault in a leaf named in 不重复扣."""
    counts = pl.col(leaf.name("skip")) == Skip.JUDGED.lit
    for other in leaf.spared_by:
        same = [each for each in cells_of(other) if each.entry and each.entry == subject.entry]
        if same:
            judged = pl.col(other.name("skip")) == Skip.JUDGED.lit
            counts = counts & ~pl.any_horizontal([(judged & is_fault(each.code)).fill_null(value=False) for each in same])
    return pl.when(counts).then(subject.code)


class Form(NamedTuple):
    """What the number of subjects, faults and open subjects of a leaf is made of: its cells, and rows where it has any."""

    cells: tuple[str, ...]
    has_rows: bool
    is_sure: bool
    is_part: bool


def _form(leaf: Leaf) -> Form:
    cells = tuple(f"cell{place}" for place, _ in enumerate(cells_of(leaf)))
    return Form(cells, isinstance(leaf.shape, Rows), leaf.is_sure, leaf.is_part)


def _counts(form: Form) -> dict[str, pl.Expr]:
    """n, f, o and first; of parts also the first fault."""
    verdicts = [pl.col(name) for name in form.cells]
    rows = {name: pl.col(f"rows.{name}") for name in ("n", "f", "o", "first", "fault")} if form.has_rows else {}
    judged = pl.when(pl.col("skip") == Skip.JUDGED.lit)
    if form.is_sure:
        faults = _sum([each > Code.PASS.lit for each in verdicts], None)
        return {"n": judged.then(micro(len(verdicts))).otherwise(0), "f": faults}
    subjects = _sum([each.is_not_null() for each in verdicts], rows.get("n"))
    found = {
        # Cells are null where the leaf is skipped; rows are counted all the same.
        "n": judged.then(subjects).otherwise(0) if rows else subjects,
        "f": _sum([is_fault(each) for each in verdicts], rows.get("f")),
        "o": _sum([is_open(each) for each in verdicts], rows.get("o")),
        "first": rows["first"] if rows else _first_of(verdicts),
    }
    if form.is_part:
        at_fault = [pl.when(is_fault(each)).then(each) for each in verdicts]
        found["fault"] = pl.coalesce([*at_fault, rows.get("fault", NO_SUBJECT)])
    return found


def _sums(leaf: Leaf) -> Iterator[tuple[str, pl.Expr]]:
    """The columns of `leaf.tallies` that depend on more than verdicts."""
    faulty = [(subject, is_fault(pl.col(leaf.name(f"cell{place}")))) for place, subject in enumerate(cells_of(leaf))]
    rows = {each: pl.col(leaf.name(f"rows.{each}")) for each in ("loss", "excess")} if isinstance(leaf.shape, Rows) else {}
    if leaf.has("loss"):
        losses = [(leaf.marking.loss(subject, leaf.full), fault) for subject, fault in faulty]
        yield leaf.name("loss"), _sum([pl.when(f).then(each) for each, f in losses if each is not None], rows.get("loss"))
    if leaf.has("excess"):
        excesses = [pl.when(fault).then(subject.excess.fill_null(UNMEASURABLE)) for subject, fault in faulty]
        largest = [*excesses, *([rows["excess"]] if rows else [])]
        yield leaf.name("excess"), pl.max_horizontal(largest).fill_null(0)
    yield from _measures(leaf)


def _sum(terms: list[pl.Expr], more: pl.Expr | None) -> pl.Expr:
    """Int64, nulls as 0."""
    parts = terms if more is None else [*terms, more]
    if len(parts) == 1:
        return parts[0].cast(pl.Int64).fill_null(0)
    return pl.sum_horizontal(parts).cast(pl.Int64) if parts else micro(0)


def _first_of(verdicts: list[pl.Expr]) -> pl.Expr:
    ranks = (Code.CALENDAR_UNPUBLISHED, Code.NOT_DUE)
    return pl.coalesce([*[pl.when(each >= rank).then(each) for rank in ranks for each in verdicts], NO_SUBJECT])


def _measures(leaf: Leaf) -> Iterator[tuple[str, pl.Expr]]:
    """What markings measure the item itself by, where the kind has it."""
    if isinstance(leaf.shape, Cells):
        mark = leaf.shape.mark
        found = {
            "actual": leaf.shape.actual,
            "target": leaf.shape.target,
            "level": None if mark is None else mark.level,
            "mark": None if mark is None else mark.points,
        }
        yield from ((leaf.name(what), each) for what, each in found.items() if each is not None)
