"""Stock cover: K4, arrivals that come in time or not, and the unit cap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.domain.cover import Arrival
from models.domain.period import Period
from models.domain.promotions.stock_cover import SalesPlan, shortage

FIRST = date(2026, 5, 1)
K4 = SalesPlan(Period(FIRST, date(2026, 5, 10)), Fraction(6), Fraction(5, 2), 130)


def test_k4_that_150_units_are_needed_and_20_are_missing() -> None:
    found = shortage(K4)
    assert [found.needed, found.short, found.served] == [150, 20, 130]
    assert found.first_day == date(2026, 5, 9)  # 15 a day: 120 by the eighth, 135 by the ninth


def test_that_stock_enough_is_enough_to_the_unit() -> None:
    assert shortage(replace(K4, allocated=150)).short == 0
    assert shortage(replace(K4, allocated=149)).short == 1


def test_that_an_arrival_counts_from_the_day_after_it() -> None:
    for day, short in ((8, 0), (9, 5), (10, 20)):
        late = replace(K4, arrivals=(Arrival(date(2026, 5, day), 20),))
        assert shortage(late).short == short, day


def test_that_a_unit_cap_ends_the_uplift() -> None:
    # 90 units in the first 6 days, then 4 days of 6: 114.
    assert shortage(replace(K4, unit_cap=90)).needed == 114
    assert shortage(replace(K4, unit_cap=90)).short == 0
    assert shortage(replace(K4, unit_cap=0)).needed == 60


@given(
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 60)), max_size=4),
    st.integers(1, 12),
    st.integers(1, 4),
)
def test_that_what_is_short_is_what_a_shelf_would_have_lost(
    allocated: int, arriving: list[tuple[int, int]], daily: int, uplift: int
) -> None:
    arrivals = tuple(Arrival(FIRST + timedelta(days=day), units) for day, units in arriving)
    plan = SalesPlan(Period(FIRST, FIRST + timedelta(days=13)), Fraction(daily), Fraction(uplift), allocated, arrivals)
    shelf, lost, empty = allocated, 0, None
    for number in range(14):
        day = FIRST + timedelta(days=number)
        shelf += sum(one.units for one in arrivals if one.day == day - timedelta(days=1))
        missing = max(0, daily * uplift - shelf)
        if missing and empty is None:
            empty = day
        shelf = max(0, shelf - daily * uplift)
        lost += missing
    found = shortage(plan)
    assert found.short == lost
    assert found.first_day == empty
