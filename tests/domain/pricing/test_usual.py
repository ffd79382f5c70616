"""Usual prices: what is worked out at once for many listings alike is what each of them comes to by itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from models.domain.pricing.chain import Listing, PriceChain
from models.domain.pricing.curve import Curve
from models.domain.pricing.economics import economics
from models.domain.pricing.fee_model import Target
from models.domain.pricing.floor import solve
from models.domain.pricing.rules import AmountDifference, Difference, PriceEnding, TierDiscount
from models.domain.rules import Rules
from tests.domain.pricing import schedules
from tests.domain.pricing.listings import DAY, PRICE_MAX, drawn, priced

SEEDS = st.integers(0, 2**32)
# With rules of these kinds alone most prices are usual ones.
_PLAIN = (AmountDifference, Difference, PriceEnding, TierDiscount)


def _untaxed(one: Listing) -> Listing:
    """Give a listing at a price without tax and with fees on it, as most usual ones are."""
    if one.base is None or one.curve is None:
        return one
    curve = Curve(replace(one.curve.model, vat=Fraction(0)))
    base = replace(one.base, tax_inside=False)
    return one._replace(base=base, curve=curve, solved=partial(solve, curve, PRICE_MAX))


@given(SEEDS)
def test_that_a_usual_price_is_what_the_walked_chain_comes_to(seed: int) -> None:
    one, rules = drawn(seed)
    one = _untaxed(one)
    found = priced(one, [rule for rule in rules if isinstance(rule.what, _PLAIN)])
    if found.earns:
        assert one.curve is not None
        assert found.amount is not None
        assert one.curve.admissible(found.amount)
        assert (found.steps[-1].after, found.bounds.minimum) == (found.amount, found.minimum)
        assert not any((found.below_floor, found.overridden, found.tax_inside, one.vat))
        ladder = [tier.amount for tier in found.tiers if tier.amount is not None]
        assert found.may_rise or ladder == sorted(ladder, reverse=True)


@given(SEEDS, st.lists(SEEDS, min_size=1, max_size=6))
def test_that_a_chain_prices_many_listings_as_each_by_itself(seed: int, more: list[int]) -> None:
    _, rules = drawn(seed)
    chain = PriceChain(Rules(rules, DAY))
    for one in [_untaxed(drawn(other)[0]) for other in (*more, *more)]:
        together, alone = chain.price(one), priced(one, rules)
        assert (together.steps, together._replace(trace=alone.trace)) == (alone.steps, alone)


@given(SEEDS)
def test_that_what_is_kept_of_a_price_holds_for_all_landed_costs(seed: int) -> None:
    random = Random(seed)
    model, target = schedules.model(random), Target(random.randint(0, 500))
    shared = Curve(model, target)
    costs, prices = [random.randint(0, 3_000) for _ in range(3)], [random.randint(1, 9_000) for _ in range(8)]
    for cogs in (*costs, *costs):
        curve, fresh = shared.at_cost(cogs), Curve(replace(model, cogs=cogs), target)
        for price in prices:
            told = economics(fresh, price)
            assert curve.earned(price) == fresh.earned(price) == told.contribution * curve.scale
            assert curve.admissible(price) is told.admissible
            lower = [fresh.earned(edge) for edge in fresh.cliffs(price)]
            assert curve.below_an_edge(price) is any(earned > fresh.earned(price) for earned in lower)
