"""The other blocks of the report: alarm, notes, listings, problems, signatures and the code for verification."""

from __future__ import annotations

from dataclasses import replace

from compliance.report.pdf import days, qr
from compliance.report.pdf.flow import Beside, height
from compliance.report.pdf.ink import HAIR, NOTE, NUMBER, RED, SMALL, TEXT, TEXT_BOLD, Style
from compliance.report.pdf.lines import lines, measure
from compliance.report.pdf.pen import Pen
from compliance.report.pdf.strips import (
    Span,
    Strip,
    draw_spans,
    heading,
    kept,
    paragraph,
    set_spans,
    stack,
    together,
)
from compliance.report.pieces import Entry, Issue, Listing, Signature

_BETWEEN = 28.0  # between two listings
_INSET = 22.0  # of a problem behind its number
_PAD = 8.0  # inside a frame
_SHORT = 12  # a block of at most so many lines stays on one page
_SIGNATURES = 3  # in a row
_SIGNING = 40.0  # room to sign and seal
_CODE = 56.0  # side of the QR code


def alarm(title: str, text: str, width: float) -> tuple[Strip, ...]:
    """A red frame over as many lines as it needs."""
    spans = (Span(title, replace(TEXT_BOLD, colour=RED)), Span(text, TEXT))
    rows = set_spans(tuple(span for span in spans if span.text), 10, width - 2 * _PAD)
    last = len(rows) - 1
    heights = tuple(TEXT.leading + (6 if n == 0 else 0) + (6 if n == last else 0) for n in range(len(rows)))

    def draw(pen: Pen, x: float, top: float, number: int) -> None:
        foot = top + heights[number]
        for side in (x + 0.5, x + width - 0.5):
            pen.upright(side, top, foot, 1, RED)
        if number == 0:
            pen.rule(x, x + width, top + 0.5, 1, RED)
        if number == last:
            pen.rule(x, x + width, foot - 0.5, 1, RED)
        draw_spans(pen, rows[number], x + _PAD, top + (6 if number == 0 else 0))

    return _short(stack(heights, draw, before=14))


def notes(texts: tuple[str, ...], width: float) -> tuple[Strip, ...]:
    strips: tuple[Strip, ...] = ()
    for number, text in enumerate(texts):
        strips = (*strips, *paragraph(text, NOTE, width, before=3 if number else 9))
    return strips


def listings(content: tuple[Listing, ...], width: float) -> tuple[Beside, ...]:
    """Pairs side by side; one left over stands under the shorter of the pair before it."""
    column = (width - _BETWEEN) / 2
    columns = [_listing(listing, column) for listing in content]
    pairs = [[columns[index], columns[index + 1]] for index in range(0, len(columns) - 1, 2)]
    if len(columns) % 2:
        pairs = pairs or [[(), ()]]
        shorter = 1 if height(pairs[-1][1], fresh=True) < height(pairs[-1][0], fresh=True) else 0
        pairs[-1][shorter] = (*pairs[-1][shorter], *columns[-1])
    return tuple(Beside(left, right, column + _BETWEEN) for left, right in pairs)


def issues(head: tuple[str, str], content: tuple[Issue, ...], label: str, width: float) -> tuple[Strip, ...]:
    """The problems under their title and its note."""
    strips = heading(*head, width)
    for number, issue in enumerate(content, start=1):
        strips = (*strips, *_issue(number, issue, label, width))
    return strips


def signatures(title: str, content: tuple[Signature, ...], width: float) -> tuple[Strip, ...]:
    """Boxes to sign in, three in a row, all on one page with what follows."""
    if not content:
        return ()
    rows = [content[start : start + _SIGNATURES] for start in range(0, len(content), _SIGNATURES)]
    strips = heading(title, "", width) if title else ()
    return (*strips, *kept(tuple(_boxes(row, width, 0 if number == 0 else 12) for number, row in enumerate(rows))))


def seal(code: str, texts: tuple[str, ...], width: float) -> tuple[Strip, ...]:
    """The QR code with its lines beside it."""
    if not code and not texts:
        return ()
    runs, count = qr.squares(code) if code else ((), 1)
    left = _CODE + 22 if code else 0.0
    rows = tuple(line for text in texts for line in lines(text, NOTE.face, NOTE.size, width - left))
    high = max(_CODE if code else 0, NOTE.leading * len(rows))

    def draw(pen: Pen, x: float, top: float) -> None:
        pen.squares(x, top, _CODE / count, runs)
        start = top + (high - NOTE.leading * len(rows)) / 2
        for number, row in enumerate(rows):
            pen.text(row, NOTE, x + left, start + NOTE.leading * number)

    return (Strip(high, draw, before=14),)


def _short(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    return together(strips) if len(strips) <= _SHORT else strips


def _listing(listing: Listing, width: float) -> tuple[Strip, ...]:
    strips = heading(listing.title, listing.note, width)
    for entry in listing.entries:
        strips = (*strips, *_entry(entry, width))
    return strips


def _entry(entry: Entry, width: float) -> tuple[Strip, ...]:
    """Text left, amount right, the remark below, a hairline under all."""
    style = TEXT.toned(entry.tone)
    amounts = lines(entry.amount, style.face, style.size, width * 0.45) if entry.amount else ()
    taken = max((measure(amount, style.face, style.size) for amount in amounts), default=-12.0)
    rows = [(text, TEXT) for text in lines(entry.text, TEXT.face, TEXT.size, width - taken - 12)]
    if entry.remark:
        rows += [(text, NOTE) for text in lines(entry.remark, NOTE.face, NOTE.size, width)]
    last = max(len(rows), len(amounts)) - 1
    leadings = [rows[n][1].leading if n < len(rows) else TEXT.leading for n in range(last + 1)]
    heights = tuple(leadings[n] + (4 if n == 0 else 0) + (4 if n == last else 0) for n in range(last + 1))

    def draw(pen: Pen, x: float, top: float, number: int) -> None:
        y = top + (4 if number == 0 else 0)
        if number < len(rows):
            pen.text(*rows[number], x, y)
        if number < len(amounts):
            pen.text_right(amounts[number], style, x + width, y)
        if number == last:
            pen.rule(x, x + width, top + heights[number], 0.4, HAIR)

    return _short(stack(heights, draw, 0))


def _issue(number: int, issue: Issue, label: str, width: float) -> tuple[Strip, ...]:
    room = width - _INSET
    head = tuple(Span(text, style) for text, style in ((issue.title, TEXT_BOLD), (issue.loss, TEXT)) if text)
    rows = [(row, TEXT) for row in set_spans(head, 10, room)]
    if issue.working:
        texts = lines(issue.working, NOTE.face, NOTE.size, room)
        rows += [(((0.0, Span(text, NOTE)),), NOTE) for text in texts]
    strip = len(rows) if issue.days else -1
    if issue.days:
        rows.append(((), replace(NOTE, leading=days.height(issue.days))))
    rows += _remedy(issue, label, room)
    last = len(rows) - 1
    heights = tuple(row[1].leading + (8 if n == 0 else 0) + (8 if n == last else 0) for n, row in enumerate(rows))

    def draw(pen: Pen, x: float, top: float, line: int) -> None:
        y = top + (8 if line == 0 else 0)
        if line == 0:
            pen.text(str(number), NUMBER, x, y - 0.5)
        if line == strip:
            days.draw(pen, issue.days, x + _INSET, y, room)
        draw_spans(pen, rows[line][0], x + _INSET, y)
        if line == last:
            pen.rule(x, x + width, top + heights[line], 0.4, HAIR)

    return _short(stack(heights, draw, 0))


def _remedy(issue: Issue, label: str, room: float) -> list[tuple[tuple[tuple[float, Span], ...], Style]]:
    """The remedy behind its label, the last day right on the first line."""
    if not issue.remedy and not issue.due:
        return []
    style = replace(SMALL, leading=15)
    soft = replace(style, colour=NOTE.colour)
    dues = lines(issue.due, style.face, style.size, room * 0.4)
    taken = max(measure(due, style.face, style.size) for due in dues)
    indent = measure(label, style.face, style.size) + 8 if label else 0.0
    remedies = lines(issue.remedy, style.face, style.size, room - indent - taken - 16)
    rows = []
    for index in range(max(len(remedies), len(dues))):
        spans = [(0.0, Span(label, soft))] if index == 0 and label else []
        if index < len(remedies):
            spans.append((indent, Span(remedies[index], style)))
        if index < len(dues):
            spans.append((room - measure(dues[index], style.face, style.size), Span(dues[index], style)))
        rows.append((tuple(spans), style))
    return rows


def _boxes(row: tuple[Signature, ...], width: float, before: float) -> Strip:
    between = 17.0
    box = (width - between * (_SIGNATURES - 1)) / _SIGNATURES
    soft = replace(SMALL, colour=NOTE.colour)
    titles = [lines(one.title, TEXT.face, TEXT.size, box - 2 * _PAD) for one in row]
    feet = [lines(one.foot, soft.face, soft.size, box - 2 * _PAD) for one in row]
    head = TEXT.leading * max(len(texts) for texts in titles)
    high = _PAD * 1.5 + head + _SIGNING + soft.leading * max(len(texts) for texts in feet)

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, (title, foot) in enumerate(zip(titles, feet, strict=True)):
            left = x + (box + between) * number
            pen.frame(left, top, box, high, 0.5, HAIR)
            for line, text in enumerate(title):
                pen.text(text, TEXT, left + _PAD, top + _PAD * 0.7 + TEXT.leading * line)
            start = top + high - _PAD * 0.8 - soft.leading * len(foot)
            for line, text in enumerate(foot):
                pen.text(text, soft, left + _PAD, start + soft.leading * line)

    return Strip(high, draw, before=before)
