"""What prices are held against: MAP and when it holds, parity, margins, reference prices, ladders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.conflicts.agreement import (
    Advertised,
    Announced,
    Announcement,
    LandedPrices,
    RetailedPrice,
    map_breach,
    parity_gap,
    reference_price,
    wholesale_undercut,
)
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Thing
from models.domain.conflicts.policy import (
    MinimumAdvertised,
    Tier,
    below_map,
    inversions,
    lowest_prior,
    pack,
    part_below,
    retailer_margin,
    undercut,
)
from models.domain.conflicts.setting import Setting
from models.domain.money import half_up
from models.domain.period import Period

TODAY = date(2026, 5, 4)
SETTING = Setting(TODAY, "USD")
MAP = MinimumAdvertised(1799, first=date(2026, 5, 1), last=date(2026, 5, 31))


@pytest.mark.parametrize(
    "minimum, day, least",
    [
        (MAP, date(2026, 4, 30), None),
        (MAP, date(2026, 5, 1), 1799),
        (MAP, date(2026, 5, 31), 1799),
        (MAP, date(2026, 6, 1), None),
        (replace(MAP, exempt=(Period(date(2026, 5, 4), date(2026, 5, 6)),)), TODAY, None),
        (replace(MAP, exempt=(Period(date(2026, 5, 5), date(2026, 5, 6)),)), TODAY, 1799),
        (replace(MAP, jurisdiction="EU"), TODAY, None),
        (replace(MAP, jurisdiction="EU", switched=True), TODAY, 1799),
        (replace(MAP, switched=False), TODAY, None),
        (replace(MAP, amount=None), TODAY, None),
        (replace(MAP, amount=0), TODAY, 0),
    ],
)
def test_that_a_map_holds_in_its_days_its_country_and_outside_its_holidays(
    minimum: MinimumAdvertised, day: date, least: int | None
) -> None:
    assert minimum.on(day) == least


def test_that_a_blank_map_is_none_and_a_price_at_map_is_fine() -> None:
    assert below_map(MAP, 1798, day=TODAY) == (1798, 1799)
    assert below_map(MAP, 1799, day=TODAY) is None
    assert below_map(MinimumAdvertised(None), 0, day=TODAY) is None


def test_that_the_price_in_the_cart_counts_only_where_the_map_says_so() -> None:
    fact = Advertised("MUG", "DTC", TODAY, "USD", 1899, MAP, 200_000, in_cart=1699)
    assert not list(map_breach(fact, SETTING))
    (found,) = map_breach(replace(fact, minimum=replace(MAP, in_cart=True)), SETTING)
    assert "16.99 USD, MAP is 17.99 USD" in found.sentence


def test_that_the_same_open_orders_are_claimed_once_where_channels_advertise_below_map() -> None:
    shop = Advertised("MUG", "DTC", TODAY, "USD", 1699, MAP, 200_000)
    deep = replace(shop, channel="AMZ", price=1599)
    fine = replace(shop, channel="EBY", price=1799)
    found = find(Book(advertised=(shop, deep, fine, replace(shop, sku="BOWL"))), SETTING)
    told = {(one.named(Thing.SKU)[0], one.channels): (one.stake.minor, one.stake.formula) for one in found}
    claim = "2,000.00 USD of open wholesale orders"
    assert told == {
        ("MUG", ("AMZ",)): (20_000, f"{claim} × 10 %"),
        ("MUG", ("DTC",)): (0, f"{claim} are counted once, with AMZ"),
        ("BOWL", ("DTC",)): (20_000, f"{claim} × 10 %"),
    }


@given(st.integers(1, 20_000), st.integers(0, 20_000), st.integers(0, 1000))
def test_that_a_gap_begins_beyond_the_tolerance(here: int, elsewhere: int, tolerance: int) -> None:
    assert undercut(here, elsewhere, tolerance) is (part_below(here, elsewhere) > Fraction(tolerance, 10_000))


@pytest.mark.parametrize("elsewhere, found", [(9_900, 0), (9_899, 1), (10_100, 0)])
def test_that_parity_allows_one_percent(elsewhere: int, found: int) -> None:
    fact = LandedPrices("MUG", "AMZ", "USD", 10_000, (("DTC", elsewhere), ("AMZ", 1)), 1089, 8)
    assert len(list(parity_gap(fact, SETTING))) == found


def test_k2_that_the_gap_is_20_percent_and_the_lowest_elsewhere_is_named() -> None:
    fact = LandedPrices("MUG", "AMZ", "USD", 2499, (("EBY", 2199), ("DTC", 1999)), 1089, 8)
    (found,) = parity_gap(fact, replace(SETTING, days=7))
    assert found.sentence == "MUG costs 19.99 USD on DTC and 24.99 USD on AMZ, 20 % less"
    assert found.stake.minor == 48_787
    (free,) = parity_gap(replace(fact, expected=-50), SETTING)
    assert free.stake.minor == 0  # an offer that loses money costs nothing when it is not featured


def test_k5_that_a_retailer_keeps_half_at_list_and_16_6_percent_at_14_99() -> None:
    assert [half_up(retailer_margin(price, 1250) * 1000) for price in (2499, 1499)] == [500, 166]


@pytest.mark.parametrize("price, found", [(2000, 0), (1999, 1)])
def test_that_the_margin_agreed_is_enough(price: int, found: int) -> None:
    # 12.00 / (1 − 40 %) = 20.00
    assert (
        len(list(wholesale_undercut(RetailedPrice("MUG", "DTC", "WHS", "USD", price, 1200, 1, 1, "USD"), SETTING)))
        == found
    )


@given(st.integers(0, 5000), st.integers(1, 3000), st.integers(0, 9000))
def test_that_a_retailer_is_undercut_where_his_margin_is_less_than_agreed(price: int, cost: int, margin: int) -> None:
    fact = RetailedPrice("MUG", "DTC", "WHS", "USD", price, cost, 61, 1_000, "USD", margin)
    left = retailer_margin(price, cost) if price else Fraction(-1)
    assert bool(list(wholesale_undercut(fact, SETTING))) is (left < Fraction(margin, 10_000))


def test_k7_that_the_lowest_of_30_days_is_what_a_reduction_is_from() -> None:
    prices = {date(2026, 1, 1): 2499, date(2026, 4, 10): 1999, date(2026, 4, 20): 2499}
    lowest = lowest_prior(prices, date(2026, 5, 1))
    assert lowest == 1999
    assert [half_up(part_below(was, 1799) * 1000) for was in (2499, 1999)] == [280, 100]
    fact = Announcement("SALE", "EU", date(2026, 5, 1), "EUR", (Announced("MUG", 2499, 1799, lowest),))
    (found,) = reference_price(fact, SETTING)
    assert found.sentence == (
        "SALE on EU announces MUG from 24.99 EUR to 17.99 EUR (−28 %), lawful is from 19.99 EUR (−10 %)"
    )
    assert not list(reference_price(replace(fact, lawful_reference=False), SETTING))
    unknown = replace(fact, prices=(Announced("MUG", 2499, 1799, None),))
    assert not list(reference_price(unknown, SETTING))


def test_that_a_price_holds_until_the_next_one_and_30_days_are_30() -> None:
    first = date(2026, 5, 31)
    begin = first - timedelta(days=30)
    # The low price ended the day before the window, on its first day, and one day into it.
    for ended, lowest in ((begin, 2499), (begin + timedelta(days=1), 1999)):
        assert lowest_prior({date(2026, 1, 1): 1999, ended: 2499}, first) == lowest
    assert lowest_prior({first: 999, begin: 2499}, first) == 2499
    assert lowest_prior({first: 999}, first) is None


@given(st.dictionaries(st.integers(0, 80), st.integers(1, 3000), max_size=8), st.integers(0, 90), st.integers(1, 40))
def test_that_the_lowest_price_is_that_of_the_days_one_by_one(given_: dict[int, int], first: int, window: int) -> None:
    start = date(2026, 1, 1)
    prices = {start + timedelta(days=day): price for day, price in given_.items()}
    asked = []
    for number in range(first - window, first):
        before = [day for day in given_ if day <= number]
        if before:
            asked.append(given_[max(before)])
    assert lowest_prior(prices, start + timedelta(days=first), window) == min(asked, default=None)


def test_k8_that_three_at_31_99_are_dearer_than_one_at_9_99() -> None:
    (found,) = inversions((Tier(1, Fraction(999)), pack(3, 3199)))
    assert found.difference == Fraction(3199, 3) - 999
    assert half_up(found.tier.unit_price) == 1066
    assert not inversions((Tier(1, Fraction(999)), pack(3, 2997)))
    assert inversions((Tier(1, Fraction(999)), pack(3, 2998)))  # a third of a cent is dearer too


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 60)), max_size=6, unique_by=lambda one: one[0]))
def test_that_a_ladder_without_inversion_never_rises(given_: list[tuple[int, int]]) -> None:
    tiers = [pack(quantity, price) for quantity, price in given_]
    inverted = {found.tier for found in inversions(tiers)}
    wanted = {one for one in tiers if any(o.quantity < one.quantity and o.unit_price < one.unit_price for o in tiers)}
    assert inverted == wanted
