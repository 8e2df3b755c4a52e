"""Lays out the summary of many units: the ranking, the findings, and the whole ranking where the first page lacks room."""

from __future__ import annotations

from compliance.report.parts import Cell
from compliance.report.pdf import blocks, page
from compliance.report.pdf.findings import distribution, losses
from compliance.report.pdf.flow import Beside, Part, height, paginate
from compliance.report.pdf.ink import FIGURE, HAIR, NAME, NOTE, RED, RESULT, Style
from compliance.report.pdf.lines import lines, measure
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.ranking import ranking
from compliance.report.pdf.strips import Strip, heading, kept, paragraph, together
from compliance.report.pdf.tables import table
from compliance.report.pieces import SummaryReport

_WIDTH = page.LANDSCAPE.width
_BETWEEN = 30.0
_LABEL = 60.0  # room that the label of a figure has at least
_TIGHT = 11.0  # its leading


def bound(report: SummaryReport) -> page.Bound:
    """The pages of a summary."""
    front, rest = _ranked(report)
    parts = (Part(report.captions[0], (front,)), _findings(report), Part(report.captions[2], (rest,)))
    heads = [page.head(*report.head, page.LANDSCAPE)]
    heads += [page.head(report.head[0], part.caption, page.LANDSCAPE) for part in parts]
    pages = paginate(parts, tuple(head.top for head in heads), page.LANDSCAPE.foot)
    shown = tuple(heads[0] if number == 0 else heads[one.part + 1] for number, one in enumerate(pages))
    count = len(pages)
    feet = tuple(
        (
            report.fingerprint if one.part == 1 else report.legend,
            report.page.replace("{pages}", str(count)).replace("{page}", str(number)),
        )
        for number, one in enumerate(pages, start=1)
    )
    info = page.Info(report.file_title, report.author, report.title, report.lang, report.captions)
    return page.Bound(pages, shown, feet, info, page.LANDSCAPE)


def _ranked(report: SummaryReport) -> tuple[tuple[Strip, ...], tuple[Strip, ...]]:
    """The first page, and the ranking of all units where the first page has no room for it."""
    rule = Strip(1.6, lambda pen, x, top: pen.rule(x, x + _WIDTH, top + 0.8, 1.6, RED), before=4, keep=True)
    top = (*kept(paragraph(report.title, NAME, _WIDTH)), rule, *_figures(report.figures))
    room = page.LANDSCAPE.foot - page.head(*report.head, page.LANDSCAPE).top - height(top, fresh=True)
    whole = ranking(report.ranking, _WIDTH) if report.ranking else ()
    choices = [*([whole] if whole else []), *(ranking(each, _WIDTH) for each in report.shorts)]
    taken = next((each for each in choices if height(each, fresh=False) <= room), choices[-1])
    return (*top, *taken), () if taken is whole else whole


def _figures(figures: tuple[tuple[Cell, str], ...]) -> tuple[Strip, ...]:
    """Figures above their labels, evenly apart, a hairline below; smaller where they are too long for one line."""
    most = max(_LABEL, (_WIDTH - 12 * len(figures)) / len(figures))
    style = next((each for each in (RESULT, FIGURE) if _gap(figures, each, most) >= 12), FIGURE)
    gap = max(_gap(figures, style, most), 4)
    texts = [lines(label, NOTE.face, NOTE.size, _room(value, label, style, most)) for value, label in figures]
    rows = max(len(each) for each in texts)
    high = style.leading + _TIGHT * rows + 5

    def draw(pen: Pen, x: float, top: float) -> None:
        left = x
        for (value, label), own in zip(figures, texts, strict=True):
            pen.text(value.text, style.toned(value.tone), left, top)
            for line, text in enumerate(own):
                pen.text(text, NOTE, left, top + style.leading + _TIGHT * line - 1)
            left += _room(value, label, style, most) + gap
        pen.rule(x, x + _WIDTH, top + high, 0.4, HAIR)

    return (Strip(high, draw, before=5, keep=True),)


def _gap(figures: tuple[tuple[Cell, str], ...], style: Style, most: float) -> float:
    """Between two of the figures, if they fill the line."""
    taken = sum(_room(value, label, style, most) for value, label in figures)
    return (_WIDTH - taken) / max(len(figures) - 1, 1)


def _room(value: Cell, label: str, style: Style, most: float) -> float:
    """What a figure takes; a label longer than `most` wraps."""
    return max(measure(value.text, style.face, style.size), min(measure(label, NOTE.face, NOTE.size) + 0.1, most))


def _findings(report: SummaryReport) -> Part:
    half = (_WIDTH - _BETWEEN) / 2
    left = losses(report.losses, half)
    right = distribution(report.distribution, half) if report.distribution else ()
    notes = (*heading(report.notes_title, "", _WIDTH), *blocks.notes(report.notes, _WIDTH))
    below = (*table(report.recommendations, _WIDTH), *together(notes))
    return Part(report.captions[1], (Beside(left, right, half + _BETWEEN), below))
