"""The paper: margins, running head and foot, and the file that the pages are written to."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # reportlab has no stubs

from compliance.frozen import frozen
from compliance.report.pdf import faces
from compliance.report.pdf.flow import Page
from compliance.report.pdf.ink import HAIR, LABEL
from compliance.report.pdf.lines import lines, measure
from compliance.report.pdf.pen import Pen

_MM = 72 / 25.4


@frozen
class Paper:
    """A sheet with one margin left, right and above; `foot` is where the text ends, the running foot stands below."""

    sheet: tuple[float, float]
    margin: float

    @property
    def width(self) -> float:
        """Of the text."""
        return self.sheet[0] - 2 * self.margin

    @property
    def foot(self) -> float:
        return self.sheet[1] - 16 * _MM


PORTRAIT = Paper((210 * _MM, 297 * _MM), 18 * _MM)
LANDSCAPE = Paper((297 * _MM, 210 * _MM), 14 * _MM)

_HEAD_LINES = 2  # a longer running head ends with …: the whole name stands on the first page
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
_STYLE = replace(LABEL, size=8.5, leading=11)


@frozen
class Head:
    """The running head, set in lines; `top` is where the text below it begins."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    paper: Paper

    @property
    def rule(self) -> float:
        return self.paper.margin + _STYLE.leading * max(len(self.left), len(self.right), 1) + 3

    @property
    def top(self) -> float:
        return self.rule + 15


@frozen
class Info:
    """What the file says about itself; `outline` has a bookmark for each part, empty for none."""

    title: str
    author: str
    subject: str
    lang: str
    outline: tuple[str, ...]


def head(left: str, right: str, paper: Paper = PORTRAIT) -> Head:
    """Left and right on one line; where they do not fit, each keeps to its share of the width."""
    width = paper.width
    long = measure(left, _STYLE.face, _STYLE.size) + measure(right, _STYLE.face, _STYLE.size) + 24 > width
    share = min(measure(right, _STYLE.face, _STYLE.size) + 24, width * 0.4) if long else 0.0
    return Head(_clipped(left, width - share), _clipped(right, share - 23 if long else width), paper)


@frozen
class Bound:
    """The pages of one document inside the file, each with its head and foot (left, right)."""

    pages: tuple[Page, ...]
    heads: tuple[Head, ...]
    feet: tuple[tuple[str, str], ...]
    info: Info
    paper: Paper = PORTRAIT


def write(documents: tuple[Bound, ...]) -> bytes:
    """The PDF file of the documents, one behind the other; same input, same bytes.

    The file is named after the first. With several, each has a bookmark of its own above those of its parts.
    """
    faces.register()
    buffer = BytesIO()
    info, sheet = documents[0].info, documents[0].paper.sheet
    canvas = Canvas(
        buffer,
        pagesize=sheet,
        invariant=1,
        pageCompression=1,
        # Any face of ours: the default would list Helvetica, which is not embedded.
        initialFontName=faces.SANS,
        lang=_LANGUAGES[info.lang],
    )
    canvas.setTitle(info.title)
    canvas.setAuthor(info.author)
    canvas.setSubject(info.subject)
    canvas.setCreator("gongkai")
    pen = Pen(canvas, sheet[1])
    for number, document in enumerate(documents):
        _document(canvas, pen, document, number, is_only=len(documents) == 1)
    canvas.save()
    return buffer.getvalue()


def _document(canvas: Canvas, pen: Pen, document: Bound, number: int, *, is_only: bool) -> None:
    paper = document.paper
    for first, (page, running, (left, right)) in enumerate(zip(document.pages, document.heads, document.feet, strict=True)):
        if first == 0 and not is_only:
            canvas.bookmarkPage(f"{number}")
            canvas.addOutlineEntry(document.info.title, f"{number}", 0, closed=True)
        for part, top in page.starts:
            if document.info.outline[part]:
                canvas.bookmarkPage(f"{number}-{part}", fit="XYZ", left=0, top=paper.sheet[1] - top + 20)
                canvas.addOutlineEntry(document.info.outline[part], f"{number}-{part}", 0 if is_only else 1)
        _frame(pen, running, left, right)
        for laid in page.strips:
            laid.strip.draw(pen, paper.margin + laid.x, laid.top)
        canvas.showPage()


def _frame(pen: Pen, running: Head, left: str, right: str) -> None:
    paper = running.paper
    start, end = paper.margin, paper.margin + paper.width
    for number, text in enumerate(running.left):
        pen.text(text, _STYLE, start, paper.margin + _STYLE.leading * number)
    for number, text in enumerate(running.right):
        pen.text_right(text, _STYLE, end, paper.margin + _STYLE.leading * number)
    pen.rule(start, end, running.rule, 0.4, HAIR)
    foot = paper.foot + 12
    room = paper.width - measure(right, _STYLE.face, _STYLE.size) - 24
    for number, text in enumerate(_clipped(left, room)):
        pen.text(text, _STYLE, start, foot + _STYLE.leading * number)
    pen.text_right(right, _STYLE, end, foot)


def _clipped(text: str, width: float) -> tuple[str, ...]:
    texts = lines(text, _STYLE.face, _STYLE.size, width)
    if len(texts) <= _HEAD_LINES:
        return texts
    last = lines(texts[_HEAD_LINES - 1], _STYLE.face, _STYLE.size, width - _STYLE.size)[0]
    return (*texts[: _HEAD_LINES - 1], last + "…")
