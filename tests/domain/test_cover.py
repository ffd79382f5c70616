"""Cover: the stock-out day, arrivals in time, late and overdue, and the days with an empty shelf."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.cover import Arrival, Spell, cover, empty_days, empty_spells

TODAY = date(2026, 5, 4)


def arrival(days: int, units: int, reference: str = "") -> Arrival:
    return Arrival(TODAY + timedelta(days=days), units, reference)


RATES = st.fractions(Fraction(1, 20), 30, max_denominator=20)
STOCK = st.integers(0, 500)
ARRIVALS = st.lists(st.builds(arrival, st.integers(-5, 60), st.integers(1, 200)), max_size=6)


@pytest.mark.parametrize("on_hand, days, stockout", [(10, "2", 2), (9, "9/5", 1), (4, "4/5", 0), (0, "0", 0)])
def test_that_the_stock_out_day_is_the_first_that_cannot_be_met_in_full(on_hand: int, days: str, stockout: int) -> None:
    covered = cover(TODAY, on_hand, Fraction(5))
    assert (covered.days, covered.stockout) == (Fraction(days), TODAY + timedelta(days=stockout))


def test_that_an_order_due_after_the_shortage_is_no_cover() -> None:
    # The fixture of OCA/stock-logistics-warehouse#582: an incoming order due after the shortage.
    covered = cover(TODAY, 50, Fraction(5), [arrival(10, 500)])
    assert (covered.days, covered.stockout) == (Fraction(10), TODAY + timedelta(days=10))
    assert (covered.in_time, covered.late) == ((), (arrival(10, 500),))


def test_that_an_order_due_the_day_before_the_shortage_is_cover() -> None:
    covered = cover(TODAY, 50, Fraction(5), [arrival(9, 500)])
    assert (covered.days, covered.in_time) == (Fraction(110), (arrival(9, 500),))


def test_that_an_arrival_in_time_can_bring_a_later_one_in_time() -> None:
    both = [arrival(12, 30, "second"), arrival(9, 15, "first")]
    assert cover(TODAY, 50, Fraction(5), both).days == 19
    assert cover(TODAY, 50, Fraction(5), both[:1]).days == 10


def test_that_an_overdue_arrival_is_no_cover_and_is_named_as_overdue() -> None:
    covered = cover(TODAY, 10, Fraction(5), [arrival(-1, 100)])
    assert (covered.days, covered.overdue, covered.late) == (Fraction(2), (arrival(-1, 100),), ())


def test_that_without_demand_stock_does_not_run_out() -> None:
    covered = cover(TODAY, 10, Fraction(0), [arrival(3, 5)])
    assert (covered.days, covered.stockout, covered.late) == (None, None, ())
    assert empty_spells(TODAY, 0, Fraction(0)) == ()


def test_that_cover_beyond_the_calendar_has_no_day() -> None:
    covered = cover(TODAY, 10**9, Fraction(1, 91))
    assert covered.stockout is None
    assert covered.days == 91 * 10**9


def test_that_oversold_stock_is_out_today() -> None:
    assert cover(TODAY, -3, Fraction(5)).stockout == TODAY


def test_that_the_shelf_is_empty_from_running_out_until_the_day_after_an_arrival() -> None:
    spells = empty_spells(TODAY, 9, Fraction(5), [arrival(3, 10)])
    assert spells == (Spell(Fraction(9, 5), Fraction(4)), Spell(Fraction(6), None))
    assert empty_days(spells, 0, 10) == Fraction(11, 5) + 4
    assert empty_days(spells, 2, 3) == 1


@given(STOCK, RATES, ARRIVALS)
def test_that_late_and_overdue_arrivals_change_nothing_of_the_cover(
    on_hand: int, rate: Fraction, arrivals: list[Arrival]
) -> None:
    covered = cover(TODAY, on_hand, rate, arrivals)
    alone = cover(TODAY, on_hand, rate, covered.in_time)
    assert (alone.days, alone.stockout, alone.in_time) == (covered.days, covered.stockout, covered.in_time)


@given(STOCK, RATES, ARRIVALS)
def test_that_every_arrival_is_in_time_late_or_overdue(on_hand: int, rate: Fraction, arrivals: list[Arrival]) -> None:
    covered = cover(TODAY, on_hand, rate, arrivals)
    assert sorted([*covered.in_time, *covered.late, *covered.overdue]) == sorted(arrivals)
    assert covered.stockout is not None
    assert all(one.day < covered.stockout for one in covered.in_time)
    assert all(one.day >= covered.stockout for one in covered.late)


@given(STOCK, RATES, ARRIVALS)
def test_that_the_first_empty_time_is_the_end_of_the_cover(
    on_hand: int, rate: Fraction, arrivals: list[Arrival]
) -> None:
    assert empty_spells(TODAY, on_hand, rate, arrivals)[0].first == cover(TODAY, on_hand, rate, arrivals).days


@given(STOCK, RATES, ARRIVALS, st.integers(1, 200))
def test_that_units_sold_and_on_the_shelf_are_those_that_came(
    on_hand: int, rate: Fraction, arrivals: list[Arrival], days: int
) -> None:
    spells = empty_spells(TODAY, on_hand, rate, arrivals)
    came = on_hand + sum(one.units for one in arrivals if one.day >= TODAY)
    end = spells[-1].first
    assert rate * (end - empty_days(spells, 0, end)) == came
    assert empty_days(spells, 0, days) <= days
