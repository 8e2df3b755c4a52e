"""The ranking with its heat map: a line a unit, the head of its columns and of its class again on every page."""

from __future__ import annotations

from dataclasses import replace

from compliance.frozen import frozen
from compliance.report.parts import Cell
from compliance.report.pdf.ink import (
    GROUND,
    INK,
    LABEL,
    LINE,
    LINE_BOLD,
    NONE,
    NOTE,
    OPEN,
    OPEN_TINT,
    RED,
    SOFT,
    STONE,
    WARM,
    WHITE,
    Style,
    heat,
)
from compliance.report.pdf.lines import lines, measure
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import Placed, Span, Strip, draw_spans, kept, paragraph, set_spans
from compliance.report.pieces import Bar, Heat, Line, Ranking

_GAP = 8.0  # between columns
_BAR = 110.0  # the bars, at most and at least
_LEAST_BAR = 50.0
_THICK = 5.0
_NAME = 150.0  # what bars leave for names, if they can; for long ones more
_LONG = 240.0
_GRADE = 96.0  # a longer grade wraps
_CELL = 56.0  # a cell of the heat map, at most and at least
_LEAST_CELL = 24.0
_HEAT = 0.46  # of the width, for all cells
_INSET = 5.0  # of the figure in a cell
_PALE = 250_000  # below this share the ground is dark, the figure white
_MILLION = 1_000_000


@frozen
class _Columns:
    """Where the columns begin and how wide they are, in points."""

    rank: float
    name: float
    score: float
    bar: float
    grade: float
    cell: float
    width: float

    @property
    def name_at(self) -> float:
        return self.rank

    @property
    def score_end(self) -> float:
        return self.rank + self.name + self.score

    @property
    def bar_at(self) -> float:
        return self.score_end + _GAP

    @property
    def grade_at(self) -> float:
        return self.bar_at + self.bar + _GAP

    @property
    def cells_at(self) -> float:
        return self.grade_at + self.grade


def ranking(content: Ranking, width: float) -> tuple[Strip, ...]:
    """The lines under their heads; a class keeps together with its first unit, a gap with what follows."""
    columns = _columns(content, width)
    head = (_head(content, columns),)
    strips: tuple[Strip, ...] = paragraph(content.note, NOTE, width, before=5) if content.note else ()
    band: tuple[Strip, ...] = ()
    strips = (*strips, *kept(head))
    for line in content.lines:
        made = _line(line, columns)
        if line.kind == "band":
            strips = (*strips, replace(made, before=0 if not band else 2, keep=True, repeat=head))
            band = (replace(made, before=0),)
        else:
            strips = (*strips, replace(made, keep=line.kind == "gap", repeat=(*head, *band)))
    return strips


def _columns(content: Ranking, width: float) -> _Columns:
    """Cells first, then what the texts need, then bars; names have the rest."""
    units = [line for line in content.lines if line.kind != "gap"]
    count = len(content.columns)
    cell = min(_CELL, max(_LEAST_CELL, width * _HEAT / count)) if count else 0.0
    rank = max([_wide(content.heads[0], LABEL), *(_wide(line.rank, LINE) for line in units)]) + _GAP
    score = max([_wide(content.heads[2], LABEL), *(_wide(line.score.text, _style(line.score)) for line in units)])
    grade = min(max([_wide(content.heads[3], LABEL), *(_wide(line.grade.text, LINE_BOLD) for line in units)]), _GRADE) + _GAP
    room = width - rank - score - grade - 2 * _GAP - cell * count
    name = max([_NAME, *(min(_wide(line.name, LINE) + _GAP, _LONG) for line in units if line.kind == "plain")])
    bar = min(_BAR, max(_LEAST_BAR, room - name))
    return _Columns(rank, room - bar, score, bar, grade, cell, width)


def _head(content: Ranking, columns: _Columns) -> Strip:
    """The four heads at the foot; the columns of the heat map by id and title."""
    titles = [(*lines(mark, LABEL.face, LABEL.size, columns.cell), *_title(title, columns)) for mark, title in content.columns]
    count = max((len(texts) for texts in titles), default=1)
    height = LABEL.leading * count + 6
    rank, name, score, grade = content.heads

    def draw(pen: Pen, x: float, top: float) -> None:
        last = top + LABEL.leading * (count - 1)
        pen.text(rank, LABEL, x, last)
        pen.text(name, LABEL, x + columns.name_at, last)
        pen.text_right(score, LABEL, x + columns.score_end, last)
        pen.text(grade, LABEL, x + columns.grade_at, last)
        for number, texts in enumerate(titles):
            end = x + columns.cells_at + columns.cell * (number + 1) - 3
            for line, text in enumerate(texts):
                pen.text_right(text, LABEL, end, top + LABEL.leading * (count - len(texts) + line))
        pen.rule(x, x + columns.width, top + height - 2, 0.8, INK)

    return Strip(height, draw, before=6)


def _title(title: str, columns: _Columns) -> tuple[str, ...]:
    return lines(title, LABEL.face, LABEL.size, columns.cell - 6)


def _line(line: Line, columns: _Columns) -> Strip:
    names = _names(line, columns)
    grades = lines(line.grade.text, LINE.face, LINE.size, columns.grade - _GAP) if line.grade.text else ()
    count = max(len(names), len(grades), 1)
    height = LINE.leading * count + (1.5 if line.kind == "band" else 0)

    def draw(pen: Pen, x: float, top: float) -> None:
        if line.kind == "band":
            pen.box(x, top, columns.width, height, WARM)
        if line.quota:
            pen.dashes(x, x + columns.width, top, 0.7, SOFT)
        start = top + (height - LINE.leading * count) / 2
        pen.text(line.rank, LINE, x, start)
        for number, row in enumerate(names):
            draw_spans(pen, row, x + columns.name_at if line.kind != "band" else x + 3, start + LINE.leading * number)
        pen.text_right(line.score.text, _style(line.score), x + columns.score_end, start)
        if line.bar is not None:
            _bar(pen, line.bar, x + columns.bar_at, start + LINE.leading / 2, columns.bar)
        for number, text in enumerate(grades):
            pen.text(text, _style(line.grade), x + columns.grade_at, start + LINE.leading * number)
        for number, cell in enumerate(line.heats):
            _cell(pen, cell, x + columns.cells_at + columns.cell * number, top, columns.cell, height, start)

    return Strip(height, draw)


def _names(line: Line, columns: _Columns) -> tuple[tuple[Placed, ...], ...]:
    """The name with its remark; a band has the rank's column too, a gap the whole width."""
    style = {"plain": LINE, "band": LINE_BOLD, "gap": LINE.toned("soft")}[line.kind]
    room = {"plain": columns.name, "band": columns.name + columns.rank, "gap": columns.width - columns.rank}[line.kind] - _GAP
    spans = (Span(line.name, style), Span(line.remark, replace(LINE, size=8, colour=SOFT)))
    return set_spans(tuple(span for span in spans if span.text), 7, room)


def _bar(pen: Pen, bar: Bar, x: float, middle: float, width: float) -> None:
    start, end = bar.share * width / _MILLION, bar.possible * width / _MILLION
    top = middle - _THICK / 2
    pen.box(x, top, width, _THICK, GROUND)
    if start > 0:
        pen.box(x, top, start, _THICK, RED if bar.lost else STONE)
    if end > start:
        pen.hatch(x + start, top, end - start, _THICK)
    if bar.tick is not None:
        pen.upright(x + bar.tick * width / _MILLION, top - 1.6, top + _THICK + 1.6, 0.9, INK)


def _cell(pen: Pen, cell: Heat, x: float, top: float, width: float, height: float, start: float) -> None:
    """One cell, its figure in the line that begins at `start`."""
    style: Style = LINE
    box = (x + 0.4, top + 0.4, width - 0.8, height - 0.8)
    end = x + width - _INSET
    if cell.look == "judged":
        pen.box(*box, heat(cell.share))
        style = replace(LINE, colour=WHITE if cell.share < _PALE else INK)
    elif cell.look == "none":
        pen.box(*box, NONE)
        style = replace(LINE, colour=SOFT)
    else:
        pen.hatch(*box, framed=False)
        style = replace(LINE, colour=OPEN)
        taken = _wide(cell.text, LINE)
        pen.box(end - taken - 2, top + 0.4, taken + _INSET + 1.6, height - 0.8, OPEN_TINT)
    pen.text_right(cell.text, style, end, start)


def _style(cell: Cell) -> Style:
    return (LINE_BOLD if cell.bold else LINE).toned(cell.tone)


def _wide(text: str, style: Style) -> float:
    return measure(text, style.face, style.size)
