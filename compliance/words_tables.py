"""The words of runs over tables, in both languages: a part of the one table in `words`."""

from __future__ import annotations

TABLES: dict[str, tuple[str, str]] = {
    "scale.progress": (
        "{units}/{all} 个单位（{share}%）  {speed} 个单位/秒、{rows} 行/秒  还要约 {left} 秒",
        "{units}/{all} units ({share}%)  {speed} units/s, {rows} rows/s  about {left} s left",
    ),
    "scale.kept.none": ("没有可以接着用的结果（第一次用 --incremental，或规则、日期、豁免、版本变了），{all} 个单位全评", "no earlier result can be used (the first run with --incremental, or other rules, day, waivers or version): all {all} units"),
    "scale.kept": ("{all} 个单位中有 {units} 个的材料变了，只评这些", "{units} of {all} units have changed and are assessed again"),
    "scale.head": ("{rules}   {units} 个单位、{rows} 行材料   计算截止 {as_of}", "{rules}   {units} units, {rows} rows   as of {as_of}"),
    "scale.errors": ("{count} 处检查出错（items.parquet 里 state 为 error 的行），不得分", "{count} checks broke (the rows of items.parquet in state error) and give no point"),
    "scale.left_out": ("有 {count} 个单位的材料有错，没有评：{codes}", "{count} units have faulty evidence and were left out: {codes}"),
    "waivers.strange": (
        "提醒 豁免 {ids} 写的单位不在这些单位里，没有算上：{codes}",
        "remark: waivers {ids} are for units that are not among these and count for nothing: {codes}",
    ),
    "scale.summary": ("共 {count} 个单位", "{count} units"),
    "scale.units": ("单位", "Units"),
    "scale.scored": ("有得分", "Scored"),
    "scale.average": ("平均分", "Average"),
    "scale.uncertain": ("等次未定", "Uncertain"),
}  # fmt: skip
