"""What a run over tables came to, class by class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance.report.parts import Cell, Column, Row, Table
from compliance.words import Lang, say

HEADS = ("class", "scale.units", "scale.scored", "scale.average", "scale.uncertain")


def classes(lang: Lang, record: Mapping[str, Any]) -> Table:
    """A row a class, a column a grade; from the record of the run (`report.record.bulk_record`, `class_totals`)."""
    found = record["classes"]
    grades = [each["grade"] for each in found[0]["grades"]] if found else []
    is_silent = any(each.get("silent") for each in found)
    heads = [*(say(lang, each) for each in HEADS), *grades, *([say(lang, "rank.silent")] if is_silent else [])]
    columns = tuple(Column(each, 0, "right" if place else "left") for place, each in enumerate(heads))
    rows = []
    for each in found:
        counts = (each["units"], each["scored"], each["average"] or "", each["grade_uncertain"])
        cells = [each["class"], *counts, *(grade["units"] for grade in each["grades"]), *([each["silent"]] if is_silent else [])]
        rows.append(Row(tuple(Cell(str(cell)) for cell in cells)))
    return Table("", "", columns, tuple(rows))
