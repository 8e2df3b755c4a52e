"""Tables of many units against what cannot be done without: decoding and summing the columns that the items need.

    python benchmarks/bulk.py FOLDER [UNITS ROWS]…        (default 100000 50)

Makes the tables in FOLDER if they are not there, then times whole processes one after the other: the floor, the tool, hand-written
DuckDB SQL for the listed, deadline and ratio items (without findings), a plain Python loop over 2,000 units, one unit out of all.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import data
import one_school
import polars as pl

from compliance.tables import tables

ITEMS = 60
PYTHON = [sys.executable]
FLOOR = """
import sys, polars as pl
need = {"disclosures": ["unit", "topic", "formed", "published", "reviewer"], "documents": ["unit", "topic", "issued"], "figures": ["unit", "name", "value"]}
def total(name, kind):
    column = pl.col(name)
    return column.hash().sum() if kind == pl.String else column.to_physical().cast(pl.Int64).sum()
frames = {name: pl.scan_parquet(f"{sys.argv[1]}/{name}.parquet") for name in need}
queries = [frame.select(total(name, frame.collect_schema()[name]) for name in need[table]) for table, frame in frames.items()]
print([each.row(0) for each in pl.collect_all(queries, engine="streaming")])
"""
OPEN = """
import sys, polars as pl
for name in ("units", "disclosures", "documents", "figures"):
    print(pl.scan_parquet(f"{sys.argv[1]}/{name}.parquet").select(pl.len()).collect().item())
"""


def make(folder: Path, units: int, rows: int) -> Path:
    """The tables of so many units, sorted by unit."""
    target = folder / f"{units}x{rows}"
    if (target / "units.parquet").is_file():
        return target
    target.mkdir(parents=True, exist_ok=True)
    step = max(1, 5_000_000 // rows)
    parts: dict[str, list[Path]] = {}
    for first in range(0, units, step):
        made = data.evidence(min(step, units - first), rows)
        codes = made.units["unit"].map_elements(lambda n, first=first: f"{first + n:07d}", return_dtype=pl.String)
        _write(made.units.with_columns(code=codes).select("code", "name", "class"), "units", target, parts)
        for name, lazy in made.tables.items():
            wanted = [each.name for each in tables()[name].columns if each.required] + ["id"]
            frame = lazy.with_columns(pl.col("value") // 1_000_000) if name == "figures" else lazy
            full = frame.collect()
            _write(full.select(codes.gather(full["unit"]).alias("unit"), *dict.fromkeys(wanted)), name, target, parts)
    for name, files in parts.items():
        pl.scan_parquet(files).sink_parquet(target / f"{name}.parquet")
        for each in files:
            each.unlink()
    return target


def _write(frame: pl.DataFrame, name: str, target: Path, parts: dict[str, list[Path]]) -> None:
    file = target / f".{name}-{len(parts.setdefault(name, [])):04d}"
    frame.write_parquet(file)
    parts[name].append(file)


def timed(label: str, command: list[str], floor: float | None = None) -> float:
    """Run a whole process and print its seconds, its peak memory, and how many floors it took."""
    start = time.perf_counter()
    done = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode:
        print(f"{label:44} failed: {done.stderr[-300:]}")
        return taken
    peak = int(done.stderr.strip().splitlines()[-1]) / 1024
    ratio = "" if floor is None else f"   {taken / floor:6.2f} floors"
    print(f"{label:44} {taken:8.2f} s {peak:8.0f} MiB{ratio}", flush=True)
    return taken


def main(folder: Path, sizes: list[tuple[int, int]]) -> None:
    one_school.compile_package()
    rules = folder / f"rules{ITEMS}"
    rules.mkdir(parents=True, exist_ok=True)
    (rules / "ruleset.yaml").write_bytes(data.rule_set_text(ITEMS))
    for units, rows in sizes:
        source = make(folder, units, rows)
        print(f"\n{units:,} units × {rows:,} disclosures, {ITEMS} items")
        floor = min(timed("floor: decode and sum the needed columns", [*PYTHON, "-c", FLOOR, str(source)]) for _ in range(2))
        assess = ["-m", "compliance", "-q", "assess", str(source), "--rules", str(rules), "--as-of", "2025-12-31"]
        timed("gongkai, scores and findings written", [*PYTHON, *assess, "-o", str(folder / "out")], floor)
        opened = timed("open the files", [*PYTHON, "-c", OPEN, str(source)])
        timed("one unit out of all", [*PYTHON, *assess, "--unit", f"{units // 2:07d}", "--format", "json"], opened)
        here = Path(__file__).parent
        timed("DuckDB, SQL by hand (scores only)", [*PYTHON, str(here / "peers.py"), "duckdb", str(source)], floor)
        timed("plain Python, 2,000 units (scores only)", [*PYTHON, str(here / "peers.py"), "python", str(source)], floor)


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[2:]] or [100_000, 50]
    main(Path(sys.argv[1]), list(zip(numbers[::2], numbers[1::2], strict=True)))
