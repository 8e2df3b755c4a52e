"""Working days: the vectors of the law note, the published years, and the laws that any calendar must keep."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.workdays import Duration, OutsideCalendar, Unit, calendar

DAYS = st.dates(date(2004, 1, 1), date(2026, 10, 1))
VECTORS = [
    ("2026-03-02", 20, "2026-03-30"),
    ("2026-02-10", 20, "2026-03-16"),
    ("2026-02-14", 20, "2026-03-20"),
    ("2025-09-30", 20, "2025-11-04"),
    ("2025-09-19", 20, "2025-10-23"),
    ("2025-01-20", 20, "2025-02-21"),
    ("2024-04-26", 20, "2024-05-27"),
    ("2026-01-05", 7, "2026-01-14"),
    ("2026-01-05", 15, "2026-01-26"),
    ("2025-09-12", 20, "2025-10-16"),
    ("2026-03-02", 40, "2026-04-28"),
    ("2026-03-20", 20, "2026-04-20"),
]


@pytest.mark.parametrize(("start", "count", "due"), VECTORS)
def test_the_vectors_of_the_regulation_hold(start: str, count: int, due: str) -> None:
    assert calendar().add(date.fromisoformat(start), Duration(count, Unit.WORKDAY)) == date.fromisoformat(due)


def test_the_years_have_as_many_working_days_as_published() -> None:
    days = calendar()
    counts = {year: days.between(date(year - 1, 12, 31), date(year, 12, 31)) for year in (2024, 2025, 2026)}

    assert counts == {2024: 251, 2025: 248, 2026: 248}


def test_a_make_up_weekend_is_worked_and_a_holiday_is_not() -> None:
    assert calendar().is_workday(date(2025, 9, 28))
    assert not calendar().is_workday(date(2025, 10, 8))


def test_a_year_that_is_not_published_does_not_exist() -> None:
    with pytest.raises(OutsideCalendar):
        calendar().count(date(2027, 1, 1))
    assert calendar().add(date(2026, 12, 25), Duration(20, Unit.WORKDAY)) is None


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [("2024-01-31", 1, "2024-02-29"), ("2024-12-31", 2, "2025-02-28"), ("2024-11-30", 1, "2024-12-30")],
)
def test_months_end_on_the_same_day_or_the_last(start: str, months: int, due: str) -> None:
    assert calendar().add(date.fromisoformat(start), Duration(months, Unit.MONTH)) == date.fromisoformat(due)


@given(DAYS, st.integers(1, 40))
def test_the_last_day_is_worked_and_the_period_has_as_many_working_days(start: date, count: int) -> None:
    due = calendar().add(start, Duration(count, Unit.WORKDAY))

    assert due is not None
    assert calendar().is_workday(due)
    assert calendar().between(start, due) == count


@given(DAYS, st.integers(0, 60))
def test_counting_day_by_day_gives_the_same(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    by_hand = sum(calendar().is_workday(start + timedelta(days=n)) for n in range(1, length + 1))

    assert calendar().between(start, end) == by_hand
