"""Where things stand in the files that people wrote: places and documents of plain text."""

from __future__ import annotations

from dataclasses import field
from typing import NamedTuple, TypeAlias

from compliance.frozen import frozen

Mark: TypeAlias = tuple[int, int]
"""Line and column, both counted from 1, columns in characters."""


class Place(NamedTuple):
    """A spot in a file: `line` and `column` count from 1; `width` is the length of the marked text in characters.

    `line` 0 means the file as a whole. Workbook cells are named by `sheet` and `cell`.
    """

    file: str
    line: int = 0
    column: int = 0
    width: int = 1
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} [{self.sheet}!{self.cell}]"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Mapping(dict[str, "Node"]):
    """A YAML mapping; `keys_at` and `values_at` give the mark of each key and value."""

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: Mark) -> None:
        super().__init__()
        self.at = at
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}


class Sequence(list["Node"]):
    """A YAML list; `values_at` gives the mark of each entry."""

    __slots__ = ("at", "values_at")

    def __init__(self, at: Mark) -> None:
        super().__init__()
        self.at = at
        self.values_at: list[Mark] = []


Node: TypeAlias = str | Mapping | Sequence
Step: TypeAlias = str | int


@frozen
class Document:
    """One file as read: every scalar is text, every key and value has its place."""

    file: str
    root: Node
    lines: tuple[str, ...] = field(repr=False)
    sha256: str = ""

    def place(self, path: tuple[Step, ...], *, key: bool = False) -> Place:
        """The place of the value at `path`, or of its key; of the nearest part that exists if it does not."""
        node: Node = self.root
        mark: Mark = (1, 1) if isinstance(node, str) else node.at
        width = 1
        for depth, step in enumerate(path):
            if isinstance(node, Mapping) and step in node:
                name = str(step)
                is_last = depth == len(path) - 1
                mark = node.keys_at[name] if key and is_last else node.values_at[name]
                value = node[name]
                width = len(name) if key and is_last else len(value) if isinstance(value, str) else 1
                node = value
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
                mark, node = node.values_at[step], node[step]
                width = len(node) if isinstance(node, str) else 1
            else:
                break
        return self.at(mark, width)

    def at(self, mark: Mark, width: int = 1) -> Place:
        return Place(self.file, mark[0], mark[1], max(1, width))
