"""Documents against schemas: Chinese and English keys, texts to typed values, and every fault with its place.

The schemas stay plain JSON Schema over texts; `format` names how a text is read. jsonschema finds the faults, this module
says them in our words, with the place of the very key or value.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import jsonschema

from compliance import values
from compliance.errors import Problem
from compliance.source import Document, Mapping, Node, Sequence, Step
from compliance.tables import resolved, schema

Path = tuple[Step, ...]
Names = tuple[tuple[str, str], ...]
"""What may be written, in English and in Chinese."""

AT = "@"
"""Key under which every mapping that was read keeps its path."""

READERS: dict[str, Callable[[str], Any]] = {
    "date": values.read_date,
    "decimal": values.read_decimal,
    "points": values.read_points,
    "whole": values.read_whole,
    "positive": values.read_positive,
    "count": values.read_count,
    "percent": values.read_percent,
    "duration": values.read_duration,
    "boolean": values.read_boolean,
    "decimal_or_percent": lambda text: text if values.read_decimal(text.removesuffix("%")) is not None else None,
}


class Raw(NamedTuple):
    """A part of the document that the schema leaves to a later reader."""

    node: Node
    path: Path


class Reader:
    """Reads parts of one document by schemas and gathers what is wrong with them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    @property
    def errors(self) -> int:
        """How many faults there are so far; remarks keep nothing from being built."""
        return sum(each.severity == "error" for each in self.problems)

    def read(self, raw: Raw, fragment: Any, where: str = "") -> dict[str, Any]:
        """The mapping at `raw` with English keys and typed values; what is faulty is reported and left out."""
        places: dict[Path, Path] = {}
        data = self._canonical(raw.node, fragment, (), raw.path, places)
        faults = _validator(fragment["$id"], fragment.get("x-part", "")).iter_errors(data)
        for error in faults:
            self.problems += list(self._problems(error, places, where or fragment.get("title", "")))
        typed = self._typed(raw.node, fragment, raw.path)
        return typed if isinstance(typed, dict) else {}

    def report(self, code: str, path: Path, *, key: bool = False, **given: Any) -> None:
        """Add a problem at a path. `allowed` and `near` are its own; all else are values of the sentence, `key_` that of key."""
        allowed, near = given.pop("allowed", ()), given.pop("near", "")
        if "key_" in given:
            given["key"] = given.pop("key_")
        problem = Problem(code, self.document.place(path, key=key), given, allowed, near, path="/".join(map(str, path)))
        self.problems.append(problem.on(self.document.lines))

    def unknown(self, path: Path, where: str, names: Names, near: str = "") -> str:
        """Report a key that is not known there; where the colon behind a known one is not YAML's, that, and which one it is."""
        key = str(path[-1])
        name = re.split("[:：]", key, maxsplit=1)[0].strip()
        if name != key and ("：" in key or any(name in pair for pair in names)):
            value = key[len(name) :].lstrip(" :：")
            self.report("Y001" if "：" in key else "Y014", path, key=True, wanted=f"{name}: {value}".rstrip())
            return name
        self.report("S002", path, key=True, where=where, key_=key, allowed=names, near=near or nearest(key, names))
        return ""

    def key(self, path: Path, english: str, chinese: str) -> Path:
        """The path of a key of the mapping at `path`, as the author wrote it."""
        return (*path, english if english in self._node(path) else chinese)

    def is_written(self, path: Path, english: str, chinese: str) -> bool:
        """Whether the mapping at `path` has a value under the key, be it readable or not."""
        return any(self._node(path).get(key, "") != "" for key in (english, chinese))

    def _node(self, path: Path) -> Any:
        node: Any = self.document.root
        for step in path:
            node = node[step]
        return node

    # --- the document as the schema sees it ---

    def _canonical(self, node: Node, fragment: Any, at: Path, path: Path, places: dict[Path, Path]) -> Any:
        places[at] = path
        fragment = resolved(fragment)
        if isinstance(node, str):
            if fragment.get("format") == "texts":
                parts = values.read_texts(node)
                places.update({(*at, number): path for number in range(len(parts))})
                return [_choice(fragment.get("items", {}), part) for part in parts]
            return _choice(fragment, node)
        if isinstance(node, Sequence):
            items = fragment.get("items", {})
            return [self._canonical(each, items, (*at, n), (*path, n), places) for n, each in enumerate(node)]
        found: dict[str, Any] = {}
        for name, key, value in self._entries(node, fragment, path):
            inner = _property(fragment, name)
            found[name] = self._canonical(value, inner, (*at, name), (*path, key), places)
        return found

    def _entries(self, node: Mapping, fragment: Any, path: Path) -> Iterator[tuple[str, str, Node]]:
        """English name, key as written, value; blank values are as good as absent; a key in both languages is double."""
        names = aliases(fragment)
        seen: dict[str, str] = {}
        for key, value in node.items():
            name = names.get(key, key)
            if name in seen:
                line = str(node.keys_at[seen[name]][0])
                if not any(each.code == "Y003" and each.path == "/".join(map(str, (*path, key))) for each in self.problems):
                    self.report("Y003", (*path, key), key=True, line=line, key_=key)
                continue
            seen[name] = key
            if value != "":
                yield name, key, value

    def _typed(self, node: Node, fragment: Any, path: Path) -> Any:
        fragment = resolved(fragment)
        form = fragment.get("format")
        if form in _LATER:
            return Raw(node, path)
        if isinstance(node, str):
            if form == "texts":
                return tuple(_choice(fragment.get("items", {}), part) for part in values.read_texts(node))
            if form in READERS:
                if values.is_full_width(node) and READERS[form](node) is not None:
                    self.report("S012", path, found=node, read=values.plain(node))
                return READERS[form](node)
            return _choice(fragment, node) if fragment.get("type") == "string" or "oneOf" in fragment else None
        if isinstance(node, Sequence):
            items = fragment.get("items", {})
            read = (self._typed(each, items, (*path, n)) for n, each in enumerate(node))
            return tuple(each for each in read if each is not None) if fragment.get("type") == "array" else None
        if fragment.get("type") != "object":
            return None
        found: dict[str, Any] = {AT: path}
        for name, key, value in self._entries(node, fragment, path):
            typed = self._typed(value, _property(fragment, name), (*path, key))
            if typed is not None:
                found[name] = typed
        return found

    # --- faults in our words ---

    def _problems(self, error: Any, places: dict[Path, Path], where: str) -> Iterator[Problem]:
        at: Path = tuple(error.absolute_path)
        path = places.get(at, at)
        rule, schema_part = error.validator, error.schema
        label = called(path, where)
        if rule == "required":
            for name in error.validator_value:
                if name not in error.instance and f"'{name}'" in error.message:
                    title = (
                        resolved(schema_part["properties"][name]).get("title", name)
                        if name in schema_part["properties"]
                        else name
                    )
                    yield self._problem(
                        "S001", path, {"where": label, "key": _both(name, schema_part)}, _names(schema_part), title=title
                    )
        elif rule in ("additionalProperties", "unevaluatedProperties"):
            for key in (each for each in error.instance if each not in schema_part.get("properties", {})):
                self.unknown((*path, key), label, _names(schema_part), _meant(key, schema_part))
        elif rule == "oneOf":
            pairs = tuple((each["const"], each["title"]) for each in schema_part["oneOf"])
            yield self._problem(
                "S004", path, {"key": label, "found": _shown(error.instance)}, pairs, near=nearest(str(error.instance), pairs)
            )
        elif rule == "enum":
            span = f"{error.validator_value[0]}–{error.validator_value[-1]}"
            yield self._problem("S006", path, {"key": label, "found": _shown(error.instance), "expected": span}, ())
        elif rule == "format" and error.validator_value == "date" and values.looks_like_date(error.instance):
            yield self._problem("S011", path, {"found": error.instance}, ())
        elif rule == "type" and isinstance(error.instance, str) and "：" in error.instance:
            yield self._problem("Y001", path, {"wanted": error.instance.replace("：", ": ", 1)}, ())
        else:
            yield self._problem("S003", path, {"key": label, "expected": _expected(error), "found": _shown(error.instance)}, ())

    def _problem(
        self, code: str, path: Path, given: dict[str, str], allowed: tuple[tuple[str, str], ...], near: str = "", title: str = ""
    ) -> Problem:
        if title:
            given = {**given, "key": title}
        place = self.document.place(path)
        return Problem(code, place, given, allowed, near, path="/".join(map(str, path))).on(self.document.lines)


_LATER = frozenset(
    {
        "limit",
        "quantity",
        "quantities",
        "members",
        "condition",
        "policy",
        "check",
        "marking",
        "table",
        "equations",
        "parts",
        "side",
        "wanted",
    }
)
_EXPECTED = {"object": "@mapping", "array": "@list", "string": "@text"}


_STANDARD = jsonschema.Draft202012Validator


def _properties(validator: Any, properties: Any, instance: Any, _: Any) -> Iterator[Any]:
    """The standard keyword, but that it does not go into texts of which only is asked to be one: that takes half of all the time."""
    for name, part in properties.items() if isinstance(instance, dict) else ():
        if name in instance and not (isinstance(instance[name], str) and _asks_for_text(part)):
            yield from validator.descend(instance[name], part, path=name, schema_path=name)


def _asks_for_text(part: Any) -> bool:
    return bool(part.get("type") == "string" and part.keys() & _STANDARD.VALIDATORS.keys() == {"type"})


def _one_of(_: Any, choices: Any, instance: Any, __: Any) -> Iterator[Any]:
    """The standard keyword where every choice is a constant, as all of ours are."""
    if instance not in [each["const"] for each in choices]:
        yield jsonschema.ValidationError(f"{instance!r} is none of the choices")


_Validator = jsonschema.validators.extend(_STANDARD, {"properties": _properties, "oneOf": _one_of})  # type: ignore[no-untyped-call]


@cache
def _validator(identifier: str, part: str) -> Any:
    checker = jsonschema.FormatChecker(formats=())
    for name, reader in READERS.items():
        checker.checks(name)(_checker(reader))
    fragment = schema(identifier if "/" in identifier else f"schemas/{identifier}")
    if part:
        fragment = {**fragment["$defs"][part], "$defs": fragment["$defs"]}
    return _Validator(_inlined(fragment), format_checker=checker)


@cache
def part(identifier: str, name: str) -> Any:
    """A definition of a schema that is read on its own."""
    whole = schema(f"schemas/{identifier}")
    return {**whole["$defs"][name], "$id": identifier, "x-part": name}


def _checker(reader: Callable[[str], Any]) -> Callable[[object], bool]:
    return lambda text: not isinstance(text, str) or reader(text) is not None


def _inlined(fragment: Any) -> Any:
    """The schema with every `$ref` replaced by what it names, except where groups hold groups: jsonschema resolves slowly."""
    return _inline(fragment, ())


def _inline(fragment: Any, above: tuple[str, ...]) -> Any:
    if isinstance(fragment, list):
        return [_inline(each, above) for each in fragment]
    if not isinstance(fragment, dict):
        return fragment
    reference = fragment.get("$ref")
    if isinstance(reference, str):
        if reference in above:
            return fragment
        return _inline(resolved(fragment), (*above, reference))
    return {key: value if key in ("examples", "default") else _inline(value, above) for key, value in fragment.items()}


def aliases(fragment: Any) -> dict[str, str]:
    """English name by English and by Chinese name."""
    known = _ALIASES.get(id(fragment))
    if known is None:
        properties = fragment.get("properties", {})
        names = {key: name for name, each in properties.items() for key in (name, resolved(each).get("title", name))}
        known = _ALIASES[id(fragment)] = (fragment, names)
    return known[1]


_ALIASES: dict[int, tuple[Any, dict[str, str]]] = {}
"""As `tables._RESOLVED`: by identity, with the fragment kept alive."""


def nearest(word: str, names: tuple[tuple[str, str], ...]) -> str:
    """The allowed name most like the word, in the same language, or nothing."""
    known = [each for pair in names for each in dict.fromkeys(pair)]
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.4)), "")


def _property(fragment: Any, name: str) -> Any:
    if name in fragment.get("properties", {}):
        return fragment["properties"][name]
    additional = fragment.get("additionalProperties")
    return additional if isinstance(additional, dict) else {}


def _choice(fragment: Any, text: str) -> str:
    """The English constant of a closed value, the text itself where it is none."""
    fragment = resolved(fragment)
    return next((each["const"] for each in fragment.get("oneOf", ()) if text in (each["const"], each.get("title"))), text)


def _names(fragment: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name, resolved(each).get("title", name)) for name, each in fragment.get("properties", {}).items())


def _meant(key: str, fragment: Any) -> str:
    """What some call by another name (x-also); empty if none is called so."""
    found = (resolved(each) for each in fragment.get("properties", {}).values())
    return next((each["title"] for each in found if key in each.get("x-also", ())), "")


def _both(name: str, fragment: Any) -> str:
    return str(resolved(fragment["properties"].get(name, {})).get("title", name))


def called(path: Path, where: str = "") -> str:
    """The innermost key on the way to a value; `where` if there is none."""
    return next((str(step) for step in reversed(path) if isinstance(step, str) and not step.isdigit()), where)


def _expected(error: Any) -> str:
    if error.validator == "format":
        return f"@{error.validator_value}"
    if error.validator == "type":
        return _EXPECTED[error.validator_value]
    return {"minItems": "@entries", "maxItems": "@list"}.get(error.validator, "@mapping")


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "{…}" if isinstance(value, dict) else "[…]"
