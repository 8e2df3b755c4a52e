"""Evidence as tables: the same results as from files, in every form, in memory and in shards, on workers, after a kill."""

import json
from datetime import date
from pathlib import Path

import duckdb
import jsonschema
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from compliance.assessment import Assessment
from compliance.bulk import Job, assess_tables, judge_shard, shards, some_at_a_time
from compliance.load.yaml import parse
from compliance.pipeline import assess, open_rule_set
from compliance.tables import schema
from compliance.tabular import open_tables
from compliance.validate.columnar import collected, only
from compliance.validate.evidence import read_evidence, read_head
from compliance.validate.ruleset import read_rule_set
from tests.conftest import DAY, EVIDENCE, ROOT
from tests.tables import FORMS, alike, write_texts, write_typed
from tests.test_reference import KINDS, engine_says, examples, same


def in_memory(folder: Path, rules, as_of: date, layer: str) -> Assessment:
    whole, _ = open_tables(str(folder), rules)
    return assess(rules, collected(whole, str(folder), 2025), as_of, layer)


def in_shards(folder: Path, out: Path, rules, as_of: date, layer: str = "self", count: int = 2, run=some_at_a_time) -> dict:
    whole, _ = open_tables(str(folder), rules)
    job = Job(rules, whole, as_of, layer, str(out.with_name(f".{out.name}.partial")))
    return assess_tables(job, shards(whole, 10, 2**30, count), out, run, lambda _: None)


def tables_say(out: Path) -> tuple[list, list, list]:
    """The output, each table in an order of its own."""
    return tuple(
        sorted(pl.read_parquet(out / name).rows(), key=str) for name in ("scores.parquet", "items.parquet", "findings/*.parquet")
    )


def record_says(run: Assessment) -> tuple[list, list, list]:
    """What the output should hold, from the assessment in memory."""
    scores, items, findings = [], [], []
    for unit in run.results():
        grade = unit.grade.name if unit.grade else None
        scores.append((unit.code, unit.unit_class, unit.score, unit.possible, unit.bonus, grade, unit.grade_certain, unit.name))
        for each in (*unit.items, *unit.bonuses, *unit.veto_items):
            items.append((unit.code, each.item.id, each.state.value, each.cause, each.points, each.possible, each.max))
            findings += [
                (unit.code, each.item.id, f.subject, f.state.value, f.cause, f.actual, f.limit, f.excess, f.excess_unit, f.lost)
                for f in each.findings
            ]
    return tuple(sorted(each, key=str) for each in (scores, items, findings))


@pytest.mark.parametrize("kind", KINDS)
@settings(same, max_examples=8, phases=[Phase.generate])
@given(data=st.data())
def test_files_tables_and_shards_decide_the_same(kind, data, tmp_path_factory) -> None:
    rules, units, as_of, layer = data.draw(examples(kind))
    units = alike(units)
    read, _ = read_rule_set([parse(json.dumps(rules, ensure_ascii=False).encode(), "rules.yaml")])
    heads = [read_head(parse(json.dumps(each, ensure_ascii=False).encode(), f"{n}.yaml")) for n, each in enumerate(units)]
    evidence, _ = read_evidence(heads, read, as_of, {})
    wanted = [engine_says(each) for each in assess(read, evidence, as_of, layer).results()]
    form = data.draw(st.sampled_from(FORMS))
    folder = tmp_path_factory.mktemp("tables")
    write_typed(folder, evidence) if form == "typed" else write_texts(folder, units, form)

    run = in_memory(folder, read, as_of, layer)
    in_shards(folder, folder / "out", read, as_of, layer)

    assert [_without_order(engine_says(each)) for each in run.results()] == [_without_order(each) for each in wanted]
    assert tables_say(folder / "out") == record_says(run)


def _without_order(said: dict) -> dict:
    # The cause of an open item is that of its first subject; tables may have their rows in another order.
    items = {key: (each[0], *each[2:]) for key, each in said["items"].items()}
    return said | {"items": items}


@pytest.fixture(scope="module")
def example():
    """The rule set of the example and three schools as texts."""
    rules = open_rule_set(ROOT / "rules" / "校务公开-示例-2025")
    head = read_head(parse(EVIDENCE.read_bytes(), "evidence.yaml"))
    evidence, _ = read_evidence([head], rules, date.fromisoformat(DAY), {})
    return rules, evidence


def test_the_example_as_tables_gives_the_same_record(example, tmp_path) -> None:
    rules, evidence = example
    write_typed(tmp_path, evidence)
    for name, frame in evidence.tables.items():
        whole = pl.read_parquet(tmp_path / name / "*.parquet").with_columns(id=frame.collect().reverse()["id"])
        whole.write_parquet(tmp_path / name / "a.parquet")
        (tmp_path / name / "b.parquet").unlink()

    run = in_memory(tmp_path, rules, date.fromisoformat(DAY), "self")
    in_shards(tmp_path, tmp_path / "out", rules, date.fromisoformat(DAY))

    unit = next(iter(run.results()))
    assert unit.score == 92_200_000
    assert {(f.subject, f.excess) for each in unit.items for f in each.findings if f.excess} == {
        ("G6", 5_000_000),
        ("G9", 4_000_000),
    }
    assert tables_say(tmp_path / "out") == record_says(run)


def many(folder: Path, units: int = 40) -> Path:
    """A folder of tables for the set 校务公开-示例-2025, larger than one school, with faults here and there."""
    folder.mkdir(exist_ok=True)
    topics = ["招生政策", "招生范围", "入学条件", "招生程序", "招生计划", "招生结果", "公开目录", "公开指南"]
    rows = [
        {"unit": f"{u:04d}", "id": f"G{n}", "topic": topics[n], "title": "x", "formed": date(2025, 3, 3),
         "published": date(2025, 3, 4 + (u * n) % 27), "channels": ["学校网站"], "reviewer": "岗"}
        for u in range(units) for n in range(8) if (u + n) % 5
    ]  # fmt: skip
    figures = [
        {"unit": f"{u:04d}", "name": name, "value": 10 + (u * k) % 3, "part": None}
        for u in range(units)
        for k, name in enumerate(("受理件数", "已办结件数"))
    ]
    pl.DataFrame(
        [{"code": f"{u:04d}", "name": f"校{u}", "class": ["公办小学", "公办初中"][u % 2]} for u in range(units)]
    ).write_parquet(folder / "units.parquet")
    pl.DataFrame(rows).write_parquet(folder / "disclosures.parquet")
    pl.DataFrame(figures, schema_overrides={"part": pl.String}).write_parquet(folder / "figures.parquet")
    return folder


RULES = ROOT / "rules" / "校务公开-示例-2025"


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_number_of_shards_changes_nothing(count, tmp_path) -> None:
    rules = open_rule_set(RULES)
    folder = many(tmp_path / "in")

    in_shards(folder, tmp_path / "out", rules, date(2025, 12, 31), count=count)

    assert tables_say(tmp_path / "out") == record_says(in_memory(folder, rules, date(2025, 12, 31), "self"))


def test_one_unit_out_of_tables_is_that_unit_alone(tmp_path) -> None:
    rules = open_rule_set(RULES)
    whole, _ = open_tables(str(many(tmp_path / "in")), rules)

    alone = assess(rules, collected(only(whole, ["0007"]), "in", 2025), date(2025, 12, 31))

    (unit,) = alone.results()
    others = {each.code: each for each in in_memory(tmp_path / "in", rules, date(2025, 12, 31), "self").results()}
    assert unit.sha256 == others["0007"].sha256
    assert engine_says(unit) == engine_says(others["0007"])


def test_recommendations_by_rank_look_at_all_shards(tmp_path) -> None:
    text = (RULES / "ruleset.yaml").read_text("utf-8")
    text = text.replace(
        "奖惩建议:", "奖惩建议:\n  - {当: {名次: {不多于: 3}}, 建议: 通报表扬, 用途: [评先], 依据: F1 第十五条, 决定人: 组}", 1
    )
    rules, _ = read_rule_set([parse(text.encode(), "r.yaml")])
    folder = many(tmp_path / "in")

    in_shards(folder, tmp_path / "out", rules, date(2025, 12, 31), count=7)

    run = in_memory(folder, rules, date(2025, 12, 31), "self")
    wanted = sorted((unit.code, each.recommendation.advice) for unit in run.results() for each in unit.advice)
    got = pl.read_parquet(tmp_path / "out" / "recommendations.parquet")
    assert sorted(got.select("unit", "advice").rows()) == wanted
    assert any(advice == "通报表扬" for _, advice in wanted)


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(tmp_path) -> None:
    rules = open_rule_set(RULES)
    folder = many(tmp_path / "in")
    judged = []

    def breaks(job, parts):
        for shard in parts[:2]:
            judge_shard(job, shard)
            yield shard
        raise KeyboardInterrupt

    def counted(job, parts):
        judged.extend(parts)
        return some_at_a_time(job, parts)

    with pytest.raises(KeyboardInterrupt):
        in_shards(folder, tmp_path / "out", rules, date(2025, 12, 31), count=5, run=breaks)
    assert not (tmp_path / "out").exists()
    spoiled = tmp_path / ".out.partial" / "items-00001.arrow"
    spoiled.write_bytes(spoiled.read_bytes()[:-1])
    in_shards(folder, tmp_path / "out", rules, date(2025, 12, 31), count=5, run=counted)

    assert [each.number for each in judged] == [1, 2, 3, 4]
    assert tables_say(tmp_path / "out") == record_says(in_memory(folder, rules, date(2025, 12, 31), "self"))
    assert not (tmp_path / ".out.partial").exists()


def test_the_record_fits_its_schema_and_the_same_input_gives_the_same_bytes(tmp_path) -> None:
    rules = open_rule_set(RULES)
    folder = many(tmp_path / "in")

    for out in ("one", "two"):
        in_shards(folder, tmp_path / out, rules, date(2025, 12, 31), count=3)

    jsonschema.validate(json.loads((tmp_path / "one" / "record.json").read_text("utf-8")), schema("schemas/bulk.schema.json"))
    files = sorted(each.relative_to(tmp_path / "one") for each in (tmp_path / "one").rglob("*") if each.is_file())
    assert [each.name for each in files] == [
        "part-00000.parquet", "part-00001.parquet", "part-00002.parquet",
        "items.parquet", "recommendations.parquet", "record.json", "scores.parquet",
    ]  # fmt: skip
    assert all((tmp_path / "one" / each).read_bytes() == (tmp_path / "two" / each).read_bytes() for each in files)


def test_sums_equal_an_independent_computation_in_duckdb(tmp_path) -> None:
    """Listed, deadline and ratio items of the example's rule set, written by hand in SQL."""
    rules = open_rule_set(RULES)
    folder = many(tmp_path / "in", 400)
    in_shards(folder, tmp_path / "out", rules, date(2025, 12, 31), count=3)
    items = pl.read_parquet(tmp_path / "out" / "items.parquet")
    got = {item: items.filter(pl.col("item") == item)["points"].sum() for item in ("2.1", "3.1", "5.2")}

    work = duckdb.connect()
    for name in ("units", "disclosures", "figures"):
        work.execute(f"create view {name} as from read_parquet('{folder / name}.parquet')")
    work.execute(
        "create table days as select * from (values "
        + ", ".join(f"(date '{day}', {index})" for day, index in _workdays())
        + ") t(day, w)"
    )
    listed = work.execute(
        "select sum(24000000 - 4000000 * (6 - n)) from (select code, count(distinct topic) filter (topic in "
        "('招生政策','招生范围','入学条件','招生程序','招生计划','招生结果') and published is not null) n "
        "from units left join disclosures on unit = code group by code)"
    ).fetchone()[0]
    late = work.execute(
        "select sum(greatest(0, 20000000 - lost)) from (select code, coalesce(sum(case when p.w - f.w > 20 then "
        "least(2000000, 200000 * (p.w - f.w - 20)) else 0 end), 0) lost from units left join disclosures on unit = code "
        "left join days f on f.day = formed left join days p on p.day = published group by code)"
    ).fetchone()[0]
    ratio = work.execute(
        "select sum(greatest(0, 10000000 - case when h.value < r.value then cast(floor((2 * 500000::hugeint * (100000000 - floor((2 * "
        "100000000 * h.value + r.value) / (2 * r.value))) + 1000000) / 2000000) as bigint) else 0 end)) "
        "from figures r join figures h on r.unit = h.unit and r.name = '受理件数' and h.name = '已办结件数'"
    ).fetchone()[0]

    assert got == {"2.1": int(listed), "3.1": int(late), "5.2": int(ratio)}


def _workdays() -> list[tuple[date, int]]:
    from compliance.workdays import calendar

    known = calendar()
    return [(day, known.count(day)) for n in range(365) if (day := date.fromordinal(date(2025, 1, 1).toordinal() + n))]
