"""Slips that make YAML unreadable: signs of the Chinese keyboard, a blank that is missing, a “ #” that cuts a text off.

libyaml stops at the first thing that it cannot read, often a line too late. So the slip at or before that line is mended and the
text is read again, until it can be read or nothing is left to mend: each slip is told with its own place and mended line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from compliance.errors import Problem
from compliance.source import Place

MOST = 200
"""Slips of one file that are mended; each costs a reading of it."""
MOST_READ = 100_000_000
"""Characters that are read for that at most: some seconds."""

_KEY = r"[^\s:：,，#\"'{}\[\]|>&*!%@`-][^\s:：,，#\"'{}\[\]|>]{0,23}"
_COLON = r"[^\S\n]*(：|:(?![\s/]|$))"
_FIRST = re.compile(rf"\s*(?:-\s+)?{_KEY}{_COLON}")
_INNER = re.compile(rf"[{{,，]\s*{_KEY}{_COLON}")
_COMMA = re.compile(rf"，\s*(?={_KEY}\s*[:：])")
_HASH = re.compile(r":\s+([^\s\"'][^,，{}\[\]]*? #[^,，{}\[\]]*)")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_BLOCK = re.compile(r":\s+[|>][+-]?\d?\s*$")
CODES = {"：": "Y001", "，": "Y013", ":": "Y014", "#": "Y015"}


class Edit(NamedTuple):
    """What stands from `start` to `end` of a line, and what should stand there."""

    start: int
    end: int
    text: str
    sign: str


def slips(text: str, file: str, trouble: Callable[[str], int | None]) -> tuple[list[Problem], str]:
    """The slips found, by line, and the text with all of them mended.

    trouble: the line of a text at which it cannot be read, None where all of it can.
    """
    lines = text.split("\n")
    open_ = {number: edits for number in _outside_blocks(lines) if (edits := _edits(lines[number]))}
    found: dict[int, Problem] = {}
    most = min(MOST, MOST_READ // max(1, len(text)))
    last = trouble(text)
    while (last is not None or not found) and open_ and len(found) < most:
        number = next((each for each in open_ if last is None or each <= last), None)
        if number is None:
            break
        found[number] = _problem(file, number, lines, open_.pop(number))
        last = trouble("\n".join(lines))
    for number, edits in open_.items():
        if last is None and edits[0].sign == "：":
            found[number] = _problem(file, number, lines, edits)
    return [found[number] for number in sorted(found)], "\n".join(lines)


def _problem(file: str, number: int, lines: list[str], edits: list[Edit]) -> Problem:
    """The problem of a line, which is mended."""
    line = lines[number]
    for each in reversed(edits):
        line = line[: each.start] + each.text + line[each.end :]
    lines[number] = line
    return Problem(CODES[edits[0].sign], Place(file, number + 1, edits[0].start + 1), {"wanted": line.strip()})


def _outside_blocks(lines: list[str]) -> Iterator[int]:
    """The lines that are neither remarks nor part of a text that goes over several lines."""
    margin = -1
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if margin >= 0 and (not line.strip() or indent > margin):
            continue
        margin = indent if _BLOCK.search(line) else -1
        if not line.lstrip().startswith("#"):
            yield number


def _edits(line: str) -> list[Edit]:
    """What to change in a line so that its keys and values can be told apart, from left to right."""
    plain = _QUOTED.sub(lambda quoted: "0" * len(quoted.group()), line)
    start = len(plain.partition("{")[0])
    first = _FIRST.match(plain)
    found = {each.start(1): _colon(plain, each) for each in (*([first] if first else []), *_INNER.finditer(plain, start))}
    found |= {each.start(): Edit(each.start(), each.end(), ", ", "，") for each in _COMMA.finditer(plain, start)}
    if " #" in plain[start:]:
        for each in _HASH.finditer(plain, start):
            cut = Edit(each.start(1), each.end(1), f'"{line[each.start(1) : each.end(1)].rstrip()}"', "#")
            found[cut.start] = cut
    return [found[place] for place in sorted(found)]


def _colon(plain: str, match: re.Match[str]) -> Edit:
    after = plain[match.end(1) : match.end(1) + 1]
    return Edit(match.start(1), match.end(1), ":" if after.isspace() else ": ", match.group(1))
