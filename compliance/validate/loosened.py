"""Where an overlay loosens: an error without a reason (R020), a remark with one (R021), each at its place in the overlay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from compliance.comparison import Change
from compliance.comparison.written import written
from compliance.source import Mapping
from compliance.tables import resolved, schema
from compliance.validate.schema import AT, Path
from compliance.validate.tailoring import Overlay, find
from compliance.values import write_decimal

INDIRECT = "lists"
"""The key of the head by which items change that have no entry of their own."""


def report_loosened(overlay: Overlay, changes: Sequence[Change]) -> None:
    """Report every change that has to be explained to the reader of the overlay."""
    for each in changes:
        if each.needs_reason:
            path, reason = _home(overlay, each)
            given: dict[str, Any] = _words(each) | ({"reason": reason} if reason else {})
            overlay.reader.report("R021" if reason else "R020", path, **given)


def _home(overlay: Overlay, change: Change) -> tuple[Path, str]:
    """The place in the overlay that a change comes from, and the reason given there."""
    data = overlay.data
    reasons = _by_english(overlay)
    if change.where != "head" and change.id in overlay.left_out:
        entry = overlay.left_out[change.id]
        return overlay.reader.key(entry[AT], "id", "编号"), entry.get("reason", "")
    if change.before is None and not change.path:
        for addition in data.get("add", ()):
            for bonus in addition.get("bonuses", ()):
                if bonus["id"] == change.id:
                    return overlay.reader.key(bonus[AT], "id", "编号"), addition.get("reason", "")
        return overlay.reader.key((), "based_on", "基于"), reasons.get("bonuses", "")
    entry = next((each for each in data.get("change", ()) if each["id"] == change.id), {})
    if entry and change.where != "head":
        path, is_written = _written_at(overlay, entry[AT], change)
        return path, entry.get("reason", "") or ("" if is_written else reasons.get(INDIRECT, ""))
    name = change.path[0] if change.where == "head" else INDIRECT
    there = find(_root(overlay), schema("schemas/tailoring.schema.json"), name)
    return ((there,) if there else overlay.reader.key((), "based_on", "基于")), reasons.get(name, "")


def _written_at(overlay: Overlay, at: Path, change: Change) -> tuple[Path, bool]:
    """The key of the entry that makes the change, as far down as it is written, and whether all of it is."""
    node: Any = _root(overlay)
    for step in at:
        node = node[step]
    properties = schema("schemas/tailoring.schema.json")["$defs"]["change"]["properties"]
    path = at
    for name in change.path:
        is_last = name == change.path[-1] and change.prop is not None
        title = change.prop["title"] if is_last else resolved(properties[name])["title"]
        key = next((each for each in (name, title) if isinstance(node, Mapping) and each in node), None)
        if key is None:
            return (path if path != at else overlay.reader.key(at, "id", "编号")), False
        path, node = (*path, key), node[key]
    return path, True


def _words(change: Change) -> dict[str, str]:
    """The values of the sentence."""
    if not change.path:
        how = "@left_out" if change.after is None else "@bonus_added"
        return {"where": f"{change.id} {(change.before or change.after).title}", "key_": "", "how": how, "change": ""}
    sides = [written(each, change.prop) for each in (change.before, change.after)]
    if change.worth is not None:
        sides = [f"{side}/{write_decimal(worth)}" for side, worth in zip(sides, change.worth, strict=True)]
    title = change.prop["title"] if change.prop else {"check": "检查", "marking": "计分"}[change.path[-1]]
    shown = f"（{sides[0] or '—'} → {sides[1] or '—'}）" if sides[0] != sides[1] else ""
    return {"where": change.id, "key_": f"“{title}”", "how": f"@{change.effect}", "change": shown}


def _by_english(overlay: Overlay) -> dict[str, str]:
    labels = {each["title"]: name for name, each in schema("schemas/ruleset.schema.json")["properties"].items()}
    return {labels.get(key, key): text for key, text in overlay.data.get("reasons", {}).items() if key != AT}


def _root(overlay: Overlay) -> Any:
    return overlay.reader.document.root
