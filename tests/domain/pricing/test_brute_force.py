"""The floor solver against every price, on random fee models of all kinds: 2,000 in the suite.

More by hand: PRICING_INSTANCES=100000 python -m pytest tests/domain/pricing/test_brute_force.py
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from models.domain.pricing.curve import Curve
from models.domain.pricing.economics import economics
from models.domain.pricing.floor import solve
from tests.domain.pricing import naive, schedules


def test_that_the_solver_finds_what_trying_every_price_finds() -> None:
    several = 0
    for seed in schedules.seeds():
        random = Random(seed)
        model, price_max = schedules.model(random), schedules.highest(random)
        target = schedules.target(random, model)
        value, reached = naive.all_earned(model, target, price_max)
        curve, bands = Curve(model, target), naive.forbidden(naive.ranges(reached))
        # Once as drawn, and once more with a highest price inside each forbidden band.
        for last in [price_max, *(random.randint(*band) for band in bands)]:
            compare(curve, value[: last + 1], reached[: last + 1], seed)
        several += bool(bands)
    assert several > schedules.IN_ALL // 20, "hardly a schedule has a forbidden band"


def compare(curve: Curve, value: naive.Whole, reached: naive.Truth, seed: int) -> None:
    """Refuse any difference between a floor and what every price up to the last one tells."""
    floor, admissible = solve(curve, len(reached) - 1), naive.ranges(reached)
    assert list(floor.admissible) == admissible, seed
    assert list(floor.forbidden) == naive.forbidden(admissible), seed
    assert list(floor.dead_zones) == naive.dead_zones(curve.model, value), seed
    assert floor.lowest == (admissible[0][0] if admissible else None), seed
    assert floor.safe == (admissible[-1][0] if reached[-1] else None), seed


def test_that_e_is_the_formula_of_the_specification_and_its_parts_add_up() -> None:
    for seed in schedules.seeds(4):
        random = Random(seed)
        model = schedules.model(random)
        target = schedules.target(random, model)
        curve = Curve(model, target)
        for price in random.sample(range(1, schedules.PRICE_MAX), 6):
            earned, net = naive.earned(model, price)
            told = economics(curve, price)
            assert told.contribution == sum(told.parts.values()) == earned == Fraction(curve.earned(price), curve.scale)
            assert (
                told.admissible
                == curve.admissible(price)
                == (earned >= target.absolute and earned >= target.margin * net)
            )
