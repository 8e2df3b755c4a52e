"""Tables through the real program: folders, progress, messages, workers."""

import json
import os
import signal
import threading
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from compliance.load.results import read_results
from compliance.pipeline import open_rule_set
from compliance.report.view.summary import summary_report
from compliance.summarize import summarize
from compliance.tabular import results_in
from tests.test_tables import RULES, in_memory, in_shards, many, record_says, tables_say

LAST = date(2025, 12, 31)
OPTIONS = ("--rules", "校务公开-示例-2025", "--as-of", "2025-12-31")


@pytest.fixture
def folder(tmp_path) -> Path:
    return many(tmp_path / "in")


def test_a_folder_of_tables_becomes_a_folder_of_tables(run, folder, tmp_path) -> None:
    done = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--shards", "2")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == [
        "类别",
        "单位",
        "有得分",
        "平均分",
        "等次未定",
        "优秀",
        "良好",
        "合格",
        "不合格",
    ]
    assert "20/40 个单位（50%）" in done.stderr
    assert json.loads((tmp_path / "out" / "record.json").read_text("utf-8"))["evidence"]["units"] == 40
    rules = open_rule_set(RULES)
    assert tables_say(tmp_path / "out") == record_says(in_memory(folder, rules, LAST, "self"))


def test_an_older_output_is_replaced_and_any_other_folder_is_not(run, folder, tmp_path) -> None:
    for _ in range(2):
        assert run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "-q").returncode == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "mine")

    assert refused.returncode == 5
    assert "A010" in refused.stderr
    assert (tmp_path / "mine" / "thesis.txt").exists()


def test_one_unit_of_many_is_shown_explained_and_printed(run, folder, tmp_path) -> None:
    shown = run("assess", folder, *OPTIONS, "--unit", "0007", "--format", "json")
    explained = run("explain", folder, "3.1", *OPTIONS, "--unit", "0007")
    printed = run("report", "unit", folder, *OPTIONS, "--unit", "0007", "-o", tmp_path / "0007.pdf")
    ranked = run("rank", folder, *OPTIONS, "--format", "json")

    (unit,) = json.loads(shown.stdout)["units"]
    assert unit["code"] == "0007"
    assert explained.returncode == printed.returncode == ranked.returncode == 0
    assert (tmp_path / "0007.pdf").read_bytes().startswith(b"%PDF")
    assert sum(each["ranked"] for each in json.loads(ranked.stdout)["classes"]) == 40


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "2025-12-31"), "--rules"),
        ((*OPTIONS, "--unit", "9999"), "9999"),
        ((*OPTIONS, "--shards", "2"), "-o"),
        ((*OPTIONS, "-o", "x", "--memory", "viel"), "2GiB"),
    ],
)
def test_wrong_usage_says_what_to_write(run, folder, arguments, said) -> None:
    refused = run("assess", folder, *arguments)

    assert refused.returncode == 2
    assert said in refused.stderr


def spoil(folder: Path, name: str, change) -> None:
    file = folder / f"{name}.parquet"
    change(pl.read_parquet(file)).write_parquet(file)


BAD = {
    "a column is missing": ("disclosures", lambda frame: frame.drop("formed"), "S001", "形成日期"),
    "a column that is not known": ("disclosures", lambda frame: frame.rename({"reviewer": "审查"}), "S002", "审查"),
    "a column in both languages": ("disclosures", lambda frame: frame.with_columns(pl.col("topic").alias("事项")), "Y003", "事项"),
    "a code that is a number": ("units", lambda frame: frame.with_columns(pl.col("code").cast(pl.Int64)), "S003", "code"),
    "a date that is a number": ("disclosures", lambda frame: frame.with_columns(formed=pl.lit(20250303)), "S003", "formed"),
    "a code given twice": ("units", lambda frame: pl.concat([frame, frame[3:4]]), "E025", "0003"),
    "a unit without a code": ("units", lambda frame: frame.with_columns(pl.when(pl.col("code") != "0003").then("code")), "S001", "代码"),
    "a class that the rules do not have": ("units", lambda frame: frame.with_columns(pl.lit("大学").alias("class")), "E023", "大学"),
    "rows of no unit": ("disclosures", lambda frame: frame.with_columns(unit=pl.lit("0")), "E027", "单位代码!1"),
    "many rows of no unit": ("disclosures", lambda frame: frame.with_columns(unit=pl.lit("0")), "E036", "共 256 行"),
    "rows without a unit": ("figures", lambda frame: frame.with_columns(unit=pl.lit(None, pl.String)), "E027", "单位代码!1"),
    "a day that does not exist": ("disclosures", lambda frame: frame.with_columns(formed=pl.lit("2025-02-30")), "S011", "形成日期!1"),
    "a word for a date": ("disclosures", lambda frame: frame.with_columns(formed=pl.lit("六月")), "S003", "形成日期!20"),
    "more faults than are listed": ("disclosures", lambda frame: frame.with_columns(formed=pl.lit("六月")), "E028", "236"),
    "an id given twice": ("disclosures", lambda frame: pl.concat([frame, frame[5:6]]), "E020", "编号!257"),
    "more ids given twice than are listed": ("disclosures", lambda frame: pl.concat([frame, frame]), "E035", "236"),
    "seven decimal places": ("figures", lambda frame: frame.with_columns(value=pl.lit(0.1234567)), "S003", "数值!1"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_tables_are_refused_with_file_row_and_code(run, folder, tmp_path, name) -> None:
    table, change, code, said = BAD[name]
    spoil(folder, table, change)

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--shards", "2")

    assert refused.returncode == 3, refused.stderr
    assert f"错误 {code} " in refused.stderr
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "out").exists()


def test_doubtful_rows_are_remarked_the_first_of_each_and_how_many_more(run, folder, tmp_path) -> None:
    swapped = pl.col("formed") + pl.duration(days=400)
    spoil(folder, "disclosures", lambda frame: frame.with_columns(published=pl.col("formed"), formed=swapped))
    spoil(folder, "disclosures", lambda frame: frame.with_columns(topic=pl.col("topic").replace("招生政策", "招生政筞")))

    told = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "-v")
    silent = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "-q")
    whole = pl.read_parquet(folder / "disclosures.parquet").select(
        ahead=(pl.col("formed") > LAST).sum(), swapped=(pl.col("published") < pl.col("formed")).sum()
    )

    assert told.returncode == silent.returncode
    assert told.stderr.count("提醒 E021 ") == told.stderr.count("提醒 E022 ") == 3
    for count in whole.row(0):
        assert f"还有 {count - 3} 行也是这样，共 {count} 行" in told.stderr
    assert "提醒 S005 “招生政筞”不在清单里，2.1 会当成没有“招生政策”" in told.stderr
    assert "提醒" not in silent.stderr


def test_files_that_are_damaged_doubled_or_in_another_encoding(run, folder, tmp_path) -> None:
    whole = (folder / "figures.parquet").read_bytes()
    (folder / "figures.parquet").write_bytes(whole[: len(whole) // 2])
    (folder / "公开信息.csv").write_text("单位代码,事项\n")
    (folder / "制度.csv").write_bytes("单位代码,事项,名称,印发日期\n0001,".encode() + b"\xff\xff\n")
    (folder / "载体.csv").write_bytes("单位代码,事项\n0001,甲\n0002,乙,丙\n".encode("gb18030"))
    (folder / "channels").mkdir()

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "out")

    assert refused.returncode == 3
    for said in ("figures.parquet: 错误 Y010", "公开信息.csv: 错误 Y011", "制度.csv: 错误 Y005", "载体.csv:3:1: 错误 Y010"):
        assert said in refused.stderr, (said, refused.stderr)


@pytest.mark.parametrize(("cell", "line"), [('"开着', 3), ('"引号"后面', 3), ('"开着\n两行', 3), ("甲,乙", 3)])
def test_torn_rows_of_a_csv_are_told_with_their_line(run, folder, tmp_path, cell: str, line: int) -> None:
    (folder / "载体.csv").write_text(f"单位代码,事项\n0001,甲\n0002,{cell}\n0003,丙\n", "utf-8")

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "out")

    assert refused.returncode == 3
    assert f"载体.csv:{line}:1: 错误 Y010" in refused.stderr
    assert "could not" not in refused.stderr


def test_files_that_no_table_is_read_from_are_refused_and_notes_are_not(run, folder, tmp_path) -> None:
    (folder / "情况.csv").write_text("单位代码,类型\n0001,泄露个人信息\n", "utf-8")
    (folder / "制度.xlsx").write_bytes(b"PK")
    (folder / "说明.md").write_text("x")

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "out")

    assert refused.returncode == 3
    assert "情况.csv: 错误 Y012" in refused.stderr
    assert "是不是想写“情形”" in refused.stderr
    assert "制度.xlsx: 错误 Y012" in refused.stderr
    assert "说明.md" not in refused.stderr


def test_headers_given_twice_and_files_without_any(run, folder, tmp_path) -> None:
    (folder / "载体.csv").write_text("单位代码,事项,事项\n0001,甲,乙\n", "utf-8")
    (folder / "情形.csv").write_text("", "utf-8")

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "out")

    assert "载体.csv:1:1: 错误 Y003 “事项”写了两次" in refused.stderr
    assert "情形.csv: 错误 Y010" in refused.stderr
    assert "连表头也没有" in refused.stderr


def test_blank_lines_at_the_end_of_a_csv_are_nothing(run, folder) -> None:
    (folder / "载体.csv").write_text("单位代码,事项\n0001,学校网站\n,\n , \n", "utf-8")

    shown = run("assess", folder, *OPTIONS, "--unit", "0001", "--format", "json")

    items = {each["id"]: each for each in json.loads(shown.stdout)["units"][0]["items"]}
    assert [each["subject"] for each in items["4.1"]["findings"]] == ["公开栏", "教代会"]


def test_an_empty_table_is_handed_in_and_days_beyond_the_calendar_are_unknown(run, folder) -> None:
    pl.DataFrame(schema={"unit": pl.String, "kind": pl.String}).write_parquet(folder / "incidents.parquet")
    spoil(folder, "disclosures", lambda frame: frame.with_columns(formed=date(2030, 1, 7), published=None))

    shown = run("assess", folder, "--rules", "校务公开-示例-2025", "--as-of", "2030-03-04", "--unit", "0001", "--format", "json")

    items = {each["id"]: each for each in json.loads(shown.stdout)["units"][0]["items"]}
    assert items["V1"]["state"] == "pass"
    assert (items["3.1"]["state"], items["3.1"]["cause"]) == ("unknown", "calendar_unpublished")


def test_units_with_faults_are_left_out_whole_and_named(run, folder, tmp_path) -> None:
    spoil(folder, "disclosures", lambda frame: frame.with_columns(formed=pl.when(pl.col("unit").is_in(["0003", "0011"])).then(pl.lit("六月")).otherwise(pl.lit("2025-03-03"))))  # fmt: skip

    done = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--keep-going")

    assert done.returncode == 0, done.stderr
    assert "有 2 个单位的材料有错，没有评：0003 0011" in done.stderr
    assert json.loads((tmp_path / "out" / "record.json").read_text("utf-8"))["evidence"]["left_out"] == ["0003", "0011"]
    assert pl.read_parquet(tmp_path / "out" / "scores.parquet").height == 38
    results = results_in(read_results(tmp_path / "out"), open_rule_set(RULES))
    notes = summary_report("zh", summarize(results)).notes
    assert "另有 2 个单位的材料里有读不懂的内容，没有评分，不在这些数里。" in notes


def test_the_unit_that_gives_an_id_twice_is_left_out_and_no_other_is(run, folder, tmp_path) -> None:
    again = (pl.col("unit") == "0003") & (pl.col("id") == pl.col("id").filter(pl.col("unit") == "0003").first())
    spoil(folder, "disclosures", lambda frame: pl.concat([frame, frame.filter(again)]))

    done = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--keep-going")
    other = run("assess", folder, *OPTIONS, "--unit", "0004")

    assert done.returncode == other.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out" / "record.json").read_text("utf-8"))["evidence"]["left_out"] == ["0003"]


def test_rows_of_no_unit_are_left_out_and_told(run, folder, tmp_path) -> None:
    codes = pl.when(pl.col("unit") == "0003").then(pl.lit("9999")).when(pl.col("unit") == "0004").then(None).otherwise("unit")
    spoil(folder, "disclosures", lambda frame: frame.with_columns(unit=codes))

    done = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--keep-going", "--shards", "3")

    assert done.returncode == 0, done.stderr
    assert "错误 E027 单位表里没有代码“9999”" in done.stderr
    assert json.loads((tmp_path / "out" / "record.json").read_text("utf-8"))["evidence"]["left_out"] == ["9999"]
    assert pl.read_parquet(tmp_path / "out" / "scores.parquet").height == 40


def test_the_rows_of_a_csv_are_counted_without_its_head(run, folder, tmp_path) -> None:
    (folder / "载体.csv").write_text("单位代码,事项\n0001,学校网站\n\n0002,公开栏\n", "utf-8")
    before = sum(pl.read_parquet(each).height for each in folder.glob("*.parquet") if each.stem != "units")

    run("assess", folder, *OPTIONS, "-o", tmp_path / "out")

    assert json.loads((tmp_path / "out" / "record.json").read_text("utf-8"))["evidence"]["rows"] == before + 2


def test_workers_give_what_one_process_gives(run, folder, tmp_path) -> None:
    done = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "-j", "2", "--shards", "4")

    rules = open_rule_set(RULES)
    assert done.returncode == 0, done.stderr
    assert tables_say(tmp_path / "out") == record_says(in_memory(folder, rules, LAST, "self"))


def test_a_worker_that_dies_is_replaced(folder, tmp_path) -> None:
    from distributed import LocalCluster

    from compliance.cluster import on_cluster

    rules = open_rule_set(RULES)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        victim = next(iter(cluster.workers.values())).pid

        def kill() -> None:
            while not list(tmp_path.glob(".out.partial/done-*")):
                time.sleep(0.01)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        in_shards(folder, tmp_path / "out", rules, LAST, count=20, run=on_cluster(cluster.scheduler_address, 0))
        killer.join()

    assert tables_say(tmp_path / "out") == record_says(in_memory(folder, rules, LAST, "self"))


def test_an_address_of_a_store_is_read_like_a_folder(folder, tmp_path) -> None:
    rules = open_rule_set(RULES)

    run = in_memory(f"file://{folder}", rules, LAST, "self")

    assert record_says(run) == record_says(in_memory(folder, rules, LAST, "self"))


def test_only_changed_units_are_assessed_again_and_the_result_is_that_of_a_full_run(run, folder, tmp_path) -> None:
    first = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--incremental")
    spoil(folder, "units", lambda frame: pl.concat([frame.filter(pl.col("code") != "0002"), pl.DataFrame({"code": ["9000"], "name": ["新校"], "class": ["公办小学"]})]))  # fmt: skip
    spoil(folder, "disclosures", lambda frame: frame.filter(pl.col("unit") != "0002").with_columns(published=pl.when(pl.col("unit") == "0005").then(None).otherwise("published")).reverse())  # fmt: skip
    spoil(folder, "figures", lambda frame: frame.filter(pl.col("unit") != "0002"))

    again = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--incremental")
    run("assess", folder, *OPTIONS, "-o", tmp_path / "full", "-q")

    assert "40 个单位全评" in first.stderr
    assert "40 个单位中有 2 个的材料变了" in again.stderr, again.stderr
    assert tables_say(tmp_path / "out") == tables_say(tmp_path / "full")
    assert [(tmp_path / name / "record.json").read_bytes() for name in ("out", "full")].count((tmp_path / "full" / "record.json").read_bytes()) == 2  # fmt: skip


def test_another_day_another_rule_set_or_a_waiver_keeps_nothing(run, folder, tmp_path) -> None:
    run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--incremental")
    (tmp_path / "w.yaml").write_text(
        "豁免: [{编号: W1, 单位: '0007', 细项: 2.1, 效果: 记满分, 至: 2026-12-31, 理由: x, 批准: y}]", "utf-8"
    )

    other_day = run("assess", folder, *OPTIONS[:2], "--as-of", "2025-12-30", "-o", tmp_path / "out", "--incremental")
    waived = run("assess", folder, *OPTIONS, "--waivers", tmp_path / "w.yaml", "-o", tmp_path / "out", "--incremental")

    assert "40 个单位全评" in other_day.stderr
    assert "40 个单位全评" in waived.stderr, waived.stderr


def test_rows_of_no_unit_are_refused_in_an_incremental_run_too(run, folder, tmp_path) -> None:
    run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--incremental")
    spoil(folder, "figures", lambda frame: pl.concat([frame, frame[:1].with_columns(unit=pl.lit("x"))]))

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--incremental")

    assert refused.returncode == 3
    assert "E027" in refused.stderr


def test_a_table_of_units_without_units_is_refused(run, folder, tmp_path) -> None:
    spoil(folder, "units", lambda frame: frame.clear())
    for name in ("disclosures", "figures"):
        spoil(folder, name, lambda frame: frame.clear())

    refused = run("assess", folder, *OPTIONS, "-o", tmp_path / "out")

    assert refused.returncode == 2
    assert "没有单位" in refused.stderr


@pytest.mark.parametrize("address", ["file:///no/such/folder", "zz://nowhere"])
def test_an_address_where_nothing_is_says_so(run, address) -> None:
    refused = run("assess", address, *OPTIONS)

    assert refused.returncode == 2
    assert address in refused.stderr
    assert "Traceback" not in refused.stderr


def test_brackets_in_the_name_of_a_folder_are_letters(run, tmp_path) -> None:
    (tmp_path / "县[1]").mkdir()
    folder = many(tmp_path / "县[1]" / "in")
    (folder / "载体.csv").write_text("单位代码,事项\n0001,学校网站\n", "utf-8")

    for _ in range(2):
        done = run("assess", folder, *OPTIONS, "-o", tmp_path / "县[1]" / "out", "--incremental")

    assert done.returncode == 0, done.stderr
    assert "40 个单位中有 0 个" in done.stderr
    assert pl.read_parquet(sorted((tmp_path / "县[1]" / "out" / "findings").iterdir()), glob=False).height


def test_a_table_that_is_there_now_changes_every_unit(run, folder, tmp_path) -> None:
    run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--incremental")
    pl.DataFrame(schema={"unit": pl.String, "kind": pl.String}).write_parquet(folder / "incidents.parquet")

    again = run("assess", folder, *OPTIONS, "-o", tmp_path / "out", "--incremental")

    assert "40 个单位中有 40 个" in again.stderr, again.stderr
