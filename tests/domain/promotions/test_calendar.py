"""The calendar: days promoted of the last 90, and the days a retailer's ship window rules out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.period import Period
from models.domain.promotions.calendar import is_tired, promoted_days, ship_clash

TODAY = date(2026, 5, 31)


def back(first: int, last: int) -> Period:
    return Period(TODAY - timedelta(days=first), TODAY - timedelta(days=last))


@pytest.mark.parametrize("days, tired", [(40, False), (41, True)])  # 45 % of 90 are 40.5
def test_that_more_than_45_percent_are_too_many(days: int, tired: bool) -> None:
    assert promoted_days((back(days - 1, 0),), TODAY) == days
    assert is_tired(days) is tired


def test_that_just_45_percent_are_not_too_many() -> None:
    assert [is_tired(days, 100) for days in (45, 46)] == [False, True]


def test_that_only_the_last_90_days_count_and_each_once() -> None:
    assert promoted_days((back(200, 85), back(88, 80), back(10, -20)), TODAY) == 10 + 11
    assert promoted_days((), TODAY) == 0


@given(st.lists(st.tuples(st.integers(-10, 120), st.integers(0, 40)), max_size=8))
def test_that_days_are_counted_as_a_set_of_days_is(given_: list[tuple[int, int]]) -> None:
    periods = [back(first + length, first) for first, length in given_]
    days = {p.first + timedelta(days=n) for p in periods for n in range(p.days)}
    assert promoted_days(periods, TODAY) == len({day for day in days if TODAY - timedelta(days=90) < day <= TODAY})


def test_that_the_ship_window_ends_14_days_after_the_last_ship_day() -> None:
    ship = Period(date(2026, 5, 10), date(2026, 5, 12))
    day = timedelta(days=1)
    for first, last, clash in (
        (ship.first - 5 * day, ship.first - day, None),
        (ship.first - 5 * day, ship.first, Period(ship.first, ship.first)),
        (date(2026, 5, 26), date(2026, 5, 30), Period(date(2026, 5, 26), date(2026, 5, 26))),
        (date(2026, 5, 27), date(2026, 5, 30), None),
    ):
        assert ship_clash(Period(first, last), ship) == clash
