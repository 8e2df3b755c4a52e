"""The same sixty items as a plain Python loop over the units, points and findings written as CSV. `peers.py` runs it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
from peers import AS_OF, ITEMS, numbers, topics

from compliance.workdays import calendar

FULL = 1_000_000
Finding = tuple[str, object, object, object, object]


class School:
    """One unit's rows, looked up once for all items."""

    def __init__(self, public: list[tuple], papers: list[str], figures: dict[str, int]) -> None:
        self.papers, self.figures = set(papers), figures
        self.rows = defaultdict(list)
        self.seen, self.reviewed = set(), set()
        for identity, topic, formed, published, reviewer in public:
            self.rows[topic].append((identity, formed, published))
            if published:
                self.seen.add(topic)
                if reviewer:
                    self.reviewed.add(topic)


def run(folder: Path, out: Path) -> tuple[int, int]:
    out.mkdir(parents=True, exist_ok=True)
    known, total, count = calendar(), 0, 0
    items = [(place, place % 6, numbers(place)) for place in range(ITEMS)]
    with (out / "items.csv").open("w", newline="") as lines, (out / "findings.csv").open("w", newline="") as faults:
        write, tell = csv.writer(lines).writerow, csv.writer(faults).writerow
        for unit, is_public, school in schools(folder):
            for place, kind, v in items:
                if place % 4 == 3 and not is_public:
                    write((unit, place, 0))
                    continue
                points, found = judged(school, kind, v, known)
                total += points
                count += len(found)
                write((unit, place, points))
                for each in found:
                    tell((unit, place, *each))
    return total, count


def schools(folder: Path) -> Iterator[tuple[str, bool, School]]:
    """Unit by unit: all tables are sorted by unit."""
    public = rows(folder, "disclosures", "id", "topic", "formed", "published", "reviewer")
    papers, figures = rows(folder, "documents", "topic"), rows(folder, "figures", "name", "value")
    for unit, kind in pl.read_parquet(folder / "units.parquet").select("code", "class").iter_rows():
        own = School(public.pop(unit, []), [topic for (topic,) in papers.pop(unit, [])], dict(figures.pop(unit, [])))
        yield unit, kind in ("公办小学", "公办初中"), own


def rows(folder: Path, name: str, *columns: str) -> dict[str, list[tuple]]:
    found = defaultdict(list)
    for unit, *cells in (
        pl.read_parquet(folder / f"{name}.parquet", columns=["unit", *columns]).select("unit", *columns).iter_rows()
    ):
        found[unit].append(tuple(cells))
    return found


def judged(school: School, kind: int, v: dict[str, int], known) -> tuple[int, list[Finding]]:
    one, other = f"事项{v['k']}", f"事项{v['j']}"
    if kind == 0:
        gone = [each for each in topics(v["k"]) if each not in school.seen]
        return max(0, FULL - v["a"] * 100_000 * len(gone)), [(each, "", each, "", v["a"] * 100_000) for each in gone]
    if kind == 2:
        return in_time(school.rows[one] + (school.rows[other] if other != one else []), v["n"], v["a"] * 10_000, known)
    if kind == 3:
        gone = [each for each in (one, other) if each not in school.reviewed]
        return FULL * (2 - len(gone)) // 2, [(each, "", each, "", "") for each in gone]
    if kind == 4:
        above, below = school.figures[f"指标{v['m']}"], school.figures[f"指标{v['q']}"]
        actual = (200_000_000 * above + below) // (2 * below)
        excess = (90 + v["a"]) * FULL - actual
        if excess <= 0:
            return FULL, []
        lost = (2 * v["a"] * 10_000 * excess + FULL) // (2 * FULL)
        return max(0, FULL - lost), [("", actual / FULL, 90 + v["a"], excess, lost)]
    there = one in (school.seen if kind == 1 else school.papers)
    return (FULL, []) if there else (0, [(one, "", "", "", "")])


def in_time(mine: list[tuple], limit: int, per_day: int, known) -> tuple[int, list[Finding]]:
    index, first = known.index, known.first.toordinal()
    lost, found = 0, []
    for identity, formed, published in mine:
        start, end = index[formed.toordinal() - first], (published or AS_OF).toordinal() - first
        if index[end - 1] - start >= limit:
            excess = max(1, index[end] - start - limit)
            less = min(200_000, per_day * excess)
            lost += less
            due: date = known.days[start + limit - 1]
            found.append((identity, published, due, excess, less))
    return (max(0, FULL - lost) if mine else 0), found
