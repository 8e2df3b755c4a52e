"""The nouns of the trade: rule sets and what they are made of. Frozen, no I/O, no wording.

Points, figures and percentages are integers of 10⁻⁶ (micro). Dates are `datetime.date`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from compliance.frozen import frozen
from compliance.workdays import Duration

if TYPE_CHECKING:
    from compliance.checks import Check
    from compliance.markings import Marking

MICRO = 1_000_000


class State(str, Enum):
    """The closed list of states (XCCDF's words), of subjects and of items."""

    PASS = "pass"  # noqa: S105 - a state, no password
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKED = "not_checked"
    UNKNOWN = "unknown"
    ERROR = "error"
    INFORMATIONAL = "informational"


@frozen
class Edition:
    """A limit in force from `since` to `until`, both inclusive, None = open."""

    limit: Duration
    since: date | None = None
    until: date | None = None


class Period(NamedTuple):
    """Days from `start` to `end`, both inclusive: a term, a month."""

    name: str
    start: date
    end: date


Scalar: TypeAlias = str | int | date


@frozen
class Test:
    """One condition on one column. `values` holds several only for `is` and `not`; `empty` holds 1 or 0."""

    column: str
    operator: Literal["is", "not", "at_least", "at_most", "before", "after", "empty"]
    values: tuple[Scalar, ...]


@frozen
class Condition:
    """Tests that must all hold, and groups of which at least one must hold."""

    tests: tuple[Test, ...] = ()
    either: tuple[tuple[Condition, ...], ...] = ()


EVERYTHING = Condition()


@frozen
class Number:
    """A quantity written as a number, in micro."""

    value: int


@frozen
class Figure:
    """A quantity read from the table `figures`: the one row of this name and part (None = blank part)."""

    name: str
    part: str | None = None
    where: Condition = EVERYTHING


@frozen
class RowCount:
    """A quantity counted from rows of a table, or the sum of one of its columns."""

    table: str
    where: Condition = EVERYTHING
    column: str | None = None


Quantity: TypeAlias = Number | Figure | RowCount


@frozen
class Members:
    """A set: entries written in the rule set, or the distinct values of a column."""

    entries: tuple[str, ...] = ()
    table: str | None = None
    column: str = ""
    where: Condition = EVERYTHING


class Source(NamedTuple):
    """A law or document that items cite as their basis. In force from `effective` until the day before `repealed`, where the
    register of sources knows; `replaced_by`: the title of what took its place."""

    id: str
    title: str
    effective: date | None = None
    repealed: date | None = None
    replaced_by: str = ""


class Item(NamedTuple):
    """One line of the rule set: what is checked, what it is worth, and why.

    `points` are 0 for vetoes and for items that are shown only. `table`-less kinds have their own tables.
    """

    id: str
    title: str
    points: int
    check: Check
    marking: Marking
    basis: str = ""
    method: str = ""
    remedy: str = ""
    provenance: str = ""
    applies_to: tuple[str, ...] = ()
    applies_if: Condition = EVERYTHING
    informational: bool = False
    already_counted: tuple[str, ...] = ()


class Group(NamedTuple):
    """A node of the tree of indicators; members in document order."""

    id: str
    title: str
    members: tuple[Item | Group, ...]
    weight: int = MICRO
    total: Literal["sum", "weighted_mean"] = "sum"
    cap_at_group: bool = False

    @property
    def points(self) -> int:
        return sum(member.points for member in self.members)

    def items(self) -> Iterator[Item]:
        """All items below, in document order."""
        for member in self.members:
            if isinstance(member, Group):
                yield from member.items()
            else:
                yield member

    def groups(self) -> Iterator[Group]:
        """All groups below, outer before inner, in document order."""
        for member in self.members:
            if isinstance(member, Group):
                yield member
                yield from member.groups()


class Effect(NamedTuple):
    """What a veto does: exactly one of stop, score (micro), grade, grade_at_most."""

    kind: Literal["stop", "score", "grade", "grade_at_most"]
    score: int = 0
    grade: str = ""


class Veto(NamedTuple):
    item: Item
    effect: Effect
    at_least: int = 1


class Grade(NamedTuple):
    """A band, half-open from `min` (micro) up."""

    name: str
    min: int
    quota: int | None = None
    quota_rounding: Literal["down", "up", "half_up"] = "down"

    def admits(self, ranked: Any) -> Any:
        """The number of places that the quota gives to so many units: an int, or an expression over whole numbers."""
        whole, product = 100 * MICRO, ranked * (self.quota or 0)
        rounded = {
            "down": product // whole,
            "up": (product + whole - 1) // whole,
            "half_up": (2 * product + whole) // (2 * whole),
        }
        return rounded[self.quota_rounding]


class Bonus(NamedTuple):
    cap: int
    gate: int | None = None


class Scoring(NamedTuple):
    full_marks: int
    places: int = 2
    not_applicable: Literal["rescale", "full", "spread", "zero"] = "rescale"
    over: Literal["total", "group"] = "total"
    bonus: Bonus | None = None


class Ranking(NamedTuple):
    """How equal scores are told apart: by these items in turn, then `shared` or `by_code`."""

    ties: tuple[str, ...] = ()


class Trigger(NamedTuple):
    """When a recommendation is due; all parts that are given must hold."""

    grades: tuple[str, ...] = ()
    score_at_least: int | None = None
    score_below: int | None = None
    items: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    vetoes: tuple[str, ...] = ()
    rank_at_most: int | None = None


class Recommendation(NamedTuple):
    """Advice for a person to decide on; `rectify_within` sets a day by which to mend."""

    trigger: Trigger
    advice: str
    use: tuple[str, ...]
    basis: str
    decided_by: str
    rectify_within: Duration | None = None


class Waiver(NamedTuple):
    """Leave for one unit not to meet one item: in force from `since` (None = always) to `until`, both inclusive."""

    id: str
    unit: str
    item: str
    effect: Literal["full", "not_applicable"]
    since: date | None
    until: date
    reason: str
    by: str

    def clashes(self, other: Waiver) -> bool:
        """Whether both would count for the same unit and item on some day."""
        apart = self.until < (other.since or date.min) or other.until < (self.since or date.min)
        return (self.unit, self.item) == (other.unit, other.item) and not apart

    def status(self, day: date) -> Literal["in_force", "expired", "ahead"]:
        if day > self.until:
            return "expired"
        return "ahead" if self.since is not None and day < self.since else "in_force"


def in_force(waivers: Sequence[Waiver], as_of: date) -> tuple[Waiver, ...]:
    """Those that count on the day."""
    return tuple(each for each in waivers if each.status(as_of) == "in_force")


def granted(waivers: Sequence[Waiver], as_of: date, units: Container[str]) -> int:
    """How many count on the day for units of these codes."""
    return sum(each.unit in units for each in in_force(waivers, as_of))


class RuleSet(NamedTuple):
    """A versioned set of groups and items for named classes of units."""

    id: str
    version: str
    status: Literal["draft", "published"]
    title: str
    applies_to: tuple[str, ...]
    start: date
    end: date
    sources: tuple[Source, ...]
    scoring: Scoring
    root: Group
    bonuses: tuple[Item, ...]
    vetoes: tuple[Veto, ...]
    grades: tuple[Grade, ...]
    ranking: Ranking
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    recommendations: tuple[Recommendation, ...]
    terms: tuple[Period, ...]
    sha256: str

    def lines(self) -> Iterator[Item]:
        """Items, then bonus items, then vetoes: the order of the record."""
        yield from self.root.items()
        yield from self.bonuses
        yield from (veto.item for veto in self.vetoes)

    @property
    def key(self) -> str:
        return f"{self.id}@{self.version}"
