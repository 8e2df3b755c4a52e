"""Tables: a head over rows, without upright lines; head and current band stand again on every page.

A row is one strip a line, so that a row higher than a page breaks by lines.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from compliance.frozen import frozen
from compliance.report.parts import Align, Cell, Column, Row, Table
from compliance.report.pdf.ink import HAIR, INK, NOTE, OPEN_TINT, RED_TINT, TEXT, TEXT_BOLD, WARM, Colour, Style
from compliance.report.pdf.lines import lines
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import Strip, heading, kept, stack, together

_PAD = 5  # left and right of a cell
_ABOVE = 4  # above and below the text of a row
_SHORT = 12  # a row of at most so many lines stays on one page
_TINTS: dict[str, Colour] = {"band": WARM, "lost": RED_TINT, "open": OPEN_TINT}
_HEAD = replace(NOTE, leading=12)
_MILLION = 1_000_000


@frozen
class _Field:
    """A cell set in lines: `left` and `right` bound its text, in points from the left of the table."""

    texts: tuple[str, ...]
    style: Style
    left: float
    right: float
    align: Align


def table(content: Table, width: float) -> tuple[Strip, ...]:
    """The title, the head and the rows; without rows the title alone, without a title nothing above the head."""
    strips = heading(content.title, content.note, width) if content.title or content.note else ()
    if not content.rows:
        return strips
    head = _head(content.columns, width)
    return (*strips, *kept(head), *_rows(content, head, width))


def _head(columns: tuple[Column, ...], width: float) -> tuple[Strip, ...]:
    cells = tuple(Cell(column.title) for column in columns)
    fields = tuple(replace(field, style=_HEAD) for field in _fields(Row(cells), columns, width, _HEAD))
    return _strips(fields, width, None, INK, 0.8)


def _rows(content: Table, head: tuple[Strip, ...], width: float) -> tuple[Strip, ...]:
    strips: list[Strip] = []
    repeat = head
    for number, row in enumerate(content.rows):
        following = content.rows[number + 1].kind if number + 1 < len(content.rows) else ""
        made = _strips(_fields(row, content.columns, width), width, _TINTS.get(row.kind), HAIR, 0.4)
        if len(made) <= _SHORT or row.kind == "band":
            made = together(made)
        if following and (row.kind == "band" or following == "total"):
            made = (*made[:-1], replace(made[-1], keep=True))
        if row.kind in ("band", "total"):
            repeat = head
        strips.extend(replace(strip, repeat=repeat) for strip in made)
        if row.kind == "band":
            repeat = (*head, *made)
    return tuple(strips)


def _fields(row: Row, columns: tuple[Column, ...], width: float, style: Style | None = None) -> tuple[_Field, ...]:
    """The cells that hold text, set in their columns; a left one of a band or total runs on over the empty ones."""
    edges = [0.0, *(share * width / _MILLION for share in accumulate(column.share for column in columns))]
    fields = []
    for index, cell in enumerate(row.cells[: len(columns)]):
        end = _end(row, index, columns)
        if not cell.text:
            continue
        align = "left" if end > index + 1 and columns[index].align == "center" else columns[index].align
        bold = cell.bold or (row.kind in ("band", "total") and cell.tone == "ink")
        face = style or (TEXT_BOLD if bold else TEXT).toned(cell.tone)
        left, right = edges[index] + _PAD, edges[end] - _PAD
        texts = lines(cell.text, face.face, face.size, right - left)
        fields.append(_Field(texts, face, left, right, align))
    return tuple(fields)


def _end(row: Row, index: int, columns: tuple[Column, ...]) -> int:
    """The column behind the last one that the cell covers."""
    last = min(len(row.cells), len(columns)) - 1
    if index == last:
        return len(columns)
    end = index + 1
    if row.kind in ("band", "total") and columns[index].align == "left":
        while end <= last and not row.cells[end].text:
            end += 1
        if end > last:
            return len(columns)
    return end


def _strips(fields: tuple[_Field, ...], width: float, tint: Colour | None, rule: Colour, thickness: float) -> tuple[Strip, ...]:
    """A row as strips, the rule under the last one."""
    count = max((len(field.texts) for field in fields), default=1)
    leading = max((field.style.leading for field in fields), default=TEXT.leading)
    heights = tuple(leading + (_ABOVE if number == 0 else 0) + (_ABOVE if number == count - 1 else 0) for number in range(count))

    def draw(pen: Pen, x: float, top: float, number: int) -> None:
        last = number == count - 1
        foot = top + heights[number]
        if tint is not None:
            # Clear of the rule above, and a little beyond the line: where boxes merely touch, viewers show a seam.
            clear = 0.4 if number == 0 else 0
            pen.box(x, top + clear, width, heights[number] - clear + (0 if last else 0.5), tint)
        for field in fields:
            if number < len(field.texts):
                _draw(pen, field, number, x, top + (_ABOVE if number == 0 else 0))
        if last:
            pen.rule(x, x + width, foot - thickness / 2, thickness, rule)

    return stack(heights, draw, 0)


def _draw(pen: Pen, field: _Field, number: int, x: float, top: float) -> None:
    text = field.texts[number]
    match field.align:
        case "left":
            pen.text(text, field.style, x + field.left, top)
        case "right":
            pen.text_right(text, field.style, x + field.right, top)
        case "center":
            pen.text_centred(text, field.style, x + (field.left + field.right) / 2, top)
