"""A schedule becomes the fee model of one SKU; examples are whole and say what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from models.domain.catalog import ChannelKind
from models.domain.pricing.curve import Curve
from models.domain.pricing.fee_model import FeeBase, FeeModel, Payment, Returns, Tier, flat
from models.domain.pricing.floor import solve
from models.domain.pricing.schedule import PRICE_MAX, FeeSchedule, PriceTier, Served, WholesaleTerms, model_of
from models.domain.pricing.templates import TEMPLATES, WHOLESALE_TERMS, Template, templates_for
from tests.domain.pricing.schedules import model, seeds, target

DAY = date(2026, 1, 1)
TYPED = FeeSchedule(
    "USD",
    DAY,
    fees=FeeModel(0, fulfilment=(Tier(1000, 0), Tier(None, 77)), returns=Returns(Fraction(3, 100), 50)),
)


def test_that_what_a_place_charges_is_added_to_every_tier_and_to_handling() -> None:
    made = model_of(TYPED, 620, served=Served(306, 212), return_rate=Fraction(6, 100))
    assert made.fulfilment == (Tier(1000, 306), Tier(None, 383))
    assert made.returns == Returns(Fraction(6, 100), 262)
    assert made.cogs == 620


def test_that_wholesale_terms_stand_in_place_of_referral_and_payment() -> None:
    terms = WholesaleTerms(DAY, rep=Fraction(10, 100), payment=Fraction(2, 100))
    dearer = replace(TYPED, fees=replace(TYPED.fees, referral=flat(Fraction(1, 2), minimum=30)))
    made = model_of(dearer, 620, terms=terms)
    assert made.referral == flat(Fraction(10, 100))
    assert (made.fee_base, made.payment) == (FeeBase.NET, Payment(Fraction(2, 100)))


def test_that_an_order_has_the_tier_that_its_units_reach() -> None:
    terms = WholesaleTerms(DAY, (PriceTier(24, Fraction(1, 10)), PriceTier(96, Fraction(1, 5))))
    assert [terms.discount(units) for units in (23, 24, 95, 96)] == [
        0,
        Fraction(1, 10),
        Fraction(1, 10),
        Fraction(1, 5),
    ]


def test_that_the_highest_price_looked_at_grows_with_the_cost_unless_it_is_typed() -> None:
    assert (TYPED.highest(100), TYPED.highest(5000)) == (PRICE_MAX, 50_000)
    assert replace(TYPED, price_max=900).highest(5000) == 900


@pytest.mark.parametrize("template", TEMPLATES, ids=[one.name for one in TEMPLATES])
def test_that_every_example_has_a_floor_and_says_to_check_it(template: Template) -> None:
    schedule = template.schedule
    terms = WHOLESALE_TERMS if template.name == "Wholesale" else None
    floor = solve(Curve(model_of(schedule, 620, terms=terms), schedule.target), PRICE_MAX)
    assert floor.safe is not None
    assert 620 < floor.safe < 3000
    assert "check against your account – not kept up to date" in schedule.source


def test_that_a_wholesale_channel_is_offered_its_own_example_alone() -> None:
    assert [one.name for one in templates_for(ChannelKind.WHOLESALE)] == ["Wholesale"]
    assert templates_for(ChannelKind.DTC)[0].name == "Shopify, own shop"
    assert len(templates_for(ChannelKind.MARKETPLACE)) == len(TEMPLATES)


def test_that_a_curve_at_another_cost_is_that_of_the_model_with_it() -> None:
    for seed in seeds(10):
        random = Random(seed)
        one = model(random)
        wanted, cogs = target(random, one), random.randint(0, 6000)
        quick, anew = Curve(one, wanted).at_cost(cogs), Curve(replace(one, cogs=cogs), wanted)
        assert quick.model == anew.model
        for price in random.sample(range(1, 20_000), 5):
            assert quick.earned(price) == anew.earned(price)
            assert quick.admissible(price) == anew.admissible(price)


def test_that_a_curve_keeps_its_own_cost_when_another_is_made_of_it() -> None:
    first = Curve(FeeModel(620, other=45))
    second = first.at_cost(700)
    assert (first.earned(1000), second.earned(1000)) == (335, 255)
