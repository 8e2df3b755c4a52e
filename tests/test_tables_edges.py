"""Tables as other programs write them: whatever the types of the columns, every unit is judged by its own rows."""

import datetime
import json
from pathlib import Path

import polars as pl
import pytest

RULES = """规则集: 试
版本: 1.0.0
状态: 草稿
名称: 试
适用: [小学, 初中]
考核期: {起: 2025-01-01, 止: 2025-12-31}
依据: {F1: 试}
评分: {满分: 10}
等次: [{名称: 优秀, 下限: 9}, {名称: 不合格, 下限: 0}]
指标:
  - {编号: "1", 名称: x, 分值: 10, 依据: F1, 检查: CHECK, 计分: {方式: 扣分, 每处扣: 5}}
"""
ABSENT = "{类型: 不得有, 表: 情形}"
UNITS = pl.DataFrame({"code": ["1", "2", "3", "4"], "name": list("甲乙丙丁"), "class": ["小学"] * 4})
DAY = ("--as-of", "2025-11-03")


def made(folder: Path, check: str, **tables: pl.DataFrame | str) -> Path:
    """A folder of tables beside a rule set: frames become Parquet, texts CSV."""
    (folder / "试").mkdir(parents=True, exist_ok=True)
    (folder / "试" / "ruleset.yaml").write_text(RULES.replace("CHECK", check), "utf-8")
    (folder / "表").mkdir(exist_ok=True)
    for name, table in {"units": UNITS, **tables}.items():
        if isinstance(table, str):
            (folder / "表" / f"{name}.csv").write_text(table, "utf-8")
        else:
            table.write_parquet(folder / "表" / f"{name}.parquet")
    return folder / "表"


def scores(run, tables: Path, *options: str) -> dict[str, str]:
    shown = run("assess", tables, "--rules", tables.parent / "试", *DAY, "--format", "json", *options)
    return {each["code"]: each["score"] for each in json.loads(shown.stdout)["units"]}


def written(run, tables: Path, out: str, *options: str) -> list[tuple]:
    """Scores and findings of a run into a folder."""
    folder = tables.parent / out
    done = run("assess", tables, "--rules", tables.parent / "试", *DAY, "-o", folder, "-q", *options)
    assert done.returncode == 0, done.stderr
    points = pl.read_parquet(folder / "scores.parquet").select("unit", "score").rows()
    found = pl.read_parquet(folder / "findings").select("unit", "item", "subject", "cause").rows()
    return sorted(map(str, points)) + sorted(map(str, found))


@pytest.mark.parametrize("order", [["4", "2", "3", "1"], ["2", "4"]])
def test_units_in_an_enum_are_found_in_every_shard(run, tmp_path: Path, order: list[str]) -> None:
    incidents = pl.DataFrame({"unit": order, "kind": ["k"] * len(order)})
    text = written(run, made(tmp_path / "a", ABSENT, incidents=incidents), "out")
    enum = incidents.with_columns(pl.col("unit").cast(pl.Enum(order)))

    assert written(run, made(tmp_path / "b", ABSENT, incidents=enum), "out") == text
    assert written(run, made(tmp_path / "b", ABSENT, incidents=enum), "in-four", "--shards", "4") == text


def test_a_row_that_says_none_is_no_row_in_either_format(run, tmp_path: Path) -> None:
    rows = pl.DataFrame({"unit": ["1", "2"], "kind": ["无", "泄露"], "date": [None, datetime.date(2025, 3, 3)]})
    parquet = made(tmp_path / "a", ABSENT, incidents=rows)
    text = made(tmp_path / "b", ABSENT, incidents=rows.write_csv())

    assert scores(run, parquet) == scores(run, text) == {"1": "10.00", "2": "5.00", "3": "10.00", "4": "10.00"}
    assert scores(run, parquet, "--unit", "1") == {"1": "10.00"}


def test_a_unit_without_a_class_is_refused(run, tmp_path: Path) -> None:
    tables = made(tmp_path, ABSENT, units="代码,名称,类别\n1,甲,小学\n2,乙,\n", incidents="单位代码,类型\n1,泄露\n")

    refused = run("assess", tables, "--rules", tmp_path / "试", *DAY)

    assert refused.returncode == 3
    assert "units.csv [类别!3] 错误 S001 单位缺少“类别”" in refused.stderr


@pytest.mark.parametrize("zone", [None, "Asia/Shanghai", "UTC"])
def test_the_day_of_a_timestamp_is_the_one_its_clock_shows(run, tmp_path: Path, zone: str | None) -> None:
    shown = pl.Series([datetime.datetime(2025, 6, 10)]).dt.replace_time_zone(zone)  # noqa: DTZ001 - the zone is the point
    rows = pl.DataFrame({"unit": ["1"], "topic": "甲", "title": "甲", "formed": datetime.date(2025, 6, 1), "reviewer": "审"})
    rows = rows.with_columns(published=shown, channels=pl.lit("网站"))
    check = "{类型: 期限, 表: 公开信息, 到: 公开日期, 截止日: 2025-06-09, 没有记录时: 不适用}"

    assert scores(run, made(tmp_path, check, disclosures=rows))["1"] == "5.00"


@pytest.mark.parametrize(
    ("check", "before", "after"),
    [
        (
            "{类型: 答复, 表: 依申请公开, 不超过: 20个工作日}",
            {"requests": "unit,id,received,via,replied,correction_sent\n1,Y1,2025-03-03,邮寄,2025-04-25,2025-04-20\n"},
            {"requests": "unit,id,received,via,replied,corrected\n1,Y1,2025-03-03,邮寄,2025-04-25,2025-04-20\n"},
        ),
        (
            "{类型: 文本, 章节: [概况, 结果]}",
            {"reports": "unit,kind,title,text\n1,年报,a,概况\n1,年报,a,结果\n"},
            {"reports": "unit,kind,title,text\n1,年报,a,结果\n1,年报,a,概况\n"},
        ),
        (ABSENT, {"incidents": "unit,kind\n1,甲\n2,乙\n"}, {"incidents": "unit,kind\n1,甲\n1,丙\n2,乙\n"}),
    ],
    ids=["a column renamed", "texts in another order", "a row before a row without an id"],
)
def test_an_incremental_run_tells_what_a_full_run_tells(run, tmp_path: Path, check, before, after) -> None:
    first = written(run, made(tmp_path, check, **before), "out", "--incremental")
    changed = made(tmp_path, check, **after)

    again = written(run, changed, "out", "--incremental")

    assert again == written(run, changed, "full") != first


def test_a_row_below_a_cell_of_several_lines_is_named_by_its_own_line(run, tmp_path: Path) -> None:
    incidents = '单位代码,类型,备注\n1,甲,"一\n二\n三"\n\n2,乙,"好"\n'

    found = written(run, made(tmp_path, ABSENT, incidents=incidents), "out")

    assert [each for each in found if "Q#" in each] == ["('1', '1', 'Q#2', 'occurred')", "('2', '1', 'Q#6', 'occurred')"]


def test_a_report_in_a_file_is_remarked_on(run, tmp_path: Path) -> None:
    tables = made(
        tmp_path, "{类型: 文本, 必须含: [概况]}", reports="单位代码,类型,标题,文件,正文\n1,年报,a,r.txt,\n2,年报,b,,概况\n"
    )

    told = run("assess", tables, "--rules", tmp_path / "试", *DAY)

    assert "reports.csv [文件!2] 提醒 E037 有 1 份报告只写了“文件”" in told.stderr
