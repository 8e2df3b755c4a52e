"""Tables for the terminal: aligned by display width, long remarks wrapped, colour only as an addition."""

from __future__ import annotations

from collections.abc import Sequence

import tabulate
from wcwidth import wcswidth, wcwidth

from compliance.report.parts import Row, Table

ANSI = {"red": "31", "open": "34", "soft": "2", "none": "2", "ink": ""}
NEVER_FIRST = "，。、；：？！”’）》】〕」…"
MINUS = "\u2212"
NARROWEST = 16
"""The last column is never squeezed below this."""


def table(content: Table, width: int, *, color: bool) -> str:
    """The table within `width` columns if it can be: the last column wraps, then the second."""
    heads = [each.title for each in content.columns]
    widths = [max(_width(text) for text in column) for column in _columns(content)]
    rest = width - sum(widths[:-1]) - 2 * (len(widths) - 1)
    if rest < NARROWEST and len(widths) > 2:
        widths[1] = max(NARROWEST, widths[1] - (NARROWEST - rest))
        rest = NARROWEST
    limits = {1: widths[1], len(widths) - 1: max(NARROWEST, rest)}
    rows = [_cells(row, len(heads), limits, color=color) for row in content.rows]
    text = tabulate.tabulate(
        rows, heads, tablefmt="simple", disable_numparse=True, colalign=[each.align for each in content.columns]
    )
    return "\n".join(line.rstrip() for line in text.split("\n"))


def plain(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A list of texts under heads."""
    text = tabulate.tabulate([list(row) for row in rows], list(heads), tablefmt="simple", disable_numparse=True)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; broken at blanks or between Chinese signs, no line begins with a closing mark."""
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        size = _width(piece)
        if used + size > width and line.strip() and piece[0] not in NEVER_FIRST:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not piece.isspace():
            line += piece
            used += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def paint(text: str, tone: str, *, color: bool) -> str:
    """The text in the colour of its tone, line by line, where colour is wanted."""
    style = ANSI.get(tone, tone)
    if not color or not style or not text:
        return text
    return "\n".join(f"\x1b[{style}m{line}\x1b[0m" if line else line for line in text.split("\n"))


def _pieces(text: str) -> list[str]:
    """What must stay together: words and numbers of narrow signs; every wide sign is a piece of its own."""
    pieces: list[str] = []
    for sign in text:
        is_narrow = wcwidth(sign) < 2 and not sign.isspace()
        if pieces and is_narrow and wcwidth(pieces[-1][-1]) < 2 and not pieces[-1][-1].isspace():
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _columns(content: Table) -> list[list[str]]:
    columns = [[each.title] for each in content.columns]
    for row in content.rows:
        for place, cell in enumerate(row.cells):
            columns[place].append(cell.text)
    return columns


def _cells(row: Row, count: int, limits: dict[int, int], *, color: bool) -> list[str]:
    cells = []
    for place, cell in enumerate(row.cells):
        text = "\n".join(wrap(cell.text, limits[place])) if place in limits else cell.text
        cells.append(paint(text.replace(MINUS, "-"), "1" if cell.bold else cell.tone, color=color))
    return cells + [""] * (count - len(cells))


def _width(text: str) -> int:
    return max(0, wcswidth(text))
