"""The colours, each with one meaning, and the styles of type."""

from __future__ import annotations

from dataclasses import replace

from compliance.frozen import frozen
from compliance.report.parts import Tone
from compliance.report.pdf.faces import SANS, SANS_BOLD, SERIF, SERIF_BOLD, Face

Colour = int  # 0xRRGGBB

INK: Colour = 0x1B1B1B
SOFT: Colour = 0x5A5A5A
HAIR: Colour = 0xC9C5BE
WARM: Colour = 0xF5F2ED
GROUND: Colour = 0xEEEBE6
STONE: Colour = 0x6F6A62
RED: Colour = 0x9E1B1F
RED_TINT: Colour = 0xFBECEB
OPEN: Colour = 0x2F4A68
OPEN_TINT: Colour = 0xE9EDF2
NONE: Colour = 0xE7E5E1
WHITE: Colour = 0xFFFFFF
GRADES: tuple[Colour, ...] = (0xE2DED7, 0xCFC9BF, 0xBBB4A8, 0xA69E91)  # lowest first

TONES: dict[Tone, Colour] = {"ink": INK, "soft": SOFT, "red": RED, "open": OPEN, "none": SOFT}


@frozen
class Style:
    """Size and leading in points."""

    face: Face
    size: float
    leading: float
    colour: Colour = INK

    @property
    def baseline(self) -> float:
        """From the top of a line to its baseline; a Chinese glyph stands 0.88 of its size above it."""
        return (self.leading - self.size) / 2 + 0.88 * self.size

    def toned(self, tone: Tone) -> Style:
        return replace(self, colour=TONES[tone])


NAME = Style(SERIF_BOLD, 21, 28)
SUBTITLE = Style(SERIF, 13, 20)
SCORE = Style(SANS_BOLD, 46, 48)
INTERVAL = Style(SANS_BOLD, 30, 48)
NO_SCORE = Style(SANS_BOLD, 24, 32, SOFT)
OUT_OF = Style(SANS, 13, 20, SOFT)
GRADE = Style(SERIF_BOLD, 16, 22, RED)
FIGURE = Style(SANS, 12, 17)
RESULT = Style(SANS_BOLD, 18, 23)
HEADING = Style(SANS_BOLD, 11, 14)
NUMBER = Style(SANS_BOLD, 12, 14, RED)
TEXT = Style(SANS, 9.5, 13.5)
TEXT_BOLD = Style(SANS_BOLD, 9.5, 13.5)
SMALL = Style(SANS, 9, 13)
NOTE = Style(SANS, 8.5, 13, SOFT)
LABEL = Style(SANS, 8, 10, SOFT)
LINE = Style(SANS, 9, 12)
LINE_BOLD = Style(SANS_BOLD, 9, 12)


def heat(share: int) -> Colour:
    """White where 10⁻⁶ of `share` is whole, redder as it falls."""
    part = 0.9 * (1 - share / 1_000_000)
    return sum(round(255 + ((RED >> shift & 0xFF) - 255) * part) << shift for shift in (16, 8, 0))
