"""The strip of days: a box a day, what is unusual marked above, the days that matter named below."""

from __future__ import annotations

from compliance.report.pdf.ink import GRADES, HAIR, INK, LABEL, RED, STONE, WHITE, Colour
from compliance.report.pdf.lines import measure
from compliance.report.pdf.pen import Pen
from compliance.report.pieces import Day

_BOX = 9.0  # high, and wide at most
_MARKS = 11.0  # above the boxes
_FREE = 4.0  # there without marks
_BELOW = 14.0
_COLOURS: dict[str, Colour] = {"start": STONE, "work": GRADES[0], "off": WHITE, "late": RED}


def height(content: tuple[Day, ...]) -> float:
    """Of the whole strip."""
    return _above(content) + _BOX + _BELOW


def draw(pen: Pen, content: tuple[Day, ...], x: float, top: float, width: float) -> None:
    """Draws the strip in a space of its height."""
    boxes = top + _above(content)
    box = min(_BOX, width / len(content))
    middles = [x + box * (number + 0.5) for number in range(len(content))]
    for day, middle in zip(content, middles, strict=True):
        left = middle - box / 2
        pen.box(left + 0.4, boxes, box - 0.8, _BOX, _COLOURS[day.kind])
        if day.kind == "off":
            pen.frame(left + 0.6, boxes + 0.2, box - 1.2, _BOX - 0.4, 0.4, HAIR)
        if day.last:
            pen.frame(left - 0.3, boxes - 0.9, box + 0.6, _BOX + 1.8, 1.2, INK)
    _texts(pen, [(middle, day.mark) for day, middle in zip(content, middles, strict=True) if day.mark], top, x, x + width)
    labels = [(middle, day.label) for day, middle in zip(content, middles, strict=True) if day.label]
    _texts(pen, labels, boxes + _BOX + 2, x, x + width)


def _above(content: tuple[Day, ...]) -> float:
    return _MARKS if any(day.mark for day in content) else _FREE


def _texts(pen: Pen, texts: list[tuple[float, str]], top: float, left: float, right: float) -> None:
    """Each in the middle of its day, moved where it would touch the one before; a mark that is there already is left out."""
    end = left - 3
    before = ""
    for middle, text in texts:
        half = measure(text, LABEL.face, LABEL.size) / 2
        wish = max(middle, left + half)
        if wish - half < end + 1 and text == before:
            continue
        at = min(max(wish, end + 3 + half), right - half)
        pen.text_centred(text, LABEL, at, top)
        end, before = at + half, text
