"""Evidence as tables: a folder of Parquet or CSV files, scanned lazily; CSV (UTF-8 or GBK) is first copied to Parquet.

Nothing is typed here: `validate.columnar` reads the columns.
"""

from __future__ import annotations

import atexit
import codecs
import csv
import difflib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from compliance.errors import InvalidInput, Problem
from compliance.evidence import LINE, File
from compliance.load import why
from compliance.source import Place
from compliance.tables import by_label, tables

ENDINGS = (".parquet", ".csv")
CHUNK = 1 << 22
UTF8, GBK = "utf-8-sig", "gb18030"


def is_tables(folder: str) -> bool:
    """Whether a folder, or an address of an object store, holds tables: a file or folder of units."""
    return any(_table_of(name) == "units" for name in _entries(folder))


def find(folder: str) -> dict[str, tuple[File, ...]]:
    """The files of each table that the folder holds, by the table's English name. Raises InvalidInput."""
    found: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name in _entries(folder):
        table = _table_of(name)
        if table is None:
            if name.endswith((*ENDINGS, ".xlsx", ".xls")) and not name.startswith((".", "~")):
                problems.append(_unknown(folder, name))
            continue
        if table in found:
            problems.append(Problem("Y011", Place(_join(folder, name)), {"table": tables()[table].label}))
        found.setdefault(table, []).extend(_files(folder, name))
    files: dict[str, tuple[File, ...]] = {}
    for table, names in found.items():
        opened = [_open(each, problems) for each in names]
        files[table] = tuple(each for each in opened if each is not None)
    if problems:
        raise InvalidInput(problems)
    return files


def _unknown(folder: str, name: str) -> Problem:
    """A file that nobody would read: of a name that no table has, or of a kind that holds no table."""
    names = tuple((each.name, each.label) for each in tables().values())
    near = next(iter(difflib.get_close_matches(name.rpartition(".")[0], [each for pair in names for each in pair], 1, 0.5)), "")
    return Problem("Y012", Place(_join(folder, name)), {"found": name}, names, near)


def digest(files: Mapping[str, tuple[File, ...]]) -> str:
    """SHA-256 over the contents of all files, in the order of their names."""
    whole = hashlib.sha256()
    for each in sorted((each for parts in files.values() for each in parts), key=lambda each: each.name):
        whole.update(_content_digest(each.name).encode())
    return whole.hexdigest()


def _content_digest(path: str) -> str:
    with _filesystem(path).open(path, "rb") if "://" in path else Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- where files lie ---


def _table_of(name: str) -> str | None:
    stem, dot, ending = name.rpartition(".")
    table = by_label().get(stem if dot + ending in ENDINGS else name)
    return None if table is None else table.name


def _entries(folder: str) -> list[str]:
    if "://" in folder:
        try:
            found = _filesystem(folder).ls(folder, detail=False)
        except (OSError, ValueError):  # no such store, or nothing there
            return []
        return sorted(each.rstrip("/").rpartition("/")[2] for each in found)
    path = Path(folder)
    return sorted(each.name for each in path.iterdir()) if path.is_dir() else []


def _files(folder: str, name: str) -> list[str]:
    """The table's own file, or every file below its folder, in the order of their names."""
    whole = _join(folder, name)
    if name.endswith(ENDINGS):
        return [whole]
    if "://" in folder:
        scheme = folder.partition("://")[0]
        found = _filesystem(folder).find(whole)
        return [f"{scheme}://{each}" for each in sorted(found) if each.endswith(ENDINGS)]
    return [str(each) for each in sorted(Path(whole).rglob("*")) if each.suffix in ENDINGS]


def _join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if "://" in folder else str(Path(folder) / name)


def _filesystem(address: str) -> Any:
    """The file system behind an address such as s3://…; fsspec comes with the extra `cluster`."""
    import fsspec  # only for addresses: it comes with the extra `cluster`

    return fsspec.core.url_to_fs(address)[0]


# --- opening ---


def _open(name: str, problems: list[Problem]) -> File | None:
    is_csv, encoding = name.endswith(".csv"), ""
    try:
        encoding = _encoding(Path(name)) if is_csv else ""
        if is_csv and (twice := _given_twice(Path(name), encoding)):
            problems.append(Problem("Y003", Place(name, 1, 1), {"key": twice, "line": "1"}))
            return None
        frame = pl.scan_parquet(_copied(Path(name), encoding)) if is_csv else _numbered(name)
        last = pl.col(LINE).max().fill_null(0) if is_csv else pl.len()
        known = {key: kind for key, kind in frame.collect_schema().items() if key != LINE}
        rows, highest = frame.select(pl.len(), last=last).collect().row(0)
        return File(name, frame, known, rows, highest, is_csv)
    except UnicodeDecodeError:
        problems.append(Problem("Y005", Place(name), {"encoding": "?"}))
    except OSError as reason:
        problems.append(Problem("Y009", Place(name), {"reason": why(reason)}))
    except pl.exceptions.PolarsError as reason:
        line, told = _torn(Path(name), encoding) if is_csv else (0, "")
        told = told or ("@csv.empty" if "empty CSV" in str(reason) else str(reason).splitlines()[0][:120])
        problems.append(Problem("Y010", Place(name, line, int(line > 0)), {"reason": told}))
    return None


def _numbered(path: str) -> pl.LazyFrame:
    return pl.scan_parquet(path, row_index_name=LINE, row_index_offset=1, hive_partitioning=False, glob=False)


def _given_twice(file: Path, encoding: str) -> str:
    """A column that the header of a CSV file names twice; empty if none is."""
    with file.open(encoding=encoding, newline="") as opened:
        names = next(csv.reader(opened), [])
    return next((each for place, each in enumerate(names) if each in names[:place]), "")


def _torn(file: Path, encoding: str) -> tuple[int, str]:
    """The first line of a CSV file that has more cells than its header, or whose quotes do not close where they should, and which
    of both; 0 if there is none."""
    with file.open(encoding=encoding, newline="") as opened:
        rows = csv.reader(opened, strict=True)
        begins, width = 1, 0
        try:
            for row in rows:
                width = width or len(row)
                if len(row) > width:
                    return rows.line_num, "@csv.fields"
                begins = rows.line_num + 1
        except csv.Error:
            return begins, "@csv.quote"
    return 0, ""


@cache
def _scratch() -> Path:
    """A folder for the copies of this process, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _copied(file: Path, encoding: str) -> str:
    """A Parquet copy of a CSV file: all cells text, rows left out that say nothing at all."""
    target = _scratch() / f"{hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:16]}.parquet"
    text = file if encoding == UTF8 else _recoded(file, target.with_suffix(".csv"))
    frame = pl.scan_csv(text, infer_schema=False, row_index_name=LINE, row_index_offset=2, raise_if_empty=True, glob=False)
    if any(b'"' in chunk for chunk in _chunks(file)):  # only quoted cells can go over several lines
        breaks = pl.sum_horizontal(pl.exclude(LINE).str.count_matches("\n", literal=True))
        frame = frame.with_columns((pl.col(LINE) + breaks.cum_sum().shift(1, fill_value=0)).cast(pl.UInt32).alias(LINE))
    is_blank = pl.all_horizontal(pl.exclude(LINE).is_null() | (pl.exclude(LINE).str.strip_chars() == ""))
    frame.filter(~is_blank).sink_parquet(target)
    return str(target)


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            yield chunk


def _encoding(file: Path) -> str:
    """The encoding of a CSV file: UTF-8 where all of it can be that, else taken for GBK."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return GBK
    return UTF8


def _recoded(file: Path, target: Path) -> Path:
    """A UTF-8 copy of a GBK file. Raises UnicodeDecodeError for any other."""
    decoder = codecs.getincrementaldecoder(GBK)()
    with target.open("w", encoding="utf-8", newline="") as copy:
        for chunk in _chunks(file):
            copy.write(decoder.decode(chunk))
        copy.write(decoder.decode(b"", final=True))
    return target
