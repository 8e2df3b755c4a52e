"""What units hand in, written as a folder of tables, in every form that the tool reads."""

import csv
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from compliance.evidence import Evidence
from compliance.tables import tables

FORMS = ("csv", "gbk", "text", "typed")


def alike(units: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same units, each with every table that one of them hands in: in a folder of tables a file is there for all."""
    handed_in = [name for name in tables() if name != "units" and any(unit.get(name) not in (None, "") for unit in units)]
    return [{**unit, **{name: "无" if unit.get(name) in (None, "") else unit[name] for name in handed_in}} for unit in units]


def write_texts(folder: Path, units: Sequence[Mapping[str, Any]], form: str) -> None:
    """CSV in UTF-8 (`csv`) or GBK with Chinese names of columns (`gbk`), or Parquet with nothing but texts (`text`)."""
    found: dict[str, list[dict[str, str]]] = {"units": [_cells(unit["unit"]) for unit in units]}
    for name in tables():
        if name != "units" and any(name in unit for unit in units):
            found[name] = [
                {"unit": unit["unit"]["code"], **_cells(row)}
                for unit in units
                for row in (unit.get(name) if isinstance(unit.get(name), list) else ())
                if isinstance(row, Mapping)
            ]
    for name, rows in found.items():
        table = tables()[name]
        columns = [each.name for each in table.columns if each.required or any(each.name in row for row in rows)]
        columns += ["unit"] if name != "units" else []
        labels = {each.name: each.label for each in table.columns} | {"unit": "单位代码"}
        if form == "text":
            pl.DataFrame(
                [[row.get(each, "") for each in columns] for row in rows], schema=dict.fromkeys(columns, pl.String), orient="row"
            ).write_parquet(folder / f"{name}.parquet")
            continue
        file = folder / f"{table.label if form == 'gbk' else name}.csv"
        with file.open("w", encoding="gb18030" if form == "gbk" else "utf-8-sig", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow([labels[each] if form == "gbk" else each for each in columns])
            writer.writerows([row.get(each, "") for each in columns] for row in rows)


def write_typed(folder: Path, evidence: Evidence) -> None:
    """Parquet with dates, lists and decimals; one table in two files of a folder, rows in any order of units."""
    codes = evidence.units["code"]
    evidence.units.select("code", "name", "class", "traits").write_parquet(folder / "units.parquet")
    for name, lazy in evidence.tables.items():
        frame = lazy.collect().reverse()
        for column in tables()[name].columns:
            if column.type in ("decimal", "points"):
                values = [None if each is None else Decimal(each) / 1_000_000 for each in frame[column.name]]
                frame = frame.with_columns(pl.Series(column.name, values, pl.Decimal(30, 6)))
        frame = frame.with_columns(unit=codes.gather(frame["unit"])).drop("row", "id")
        (folder / name).mkdir()
        half = frame.height // 2
        frame[:half].write_parquet(folder / name / "a.parquet")
        frame[half:].write_parquet(folder / name / "b.parquet")


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: "、".join(value) if isinstance(value, list) else str(value) for key, value in row.items()}
