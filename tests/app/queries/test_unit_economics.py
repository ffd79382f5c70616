"""What a unit earns and its floor, from the ledger's costs, the channel's fees and the terms of wholesale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.catalog import edit_sku
from app.actions.fee_schedules import add_schedule
from app.actions.fees import add_fee
from app.actions.places import set_serving
from app.actions.planning import edit_location
from app.actions.wholesale_terms import add_terms, remove_terms
from app.ledger.ledger import Ledger
from app.queries.catalog import skus
from app.queries.measured_fees import measured_fees
from app.queries.unit_economics import ListingEconomics, unit_economics
from app.queries.wholesale_terms import wholesale_terms
from models.domain.pricing.discounts import discounted, largest_discount
from models.domain.pricing.economics import economics
from models.domain.pricing.fee_model import FeeModel, Tier
from models.domain.pricing.measured import Charge
from models.domain.routing.fees import Fee, Field
from models.domain.stock import LocationKind, Serving
from tests.app.places_brand import place
from tests.app.pricing_brand import DAY, GB1, GB9, GB9_TERMS, START, channel, of_category, pricing_ledger
from tests.make import import_text, made_once, type_cost, type_rate


@made_once
def prepared(folder: Path) -> Ledger:
    made = pricing_ledger(folder)
    add_schedule(made, channel_id=channel(made, "Bazaar"), schedule=GB1)
    add_schedule(made, channel_id=channel(made, "Trade"), schedule=GB9)
    add_terms(made, channel_id=channel(made, "Trade"), terms=GB9_TERMS)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with GB1 on the bazaar and GB9 to the trade, from the first of January."""
    made = prepared(tmp_path)
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


def test_that_a_place_is_asked_for_what_it_charges_and_named_where_that_is_not_typed(ledger: Ledger) -> None:
    import_text(ledger, "stock.csv", "location,sku,date,on_hand\nHudson 3PL,TEA,2026-05-31,40\n")
    hudson, shop = place(ledger, "Hudson 3PL"), channel(ledger, "Shop")
    edit_location(ledger, location_id=hudson, kind=LocationKind.THIRD_PARTY, allocatable=True, channel_id=None)
    served = replace(GB1, fees=FeeModel(0), place="Hudson 3PL", returns_of_sku=True)
    add_schedule(ledger, channel_id=shop, schedule=served)
    assert listing(ledger, "Shop").missing == ("return rate", "fee of Hudson 3PL: pick, label, storage")
    set_serving(ledger, sku="TEA", serving=Serving("small", "", 1000))
    for fee in (
        Fee(Field.PICK, 100, START),
        Fee(Field.LABEL, 500, START, by_order=True),
        Fee(Field.STORAGE, 55, START),
        Fee(Field.RETURNS, 300, START),
        Fee(Field.RETURNS, 400, START, size_tier="small"),
    ):
        add_fee(ledger, location_id=hudson, fee=fee)
    found = listing(ledger, "Shop")
    assert found.missing == ()
    assert found.curve is not None
    # The one order of the shop held two units: 1.00 and half of 5.00. A return of a small one costs 4.00.
    assert found.curve.model.fulfilment == (Tier(None, 350),)
    assert (found.curve.model.returns.rate, found.curve.model.returns.handling) == (Fraction(1, 10), 400)


def test_that_fees_in_another_currency_have_their_floor_in_it_once_a_rate_is_known(ledger: Ledger) -> None:
    add_schedule(ledger, channel_id=channel(ledger, "Shop"), schedule=replace(GB1, currency="EUR"))
    assert listing(ledger, "Shop").missing == ("rate of EUR",)
    type_rate(ledger, "EUR", "1.25")
    found = listing(ledger, "Shop")
    # 6.20 USD are 4.96 EUR.
    assert (found.currency, found.cogs, found.missing) == ("EUR", 496, ())


def test_that_an_amount_between_two_foreign_currencies_is_rounded_once(ledger: Ledger) -> None:
    """6.20 EUR at 1.1005 are 6.8231 USD, and at 3.25 those are 2.0994 KWD; by way of 6.82 they would be 2.098."""
    import_text(ledger, "costs.csv", "sku,valid_from,cost,currency\nTEA,2026-05-01,6.20,EUR\n")
    type_rate(ledger, "EUR", "1.1005")
    type_rate(ledger, "KWD", "3.25")
    add_schedule(ledger, channel_id=channel(ledger, "Shop"), schedule=replace(GB1, currency="KWD"))
    found = listing(ledger, "Shop")
    assert (found.currency, found.cogs, found.missing) == ("KWD", 2099, ())


def test_that_a_wholesale_channel_without_terms_lacks_them(ledger: Ledger) -> None:
    with ledger.read() as session:
        (row,) = wholesale_terms(session, today=DAY)
    remove_terms(ledger, terms_id=row.id)
    assert listing(ledger, "Trade").missing == ("wholesale terms",)


def test_that_only_what_was_asked_for_is_worked_out(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert set(unit_economics(session, day=DAY, channels={"Bazaar"})) == {("TEA", "Bazaar")}
        assert unit_economics(session, day=DAY, skus={"CUP"}) == {}


def test_that_charges_of_a_category_are_measured_by_its_skus_alone(ledger: Ledger) -> None:
    sales = "channel,date,document,sku,quantity,unit_price,kind,fee\nBazaar,2026-05-20,B9,CUP,10,20.00,sale,40.00\n"
    import_text(ledger, "more.csv", sales)
    with ledger.read() as session:
        whole = next(one for one in measured_fees(session, today=DAY).values() if one.of(Charge.REFERRAL).charged)
    # 12.49 and 200.00; 15 % of them are 1.87 and 30.00; 40.00 were charged.
    referral = whole.of(Charge.REFERRAL)
    assert (referral.sales, referral.typed, referral.charged) == (21_249, Fraction(187 + 3000), 4000)
    with ledger.read() as session:
        cup = next(row for row in skus(session) if row.code == "CUP")
    edit_sku(ledger, sku_id=cup.id, title="Cup", category="Cups", brand="")
    add_schedule(ledger, channel_id=channel(ledger, "Bazaar"), schedule=of_category(GB1, "Cups"))
    with ledger.read() as session:
        sums = sorted(one.of(Charge.REFERRAL).sales for one in measured_fees(session, today=DAY).values())
    assert sums == [1249, 20_000, 60_000]
