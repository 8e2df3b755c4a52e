"""The tool as a library: frames in, frames out, the same as the program's tables."""

from datetime import date

import duckdb
import polars as pl
import pytest

import compliance
from compliance.errors import InvalidInput
from compliance.pipeline import open_rule_set
from tests.test_tables import RULES, in_memory, many, record_says

LAST = date(2025, 12, 31)


@pytest.fixture
def frames(tmp_path) -> dict[str, pl.DataFrame]:
    folder = many(tmp_path / "in")
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("units", "disclosures", "figures")}


def said(result: compliance.Result) -> tuple[list, list, list]:
    return tuple(sorted(each.rows(), key=str) for each in (result.scores, result.items, result.findings))


def test_frames_give_what_the_folder_gives(frames, tmp_path) -> None:
    rules = open_rule_set(RULES)

    result = compliance.assess(RULES, frames, LAST)

    assert said(result) == record_says(in_memory(tmp_path / "in", rules, LAST, "self"))
    assert said(compliance.assess(rules, tmp_path / "in", LAST)) == said(result)
    assert [each.code for each in result.assessment.results()] == sorted(frames["units"]["code"])


def test_lazy_frames_and_arrow_are_frames_too(frames) -> None:
    arrow = duckdb.sql("select * from (values ('0001', '受理件数', 12), ('0001', '已办结件数', 11)) t(unit, name, value)")
    few = {"单位": frames["units"].lazy(), "公开信息": frames["disclosures"].lazy(), "统计数": arrow}

    result = compliance.assess(RULES, few, LAST)

    assert result.items.filter(unit="0001", item="5.2")["points"].item() == 10_000_000 - 4_166_667  # 11 of 12: 8.333333 below


def test_faults_are_named_by_the_frame_and_its_row(frames) -> None:
    with pytest.raises(InvalidInput) as refused:
        compliance.assess(RULES, frames | {"figures": frames["figures"].with_columns(value=pl.lit("zwölf"))}, LAST)

    assert {(each.code, str(each.place)) for each in refused.value.problems if each.place.cell == "1"} == {
        ("S003", "figures [数值!1]")
    }


def test_the_id_of_a_bundled_rule_set_will_do(frames) -> None:
    assert said(compliance.assess("校务公开-示例-2025", frames, LAST)) == said(compliance.assess(RULES, frames, LAST))


def test_frames_without_units_are_refused(frames) -> None:
    with pytest.raises(InvalidInput) as refused:
        compliance.assess(RULES, {"figures": frames["figures"]}, LAST)

    assert [each.code for each in refused.value.problems] == ["S001"]


def test_a_table_that_does_not_exist_is_no_table(frames) -> None:
    with pytest.raises(KeyError):
        compliance.assess(RULES, frames | {"schools": frames["units"]}, LAST)
