"""Amounts as people read them: points with the declared places, losses with a minus, excess with its unit."""

from __future__ import annotations

from compliance.assessment import ItemResult, UnitResult
from compliance.model import Bonus
from compliance.values import read_decimal, write_decimal, write_places
from compliance.words import Lang, say

MINUS = "\u2212"


def loss(micro: int, places: int) -> str:
    """−2.00; empty for nothing lost."""
    return f"{MINUS}{write_places(micro, places)}" if micro else ""


def excess(lang: Lang, micro: int | None, unit: str | None) -> str:
    """“5 个工作日”; empty where it was not measured."""
    if micro is None:
        return ""
    return f"{write_decimal(micro)} {say(lang, unit)}".strip() if unit else write_decimal(micro)


def percent(text: str | None, against: str | None = None) -> str:
    """A percentage with two places, with more where fewer would make it look like the one that it is held against."""
    if not text:
        return ""
    value, other = read_decimal(text), read_decimal(against or "")
    if value is None:
        return f"{text}%"
    places = next(
        (
            each
            for each in range(2, 6)
            if other is None or value == other or write_places(value, each) != write_places(other, each)
        ),
        6,
    )
    return f"{_shortest(write_places(value, places))}%"


def _shortest(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(part: int, whole: int) -> int:
    """The part as 10⁻⁶ of the whole, within 0 … 1,000,000."""
    return 0 if whole <= 0 else max(0, min(1_000_000, part * 1_000_000 // whole))


def own_points(result: ItemResult) -> int:
    """The points before 平均分摊 made the item worth more."""
    own = result.item.points
    return result.points if result.max in (own, 0) else (2 * result.points * own + result.max) // (2 * result.max)


def steps(lang: Lang, unit: UnitResult, places: int) -> str:
    """From the sum of the items to the score: “细项合计 42.95 → … → 四舍五入 42.01”."""
    told = [f"{say(lang, f'step.{name}')} {write_places(value, places)}" for name, value in unit.steps if value is not None]
    return " → ".join(told)


def bonus_rule(lang: Lang, bonus: Bonus) -> str:
    """“上限 5，基础分高于 80 方可加”."""
    key = "extra.bonus.cap" if bonus.gate is None else "extra.bonus.rule"
    return say(lang, key, cap=write_decimal(bonus.cap), gate=write_decimal(bonus.gate or 0))
