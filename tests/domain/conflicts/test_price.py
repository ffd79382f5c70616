"""Prices of listings: the limits of each predicate, to the cent and to the second."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.price import (
    DeadZone,
    LivePrice,
    PricedListing,
    price_below_floor,
    price_dead_zone,
    price_loss,
    price_mismatch,
)
from models.domain.conflicts.setting import Setting
from models.domain.money import half_up

TODAY = date(2026, 5, 4)
SETTING = Setting(TODAY, "USD")
MUG = PricedListing("MUG", "DTC", TODAY, "USD", 1250, 120, 29, 150)
NOON = datetime(2026, 5, 4, 12)  # noqa: DTZ001 - the ledger's own time


@given(st.fractions(-500, 500, max_denominator=100), st.fractions(0, 400, max_denominator=100), st.integers(0, 500))
def test_that_a_price_is_fine_below_its_floor_or_at_a_loss_and_never_two_of_them(
    expected: Fraction, target: Fraction, units: int
) -> None:
    fact = replace(MUG, expected=expected, target=target, units=units)
    below, loss = list(price_below_floor(fact, SETTING)), list(price_loss(fact, SETTING))
    assert len(below) == (0 <= expected < target)
    assert len(loss) == (expected < 0)
    for found in below:
        assert found.stake.minor == half_up((target - expected) * units)
    for found in loss:
        assert found.stake.minor == half_up(-expected * units)


@pytest.mark.parametrize("expected, codes", [(150, []), (149, ["PRICE_BELOW_FLOOR"]), (0, ["PRICE_BELOW_FLOOR"])])
def test_that_the_target_itself_is_enough_and_nothing_earned_is_no_loss(expected: int, codes: list[str]) -> None:
    assert [one.kind.code for one in find(Book(prices=(replace(MUG, expected=expected),)), SETTING)] == codes


def test_that_a_contribution_with_parts_of_cents_says_so() -> None:
    # GB2 at 18.41: 9.977 % of 18.41 against 10 %.
    fact = replace(MUG, price=1841, expected=Fraction(1_836_800, 10_000), target=Fraction(1841, 10), units=100)
    (found,) = price_below_floor(fact, SETTING)
    assert (found.stake.formula, found.stake.minor) == ("100 units × 0.0042 USD", 42)


@given(st.integers(900, 1300))
def test_that_a_dead_zone_begins_above_its_edge_and_holds_its_last_price(price: int) -> None:
    fact = replace(MUG, price=price, expected=168, zones=(DeadZone(1000, 1172, 314),))
    assert len(list(price_dead_zone(fact, SETTING))) == (1001 <= price <= 1172)


def test_that_a_listing_in_a_second_dead_zone_is_told_of_that_one() -> None:
    zones = (DeadZone(1500, 1582, 455), DeadZone(2000, 2168, 830))  # GB8
    (found,) = price_dead_zone(replace(MUG, price=2001, expected=690, units=10, zones=zones), SETTING)
    assert found.stake.minor == 1400
    assert "20.00 USD would; the dead zone ends at 21.68 USD" in found.sentence


@given(st.integers(-5, 5), st.integers(-3, 3))
def test_that_a_live_price_may_be_off_by_one_cent_or_for_24_hours(off: int, minutes: int) -> None:
    since = NOON - timedelta(hours=24, minutes=minutes)
    fact = LivePrice("MUG", "DTC", "USD", 2499, 2499 + off, since, NOON, 40)
    found = list(price_mismatch(fact, SETTING))
    assert len(found) == (abs(off) > 1 and minutes > 0)
    for one in found:
        assert one.stake.minor == abs(off) * 40


def test_that_money_in_another_currency_is_translated_once() -> None:
    setting = replace(SETTING, rates={"GBP": Fraction(127, 100)})
    (found,) = price_below_floor(replace(MUG, currency="GBP"), setting)
    assert found.stake.minor == 18_440  # 145.20 × 1.27 = 184.404
    assert found.stake.formula == "(120 units × 1.21 GBP) × 1.27 USD/GBP"
    with pytest.raises(ValueError, match="no rate from GBP to USD"):
        list(price_below_floor(replace(MUG, currency="GBP"), SETTING))
