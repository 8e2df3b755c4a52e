"""Checks and markings of items: the fragment is chosen by `kind`, then each property is read as the fragment types it."""

from __future__ import annotations

from typing import Any

from compliance import checks, markings
from compliance.checks import Check, Part
from compliance.checks.ratio import Ratio
from compliance.checks.sum import Equation
from compliance.markings import Marking
from compliance.markings.all_or_nothing import AllOrNothing
from compliance.markings.scale import Level
from compliance.markings.tiers import Tier
from compliance.model import EVERYTHING
from compliance.source import Mapping, Node, Sequence
from compliance.tables import Table, resolved
from compliance.validate.schema import AT, Raw, Reader, called, nearest, part
from compliance.validate.terms import Terms
from compliance.values import read_decimal, read_percent


class Checks:
    """Builds the checks and markings of one document."""

    def __init__(self, reader: Reader, terms: Terms) -> None:
        self.reader = reader
        self.terms = terms

    def check(self, raw: Raw | None) -> Check | None:
        """The check written there; None, with the faults reported, where it cannot be built."""
        kind = self._kind(raw, "@check", ("kind", "类型"), checks.by_label(), checks.fragment)
        if raw is None or kind is None:
            return None
        fragment = checks.fragment(kind)
        before = self.reader.errors
        data = self.reader.read(raw, fragment, fragment["title"])
        table = self._table(data, fragment)
        given: dict[str, Any] = {}
        for name, prop in fragment["properties"].items():
            if name == "kind":
                continue
            if name == "table":
                given[name] = table.name if table is not None else ""
            elif name in data or _is_read(prop, data):
                given[_field(name)] = self._value(name, prop, data, table)
        if self.reader.errors > before:
            return None
        return checks.kind(kind)(**given)

    def marking(self, raw: Raw | None, check: Check | None, *, is_capped: bool) -> Marking | None:
        """The marking written there, all or nothing where none is.

        is_capped: the item stands in a group with 扣分以本组为限, where losses may exceed the item by default (kinds.md §3).
        """
        if raw is None:
            return AllOrNothing()
        kind = self._kind(raw, "@marking", ("kind", "方式"), markings.by_label(), markings.fragment)
        if kind is None:
            return None
        fragment = markings.fragment(kind)
        before = self.reader.errors
        data = self.reader.read(raw, fragment, fragment["title"])
        if self.reader.errors > before:
            return None
        given = {name: value for name, value in data.items() if name not in ("kind", AT)}
        if kind == "deduct" and is_capped:
            given.setdefault("floor", "group")
        if "tiers" in given and check is not None:  # else it is not known what their minima are
            is_percent = given["by"] in ("completion", "met_rate") or (given["by"] == "actual" and isinstance(check, Ratio))
            read = read_percent if is_percent else read_decimal
            for each in (each for each in given["tiers"] if read(each["min"]) is None):
                path = self.reader.key(each[AT], "min", "下限")
                self.reader.report(
                    "S003", path, key_="下限", expected="@percent" if is_percent else "@decimal", found=each["min"]
                )
            if self.reader.errors > before:
                return None
            given["tiers"] = tuple(Tier(**{**_plain(each), "min": read(each["min"])}) for each in given["tiers"])
        if "levels" in given:
            given["levels"] = tuple(Level(**_plain(each)) for each in given["levels"])
        return markings.kind(kind)(**given)

    def _kind(self, raw: Raw | None, what: str, keys: tuple[str, str], known: dict[str, str], fragment: Any) -> str | None:
        """The kind by its key in either language."""
        if raw is None:
            return None
        if not isinstance(raw.node, Mapping):
            self.reader.report("S003", raw.path, key_=called(raw.path), expected="@mapping", found="…")
            return None
        key = next((each for each in keys if each in raw.node), None)
        if key is None:
            self.reader.report("S001", raw.path, where=called(raw.path), key_=keys[1], allowed=(keys,))
            return None
        written = raw.node[key]
        if not isinstance(written, str) or written not in known:
            names = tuple((name, fragment(name)["title"]) for name in dict.fromkeys(known.values()))
            found = written if isinstance(written, str) else "…"
            self.reader.report("R001", (*raw.path, key), what=what, found=found, allowed=names, near=nearest(found, names))
            return None
        return known[written]

    def _table(self, data: dict[str, Any], fragment: Any) -> Table | None:
        prop = fragment["properties"].get("table")
        name = data.get("table", prop.get("default") if prop else None)
        return None if name is None else self.terms.table(name, self.reader.key(data[AT], "table", "表"))

    def _value(self, name: str, prop: Any, data: dict[str, Any], table: Table | None) -> Any:
        value = data.get(name)
        form = resolved(prop).get("format")
        if "x-column" in prop:
            return self._columns(name, prop, value, data, table)
        if form == "condition":
            return self.terms.condition(value, table) if table is not None else EVERYTHING
        readers = {
            "quantity": self.terms.quantity,
            "quantities": self.terms.quantities,
            "members": self.terms.entries,
            "side": self.terms.side,
            "limit": self.terms.editions,
            "equations": self._equations,
            "parts": self._parts,
        }
        return readers[form](value) if isinstance(value, Raw) and form in readers else value

    def _columns(self, name: str, prop: Any, value: Any, data: dict[str, Any], table: Table | None) -> Any:
        """A column, or for list properties several, by English name."""
        is_list = resolved(prop).get("format") == "texts"
        path = self.reader.key(data[AT], name, prop["title"])
        if table is None:
            return value
        if value is None and "x-default" in prop:
            if table.main_date is None:
                self.reader.report("S001", data[AT], where=table.label, key_=prop["title"], allowed=((name, prop["title"]),))
            return (table.main_date,) if is_list else table.main_date
        value = value or prop["default"]
        if is_list:
            return tuple(self.terms.column(table, each, path, *prop["x-column"]) or "" for each in value)
        return self.terms.column(table, value, path, *prop["x-column"])

    def _parts(self, raw: Raw) -> tuple[Part, ...]:
        """Checks, each of which may have a name of its own."""
        if not isinstance(raw.node, Sequence) or not raw.node:
            self.reader.report("S003", raw.path, key_="各项", expected="@parts", found="…")
            return ()
        found = []
        for place, each in enumerate(raw.node):
            title, rest = _titled(each)
            check = self.check(Raw(rest, (*raw.path, place)))
            if check is not None:
                found.append(Part(title or str(place + 1), check))
        return tuple(found)

    def _equations(self, raw: Raw) -> tuple[Equation, ...]:
        if not isinstance(raw.node, Sequence):
            self.reader.report("S003", raw.path, key_="等式", expected="@list", found="…")
            return ()
        found = []
        for number, each in enumerate(raw.node):
            data = self.reader.read(Raw(each, (*raw.path, number)), part("ruleset.schema.json", "equation"))
            left, right = self.terms.quantities(data.get("left")), self.terms.quantities(data.get("right"))
            found.append(Equation(data.get("id", str(number + 1)), left, right))
        return tuple(found)


def _is_read(prop: Any, data: dict[str, Any]) -> bool:
    """Whether a column that is not written is read all the same: it has a default, and the key it goes with is there."""
    has_default = "x-default" in prop or ("x-column" in prop and "default" in prop)
    return has_default and ("x-with" not in prop or prop["x-with"] in data)


def _titled(node: Node) -> tuple[str, Node]:
    """A part's own name, and the part without it."""
    if not isinstance(node, Mapping):
        return "", node
    key = next((each for each in ("名称", "title") if isinstance(node.get(each), str)), None)
    if key is None:
        return "", node
    rest = Mapping(node.at)
    for name in node:
        if name != key:
            rest[name], rest.keys_at[name], rest.values_at[name] = node[name], node.keys_at[name], node.values_at[name]
    return str(node[key]), rest


def _field(name: str) -> str:
    return f"{name}_" if name == "from" else name


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != AT}
