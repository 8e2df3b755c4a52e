"""The words of waivers and exemptions, in both languages: a part of the one table in `words`."""

from __future__ import annotations

WAIVERS: dict[str, tuple[str, str]] = {
    "waiver": ("豁免", "Waiver"),
    "waiver.note": ("豁免 {id}（{effect}）；", "waiver {id} ({effect}); "),
    "formula.waiver.full": ("豁免 {id}：记满分 {points}，上面的问题不扣分", "waiver {id}: {points} in full; the faults above cost nothing"),
    "formula.waiver.not_applicable": ("豁免 {id}：不得分，分值也不计入满分", "waiver {id}: no points, and its full marks do not count"),
    "waiver.full": ("记满分", "counts in full"),
    "waiver.not_applicable": ("不计入", "does not count"),
    "waiver.expired": ("已过期，不再算", "expired, counts for nothing"),
    "waiver.ahead": ("还没开始，不算", "not yet in force, counts for nothing"),
    "waiver.since": ("{day} 起，", "from {day}, "),
    "waiver.one": ("{id}：细项 {item} {effect}，{since}{until} 为止；{reason}（{by}批准）", "{id}: item {item} {effect}, {since}until {until}; {reason} (granted by {by})"),
    "waiver.without": ("不算豁免 {score} 分，等次 {grade}；结论一概不变", "without waivers {score}, grade {grade}; no state is changed"),
    "exemption": ("申请不适用", "Exemption"),
    "exemption.asked": ("{item}：{reason}；没有批准，照常计分", "{item}: {reason}; not granted, counts as usual"),
    "exemption.granted": ("{item}：{reason}；已批准豁免", "{item}: {reason}; granted by a waiver"),
    "exemption.no_reason": ("没有写理由", "no reason given"),
}  # fmt: skip
