"""Random fee models and targets from a seed, full of corners."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from random import Random

from models.domain.pricing.fee_model import (
    Administration,
    Ads,
    Band,
    FeeBase,
    FeeModel,
    Payment,
    Returns,
    Schedule,
    ScheduleKind,
    Target,
    Tier,
)
from tests.domain.pricing import naive

# How many schedules the suite tries; a hundred thousand are tried by hand with PRICING_INSTANCES=100000.
IN_ALL = int(os.environ.get("PRICING_INSTANCES", "2000"))
PRICE_MAX = 20_000


def seeds(share: int = 1) -> Iterator[int]:
    """Give one in `share` of all seeds."""
    yield from range(IN_ALL // share)


def basis_points(random: Random, most: int) -> Fraction:
    return Fraction(random.randint(0, most), 10_000)


def edges(random: Random, most: int) -> list[int]:
    return sorted(random.sample(range(1, random.choice([200, 3000, 15_000])), random.randint(1, most)))


def referral(random: Random) -> Schedule:
    minimum = random.choice([0, 0, 25, 30, 100, random.randint(0, 500)])
    kind = random.choice(list(ScheduleKind))
    if kind is ScheduleKind.FLAT:
        return Schedule(kind, (Band(None, basis_points(random, 4500)),), minimum)
    ends = edges(random, 4)
    bands = [Band(to, basis_points(random, 3000)) for to in [*ends, None]]
    return Schedule(kind, tuple(bands), minimum)


def fulfilment(random: Random) -> tuple[Tier, ...]:
    if random.random() < 0.5:
        return (Tier(None, random.randint(0, 1500)),)
    return tuple([Tier(to, random.randint(0, 1500)) for to in [*edges(random, 3), None]])


def returns(random: Random) -> Returns:
    if random.random() < 0.3:
        return Returns()
    cap = random.choice([None, 500, random.randint(0, 300)])
    kept = Administration(random.choice([Fraction(0), Fraction(1, 5), basis_points(random, 10_000)]), cap)
    resale = random.choice([Fraction(1, 2), Fraction(9, 10), Fraction(random.randint(0, 100), 100)])
    return Returns(Fraction(random.randint(0, 400), 1000), random.randint(0, 600), resale, kept)


def model(random: Random) -> FeeModel:
    """Draw a fee model."""
    return FeeModel(
        cogs=random.choice([random.randint(0, 300), random.randint(0, 6000)]),
        vat=random.choice(
            [Fraction(0), Fraction(0), Fraction(1, 5), Fraction(19, 100), Fraction(random.randint(0, 27), 100)]
        ),
        fee_base=random.choice(list(FeeBase)),
        shipping=random.choice([0, 0, 499, random.randint(0, 1500)]),
        referral=referral(random),
        payment=random.choice([Payment(), Payment(Fraction(29, 1000), 30, refunded=random.random() < 0.3)]),
        fulfilment=fulfilment(random),
        ads=random.choice([Ads(), Ads(random.randint(0, 400)), Ads(0, basis_points(random, 3000))]),
        returns=returns(random),
        other=random.choice([0, random.randint(0, 300)]),
    )


def target(random: Random, model: FeeModel) -> Target:
    """Draw a target: none, an amount, a margin or both, or an amount that is just reached at an edge."""
    ends = [edge for edge in (*model.referral.edges, *(tier.to for tier in model.fulfilment)) if edge is not None]
    at_ends = [int(naive.earned(model, edge)[0]) for edge in ends]
    if any(earned > 0 for earned in at_ends) and random.random() < 0.6:
        reached = random.choice([earned for earned in at_ends if earned > 0])
        return Target(max(0, reached - random.randint(0, 150)))
    margin = random.choice([Fraction(0), Fraction(1, 10), basis_points(random, 4000)])
    return Target(random.choice([0, 150, random.randint(0, 2000)]), margin)


def highest(random: Random) -> int:
    """Draw the highest price looked at; most of the time that of the specification."""
    return random.choice([PRICE_MAX, PRICE_MAX, PRICE_MAX, random.randint(1, 3000)])
