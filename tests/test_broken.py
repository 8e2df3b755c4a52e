"""A check that breaks at run time: its item is in error, all others are judged, and nobody gets a point for it."""

from datetime import date

import jsonschema
import polars as pl

from compliance.checks.deadline import Deadline
from compliance.engine.shapes import Cells, Subject
from compliance.pipeline import assess, open_evidence, open_heads, open_rule_set
from compliance.report.record import record
from compliance.tables import schema
from tests.conftest import EVIDENCE, ROOT

DAY = date(2025, 11, 3)


def broken_shape(self, plan, item):
    return Cells((Subject(pl.lit("no number").cast(pl.Int8)),))


def unit():
    rules = open_rule_set(ROOT / "rules" / "校务公开-示例-2025")
    evidence, _ = open_evidence(open_heads([EVIDENCE]), rules, DAY)
    data = record(assess(rules, evidence, DAY))
    jsonschema.validate(data, schema("schemas/record.schema.json"))
    return data["units"][0]


def test_the_item_is_in_error_and_the_others_are_judged_as_before(monkeypatch) -> None:
    before = {each["id"]: each for each in unit()["items"]}
    monkeypatch.setattr(Deadline, "shape", broken_shape)
    found = unit()
    after = {each["id"]: each for each in found["items"]}

    assert (after["3.1"]["state"], after["3.1"]["points"], after["3.1"]["possible"]) == ("error", "0.00", "20.00")
    assert {name: each for name, each in after.items() if name != "3.1"} == {
        name: each for name, each in before.items() if name != "3.1"
    }
    assert (found["score"], found["possible"], found["grade_certain"]) == ("74.00", "94.00", False)
