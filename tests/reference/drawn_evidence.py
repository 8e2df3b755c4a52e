"""Random evidence: small pools so that rows collide, dates close together around holidays and the end of the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.reference.days import LAST

T = TypeVar("T")

TOPICS, KINDS, CHANNELS, PARTS = ["甲", "乙", "丙"], ["子", "丑", "寅"], ["网站", "公开栏", "微信"], ["男", "女"]
ELEMENTS, FIGURES, WHO = ["一", "二", "三"], ["收", "支", "余"], ["张", "王"]
TEXTS = [
    "概况\n全年公开二十条", "一条\n概况\n结果\n", "结果\n概况", "概况\n结果\n结果", "某某学校", "截至××年", "公开公开信息", "概况见结果",
]  # fmt: skip
NUMBERS = ["0", "1", "2", "3", "5", "10", "0.5", "2.7", "3.333333", "100", "1,000", "-1", "33.3", "123456789.123456"]
DAYS = [
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 5, 5), date(2025, 9, 26), date(2025, 10, 11), date(2025, 12, 31),
    date(2026, 1, 4), date(2026, 2, 13), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
    date(2026, 12, 1), date(2026, 12, 25), date(2026, 12, 31), date(2024, 2, 29),
]  # fmt: skip


class Draws:
    """Short words for drawing; `start` is the day around which the dates of an example lie."""

    def __init__(self, draw: Callable[[st.SearchStrategy[T]], T]) -> None:
        self.draw = draw
        self.start = self.one(DAYS)
        self.as_of = self.start + timedelta(days=self.number(0, 45))

    def one(self, values: Sequence[T]) -> T:
        return self.draw(st.sampled_from(values))

    def number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def perhaps(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent

    def some(self, values: Sequence[T], least: int = 1, most: int | None = None) -> list[T]:
        """Different ones of the values."""
        return self.draw(st.lists(st.sampled_from(values), min_size=least, max_size=most or len(values), unique=True))

    def day(self) -> str:
        """A date of the example, often on the same few days, now and then written otherwise."""
        day = self.start + timedelta(
            days=self.one([0, 1, 2, 3, 5, 7, 8, 14, 15, 20, 28, 31]) if self.perhaps(60) else self.number(-10, 50)
        )
        return day.isoformat() if self.perhaps(90) else self.one([f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}"])

    def date(self, blank: int = 25) -> str:
        return "" if self.perhaps(blank) else self.day()

    def word(self, pool: Sequence[str], blank: int = 10) -> str:
        return "" if self.perhaps(blank) else self.one(pool)

    def words(self, pool: Sequence[str]) -> Any:
        """A cell of a list column: blank, 无, a list, or a text to be split."""
        form = self.number(0, 9)
        if form < 3:
            return ["", "", "无"][form]
        found = self.some(pool, 1, 2)
        return found if form < 7 else "、".join(found)

    def amount(self, blank: int = 10) -> str:
        return "" if self.perhaps(blank) else self.one(NUMBERS)


def _documents(d: Draws) -> dict[str, Any]:
    row = {"topic": d.word(TOPICS), "title": "x", "issued": d.date(15), "elements": d.words(ELEMENTS)}
    return row | {each: d.date() for each in ("approved", "effective", "repealed")}


def _disclosures(d: Draws) -> dict[str, Any]:
    row = {
        "topic": d.word(TOPICS),
        "title": "x",
        "reviewer": d.word(WHO),
        "channels": d.words(CHANNELS),
        "elements": d.words(ELEMENTS),
    }
    row |= {"formed": d.date(10), "published": d.date(15), "audience": d.word(WHO, 50)}
    return row | {each: d.date(40) for each in ("notice_from", "notice_to", "withdrawn", "updated", "reviewed")}


def _channels(d: Draws) -> dict[str, Any]:
    return {"topic": d.word(TOPICS), "updated": d.date(), "owner": d.word(WHO)}


def _requests(d: Draws) -> dict[str, Any]:
    row = {"received": d.date(10), "via": d.word(CHANNELS), "replied": d.date(40), "reply": d.word(KINDS)}
    more = ["correction_sent", "corrected", "extended", "extension_told"]
    if d.as_of <= LAST:
        # What a stop is beyond the calendar, kinds.md does not say.
        more += ["consulted", "consulted_to"]
    return row | {each: d.date(50) for each in more}


def _complaints(d: Draws) -> dict[str, Any]:
    return {"source": d.word(CHANNELS), "accepted": d.date(10), "closed": d.date(40), "extended": d.date(50)}


def _stages(d: Draws) -> dict[str, Any]:
    row = {"project": d.word(WHO), "stage": d.word(KINDS), "amount": d.amount(20)}
    return row | {"finished": d.date(), "published": d.date()}


def _figures(d: Draws) -> dict[str, Any]:
    row = {"name": d.one(FIGURES), "value": d.amount(), "part": d.word(PARTS, 60)}
    return row | ({"from": d.day(), "to": d.day()} if d.perhaps(30) else {})


def _events(d: Draws) -> dict[str, Any]:
    return {"kind": d.word(KINDS), "date": d.date(15), "subject": d.word(TOPICS, 30), "people": d.amount(20)}


def _incidents(d: Draws) -> dict[str, Any]:
    return {"kind": d.word(KINDS), "date": d.date(), "source": d.word(CHANNELS, 30)}


def _reports(d: Draws) -> dict[str, Any]:
    row = {"kind": d.word(KINDS), "title": "x", "text": d.word(TEXTS), "published": d.date()}
    return row | {"from": d.date(50), "to": d.date(50)}


def _attachments(d: Draws) -> dict[str, Any]:
    return {"file": d.word(TOPICS), "captured": d.date(), "size": d.amount(30)}


ROWS: dict[str, Callable[[Draws], dict[str, Any]]] = {
    "documents": _documents,
    "disclosures": _disclosures,
    "channels": _channels,
    "requests": _requests,
    "complaints": _complaints,
    "stages": _stages,
    "figures": _figures,
    "events": _events,
    "incidents": _incidents,
    "reports": _reports,
    "attachments": _attachments,
}


def drawn_table(d: Draws, table: str) -> Any:
    """A table that is there: often with rows, at times said to be empty in one way or another."""
    if d.perhaps(15):
        return d.one(["无", [], ["无"]])
    rows = [ROWS[table](d) for _ in range(d.number(1, 4))]
    return [{key: value for key, value in row.items() if value != "" or key in _REQUIRED[table]} for row in rows]


_REQUIRED = {
    "documents": ("topic", "title", "issued"),
    "disclosures": ("topic", "title", "formed", "published", "channels", "reviewer"),
    "channels": ("topic",),
    "requests": ("received", "via"),
    "complaints": ("source", "accepted"),
    "stages": ("project", "stage"),
    "figures": ("name", "value"),
    "events": ("kind", "date"),
    "incidents": ("kind",),
    "reports": ("kind", "title"),
    "attachments": ("file",),
}


def drawn_marks(d: Draws, judged: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Marks of items that a person marks: none, one, several, of another layer."""
    rows = []
    for item in judged:
        for _ in range(d.one([0, 1, 1, 1, 2])):
            rows.append({"item": item["id"], "layer": d.one(["self", "self", "self", "inspected"])} | _mark(d, item))
    return rows


def _mark(d: Draws, item: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"state": d.one(["pass", "fail", "unknown", "not_applicable"])} if d.perhaps(40) else {}
    marking = item.get("marking", {})
    if marking.get("kind") == "scale":
        if "levels" in marking and d.perhaps(60):
            row["level"] = d.one(marking["levels"])["name"]
        if d.perhaps(40):
            row["points"] = d.one(["0", item.get("points", "0")])
    return row


def drawn_unit(d: Draws, number: int, tables: Sequence[str], judged: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What one unit hands in; now and then it leaves a table out."""
    unit: dict[str, Any] = {"code": str(number), "name": "x", "class": d.one(["小学", "初中"])}
    if d.perhaps(70):
        unit["traits"] = d.words(["寄宿", "有网站"])
    evidence: dict[str, Any] = {"unit": unit, "year": str(d.start.year), "rule_set": "试"}
    evidence |= {table: drawn_table(d, table) for table in tables if not d.perhaps(15)}
    if judged and not d.perhaps(15):
        evidence["marks"] = drawn_marks(d, judged)
    return evidence
