"""The two sides of a comparison, called by what they are made of."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment import Finding, ItemResult
from compliance.checks.agrees import Agrees
from compliance.checks.sum import Sum
from compliance.hints import figure_name
from compliance.model import Figure, Members, Number, Quantity, RowCount
from compliance.report.view import described
from compliance.values import write_decimal
from compliance.words import Lang, say

MOST_TERMS = 3
"""Terms of a side that are named one by one."""


def difference(lang: Lang, found: Finding, check: Sum | Agrees) -> str:
    """“微博条数：微博发布 30，应不少于 52，差 22”; of sets, which side alone has the entry."""
    if isinstance(check, Agrees) and isinstance(check.left, Members) and isinstance(check.right, Members):
        has, lacks = (check.right, check.left) if found.actual is None else (check.left, check.right)
        return say(lang, "found.only", subject=found.subject, has=_members(lang, has), lacks=_members(lang, lacks))
    left, right = _sides(check, found.subject)
    relation = check.relation if isinstance(check, Sum) else "equal"
    return say(
        lang,
        f"found.differs.{relation}",
        subject=f"{found.subject}{say(lang, 'colon')}" if found.subject else "",
        left=_called(lang, left),
        actual=found.actual,
        right=_called(lang, right),
        limit=found.limit,
        excess="" if found.excess is None else write_decimal(found.excess),
    )


def agreeing(lang: Lang, result: ItemResult, check: Sum | Agrees) -> str:
    """The figures of an equation that holds; of several, or of sets, how many agree."""
    if result.actual is None or result.target is None:
        return say(lang, "item.equal", count=result.subjects)
    relation = check.relation if isinstance(check, Sum) else "equal"
    key = "near" if relation == "equal" and result.actual != result.target else relation
    return say(lang, f"item.equal.{key}", actual=write_decimal(result.actual), limit=write_decimal(result.target))


def _sides(check: Sum | Agrees, subject: str) -> tuple[Sequence[Quantity], Sequence[Quantity]]:
    if isinstance(check, Sum):
        return next(((each.left, each.right) for each in check.written_out() if each.id == subject), ((), ()))
    left, right = (() if isinstance(each, Members) else (each,) for each in (check.left, check.right))
    return left, right


def _called(lang: Lang, side: Sequence[Quantity]) -> str:
    """“甲 + 乙 ” with a blank behind; nothing where a bare number stands."""
    if all(isinstance(each, Number) for each in side):
        return ""
    told = [_term(lang, each) for each in side]
    if len(told) > MOST_TERMS:
        return say(lang, "side.sum", names=say(lang, "separator").join(told[:MOST_TERMS]), count=len(told)) + " "
    return " + ".join(told) + " "


def _term(lang: Lang, term: Quantity) -> str:
    if isinstance(term, Figure):
        return figure_name(term)
    if isinstance(term, RowCount):
        table = described.table(lang, term.table)
        if term.column is None:
            return say(lang, "side.rows", table=table)
        return say(lang, "side.column", table=table, column=described.column(lang, term.table, term.column))
    return write_decimal(term.value)


def _members(lang: Lang, side: Members) -> str:
    if side.table is None:
        return say(lang, "side.list")
    label = described.column(lang, side.table, side.column)
    return say(lang, "side.members", table=described.table(lang, side.table), column=label)
