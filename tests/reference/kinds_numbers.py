"""kinds.md §2: count, ratio, figure, sum, agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.reference.kinds_dates import rows_of_periods
from tests.reference.numbers import M, div, micro, percent, texts
from tests.reference.quantities import quantity, table_of
from tests.reference.tables import done, satisfies
from tests.reference.verdict import Case, Outcome, Subject, absent, cannot_tell, fault, met, not_due, when_empty

Check = Mapping[str, Any]


def are_absent(case: Case, *written: Any) -> bool:
    """Whether a table that one of the quantities reads was not handed in."""
    return any(table is not None and table not in case.tables for table in map(table_of, written))


def has_no_figures(check: Check, case: Case, *written: Any) -> bool:
    """Whether the quantities read figures, and no row satisfies the check's condition."""
    return any(table_of(each) == "figures" for each in written) and not case.rows(check, "figures")


def off(cause: str, excess: int) -> Subject:
    """A fault by an excess in micro."""
    return replace(fault(cause), excess=excess)


def count(check: Check, case: Case) -> Outcome:
    table, bounds = check["table"], [check[each] for each in ("at_least", "at_most") if each in check]
    if table not in case.tables or are_absent(case, *bounds):
        return absent()
    rows = case.rows(check, table)
    if not rows and (said := when_empty(check, "fault")):
        return said
    low, high = _bounds(check, case, {})
    if "every" not in check:
        actual = len(rows) * M
        return Outcome((_within(check, actual, low, high),), actual=actual, target=low)
    subjects = []
    for number, end in rows_of_periods(check, case, rows):
        found = _within(check, number * M, low, high)
        is_early = found.cause == "short" and end > case.as_of
        subjects.append(replace(not_due(), is_blank=number == 0) if is_early else found)
    return Outcome(tuple(subjects))


def _bounds(check: Check, case: Case, of: Check) -> tuple[int | None, int | None]:
    """Both bounds in micro; of: the check whose `where` holds for figures."""
    low, high = (quantity(check[each], case, of) if each in check else None for each in ("at_least", "at_most"))
    return low, high


def _within(check: Check, actual: int, low: int | None, high: int | None) -> Subject:
    """A number of rows against its bounds."""
    if ("at_least" in check and low is None) or ("at_most" in check and high is None):
        return cannot_tell()
    if low is not None and actual < low:
        return replace(off("short", low - actual), is_blank=actual == 0)
    return replace(off("above", actual - high), is_blank=actual == 0) if high is not None and actual > high else met()


def ratio(check: Check, case: Case) -> Outcome:
    sides, target = (check["numerator"], check["denominator"]), percent(check["target"])
    if are_absent(case, *sides):
        return absent()
    needs_figures = any(table_of(each) == "figures" for each in sides)
    if needs_figures and not case.tables["figures"]:
        return when_empty(check, "not_applicable") or Outcome((cannot_tell(),), target=target)
    numerator, denominator = (quantity(each, case, check) for each in sides)
    if numerator is None or denominator is None or denominator < 0 or (denominator == 0 and numerator != 0):
        return Outcome((cannot_tell(),), target=target)
    if denominator == 0:
        return when_empty(check, "not_applicable") or Outcome((fault("empty"),), target=target)
    actual = div(100 * M * numerator, denominator)
    return Outcome((met() if actual >= target else off("below", target - actual),), actual=actual, target=target)


def figure(check: Check, case: Case) -> Outcome:
    bounds = [check[each] for each in ("at_least", "at_most") if each in check]
    if are_absent(case, check["figure"], *bounds):
        return absent()
    if has_no_figures(check, case, check["figure"], *bounds) and (said := when_empty(check, "fault")):
        return said
    actual = quantity(check["figure"], case, check)
    low, high = _bounds(check, case, check)
    if actual is None or ("at_least" in check and low is None) or ("at_most" in check and high is None):
        return Outcome((cannot_tell(),), actual=actual, target=low)
    subject = met()
    if low is not None and actual < low:
        subject = off("below", low - actual)
    elif high is not None and actual > high:
        subject = off("above", actual - high)
    return Outcome((subject,), actual=actual, target=low)


def sums(check: Check, case: Case) -> Outcome:
    """sum: every equation, and every part of it."""
    equations = check.get("equations", [check])
    terms = [term for each in equations for side in ("left", "right") for term in _terms(each[side])]
    if are_absent(case, *terms):
        return absent()
    if has_no_figures(check, case, *terms) and (said := when_empty(check, "fault")):
        return said
    parts = texts(check["for_parts"]) if "for_parts" in check else [None]
    return Outcome(tuple(_equation(each, check, case, part) for each in equations for part in parts))


def _terms(side: Any) -> list[Any]:
    return side if isinstance(side, list) else [side]


def _equation(equation: Check, check: Check, case: Case, part: str | None) -> Subject:
    sides = []
    for name in ("left", "right"):
        values = [quantity(each, case, check, part) for each in _terms(equation[name])]
        if None in values:
            return cannot_tell()
        sides.append(sum(values))
    return _compared(check, *sides)


def _compared(check: Check, left: int, right: int) -> Subject:
    difference = {"equal": abs(left - right), "at_most": left - right, "at_least": right - left}[check.get("relation", "equal")]
    return off("differs", difference) if difference > micro(check.get("tolerance", "0")) else met()


def agrees(check: Check, case: Case) -> Outcome:
    left, right = check["left"], check["right"]
    if not _is_set(left, case):
        if are_absent(case, left, right):
            return absent()
        if has_no_figures({}, case, left, right) and (said := when_empty(check, "not_applicable")):
            return said
        return Outcome((_equation({"left": [left], "right": [right]}, {**check, "relation": "equal"}, case, None),))
    if any(isinstance(each, Mapping) and each["table"] not in case.tables for each in (left, right)):
        return absent()
    one, other = _set(left, case), _set(right, case)
    members = sorted(one | other)
    if not members:
        return when_empty(check, "not_applicable") or Outcome((fault("empty"),))
    return Outcome(tuple(met() if each in one and each in other else fault("differs") for each in members))


def _is_set(side: Any, case: Case) -> bool:
    if isinstance(side, str):
        return side in case.rules.get("lists", {})
    return isinstance(side, list) or "column" in side


def _set(side: Any, case: Case) -> set[str]:
    """The named list, or the distinct values of a column."""
    if not isinstance(side, Mapping):
        return set(case.members(side))
    rows = [row for row in done(case.tables, side["table"]) if satisfies(row, side.get("where"), side["table"])]
    cells = [row.get(side["column"]) for row in rows]
    return {value for cell in cells if cell is not None for value in (cell if isinstance(cell, list) else [cell])}
