"""Promotions against one another and against what carries them: windows to the day, stakes to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.catalog import ChannelKind
from models.domain.conflicts.campaign import (
    PlannedSale,
    PlannedSpending,
    PromotedOrder,
    PromotedPlace,
    promo_budget,
    promo_retired,
    promo_ship_window,
    promo_stock_short,
)
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Thing
from models.domain.conflicts.policy import MinimumAdvertised
from models.domain.conflicts.promotion import (
    PromotedListing,
    PromotedPrice,
    PromotedSku,
    StackedPrice,
    days_apart,
    promo_cross_channel,
    promo_overlap,
    promo_stack_breach,
)
from models.domain.conflicts.setting import Setting
from models.domain.period import Period
from models.domain.promotions.budget import Discounted, Spending
from models.domain.promotions.offer import AmountOff, PercentOff, Quote
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import lowest
from models.domain.promotions.stock_cover import SalesPlan
from models.domain.words import listed
from tests.domain.conflicts.promotion_cases import CODE, K3, SPRING

TODAY = date(2026, 5, 4)
SETTING = Setting(TODAY, "USD")
WEEK = Period(date(2026, 5, 4), date(2026, 5, 10))
SALE = Promotion("SALE", PercentOff(Fraction(20)), WEEK, lane="sale", uplift=Fraction(5, 2))


def moved(period: Period, days: int) -> Period:
    return Period(period.first + timedelta(days=days), period.last + timedelta(days=days))


@given(st.integers(-20, 20))
def test_that_an_overlap_is_as_long_as_the_days_that_are_left(days: int) -> None:
    other = Promotion("CODE", AmountOff(300), moved(WEEK, days), lane="sale")
    fact = PromotedListing("MUG", "DTC", "USD", Quote(2499), (SALE, other), 4)
    found = list(promo_overlap(fact, SETTING))
    left = [
        day
        for number in range(7)
        if other.days.first <= (day := WEEK.first + timedelta(days=number)) <= other.days.last
    ]
    assert bool(found) is bool(left)
    for one in found:
        # 3.00 more on 4 × 2.5 units a day; a shift changes the window, so it is another conflict.
        assert one.stake.minor == len(left) * 10 * 300
        assert one.window == max(WEEK.first, other.days.first)


def test_that_an_overlap_that_is_past_or_of_another_listing_is_none() -> None:
    other = Promotion("CODE", AmountOff(300), WEEK, lane="sale", skus=frozenset({"BOWL"}))
    fact = PromotedListing("MUG", "DTC", "USD", Quote(2499), (SALE, other), 4)
    assert not list(promo_overlap(fact, SETTING))
    same = replace(fact, promotions=(SALE, replace(other, skus=frozenset({"MUG"}))))
    assert list(promo_overlap(same, replace(SETTING, today=WEEK.last)))
    assert not list(promo_overlap(same, replace(SETTING, today=WEEK.last + timedelta(days=1))))


def test_that_three_promotions_collide_in_three_pairs_with_names_of_their_own() -> None:
    promotions = tuple(replace(SALE, code=code) for code in "ABC")
    found = list(promo_overlap(PromotedListing("MUG", "DTC", "USD", Quote(2499), promotions, 4), SETTING))
    assert [one.named(Thing.PROMOTION) for one in found] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert len({one.fingerprint for one in found}) == 3


STACKED = lowest(Quote(2499), (SALE, replace(SALE, code="CODE", offer=AmountOff(300), lane="voucher")))


@pytest.mark.parametrize(
    "expected, target, minimum, stake, formula",
    [
        (150, 150, None, None, ""),
        (149, 150, None, 40, "40 units × 0.01 USD"),
        # As for the floor: all that is missing to the target, so that a loss never is less at stake than a small gain.
        (-25, 150, None, 7_000, "40 units × 1.75 USD"),
        (None, 150, None, None, ""),
        (150, 150, STACKED.quote.price, None, ""),
        (150, 150, STACKED.quote.price + 1, 5_000, "500.00 USD of open wholesale orders × 10 %"),
        (100, 150, 1799, 7_000, "40 units × 0.50 USD + 500.00 USD of open wholesale orders × 10 %"),
    ],
)
def test_that_a_stack_may_go_down_to_its_target_and_to_map(
    expected: int | None, target: int, minimum: int | None, stake: int | None, formula: str
) -> None:
    fact = StackedPrice("MUG", "DTC", TODAY, "USD", STACKED, expected, target, 40, MinimumAdvertised(minimum), 50_000)
    found = list(promo_stack_breach(fact, SETTING))
    assert [one.stake.minor for one in found] == ([] if stake is None else [stake])
    assert [one.stake.formula for one in found] == ([] if stake is None else [formula])


def test_that_the_same_open_orders_are_claimed_once_where_channels_promote_below_map() -> None:
    deep = replace(K3, channel="AMZ", stacked=lowest(Quote(2499), (SALE, SPRING, CODE)))
    flat = replace(K3, stacked=lowest(Quote(2200), (SALE,)), expected=100)
    other = replace(K3, sku="BOWL")
    found = find(Book(stacked=(flat, deep, other)), SETTING)
    told = {(one.named(Thing.SKU)[0], one.channels): (one.stake.minor, one.stake.formula) for one in found}
    claim = "2,000.00 USD of open wholesale orders"
    assert deep.stacked.quote.price < flat.stacked.quote.price < 1799
    with_deep = f"with {listed(sorted(deep.stacked.codes))} on AMZ"
    assert told == {
        ("MUG", ("AMZ",)): (20_000, f"{claim} × 10 %"),
        ("MUG", ("DTC",)): (6_000, f"120 units × 0.50 USD; {claim} are counted once, {with_deep}"),
        ("BOWL", ("DTC",)): (20_000, f"{claim} × 10 %"),
    }
    assert find(Book(stacked=(other, deep, flat)), SETTING) == found


def test_that_the_map_of_the_first_day_of_a_promotion_counts() -> None:
    fact = StackedPrice("MUG", "DTC", date(2026, 6, 1), "USD", STACKED, 900, 150, 40)
    ending = MinimumAdvertised(1799, last=date(2026, 5, 31))
    assert not list(promo_stack_breach(replace(fact, minimum=ending), SETTING))
    assert list(promo_stack_breach(replace(fact, minimum=replace(ending, last=date(2026, 6, 1))), SETTING))


@given(st.integers(-30, 30))
def test_that_promotions_of_two_channels_must_be_more_than_a_week_apart(days: int) -> None:
    later = moved(WEEK, days)
    prices = (PromotedPrice("SALE", "DTC", WEEK, 1999, 60), PromotedPrice("DEAL", "AMZ", later, 2499, 80))
    found = list(promo_cross_channel(PromotedSku("MUG", "USD", prices), SETTING))
    # 7 days long each: moved by 13 days the second begins 7 days after the first has ended.
    assert bool(found) is (abs(days) <= 13)
    assert days_apart(WEEK, later) == days_apart(later, WEEK) == abs(days) - 6


@pytest.mark.parametrize("price, found", [(9_900, 0), (9_899, 1)])
def test_that_promotion_prices_may_differ_by_the_tolerance(price: int, found: int) -> None:
    prices = (PromotedPrice("SALE", "DTC", WEEK, price, 60), PromotedPrice("DEAL", "AMZ", WEEK, 10_000, 80))
    assert len(list(promo_cross_channel(PromotedSku("MUG", "USD", prices), SETTING))) == found


def test_that_promotions_that_are_over_are_left_alone() -> None:
    over = replace(SETTING, today=WEEK.last + timedelta(days=1))
    prices = (PromotedPrice("SALE", "DTC", WEEK, 1999, 60), PromotedPrice("DEAL", "AMZ", WEEK, 2499, 80))
    sale = PlannedSale("SALE", "MUG", "DTC", WEEK.first, "USD", SalesPlan(WEEK, Fraction(6), Fraction(2), 10), 756)
    last_day = replace(SETTING, today=WEEK.last)
    assert list(promo_cross_channel(PromotedSku("MUG", "USD", prices), last_day))
    assert list(promo_stock_short(sale, last_day))
    assert not list(promo_cross_channel(PromotedSku("MUG", "USD", prices), over))
    assert not list(promo_stock_short(sale, over))


def test_that_two_promotions_of_one_channel_are_no_matter_between_channels() -> None:
    prices = (PromotedPrice("A", "DTC", WEEK, 1999, 60), PromotedPrice("B", "DTC", WEEK, 2499, 80))
    assert not list(promo_cross_channel(PromotedSku("MUG", "USD", prices), SETTING))


SHIP = Period(date(2026, 5, 18), date(2026, 5, 22))
ORDER = PromotedOrder("SALE", "DTC", ChannelKind.DTC, WEEK, "MUG", "W-7", "WHS", SHIP, 90_000, 1500)


@given(st.integers(-20, 60))
def test_that_a_promotion_must_end_before_the_ship_window_or_begin_15_days_after_it(days: int) -> None:
    found = bool(list(promo_ship_window(replace(ORDER, days=moved(WEEK, days)), SETTING)))
    first, last = moved(WEEK, days).first, moved(WEEK, days).last
    assert found is (last >= SHIP.first and first <= date(2026, 6, 5))


def test_that_only_the_own_shop_disturbs_a_retailer_and_a_past_clash_is_past() -> None:
    clash = replace(ORDER, days=SHIP)
    assert list(promo_ship_window(clash, SETTING))
    assert not list(promo_ship_window(replace(clash, kind=ChannelKind.MARKETPLACE), SETTING))
    assert not list(promo_ship_window(clash, replace(SETTING, today=date(2026, 5, 23))))


@given(st.integers(0, 300), st.one_of(st.none(), st.integers(0, 200_000)))
def test_that_a_budget_may_be_spent_to_the_cent(units: int, budget: int | None) -> None:
    spending = Spending((Discounted(units, 500),), 40_000, 1_000)
    fact = PlannedSpending("SALE", ("DTC",), WEEK.first, "USD", spending, budget)
    over = units * 500 + 41_000 - (budget if budget is not None else 10**9)
    assert [one.stake.minor for one in promo_budget(fact, SETTING)] == ([over] if over > 0 else [])


@pytest.mark.parametrize("marked, said", [("retire", "to be retired"), ("disabled", "switched off")])
def test_that_a_promotion_of_what_is_retired_ends_with_the_promotion(marked: str, said: str) -> None:
    fact = PromotedPlace("SALE", "MUG", "DTC", WEEK, marked)
    (found,) = promo_retired(fact, SETTING)
    assert found.sentence == f"SALE promotes MUG on DTC, which is {said}"
    assert not list(promo_retired(fact, replace(SETTING, today=WEEK.last + timedelta(days=1))))


def test_that_a_promotion_that_goes_too_low_alone_is_not_said_to_do_so_with_others() -> None:
    other = Promotion("CODE", AmountOff(300), WEEK, lane="code")
    said = {
        len(together): next(promo_stack_breach(stacked(together), SETTING)) for together in ((SALE,), (SALE, other))
    }
    assert said[1].kind == said[2].kind
    assert (said[1].title, said[2].title) == ("A promotion goes too low", "Promotions go too low together")
    assert "lane" in said[2].fix
    assert said[1].fix == "Offer less, or leave out the SKUs on which it goes too low"
    assert said[1].fingerprint == "PROMO_STACK_BREACH/sku=MUG/channel=DTC/promotion=SALE/2026-05-04"


def stacked(together: tuple[Promotion, ...]) -> StackedPrice:
    """Give what promotions make of a mug that earns too little then."""
    return StackedPrice("MUG", "DTC", TODAY, "USD", lowest(Quote(2499), together), 29, 150, 120)
