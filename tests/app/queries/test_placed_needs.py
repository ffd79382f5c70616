"""What each place needs and what others can bring: FBA restock over the ledger, sources, limits, and tightening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.allocation import run_allocation
from app.actions.places import set_limit, set_place_plan
from app.actions.routing import choose_place
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.demand import DemandRow
from app.queries.placed_demand import Routed, free, served
from app.queries.places import PlaceRow
from app.queries.replenishment import PLACED_COLUMNS, TARGET, ReplenishmentRow
from app.queries.tightening import COLUMNS as TIGHT_COLUMNS
from app.queries.tightening import tightenings
from app.queries.transfers import COLUMNS, Placed, placed
from models.domain.allocation.tiers import Tier
from models.domain.demand import Demand
from models.domain.stock import Limit, LimitKind, LocationKind, PlacePlanning
from tests.app.places_brand import DAY, channel, place, places_ledger, type_a7
from tests.make import import_text, new_ledger

FBA, HUDSON, BARN = "Bazaar FBA", "Hudson 3PL", "Barn"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give the brand: 40 at FBA, 300 in the barn, 60 at the 3PL; the bazaar sells four a day and the shop two."""
    made = places_ledger(tmp_path)
    yield made
    made.close()


def ask(ledger: Ledger, *, day: date = DAY) -> Placed:
    """Plan everything."""
    with ledger.read() as session:
        return placed(session, today=day, target=TARGET)


def need(found: Placed, name: str) -> ReplenishmentRow:
    """Give the need of tea at a place."""
    return next(row for row in found.needs if row.place == name)


def plan_fba(ledger: Ledger, *, lead: int | None = 14, cover: int | None = 45) -> None:
    """Say how long the way to FBA is and how much to keep there."""
    set_place_plan(ledger, location_id=place(ledger, FBA), plan=PlacePlanning(lead, cover))


@pytest.mark.parametrize("lead, cover, lacking", [(14, None, "days of cover"), (None, 45, "days on the way")])
def test_that_fba_lacks_what_nobody_typed(ledger: Ledger, lead: int | None, cover: int | None, lacking: str) -> None:
    plan_fba(ledger, lead=lead, cover=cover)
    row = need(ask(ledger), FBA)
    assert row.proposal is None
    assert lacking in row.lacking
    assert row.rate == 4


def test_that_fba_is_refilled_from_the_own_barn_first_and_in_whole_cases(ledger: Ledger) -> None:
    plan_fba(ledger)
    found = ask(ledger)
    row = need(found, FBA)
    assert row.proposal is not None
    # Four a day over 45 + 14 days is 236; 40 are there: 196 are 17 cases of 12, as in domain/allocation.md, A7.
    assert (row.up_to, row.proposal.required.units, row.proposal.units) == (236, 196, 204)
    barn = need(found, BARN)
    assert barn.reorder_point is not None
    assert barn.rate + need(found, HUDSON).rate == 2
    moved = [(one.moved.source, one.moved.units) for one in found.transfers if one.moved]
    assert moved == [(BARN, 204)]
    assert row.moved == 204
    (transfer,) = found.transfers
    assert transfer.moved is not None
    assert transfer.moved.arrives == DAY + timedelta(days=14)
    assert not transfer.moved.in_time
    assert {effect.channel for effect in transfer.moved.effects} == {"Bazaar", "Shop"}


def test_that_what_the_report_says_is_incoming_counts_once(ledger: Ledger) -> None:
    import_text(ledger, "new.csv", f"location,sku,date,on_hand,incoming\n{FBA},TEA,{DAY},40,100\n")
    plan_fba(ledger)
    row = need(ask(ledger), FBA)
    assert row.proposal is not None
    assert row.proposal.required.units == 96
    import_text(ledger, "in.csv", f"reference,sku,quantity,expected,location\nS1,TEA,100,2026-06-08,{FBA}\n")
    again = need(ask(ledger), FBA)
    assert again.proposal is not None
    assert again.proposal.required.units == 96
    assert [arrival.reference for arrival in again.proposal.cover.in_time] == ["S1"]


def test_that_room_and_cartons_limit_what_is_moved(ledger: Ledger) -> None:
    plan_fba(ledger)
    fba = place(ledger, FBA)
    # 40 units of 1.2 ft³ are there: 192 ft³ leave room for ten cases of 14.4 ft³.
    set_limit(ledger, location_id=fba, limit=Limit(LimitKind.VOLUME, 192_000, "2026-05-01", "Standard"))
    found = ask(ledger)
    assert need(found, FBA).moved == 120
    assert found.transfers[0].moves.missing == 84
    assert found.rooms[f"{FBA}, standard"].volume == 0
    set_limit(ledger, location_id=fba, limit=Limit(LimitKind.CARTONS, 3, "2026-05-01"))
    assert need(ask(ledger), FBA).moved == 36


def test_that_a_place_keeps_what_it_has_to_sell_itself(ledger: Ledger) -> None:
    plan_fba(ledger)
    choose_place(
        ledger,
        sku="TEA",
        channel_id=channel(ledger, "Shop"),
        location_id=place(ledger, BARN),
        reason="trial",
        until=ledger.today() + timedelta(days=400),
    )
    type_a7(ledger)
    found = ask(ledger)
    barn = need(found, BARN)
    assert barn.rate == 2
    assert barn.reorder_point == 60
    assert [one.moved.units for one in found.transfers if one.moved and one.moved.source == BARN] == [204]
    import_text(ledger, "less.csv", f"location,sku,date,on_hand\n{BARN},TEA,{DAY},100\n")
    by_source = {
        one.moved.source: one.moved.units for one in ask(ledger).transfers if one.moved and one.destination == FBA
    }
    assert by_source == {BARN: 36, HUDSON: 60}


def test_that_promised_units_are_not_free_where_most_lies(ledger: Ledger) -> None:
    import_text(ledger, "c.csv", "channel,reference,sku,quantity,ship_by\nFair,S-1,TEA,310,2026-06-10\n")
    found = ask(ledger)
    assert (need(found, BARN).on_hand, need(found, HUDSON).on_hand, need(found, FBA).on_hand) == (0, 50, 40)


def test_that_every_column_has_a_value(ledger: Ledger) -> None:
    plan_fba(ledger)
    found = ask(ledger)
    for row in found.needs:
        assert [column.value(row) for column in PLACED_COLUMNS]
    for transfer in found.transfers:
        assert [column.value(transfer) for column in COLUMNS]


def test_that_an_empty_ledger_needs_and_moves_nothing(bare_ledger: Ledger) -> None:
    found = ask(bare_ledger)
    assert (found.needs, found.transfers) == ((), ())
    with bare_ledger.read() as session:
        assert tightenings(session, today=DAY) == []


@pytest.fixture
def bare_ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger without anything."""
    made = new_ledger(tmp_path, name="bare")
    yield made
    made.close()


def test_that_tightening_follows_the_stored_runs(ledger: Ledger) -> None:
    import_text(ledger, "c.csv", "channel,reference,sku,quantity,ship_by\nShop,S-1,TEA,900,2026-06-10\n")
    run_allocation(ledger, Progress(), day=DAY)
    with ledger.read() as session:
        (row,) = tightenings(session, today=DAY + timedelta(days=3))
    assert (row.sku, row.tier, row.days, row.tightening.since) == ("TEA", Tier.BLACK, 4, DAY)
    assert [one.sentence for one in row.proposed] == ["Call Mill: supply is black"]
    assert row.first == "Call Mill"
    assert [column.value(row) for column in TIGHT_COLUMNS]


# What no ledger has to be made for

PLACES = [
    PlaceRow(number, name, kind, kind is not LocationKind.FBA, 1 if kind is LocationKind.FBA else None, "", "", None)
    for number, (name, kind) in enumerate(
        [("FBA", LocationKind.FBA), ("Own", LocationKind.OWN), ("Third", LocationKind.THIRD_PARTY)], start=1
    )
]


@given(
    st.lists(st.integers(0, 50), min_size=2, max_size=2),
    st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(0, 90)),
    st.dictionaries(st.sampled_from([1, 2]), st.sampled_from([2, 3])),
)
def test_that_demand_is_served_whole_and_from_one_place_or_by_stock(
    rates: list[int], stock: dict[int, int], routed: dict[int, int]
) -> None:
    rows = [
        DemandRow("TEA", "", number, f"C{number}", "", 0, Demand(Fraction(rate), Fraction(rate), 13))
        for number, rate in enumerate(rates, start=1)
    ]
    found = served(rows, PLACES, stock, Routed(recommended=routed))
    assert sum(one.demand.rate for one in found.values()) == sum(rates)
    if 1 in stock:
        assert found[1].rates == {"C1": rates[0]}
    if 2 in routed:
        assert found[routed[2]].rates["C2"] == rates[1]


@given(st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(0, 90)), st.integers(0, 300))
def test_that_what_is_promised_is_taken_once_and_never_from_fba(stock: dict[int, int], owed: int) -> None:
    left = free(stock, owed, PLACES)
    assert sum(left.values()) == sum(stock.values()) - owed
    assert left.get(1) == stock.get(1)
    if owed <= stock.get(2, 0) + stock.get(3, 0):
        assert min(left.values(), default=0) >= 0
