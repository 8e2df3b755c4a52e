"""The same sixty items by hand: DuckDB SQL, pandas, a plain Python loop. Prints the sum of all points in micro, and what was found.

    python benchmarks/peers.py duckdb|duckdb-written|pandas|python FOLDER [OUT]

`duckdb-written` and `python` write points and findings item by item, as the tool does, the others only add up points: no totals, no grades, no
ranks, no recommendations, no check of what they read. `bulk.py` runs them; sums and numbers of findings must be the tool's.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from data import TOPICS, numbers

from compliance.workdays import calendar

ITEMS = 60
AS_OF = date(2025, 12, 31)


def topics(k: int) -> list[str]:
    return [f"事项{(k * 3 + i) % TOPICS}" for i in range(6)]


def sql(place: int) -> str:
    """The points of one item, over one row a unit."""
    v = numbers(place)
    bit = lambda topic: 1 << int(topic.removeprefix("事项"))  # noqa: E731 - a name for a shift
    kind = place % 6
    if kind == 0:
        mask = sum(bit(each) for each in topics(v["k"]))
        return f"greatest(0, 1000000 - {v['a']}00000 * (6 - bit_count(coalesce(seen, 0) & {mask})))"
    if kind == 1:
        return f"case when coalesce(seen, 0) & {1 << v['k']} != 0 then 1000000 else 0 end"
    if kind == 2:
        return f"case when n{place} > 0 then greatest(0, 1000000 - lost{place}) else 0 end"
    if kind == 3:
        mask = 1 << v["k"] | 1 << v["j"]
        if v["k"] == v["j"]:
            return f"1000000 * bit_count(coalesce(reviewed, 0) & {mask})"
        return f"500000 * bit_count(coalesce(reviewed, 0) & {mask})"
    if kind == 4:
        actual = f"((200000000 * f{v['m']} + f{v['q']}) // (2 * f{v['q']}))"
        return f"greatest(0, 1000000 - ({2 * v['a']}0000 * greatest(0, 9{v['a']}000000 - {actual}) + 1000000) // 2000000)"
    return f"case when coalesce(papers, 0) & {1 << v['k']} != 0 then 1000000 else 0 end"


def late(place: int) -> str:
    v = numbers(place)
    mine = f"topic in ('事项{v['k']}', '事项{v['j']}')"
    excess = f"case when w_before - w_from >= {v['n']} then greatest(1, w_end - w_from - {v['n']}) else 0 end"
    return (
        f"count(*) filter ({mine}) n{place}, coalesce(sum(least(200000, {v['a']}0000 * {excess})) filter ({mine}), 0) lost{place}"
    )


def applies(place: int) -> str:
    return "class in ('公办小学', '公办初中')" if place % 4 == 3 else "true"


def prepared(folder: Path) -> str:
    """Three tables of one row a unit, joined as `u`."""
    known = calendar()
    days = ", ".join(f"({n}, {known.index[n]})" for n in range(len(known.index)))
    lates = ", ".join(late(place) for place in range(2, ITEMS, 6))
    figures = ", ".join(f"sum(value) filter (name = '指标{i}') f{i}" for i in range(8))
    code = "(1::bigint << cast(substr(topic, 3) as integer))"
    return f"""
    with days(n, w) as (values {days}),
    d as (select unit, id, topic, published, reviewer, a.w w_from, b.w w_end, c.w w_before from '{folder}/disclosures.parquet'
      left join days a on a.n = formed - date '{known.first}'
      left join days b on b.n = coalesce(published, date '{AS_OF}') - date '{known.first}'
      left join days c on c.n = coalesce(published, date '{AS_OF}') - date '{known.first}' - 1),
    one as (select unit, bit_or({code}) filter (published is not null) seen,
      bit_or({code}) filter (published is not null and reviewer is not null) reviewed, {lates} from d group by unit),
    two as (select unit, bit_or({code}) papers from '{folder}/documents.parquet' where issued is not null group by unit),
    three as (select unit, {figures} from '{folder}/figures.parquet' group by unit),
    u as (select * from '{folder}/units.parquet' u left join one on one.unit = u.code left join two on two.unit = u.code
      left join three on three.unit = u.code)
    """


def points_of(place: int) -> str:
    return f"case when {applies(place)} then {sql(place)} else 0 end"


def by_duckdb(folder: Path) -> tuple[int, int]:
    import duckdb

    points = " + ".join(points_of(place) for place in range(ITEMS))
    return int(duckdb.sql(f"{prepared(folder)} select sum({points}) from u").fetchall()[0][0]), 0


def missing(place: int) -> list[str]:
    """The findings over the units' rows: one select for each entry that can be missing, one for a ratio below its target."""
    v = numbers(place)
    kind, head = place % 6, f"select code unit, {place} item"
    bit = {each: 1 << int(each.removeprefix("事项")) for each in (f"事项{n}" for n in range(TOPICS))}
    mask = {0: "seen", 1: "seen", 3: "reviewed", 5: "papers"}.get(kind)
    wanted = topics(v["k"]) if kind == 0 else [f"事项{v['k']}", f"事项{v['j']}"] if kind == 3 else [f"事项{v['k']}"]
    off = f"{v['a']}00000" if kind == 0 else "null"
    if mask is not None:
        test = f"{applies(place)} and coalesce({mask}, 0) &"
        return [
            f"{head}, '{each}' subject, null actual, '{each}' lim, null excess, {off} lost from u where {test} {bit[each]} = 0"
            for each in wanted
        ]
    if kind == 4:
        actual = f"((200000000 * f{v['m']} + f{v['q']}) // (2 * f{v['q']}))"
        excess = f"9{v['a']}000000 - {actual}"
        lost = f"({2 * v['a']}0000 * ({excess}) + 1000000) // 2000000"
        shown = f"cast({actual} / 1000000 as varchar)"
        return [
            f"{head}, '' subject, {shown} actual, '9{v['a']}' lim, {excess} excess, {lost} lost from u where {applies(place)} and {excess} > 0"
        ]
    return []


def overdue(place: int) -> str:
    """The rows at fault of a deadline, with the last day allowed."""
    v = numbers(place)
    excess = f"greatest(1, w_end - w_from - {v['n']})"
    return f"""select faulty.unit, {place} item, id subject, cast(published as varchar) actual, cast(due.day as varchar) lim,
      {excess} * 1000000 excess, least(200000, {v["a"]}0000 * {excess}) lost
      from faulty join due on due.w = w_from + {v["n"]} {"join u on u.code = faulty.unit" if place % 4 == 3 else ""}
      where topic in ('事项{v["k"]}', '事项{v["j"]}') and w_before - w_from >= {v["n"]} and {applies(place)}"""


def by_duckdb_written(folder: Path, out: Path) -> tuple[int, int]:
    """Points and findings item by item, to Parquet."""
    import duckdb

    known = calendar()
    first = {w: known.days[w - 1] for w in range(1, len(known.days) + 1)}
    due = ", ".join(f"({w}, date '{day}')" for w, day in first.items())
    least = min(numbers(place)["n"] for place in range(2, ITEMS, 6))
    out.mkdir(parents=True, exist_ok=True)
    run = duckdb.connect()
    run.execute(f"create temp table due as select * from (values {due}) t(w, day)")
    whole = prepared(folder)
    run.execute(f"create temp table u as {whole} select * from u")
    run.execute(f"create temp table faulty as {whole} select * from d where w_before - w_from >= {least}")
    lines = " union all ".join(f"select code unit, {place} item, {points_of(place)} points from u" for place in range(ITEMS))
    run.execute(f"copy ({lines}) to '{out}/items.parquet' (format parquet, compression zstd)")
    found = [each for place in range(ITEMS) for each in missing(place)] + [overdue(place) for place in range(2, ITEMS, 6)]
    run.execute(f"copy ({' union all '.join(found)}) to '{out}/findings.parquet' (format parquet, compression zstd)")
    total = run.sql(f"select sum(points) from '{out}/items.parquet'").fetchall()[0][0]
    return int(total), int(run.sql(f"select count(*) from '{out}/findings.parquet'").fetchall()[0][0])


def by_pandas(folder: Path) -> tuple[int, int]:
    import numpy as np
    import pandas as pd

    known = calendar()
    read = lambda name, *columns: pd.read_parquet(folder / f"{name}.parquet", columns=list(columns))  # noqa: E731 - a short name
    units = read("units", "code", "class").set_index("code")
    public = read("disclosures", "unit", "topic", "formed", "published", "reviewer")
    index, start = np.array(known.index), np.datetime64(known.first)

    def worked(days: pd.Series, less: int = 0) -> np.ndarray:
        return index[(days.to_numpy("datetime64[D]") - start).astype(int) - less]

    def present(rows: pd.DataFrame) -> pd.DataFrame:
        table = pd.crosstab(rows["unit"], rows["topic"]) > 0
        return table.reindex(units.index, fill_value=False).reindex(columns=[f"事项{n}" for n in range(TOPICS)], fill_value=False)

    end = public["published"].fillna(AS_OF)
    at, ended, before = worked(public["formed"]), worked(end), worked(end, 1)
    shown = public[public["published"].notna()]
    seen, reviewed = present(shown), present(shown[shown["reviewer"].notna()])
    papers = read("documents", "unit", "topic", "issued")
    papers = present(papers[papers["issued"].notna()])
    figures = (
        read("figures", "unit", "name", "value").pivot_table(index="unit", columns="name", values="value").reindex(units.index)
    )
    total = 0
    for place in range(ITEMS):
        v, kind = numbers(place), place % 6
        one, other = f"事项{v['k']}", f"事项{v['j']}"
        if kind == 0:
            points = (1_000_000 - v["a"] * 100_000 * (~seen[topics(v["k"])]).sum(axis=1)).clip(lower=0)
        elif kind == 2:
            mine = public["topic"].isin([one, other]).to_numpy()
            excess = np.where(before - at >= v["n"], np.maximum(1, ended - at - v["n"]), 0)[mine]
            lost = pd.Series(np.minimum(200_000, v["a"] * 10_000 * excess)).groupby(public["unit"][mine].to_numpy()).sum()
            points = (1_000_000 - lost).clip(lower=0).reindex(units.index, fill_value=0)
        elif kind == 3:
            points = (2 * 1_000_000 * reviewed[[one, other]].sum(axis=1) + 2) // 4
        elif kind == 4:
            above, below = figures[f"指标{v['m']}"].astype("int64"), figures[f"指标{v['q']}"].astype("int64")
            excess = ((90 + v["a"]) * 1_000_000 - (200_000_000 * above + below) // (2 * below)).clip(lower=0)
            points = (1_000_000 - (2 * v["a"] * 10_000 * excess + 1_000_000) // 2_000_000).clip(lower=0)
        else:
            points = (seen if kind == 1 else papers)[one] * 1_000_000
        counts = units["class"].isin(["公办小学", "公办初中"]) if place % 4 == 3 else True
        total += int((points * counts).sum())
    return total, 0


def by_python(folder: Path, out: Path) -> tuple[int, int]:
    import by_python

    return by_python.run(folder, out)


if __name__ == "__main__":
    peer, folder, *rest = sys.argv[1:]
    if peer in ("duckdb-written", "python"):
        print(*{"duckdb-written": by_duckdb_written, "python": by_python}[peer](Path(folder), Path(rest[0])))
    else:
        print(*{"duckdb": by_duckdb, "pandas": by_pandas}[peer](Path(folder)))
