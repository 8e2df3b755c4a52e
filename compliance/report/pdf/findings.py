"""What cost most as bars, and how the scores lie: a square a unit, or columns with their counts."""

from __future__ import annotations

from dataclasses import replace

from compliance.report.pdf.ink import GROUND, INK, LABEL, RED, SMALL, STONE, Colour
from compliance.report.pdf.lines import measure
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import Span, Strip, draw_spans, heading, set_spans
from compliance.report.pieces import Distribution, Look, Loss, Losses, Pile

_THICK = 7.0  # a bar
_PLOT = 104.0  # height of the distribution
_SQUARE = 15.0  # at most
_SEAM = 1.2  # between squares
_MILLION = 1_000_000
_COLOURS: dict[Look, Colour] = {"best": INK, "good": STONE, "fair": 0xBBB4A8, "lowest": RED, "open": 0}


def losses(content: Losses, width: float) -> tuple[Strip, ...]:
    return (*heading(content.title, content.note, width), *(_loss(each, width) for each in content.losses))


def _loss(loss: Loss, width: float) -> Strip:
    """The item with its remark, the loss right, the bar below."""
    style = SMALL.toned("red")
    taken = measure(loss.amount, style.face, style.size)
    spans = (Span(loss.label, SMALL), Span(loss.remark, replace(LABEL, leading=SMALL.leading)))
    rows = set_spans(spans, 7, width - taken - 12)
    text = SMALL.leading * len(rows)

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, row in enumerate(rows):
            draw_spans(pen, row, x, top + SMALL.leading * number)
        pen.text_right(loss.amount, style, x + width, top)
        pen.box(x, top + text + 1, loss.full * width / _MILLION, _THICK, GROUND)
        pen.box(x, top + text + 1, loss.share * width / _MILLION, _THICK, RED)

    return Strip(text + 1 + _THICK, draw, before=5)


def distribution(content: Distribution, width: float) -> tuple[Strip, ...]:
    """The piles on their axis, the edges of the grades below it and their names under them."""
    most = max((sum(count for _, count in pile.blocks) for pile in content.piles), default=1)
    narrow = min(((pile.end - pile.start) * width / _MILLION for pile in content.piles), default=width)
    square = min(_SQUARE, narrow - _SEAM, _PLOT / most)
    unit = (_PLOT - LABEL.leading) / most if content.is_counted else square
    plot = _PLOT if content.is_counted else square * most
    edges = _apart(content.edges, width)

    def draw(pen: Pen, x: float, top: float) -> None:
        axis = top + plot
        for pile in content.piles:
            left, right = x + pile.start * width / _MILLION, x + pile.end * width / _MILLION
            if content.is_counted:
                _column(pen, pile, (left + _SEAM / 2, right - left - _SEAM), axis, unit)
            else:
                _squares(pen, pile, (left + right - square) / 2, axis, square)
        pen.rule(x, x + width, axis + 0.5, 0.8, INK)
        for at, text in edges:
            pen.upright(x + at, axis, axis + 4, 0.6, INK)
            pen.text_centred(text, LABEL, x + _inside(at, text, width), axis + 5)
        for at, text in _apart(content.names, width):
            pen.text_centred(text, LABEL, x + _inside(at, text, width), axis + 5 + LABEL.leading)

    return (*heading(content.title, content.note, width), Strip(plot + 6 + 2 * LABEL.leading, draw, before=2))


def _squares(pen: Pen, pile: Pile, left: float, axis: float, square: float) -> None:
    y = axis
    for look, count in pile.blocks:
        for _ in range(count):
            y -= square
            _block(pen, look, (left, y, square - _SEAM, square - _SEAM))


def _column(pen: Pen, pile: Pile, span: tuple[float, float], axis: float, unit: float) -> None:
    left, width = span
    y = axis
    for look, count in pile.blocks:
        y -= count * unit
        _block(pen, look, (left, y, width, count * unit))
    whole = sum(count for _, count in pile.blocks)
    pen.text_centred(f"{whole:,}", LABEL, left + width / 2, y - LABEL.leading)


def _block(pen: Pen, look: Look, box: tuple[float, float, float, float]) -> None:
    if look == "open":
        pen.hatch(*box)
    else:
        pen.box(*box, _COLOURS[look])


def _apart(labels: tuple[tuple[int, str], ...], width: float) -> list[tuple[float, str]]:
    """The labels that do not touch the one before them."""
    found: list[tuple[float, str]] = []
    end = -10.0
    for share, text in labels:
        at = share * width / _MILLION
        half = measure(text, LABEL.face, LABEL.size) / 2
        middle = _inside(at, text, width)
        if middle - half >= end + 3:
            found.append((at, text))
            end = middle + half
    return found


def _inside(at: float, text: str, width: float) -> float:
    half = measure(text, LABEL.face, LABEL.size) / 2
    return min(max(at, half), width - half)
