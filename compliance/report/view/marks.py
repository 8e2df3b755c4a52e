"""The marks that people gave for an item: level, points, who and why, and what each level is worth."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.assessment import ItemResult
from compliance.behind import Behind
from compliance.checks.judged import Judged
from compliance.markings.scale import Scale
from compliance.model import Condition, Test
from compliance.rows import Row
from compliance.values import write_decimal
from compliance.words import Lang, say


def marks(lang: Lang, behind: Behind, result: ItemResult) -> Iterator[str]:
    """The marks of every layer, those of the layer that counts first; nothing for items that nobody marks."""
    item = result.item
    if isinstance(item.marking, Scale) and item.marking.levels:
        worth = [f"{each.name} {write_decimal(each.worth(item.points))}" for each in item.marking.levels]
        yield say(lang, "explain.levels", levels=say(lang, "separator").join(worth))
    if isinstance(item.check, Judged):
        rows = behind.matching("marks", Condition((Test("item", "is", (item.id,)),)))
        for row in sorted(rows, key=lambda each: each.cells["layer"] != behind.run.layer):
            yield f"· {_mark(lang, row)}"


def _mark(lang: Lang, row: Row) -> str:
    cells = row.cells
    given = [
        say(lang, "explain.mark.level", level=cells["level"]) if cells["level"] else "",
        say(lang, "explain.mark.points", points=write_decimal(cells["points"])) if cells["points"] is not None else "",
        say(lang, cells["state"]) if cells["state"] else "",
        say(lang, "explain.mark.reason", reason=cells["reason"]) if cells["reason"] else "",
        say(lang, "explain.mark.by", by=cells["by"]) if cells["by"] else "",
        str(cells["at"] or ""),
    ]
    told = say(lang, "explain.mark", layer=say(lang, cells["layer"]), given=say(lang, "comma").join(filter(None, given)))
    return f"{told}　{row.place}" if row.place is not None else told
