"""Tables of any size: shards of units one after the other or on several workers, only the ranking over all of them.

A shard is one call of the pipeline on the rows of some units; what it gives goes to disk at once. Finished shards are kept beside the
output, with their digests, until the whole is done: a run that was broken off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from compliance.evaluate import Layer
from compliance.frozen import frozen
from compliance.incremental import FOLDER, UNITS, Kept, keep
from compliance.load import columnar
from compliance.model import RuleSet, State, Waiver, granted
from compliance.pipeline import judge
from compliance.rank import rank
from compliance.recommend import advice
from compliance.report import columnar as output
from compliance.report.record import bulk_record, written
from compliance.validate.columnar import Tables, evidence_of, refuse_strangers
from compliance.version import __version__
from compliance.workdays import calendar

BYTES_A_ROW = 100
BYTES_A_RESULT = 130
"""What a row and what an item of a unit take at most while their shard is judged (benchmarks/bulk.py)."""
AT_A_TIME = 2
"""Shards judged at once in this process: while one is written the other keeps the cores busy."""
PLAN = "plan.json"
PARTS = ("units", "items", "findings")


@frozen
class Job:
    """What every shard needs to know. tables: all units; kept: which of them an earlier output still answers for."""

    rule_set: RuleSet
    tables: Tables
    as_of: date
    layer: Layer
    work: str
    waivers: tuple[Waiver, ...] = ()
    kept: Kept | None = None

    @cached_property
    def judged(self) -> Tables:
        """The units that must be judged now."""
        return self.tables if self.kept is None else self.kept.changed(self.tables)

    @property
    def basis(self) -> Mapping[str, Any]:
        """What results depend on beside the evidence."""
        return {
            "tool": __version__,
            "polars": pl.__version__,
            "rule_set": self.rule_set.sha256,
            "calendar": calendar().sha256,
            "as_of": self.as_of.isoformat(),
            "layer": self.layer,
            "waivers": [repr(each) for each in self.waivers],
        }


@frozen
class Shard:
    """The units from `first` to before `last`, in the order of their codes."""

    number: int
    first: int
    last: int

    def file(self, work: str, part: str) -> Path:
        """Items are put together at the end and so are in the format that is written fastest."""
        ending = {"done": "json", "items": "arrow"}.get(part, "parquet")
        return Path(work) / f"{part}-{self.number:05d}.{ending}"


Runner = Callable[[Job, list[Shard]], Iterable[Shard]]
"""Runs the shards, in any order, and names each as it is done."""


def shards(tables: Tables, items: int, memory: int, count: int | None = None) -> list[Shard]:
    """So many shards, or as many as keep those judged at once within so many bytes; none where there is no unit."""
    units = tables.units.height
    if not units:
        return []
    needed = tables.rows * BYTES_A_ROW + units * items * BYTES_A_RESULT
    count = max(1, min(units, count or -(-needed // memory) * AT_A_TIME))
    bounds = [units * place // count for place in range(count + 1)]
    return [Shard(place, first, last) for place, (first, last) in enumerate(zip(bounds, bounds[1:], strict=False))]


def assess_tables(job: Job, parts: list[Shard], out: Path, run: Runner, tell: Callable[[int], None]) -> dict[str, Any]:
    """Judge all shards and write the output folder; gives its record. `tell` hears the number of units of each shard done.

    Raises InvalidInput for rows of no unit, and whatever a worker raises; the output is replaced as a whole or not at all.
    """
    with ThreadPoolExecutor(1) as aside:
        digest = aside.submit(columnar.digest, job.tables.files)
        todo = _unfinished(job, parts)
        for shard in (each for each in parts if each not in todo):
            tell(shard.last - shard.first)
        for shard in run(job, todo):
            tell(shard.last - shard.first)
        return _finish(job, parts, out, digest.result())


def some_at_a_time(job: Job, parts: list[Shard]) -> Iterator[Shard]:
    """The shards in this process."""

    def judged(shard: Shard) -> Shard:
        judge_shard(job, shard)
        return shard

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield from pool.map(judged, parts)


def judge_shard(job: Job, shard: Shard) -> None:
    """Judge the units of a shard and write what was found."""
    evidence = evidence_of(job.judged, shard.first, shard.last)
    run = judge(job.rule_set, evidence, job.as_of, job.layer, job.waivers)
    if run.stray:
        refuse_strangers(job.tables)
    frames = {
        "units": run.units.lazy().select(_columns_for_all(job.rule_set)),
        "items": output.items(run).lazy(),
        "findings": output.findings(run).lazy(),
    }
    digests = {part: _sunk(frame, shard.file(job.work, part)) for part, frame in frames.items()}
    _put(shard.file(job.work, "done"), json.dumps(digests).encode())


def _columns_for_all(rule_set: RuleSet) -> list[str]:
    """What the ranking, the recommendations and the output read of a unit: all that must be known of all units at once."""
    numbers = {item.id: index for index, item in enumerate(rule_set.lines())}
    ties = [f"{numbers[each]}.points" for each in rule_set.ranking.ties]
    read = {name for each in advice(rule_set).values() for name in each.meta.root_names()} - {"rank", "ranked"}
    own = ["code", "class", "score", "possible", "bonus", "grade", "grade_certain", "name"]
    return list(dict.fromkeys([*own, *ties, *sorted(read)]))


# --- files ---


def _sunk(frame: pl.LazyFrame, file: Path) -> str:
    """Write beside, then rename; the SHA-256 of the file."""
    beside = file.with_suffix(".part")
    if file.suffix == ".arrow":
        frame.sink_ipc(beside, compression="lz4")
    else:
        frame.sink_parquet(beside)
    with beside.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    beside.replace(file)
    return found


def _put(file: Path, content: bytes) -> None:
    beside = file.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(file)


def _unfinished(job: Job, parts: list[Shard]) -> list[Shard]:
    """The shards that an earlier run of the very same plan has not left here whole; a folder of another plan is cleared."""
    work = Path(job.work)
    plan = json.dumps(_plan(job, parts), ensure_ascii=False, indent=1).encode()
    if not (work / PLAN).is_file() or (work / PLAN).read_bytes() != plan:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        _put(work / PLAN, plan)
        return parts
    return [each for each in parts if not _is_whole(job, each)]


def _plan(job: Job, parts: list[Shard]) -> Mapping[str, Any]:
    """What the finished shards of a run depend on; of local files their sizes and times stand for their contents."""
    files = [each for group in job.tables.files.values() for each in group]
    stats = [(each.name, each.rows, *_size_and_time(each.name)) for each in files]
    return {
        **job.basis,
        "files": stats,
        "left_out": list(job.tables.left_out),
        "kept": 0 if job.kept is None else job.kept.codes.len(),
        "shards": [each.last for each in parts],
    }


def _size_and_time(name: str) -> tuple[int, int]:
    if "://" in name:
        return 0, 0
    found = Path(name).stat()
    return found.st_size, found.st_mtime_ns


def _is_whole(job: Job, shard: Shard) -> bool:
    try:
        digests = json.loads(shard.file(job.work, "done").read_bytes())
        for part in PARTS:
            with shard.file(job.work, part).open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() != digests[part]:
                    return False
    except (OSError, ValueError, KeyError):
        return False
    return True


# --- the whole ---


def _finish(job: Job, parts: list[Shard], out: Path, digest: str) -> dict[str, Any]:
    """Rank all units, settle the recommendations, put the output together and in its place."""
    rules, work = job.rule_set, Path(job.work)
    known = _units(job, parts)
    units = rank(rules, known)
    units = units.with_columns(**advice(rules))
    made = work / "output"
    shutil.rmtree(made, ignore_errors=True)
    (made / "findings").mkdir(parents=True)
    output.scores(rules, units).write_parquet(made / "scores.parquet")
    output.recommendations(rules, units, job.as_of).write_parquet(made / "recommendations.parquet")
    items = [pl.scan_ipc(each.file(job.work, "items"), glob=False) for each in parts]
    if job.kept is not None:
        keep(made, job.basis, job.kept.digests, known)
        items += _taken_over(job.kept, made)
    pl.concat(items).sink_parquet(made / "items.parquet")
    is_error = pl.col("state") == State.ERROR.value
    errors = pl.scan_parquet(made / "items.parquet", glob=False).select(is_error.sum()).collect(engine="streaming").item()
    for each in parts:
        os.link(each.file(job.work, "findings"), made / "findings" / f"part-{each.number:05d}.parquet")
    evidence = {"sha256": digest, "units": units.height, "rows": job.tables.rows, "left_out": list(job.tables.left_out)}
    waivers = granted(job.waivers, job.as_of, set(known["code"]))
    record = bulk_record(rules, job.as_of, job.layer, evidence, output.totals(rules, units), waivers, errors)
    (made / "record.json").write_bytes(written(record))
    _swap(made, out)
    shutil.rmtree(work)
    return record


def _units(job: Job, parts: list[Shard]) -> pl.DataFrame:
    """What must be known of all units at once, in the order of their codes."""
    frames = [pl.scan_parquet(each.file(job.work, "units"), glob=False) for each in parts]
    if job.kept is not None and not job.kept.codes.is_empty():
        frames.append(job.kept.rows(f"{FOLDER}/{UNITS}", "code"))
    return pl.concat(frames).collect().sort("code")


def _taken_over(old: Kept, made: Path) -> list[pl.LazyFrame]:
    """Copy the findings of an earlier output that it still answers for; gives its items."""
    if old.codes.is_empty():
        return []
    old.rows("findings/*.parquet", "unit").sink_parquet(made / "findings" / "part-kept.parquet")
    return [old.rows("items.parquet", "unit")]


def _swap(made: Path, out: Path) -> None:
    """Put a folder in the place of another."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    made.rename(out)
    shutil.rmtree(old, ignore_errors=True)
