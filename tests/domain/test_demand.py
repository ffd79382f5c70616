"""Demand a day from weeks with stock, the weeks left out and why, and what days without stock have cost."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from statistics import variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.demand import (
    Demand,
    History,
    LeftOut,
    days_without_stock,
    demand,
    left_out,
    stockout,
    together,
    window,
)
from models.domain.period import Period

TODAY = date(2026, 5, 6)
MONDAYS = window(TODAY, 4)
KNOWN = Period(date(2026, 1, 1), TODAY)


def days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def test_that_the_window_is_the_last_thirteen_whole_weeks() -> None:
    assert len(window(TODAY)) == 13
    assert window(TODAY)[-1] == date(2026, 4, 27)
    assert [str(monday) for monday in MONDAYS] == ["2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27"]


def test_that_each_week_left_out_says_why() -> None:
    history = History(
        Period(date(2026, 4, 7), TODAY), date(2026, 4, 15), days("2026-04-22", "2026-04-23"), days("2026-05-03")
    )
    assert left_out(MONDAYS, history) == {
        MONDAYS[0]: LeftOut.INCOMPLETE,
        MONDAYS[2]: LeftOut.NO_STOCK,
        MONDAYS[3]: LeftOut.PROMOTION,
    }


def test_that_the_week_of_the_first_sale_counts_and_those_before_it_do_not() -> None:
    assert left_out(MONDAYS, History(KNOWN, date(2026, 4, 19))) == {MONDAYS[0]: LeftOut.BEFORE_FIRST_SALE}
    assert set(left_out(MONDAYS, History(KNOWN, None)).values()) == {LeftOut.BEFORE_FIRST_SALE}


def test_that_a_week_not_read_to_its_end_is_incomplete() -> None:
    history = History(Period(date(2026, 1, 1), date(2026, 5, 2)), date(2026, 1, 1))
    assert left_out(MONDAYS, history) == {MONDAYS[3]: LeftOut.INCOMPLETE}


def test_that_the_rate_comes_from_usable_weeks_only_and_a_week_without_a_sale_is_a_nought() -> None:
    sold = {MONDAYS[0]: 42, MONDAYS[1]: 28, MONDAYS[2]: 3}
    measured = demand(MONDAYS, sold, {MONDAYS[2]: LeftOut.NO_STOCK})
    assert (measured.rate, measured.weeks) == (Fraction(70, 21), 3)
    assert measured.variance == variance([Fraction(42), Fraction(28), Fraction(0)]) / 7
    assert measured.sentence() == "3.33 a day from 3 of 4 weeks; left out: 1 no stock"


def test_that_without_usable_weeks_there_is_no_demand_and_that_is_said() -> None:
    measured = demand(MONDAYS, {MONDAYS[0]: 9}, dict.fromkeys(MONDAYS, LeftOut.PROMOTION))
    assert [measured.rate, measured.variance] == [0, 0]
    assert not measured.spread_known
    assert measured.sentence() == "0 a day from 0 of 4 weeks; left out: 4 promotion"


def test_that_one_week_gives_a_rate_and_no_spread() -> None:
    measured = demand(MONDAYS[:1], {MONDAYS[0]: 14}, {})
    assert [measured.rate, measured.variance] == [2, 0]
    assert not measured.spread_known


def test_that_more_returns_than_sales_make_no_demand() -> None:
    assert demand(MONDAYS, {MONDAYS[0]: -5}, {}).rate == 0


@given(st.lists(st.integers(-20, 500), min_size=2, max_size=20))
def test_that_the_variance_of_a_day_is_a_seventh_of_that_of_the_weeks(units: list[int]) -> None:
    mondays = window(TODAY, len(units))
    measured = demand(mondays, dict(zip(mondays, units, strict=True)), {})
    assert measured.variance == variance([Fraction(one) for one in units]) / 7
    assert measured.rate == max(Fraction(sum(units), 7 * len(units)), Fraction(0))


@given(st.lists(st.integers(0, 50), min_size=13, max_size=13), st.sets(st.integers(0, 12)), st.integers(0, 10**4))
def test_that_what_a_left_out_week_sold_changes_nothing(units: list[int], without: set[int], other: int) -> None:
    mondays = window(TODAY)
    reasons = {mondays[number]: LeftOut.NO_STOCK for number in without}
    sold = dict(zip(mondays, units, strict=True))
    assert demand(mondays, sold, reasons) == demand(mondays, {**sold, **dict.fromkeys(reasons, other)}, reasons)


def test_that_demands_on_one_stock_add_up_with_their_variances() -> None:
    whole = together([Demand(Fraction(2), Fraction(9), 10), Demand(Fraction(3), Fraction(16), 12)])
    assert [whole.rate, whole.deviation, whole.weeks] == [5, 5, 10]
    assert together([]).rate == 0


def test_that_a_count_of_none_holds_until_the_next_count() -> None:
    counted = {date(2026, 4, 5): 0, date(2026, 4, 8): 4, date(2026, 4, 10): 0}
    period = Period(date(2026, 4, 6), date(2026, 4, 11))
    assert days_without_stock(counted, period) == days("2026-04-06", "2026-04-07", "2026-04-10", "2026-04-11")
    assert days_without_stock({}, period) == frozenset()


@pytest.mark.parametrize("contribution, lost", [(1089, 76230), (Fraction(1, 3), 23), (-50, 0)])
def test_that_days_out_cost_rate_times_days_times_contribution(contribution: Fraction, lost: int) -> None:
    priced = stockout(Fraction(10), 7, contribution)
    assert [priced.units, priced.lost] == [70, lost]
