"""What stands behind verdicts over a whole unit: the rows of each entry and period, the figures of both sides, the marks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

from compliance.assessment import Finding
from compliance.behind import Behind
from compliance.checks import Check
from compliance.checks.agrees import Agrees
from compliance.checks.count import Count
from compliance.checks.elements import Elements
from compliance.checks.figure import Figure
from compliance.checks.listed import Listed
from compliance.checks.periodic import Periodic
from compliance.checks.present import Present
from compliance.checks.ratio import Ratio
from compliance.checks.sum import Sum
from compliance.checks.text import Text
from compliance.engine.periods import periods
from compliance.hints import figure_rows, quantities
from compliance.model import EVERYTHING, Condition, Members, Number, Quantity, Test
from compliance.model import Figure as Named
from compliance.report.view import described
from compliance.report.view.amounts import percent
from compliance.report.view.by_rows import Lines, rest, row_text
from compliance.rows import Row, narrowed
from compliance.values import write_decimal
from compliance.words import Lang, say

MOST_ENTRIES = 12
MOST_ROWS = 4

RELATIONS = {"equal": "=", "at_most": "≤", "at_least": "≥"}
Side: TypeAlias = Sequence[Quantity]


def _rows_text(lang: Lang, rows: Sequence[Row]) -> str:
    more = say(lang, "found.more", count=len(rows)) if len(rows) > MOST_ROWS else ""
    return say(lang, "separator").join(row_text(each) for each in rows[:MOST_ROWS]) + more or say(lang, "explain.no_row")


def answers(lang: Lang, behind: Behind, check: Check, found: Finding) -> Lines:
    """Every row that answers for a figure, where there are several."""
    for quantity, where in dict.fromkeys(quantities(check, found.subject)):
        rows = figure_rows(behind.rows, behind.unit, quantity, where) if isinstance(quantity, Named) else []
        if len(rows) > 1:
            told = [" ".join(filter(None, (_cell(row, "value"), _cell(row, "source"), str(row.place or "")))) for row in rows]
            yield say(lang, "explain.entry", entry=described.quantity(lang, quantity), rows=say(lang, "semicolon").join(told))


def _cell(row: Row, column: str) -> str:
    cell = row.cells.get(column)
    return write_decimal(cell) if isinstance(cell, int) else cell or ""


def silent(lang: Lang, behind: Behind, check: object, found: Finding) -> Lines:
    """What the head of a finding already says in full."""
    yield from ()


# --- entries of a list, elements, rows at all ---


def listed(lang: Lang, behind: Behind, check: Listed, faulty: Collection[str]) -> Lines:
    met = [each for each in check.list if not any(subject == each or subject.startswith(f"{each}/") for subject in faulty)]
    for entry in met[:MOST_ENTRIES]:
        rows = behind.matching(check.table, narrowed(check.where, Test(check.column, "is", (entry,))))
        yield f"√ {_rows_text(lang, rows)}"
    yield from rest(lang, min(len(met), MOST_ENTRIES), len(met))


def missing_entry(lang: Lang, behind: Behind, check: Listed, found: Finding) -> Lines:
    """Of an entry that is only on other channels: where it is."""
    entry, _, channel = found.subject.partition("/")
    if channel:
        for row in behind.matching(check.table, narrowed(check.where, Test(check.column, "is", (entry,)))):
            on = say(lang, "separator").join(row.cells.get("channels") or ())
            yield f"{row_text(row)}，{described.column(lang, check.table, 'channels')} {on or say(lang, 'explain.no_row')}"


def present(lang: Lang, behind: Behind, check: Present, faulty: Collection[str]) -> Lines:
    if not faulty:
        yield f"√ {_rows_text(lang, behind.matching(check.table, check.where))}"


def lacking(lang: Lang, behind: Behind, check: Present, found: Finding) -> Lines:
    """Rows of the kind that do not satisfy all of the condition."""
    naming = tuple(each for each in check.where.tests if each.operator == "is" and each.column in ("kind", "topic"))
    others = tuple(each for each in check.where.tests if each not in naming)
    if naming and others:
        for row in behind.matching(check.table, Condition(naming))[:MOST_ROWS]:
            wanted = described.condition(lang, Condition(others), check.table)
            yield say(lang, "explain.near", row=row_text(row), condition=wanted)


def elements(lang: Lang, behind: Behind, check: Elements, faulty: Collection[str]) -> Lines:
    """The documents that were read, with what each contains of the list."""
    rows = behind.matching(check.table, check.where)
    for row in rows[: MOST_ROWS * 2]:
        cell = row.cells.get(check.column)
        has = [each for each in check.elements if each in (cell or ())]
        held = say(lang, "explain.holds", texts=say(lang, "separator").join(has) or say(lang, "explain.no_row"))
        yield f"· {row_text(row)}　{say(lang, 'explain.empty_list') if cell is None else held}"
    yield from rest(lang, min(len(rows), MOST_ROWS * 2), len(rows))


# --- periods and numbers of rows ---


def in_periods(lang: Lang, behind: Behind, check: Periodic | Count, faulty: Collection[str]) -> Lines:
    """Every period with its rows; of a count without periods, the rows."""
    rules = behind.run.rule_set
    if check.every is None:
        rows = behind.matching(check.table, check.where)
        yield f"· {say(lang, 'explain.counts', count=len(rows), rows=_rows_text(lang, rows))}"
    else:
        for each in periods(check.every, rules.start, rules.end, rules.terms)[:MOST_ENTRIES]:
            dated = Test(check.date, "at_least", (each.start,)), Test(check.date, "at_most", (each.end,))
            rows = behind.matching(check.table, narrowed(check.where, *dated))
            sign = "!" if each.name in faulty else "·"
            told = _rows_text(lang, rows) if rows else ""
            yield f"{sign} {say(lang, 'explain.period', name=each.name, start=each.start, end=each.end, count=len(rows), rows=told).rstrip()}"
    if isinstance(check, Count):
        yield from _bounds(lang, behind, check)
    yield from _not_counted(lang, behind, check)


def _not_counted(lang: Lang, behind: Behind, check: Periodic | Count) -> Lines:
    undone = behind.rows.not_done(behind.unit, check.table, check.where)
    if undone:
        names = say(lang, "separator").join(each.name for each in undone[:MOST_ROWS])
        column = behind.rows.done_column(check.table)
        yield say(lang, "explain.not_counted", names=names, column=described.column(lang, check.table, column))


def _bounds(lang: Lang, behind: Behind, check: Count | Figure) -> Lines:
    for key in ("at_least", "at_most"):
        bound = getattr(check, key)
        if bound is not None:
            label = described.OPERATORS[key][0 if lang == "zh" else 1]
            yield f"· {label} {_term(lang, behind, bound, EVERYTHING if isinstance(check, Count) else check.where)}"


# --- figures ---


def ratio(lang: Lang, behind: Behind, check: Ratio, faulty: Collection[str]) -> Lines:
    top, below = (_term(lang, behind, each, check.where) for each in (check.numerator, check.denominator))
    values = [behind.value(each, check.where) for each in (check.numerator, check.denominator)]
    result = ""
    if values[0] is not None and values[1]:
        result = f" = {percent(write_decimal((200_000_000 * values[0] + values[1]) // (2 * values[1])))}"
    goal = percent(write_decimal(check.target))
    yield f"· {top} ÷ {below}{result}，{described.label(lang, check, 'target')} {goal}"


def figure(lang: Lang, behind: Behind, check: Figure, faulty: Collection[str]) -> Lines:
    yield f"· {_term(lang, behind, check.figure, check.where)}"
    yield from _bounds(lang, behind, check)


def equations(lang: Lang, behind: Behind, check: Sum, faulty: Collection[str]) -> Lines:
    """Each equation with its figures put in, for each part."""
    pairs = list(check.written_out())
    for equation in pairs[:MOST_ENTRIES]:
        is_faulty = equation.id in faulty or (faulty and not equation.id)
        left, right = (_side(lang, behind, side, check.where) for side in (equation.left, equation.right))
        values = [behind.value(each, check.where) for each in (*equation.left, *equation.right)]
        sign, joint = (
            ("!", say(lang, f"explain.should.{check.relation}")) if is_faulty else ("√", f" {RELATIONS[check.relation]} ")
        )
        if None in values:
            sign, joint, right = "○", say(lang, "semicolon"), right + say(lang, "explain.not_comparable")
        yield f"{sign} {equation.id} {left}{joint}{right}".replace("  ", " ")
    yield from rest(lang, min(len(pairs), MOST_ENTRIES), len(pairs))


def agrees(lang: Lang, behind: Behind, check: Agrees, faulty: Collection[str]) -> Lines:
    for key, side in (("explain.left", check.left), ("explain.right", check.right)):
        if isinstance(side, Members):
            yield f"· {say(lang, key)}：{say(lang, 'separator').join(_members(behind, side)) or say(lang, 'explain.no_row')}"
        else:
            yield f"· {say(lang, key)}：{_term(lang, behind, side, EVERYTHING)}"


def _members(behind: Behind, side: Members) -> list[str]:
    if side.table is None:
        return list(side.entries)
    cells = [each.cells.get(side.column) for each in behind.matching(side.table, side.where)]
    every = [text for cell in cells for text in (cell if isinstance(cell, list) else [cell]) if text]
    return list(dict.fromkeys(every))


def _side(lang: Lang, behind: Behind, terms: Side, where: Condition) -> str:
    told = " + ".join(_term(lang, behind, each, where) for each in terms)
    values = [behind.value(each, where) for each in terms]
    total = say(lang, "explain.unknown") if None in values else write_decimal(sum(each or 0 for each in values))
    return told if len(terms) == 1 else f"{told} = {total}"


def _term(lang: Lang, behind: Behind, quantity: Quantity, where: Condition) -> str:
    """“收费学生数 568”, a bare number as it is."""
    value = behind.value(quantity, where)
    told = say(lang, "explain.unknown") if value is None else write_decimal(value)
    return told if isinstance(quantity, Number) else f"{described.quantity(lang, quantity)} {told}"


# --- texts ---


def texts(lang: Lang, behind: Behind, check: Text, faulty: Collection[str]) -> Lines:
    """Which documents were read, and the passages that are as they should be."""
    rows = behind.matching(check.table, check.where)
    yield f"· {_rows_text(lang, rows)}"
    fine = [each for each in (*check.forbid, *check.require, *check.sections) if each not in faulty]
    if fine:
        yield f"√ {say(lang, 'separator').join(fine[:MOST_ENTRIES])}" + (
            say(lang, "found.more", count=len(fine)) if len(fine) > MOST_ENTRIES else ""
        )
