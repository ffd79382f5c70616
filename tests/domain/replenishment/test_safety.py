"""Stock against spread: every figure of the textbooks and worked pages that the formulas are taken from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.normal import quantile
from models.domain.replenishment.safety import (
    LeadDemand,
    cycle_service,
    economic_quantity,
    fill_rate,
    safety_stock,
    shortage_per_cycle,
    stock_level,
    unreliable,
)


def ahead(rate: int, deviation: int, lead: int, lead_deviation: int = 0, review: int = 0) -> LeadDemand:
    return LeadDemand(
        Fraction(rate), Fraction(deviation**2), Fraction(lead), Fraction(lead_deviation**2), Fraction(review)
    )


def rounded(value: Fraction, places: int) -> Decimal:
    return round(Decimal(value.numerator) / value.denominator, places)


def test_that_exercise_11_4_of_chopra_comes_out() -> None:
    # Chopra, exercise 11-4, spreadsheet: weekly demand 250 with deviation 150, lead time 2, orders of 1000 at 600.
    book, level = ahead(250, 150, 2), Fraction(600)
    assert level - book.mean == 100
    assert rounded(book.deviation, 0) == 212
    assert rounded(cycle_service(book, level), 2) == Decimal("0.68")
    assert rounded(shortage_per_cycle(book, level), 2) == Decimal("43.86")
    assert rounded(fill_rate(book, level, Fraction(1000)), 2) == Decimal("0.96")


def test_that_b_and_m_of_chopra_comes_out() -> None:
    # Chopra, B&M Computer World: weekly demand 2500 with deviation 500, lead time 2, orders of 10,000 at 6000.
    book, level = ahead(2500, 500, 2), Fraction(6000)
    assert level - book.mean == 1000
    assert rounded(cycle_service(book, level), 4) == Decimal("0.9214")
    assert rounded(shortage_per_cycle(book, level), 2) == Decimal("25.13")
    assert rounded(fill_rate(book, level, Fraction(10_000)), 5) == Decimal("0.99749")


def test_that_dell_of_chopra_comes_out() -> None:
    # Chopra, Dell: 2500 a day with deviation 500, lead time 7 with deviation 7, 90 % service.
    book = ahead(2500, 500, 7, 7)
    assert rounded(book.deviation, 1) == Decimal("17549.9")
    assert rounded(safety_stock(book, quantile(9000)), 1) == Decimal("22491.1")


@pytest.mark.parametrize(
    "lead_deviation, safety", [(6, 19298), (5, 16109), (4, 12927), (3, 9760), (2, 6628), (1, 3625), (0, 1695)]
)
def test_that_dell_needs_less_safety_stock_the_steadier_its_lead_time(lead_deviation: int, safety: int) -> None:
    # Chopra, Dell, the same with the deviation of the lead time going down to 0.
    assert rounded(safety_stock(ahead(2500, 500, 7, lead_deviation), quantile(9000)), 0) == safety


def test_that_thirty_a_day_needs_154_gallons() -> None:
    # Worked page "154 gallons": 30 a day with deviation 3, lead time 7 with deviation 4, 90 %, table z 1.28.
    page = ahead(30, 3, 7, 4)
    assert rounded(safety_stock(page, Fraction("1.28")), 2) == Decimal("153.94")
    assert rounded(safety_stock(page, quantile(9000)), 2) == Decimal("154.12")


def test_that_five_a_day_has_its_reorder_point() -> None:
    # Worked page "SKU M4389": 5 a day, lead time 3 with deviation 2, 95 %.
    page = ahead(5, 0, 3, 2)
    assert page.deviation == 10
    assert rounded(safety_stock(page, quantile(9500)), 2) == Decimal("16.45")
    assert rounded(stock_level(page, 9500), 2) == Decimal("31.45")


def test_that_twenty_a_day_has_its_safety_stock() -> None:
    # Worked page "umbrella store": 20 a day with deviation 4, lead time 10, 95 %; the page says 21.
    safety = safety_stock(ahead(20, 4, 10), quantile(9500))
    assert rounded(safety, 2) == Decimal("20.81")
    assert ceil(safety) == 21


def test_that_six_a_day_has_its_reorder_point_and_order_up_to_level() -> None:
    # Channelbook's own example of domain/allocation.md, A7.
    own = ahead(6, 3, 21, 4)
    assert rounded(own.deviation, 3) == Decimal("27.659")
    assert rounded(safety_stock(own, quantile(9500)), 3) == Decimal("45.494")
    assert rounded(stock_level(own, 9500), 2) == Decimal("171.49")
    reviewed = ahead(6, 3, 21, 4, review=7)
    assert rounded(stock_level(reviewed, 9500), 2) == Decimal("215.33")
    assert (ceil(stock_level(own, 9500)), ceil(stock_level(reviewed, 9500))) == (172, 216)


@pytest.mark.parametrize(
    "yearly, order_cost, holding_cost, quantity",
    [(1000, "10", "0.50", "200.0"), (3120, "12", "0.005", "3869.9"), (12_000, "4000", "100", "979.8")],
)
def test_that_the_economic_quantities_of_the_books_come_out(
    yearly: int, order_cost: str, holding_cost: str, quantity: str
) -> None:
    # Textbook examples listed in domain/allocation.md, A7.
    found = economic_quantity(Fraction(yearly), Fraction(order_cost), Fraction(holding_cost))
    assert rounded(found, 1) == Decimal(quantity)


def test_that_keeping_for_nothing_has_no_economic_quantity() -> None:
    with pytest.raises(ValueError, match="has to cost"):
        economic_quantity(Fraction(100), Fraction(10), Fraction(0))


@pytest.mark.parametrize("service", [5000, 6000, 7000])
def test_that_middling_service_with_a_variable_lead_time_is_unreliable(service: int) -> None:
    assert unreliable(ahead(6, 3, 21, 4), service)
    assert not unreliable(ahead(6, 3, 21), service)
    assert not unreliable(ahead(6, 3, 21, 4), 7001)


def test_that_without_spread_service_is_all_or_nothing() -> None:
    steady = ahead(5, 0, 4)
    assert [cycle_service(steady, Fraction(20)), cycle_service(steady, Fraction(19))] == [1, 0]
    assert [shortage_per_cycle(steady, Fraction(17)), shortage_per_cycle(steady, Fraction(25))] == [3, 0]


@given(st.integers(0, 100), st.integers(0, 50), st.integers(0, 60), st.integers(0, 20), st.integers(0, 30))
def test_that_more_service_and_a_review_never_need_less_stock(
    rate: int, deviation: int, lead: int, lead_deviation: int, review: int
) -> None:
    at_once = ahead(rate, deviation, lead, lead_deviation)
    reviewed = ahead(rate, deviation, lead, lead_deviation, review)
    assert stock_level(at_once, 9000) <= stock_level(at_once, 9500)
    assert stock_level(at_once, 9000) <= stock_level(reviewed, 9000)


@given(st.integers(1, 100), st.integers(0, 50), st.integers(1, 60), st.integers(0, 20), st.integers(5000, 9999))
def test_that_the_level_for_a_service_gives_that_service(
    rate: int, deviation: int, lead: int, lead_deviation: int, service: int
) -> None:
    one = ahead(rate, deviation, lead, lead_deviation)
    given_service = cycle_service(one, stock_level(one, service))
    if one.deviation:
        assert abs(given_service - Fraction(service, 10_000)) < Fraction(1, 10**9)
    else:
        assert given_service == 1
