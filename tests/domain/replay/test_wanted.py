"""Rates as they were known on each Monday are those that demand measures; lost demand is the rate of those weeks."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.domain.demand import LeftOut, demand, window
from models.domain.replay.wanted import known_rates, wanted_units
from tests.domain.replay.pasts import MONDAY

HISTORY = st.lists(st.tuples(st.integers(-3, 40), st.booleans()), max_size=40)


@given(HISTORY)
def test_that_a_rate_is_the_one_that_demand_measures_on_that_monday(history: list[tuple[int, bool]]) -> None:
    sold, used = [units for units, _ in history], [use for _, use in history]
    found = known_rates(sold, used)
    by_week = {MONDAY + timedelta(days=7 * week): units for week, units in enumerate(sold)}
    left_out = {MONDAY + timedelta(days=7 * week): LeftOut.NO_STOCK for week, use in enumerate(used) if not use}
    for week in range(len(history)):
        mondays = window(MONDAY + timedelta(days=7 * week))
        without = {one: LeftOut.INCOMPLETE for one in mondays if one < MONDAY} | left_out
        known = demand(mondays, by_week, without)
        if known.weeks:
            assert (found.rates[week], week in found.later) == (known.rate, False)
        else:
            assert (week in found.later) == any(used[week:])


def test_that_before_any_sale_the_next_used_weeks_stand_in() -> None:
    found = known_rates([0, 7, 14, 21, 14, 700], [False, True, True, True, True, True])
    assert found.rates[:3] == (Fraction(2), Fraction(2), Fraction(1))
    assert found.later == {0, 1}
    assert known_rates([5, 5], [False, False]).rates == (Fraction(0), Fraction(0))


def test_that_what_was_sold_was_wanted_and_more_where_stock_was_out() -> None:
    rates = [Fraction(2)] * 4
    assert wanted_units([10, 3, 20, -2], rates, [False, True, True, False]) == (10, 14, 20, 0)


def test_that_while_stock_is_out_the_rate_from_before_counts() -> None:
    rates = [Fraction(3), Fraction(2), Fraction(1), Fraction(0), Fraction(1)]
    assert wanted_units([0] * 5, rates, [False, True, True, False, True]) == (0, 14, 14, 0, 7)


@given(st.integers(1, 60), st.fractions(0, 9, max_denominator=91))
def test_that_fractions_of_lost_units_are_rounded_in_their_sum(weeks: int, rate: Fraction) -> None:
    wanted = wanted_units([0] * weeks, [rate] * weeks, [True] * weeks)
    assert abs(sum(wanted) - 7 * rate * weeks) <= Fraction(1, 2)
