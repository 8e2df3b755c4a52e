"""The strips that pages are filled with: as high as one line where text may break, with the rules for breaking.

All lengths are in points. A strip draws itself from its left upper corner; it is never cut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from compliance.frozen import frozen
from compliance.report.pdf.ink import HEADING, NOTE, Style
from compliance.report.pdf.lines import lines, measure
from compliance.report.pdf.pen import Pen

Draw = Callable[[Pen, float, float], None]
"""Draws with the pen at (x, top)."""
DrawLine = Callable[[Pen, float, float, int], None]
"""Draws the line with this number at (x, top)."""


@frozen
class Strip:
    """`before` is free space above, not at the top of a page; `keep`: the next strip stands on the same page;
    `repeat` stands above the strip where it begins a page (the head of its table)."""

    height: float
    draw: Draw
    before: float = 0
    keep: bool = False
    repeat: tuple[Strip, ...] = ()


@frozen
class Span:
    text: str
    style: Style


Placed = tuple[float, Span]
"""A span on a line, `x` from its left end."""


def stack(heights: tuple[float, ...], draw: DrawLine, before: float) -> tuple[Strip, ...]:
    """Strips of one text, a line each; no single line is left behind or sent ahead."""
    count = len(heights)
    return tuple(
        Strip(
            height,
            partial(_line, draw, number),
            before=before if number == 0 else 0,
            keep=number in (0, count - 2) and number < count - 1,
        )
        for number, height in enumerate(heights)
    )


def kept(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """The same strips, all on one page if a page can hold them, and with what follows."""
    return tuple(replace(strip, keep=True) for strip in strips)


def together(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """The same strips, all on one page if a page can hold them."""
    return (*kept(strips[:-1]), *strips[-1:])


def paragraph(text: str, style: Style, width: float, before: float = 0) -> tuple[Strip, ...]:
    texts = lines(text, style.face, style.size, width)
    return stack((style.leading,) * len(texts), lambda pen, x, top, number: pen.text(texts[number], style, x, top), before)


def heading(title: str, note: str, width: float) -> tuple[Strip, ...]:
    """The title with its note beside it, or below where both do not fit; kept with what follows."""
    spans = tuple(Span(text, style) for text, style in ((title, HEADING), (note, NOTE)) if text)
    rows = set_spans(spans, 7, width)
    heights = tuple(HEADING.leading + (6 if number == len(rows) - 1 else 0) for number in range(len(rows)))
    return kept(stack(heights, lambda pen, x, top, number: draw_spans(pen, rows[number], x, top), 14))


def set_spans(spans: tuple[Span, ...], gap: float, width: float) -> tuple[tuple[Placed, ...], ...]:
    """The spans one after another, `gap` apart; one that does not fit behind the others begins a line."""
    rows: list[list[Placed]] = [[]]
    at = 0.0
    for span in spans:
        size = span_width(span)
        if at and at + gap + size > width:
            rows.append([])
            at = 0.0
        for number, text in enumerate(lines(span.text, span.style.face, span.style.size, width)):
            if number:
                rows.append([])
            start = at + gap if at and not number else 0
            rows[-1].append((start, replace(span, text=text)))
            at = start + measure(text, span.style.face, span.style.size)
    return tuple(tuple(row) for row in rows)


def span_width(span: Span) -> float:
    return measure(span.text, span.style.face, span.style.size)


def draw_spans(pen: Pen, row: tuple[Placed, ...], x: float, top: float) -> None:
    """The spans of one line on the baseline of its highest style."""
    baseline = max((span.style.baseline for _, span in row), default=0)
    for at, span in row:
        pen.text(span.text, span.style, x + at, top + baseline - span.style.baseline)


def _line(draw: DrawLine, number: int, pen: Pen, x: float, top: float) -> None:
    draw(pen, x, top, number)
