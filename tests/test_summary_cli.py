"""`gongkai report summary` as it is run: the two doors, and what each refuses."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import EXAMPLE, ROOT
from tests.test_tables import many

OPTIONS = ("--rules", "校务公开-示例-2025", "--as-of", "2025-12-31")
RULES = ROOT / "rules" / "校务公开-示例-2025"


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("summary")


@pytest.fixture
def out(run, folders) -> Path:
    """The output of a run over 40 units; made once."""
    if not (folders / "out").exists():
        many(folders / "in")
        assert run("assess", folders / "in", *OPTIONS, "-o", folders / "out", "-q").returncode == 0
    return folders / "out"


def test_tables_and_the_output_of_their_run_give_the_same_file(run, folders, out) -> None:
    from_tables = run("report", "summary", folders / "in", *OPTIONS, "-o", folders / "a.pdf")
    from_output = run("report", "summary", out, "-o", folders / "b.pdf")

    assert from_tables.returncode == from_output.returncode == 0, from_tables.stderr + from_output.stderr
    assert (folders / "a.pdf").read_bytes() == (folders / "b.pdf").read_bytes()


def test_a_workspace_is_summed_up_in_both_languages(run, tmp_path) -> None:
    for lang in ("zh", "en"):
        done = run(
            "-C", EXAMPLE, "report", "summary", "--all", "--as-of", "2025-11-03", "-o", tmp_path / f"{lang}.pdf", "--lang", lang
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "zh.pdf").read_bytes() != (tmp_path / "en.pdf").read_bytes()


def test_an_output_without_names_shows_codes(run, out, tmp_path) -> None:
    shutil.copytree(out, tmp_path / "old")
    pl.read_parquet(out / "scores.parquet").drop("name").write_parquet(tmp_path / "old" / "scores.parquet")

    assert run("report", "summary", tmp_path / "old", "-o", tmp_path / "a.pdf").returncode == 0


def test_an_output_of_other_rules_is_refused(run, out, tmp_path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    text = (RULES / "ruleset.yaml").read_text("utf-8")
    (tmp_path / "rules" / "ruleset.yaml").write_text(text.replace("下限: 90", "下限: 85"), "utf-8")

    done = run("report", "summary", out, "--rules", tmp_path / "rules", "-o", tmp_path / "a.pdf")

    assert done.returncode == 2
    assert "sha256" in done.stderr
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "2025-06-30"), "截止 2025-12-31"),
        (("--layer", "confirmed"), "自评"),
        (("--unit", "0001"), "重新评"),
        (("--all",), "一次只能看一个"),
    ],
)
def test_what_the_run_fixed_cannot_be_changed_afterwards(arguments, said, run, out, tmp_path) -> None:
    done = run("report", "summary", out, *arguments, "-o", tmp_path / "a.pdf")

    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(("name", "code"), [("items.parquet", "Y009"), ("record.json", "Y009"), ("scores.parquet", "Y010")])
def test_a_damaged_output_is_named(name, code, run, out, tmp_path) -> None:
    shutil.copytree(out, tmp_path / "out")
    file = tmp_path / "out" / name
    if name == "items.parquet":
        file.unlink()
    else:
        file.write_text("{")

    done = run("report", "summary", tmp_path / "out", "-o", tmp_path / "a.pdf")

    assert done.returncode == 3
    assert f"{code}" in done.stderr
    assert name in done.stderr


@pytest.mark.parametrize("out_name", [None, "a.html"])
def test_only_a_pdf_file_can_be_written(out_name, run, out, tmp_path) -> None:
    where = () if out_name is None else ("-o", tmp_path / out_name)

    assert run("report", "summary", out, *where).returncode == 2


def test_the_averages_are_those_of_the_record(run, out) -> None:
    from compliance.load.results import read_results
    from compliance.pipeline import open_rule_set
    from compliance.report.view.told import Told
    from compliance.summarize import summarize
    from compliance.tabular import results_in

    rule_set = open_rule_set(RULES)
    summary = summarize(results_in(read_results(out), rule_set))
    told = Told("zh", summary)
    record = json.loads((out / "record.json").read_text("utf-8"))

    assert {each["class"]: each["average"] for each in record["classes"]} == {
        each.name: told.average(each.total).partition("–")[0] for each in summary.classes
    }
