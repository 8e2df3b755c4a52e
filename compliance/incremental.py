"""Only what changed: a digest a unit over all its rows, kept with the output, tells which units need not be judged again."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from compliance.checks import Check, Composite
from compliance.checks.figure import Figure
from compliance.checks.ratio import Ratio
from compliance.checks.sum import Sum
from compliance.evidence import LINE, UNIT_NAMES, File, trimmed
from compliance.frozen import frozen
from compliance.model import RuleSet
from compliance.tables import tables
from compliance.validate.cells import cell_of, unit_code
from compliance.validate.columnar import Tables, only, refuse_strangers

FOLDER = "incremental"
BASIS, DIGESTS, UNITS = "basis.json", "digests.parquet", "units.parquet"


@frozen
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


def kept(whole: Tables, rule_set: RuleSet, out: Path, basis: Mapping[str, Any]) -> Kept:
    """Compare today's tables with those behind the output in `out`; without one, or on another basis, nothing is kept.

    basis: all else that results depend on: the tool, the rules, the day, the layer, the waivers. Raises InvalidInput for rows of
    no unit.
    """
    digests = _digests(whole, {name for item in rule_set.lines() for name in _told_by_row(item.check)})
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


def _told_by_row(check: Check) -> Iterator[str]:
    """The tables whose rows findings of the check may name; without an id by their number."""
    for part in check.parts if isinstance(check, Composite) else ():
        yield from _told_by_row(part.check)
    if not isinstance(check, (Composite, Figure, Ratio, Sum)):
        yield getattr(check, "table", "")


def _digests(whole: Tables, told_by_row: Container[str]) -> pl.DataFrame:
    """code, digest of each unit: its cells by the names of their columns, the numbers of rows without an id that findings may name,
    and the order of texts, which are read one after the other. Nothing else depends on the order of rows."""
    own = whole.units.select("code", pl.struct(pl.exclude("unit")).hash().alias("units"))
    found_in = [_of_table(name, parts, is_numbered=name in told_by_row) for name, parts in whole.files.items() if name != "units"]
    if not found_in:
        return own.select("code", digest="units")
    found = pl.concat(found_in).group_by("code").agg(pl.col("rows").sum()).collect(engine="streaming")
    if found.join(own, on="code", how="anti").height:
        refuse_strangers(whole)
    all_rows = own.join(found, on="code", how="left", maintain_order="left")
    return all_rows.select("code", digest=pl.struct("units", "rows").hash())


def _of_table(name: str, parts: Sequence[File], *, is_numbered: bool) -> pl.LazyFrame:
    """code, rows: a digest (UInt64) of the rows of each unit in one table.

    With h the digest of a row and L its number, Σ h·L − min L · Σ h (modulo 2⁶⁴) depends on the order of the unit's rows and not on
    where the first of them stands.
    """
    id_ = tables()[name].column("id")
    frames, offset = [], 0
    for each in parts:
        columns = sorted(column for column in each.schema if column not in UNIT_NAMES)
        line = (pl.col(LINE) + offset).cast(pl.UInt64)
        has_no_id = pl.lit(value=True) if id_ is None else trimmed(cell_of(each, id_)).is_null()
        number = (pl.when(has_no_id).then(line).otherwise(0) if is_numbered else pl.lit(0)).alias(LINE)
        row = pl.struct(pl.lit("\n".join((name, *columns))).alias("#columns"), number, *columns).hash()
        frames.append(each.frame.select(code=unit_code(each), row=row, line=line))
        offset += each.last
    sums = (
        pl.concat(frames)
        .group_by("code")
        .agg((pl.col("row") * pl.col("line")).sum().alias("placed"), pl.col("row").sum(), pl.col("line").min(), pl.len())
    )
    is_ordered = tables()[name].column("text") is not None
    order = pl.col("placed") - pl.col("line") * pl.col("row") if is_ordered else pl.lit(0, pl.UInt64)
    return sums.select("code", rows=pl.struct("row", "len", order.alias("order")).hash())
