"""Listings and pricing rules for tests: the worked models of B1, and random ones from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

from models.domain.money import Money
from models.domain.pricing.book import BasePrice
from models.domain.pricing.chain import Listing, PriceChain
from models.domain.pricing.curve import Curve
from models.domain.pricing.fee_model import Band, FeeModel, Payment, Schedule, ScheduleKind, Target, Tier, flat
from models.domain.pricing.floor import solve
from models.domain.pricing.priced import Priced
from models.domain.pricing.rules import (
    AmountDifference,
    Ceiling,
    Difference,
    Enforced,
    FloorKept,
    Keep,
    LeastPrice,
    MapPrice,
    MarginTarget,
    MarkUp,
    PriceEnding,
    PriceOverride,
    TierDiscount,
)
from models.domain.rules import Kind, Rule, Rules, Scope
from tests.domain.pricing import schedules

DAY = date(2026, 6, 1)
PRICE_MAX = schedules.PRICE_MAX
GB1 = (FeeModel(620, referral=flat(Fraction(15, 100), minimum=30), fulfilment=(Tier(None, 415),)), Target(150))
GB6 = (
    FeeModel(
        300,
        referral=Schedule(
            ScheduleKind.BRACKET,
            (Band(1000, Fraction(8, 100)), Band(None, Fraction(15, 100))),
        ),
        fulfilment=(Tier(1000, 306), Tier(None, 383)),
    ),
    Target(250),
)
GB9 = (
    FeeModel(620, referral=flat(Fraction(10, 100)), payment=Payment(Fraction(2, 100)), other=45),
    Target(margin=Fraction(25, 100)),
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def rule(number: int, what: Kind, scope: Scope = Scope(), **more: Any) -> Rule[Kind]:  # noqa: ANN401, B008 - days; frozen
    """Make a rule that is known by its number, which is its place in the list as well."""
    return Rule(number, what, scope, place=number, **more)


def asked(
    amount: int | None,
    costs: tuple[FeeModel, Target] | None = None,
    *,
    tax_inside: bool = False,
    **more: Any,  # noqa: ANN401 - any other field
) -> Listing:
    """Make a listing with a base price and, if its costs are given, their curve and floor."""
    base = None if amount is None else BasePrice(1, "MUG", "", amount, "USD", date(2026, 1, 1), tax_inside=tax_inside)
    given: dict[str, Any] = {"missing": ("landed cost",)}
    if costs is not None:
        curve = Curve(*costs)
        given = {"curve": curve, "solved": partial(solve, curve, PRICE_MAX), "price_max": PRICE_MAX}
    return Listing(
        **{
            "sku": "MUG",
            "category": "Mugs",
            "brand": "Rye",
            "channel": "DTC",
            "currency": "USD",
            "base": base,
            **given,
            **more,
        }
    )


def priced(one: Listing, rules: Sequence[Rule[Any]], day: date = DAY) -> Priced:
    return PriceChain(Rules(rules, day)).price(one)


def drawn(seed: int) -> tuple[Listing, list[Rule[Kind]]]:
    """Draw a listing, full of corners, and some rules of every kind and scope."""
    random = Random(seed)
    model = schedules.model(random)
    costs = (model, schedules.target(random, model)) if random.random() < 0.8 else None
    amount = random.choice([None, random.randint(1, PRICE_MAX), random.randint(500, 3000)])
    one = asked(amount, costs, tax_inside=random.random() < 0.5, public=random.random() < 0.8)
    return one, [_drawn_rule(random, number) for number in range(1, random.randint(1, 9))]


def _drawn_rule(random: Random, number: int) -> Rule[Kind]:
    amount = Money(random.randint(1, random.choice([2000, PRICE_MAX])), random.choice(["USD", "USD", "USD", "EUR"]))
    percent = Fraction(random.randint(0, 600), 10)
    what: Kind = random.choice(
        [
            MarkUp(percent * 3),
            MarginTarget(percent),
            Difference(percent - 30),
            AmountDifference(Money(amount.minor - 900, amount.currency)),
            TierDiscount(percent, random.choice([1, 1, 12, 48])),
            PriceEnding(random.choice([".99", ".99 .49", "9.99", ".00", "5"])),
            FloorKept(random.choice(list(Keep))),
            LeastPrice(amount),
            Ceiling(amount),
            MapPrice(random.choice([None, amount]), random.choice(["US", "EU"]), random.choice(list(Enforced))),
            PriceOverride(amount),
        ]
    )
    some = [Scope(), Scope(("MUG", "CUP")), Scope(category="Mugs"), Scope(brand="Rye"), Scope(channels=("DTC",))]
    scope = random.choice([*some, Scope(("MUG",), channels=("DTC",))])
    return rule(number, what, Scope(("MUG",), channels=scope.channels) if isinstance(what, PriceOverride) else scope)
