"""Tables of many units against what cannot be done without: decoding and summing the columns that the items need.

    python benchmarks/bulk.py FOLDER [UNITS ROWS]…        (default 100000 50)

Makes the tables in FOLDER if they are not there, then times whole processes one after the other: the floor, the tool with 60 and with
300 items, one unit out of all, and the same 60 items by hand (`peers.py`) where the library is there and the rows are not too many.
"""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import data
import one_school
import polars as pl

from compliance.tables import tables

ITEMS, MORE_ITEMS = 60, 300
FEW_ROWS = 5_000_000
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


def rule_set(folder: Path, items: int) -> Path:
    rules = folder / f"rules{items}"
    rules.mkdir(parents=True, exist_ok=True)
    (rules / "ruleset.yaml").write_bytes(data.rule_set_text(items))
    return rules


def main(folder: Path, sizes: list[tuple[int, int]]) -> None:
    one_school.compile_package()
    rules, more = rule_set(folder, ITEMS), rule_set(folder, MORE_ITEMS)
    for units, rows in sizes:
        source = make(folder, units, rows)
        print(f"\n{units:,} units × {rows:,} disclosures, {ITEMS} items")
        floor = min(timed("floor: decode and sum the needed columns", [*PYTHON, "-c", FLOOR, str(source)]) for _ in range(2))
        assess = ["-m", "compliance", "-q", "assess", str(source), "--as-of", "2025-12-31"]
        written = ["-o", str(folder / "out")]
        for _ in range(2):
            timed("gongkai, points and findings written", [*PYTHON, *assess, "--rules", str(rules), *written], floor)
        if units * rows <= FEW_ROWS:
            timed(f"gongkai, {MORE_ITEMS} distinct items", [*PYTHON, *assess, "--rules", str(more), *written], floor)
        opened = timed("open the files", [*PYTHON, "-c", OPEN, str(source)])
        one = ["--rules", str(rules), "--unit", f"{units // 2:07d}", "--format", "json"]
        timed("one unit out of all", [*PYTHON, *assess, *one], opened)
        by_hand(source, folder / "by-hand", floor, is_large=units * rows > FEW_ROWS)


def by_hand(source: Path, out: Path, floor: float, *, is_large: bool) -> None:
    peers = [*PYTHON, str(Path(__file__).parent / "peers.py")]
    if find_spec("duckdb"):
        timed("DuckDB by hand, points and findings written", [*peers, "duckdb-written", str(source), str(out)], floor)
        timed("DuckDB by hand, total points only", [*peers, "duckdb", str(source)], floor)
    if not is_large:
        timed("plain Python, points and findings written", [*peers, "python", str(source), str(out)], floor)
        if find_spec("pandas"):
            timed("pandas, total points only", [*peers, "pandas", str(source)], floor)


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[2:]] or [100_000, 50]
    main(Path(sys.argv[1]), list(zip(numbers[::2], numbers[1::2], strict=True)))
