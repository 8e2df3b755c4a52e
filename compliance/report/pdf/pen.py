"""Draws on the pages of one PDF file: text, rules, boxes, hatching; y runs downwards from the top of the page."""

from __future__ import annotations

from typing import Any

from compliance.frozen import frozen
from compliance.report.pdf import lines
from compliance.report.pdf.ink import INK, OPEN, OPEN_TINT, Colour, Style

_STEP = 2.4  # between the lines of a hatching


@frozen
class Pen:
    """`canvas` is a reportlab canvas, `height` that of its pages; all lengths are points."""

    canvas: Any
    height: float

    def text(self, text: str, style: Style, x: float, top: float) -> None:
        """One line whose box begins at (x, top)."""
        self._fill(style.colour)
        lines.draw(self.canvas, text, style.face, style.size, x, self.height - top - style.baseline)

    def text_right(self, text: str, style: Style, right: float, top: float) -> None:
        self.text(text, style, right - lines.measure(text, style.face, style.size), top)

    def text_centred(self, text: str, style: Style, middle: float, top: float) -> None:
        self.text(text, style, middle - lines.measure(text, style.face, style.size) / 2, top)

    def rule(self, left: float, right: float, y: float, thickness: float, colour: Colour) -> None:
        self._stroke(colour, thickness)
        self.canvas.line(left, self.height - y, right, self.height - y)

    def dashes(self, left: float, right: float, y: float, thickness: float, colour: Colour) -> None:
        """A dashed rule."""
        self.canvas.setDash(3, 2)
        self.rule(left, right, y, thickness, colour)
        self.canvas.setDash()

    def upright(self, x: float, top: float, foot: float, thickness: float, colour: Colour) -> None:
        self._stroke(colour, thickness)
        self.canvas.line(x, self.height - top, x, self.height - foot)

    def box(self, x: float, top: float, width: float, height: float, colour: Colour) -> None:
        self._fill(colour)
        self.canvas.rect(x, self.height - top - height, width, height, stroke=0, fill=1)

    def frame(self, x: float, top: float, width: float, height: float, thickness: float, colour: Colour) -> None:
        self._stroke(colour, thickness)
        self.canvas.rect(x, self.height - top - height, width, height, stroke=1, fill=0)

    def hatch(self, x: float, top: float, width: float, height: float, framed: bool = True) -> None:
        """A span that is still open: slanted lines on a light ground, mostly framed; it reads the same in grey."""
        self.box(x, top, width, height, OPEN_TINT)
        self._stroke(OPEN, 0.5)
        foot = self.height - top - height
        slant = _STEP - height
        while slant < width:
            start, end = max(slant, 0), min(slant + height, width)
            self.canvas.line(x + start, foot + start - slant, x + end, foot + end - slant)
            slant += _STEP
        if framed:
            self.frame(x, top, width, height, 0.5, OPEN)

    def marker(self, x: float, tip: float, size: float, hollow: bool = False) -> None:
        """A triangle above (x, tip), pointing down."""
        path = self.canvas.beginPath()
        path.moveTo(x, self.height - tip)
        path.lineTo(x - size / 2, self.height - tip + size * 0.85)
        path.lineTo(x + size / 2, self.height - tip + size * 0.85)
        path.close()
        self._fill(INK)
        self._stroke(INK, 0.6)
        self.canvas.drawPath(path, stroke=1 if hollow else 0, fill=0 if hollow else 1)

    def squares(self, x: float, top: float, side: float, runs: tuple[tuple[int, int, int], ...]) -> None:
        """Black runs (row, column, length) of squares of a grid, filled as one shape."""
        path = self.canvas.beginPath()
        for row, column, length in runs:
            path.rect(x + column * side, self.height - top - (row + 1) * side, length * side, side)
        self._fill(0)
        self.canvas.drawPath(path, stroke=0, fill=1, fillMode=1)

    def _fill(self, colour: Colour) -> None:
        self.canvas.setFillColorRGB(*_rgb(colour))

    def _stroke(self, colour: Colour, thickness: float) -> None:
        self.canvas.setStrokeColorRGB(*_rgb(colour))
        self.canvas.setLineWidth(thickness)


def _rgb(colour: Colour) -> tuple[float, float, float]:
    return (colour >> 16) / 255, (colour >> 8 & 0xFF) / 255, (colour & 0xFF) / 255
