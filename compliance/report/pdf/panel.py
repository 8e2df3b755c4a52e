"""The head of the report: name and period, the facts, and the score beside its place in the grades and groups."""

from __future__ import annotations

from dataclasses import replace

from compliance.report.pdf import charts
from compliance.report.pdf.flow import height
from compliance.report.pdf.ink import (
    FIGURE,
    GRADE,
    HAIR,
    INTERVAL,
    LABEL,
    NAME,
    NO_SCORE,
    NOTE,
    OUT_OF,
    RED,
    SCORE,
    SMALL,
    SUBTITLE,
    Style,
)
from compliance.report.pdf.lines import lines
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import Span, Strip, draw_spans, kept, paragraph, set_spans, span_width, together
from compliance.report.pieces import Fact, UnitReport

_LEFT = 186.0  # width of the score's column; an interval may take more
_WIDEST = 240.0
_BETWEEN = 24.0
_HIGHEST = 340.0  # of the bars beside the score; more of them go below it
_SMALL_SOFT = replace(SMALL, colour=NOTE.colour)


def title_block(report: UnitReport, width: float) -> tuple[Strip, ...]:
    """Name, sub-title, facts and the red rule."""
    rule = Strip(1.6, lambda pen, x, top: pen.rule(x, x + width, top + 0.8, 1.6, RED), before=9, keep=True)
    return (
        *kept(paragraph(report.title, NAME, width)),
        *kept(paragraph(report.subtitle, SUBTITLE, width)),
        *kept(_facts(report.facts, width)),
        rule,
    )


def score_panel(report: UnitReport, width: float) -> tuple[Strip, ...]:
    """The score left, its place right, in one strip; very many bars follow below, full width."""
    score = _score(report)
    # An interval and its full mark stand on one line if the column may grow so far.
    left_width = min(max(_LEFT, sum(span_width(span) for span in score) + 7), _WIDEST) if report.score else _LEFT
    right_width = width - left_width - _BETWEEN
    left = _left(report, score, left_width)
    place = charts.scale(report.scale, right_width) if report.scale else ()
    bars = charts.bars(report.bars_title, report.bars, right_width) if report.bars else ()
    below: tuple[Strip, ...] = ()
    if height(bars, fresh=True) > _HIGHEST:
        bars, below = (), charts.bars(report.bars_title, report.bars, width)
    right = (*place, *bars)

    def draw(pen: Pen, x: float, top: float) -> None:
        _draw(pen, left, x, top)
        _draw(pen, right, x + left_width + _BETWEEN, top)

    return (Strip(max(height(left, fresh=True), height(right, fresh=True)), draw, before=10), *below)


def _draw(pen: Pen, strips: tuple[Strip, ...], x: float, top: float) -> None:
    y = top
    for number, strip in enumerate(strips):
        y += strip.before if number else 0
        strip.draw(pen, x, y)
        y += strip.height


def _score(report: UnitReport) -> tuple[Span, ...]:
    if not report.score:
        return (Span(report.empty, NO_SCORE),)
    spans = (Span(report.score, INTERVAL if "–" in report.score else SCORE),)
    return (*spans, Span(f"/ {report.full}", OUT_OF)) if report.full else spans


def _left(report: UnitReport, score: tuple[Span, ...], width: float) -> tuple[Strip, ...]:
    rows = _spans(score, 6, width, before=0)
    texts = ((report.grade, GRADE), (report.grade_note, _SMALL_SOFT))
    grade = tuple(Span(text, style) for text, style in texts if text)
    if grade:
        rows = (*rows, *_spans(grade, 8, width, before=8))
    if report.layers:
        rule = Strip(0.4, lambda pen, x, top: pen.rule(x, x + width, top, 0.4, HAIR), before=8)
        rows = (*rows, rule, _layers(report.layers, width))
    return rows


def _spans(spans: tuple[Span, ...], gap: float, width: float, before: float) -> tuple[Strip, ...]:
    rows = set_spans(spans, gap, width)
    return tuple(
        Strip(
            max(span.style.leading for _, span in row),
            lambda pen, x, top, row=row: draw_spans(pen, row, x, top),  # type: ignore[misc]  # binds the row
            before=0 if number else before,
        )
        for number, row in enumerate(rows)
    )


def _layers(layers: tuple[Fact, ...], width: float) -> Strip:
    """The layers in columns: label, points, remark."""
    column = width / len(layers)
    cells = tuple(_cell(fact, column - 6) for fact in layers)

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, cell in enumerate(cells):
            y = top
            for text, style in cell:
                pen.text(text, style, x + column * number, y)
                y += style.leading

    return Strip(max(sum(style.leading for _, style in cell) for cell in cells), draw, before=6)


def _cell(fact: Fact, width: float) -> tuple[tuple[str, Style], ...]:
    parts = ((fact.label, _SMALL_SOFT), (fact.value, FIGURE), (fact.note, NOTE if fact.note else LABEL))
    return tuple((text, style) for part, style in parts for text in lines(part, style.face, style.size, width))


def _facts(facts: tuple[Fact, ...], width: float) -> tuple[Strip, ...]:
    """Labels and values in a line, evenly apart, in more lines where one does not hold them."""
    groups = [_spans_of(fact) for fact in facts]
    rows: list[list[tuple[Span, ...]]] = []
    for group in groups:
        if rows and sum(_wide(other) + 20 for other in rows[-1]) + _wide(group) <= width:
            rows[-1].append(group)
        else:
            rows.append([group])
    strips: tuple[Strip, ...] = ()
    for number, row in enumerate(rows):
        before = 9 if number == 0 else 1
        if len(row) == 1:
            strips = (*strips, *_spans(row[0], 6, width, before))
        else:
            strips = (*strips, _fact_line(tuple(row), width, before))
    return together(strips) if strips else ()


def _fact_line(row: tuple[tuple[Span, ...], ...], width: float, before: float) -> Strip:
    gap = min((width - sum(_wide(group) for group in row)) / (len(row) - 1), 44.0)

    def draw(pen: Pen, x: float, top: float) -> None:
        at = x
        for group in row:
            draw_spans(pen, set_spans(group, 6, width)[0], at, top)
            at += _wide(group) + gap

    return Strip(SMALL.leading, draw, before=before)


def _spans_of(fact: Fact) -> tuple[Span, ...]:
    parts = ((fact.label, _SMALL_SOFT), (fact.value, SMALL), (fact.note, _SMALL_SOFT))
    return tuple(Span(text, style) for text, style in parts if text)


def _wide(group: tuple[Span, ...]) -> float:
    return sum(span_width(span) for span in group) + 6 * (len(group) - 1)
