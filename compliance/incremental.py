"""Only what changed: a digest a unit over all its rows, kept with the output, tells which units need not be judged again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from compliance.evidence import LINE, UNIT_NAMES
from compliance.validate.columnar import Tables, only, refuse_strangers

FOLDER = "incremental"
BASIS, DIGESTS, UNITS = "basis.json", "digests.parquet", "units.parquet"


@dataclass(frozen=True)
class Kept:
    """What an earlier output is good for. out: its folder; codes: the units that are as they were; digests: code and digest
    (UInt64) of all units of today; is_comparable: there is an earlier output, and on the same basis."""

    out: Path
    codes: pl.Series
    digests: pl.DataFrame
    is_comparable: bool

    def changed(self, whole: Tables) -> Tables:
        """The tables with nothing but the units that are not as they were."""
        return only(whole, whole.units.filter(~pl.col("code").is_in(self.codes.implode()))["code"].to_list())

    def rows(self, file: str, name: str) -> pl.LazyFrame:
        """The rows of the earlier output for the units that are as they were; `name` is the column of the unit's code."""
        files = sorted(self.out.glob(file))
        return pl.scan_parquet(files, glob=False).filter(pl.col(name).is_in(self.codes.implode()))


def kept(whole: Tables, out: Path, basis: Mapping[str, Any]) -> Kept:
    """Compare today's tables with those behind the output in `out`; without one, or on another basis, nothing is kept.

    basis: all else that results depend on: the tool, the rules, the day, the layer, the waivers. Raises InvalidInput for rows of
    no unit.
    """
    digests = _digests(whole)
    folder = out / FOLDER
    if not (folder / BASIS).is_file() or (folder / BASIS).read_bytes() != written(basis):
        return Kept(out, digests["code"].clear(), digests, is_comparable=False)
    before = pl.read_parquet(folder / DIGESTS, glob=False)
    same = digests.join(before, on=["code", "digest"], how="semi")
    return Kept(out, same["code"], digests, is_comparable=True)


def keep(made: Path, basis: Mapping[str, Any], digests: pl.DataFrame, units: pl.DataFrame) -> None:
    """Write into an output folder what the next run compares with."""
    (made / FOLDER).mkdir()
    (made / FOLDER / BASIS).write_bytes(written(basis))
    digests.write_parquet(made / FOLDER / DIGESTS)
    units.write_parquet(made / FOLDER / UNITS)


def written(basis: Mapping[str, Any]) -> bytes:
    return json.dumps(basis, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _digests(whole: Tables) -> pl.DataFrame:
    """code, digest: the rows of each table hashed and added up, so that their order does not matter."""
    own = whole.units.select("code", pl.struct(pl.exclude("unit")).hash().alias("units"))
    sums = []
    for name, parts in whole.files.items():
        for each in parts if name != "units" else ():
            code = next(each_name for each_name in UNIT_NAMES if each_name in each.schema)
            columns = sorted(column for column in each.schema if column != code)
            row = pl.struct(pl.lit(name).alias(LINE), *columns).hash()
            sums.append(each.frame.select(code=pl.col(code).cast(pl.String), row=row))
    found = pl.concat(sums).group_by("code").agg(pl.col("row").sum(), pl.len()).collect(engine="streaming") if sums else None
    if found is None:
        return own.select("code", digest="units")
    if found.join(own, on="code", how="anti").height:
        refuse_strangers(whole)
    all_rows = own.join(found, on="code", how="left", maintain_order="left")
    return all_rows.select("code", digest=pl.struct("units", "row", "len").hash())
