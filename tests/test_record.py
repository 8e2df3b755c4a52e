"""The record: its schema, its round trip, the same bytes every time, and the golden file of the worked example."""

import json
import os
import subprocess
import sys
from datetime import date

import jsonschema
import pytest

from compliance.pipeline import assess, open_evidence, open_heads, open_rule_set
from compliance.report.record import fingerprint, record, written
from compliance.tables import schema
from tests.conftest import EVIDENCE, ROOT

GOLDEN = ROOT / "tests" / "golden" / "0317.json"
SPACES = {
    "example": ("校务公开-示例-2025", date(2025, 11, 3)),
    "source-1": ("政务公开-市级教育局-来源一", date(2011, 12, 31)),
    "source-2": ("信息公开-区级教育局-来源二", date(2013, 12, 31)),
}


def assessed(space: str):
    name, day = SPACES[space]
    rule_set = open_rule_set(ROOT / "rules" / name, f"rules/{name}")
    files = sorted((ROOT / "assessments" / space).rglob("evidence.yaml"))
    evidence, remarks = open_evidence(open_heads(files, [str(each.relative_to(ROOT)) for each in files]), rule_set, day)
    return assess(rule_set, evidence, day, remarks=remarks)


@pytest.mark.parametrize("space", SPACES)
def test_a_record_satisfies_its_schema_and_reads_back_the_same(space: str) -> None:
    data = record(assessed(space))
    content = written(data)

    jsonschema.validate(data, schema("schemas/record.schema.json"))
    assert written(json.loads(content)) == content


def test_the_worked_example_is_the_golden_record() -> None:
    assert written(record(assessed("example"))).decode() == GOLDEN.read_text("utf-8")


def test_the_golden_record_says_what_the_specification_says() -> None:
    unit = json.loads(GOLDEN.read_text("utf-8"))["units"][0]
    late = next(each for each in unit["items"] if each["id"] == "3.1")

    assert (unit["score"], unit["possible"], unit["grade"], unit["grade_certain"]) == ("92.20", "92.20", "优秀", True)
    assert [(each["subject"], each["limit"], each["excess"], each["lost"]) for each in late["findings"]] == [
        ("G6", "2025-09-05", "5", "1.00"),
        ("G9", "2025-05-14", "4", "0.80"),
    ]
    assert [each["because"] for each in unit["recommendations"]] == [[{"grade": "优秀"}]]


def test_the_fingerprint_does_not_depend_on_where_the_file_lies(tmp_path) -> None:
    name, day = SPACES["example"]
    rule_set = open_rule_set(ROOT / "rules" / name)
    copy = tmp_path / "x.yaml"
    copy.write_bytes(EVIDENCE.read_bytes())
    prints = set()
    for file in (EVIDENCE, copy):
        evidence, _ = open_evidence(open_heads([file]), rule_set, day)
        run = assess(rule_set, evidence, day)
        prints.add(fingerprint(run, next(run.results())))

    assert len(prints) == 1


@pytest.mark.parametrize("suffix", ["json", "pdf"])
def test_the_same_input_gives_the_same_bytes_whatever_the_process(suffix: str, tmp_path) -> None:
    made = []
    for number, (seed, zone) in enumerate((("1", "UTC"), ("4242", "Asia/Shanghai"))):
        out = tmp_path / f"{number}.{suffix}"
        command = ["assess"] if suffix == "json" else ["report", "unit"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "GONGKAI_LANG": "zh"}
        subprocess.run(
            [sys.executable, "-m", "compliance", *command, str(EVIDENCE), "--as-of", "2025-11-03", "-o", str(out), "-q"],
            env=environment,
            check=True,
        )
        made.append(out.read_bytes())

    assert made[0] == made[1]
