"""The recommendation: cost, uplift, lead time, pooling, eligibility, capacity, and the override beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.normal import root
from models.domain.routing.cost import Item
from models.domain.routing.fees import Fee, Field, PlaceKind, Tariff
from models.domain.routing.reasons import overriding, reasons
from models.domain.routing.recommendation import Override, Place, Recommendation, Sales, recommend

START = date(2026, 1, 1)
DAY = date(2026, 3, 1)


def tariff(location: str, kind: PlaceKind, currency: str = "USD", **amounts: int) -> Tariff:
    return Tariff(
        location, kind, currency, tuple(Fee(Field[name.upper()], amount, START) for name, amount in amounts.items())
    )


FBA = Place(
    tariff(
        "FBA",
        PlaceKind.FBA,
        fulfilment=961,
        freight=110,
        placement=58,
        storage=78,
        aged=0,
        low_inventory=0,
        returns=400,
    )
)
THIRD_PARTY = Place(
    tariff("3PL", PlaceKind.THIRD_PARTY, pick=310, pack=0, material=40, label=875, storage=55, returns=450)
)
MUG = Sales(Item("MUG", Fraction("1.2"), 800), DAY, 30, Fraction(6), Fraction(2400), "USD", Fraction(50), 365)


def best(*places: Place, sales: Sales = MUG) -> str:
    return recommend(sales, places).location


def test_that_the_cheaper_location_is_recommended_and_the_reasons_say_so() -> None:
    found = recommend(MUG, [THIRD_PARTY, FBA])
    assert found.location == "FBA"
    assert reasons(found) == (
        "FBA earns 68.72 USD a day, 3PL earns 64.38 USD a day",
        "FBA costs 12.55 USD, 3PL costs 13.27 USD to serve after 30 days",
        "FBA is cheaper up to 108.7 days of storage, 3PL from then on",
    )


def test_that_long_storage_turns_the_recommendation() -> None:
    assert best(FBA, THIRD_PARTY, sales=replace(MUG, days=109)) == "3PL"
    assert best(FBA, THIRD_PARTY, sales=replace(MUG, days=108)) == "FBA"


def test_that_a_demand_uplift_can_outweigh_a_dearer_location() -> None:
    dearer = replace(MUG, days=120)
    lifted = replace(FBA, uplift=1000)
    found = recommend(dearer, [lifted, THIRD_PARTY])
    assert found.location == "FBA"
    assert "FBA changes demand by 10 %: 0.6 a day, worth 5.19 USD" in reasons(found)


def test_that_lead_time_and_lost_pooling_tie_up_stock() -> None:
    slow = replace(FBA, lead_days=14, places=2)
    found = recommend(MUG, [slow, THIRD_PARTY])
    choice = next(choice for choice in found.choices if choice.place is slow)
    assert choice.on_the_way == 84
    assert choice.spread_over == 50 * (root(Fraction(2)) - 1)
    # A unit costs 0.01 a day to keep.
    assert choice.daily == 6 * choice.contribution - 84 - choice.spread_over
    assert "FBA can sell 14 days after sending: 84 units on the way" in reasons(found)
    assert "Stock in 2 places needs 20.7 units of safety stock more with FBA" in reasons(found)


def test_that_a_barred_location_and_one_without_its_fees_are_left_out_and_named() -> None:
    hazardous = replace(FBA, barred="dangerous goods")
    untyped = Place(tariff("Own", PlaceKind.OWN, pick=100))
    found = recommend(MUG, [hazardous, THIRD_PARTY, untyped])
    assert found.location == "3PL"
    assert reasons(found)[-2:] == ("FBA is left out: dangerous goods", "Own is left out: no fee typed for label")
    nowhere = recommend(MUG, [hazardous])
    assert (nowhere.location, reasons(nowhere)[0]) == ("", "No location can be recommended")


def test_that_a_fee_left_blank_is_named_and_counted_as_nought() -> None:
    own = Place(tariff("Own", PlaceKind.OWN, label=500))
    said = "Own has no fee typed for pick, pack, material, returns, storage, counted as 0"
    assert said in reasons(recommend(MUG, [own]))


def test_that_what_the_best_location_cannot_take_goes_to_the_next() -> None:
    found = recommend(MUG, [replace(FBA, daily_capacity=5), replace(THIRD_PARTY, daily_capacity=4)])
    assert (found.location, found.overflow) == ("FBA", "3PL")
    assert "FBA can take 5 of 6 units a day; the rest goes to 3PL" in reasons(found)
    alone = recommend(MUG, [replace(FBA, daily_capacity=5)])
    assert "FBA can take 5 of 6 units a day; nobody takes the rest" in reasons(alone)
    full = recommend(MUG, [replace(FBA, daily_capacity=0), THIRD_PARTY])
    assert (full.location, reasons(full)[-1]) == ("3PL", "FBA is left out: nothing to serve")


def test_that_a_loss_everywhere_is_said() -> None:
    assert "It loses money wherever it is served from" in reasons(recommend(replace(MUG, margin=Fraction(500)), [FBA]))


def overridden(override: Override) -> Recommendation:
    return recommend(MUG, [FBA, replace(THIRD_PARTY, barred="closed for stocktaking")], override)


def test_that_an_override_counts_until_its_day_and_is_kept_beside_the_recommendation() -> None:
    found = overridden(Override("3PL", "FBA limit is nearly used", date(2026, 3, 31)))
    assert found.location == "FBA"
    assert (found.chosen(date(2026, 3, 31)), found.chosen(date(2026, 4, 1))) == ("3PL", "FBA")
    assert overriding(found, DAY) == "3PL until 2026-03-31: FBA limit is nearly used; but closed for stocktaking"
    assert overriding(found, date(2026, 4, 1)) == "The override to 3PL ended on 2026-03-31"
    assert overriding(recommend(MUG, [FBA]), DAY) == ""


def test_that_an_override_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Override("3PL", " ", DAY)


def test_that_fees_in_another_currency_are_refused() -> None:
    with pytest.raises(ValueError, match="the fees of 3PL are in EUR, not in USD"):
        recommend(MUG, [Place(tariff("3PL", PlaceKind.THIRD_PARTY, "EUR", label=1))])


@given(st.permutations([FBA, THIRD_PARTY, Place(tariff("Own", PlaceKind.OWN, label=1200))]))
def test_that_the_order_of_the_locations_does_not_matter(places: list[Place]) -> None:
    assert recommend(MUG, places) == recommend(MUG, sorted(places, key=lambda place: place.location))


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_that_more_uplift_never_speaks_against_a_location_that_earns(less: int, more: int) -> None:
    low, high = sorted([less, more])
    if best(replace(FBA, uplift=low), THIRD_PARTY) == "FBA":
        assert best(replace(FBA, uplift=high), THIRD_PARTY) == "FBA"
