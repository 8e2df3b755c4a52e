"""Breaks text into lines by the rules of Chinese typesetting, measures a line and draws it.

No line begins with a closing mark or ends with an opening one; words, numbers, dates and codes stay whole: this
yields only where a single run is wider than the line. A quarter of an em separates Chinese from Latin letters and
figures; of two marks side by side the first gives up its empty half. Widths and sizes are in points.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from compliance.report.pdf.faces import Face, advances, shaped

NO_START = frozenset("，。、；：？！…—～·•‰℃°”’）》〉】〗〕」』］｝％" + ")]},.;:!?%/" + "\u00a0")
NO_END = frozenset("“‘（《〈【〖〔「『［｛￥＃" + "([{#¥$" + "\u00a0")

_SPACES = " \u3000"
_GAP = 250  # 1/1000 of the size
_SQUEEZE = -500
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FIGURE = "A-Za-z0-9%‰+−±°À-ÖØ-öø-ÿ"
_JOIN = re.compile(f"(?<=[{_HAN}])(?=[{_FIGURE}])|(?<=[{_FIGURE}])(?=[{_HAN}])")
_CLOSE = "，。、；：”’）》〉】〗〕」』］｝"  # empty on the right
_OPEN = "“‘（《〈【〖〔「『［｛"  # empty on the left
_MARKS = re.compile(f"(?<=[{_CLOSE}])(?=[{_CLOSE}{_OPEN}])|(?<=[{_OPEN}])(?=[{_OPEN}])")
# Not √ (U+221A) and not the dashes, dots and quotes that Chinese uses: those stand alone.
_WORD = re.compile("[!-~¡-\u2013†‡\u2030-\u218f\u2200-\u2219\u221b-\u22ff]")
_ORPHAN = re.compile(f"[{_HAN}][^{_HAN}A-Za-z0-9]*")


def lines(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """`text` in lines not wider than `width`; "\\n" always breaks; spaces at a break are dropped.

    At least one line; a character that alone is wider than `width` has a line to itself.
    """
    return tuple(line for paragraph in text.split("\n") for line in _paragraph(paragraph, face, size, width))


def measure(text: str, face: Face, size: float) -> float:
    """The width of `text` drawn on one line."""
    return (sum(advances(text, face)) + sum(_gaps(text).values())) * size / 1000


def draw(canvas: Any, text: str, face: Face, size: float, x: float, y: float) -> None:
    """Draws `text` on a reportlab canvas, from `x` on, with its baseline at `y` (upwards from the foot of the page)."""
    if not text:
        return
    run = canvas.beginText(x, y)
    run.setFont(face, size)
    glyphs = shaped(text)
    starts, _ = _places(text, face)
    for start, end in pairwise((0, *sorted(_gaps(text)), len(text))):
        run.setTextOrigin(x + starts[start] * size / 1000, y)
        run.textOut(glyphs[start:end])
    canvas.drawText(run)


def _paragraph(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    text = text.rstrip(_SPACES)
    starts, ends = _places(text, face)
    room = int(width * 1000 / size + 0.001)
    if not text or ends[-1] <= room:
        return (text,)
    legal = _legal(text)
    cuts = [0]
    while ends[-1] - starts[cuts[-1]] > room:
        cut = _cut(text, cuts[-1], legal, starts, ends, room)
        if cut == len(text):
            break
        cuts.append(cut)
    _join_orphan(text, cuts, legal, starts, ends, room)
    return tuple(text[start:end].rstrip(_SPACES) for start, end in pairwise((*cuts, len(text))))


def _places(text: str, face: Face) -> tuple[list[int], list[int]]:
    """Where each character starts and ends on one endless line, in 1/1000 of the size."""
    gaps = _gaps(text)
    starts, ends, at = [], [], 0
    for index, advance in enumerate(advances(text, face)):
        at += gaps.get(index, 0)
        starts.append(at)
        at += advance
        ends.append(at)
    return starts, ends


def _gaps(text: str) -> dict[int, int]:
    """The space before a character where it differs from none, in 1/1000 of the size."""
    squeezed = {match.start(): _SQUEEZE for match in _MARKS.finditer(shaped(text))}
    return squeezed | {match.start(): _GAP for match in _JOIN.finditer(text)}


def _legal(text: str) -> list[bool]:
    """For each index, whether a line may begin there."""
    return [index > 0 and _seemly(text, index) and not _inside_word(text, index) for index in range(len(text))]


def _seemly(text: str, index: int) -> bool:
    """Whether the marks allow a line to begin at `index`, words or not."""
    if text[index] in NO_START or text[index] in _SPACES:
        return False
    before = text[:index].rstrip(_SPACES)[-1:] if text[index - 1] in _SPACES else text[index - 1]
    return before not in NO_END


def _inside_word(text: str, index: int) -> bool:
    left, right = text[index - 1], text[index]
    if right in "-–" and left not in _SPACES:
        return True
    if not _WORD.match(right):
        return False
    apostrophe = left == "’" and index > 1 and _WORD.match(text[index - 2]) is not None
    return apostrophe or _WORD.match(left) is not None


def _cut(text: str, start: int, legal: list[bool], starts: list[int], ends: list[int], room: int) -> int:
    """The index at which the line after the one beginning at `start` begins; always beyond `start`."""
    over = next((index for index in range(start, len(text)) if _over(text, index, ends, starts[start] + room)), len(text))
    first = start + len(text[start:]) - len(text[start:].lstrip(_SPACES))
    if start < first == over:
        return first
    places = range(min(over, len(text) - 1), first, -1)
    return next(
        (index for index in places if legal[index]),
        next((index for index in places if _seemly(text, index)), max(over, first + 1, start + 1)),
    )


def _over(text: str, index: int, ends: list[int], limit: int) -> bool:
    return ends[index] > limit and text[index] not in _SPACES


def _join_orphan(text: str, cuts: list[int], legal: list[bool], starts: list[int], ends: list[int], room: int) -> None:
    """Gives a last line of one Chinese character a second one from the line before; changes `cuts`."""
    if len(cuts) < 2 or not _ORPHAN.fullmatch(text[cuts[-1] :]):
        return
    half = (cuts[-2] + cuts[-1]) // 2
    earlier = next((index for index in range(cuts[-1] - 1, half, -1) if legal[index]), None)
    if earlier is not None and ends[-1] - starts[earlier] <= room:
        cuts[-1] = earlier
