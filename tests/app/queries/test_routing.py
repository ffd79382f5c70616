"""Routing over the ledger: A7's costs and break-even days from typed fees, what bars a place, limits and choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.fees import add_fee, edit_fee
from app.actions.places import bar_place, set_limit, set_place_plan, set_terms
from app.actions.planning import set_sku_plan
from app.actions.routing import choose_place
from app.ledger.ledger import Ledger
from app.queries.fees import fees
from app.queries.routing import RouteRow, columns, places_of, routes
from app.queries.unit_worth import unit_worth, units_by_order
from models.domain.money import Money
from models.domain.routing.fees import Fee, Field
from models.domain.stock import Limit, LimitKind, PlacePlanning, SkuPlanning
from tests.app.places_brand import DAY, START, channel, place, places_ledger, type_a7
from tests.make import import_text, made_once

FBA, HUDSON, BARN = "Bazaar FBA", "Hudson 3PL", "Barn"


@made_once
def prepared(folder: Path) -> Ledger:
    made = places_ledger(folder)
    type_a7(made)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give the brand with the fees of A7."""
    made = prepared(tmp_path)
    yield made
    made.close()


def ask(ledger: Ledger, name: str = "Bazaar", *, days: int | None = None, day: date = DAY) -> RouteRow:
    """Ask for tea on one channel."""
    with ledger.read() as session:
        return next(row for row in routes(session, today=day, days=days) if row.channel == name)


def test_that_nothing_is_compared_until_a_fee_is_typed(tmp_path: Path) -> None:
    bare = places_ledger(tmp_path, name="bare")
    with bare.read() as session:
        assert routes(session, today=DAY) == []
    bare.close()


@pytest.mark.parametrize("days, fba, third", [(30, 1255, 1327), (60, 1348, 1393), (90, 1442, 1459), (120, 1535, 1525)])
def test_that_typed_fees_give_the_worked_costs(ledger: Ledger, days: int, fba: int, third: int) -> None:
    row = ask(ledger, days=days)
    assert (row.cost(FBA), row.cost(HUDSON)) == (Money(fba, "USD"), Money(third, "USD"))
    assert row.break_even == Decimal("108.7")
    assert row.recommendation.location == (FBA if days < 109 else HUDSON)


def test_that_the_season_has_its_own_break_even(ledger: Ledger) -> None:
    autumn = date(2026, 10, 1)
    lines = [f"Bazaar,{autumn - timedelta(days=n)},A{n},TEA,4,30.00,sale" for n in range(1, 92)]
    import_text(ledger, "later.csv", "channel,date,document,sku,quantity,unit_price,kind\n" + "\n".join(lines) + "\n")
    assert ask(ledger, day=autumn).break_even == Decimal("13.5")


def test_that_fba_serves_its_own_channel_alone(ledger: Ledger) -> None:
    shop = ask(ledger, "Shop")
    assert shop.cost(FBA) == ""
    assert shop.serves == HUDSON
    assert {one.place.location for one in shop.recommendation.choices} == {BARN, HUDSON}


def test_that_a_place_without_its_fees_is_left_out_by_name(ledger: Ledger) -> None:
    row = ask(ledger)
    assert row.cost(BARN) is None
    assert f"{BARN} is left out: no fee typed for label" in row.why


def test_that_a_unit_is_worth_what_it_leaves_before_it_is_served(ledger: Ledger) -> None:
    with ledger.read() as session:
        worth = unit_worth(session, today=DAY)[channel(ledger), "TEA"]
        assert [worth.each, worth.unserved] == [2600, 2600]
        assert units_by_order(session, DAY) == {channel(ledger): 4, channel(ledger, "Shop"): 2}
    bazaar = ask(ledger)
    assert bazaar.recommendation.choices[0].contribution == 2600 - bazaar.recommendation.choices[0].cost.exact


def test_that_a_fee_by_order_is_spread_over_its_units(ledger: Ledger) -> None:
    before = ask(ledger).choice(HUDSON)
    with ledger.read() as session:
        label = next(row for row in fees(session) if row.fee.field is Field.LABEL)
    edit_fee(ledger, fee_id=label.id, fee=replace(label.fee, by_order=True))
    after = ask(ledger).choice(HUDSON)
    assert before is not None
    assert after is not None
    assert before.cost.exact - after.cost.exact == Fraction(875 * 3, 4)
    add_fee(ledger, location_id=place(ledger, HUDSON), fee=Fee(Field.LABEL, 10, START))
    both = ask(ledger).choice(HUDSON)
    assert both is not None
    assert both.cost.exact - after.cost.exact == 10


def test_that_a_fee_of_a_sku_or_a_size_takes_the_place_of_the_common_one(ledger: Ledger) -> None:
    fba = place(ledger, FBA)
    add_fee(ledger, location_id=fba, fee=Fee(Field.FULFILMENT, 500, START, size_tier="small"))
    assert ask(ledger, days=30).cost(FBA) == Money(1255, "USD")
    add_fee(ledger, location_id=fba, fee=Fee(Field.FULFILMENT, 900, START, sku="TEA"))
    assert ask(ledger, days=30).cost(FBA) == Money(1255 - 61, "USD")


def test_that_a_volume_nobody_typed_leaves_out_the_places_that_store_by_volume(ledger: Ledger) -> None:
    set_sku_plan(ledger, sku="TEA", plan=SkuPlanning(12, None, "Mill", 30, 0, 0))
    row = ask(ledger)
    assert (row.cost(FBA), row.serves, row.state) == (None, "", "fact missing")
    assert any("the volume of a unit is not typed" in words for words in row.why)


def test_that_a_barred_place_is_left_out_with_its_reason(ledger: Ledger) -> None:
    bar_place(ledger, sku="TEA", location_id=place(ledger, FBA), reason="melts")
    row = ask(ledger)
    assert row.serves == HUDSON
    assert f"{FBA} is left out: melts" in row.why


def test_that_a_choice_counts_as_long_as_it_lasts(ledger: Ledger) -> None:
    today = ledger.today()
    choose_place(
        ledger,
        sku="TEA",
        channel_id=channel(ledger),
        location_id=place(ledger, HUDSON),
        reason="FBA is full",
        until=today,
    )
    row = ask(ledger)
    assert (row.serves, row.recommendation.location, row.state) == (HUDSON, FBA, "chosen")
    assert row.why[0] == f"{HUDSON} until {today}: FBA is full"
    lines = [f"Bazaar,{today - timedelta(days=n)},A{n},TEA,4,30.00,sale" for n in range(1, 99)]
    import_text(ledger, "later.csv", "channel,date,document,sku,quantity,unit_price,kind\n" + "\n".join(lines) + "\n")
    later = ask(ledger, day=today + timedelta(days=1))
    assert later.serves == later.recommendation.location
    assert later.why[0] == f"The override to {HUDSON} ended on {today}"


def test_that_units_packed_a_day_are_shared_and_what_does_not_fit_goes_to_the_next(ledger: Ledger) -> None:
    for name in (BARN,):
        for field, amount in ((Field.LABEL, 500), (Field.STORAGE, 10)):
            add_fee(ledger, location_id=place(ledger, name), fee=Fee(field, amount, START))
    assert (ask(ledger, "Bazaar").serves, ask(ledger, "Shop").serves) == (BARN, BARN)
    set_limit(ledger, location_id=place(ledger, BARN), limit=Limit(LimitKind.PACKED, 5, "2026-05-01"))
    # The bazaar earns most and takes four of the five; one of the shop's two is left, and the rest goes to the 3PL.
    bazaar, shop = ask(ledger, "Bazaar"), ask(ledger, "Shop")
    assert (bazaar.serves, bazaar.recommendation.overflow) == (BARN, "")
    assert shop.choice(BARN) is not None
    assert [one.served for one in shop.recommendation.choices if one.place.location == BARN] == [1]


def test_that_holding_cost_weighs_units_on_the_way(ledger: Ledger) -> None:
    set_place_plan(ledger, location_id=place(ledger, FBA), plan=PlacePlanning(lead_days=20))
    free = ask(ledger).choice(FBA)
    set_terms(ledger, days=30, holding=2500)
    dear = ask(ledger).choice(FBA)
    assert free is not None
    assert dear is not None
    # 25 % a year of 4.00 for four a day over twenty days, and for the safety stock that three places need more.
    assert free.daily - dear.daily == (80 + dear.spread_over) * 100 / 365


def test_that_every_column_has_a_value_for_every_row(ledger: Ledger) -> None:
    with ledger.read() as session:
        rows = routes(session, today=DAY)
    shown = columns(places_of(rows))
    assert [column.title for column in shown][5:8] == [BARN, FBA, HUDSON]
    for row in rows:
        for column in shown:
            column.value(row)
