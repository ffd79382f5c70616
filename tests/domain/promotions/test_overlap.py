"""Overlaps: pairs that share days, SKUs and channels, and what both together would cost."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from models.domain.period import Period
from models.domain.promotions.offer import AmountOff, FreeShipping, PercentOff, PromotionPrice, Quote
from models.domain.promotions.overlap import extra_discount, overlaps, shared_days
from models.domain.promotions.promotion import Promotion, stackable

DAY = date(2026, 5, 1)
PERIODS = st.builds(
    lambda first, days: Period(DAY + timedelta(days=first), DAY + timedelta(days=first + days)),
    st.integers(0, 30),
    st.integers(0, 10),
)


def days(first: int, last: int) -> Period:
    return Period(date(2026, 5, first), date(2026, 5, last))


def promotion(code: str, period: Period, *, skus: str = "", channels: str = "", lane: str = "sale") -> Promotion:
    return Promotion(code, AmountOff(100), period, frozenset(skus.split()), frozenset(channels.split()), lane)


def test_that_an_overlap_says_what_is_shared() -> None:
    one = promotion("B", days(1, 14), skus="MUG BOWL", channels="DTC")
    other = promotion("A", days(10, 20), skus="MUG PLATE")
    (found,) = overlaps((one, other))
    assert (found.first.code, found.second.code) == ("A", "B")
    assert (found.days, found.skus, found.channels) == (days(10, 14), frozenset({"MUG"}), frozenset({"DTC"}))


def test_that_the_last_day_of_one_and_the_first_of_the_other_decide() -> None:
    one = promotion("A", days(1, 10))
    assert [found.days for found in overlaps((one, promotion("B", days(10, 12))))] == [days(10, 10)]
    assert not list(overlaps((one, promotion("B", days(11, 12)))))


def test_that_other_skus_channels_or_lanes_do_not_collide() -> None:
    one = promotion("A", days(1, 10), skus="MUG", channels="DTC")
    for other in (
        promotion("B", days(1, 10), skus="BOWL"),
        promotion("B", days(1, 10), channels="AMZ"),
        promotion("B", days(1, 10), lane="code"),
    ):
        assert not list(overlaps((one, other)))


@given(st.lists(st.tuples(PERIODS, st.sampled_from(("", "MUG", "BOWL")), st.sampled_from("ab")), max_size=8))
def test_that_every_colliding_pair_is_found_once(given_: list[tuple[Period, str, str]]) -> None:
    promotions = [promotion(f"P{n}", period, skus=sku, lane=lane) for n, (period, sku, lane) in enumerate(given_)]
    wanted = {
        (one.code, other.code)
        for one, other in combinations(promotions, 2)
        if shared_days(one.days, other.days) and (not one.skus or not other.skus or one.skus & other.skus)
        if not stackable(one, other)
    }
    found = [(one.first.code, one.second.code) for one in overlaps(promotions)]
    assert sorted(found) == sorted(wanted)


@given(PERIODS, PERIODS)
def test_that_shared_days_are_those_in_both(one: Period, other: Period) -> None:
    both = {day for day in range(60) if all(p.first <= DAY + timedelta(days=day) <= p.last for p in (one, other))}
    found = shared_days(one, other)
    assert (found.days if found else 0) == len(both)


def test_that_the_extra_discount_is_what_both_take_beyond_the_better_one() -> None:
    period = days(1, 10)
    percent = Promotion("A", PercentOff(Fraction(20)), period)
    off = Promotion("B", AmountOff(300), period)
    # 24.99: 19.99 with the better one alone; both make 16.99 or, the amount first, 17.59: the worse counts.
    assert extra_discount(Quote(2499), percent, off) == 1999 - 1699
    # A price asked for takes the place of another, and free shipping comes on top.
    assert extra_discount(Quote(2499), Promotion("A", PromotionPrice(1999), period), off) == 300
    assert extra_discount(Quote(2499, 495), percent, Promotion("B", FreeShipping(), period)) == 495
