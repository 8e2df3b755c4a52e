"""Tables for the terminal: aligned by display width, long remarks wrapped, colour only as an addition."""

from __future__ import annotations

from collections.abc import Sequence

import tabulate

from compliance.report.parts import Row, Table
from compliance.report.width import columns_of, is_wide

ANSI = {"red": "31", "open": "34", "soft": "2", "none": "2", "ink": ""}
NEVER_FIRST = "，。、；：？！”’）》】〕」…"
MINUS = "\u2212"
BOUND = "\u00a0"
"""A blank at which no line is broken."""
NARROWEST = 12
"""No column of texts is squeezed below this."""
tabulate.MIN_PADDING = 0


def table(content: Table, width: int, *, color: bool) -> str:
    """The table within `width` columns if it can be: the widest text wraps first."""
    heads = [each.title for each in content.columns]
    limits = _limits(content, width)
    rows = [_cells(row, len(heads), limits, color=color) for row in content.rows]
    text = tabulate.tabulate(
        rows, heads, tablefmt="simple", disable_numparse=True, colalign=[each.align for each in content.columns]
    )
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _limits(content: Table, width: int) -> list[int]:
    """How wide each column may be; figures keep their width, texts give way from the widest on."""
    heads = [columns_of(each.title) for each in content.columns]
    widths = [max(head, *(columns_of(text) for text in column)) for head, column in zip(heads, _columns(content), strict=True)]
    texts = [place for place, each in enumerate(content.columns) if each.align == "left"]
    over = sum(widths) + 2 * (len(widths) - 1) - width
    while over > 0:
        widest = max(texts, key=lambda place: widths[place], default=None)
        if widest is None or widths[widest] <= NARROWEST:
            break
        next_to_it = max((widths[place] for place in texts if place != widest), default=0)
        step = min(over, max(1, widths[widest] - max(NARROWEST, next_to_it)))
        widths[widest] -= step
        over -= step
    return widths


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; broken at blanks or between Chinese signs, no line begins with a closing mark."""
    if columns_of(text) <= width and "\n" not in text:
        return [text.strip().replace(BOUND, " ")]
    lines: list[list[str]] = [[]]
    used = 0
    for piece in _pieces(text):
        if used + columns_of(piece) > width and lines[-1]:
            lines.append(_taken_along(lines[-1]) if piece[0] in NEVER_FIRST else [])
            used = sum(columns_of(each) for each in lines[-1])
        if lines[-1] or not piece.isspace():
            lines[-1].append(piece)
            used += columns_of(piece)
    return ["".join(line).rstrip().replace(BOUND, " ") for line in lines if line or len(lines) == 1]


def flow(parts: Sequence[str], width: int) -> list[str]:
    """Lines of at most `width` columns of parts set apart; a part is broken only where it is wider than a line."""
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]}   {part}" if lines[-1] else part
        if columns_of(joined) <= width:
            lines[-1] = joined
        else:
            lines = [*lines[: -1 if not lines[-1] else None], *wrap(part, width)]
    return lines


def _taken_along(line: list[str]) -> list[str]:
    """The end of a line that goes to the next one with a mark that cannot begin it; at least one piece stays."""
    end = len(line) - 1
    while end > 0 and line[end][0] in NEVER_FIRST:
        end -= 1
    if end <= 0:
        return []
    taken = line[end:]
    del line[end:]
    return taken


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
        is_joined = bool(pieces) and (sign == BOUND or (_is_narrow(sign) and _is_narrow(pieces[-1][-1])))
        if is_joined:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _is_narrow(sign: str) -> bool:
    return sign == BOUND or (not is_wide(sign) and not sign.isspace())


def _columns(content: Table) -> list[list[str]]:
    columns = [[each.title] for each in content.columns]
    for row in content.rows:
        for place, cell in enumerate(row.cells):
            columns[place].append(cell.text)
    return columns


def _cells(row: Row, count: int, limits: Sequence[int], *, color: bool) -> list[str]:
    cells = []
    for place, cell in enumerate(row.cells):
        text = "\n".join(wrap(cell.text, limits[place]))
        cells.append(paint(text.replace(MINUS, "-"), "1" if cell.bold else cell.tone, color=color))
    return cells + [""] * (count - len(cells))
