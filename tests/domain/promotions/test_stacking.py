"""Stacking: GB12 and K3 to the cent, and the best legal combination equal to trying them all."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import chain, combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.period import Period
from models.domain.promotions.offer import AmountOff, FreeShipping, Offer, PercentOff, PromotionPrice, Quote
from models.domain.promotions.promotion import Promotion, stackable
from models.domain.promotions.stacking import Stacked, in_sequence, lowest

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


def promotion(code: str, offer: Offer, lane: str = "", *, exclusive: bool = False) -> Promotion:
    return Promotion(code, offer, MAY, lane=lane or code, exclusive=exclusive)


TWENTY = promotion("20", PercentOff(Fraction(20)))
TEN = promotion("10", PercentOff(Fraction(10)))
FIVE = promotion("5.00", AmountOff(500))


@pytest.mark.parametrize(
    "order, prices",
    [
        ((TWENTY, TEN), [3200, 2880]),  # and not 28.00
        ((TWENTY, TEN, FIVE), [3200, 2880, 2380]),
        ((FIVE, TWENTY, TEN), [3500, 2800, 2520]),
    ],
)
def test_gb12_that_discounts_are_taken_one_after_another(order: tuple[Promotion, ...], prices: list[int]) -> None:
    codes = [one.code for one in order]
    stacked = lowest(Quote(4000), order, codes)
    assert [step.after.price for step in stacked.steps] == prices
    assert list(stacked.codes) == codes
    assert stacked.discount == 4000 - prices[-1]


def test_k3_that_each_step_is_rounded_and_the_order_of_lanes_counts() -> None:
    promotions = (
        promotion("a", PercentOff(Fraction(20))),
        promotion("b", PercentOff(Fraction(15))),
        promotion("c", AmountOff(300)),
    )
    assert [step.after.price for step in lowest(Quote(2499), promotions, "abc").steps] == [1999, 1699, 1399]
    assert lowest(Quote(2499), promotions, "cab").quote.price == 1495


def test_that_the_best_of_a_lane_counts_and_lanes_that_are_not_named_follow() -> None:
    small, large = promotion("small", AmountOff(100), "sale"), promotion("large", AmountOff(400), "sale")
    assert lowest(Quote(2000), (small, large)).codes == ("large",)
    assert lowest(Quote(2000), (large, promotion("code", PercentOff(Fraction(10)), "code")), ("sale",)).codes == (
        "large",
        "code",
    )


def test_that_an_exclusive_promotion_stands_alone() -> None:
    alone = promotion("alone", PercentOff(Fraction(50)), exclusive=True)
    assert lowest(Quote(4000), (TWENTY, TEN, alone)).codes == ("alone",)
    assert lowest(Quote(4000), (TWENTY, promotion("40", AmountOff(2000)), alone)).quote.price < 2000


def test_that_free_shipping_may_be_worth_more_than_a_discount_in_its_lane() -> None:
    quote = Quote(1000, 495)
    shipping, off = promotion("ship", FreeShipping(), "code"), promotion("off", AmountOff(400), "code")
    assert lowest(quote, (shipping, off)).codes == ("ship",)
    # With a lower price asked for afterwards, the 4.00 off are lost and free shipping is not.
    later = promotion("later", PromotionPrice(700), "zz")
    assert lowest(quote, (shipping, off, later)).quote == Quote(700, 0)


def test_that_nothing_is_promoted_without_promotions() -> None:
    assert lowest(Quote(4000, 300), ()) == Stacked(Quote(4000, 300))
    assert Stacked(Quote(4000, 300)).discount == 0


OFFERS = st.one_of(
    st.builds(PercentOff, st.fractions(0, 60, max_denominator=20)),
    st.builds(AmountOff, st.integers(0, 900)),
    st.builds(PromotionPrice, st.integers(500, 2500)),
    st.just(FreeShipping()),
)


@given(
    st.lists(st.tuples(OFFERS, st.sampled_from("abc"), st.booleans()), max_size=6),
    st.permutations("abc"),
    st.integers(0, 3000),
    st.sampled_from((0, 200, 495)),
)
def test_that_the_best_legal_combination_equals_trying_them_all(
    given_: list[tuple[Offer, str, bool]], lanes: list[str], price: int, shipping: int
) -> None:
    promotions = [promotion(str(number), one, lane, exclusive=ex) for number, (one, lane, ex) in enumerate(given_)]
    quote = Quote(price, shipping)
    every = chain.from_iterable(combinations(promotions, size) for size in range(len(lanes) + 1))
    legal = [pick for pick in every if all(stackable(*pair) for pair in combinations(pick, 2))]
    in_order = [sorted(pick, key=lambda one: lanes.index(one.lane)) for pick in legal]
    best = min(in_sequence(quote, pick).quote.landed for pick in in_order)
    found = lowest(quote, promotions, lanes)
    assert found.quote.landed == best
    assert 0 <= found.quote.price <= price


@given(st.permutations([TWENTY, TEN, FIVE, promotion("x", AmountOff(700), "20")]))
def test_that_the_order_in_which_promotions_are_given_does_not_count(given_: list[Promotion]) -> None:
    assert lowest(Quote(4000), given_) == lowest(Quote(4000), sorted(given_, key=lambda one: one.code))


def test_that_every_order_of_gb12_ends_at_its_own_price() -> None:
    prices = {in_sequence(Quote(4000), order).quote.price for order in permutations((TWENTY, TEN, FIVE))}
    assert prices == {2380, 2430, 2480, 2520}
