"""A rule set and the evidence of units as plain data in, what is decided about each unit out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.reference.items import results
from tests.reference.scoring import UnitOutcome, score
from tests.reference.tables import Row, read_cells, read_tables
from tests.reference.verdict import Case


def evaluate(rules: Mapping[str, Any], units: Sequence[Mapping[str, Any]], as_of: date, layer: str = "self") -> list[UnitOutcome]:
    """Keys are English, values are texts as YAML would hold them."""
    found = []
    for evidence in units:
        case = Case(rules, read_tables(evidence, as_of), as_of, layer, "")
        found.append(score(rules, results(rules, case, Row(0, read_cells("units", evidence["unit"])))))
    return found
