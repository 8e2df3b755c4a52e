"""What can be wrong with input: a problem with its place, and the one exception that carries them all.

    InvalidInput          the input cannot be used; holds every problem that was found, sorted by place
    Unavailable           the machine lacks something (font, calendar, disk); carries one problem

The sentences of the codes are in `codes.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from compliance.codes import CODES, Severity
from compliance.source import Document, Place


class Problem(NamedTuple):
    """One fault or remark: code, place, the values that its sentence names, the line it stands on.

    `allowed` lists what may stand there, where the set is closed, as pairs of English and Chinese; `near` is the likeliest.
    """

    code: str
    place: Place
    values: Mapping[str, str] = MappingProxyType({})
    allowed: tuple[tuple[str, str], ...] = ()
    near: str = ""
    excerpt: str = ""
    path: str = ""

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    def on(self, lines: tuple[str, ...]) -> Problem:
        """The same problem with the line of the file that it stands on."""
        number = self.place.line
        return self._replace(excerpt=lines[number - 1]) if 0 < number <= len(lines) else self


class InvalidInput(Exception):
    """Input that cannot be used. `problems` holds all of them, sorted by place; `document` the file with them, where all of it could be
    read all the same, for others to say what else is wrong with it."""

    def __init__(self, problems: Iterable[Problem], document: Document | None = None) -> None:
        self.document = document
        self.problems = tuple(sorted(problems, key=lambda each: (each.place, each.code)))
        super().__init__(", ".join(f"{each.place}: {each.code}" for each in self.problems))


class Unavailable(Exception):
    """Something that this machine must have is missing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(f"{problem.place}: {problem.code}")
