"""What a unit earns and its floor, from the ledger's costs, the channel's fees and the terms of wholesale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.fee_schedules import add_schedule
from app.actions.wholesale_terms import add_terms
from app.ledger.ledger import Ledger
from app.queries.unit_economics import ListingEconomics, unit_economics
from models.domain.pricing.discounts import discounted, largest_discount
from models.domain.pricing.economics import economics
from tests.app.pricing_brand import DAY, GB1, GB9, GB9_TERMS, channel, pricing_ledger
from tests.make import type_cost


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with GB1 on the bazaar and GB9 to the trade, from the first of January."""
    made = pricing_ledger(tmp_path)
    add_schedule(made, channel_id=channel(made, "Bazaar"), schedule=GB1)
    add_schedule(made, channel_id=channel(made, "Trade"), schedule=GB9)
    add_terms(made, channel_id=channel(made, "Trade"), terms=GB9_TERMS)
    yield made
    made.close()


def listing(ledger: Ledger, name: str, day: date = DAY) -> ListingEconomics:
    """Give the economics of tea on a channel."""
    with ledger.read() as session:
        return unit_economics(session, day=day)["TEA", name]


def test_that_a_floor_comes_from_the_cost_and_the_fees_of_its_day(ledger: Ledger) -> None:
    """GB1: 13.94 is enough, since the fee rounds to 2.09."""
    found = listing(ledger, "Bazaar")
    assert found.floor is not None
    assert found.curve is not None
    assert (found.floor.lowest, found.floor.safe, found.currency) == (1394, 1394, "USD")
    assert economics(found.curve, 1393).contribution == 149


def test_that_wholesale_terms_are_commission_and_payment_of_a_floor(ledger: Ledger) -> None:
    """GB9: rep 10 % of net, terms 2 %, handling 0.45: floor 10.56 at a margin of exactly 25 %."""
    found = listing(ledger, "Trade")
    assert found.floor is not None
    assert found.curve is not None
    assert found.floor.lowest == 1056
    at = economics(found.curve, 1056)
    assert at.margin == Fraction(25, 100)


def test_that_the_largest_discount_of_a_tier_is_found_and_a_larger_one_is_below_the_floor(ledger: Ledger) -> None:
    """GB9b: 15.5 % off 12.50 holds; a tier of 20 % is 10.00 and earns 2.15 where 2.50 is the target."""
    found = listing(ledger, "Trade")
    assert found.floor is not None
    assert found.curve is not None
    assert largest_discount(1250, found.floor) == Fraction(155, 1000)
    price = discounted(1250, GB9_TERMS.discount(96))
    at = economics(found.curve, price)
    assert (price, at.contribution, at.target) == (1000, Fraction(215), Fraction(250))
    assert not at.admissible


def test_that_what_is_missing_is_named(ledger: Ledger) -> None:
    shop, early = listing(ledger, "Shop"), listing(ledger, "Trade", date(2025, 12, 31))
    assert (shop.floor, shop.missing) == (None, ("fee schedule",))
    assert early.missing == ("landed cost", "fee schedule")


def test_that_a_later_version_and_a_later_cost_hold_from_their_day(ledger: Ledger) -> None:
    dearer = replace(GB1, valid_from=date(2026, 6, 15), target=replace(GB1.target, absolute=200))
    add_schedule(ledger, channel_id=channel(ledger, "Bazaar"), schedule=dearer)
    type_cost(ledger, "TEA", 700, valid_from="2026-07-01", known="2026-07-01")
    lowest = [
        floor.lowest
        for day in (DAY, date(2026, 6, 15), date(2026, 7, 1))
        if (floor := listing(ledger, "Bazaar", day).floor) is not None
    ]
    # 15 % of 14.53 is 2.18: 14.53 − 2.18 − 4.15 − 6.20 = 2.00; with 7.00 it is 15.47 − 2.32 − 11.15.
    assert lowest == [1394, 1453, 1547]


def test_that_the_same_facts_give_the_same_curve_so_that_floors_are_found_once(ledger: Ledger) -> None:
    one, other = listing(ledger, "Bazaar"), listing(ledger, "Bazaar")
    assert one.curve is other.curve
    assert one.floor is other.floor
