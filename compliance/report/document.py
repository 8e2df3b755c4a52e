"""A document written out as YAML: read again, it holds the same texts under the same keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from compliance.source import Mapping, Node

PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`　][^\t\n\r　]*")
"""Texts that may stand without quotes, if they hold no sign of `BROKEN`."""
BROKEN = re.compile(r": |:$| #|\s$|：")


def as_yaml(node: Mapping) -> str:
    """The text of a file, a key a line."""
    return "\n".join(_lines(node)) + "\n"


def _lines(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield _text(node)
    elif not node:
        yield "{}" if isinstance(node, Mapping) else "[]"
    elif isinstance(node, Mapping):
        for key, value in node.items():
            first, *rest = _lines(value)
            if isinstance(value, str) or not value:
                yield f"{_text(key)}: {first}" if value != "" else f"{_text(key)}:"
            else:
                yield f"{_text(key)}:"
                yield from (f"  {each}" for each in (first, *rest))
    else:
        for entry in node:
            first, *rest = _lines(entry)
            yield f"- {first}"
            yield from (f"  {each}" for each in rest)


def _text(text: str) -> str:
    is_plain = PLAIN.fullmatch(text) and not BROKEN.search(text) and text.isprintable()
    return text if is_plain else json.dumps(text, ensure_ascii=not text.isprintable())
