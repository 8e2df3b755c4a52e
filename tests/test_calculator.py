"""The calculator of deadlines and the calendar as a user sees them: the days counted out, and what is not known yet."""

import json
import re

import pytest


def test_the_deadline_calculator_shows_its_working(run) -> None:
    result = run("deadline", "2025-09-12", "--within", "20个工作日")

    assert "最后一天 2025-10-16（周四）" in result.stdout
    assert "周一到周五数法会得 2025-10-10，是错的" in result.stdout


def test_the_deadline_calculator_stops_the_clock_and_extends(run) -> None:
    paused = run("deadline", "2026-03-02", "--within", "20个工作日", "--pause", "2026-03-09..2026-03-23", "--format", "json")
    extended = run("deadline", "2026-03-02", "--within", "20 workdays", "--extend", "20", "--format", "json")

    assert json.loads(paused.stdout)["due"] == "2026-04-14"
    assert json.loads(extended.stdout)["due"] == "2026-04-28"


@pytest.mark.parametrize(
    ("options", "days", "last"),
    [
        ((), [20], "2026-03-30"),
        (("--pause", "2026-03-30..2026-04-10"), [20], "2026-04-10"),  # asked on the last day: it stands until they answer
        (("--pause", "2026-03-31..2026-04-10"), [20], "2026-03-30"),  # the clock had run out
        (("--pause", "2026-04-15..2026-04-22", "--extend", "20"), [20, 20], "2026-05-08"),
        (("--pause", "2026-06-01..2026-06-10", "--extend", "20"), [20, 20], "2026-04-28"),
    ],
)
def test_the_days_that_are_shown_add_up_to_the_period(run, options, days, last) -> None:
    shown = run("deadline", "2026-03-02", "--within", "20个工作日", *options).stdout
    parts = re.split(r"最后一天 ([-0-9]+)", shown)

    assert [sum(map(int, re.findall(r"计 (\d+) 天", part))) for part in parts[0:-1:2]] == days
    assert parts[-2] == last


def test_a_deadline_beyond_the_calendar_says_how_many_days_are_left(run) -> None:
    shown = run("deadline", "2026-12-12", "--within", "20个工作日").stdout

    assert "12-14 … 12-31　计 14 天" in shown
    assert "到 2026-12-31 还差 6 个工作日" in shown


def test_a_deadline_beyond_the_calendar_is_provisional(run) -> None:
    data = json.loads(run("deadline", "2026-12-20", "--within", "20个工作日", "--format", "json").stdout)

    assert data["due"] is None
    assert data["provisional"] is True


def test_a_day_outside_the_calendar_is_c001(run) -> None:
    result = run("calendar", "--from", "2027-01-01", "--to", "2027-01-02")

    assert result.returncode == 5
    assert "C001" in result.stderr


def test_periods_beyond_all_years_are_usage_errors(run) -> None:
    for arguments in (
        ("9999-12-31", "--within", "3天"),
        ("9999-11-30", "--within", "3个月"),
        ("2025-09-12", "--within", "99999999999天"),
    ):
        assert run("deadline", *arguments).returncode == 2
    assert run("deadline", "2025-09-12", "--within", "3天", "--extend", "-3").returncode == 2
    assert run("calendar", "--from", "2025-10-12", "--to", "2025-09-28").returncode == 2
