"""The points of one item with the figures put in, by the way in which it is marked."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.assessment import ItemResult
from compliance.markings.all_or_nothing import AllOrNothing
from compliance.markings.award import Award
from compliance.markings.deduct import Deduct
from compliance.markings.share import Share
from compliance.markings.tiers import Tiers
from compliance.model import MICRO, State
from compliance.report.view import described
from compliance.report.view.amounts import own_points, percent
from compliance.report.view.screen import effect
from compliance.values import write_decimal, write_places
from compliance.words import Lang, say


def formula(lang: Lang, result: ItemResult, places: int) -> Iterator[str]:
    """One line or two; none where the item was not judged."""
    if result.veto is not None:
        fires = say(lang, "formula.veto.fires" if result.state is State.FAIL else "formula.veto.not")
        is_open = result.state in (State.NOT_CHECKED, State.UNKNOWN, State.ERROR, State.NOT_APPLICABLE)
        told = say(
            lang, "formula.veto", count=result.faults, at_least=result.veto.at_least, effect=effect(lang, result.veto.effect, places)
        )  # fmt: skip
        yield told + ("" if is_open else fires)
        return
    is_judged = result.subjects and result.cause not in ("no_evidence", "no_mark") and result.state is not State.ERROR
    if not is_judged or result.item.informational:
        return
    if result.waiver is not None:
        yield say(lang, f"formula.waiver.{result.waiver.effect}", id=result.waiver.id, points=write_places(result.points, places))
        return
    yield from _of_marking(lang, result, places)
    own = result.item.points
    if result.max not in (own, 0) and own:
        plain = (2 * result.points * own + result.max) // (2 * result.max)
        yield say(
            lang, "formula.spread", max=write_decimal(result.max), own=write_decimal(own),
            points=write_places(plain, places), counted=write_places(result.points, places),
        )  # fmt: skip


def _of_marking(lang: Lang, result: ItemResult, places: int) -> Iterator[str]:
    marking, own = result.item.marking, write_decimal(result.item.points)
    points = write_places(own_points(result), places)
    open_ = sum(each.state is not State.FAIL for each in result.findings)
    met = result.subjects - result.faults - open_
    if isinstance(marking, Deduct):
        yield from _deducted(lang, result, marking, places, open_)
    elif isinstance(marking, Share) and marking.by == "subjects":
        yield f"{own} × {met} ÷ {result.subjects} = {points}"
    elif isinstance(marking, Share) and result.actual is not None and result.target:
        sign = "%" if "percent_point" in [each.excess_unit for each in result.findings] or result.target == 100 * MICRO else ""
        yield f"{own} × {write_decimal(min(result.actual, result.target))}{sign} ÷ {write_decimal(result.target)}{sign} = {points}"
    elif isinstance(marking, AllOrNothing):
        if result.faults:
            yield say(lang, "formula.all", count=result.faults, points=points)
        elif open_:
            yield say(lang, "formula.undecided", count=open_, points=points, possible=write_places(result.possible, places))
        else:
            yield say(lang, "formula.none", points=points)
    elif isinstance(marking, Award):
        yield _awarded(lang, result, marking, met, points)
    elif isinstance(marking, Tiers) and not open_:
        yield _tier(lang, result, marking, met, points)


def _deducted(lang: Lang, result: ItemResult, marking: Deduct, places: int, open_: int) -> Iterator[str]:
    """20 - (1.00 + 0.80) = 18.20; what was lost beyond the item or the cap is cut, which is said."""
    losses = dict[int, int]()
    for each in result.findings:
        if each.lost:
            losses[each.lost] = losses.get(each.lost, 0) + 1
    risk = marking.risk(result.item.points) * open_
    if not losses and not risk:
        yield say(lang, "formula.none", points=write_places(own_points(result), places))
        return
    terms = [term for loss, count in losses.items() for term in _terms(loss, count, places)]
    terms += [f"{open_} × {write_places(marking.risk(result.item.points), places)}"] if risk else []
    total = sum(loss * count for loss, count in losses.items()) + risk
    told = f"({' + '.join(terms)})" if len(terms) > 1 else terms[0]
    capped = total if marking.at_most is None else min(total, marking.at_most)
    cap = say(lang, "formula.cap", most=write_places(capped, places)) if capped < total else ""
    left = result.item.points - capped
    floor = say(lang, "formula.floor") if left < 0 and marking.floor == "item" else ""
    points = write_places(own_points(result), places)
    yield f"{write_decimal(result.item.points)} - {told}{cap}{floor} = {points}"
    if risk:
        yield say(lang, "formula.open", count=open_)


def _terms(loss: int, count: int, places: int) -> list[str]:
    amount = write_places(loss, places)
    return [amount] * count if count <= 2 else [f"{count} × {amount}"]


def _awarded(lang: Lang, result: ItemResult, marking: Award, met: int, points: str) -> str:
    most = min(result.item.points, marking.at_most if marking.at_most is not None else result.item.points)
    each, many = (
        (marking.per_subject, str(met)) if marking.per_actual is None else (marking.per_actual, write_decimal(result.actual or 0))
    )
    return (
        f"{write_decimal(each or 0)} × {many}{say(lang, 'comma')}{say(lang, 'formula.most', most=write_decimal(most))} = {points}"
    )


def _tier(lang: Lang, result: ItemResult, marking: Tiers, met: int, points: str) -> str:
    """Which tier the measure falls into."""
    value = _measured(result, marking, met)
    is_share = marking.by in ("completion", "met_rate")
    written = (lambda micro: percent(write_decimal(micro))) if is_share else write_decimal
    by = described.tiers_by(lang, marking)
    tier = next((each for each in marking.tiers if value is not None and value >= each.min), None)
    told = say(lang, "explain.unknown") if value is None else written(value)
    if tier is None:
        return say(lang, "formula.no_tier", by=by, value=told, points=points)
    return say(lang, "formula.tiers", by=by, value=told, min=written(tier.min), points=points)


def _measured(result: ItemResult, marking: Tiers, met: int) -> int | None:
    if marking.by == "actual":
        return result.actual
    if marking.by == "completion":
        if result.actual is None or result.target is None:
            return None
        return 100 * MICRO if result.target == 0 else (200 * MICRO * result.actual + result.target) // (2 * result.target)
    if marking.by == "met_rate":
        return (200 * MICRO * met + result.subjects) // (2 * result.subjects)
    if marking.by == "faults":
        return result.faults * MICRO
    excesses = [each.excess for each in result.findings if each.state is State.FAIL]
    return None if None in excesses else max((each or 0 for each in excesses), default=0)
