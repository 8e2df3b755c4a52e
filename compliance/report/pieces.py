"""The blocks that documents are laid out from, made of finished text and of the parts of tables.

Shares are integers of 10⁻⁶ of the width they are drawn on.
"""

from __future__ import annotations

from typing import Literal

from compliance.frozen import frozen
from compliance.report.parts import Cell, Table, Tone


@frozen
class Bar:
    """One bar: solid up to `share`, hatched on to `possible`; red if `lost`, else stone; value then full at its end.

    tick: where a thin mark for comparison stands, None for none.
    """

    label: str
    share: int
    possible: int
    value: str
    full: str
    lost: bool
    tick: int | None = None


@frozen
class Band:
    """One grade on the scale: from `start` to `end`; `edge` is printed above its start, empty for the lowest."""

    name: str
    start: int
    end: int
    edge: str
    reached: bool


@frozen
class Scale:
    title: str
    bands: tuple[Band, ...]
    share: int
    possible: int


@frozen
class Fact:
    label: str
    value: str
    note: str = ""


@frozen
class Entry:
    """A line of a list: text left, amount right, remark below in soft."""

    text: str
    amount: str = ""
    tone: Tone = "ink"
    remark: str = ""


@frozen
class Listing:
    title: str
    note: str
    entries: tuple[Entry, ...]


@frozen
class Day:
    """A day of a strip: the mark above it, the date below it; `last`: the last day of the period, framed."""

    kind: Literal["start", "work", "off", "late"]
    mark: str = ""
    label: str = ""
    last: bool = False


@frozen
class Issue:
    """A numbered problem: headline, loss, arithmetic, the days one by one, what to do, until when."""

    title: str
    loss: str
    working: str
    remedy: str
    due: str
    days: tuple[Day, ...] = ()


@frozen
class Signature:
    title: str
    foot: str


@frozen
class UnitReport:
    """The assessment of one unit, ready to be laid out.

    `score` is "92.20", an interval "78.20–88.20", or "" where nothing was evaluated (`empty` then says so in grey,
    and `scale` is None and `bars` empty). `alarm` is the red framed line of a veto, title and text.
    `listings` come in pairs, left and right column. `captions` are the running heads of the three parts
    (overview, detail, problems); `remedy_label` stands before every remedy; `page` holds "{page}" and "{pages}".
    """

    lang: Literal["zh", "en"]
    file_title: str
    author: str
    head: tuple[str, str]
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    score: str
    full: str
    empty: str
    grade: str
    grade_note: str
    layers: tuple[Fact, ...]
    scale: Scale | None
    bars_title: str
    bars: tuple[Bar, ...]
    alarm: tuple[str, str] | None
    lost: Table
    listings: tuple[Listing, ...]
    notes: tuple[str, ...]
    captions: tuple[str, str, str]
    detail: Table
    detail_notes: tuple[str, ...]
    issues_title: str
    issues_note: str
    issues: tuple[Issue, ...]
    remedy_label: str
    recommendations: Table
    signatures_title: str
    signatures: tuple[Signature, ...]
    seal: tuple[str, ...]
    qr: str
    fingerprint: str
    copies: str
    page: str


@frozen
class Heat:
    """A cell of the heat map: the figure in it, and the share of the full marks that colours it."""

    text: str
    share: int
    look: Literal["judged", "open", "none"] = "judged"


@frozen
class Line:
    """A line of the ranking; the bar's value is the score. `remark` stands soft beside the name; `quota`: a dashed line above.

    band: the head of a class, with its averages. gap: units that are not listed; it has nothing but a name.
    """

    rank: str
    name: str
    remark: str
    bar: Bar | None
    score: Cell
    grade: Cell
    heats: tuple[Heat, ...]
    kind: Literal["plain", "band", "gap"] = "plain"
    quota: bool = False


@frozen
class Ranking:
    """heads: of rank, unit, score and grade; columns: id and title of what the heat map shows."""

    title: str
    note: str
    heads: tuple[str, str, str, str]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@frozen
class Loss:
    """A red bar of `share` on a ground of `full`, both of one width for all losses."""

    label: str
    amount: str
    remark: str
    share: int
    full: int


@frozen
class Losses:
    title: str
    note: str
    losses: tuple[Loss, ...]


Look = Literal["best", "good", "fair", "lowest", "open"]


@frozen
class Pile:
    """The units of one step of the distribution, from below upwards; start and end: shares of the width."""

    start: int
    end: int
    blocks: tuple[tuple[Look, int], ...]


@frozen
class Distribution:
    """Squares a unit, or columns with their count above (`is_counted`); edges: where grades begin, names: of the grades
    in the middle of what is shown of them."""

    title: str
    note: str
    piles: tuple[Pile, ...]
    edges: tuple[tuple[int, str], ...]
    names: tuple[tuple[int, str], ...]
    is_counted: bool


@frozen
class SummaryReport:
    """The summary of many units, ready to be laid out on landscape pages.

    figures: value and label. ranking: of all units, None if they are too many; shorts: of ever fewer, for the first page where that
    has no room for all, who then follow at the end; at least one is there. `captions`: ranking, findings, all units.
    `legend` is the foot of pages with a ranking, `fingerprint` that of the others.
    """

    lang: Literal["zh", "en"]
    file_title: str
    author: str
    head: tuple[str, str]
    title: str
    figures: tuple[tuple[Cell, str], ...]
    ranking: Ranking | None
    shorts: tuple[Ranking, ...]
    losses: Losses
    distribution: Distribution | None
    recommendations: Table
    notes_title: str
    notes: tuple[str, ...]
    captions: tuple[str, str, str]
    legend: str
    fingerprint: str
    page: str
