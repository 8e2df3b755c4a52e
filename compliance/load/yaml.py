"""Strict YAML: every scalar stays text, every key and value keeps its place, everything doubtful is refused.

Stock PyYAML reads 0317 as 207, 1.10 as 1.1, NO as False and drops a duplicate key in silence; a rule book does
not survive that. libyaml's events are used with an own builder (1.3 s for 20 MB against 12.7 s for CSafeLoader).
"""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from compliance.errors import InvalidInput, Problem
from compliance.load import why
from compliance.source import Document, Mapping, Mark, Node, Place, Sequence

IS_FAST = bool(yaml.__with_libyaml__)
LARGEST = 64 * 1024 * 1024
DEEPEST = 40

REASONS = {
    "did not find expected ',' or ']'": "@yaml.bracket",
    "did not find expected ',' or '}'": "@yaml.brace",
    "could not find expected ':'": "@yaml.colon",
    "mapping values are not allowed in this context": "@yaml.second_colon",
    "did not find expected key": "@yaml.indent",
    "did not find expected '-' indicator": "@yaml.indent",
    "did not find expected node content": "@yaml.node",
    "found unexpected end of stream": "@yaml.quote",
    "found character that cannot start any token": "@yaml.sign",
}
"""What libyaml says, as a word of `code_words`."""

_BAD_INDENT = re.compile(r"^ *[\t　]+")
_CUT_REMARK = re.compile(r"^ #\S")


def read(path: Path, name: str | None = None) -> Document:
    """Read one YAML file. Raises InvalidInput with every fault that can be told apart."""
    file = name if name is not None else str(path)
    try:
        raw = path.read_bytes()
    except OSError as reason:
        raise InvalidInput([Problem("Y009", Place(file), {"reason": why(reason)})]) from reason
    return parse(raw, file)


def parse(raw: bytes, file: str) -> Document:
    """Build the document from the bytes of a file. Raises InvalidInput."""
    text = _decode(raw, file)
    lines = tuple(text.split("\n"))
    builder = _Builder(file, lines)
    try:
        with _unswept():
            root = builder.build(text)
    except yaml.YAMLError as reason:
        found, mended = _slips(text, file)
        left = _unreadable(mended) if found else reason
        if left is not None:
            found += _syntax_problems(left, file, lines)
        raise InvalidInput(each.on(lines) for each in found) from None
    problems = builder.problems + _indent_problems(text, file, lines, builder.blocks)
    if isinstance(root, str):
        problems += _slips(text, file)[0]
    document = Document(file, root, lines, hashlib.sha256(raw).hexdigest())
    if problems:
        is_whole = all(each.code == "Y003" for each in problems)
        raise InvalidInput((each.on(lines) for each in problems), document if is_whole else None)
    return document


def _slips(text: str, file: str) -> tuple[list[Problem], str]:
    """As `slips.slips`, whose patterns take a while to build; few files need them."""
    from compliance.load.slips import slips

    return slips(text, file, _trouble)


def remarks(document: Document) -> list[Problem]:
    """Texts that YAML cut at ` #` without a blank behind it, where the author may have meant the sign (Y008)."""
    found = []
    for mark, value in _scalars(document.root):
        line = document.lines[mark[0] - 1]
        end = mark[1] - 1 + len(value)
        if "#" in line and line[mark[1] - 1 : end] == value and _CUT_REMARK.match(line[end:]):
            problem = Problem("Y008", document.at((mark[0], end + 2)), {"kept": value, "cut": line[end + 1 :]})
            found.append(problem.on(document.lines))
    return found


def _decode(raw: bytes, file: str) -> str:
    if len(raw) > LARGEST:
        raise InvalidInput([Problem("Y007", Place(file), {"limit": "64 MiB"})])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise InvalidInput([Problem("Y005", Place(file), {"encoding": _guess_encoding(raw)})]) from reason
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess_encoding(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "@not_text"
    return "GBK"


@contextmanager
def _unswept() -> Iterator[None]:
    """Building makes nothing but objects that live on: looking for garbage among them would take half as long again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Builder:
    """Turns libyaml's events into nodes; collects the faults that leave the structure readable."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.blocks: list[tuple[int, int]] = []
        self._events: Iterator[yaml.Event] = iter(())

    def build(self, text: str) -> Node:
        self._events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        root: Node = Mapping((1, 1))
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault("Y002", self._mark(event), {"reason": "@document"})
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                node = self._node(event, 1)
                root = node if documents == 1 else root
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._fault("Y006", self._mark(event), {})
            start, end = event.start_mark, event.end_mark
            if event.style in ("|", ">", '"', "'") and start is not None and end is not None and end.line > start.line:
                self.blocks.append((start.line, end.line))
            return str(event.value)
        if isinstance(event, yaml.AliasEvent):
            self._fault("Y006", self._mark(event), {})
            return ""
        if isinstance(event, yaml.CollectionStartEvent) and (event.anchor is not None or event.tag is not None):
            self._fault("Y006", self._mark(event), {})
        if depth > DEEPEST:
            raise InvalidInput([Problem("Y007", self._place(self._mark(event)), {"limit": str(DEEPEST)})])
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(self._mark(event), depth)
        return self._sequence(self._mark(event), depth)

    def _mapping(self, at: Mark, depth: int) -> Mapping:
        mapping = Mapping(at)
        events = self._events
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            mark = self._mark(event)
            key = self._node(event, depth + 1)
            if not isinstance(key, str):
                self._fault("Y002", mark, {"reason": "@key"})
                key = ""
            value = next(events)
            value_mark = self._mark(value)
            node = self._node(value, depth + 1)
            if key in mapping:
                first = mapping.keys_at[key]
                self._fault("Y003", mark, {"key": key, "line": str(first[0])}, len(key))
            else:
                mapping[key] = node
                mapping.keys_at[key] = mark
                mapping.values_at[key] = value_mark
        return mapping

    def _sequence(self, at: Mark, depth: int) -> Sequence:
        sequence = Sequence(at)
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            sequence.values_at.append(self._mark(event))
            sequence.append(self._node(event, depth + 1))
        return sequence

    @staticmethod
    def _mark(event: yaml.Event) -> Mark:
        mark = event.start_mark
        return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)

    def _place(self, mark: Mark, width: int = 1) -> Place:
        return Place(self.file, mark[0], mark[1], width)

    def _fault(self, code: str, mark: Mark, values: dict[str, str], width: int = 1) -> None:
        self.problems.append(Problem(code, self._place(mark, width), values))


def _scalars(node: Node) -> Iterator[tuple[Mark, str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if isinstance(value, str):
                yield node.values_at[key], value
            else:
                yield from _scalars(value)
    elif isinstance(node, Sequence):
        for mark, value in zip(node.values_at, node, strict=True):
            if isinstance(value, str):
                yield mark, value
            else:
                yield from _scalars(value)


def _indent_problems(text: str, file: str, lines: tuple[str, ...], blocks: list[tuple[int, int]]) -> list[Problem]:
    """Lines indented by tabs or full-width spaces, outside quoted and block texts, where they are contents."""
    if "\t" not in text and "　" not in text:
        return []
    inside = {number for start, end in blocks for number in range(start + 1, end + 1)}
    found = []
    for number, line in enumerate(lines):
        bad = _BAD_INDENT.match(line)
        if bad and number not in inside and line.strip():
            found.append(_indent_problem(file, number, bad.group()))
    return found


def _indent_problem(file: str, number: int, blanks: str) -> Problem:
    sign = "@full-width" if "　" in blanks else "@tab"
    return Problem("Y004", Place(file, number + 1, 1, len(blanks)), {"sign": sign})


def _unreadable(text: str) -> yaml.YAMLError | None:
    """Why libyaml cannot read the text; None if it can."""
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError as reason:
        return reason
    return None


def _trouble(text: str) -> int | None:
    """The line at which libyaml stops."""
    reason = _unreadable(text)
    mark = getattr(reason, "problem_mark", None)
    return None if reason is None else mark.line if mark is not None else 0


def _syntax_problems(reason: yaml.YAMLError, file: str, lines: tuple[str, ...]) -> list[Problem]:
    """What libyaml could not read, told by its likely cause: it often points one line too far."""
    mark = getattr(reason, "problem_mark", None)
    context = getattr(reason, "context_mark", None)
    line = min(mark.line, len(lines) - 1) if mark is not None else 0
    nearby = dict.fromkeys(n for n in (line, context.line if context else line, line - 1) if 0 <= n < len(lines))
    for number in nearby:
        blanks = _BAD_INDENT.match(lines[number])
        if blanks and lines[number].strip():
            return [_indent_problem(file, number, blanks.group())]
    opened = str(getattr(reason, "context", ""))
    if context is not None and ("flow" in opened or "quoted" in opened):
        mark, line = context, context.line  # a bracket or quote is named where it was opened, not where the file ends
    column = mark.column if mark is not None else 0
    known = REASONS.get(str(getattr(reason, "problem", "")), "@yaml")
    return [Problem("Y002", Place(file, line + 1, column + 1), {"reason": known})]
