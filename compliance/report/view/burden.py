"""填报量: what a rule set asks of a unit of each class, at the least: tables, rows, figures, and marks by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from compliance.checks import Check, Composite
from compliance.checks.count import Count
from compliance.checks.fresh import Fresh
from compliance.checks.judged import Judged
from compliance.checks.listed import Listed
from compliance.checks.periodic import Periodic
from compliance.engine.periods import periods
from compliance.frozen import frozen
from compliance.model import MICRO, Condition, Figure, Number, RuleSet
from compliance.tables import tables


@frozen
class Burden:
    tables: int
    rows: int
    figures: int
    marks: int


def burden(rules: RuleSet, unit_class: str) -> Burden:
    """What one unit of the class must hand in to have everything met: rows that several items ask for count once.

    Rows that depend on what happened (requests, complaints, stages) are not counted: nobody can ask for them.
    """
    checks = [
        part for each in rules.lines() if not each.applies_to or unit_class in each.applies_to for part in _parts(each.check)
    ]
    tables = {table for each in checks for table in each.tables}
    wanted: dict[tuple[str, Condition, str], int] = {}
    for each in checks:
        for key, count in _rows(rules, each):
            wanted[key] = max(wanted.get(key, 0), count)
    figures = {(figure.name, figure.part) for each in checks for figure in _figures(each)}
    return Burden(len(tables), sum(wanted.values()), len(figures), sum(isinstance(each, Judged) for each in checks))


def _parts(check: Check) -> Iterator[Check]:
    if isinstance(check, Composite):
        for part in check.parts:
            yield from _parts(part.check)
    else:
        yield check


def _rows(rules: RuleSet, check: Check) -> Iterator[tuple[tuple[str, Condition, str], int]]:
    """The rows that must be there, by table, condition and entry."""
    if isinstance(check, (Listed, Fresh)) and check.list and _holds_many(check):
        yield (check.table, check.where, ""), 1
    elif isinstance(check, (Listed, Fresh)) and check.list:
        yield from (((check.table, check.where, entry), 1) for entry in check.list)
    elif isinstance(check, Periodic):
        yield (check.table, check.where, ""), check.at_least * len(periods(check.every, rules.start, rules.end, rules.terms))
    elif isinstance(check, Count) and isinstance(check.at_least, Number):
        times = len(periods(check.every, rules.start, rules.end, rules.terms)) if check.every else 1
        yield (check.table, check.where, ""), -(-check.at_least.value // MICRO) * times
    elif type(check).__module__.endswith((".present", ".elements")):
        yield (check.tables[0], getattr(check, "where", Condition()), ""), 1


def _holds_many(check: Listed | Fresh) -> bool:
    """Whether one row can name several entries."""
    column = tables()[check.table].column(check.column)
    return column is not None and column.type == "texts"


def _figures(thing: object) -> Iterator[Figure]:
    """Every figure that a check reads."""
    if isinstance(thing, Figure):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _figures(each)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _figures(getattr(thing, field.name))
