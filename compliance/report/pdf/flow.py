"""Fills pages with strips: keeps together what belongs together, repeats heads, never loops on what is too high."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.frozen import frozen
from compliance.report.pdf.strips import Strip


@frozen
class Beside:
    """Two columns that begin at one height, each broken over pages by itself; `offset` is the right one's x."""

    left: tuple[Strip, ...]
    right: tuple[Strip, ...]
    offset: float


@frozen
class Part:
    """What stands under one caption. `run_on`: begins on the page before if all of it fits there. `tail`: stands at the end,
    or at the head of the next part where it would have a page to itself."""

    caption: str
    blocks: tuple[tuple[Strip, ...] | Beside, ...]
    run_on: bool = False
    tail: tuple[Strip, ...] = ()


@frozen
class Laid:
    """A strip with its place: `x` from the left margin, `top` from the top of the page."""

    strip: Strip
    x: float
    top: float


@frozen
class Page:
    """`starts` has the number of each part that begins here and its height on the page."""

    part: int
    strips: tuple[Laid, ...]
    starts: tuple[tuple[int, float], ...]


@dataclass
class _Sheet:
    """The page that is being filled, from `top` to `foot`; `y` is the height reached."""

    part: int
    top: float
    foot: float
    y: float
    laid: list[Laid]
    starts: list[tuple[int, float]]


def paginate(parts: tuple[Part, ...], tops: tuple[float, ...], foot: float) -> tuple[Page, ...]:
    """Pages of the parts in order; `tops` is where the first page, then the pages of each part, begin.

    A part without a strip has no page. One that follows a part which ran over to a further page begins there, if a third of it is free.
    """
    sheets: list[_Sheet] = []
    carried: tuple[Strip, ...] = ()
    for number, part in enumerate(parts):
        if not _strips(part):
            continue
        if not (sheets and (_is_free(sheets[-1]) or (part.run_on and _fits(part, sheets[-1])))):
            sheets.append(_sheet(number, tops[number + 1] if sheets else tops[0], foot))
        sheets[-1].starts.append((number, sheets[-1].y))
        for block in (carried, *part.blocks) if carried else part.blocks:
            _pour(block, number, sheets, tops[number + 1], foot)
        fits = sheets[-1].y + height(part.tail, fresh=False) <= foot
        carried = () if fits or number == len(parts) - 1 else part.tail
        if not carried:
            _pour(part.tail, number, sheets, tops[number + 1], foot)
    return tuple(Page(sheet.part, tuple(sheet.laid), tuple(sheet.starts)) for sheet in sheets)


def _is_free(sheet: _Sheet) -> bool:
    """Whether the page goes on with a part that began before, and a third of it is free."""
    return not sheet.starts and sheet.y < sheet.foot - (sheet.foot - sheet.top) / 3


def _sheet(part: int, top: float, foot: float) -> _Sheet:
    return _Sheet(part, top, foot, top, [], [])


def _pour(block: tuple[Strip, ...] | Beside, part: int, sheets: list[_Sheet], top: float, foot: float) -> None:
    """Lays the block on the last sheet and on as many new ones as it needs."""
    columns = [(0.0, block)] if isinstance(block, tuple) else [(0.0, block.left), (block.offset, block.right)]
    while True:
        sheet = sheets[-1]
        start = sheet.y
        left_over = []
        reached = start
        for x, strips in columns:
            rest, y = _fill(strips, sheet, x, start)
            left_over.append((x, rest))
            reached = max(reached, y)
        sheet.y = reached
        columns = left_over
        if not any(strips for _, strips in columns):
            return
        sheets.append(_sheet(part, top, foot))


def _fill(strips: tuple[Strip, ...], sheet: _Sheet, x: float, start: float) -> tuple[tuple[Strip, ...], float]:
    """Lays what fits below `start` in one column; returns what is left and the height reached."""
    y = start
    while strips:
        chain = _chain(strips)
        fresh = y == sheet.top
        heads = _heads(chain[0], sheet) if fresh else ()
        need = height((*heads, *chain), fresh)
        if y + need > sheet.foot and not fresh:
            return strips, y
        for strip in heads:
            y = _lay(strip, sheet, x, y)
        count = 0
        for strip in chain:
            if count and y + strip.before + strip.height > sheet.foot:
                return strips[count:], y  # a chain higher than a page breaks where it must
            y = _lay(strip, sheet, x, y)
            count += 1
        strips = strips[count:]
    return (), y


def _chain(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    end = next((index for index, strip in enumerate(strips) if not strip.keep), len(strips) - 1)
    return strips[: end + 1]


def _heads(strip: Strip, sheet: _Sheet) -> tuple[Strip, ...]:
    high = height(strip.repeat, fresh=True) > (sheet.foot - sheet.top) / 2
    return () if high else strip.repeat


def height(strips: tuple[Strip, ...], fresh: bool) -> float:
    """The height of strips above one another; `fresh` drops the space above the first."""
    total = sum(strip.before + strip.height for strip in strips)
    return total - strips[0].before if strips and fresh else total


def _lay(strip: Strip, sheet: _Sheet, x: float, y: float) -> float:
    top = y if y == sheet.top else y + strip.before
    sheet.laid.append(Laid(strip, x, top))
    return top + strip.height


def _fits(part: Part, sheet: _Sheet) -> bool:
    return sheet.y + height(_strips(part), fresh=False) <= sheet.foot


def _strips(part: Part) -> tuple[Strip, ...]:
    """All strips of a part, the columns one after the other."""
    columns = (block if isinstance(block, tuple) else (*block.left, *block.right) for block in part.blocks)
    return (*(strip for column in columns for strip in column), *part.tail)
