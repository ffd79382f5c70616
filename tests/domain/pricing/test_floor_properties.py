"""What holds of every floor: its boundaries, dearer goods, dead zones, prices with endings and discounts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.domain.pricing.curve import Curve
from models.domain.pricing.discounts import discounted, largest_discount
from models.domain.pricing.endings import Ending, round_price
from models.domain.pricing.fee_model import FeeModel, Target
from models.domain.pricing.floor import Floor, solve
from tests.domain.pricing import naive, schedules

SEEDS = st.integers(min_value=0, max_value=10**9)
PRICES = st.integers(min_value=1, max_value=schedules.PRICE_MAX)


def drawn(seed: int) -> tuple[FeeModel, Target, Floor]:
    random = Random(seed)
    model = schedules.model(random)
    target = schedules.target(random, model)
    return model, target, solve(Curve(model, target), schedules.PRICE_MAX)


def reaches(model: FeeModel, target: Target, price: int) -> bool:
    earned, net = naive.earned(model, price)
    return earned >= target.absolute and earned >= target.margin * net


@given(SEEDS)
def test_that_both_ends_of_a_range_earn_the_target_and_their_neighbours_do_not(seed: int) -> None:
    model, target, floor = drawn(seed)
    for first, last in floor.admissible:
        assert reaches(model, target, first)
        assert reaches(model, target, last)
        assert first == 1 or not reaches(model, target, first - 1)
        assert last == schedules.PRICE_MAX or not reaches(model, target, last + 1)


@given(SEEDS, PRICES)
def test_that_a_price_is_admitted_where_it_earns_the_target(seed: int, price: int) -> None:
    model, target, floor = drawn(seed)
    assert floor.admits(price) == reaches(model, target, price)
    if floor.safe is not None and price >= floor.safe:
        assert floor.admits(price)
    assert not (floor.admits(price) and any(price in band for band in floor.forbidden))


@given(SEEDS, st.integers(min_value=1, max_value=3000))
def test_that_dearer_goods_never_lower_the_floor(seed: int, more: int) -> None:
    model, target, floor = drawn(seed)
    dearer = solve(Curve(replace(model, cogs=model.cogs + more), target), schedules.PRICE_MAX)
    if dearer.lowest is not None:
        assert floor.lowest is not None
        assert floor.lowest <= dearer.lowest
    if dearer.safe is not None:
        assert floor.safe is not None
        assert floor.safe <= dearer.safe


@given(SEEDS)
def test_that_a_dead_zone_earns_less_than_the_price_below_it_and_ends_where_it_does_not(seed: int) -> None:
    model, _, floor = drawn(seed)
    for first, last in floor.dead_zones:
        edge = naive.earned(model, first - 1)[0]
        assert naive.earned(model, first)[0] < edge
        assert naive.earned(model, last)[0] < edge
        assert last == schedules.PRICE_MAX or naive.earned(model, last + 1)[0] >= edge


@given(
    SEEDS, PRICES, st.lists(st.builds(Ending, st.integers(0, 99)), max_size=3), st.none() | PRICES, st.none() | PRICES
)
def test_that_a_rounded_price_is_the_smallest_that_may_be_asked(
    seed: int, wished: int, endings: list[Ending], minimum: int | None, ceiling: int | None
) -> None:
    _, _, floor = drawn(seed)

    def may_be_asked(price: int) -> bool:
        fits = floor.admits(price) and price <= (ceiling or schedules.PRICE_MAX)
        return fits and (not endings or price % 100 in [ending.value for ending in endings])

    found = round_price(wished, floor, endings, minimum=minimum, ceiling=ceiling)
    start = max(wished, minimum or 0)
    stop = schedules.PRICE_MAX + 1 if found is None else found
    assert found is None or (found >= start and may_be_asked(found))
    assert not any(may_be_asked(price) for price in range(start, stop))


@given(SEEDS, PRICES)
def test_that_no_larger_discount_holds(seed: int, list_price: int) -> None:
    model, target, floor = drawn(seed)
    found = largest_discount(list_price, floor)
    assert found is None or reaches(model, target, discounted(list_price, found))
    for tenth in range(0 if found is None else int(found * 1000) + 1, 1001):
        assert not floor.admits(naive.rounded(list_price * (1 - Fraction(tenth, 1000))))
