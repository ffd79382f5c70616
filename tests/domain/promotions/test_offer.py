"""Offers: each kind to the cent, never below 0, never above the price, and forms of their own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.period import Period
from models.domain.promotions.offer import (
    AmountOff,
    BundleOffer,
    FreeShipping,
    Offer,
    PercentOff,
    PromotionPrice,
    Quote,
    applied,
)
from models.domain.promotions.promotion import Promotion, stackable
from models.domain.rules import form_of, params_of, read_rule

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
OFFERS = st.one_of(
    st.builds(PercentOff, st.fractions(0, 100, max_denominator=100)),
    st.builds(AmountOff, st.integers(0, 5000)),
    st.builds(PromotionPrice, st.integers(0, 5000)),
    st.builds(BundleOffer, st.integers(1, 5), st.integers(1, 5), st.fractions(0, 100, max_denominator=10)),
    st.just(FreeShipping()),
)
QUOTES = st.builds(Quote, st.integers(0, 10_000), st.integers(0, 900))


@pytest.mark.parametrize(
    "offer, price",
    [
        (PercentOff(Fraction(50)), 1250),  # 12.495, half up (K1)
        (PercentOff(Fraction(100)), 0),
        (AmountOff(300), 2199),
        (AmountOff(9999), 0),
        (PromotionPrice(1999), 1999),
        (PromotionPrice(2999), 2499),
        (BundleOffer(2, 1), 1666),  # 3 for 2: 24.99 × 2/3
        (BundleOffer(1, 1, Fraction(50)), 1874),  # the second at half: 24.99 × 3/4 = 18.7425
        (FreeShipping(), 2499),
    ],
)
def test_that_each_offer_is_right_to_the_cent(offer: Offer, price: int) -> None:
    assert applied(offer, Quote(2499, 495)).price == price


def test_that_free_shipping_lowers_what_is_landed_and_nothing_else_touches_shipping() -> None:
    assert applied(FreeShipping(), Quote(2499, 495)).landed == 2499
    assert applied(PercentOff(Fraction(50)), Quote(2499, 495)) == Quote(1250, 495)


@given(OFFERS, QUOTES, QUOTES)
def test_that_no_offer_raises_a_price_goes_below_0_or_turns_two_prices_round(
    offer: Offer, one: Quote, other: Quote
) -> None:
    after = applied(offer, one)
    assert 0 <= after.price <= one.price
    assert 0 <= after.shipping <= one.shipping
    if one.price <= other.price:
        assert after.price <= applied(offer, other).price


@given(OFFERS)
def test_that_an_offer_is_written_and_read_as_rules_are(offer: Offer) -> None:
    assert read_rule(offer.KIND, params_of(offer), get_args(Offer)) == offer
    assert all(field.label for field in form_of(type(offer)))


def test_that_a_promotion_knows_whom_it_is_for() -> None:
    mugs = Promotion("MUGS", PercentOff(Fraction(20)), MAY, frozenset({"MUG"}), frozenset({"DTC"}))
    assert [mugs.covers(*pair) for pair in (("MUG", "DTC"), ("MUG", "AMZ"), ("BOWL", "DTC"))] == [True, False, False]
    assert Promotion("ALL", FreeShipping(), MAY).covers("BOWL", "AMZ")
    days = (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [mugs.runs_on(day) for day in days] == [False, True, True, False]
    assert mugs.sentence() == "MUGS: 20 % off, May 2026"


def test_that_lanes_and_exclusivity_mark_what_adds_up() -> None:
    sale = Promotion("SALE", PercentOff(Fraction(20)), MAY, lane="sale")
    code = Promotion("CODE", AmountOff(300), MAY, lane="code")
    assert stackable(sale, code)
    assert not stackable(sale, Promotion("OTHER", AmountOff(100), MAY, lane="sale"))
    assert not stackable(code, Promotion("ALONE", AmountOff(100), MAY, lane="sale", exclusive=True))


@pytest.mark.parametrize(
    "wrong", [{"funded": 10_001}, {"uplift": Fraction(-1)}, {"budget": -1}, {"unit_cap": -1}, {"fixed": -1}]
)
def test_that_a_promotion_that_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"0 or more|basis points"):
        Promotion("MUGS", FreeShipping(), MAY, **wrong)  # type: ignore[arg-type]  # one field at a time
