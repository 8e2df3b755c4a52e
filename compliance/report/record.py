"""The record: an assessment as JSON, in English, with decimals as strings; its schema is `schemas/record.schema.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from compliance.assessment import Advice, Assessment, Finding, ItemResult, Standing, UnitResult, unseen
from compliance.engine.arithmetic import half_up
from compliance.model import RuleSet, Veto, Waiver
from compliance.reach import Reach, reach
from compliance.repairs import Option, Repair, past_mending, repairs
from compliance.report.columnar import totals
from compliance.report.problems import as_data
from compliance.values import write_decimal, write_places
from compliance.version import __version__
from compliance.words import Lang
from compliance.workdays import calendar

VERSION = "1.2"


def record(run: Assessment, lang: Lang = "en") -> dict[str, Any]:
    """The whole run; `lang` is that of the sentences in `problems`, all else does not depend on it."""
    return {
        **_head(run),
        "units": [_unit(each, run) for each in run.results()],
        "problems": [as_data(each, lang) for each in run.remarks],
    }


def rank_record(run: Assessment, standings: Sequence[Standing]) -> dict[str, Any]:
    """Who stands where, class by class; its schema is `schemas/rank.schema.json`."""
    places = run.rule_set.scoring.places
    classes = []
    for name, units in groupby(standings, key=lambda each: each.unit_class):
        rows = list(units)
        ranked = sum(each.score is not None for each in rows)
        quotas = [
            {"grade": each.name, "quota": f"{write_decimal(each.quota)}%", "places": each.admits(ranked)}
            for each in run.rule_set.grades
            if each.quota is not None and ranked > 1
        ]
        classes.append({"class": name, "ranked": ranked, "quotas": quotas, "units": [_standing(each, places) for each in rows]})
    return {**_head(run), "ties": list(run.rule_set.ranking.ties), "classes": classes}


def bulk_record(
    rules: RuleSet,
    as_of: date,
    layer: str,
    evidence: Mapping[str, Any],
    found: Sequence[Mapping[str, Any]],
    waivers: int,
    errors: int,
) -> dict[str, Any]:
    """The head and the totals of a run over tables; its schema is `schemas/bulk.schema.json`.

    found: class by class, as `report.columnar.totals` gives them. waivers: how many are in force for the units. errors: how many
    items of units broke.
    """
    return {
        **_head_of(rules, as_of, layer, "points"),
        "evidence": dict(evidence),
        "waivers": waivers,
        "errors": errors,
        "lowest": _lowest(found, rules),
        "classes": [_totals(each, rules) for each in found],
    }


def _lowest(found: Sequence[Mapping[str, Any]], rules: RuleSet) -> str | None:
    """The lowest score; null where some unit has none."""
    if any(each["scored"] < each["units"] for each in found):
        return None
    return _points(min((each["lowest"] for each in found), default=None), rules.scoring.places)


def _totals(found: Mapping[str, Any], rules: RuleSet) -> dict[str, Any]:
    scored, places = found["scored"], rules.scoring.places
    return {
        "class": found["class"],
        "units": found["units"],
        "scored": scored,
        "grade_uncertain": found["uncertain"],
        "average": None if not scored else _points(half_up(found["score_sum"], scored), places),
        "grades": [{"grade": name, "units": number} for name, number in found["grades"].items()],
    }


def class_totals(run: Assessment) -> dict[str, Any]:
    """The totals of a run class by class, as `bulk_record` has them, and the number of units that handed in nothing. The average is
    that of the units of which something could be judged."""
    handed_in = [name for name in run.units.columns if name.startswith("has.")]
    silent = run.units.filter(~pl.any_horizontal(handed_in))["class"].to_list()
    found = [_totals(each, run.rule_set) for each in totals(run.rule_set, run.units)]
    is_unseen = unseen(run.rule_set)
    seen = pl.Series([not is_unseen(row) for row in run.units.iter_rows(named=True)], dtype=pl.Boolean)
    averages = {each["class"]: _totals(each, run.rule_set)["average"] for each in totals(run.rule_set, run.units.filter(seen))}
    return {
        "classes": [{**each, "average": averages.get(each["class"]), "silent": silent.count(each["class"])} for each in found]
    }


def _head(run: Assessment) -> dict[str, Any]:
    return _head_of(run.rule_set, run.as_of, run.layer, run.model)


def _head_of(rules: RuleSet, as_of: date, layer: str, model: str) -> dict[str, Any]:
    days = calendar()
    return {
        "schema_version": VERSION,
        "tool": {"name": "gongkai", "version": __version__},
        "as_of": as_of.isoformat(),
        "layer": layer,
        "model": model,
        "rule_set": {"id": rules.id, "version": rules.version, "title": rules.title, "sha256": rules.sha256},
        "calendar": {"through": days.last.year, "sha256": days.sha256},
    }


def _standing(each: Standing, places: int) -> dict[str, Any]:
    return {
        "rank": each.rank,
        "code": each.code,
        "name": each.name,
        "score": _points(each.score, places),
        "possible": _points(each.possible, places),
        "ties": [_points(points, places) for points in each.ties],
        "grade": each.grade.name if each.grade else None,
        "grade_certain": each.grade_certain,
        "grade_within_quota": each.placed.name if each.placed else None,
        "cut_by_quota": each.is_cut,
        "tied_across_quota": each.is_tied,
        "to_next_grade": _points(each.missing, places),
    }


def written(data: Mapping[str, Any]) -> bytes:
    """The record as a file: the same data, the same bytes."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def fingerprint(run: Assessment, unit: UnitResult) -> str:
    """SHA-256 of what was decided about a unit, without the version of the tool."""
    decided = {**_unit(unit, run), "evidence": unit.sha256}
    for item in decided["items"]:
        # Where the file lay when it was read is no part of the result.
        item["findings"] = [{key: value for key, value in found.items() if key != "at"} for found in item["findings"]]
    data = {"as_of": run.as_of.isoformat(), "layer": run.layer, "rules": run.rule_set.sha256, "unit": decided}
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _unit(unit: UnitResult, run: Assessment) -> dict[str, Any]:
    places = run.rule_set.scoring.places
    return {
        "code": unit.code,
        "name": unit.name,
        "class": unit.unit_class,
        "evidence": {"path": unit.file, "sha256": unit.sha256},
        "score": _points(unit.score, run.places),
        "possible": _points(unit.possible, run.places),
        "full_marks": _points(unit.full, run.places),
        "bonus": _points(unit.bonus, places),
        "grade": unit.grade.name if unit.grade else None,
        "grade_certain": unit.grade_certain,
        "vetoes": [_veto(each, places) for each in unit.vetoes],
        "steps": [{"step": name, "value": _points(value, run.places)} for name, value in unit.steps],
        "groups": [
            {"id": group.id, "title": group.title, "points": _points(points, places), "max": _points(most, places)}
            for group, points, most in unit.groups
        ],
        "items": [_item(each, places) for each in (*unit.items, *unit.bonuses, *unit.veto_items)],
        "advice": _repairs(unit, run),
        "recommendations": [_advice(each, places) for each in unit.advice],
        "waivers": [_waiver(each, run) for each in unit.waivers],
        "without_waivers": _unwaived(unit, places),
        "exemptions": [{"item": each.item, "reason": each.reason, "granted": each.is_granted} for each in unit.exemptions],
    }


def _waiver(each: Waiver, run: Assessment) -> dict[str, Any]:
    return {
        "id": each.id,
        "item": each.item,
        "effect": each.effect,
        "from": None if each.since is None else each.since.isoformat(),
        "until": each.until.isoformat(),
        "reason": each.reason,
        "by": each.by,
        "status": each.status(run.as_of),
    }


def _unwaived(unit: UnitResult, places: int) -> dict[str, Any] | None:
    plain = unit.unwaived
    if plain is None:
        return None
    return {
        "score": _points(plain.score, places),
        "possible": _points(plain.possible, places),
        "grade": plain.grade.name if plain.grade else None,
        "grade_certain": plain.grade_certain,
    }


def _repairs(unit: UnitResult, run: Assessment) -> dict[str, Any]:
    """What can still be mended and by when, what cannot, and the least that reaches a better grade."""
    places = run.rule_set.scoring.places
    found = repairs(run.rule_set, unit, run.as_of)
    way = reach(run.rule_set, unit, found, run.as_of)
    return {
        "until": run.rule_set.end.isoformat(),
        "repairable": [_repair(each, each.options[-1], places) for each in found],
        "lost": [{"item": each.item.id, "points": _points(lost, places)} for each, lost in past_mending(unit, found)],
        "next_grade": None if way is None else _way(way, places),
    }


def _way(way: Reach, places: int) -> dict[str, Any]:
    return {
        "grade": way.grade.name,
        "score": _points(way.score, places),
        "repairs": None if way.repairs is None else [_repair(each, option, places) for each, option in way.repairs],
        "vetoes": [each.item.id for each in way.vetoes],
    }


def _repair(repair: Repair, option: Option, places: int) -> dict[str, Any]:
    return {
        "item": repair.result.item.id,
        "subjects": [each.subject for each in option.findings],
        "points": _points(option.points - repair.result.points, places),
    }


def _item(result: ItemResult, places: int) -> dict[str, Any]:
    return {
        "id": result.item.id,
        "title": result.item.title,
        "state": result.state.value,
        "cause": result.cause,
        "points": _points(result.points, places),
        "possible": _points(result.possible, places),
        "max": _points(result.max, places),
        "basis": result.item.basis,
        "subjects": result.subjects,
        "faults": result.faults,
        "findings": [_finding(each, places) for each in result.findings],
    }


def _finding(found: Finding, places: int) -> dict[str, Any]:
    return {
        "subject": found.subject,
        "state": found.state.value,
        "cause": found.cause,
        "actual": found.actual,
        "limit": found.limit,
        "excess": None if found.excess is None else write_decimal(found.excess),
        "excess_unit": found.excess_unit,
        "lost": _points(found.lost, places),
        "at": None if found.place is None else str(found.place),
    }


def _veto(veto: Veto, places: int) -> dict[str, Any]:
    effect = veto.effect
    value = {"stop": True, "score": _points(effect.score, places)}.get(effect.kind, effect.grade)
    return {"id": veto.item.id, "title": veto.item.title, "effect": {effect.kind: value}}


def _advice(advice: Advice, places: int) -> dict[str, Any]:
    given = advice.recommendation
    return {
        "advice": given.advice,
        "use": list(given.use),
        "basis": given.basis,
        "decided_by": given.decided_by,
        "because": [_reason(each, places) for each in advice.because],
        "due": None if advice.due is None else advice.due.isoformat(),
    }


def _reason(reason: Mapping[str, Any], places: int) -> dict[str, Any]:
    """A reason as the assessment has it, with a score written as points."""
    return {key: _points(value, places) if key == "score" else value for key, value in reason.items()}


def _points(micro: int | None, places: int) -> str | None:
    return None if micro is None else write_places(micro, places)
