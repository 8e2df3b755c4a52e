"""The same sixty items by hand: as one DuckDB query, and as a plain Python loop. Prints the sum of all points in micro.

    python benchmarks/peers.py duckdb|python|pandas FOLDER

Scores only, no findings, no totals, no grades: less than the tool does. `bulk.py` runs them; the sums must be the tool's.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from data import TOPICS, numbers

from compliance.workdays import calendar

ITEMS = 60
AS_OF = date(2025, 12, 31)
FEW = 2_000


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


def by_duckdb(folder: Path) -> int:
    import duckdb

    known = calendar()
    days = ", ".join(f"({n}, {known.index[n]})" for n in range(len(known.index)))
    points = " + ".join(f"case when {applies(place)} then {sql(place)} else 0 end" for place in range(ITEMS))
    lates = ", ".join(late(place) for place in range(2, ITEMS, 6))
    figures = ", ".join(f"sum(value) filter (name = '指标{i}') f{i}" for i in range(8))
    code = "(1::bigint << cast(substr(topic, 3) as integer))"
    query = f"""
    with days(n, w) as (values {days}),
    d as (select unit, topic, published, reviewer, a.w w_from, b.w w_end, c.w w_before from '{folder}/disclosures.parquet'
      left join days a on a.n = formed - date '{known.first}'
      left join days b on b.n = coalesce(published, date '{AS_OF}') - date '{known.first}'
      left join days c on c.n = coalesce(published, date '{AS_OF}') - date '{known.first}' - 1),
    one as (select unit, bit_or({code}) filter (published is not null) seen,
      bit_or({code}) filter (published is not null and reviewer is not null) reviewed, {lates} from d group by unit),
    two as (select unit, bit_or({code}) papers from '{folder}/documents.parquet' where issued is not null group by unit),
    three as (select unit, {figures} from '{folder}/figures.parquet' group by unit)
    select sum({points}) from '{folder}/units.parquet' u left join one on one.unit = u.code left join two on two.unit = u.code
      left join three on three.unit = u.code
    """
    return int(duckdb.sql(query).fetchall()[0][0])


def rows_of(folder: Path, name: str, columns: list[str]) -> Iterator[tuple]:
    import polars as pl

    codes = pl.read_parquet(folder / "units.parquet")["code"].head(FEW)
    frame = pl.scan_parquet(folder / f"{name}.parquet").filter(pl.col("unit") <= codes[-1]).select(columns)
    return frame.collect().iter_rows()


def by_python(folder: Path) -> int:
    import polars as pl

    known = calendar()
    units = list(pl.read_parquet(folder / "units.parquet").head(FEW).select("code", "class").iter_rows())
    public, papers, figures = defaultdict(list), defaultdict(set), defaultdict(dict)
    for unit, *row in rows_of(folder, "disclosures", ["unit", "topic", "formed", "published", "reviewer"]):
        public[unit].append(row)
    for unit, topic in rows_of(folder, "documents", ["unit", "topic"]):
        papers[unit].add(topic)
    for unit, name, value in rows_of(folder, "figures", ["unit", "name", "value"]):
        figures[unit][name] = value
    total = 0
    for unit, kind in units:
        seen = {topic for topic, _, published, _ in public[unit] if published}
        reviewed = {topic for topic, _, published, who in public[unit] if published and who}
        for place in range(ITEMS):
            if place % 4 != 3 or kind in ("公办小学", "公办初中"):
                total += points(place, public[unit], seen, reviewed, papers[unit], figures[unit], known)
    return total


def late_by(known, start: date, end: date, limit: int) -> int:
    """Working days late, at least one where a day off after the limit is late."""
    if known.between(start, end - timedelta(days=1)) < limit:
        return 0
    return max(1, known.between(start, end) - limit)


def points(place: int, public: list, seen: set, reviewed: set, papers: set, figures: dict, known) -> int:
    v = numbers(place)
    one, other = f"事项{v['k']}", f"事项{v['j']}"
    kind = place % 6
    if kind == 0:
        return max(0, 1_000_000 - v["a"] * 100_000 * sum(each not in seen for each in topics(v["k"])))
    if kind == 1:
        return 1_000_000 if one in seen else 0
    if kind == 2:
        mine = [(formed, published) for topic, formed, published, _ in public if topic in (one, other)]
        excess = [late_by(known, formed, published or AS_OF, v["n"]) for formed, published in mine]
        return max(0, 1_000_000 - sum(min(200_000, v["a"] * 10_000 * each) for each in excess)) if mine else 0
    if kind == 3:
        wanted = [one, other]
        met, count = sum(each in reviewed for each in wanted), len(wanted)
        return (2 * 1_000_000 * met + count) // (2 * count)
    if kind == 4:
        above, below = figures[f"指标{v['m']}"], figures[f"指标{v['q']}"]
        actual = (200_000_000 * above + below) // (2 * below)
        excess = max(0, (90 + v["a"]) * 1_000_000 - actual)
        return max(0, 1_000_000 - (2 * v["a"] * 10_000 * excess + 1_000_000) // 2_000_000)
    return 1_000_000 if one in papers else 0


if __name__ == "__main__":
    run = {"duckdb": by_duckdb, "python": by_python}[sys.argv[1]]
    print(run(Path(sys.argv[2])))
