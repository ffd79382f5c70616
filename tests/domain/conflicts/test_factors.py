"""Factors of a formula: few decimals where they are enough, and more where the money could not be worked out again."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.domain.conflicts.factors import a_day, money, number, part, times
from tests.domain.conflicts.by_hand import by_hand

UNITS = st.fractions(0, 20_000, max_denominator=400)
MINOR = st.fractions(0, 200_000, max_denominator=1_000)


def test_that_a_factor_has_no_more_decimals_than_it_takes() -> None:
    # 3 sold in 70 days: with 0.04 a day it would be 13.29.
    parity = (a_day(Fraction(3, 70)), number(14, "day"), part(8000, "featured"), money(Fraction(296592, 100), "USD"))
    assert times("USD", *parity) == "0.04286 a day × 14 days × 80 % featured × 29.6592 USD"
    assert times("USD", number(Fraction(7, 3), "unit"), money(1, "USD")) == "2.33 units × 0.01 USD"
    assert times("USD", number(Fraction(1, 3), "unit"), money(90_000, "USD")) == "0.33333 units × 900.00 USD"
    assert times("JPY", number(1, "unit"), money(120_000, "JPY")) == "1 unit × 120,000 JPY"
    assert times("USD", number(0, "unit"), money(Fraction(1, 3), "USD")) == "0 units × 0.0033 USD"


@given(UNITS, MINOR, st.sampled_from(("USD", "JPY", "KWD")), st.integers(1, 40))
def test_that_a_product_comes_to_its_money_also_where_many_are_added_up(
    units: Fraction, minor: Fraction, currency: str, terms: int
) -> None:
    said = times(currency, number(units, "unit"), money(minor, currency), terms=terms)
    size = {"USD": 100, "JPY": 1, "KWD": 1_000}[currency]
    assert abs(by_hand(said) * size - units * minor) * terms <= Fraction(2, 5)
