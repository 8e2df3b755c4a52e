"""The scale of grades and the bars of the groups, as vectors; the open part of a score is a hatched span."""

from __future__ import annotations

from dataclasses import replace

from compliance.report.pdf.ink import GRADES, GROUND, INK, LABEL, NOTE, RED, SMALL, STONE, Colour, Style
from compliance.report.pdf.lines import lines, measure
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import Strip, kept, paragraph
from compliance.report.pieces import Band, Bar, Scale

_MILLION = 1_000_000
_SCALE = 10.0  # height of the scale
_BAR = 8.5  # height of a bar
_PITCH = 17.0  # from bar to bar
_GAP = 8.0
_SOFT = replace(SMALL, colour=NOTE.colour)

Label = tuple[str, float, int]
"""A text, the middle of it, and the row it stands in, 0 next to the scale."""


def scale(content: Scale, width: float) -> tuple[Strip, ...]:
    """The grades side by side, their lower edges above, their names below, the score as a marked line."""
    start, end = content.share * width / _MILLION, content.possible * width / _MILLION
    marks = (start,) if end <= start else (start, end)
    edges = _apart(tuple((band.edge, band.start * width / _MILLION) for band in content.bands if band.edge), width, marks)
    names = _apart(tuple((band.name, (band.start + band.end) * width / 2 / _MILLION) for band in content.bands), width, ())
    above = 3 + LABEL.leading * (1 + max((row for *_, row in edges), default=0))
    below = 3 + LABEL.leading * (1 + max((row for *_, row in names), default=0))

    def draw(pen: Pen, x: float, top: float) -> None:
        bar = top + above
        for number, band in enumerate(content.bands):
            left, right = x + band.start * width / _MILLION, x + band.end * width / _MILLION
            pen.box(left, bar, right - left, _SCALE, _colour(band, number, len(content.bands)))
            if number:
                pen.upright(left, bar - 2, bar + _SCALE, 0.6, 0xFFFFFF)
        if end > start:
            pen.hatch(x + start, bar, end - start, _SCALE)
        for number, mark in enumerate(marks):
            pen.upright(x + mark, bar - 2, bar + _SCALE + 2, 1.2, INK)
            pen.marker(x + mark, bar - 1, 6, hollow=number > 0)
        for text, middle, row in edges:
            pen.text_centred(text, LABEL, x + middle, bar - 3 - LABEL.leading * (row + 1))
        for band, (text, middle, row) in zip(content.bands, names, strict=True):
            style = replace(LABEL, colour=RED) if band.reached else LABEL
            pen.text_centred(text, style, x + middle, bar + _SCALE + 3 + LABEL.leading * row)

    return (*paragraph(content.title, NOTE, width), Strip(above + _SCALE + below, draw))


def bars(title: str, content: tuple[Bar, ...], width: float) -> tuple[Strip, ...]:
    """A bar a strip under the title; figures stand in two columns, on the decimal point."""
    labels = min(max(measure(bar.label, SMALL.face, SMALL.size) for bar in content) + 0.01, width * 0.32)
    fulls = max(measure(f" / {bar.full}", SMALL.face, SMALL.size) for bar in content)
    values = max(measure(bar.value, SMALL.face, SMALL.size) for bar in content)
    room = width - labels - values - fulls - 2 * _GAP
    rows = tuple(_bar(bar, labels, room, fulls, width) for bar in content)
    return (*kept(paragraph(title, NOTE, width, before=10)), *rows) if title else rows


def _bar(bar: Bar, labels: float, room: float, fulls: float, width: float) -> Strip:
    texts = lines(bar.label, SMALL.face, SMALL.size, labels)
    height = _PITCH + SMALL.leading * (len(texts) - 1)
    start, end = bar.share * room / _MILLION, bar.possible * room / _MILLION

    def draw(pen: Pen, x: float, top: float) -> None:
        middle = top + height / 2
        for number, text in enumerate(texts):
            pen.text(text, SMALL, x, middle + SMALL.leading * (number - len(texts) / 2))
        left = x + labels + _GAP
        pen.box(left, middle - _BAR / 2, room, _BAR, GROUND)
        if start > 0:
            pen.box(left, middle - _BAR / 2, start, _BAR, RED if bar.lost else STONE)
        if end > start:
            pen.hatch(left + start, middle - _BAR / 2, end - start, _BAR)
        if bar.tick is not None:
            pen.upright(left + bar.tick * room / _MILLION, middle - _BAR / 2 - 2, middle + _BAR / 2 + 2, 1, INK)
        pen.text_right(bar.value, SMALL, x + width - fulls, middle - SMALL.leading / 2)
        pen.text(" / ", _SOFT, x + width - fulls, middle - SMALL.leading / 2)
        pen.text_right(bar.full, _SOFT, x + width, middle - SMALL.leading / 2)

    return Strip(height, draw)


def _apart(labels: tuple[tuple[str, float], ...], width: float, marks: tuple[float, ...]) -> tuple[Label, ...]:
    """The labels, left to right, moved inside `width` and off the marks; where two would touch, in another row."""
    placed: list[Label] = []
    ends: list[float] = []
    for text, wish in labels:
        half = _half(text, LABEL)
        middle = wish
        for mark in marks:
            if abs(middle - mark) < half + 5:
                middle = mark - half - 5 if wish <= mark else mark + half + 5
        middle = min(max(middle, half), width - half)
        row = next((number for number, end in enumerate(ends) if middle - half >= end + 4), len(ends))
        ends[row:] = [middle + half, *ends[row + 1 :]]
        placed.append((text, middle, row))
    return tuple(placed)


def _half(text: str, style: Style) -> float:
    return measure(text, style.face, style.size) / 2


def _colour(band: Band, number: int, count: int) -> Colour:
    """Darker from grade to grade; red where the score may lie."""
    return RED if band.reached else GRADES[number * (len(GRADES) - 1) // max(count - 1, 1)]
