"""Stock that lasts too short or too long, and work: each predicate at its limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.domain.conflicts.setting import Setting
from models.domain.conflicts.stock import Coverage, KeptStock, stock_excess, stock_out_risk
from models.domain.conflicts.work import Workload, capacity_over
from models.domain.period import Period

TODAY = date(2026, 5, 4)
SETTING = Setting(TODAY, "USD")
UNITS = st.integers(0, 200)


@given(st.integers(-20, 300), st.fractions(0, 9, max_denominator=7), st.integers(0, 60))
def test_that_cover_as_long_as_the_lead_time_is_enough(on_hand: int, rate: Fraction, lead: int) -> None:
    found = list(stock_out_risk(Coverage("MUG", "3PL", ("DTC",), "USD", on_hand, rate, lead, 1000), SETTING))
    short = rate > 0 and on_hand / rate < lead
    assert bool(found) is short
    for one in found:
        exact = (lead - max(on_hand, 0) / rate) * rate * 1000
        assert abs(one.stake.minor - exact) <= Fraction(1, 2)


def test_that_what_is_on_its_way_and_does_not_count_is_told() -> None:
    fact = Coverage("MUG", "3PL", ("DTC",), "USD", -10, Fraction(2), 20, 450, late=100, overdue=60)
    said = "MUG at 3PL lasts 0 days, an order takes 20"
    (found,) = stock_out_risk(fact, SETTING)
    assert found.sentence == f"{said}; 60 overdue and 100 that come too late are not counted"
    (found,) = stock_out_risk(replace(fact, late=0), SETTING)
    assert found.sentence == f"{said}; 60 overdue are not counted"
    (found,) = stock_out_risk(replace(fact, late=0, overdue=0), SETTING)
    assert found.sentence == said


@given(st.integers(0, 900), st.integers(0, 9), st.integers(0, 400))
def test_that_stock_may_last_and_be_as_old_as_its_limits(on_hand: int, rate: int, age: int) -> None:
    fact = KeptStock("MUG", "FBA", ("AMZ",), "USD", on_hand, Fraction(rate), 90, 4_500, age, 180, 1_200)
    found = list(stock_excess(fact, SETTING))
    assert bool(found) is (on_hand > 0 and (on_hand > 90 * rate or age > 180))
    assert all(one.stake.minor == 5_700 for one in found)


def test_that_stock_may_be_as_old_as_its_limit() -> None:
    aged = [KeptStock("MUG", "FBA", ("AMZ",), "USD", 9, Fraction(9), 90, 0, age, 180, 1_200) for age in (180, 181)]
    assert [len(list(stock_excess(fact, SETTING))) for fact in aged] == [0, 1]


def test_that_stock_without_limits_is_never_too_much_and_both_reasons_are_said() -> None:
    fact = KeptStock("MUG", "FBA", ("AMZ",), "USD", 900, Fraction(0), None, 4_500, 400)
    assert not list(stock_excess(fact, SETTING))
    (found,) = stock_excess(KeptStock("MUG", "FBA", ("AMZ",), "USD", 900, Fraction(0), 90, 0, 400, 180), SETTING)
    assert found.sentence == (
        "900 units of MUG at FBA are not sold at all, 90 are the most and are 400 days old, 180 are the most"
    )


@given(UNITS, UNITS)
def test_that_a_place_may_do_what_it_can(need: int, capacity: int) -> None:
    fact = Workload("3PL", "pick", Period(TODAY, TODAY), ("DTC",), "USD", need, capacity, 756)
    found = [one.stake.minor for one in capacity_over(fact, SETTING)]
    assert found == ([(need - capacity) * 756] if need > capacity else [])
