"""The evidence tables: names, columns and types, all from `schemas/tables.schema.json`."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple, TypeAlias

NAMING = ("kind", "topic", "project", "stage", "item")
"""Columns that say what a row is about."""

HERE = resources.files("compliance")
ColumnType: TypeAlias = Literal["text", "date", "decimal", "points", "texts", "choice"]


class Column(NamedTuple):
    """`choices`: value to Chinese label, for columns with a closed set. also: what others call it, for messages only."""

    name: str
    label: str
    type: ColumnType
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


class Table(NamedTuple):
    """`main_date`: default of `date 日期`. A row whose `begins` lies after as_of is not there; one whose `done` is blank
    is not yet done."""

    name: str
    label: str
    letter: str
    columns: tuple[Column, ...]
    main_date: str | None
    begins: str | None
    done: str | None

    def column(self, name: str) -> Column | None:
        """The column of this English or Chinese name."""
        return self._by_name().get(name)

    @cache  # noqa: B019 - tables are few, frozen and live as long as the process
    def _by_name(self) -> dict[str, Column]:
        return {key: each for each in self.columns for key in (each.name, each.label)}

    def meant(self, key: str) -> str:
        """The label of the column that some call so; empty if none is."""
        return next((each.label for each in self.columns if key in each.also), "")

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(each.label for each in self.columns)


@cache
def schema(name: str) -> Any:
    """One of the schemas that ship with the package, by file name."""
    return json.loads(HERE.joinpath(name).read_text("utf-8"))


@cache
def tables() -> dict[str, Table]:
    """All evidence tables by English name, `units` first."""
    return {name: _table(name, each) for name, each in schema("schemas/tables.schema.json")["$defs"].items()}


@cache
def by_label() -> dict[str, Table]:
    """The same by English and by Chinese name."""
    return {key: each for name, each in tables().items() for key in (name, each.label)}


def _table(name: str, definition: Any) -> Table:
    columns = tuple(
        Column(key, prop["title"], _type(prop), key in definition["required"], _choices(prop), tuple(prop.get("x-also", ())))
        for key, prop in definition["properties"].items()
    )
    return Table(
        name,
        definition["title"],
        definition["x-id"],
        columns,
        definition.get("x-main-date"),
        definition.get("x-begins"),
        definition.get("x-done"),
    )


def _type(prop: Any) -> ColumnType:
    kind: ColumnType = "choice" if "oneOf" in prop else prop["$ref"].rpartition("/")[2]
    return kind


def _choices(prop: Any) -> tuple[tuple[str, str], ...]:
    return tuple((each["const"], each["title"]) for each in prop.get("oneOf", ()))


HOMES = ("ruleset.schema.json", "cases.schema.json", "tailoring.schema.json")
"""The schemas that refer to definitions of their own: a name means the same in all of them."""


_RESOLVED: dict[int, tuple[Any, Any]] = {}
"""By the identity of a fragment: the fragment, which so stays alive, and what it resolves to. Schemas are never changed."""


def resolved(fragment: Any) -> Any:
    """A piece of a schema with its `$ref` followed, its own keywords first."""
    reference = fragment.get("$ref")
    if reference is None:
        return fragment
    known = _RESOLVED.get(id(fragment))
    if known is None:
        document, _, name = reference.partition("#/$defs/")
        home = document or next(each for each in HOMES if name in schema(f"schemas/{each}")["$defs"])
        target = resolved(schema(f"schemas/{home}")["$defs"][name])
        whole = {**target, **{key: value for key, value in fragment.items() if key != "$ref"}}
        known = _RESOLVED[id(fragment)] = (fragment, whole)
    return known[1]
