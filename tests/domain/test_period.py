"""Periods: what lies before them, how they are named, how days fall into steps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.period import (
    Grain,
    Period,
    counted_from,
    key,
    last_month,
    last_months,
    last_weeks,
    month_end,
    steps_of,
    year_to,
)


def test_that_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize(
    "first, last, before_first, before_last",
    [
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 3, 2), date(2026, 3, 29), date(2026, 2, 2), date(2026, 3, 1)),
    ],
)
def test_that_the_period_before_has_as_many_whole_months_or_days(
    first: date, last: date, before_first: date, before_last: date
) -> None:
    assert Period(first, last).previous() == Period(before_first, before_last)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(0, 800))
def test_that_the_period_before_always_ends_the_day_before(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    assert period.previous().last == first - timedelta(days=1)


@pytest.mark.parametrize(
    "first, last, before_first, before_last",
    [
        pytest.param(date(2026, 10, 1), date(2026, 10, 31), date(2025, 10, 1), date(2025, 10, 31), id="a month"),
        pytest.param(date(2025, 11, 1), date(2026, 10, 31), date(2024, 11, 1), date(2025, 10, 31), id="twelve months"),
        pytest.param(date(2025, 2, 1), date(2025, 2, 28), date(2024, 2, 1), date(2024, 2, 29), id="to a leap February"),
        pytest.param(date(2024, 2, 1), date(2024, 2, 29), date(2023, 2, 1), date(2023, 2, 28), id="of a leap February"),
        pytest.param(date(2026, 10, 5), date(2026, 11, 1), date(2025, 10, 6), date(2025, 11, 2), id="four weeks"),
        pytest.param(date(2026, 12, 28), date(2027, 1, 3), date(2025, 12, 29), date(2026, 1, 4), id="the 53rd week"),
        pytest.param(
            date(2027, 2, 1), date(2027, 2, 28), date(2026, 2, 1), date(2026, 2, 28), id="both months and weeks"
        ),
        pytest.param(date(2026, 1, 1), date(2026, 10, 15), date(2025, 1, 1), date(2025, 10, 15), id="this year"),
        pytest.param(date(2024, 2, 29), date(2024, 3, 9), date(2023, 2, 28), date(2023, 3, 9), id="from 29 February"),
        pytest.param(date(2024, 2, 10), date(2024, 2, 29), date(2023, 2, 10), date(2023, 2, 28), id="to 29 February"),
    ],
)
def test_that_the_year_before_is_the_same_months_weeks_or_days(
    first: date, last: date, before_first: date, before_last: date
) -> None:
    assert Period(first, last).year_before() == Period(before_first, before_last)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_that_no_day_of_a_year_at_most_is_compared_with_itself(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    assert period.year_before().last < period.first


def test_that_days_fall_into_iso_weeks_and_months() -> None:
    assert key(date(2026, 1, 1), Grain.WEEK) == "2026-W01"
    assert key(date(2027, 1, 1), Grain.WEEK) == "2026-W53"
    assert key(date(2026, 3, 14), Grain.MONTH) == "2026-03"
    assert key(date(2026, 3, 14), Grain.DAY) == "2026-03-14"


def test_that_presets_are_whole_weeks_and_months_before_today() -> None:
    today = date(2026, 11, 23)
    assert last_weeks(today, 4) == Period(date(2026, 10, 26), date(2026, 11, 22))
    assert last_month(today) == Period(date(2026, 10, 1), date(2026, 10, 31))
    assert last_months(today, 3) == Period(date(2026, 8, 1), date(2026, 10, 31))
    assert year_to(today) == Period(date(2026, 1, 1), today)


@pytest.mark.parametrize(
    "until, grain, day",
    [
        (None, Grain.MONTH, date(2026, 11, 27)),
        (date(2026, 11, 20), Grain.MONTH, date(2026, 11, 27)),
        (date(2026, 10, 15), Grain.MONTH, date(2026, 11, 1)),
        (date(2026, 8, 31), Grain.MONTH, date(2026, 9, 1)),
        (date(2026, 10, 15), Grain.WEEK, date(2026, 10, 16)),
        (date(2026, 10, 15), Grain.DAY, date(2026, 10, 15)),
        (date(2027, 3, 1), Grain.DAY, date(2026, 11, 27)),
    ],
)
def test_that_steps_are_counted_back_from_where_something_is_known(until: date | None, grain: Grain, day: date) -> None:
    assert counted_from(date(2026, 11, 27), until, grain) == day
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)


def test_that_a_month_is_named_and_other_ranges_are_dated() -> None:
    assert Period(date(2026, 3, 1), date(2026, 3, 31)).label() == "March 2026"
    assert Period(date(2026, 3, 2), date(2026, 3, 8)).label() == "2026-03-02 to 2026-03-08"


def test_that_a_period_is_cut_into_its_weeks_in_order() -> None:
    assert steps_of(Period(date(2025, 12, 28), date(2026, 1, 6)), Grain.WEEK) == {
        "2025-W52": Period(date(2025, 12, 28), date(2025, 12, 28)),
        "2026-W01": Period(date(2025, 12, 29), date(2026, 1, 4)),
        "2026-W02": Period(date(2026, 1, 5), date(2026, 1, 6)),
    }


@given(first=st.dates(date(2000, 1, 1), date(2030, 1, 1)), length=st.integers(0, 800), grain=st.sampled_from(Grain))
def test_that_the_steps_hold_every_day_of_a_period_once_and_under_its_name(
    first: date, length: int, grain: Grain
) -> None:
    period = Period(first, first + timedelta(days=length))
    days = [
        (name, step.first + timedelta(days=number))
        for name, step in steps_of(period, grain).items()
        for number in range(step.days)
    ]
    assert days == [(key(day, grain), day) for day in (first + timedelta(days=number) for number in range(period.days))]
