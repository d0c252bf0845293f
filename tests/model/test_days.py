"""Days and periods as people write them (settled.md 2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.model.days import Period, parse_day, parse_period, utc_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("0001-01-01", date.min),
        ("9999-12-31", date.max),
    ],
)
def test_days(text: str, day: date) -> None:
    """A day is written as year, month and day."""
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-2-1",
        "2026-02-30",
        "2025-02-29",
        "2026-13-01",
        "0000-01-01",
        "20260201",
        "2026-W05-1",
        "2026-02-01T00:00:00",
        " 2026-02-01",
        "2026-02-01\n",
        "2026\u201302\u201301",
        "\u0662\u0660\u0662\u0666-\u0660\u0662-\u0660\u0661",
        "1 February 2026",
        "tomorrow",
    ],
)
def test_no_days(text: str) -> None:
    """Anything else is no day, also where a calendar could make sense of it."""
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P14D", Period(days=14)),
        ("P2W", Period(days=14)),
        ("P2Y", Period(months=24)),
        ("P1Y6M", Period(months=18)),
        ("P1M2W3D", Period(months=1, days=17)),
        ("P0D", Period()),
        ("24 months", Period(months=24)),
        ("1 month", Period(months=1)),
        ("1 day", Period(days=1)),
        ("14 days", Period(days=14)),
        ("2 weeks", Period(days=14)),
        ("3 years", Period(months=36)),
        ("3  years", Period(months=36)),
    ],
)
def test_periods(text: str, period: Period) -> None:
    """A period is written as in ISO 8601 or in words."""
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        *("", "P", "PT1H", "P1D2W", "p14d", "P-1D", "P1.5Y", "P14D ", "P99999Y", "P\u0661D"),
        *("24", "months", "two months", "24months", "24 Months", "24 months\n", "-1 days", "1.5 years", "999999 days"),
    ],
)
def test_no_periods(text: str) -> None:
    """Anything else is no period."""
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2026-03-31", "P1M1D", "2026-05-01"),
        ("2026-12-31", "P14D", "2027-01-14"),
        ("2026-12-15", "1 month", "2027-01-15"),
        ("2026-11-30", "3 months", "2027-02-28"),
        ("2026-01-01", "P0D", "2026-01-01"),
        ("9999-12-31", "1 day", "9999-12-31"),
        ("9999-01-01", "9999 years", "9999-12-31"),
        ("9999-12-01", "1 month", "9999-12-31"),
    ],
)
def test_ends(start: str, period: str, end: str) -> None:
    """A month that lacks the day ends on its last, and no period leads out of the calendar."""
    length = parse_period(period)
    assert length is not None
    assert length.after(date.fromisoformat(start)) == date.fromisoformat(end)


@given(st.dates(), st.integers(0, 200_000), st.integers(0, 200_000))
def test_any_end(start: date, months: int, days: int) -> None:
    """The end of any period is a day that is not before its start."""
    assert Period(months=months, days=days).after(start) >= start


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(months=24), "2 years"),
        (Period(months=12), "1 year"),
        (Period(months=18), "18 months"),
        (Period(months=1), "1 month"),
        (Period(days=14), "14 days"),
        (Period(days=1), "1 day"),
        (Period(months=13, days=1), "13 months and 1 day"),
        (Period(), "0 days"),
    ],
)
def test_words(period: Period, words: str) -> None:
    """A period is told in words."""
    assert str(period) == words


@given(st.integers(0, 600), st.integers(0, 600))
def test_words_are_read_again(months: int, days: int) -> None:
    """What a period of one unit is told as can be written in a policy."""
    for period in (Period(months=months), Period(days=days)):
        assert parse_period(str(period)) == period


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 2, 1, 23, 59, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 2, 2, 0, 30, tzinfo=timezone(timedelta(hours=1))), date(2026, 2, 1)),
        (datetime(2026, 2, 1, 23, 30, tzinfo=timezone(timedelta(hours=-1))), date(2026, 2, 2)),
    ],
)
def test_utc_day(moment: datetime, day: date) -> None:
    """The day of a moment is that of UTC."""
    assert utc_day(moment) == day
