"""The folder that a run over tables wrote: its record and its tables, as they lie there (formats.md §3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from compliance.errors import InvalidInput, Problem
from compliance.frozen import frozen
from compliance.load import why
from compliance.source import Place

RECORD = "record.json"
TABLES = ("scores", "items", "recommendations")


@frozen
class Output:
    """scores, items, recommendations: the frames of `report.columnar`; items is not read yet."""

    record: Mapping[str, Any]
    scores: pl.DataFrame
    items: pl.LazyFrame
    recommendations: pl.DataFrame


def is_results(folder: Path) -> bool:
    """Whether a folder holds the output of a run."""
    return (folder / RECORD).is_file() and (folder / "scores.parquet").is_file()


def read_results(folder: Path) -> Output:
    """The output of a run. Raises InvalidInput for files that are missing or damaged."""
    record = read_record(folder)
    frames = {}
    for name in TABLES:
        file = folder / f"{name}.parquet"
        try:
            frames[name] = pl.scan_parquet(file, glob=False, hive_partitioning=False)
            frames[name].collect_schema()
        except OSError as reason:
            raise InvalidInput([Problem("Y009", Place(str(file)), {"reason": why(reason)})]) from reason
        except pl.exceptions.PolarsError as reason:
            text = str(reason).splitlines()[0][:120]
            raise InvalidInput([Problem("Y010", Place(str(file)), {"reason": text})]) from reason
    scores, recommendations = pl.collect_all([frames["scores"], frames["recommendations"]])
    return Output(record, scores, frames["items"], recommendations)


def read_record(folder: Path) -> Mapping[str, Any]:
    """The record of the run alone. Raises InvalidInput."""
    file = folder / RECORD
    try:
        found: Mapping[str, Any] = json.loads(file.read_bytes())
        missing = [name for name in ("rule_set", "as_of", "layer") if name not in found]
    except OSError as reason:
        raise InvalidInput([Problem("Y009", Place(str(file)), {"reason": why(reason)})]) from reason
    except (ValueError, TypeError) as reason:
        raise InvalidInput([Problem("Y009", Place(str(file)), {"reason": "@file.unreadable"})]) from reason
    if missing:
        raise InvalidInput([Problem("Y009", Place(str(file)), {"reason": "@file.unreadable"})])
    return found
