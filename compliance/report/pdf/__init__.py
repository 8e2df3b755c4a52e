"""Renders finished parts to PDF: data in, bytes out, the same bytes for the same data."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from compliance.report.pdf import blocks, page, summary
from compliance.report.pdf.faces import MissingGlyph, glyphs, missing
from compliance.report.pdf.flow import Beside, Page, Part, paginate
from compliance.report.pdf.panel import score_panel, title_block
from compliance.report.pdf.strips import Strip, kept
from compliance.report.pdf.tables import table
from compliance.report.pieces import SummaryReport, UnitReport

__all__ = ["MissingGlyph", "glyphs", "render", "render_summary"]


def render(reports: tuple[UnitReport, ...]) -> bytes:
    """Assessments of units, one behind the other in one PDF file, A4, the pages of each counted by themselves.

    Raises MissingGlyph rather than show a box for a character.
    """
    for report in reports:
        _check(report)
    return page.write(tuple(_bound(report) for report in reports))


def render_summary(report: SummaryReport) -> bytes:
    """The summary of many units, A4 landscape. Raises MissingGlyph likewise."""
    _check(report)
    return page.write((summary.bound(report),))


def _bound(report: UnitReport) -> page.Bound:
    parts = (_overview(report), _detail(report), _problems(report))
    running = f"{report.title}\u3000{report.subtitle}"
    heads = (page.head(*report.head), *(page.head(running, part.caption) for part in parts))
    pages = paginate(parts, tuple(head.top for head in heads), page.PORTRAIT.foot)
    info = page.Info(report.file_title, report.author, report.subtitle, report.lang, report.captions)
    shown = tuple(heads[0] if number == 0 else heads[one.part + 1] for number, one in enumerate(pages))
    return page.Bound(pages, shown, _feet(report, pages), info)


def _overview(report: UnitReport) -> Part:
    width = page.PORTRAIT.width
    top = (*title_block(report, width), *score_panel(report, width))
    if report.alarm:
        top = (*top, *blocks.alarm(*report.alarm, width))
    pairs = blocks.listings(report.listings, width)
    content: tuple[tuple[Strip, ...] | Beside, ...] = ((*top, *table(report.lost, width)), *pairs)
    return Part(report.captions[0], content, tail=blocks.notes(report.notes, width))


def _detail(report: UnitReport) -> Part:
    rows = table(report.detail, page.PORTRAIT.width)
    if report.detail_notes:  # never alone on the last page
        rows = (*rows[:-1], *kept(rows[-1:]))
    return Part(report.captions[1], ((*rows, *blocks.notes(report.detail_notes, page.PORTRAIT.width)),))


def _problems(report: UnitReport) -> Part:
    """Problems, advice, signatures; the signatures alone may follow the detail on its page."""
    width = page.PORTRAIT.width
    strips: tuple[Strip, ...] = ()
    if report.issues:
        strips = blocks.issues((report.issues_title, report.issues_note), report.issues, report.remedy_label, width)
    if report.recommendations.rows:
        strips = (*strips, *table(report.recommendations, width))
    signing = (
        *blocks.signatures(report.signatures_title, report.signatures, width),
        *blocks.seal(report.qr, report.seal, width),
    )
    content: tuple[tuple[Strip, ...] | Beside, ...] = ((*strips, *signing),)
    return Part(report.captions[2], content, run_on=not strips)


def _feet(report: UnitReport, pages: tuple[Page, ...]) -> tuple[tuple[str, str], ...]:
    """The fingerprint on every page, the number of copies on the last."""
    last = "\u3000".join(text for text in (report.fingerprint, report.copies) if text)
    count = len(pages)
    return tuple(
        (
            last if number == count else report.fingerprint,
            report.page.replace("{pages}", str(count)).replace("{page}", str(number)),
        )
        for number in range(1, count + 1)
    )


def _check(report: UnitReport | SummaryReport) -> None:
    names = (field.name for field in fields(report) if field.name not in _UNDRAWN)
    texts = tuple(text for name in names for text in _texts(getattr(report, name)))
    lacking = {text: characters for text in texts if (characters := missing(text))}
    if lacking:
        every = {character for characters in lacking.values() for character in characters}
        raise MissingGlyph(tuple(sorted(every)), tuple(sorted(lacking)))


_UNDRAWN = ("lang", "file_title", "author", "qr")


def _texts(value: object) -> tuple[str, ...]:
    """All texts in a tree of dataclasses and tuples."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return tuple(text for one in value for text in _texts(one))
    if is_dataclass(value):
        return tuple(text for field in fields(value) for text in _texts(getattr(value, field.name)))
    return ()
