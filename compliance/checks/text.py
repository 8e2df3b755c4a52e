"""文本: what a document must say, must not say, and in which order its sections stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

import polars as pl

from compliance.checks import Check, WhenEmpty
from compliance.engine.plan import Plan
from compliance.engine.prepare import ROW
from compliance.engine.shapes import Cells, Code, Subject
from compliance.frozen import frozen
from compliance.model import EVERYTHING, Condition

AROUND = 20
"""Characters shown on either side of a passage that was found."""

PLACEHOLDER = r"20[xX×]{2}年?|[xX×]{2,}年|XX|某某|待补充"
DOUBLED = r"([\u4e00-\u9fff]{2,})\1|\b([A-Za-z]{2,})\s+\2\b"
PATTERNS = {"placeholder": PLACEHOLDER, "占位符": PLACEHOLDER, "doubled": DOUBLED, "重复词": DOUBLED}
NUMBERING = r"^[ \t　]*(?:第?[一二三四五六七八九十百0-9]+[、.．章节]|[（(][一二三四五六七八九十0-9]+[)）])?[ \t　]*"


@frozen
class Text(Check):
    repairable: ClassVar[frozenset[str]] = frozenset({"occurred", "missing", "out_of_order", "empty"})

    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    table: str = "reports"
    column: str = "text"
    where: Condition = EVERYTHING
    when_empty: WhenEmpty = "fault"

    def faults(self) -> list[str]:
        return [] if self.forbid or self.require or self.sections else ["@passages"]

    def shape(self, plan: Plan, item: str) -> Cells:
        sheet = plan.sheet(self.table)
        rows, cell = sheet.where(self.where), sheet.cell(self.column)
        whole = sheet.aggregate(cell.filter(rows).sort_by(pl.col(ROW).filter(rows)).str.join("\n")).fill_null("")
        has_blank = sheet.aggregate((rows & cell.is_null()).any()).fill_null(value=False)
        subjects = [_forbidden(each, whole, has_blank) for each in self.forbid]
        subjects += [_required(each, whole, has_blank) for each in self.require]
        subjects += [_section(self.sections, place, whole, has_blank) for place in range(len(self.sections))]
        return Cells(tuple(subjects), ~sheet.has(self.where))


def _forbidden(passage: str, whole: pl.Expr, has_blank: pl.Expr) -> Subject:
    pattern = re.compile(PATTERNS.get(passage, re.escape(passage)))
    excerpt = _each(whole, lambda text: _excerpt(text, pattern), pl.String)
    verdict = (
        pl.when(excerpt.is_not_null()).then(Code.OCCURRED.lit).when(has_blank).then(Code.CANNOT_TELL.lit).otherwise(Code.PASS.lit)
    )
    return Subject(verdict, passage, actual=excerpt, limit=passage)


def _required(passage: str, whole: pl.Expr, has_blank: pl.Expr) -> Subject:
    return Subject(_missing_unless(whole.str.contains(passage, literal=True), has_blank), passage, limit=passage)


def _section(sections: tuple[str, ...], place: int, whole: pl.Expr, has_blank: pl.Expr) -> Subject:
    title = sections[place]
    count = _each(whole, lambda text: len(_starts(text, title)), pl.Int64)
    misplaced = _each(whole, lambda text: int(_is_misplaced(text, sections, place)), pl.Int64)
    out_of_order = (count > 1) | (misplaced > 0)
    verdict = pl.when(out_of_order).then(Code.OUT_OF_ORDER.lit).otherwise(_missing_unless(count > 0, has_blank))
    return Subject(verdict, title, limit=title)


def _missing_unless(found: pl.Expr, has_blank: pl.Expr) -> pl.Expr:
    return pl.when(found).then(Code.PASS.lit).when(has_blank).then(Code.CANNOT_TELL.lit).otherwise(Code.MISSING.lit)


def _each(whole: pl.Expr, function: Callable[[str], object], result: type[pl.DataType]) -> pl.Expr:
    """Python on each unit's text: a doubled word needs a back-reference, which Polars' expressions do not have."""
    return whole.map_batches(
        lambda texts: pl.Series([function(text) for text in texts], dtype=result), return_dtype=result, is_elementwise=True
    )


def _excerpt(text: str, pattern: re.Pattern[str]) -> str | None:
    """The first passage that matches, with its line: `3: …政务微博…`."""
    match = pattern.search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start()) + 1
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    return f"{line}: {text[start:end]}".replace("\n", " ")


def _starts(text: str, title: str) -> list[int]:
    """Where the title stands at the start of a line, behind its number if it has one."""
    return [each.start() for each in re.finditer(NUMBERING + re.escape(title), text, re.MULTILINE)]


def _is_misplaced(text: str, sections: tuple[str, ...], place: int) -> bool:
    """Whether a section that should stand earlier first appears later."""
    here = _starts(text, sections[place])
    return bool(here) and any(min(found) > here[0] for each in sections[:place] if (found := _starts(text, each)))
