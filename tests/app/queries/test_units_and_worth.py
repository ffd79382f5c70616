"""Allocation and replenishment read the same units and the same worth of a unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger.ledger import Ledger
from app.queries.allocation_facts import load_facts
from app.queries.positions import positions
from app.queries.replenishment import TARGET, ReplenishmentRow, replenishment
from app.queries.unit_worth import Earned, over_channels, unit_worth
from models.domain.allocation.facts import SkuFacts
from models.tables import Location
from tests.app.tea import DAY, SALES, channel_id
from tests.make import import_text, made_once, new_ledger

TODAY = date.fromisoformat(str(DAY))
# Orders have taken 10 of 100, 5 cannot be sold; of the cups only what is available is known; 30 lie at the bazaar's own
# place and 12 are on their way to it.
STOCK = """location,sku,date,on_hand,available,committed,unavailable,incoming
Main,TEA,2026-11-20,100,,10,5,
Main,CUP,2026-11-20,,40,,,
Bazaar FBA,TEA,2026-11-20,33,30,3,,12
Nowhere FBA,TEA,2026-11-20,50,50,,,
"""
INBOUND = """reference,sku,quantity,expected,location
PO-1,TEA,12,2026-12-01,Bazaar FBA
PO-2,TEA,24,2026-12-01,Main
"""
PLANNING = "sku,supplier,lead_days,case_pack\nTEA,Mill,30,6\nCUP,Potter,20,1\n"


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    for name, text in (("sales", SALES), ("stock", STOCK), ("inbound", INBOUND), ("planning", PLANNING)):
        import_text(made, f"{name}.csv", text)
    bazaar = channel_id(made, "Bazaar")
    with made.change("Whose place") as (session, _):
        session.scalars(select(Location).where(Location.name == "Bazaar FBA")).one().channel_id = bazaar
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with stock of every kind."""
    made = prepared(tmp_path)
    yield made
    made.close()


def both(ledger: Ledger) -> tuple[dict[str, SkuFacts], dict[str, ReplenishmentRow]]:
    """Ask both users of what there is."""
    with ledger.read() as session:
        facts = {one.sku: one for one in load_facts(session, TODAY).skus}
        rows = {row.sku: row for row in replenishment(session, today=TODAY, target=TARGET)}
    return facts, rows


def test_that_allocation_and_replenishment_count_the_same_units(ledger: Ledger) -> None:
    facts, rows = both(ledger)
    assert {sku: row.on_hand for sku, row in rows.items()} == {"TEA": 95 - 10 + 30 + 12, "CUP": 40}
    for sku, one in facts.items():
        placed = sum(channel.positioned for channel in one.channels)
        assert one.on_hand - one.promised + placed == rows[sku].on_hand, sku


def test_that_what_a_channels_place_awaits_is_not_counted_again_as_an_arrival(ledger: Ledger) -> None:
    _, rows = both(ledger)
    proposal = rows["TEA"].proposal
    assert proposal is not None
    assert [(one.units, one.reference) for one in proposal.need.arrivals] == [(24, "PO-2")]


def test_that_stock_of_no_channel_is_nobodys(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert {one.place.name for one in positions(session)} == {"Main", "Bazaar FBA"}


def test_that_a_unit_is_worth_the_same_to_both(ledger: Ledger) -> None:
    facts, rows = both(ledger)
    with ledger.read() as session:
        worth = unit_worth(session, today=TODAY)
    shop, bazaar = channel_id(ledger, "Shop"), channel_id(ledger, "Bazaar")
    assert worth[shop, "TEA"] == Earned(91 * 2000, 91, costed=False)
    assert worth[bazaar, "TEA"] == Earned(182 * 1000, 182, costed=False)
    assert {one.name: one.contribution for one in facts["TEA"].channels} == {"Shop": 2000, "Bazaar": 1000}
    proposal = rows["TEA"].proposal
    assert proposal is not None
    assert proposal.need.contribution == over_channels(worth)["TEA"].each == Fraction(91 * 2000 + 182 * 1000, 273)


def test_that_a_unit_without_a_rate_is_not_known(ledger: Ledger) -> None:
    import_text(
        ledger,
        "more.csv",
        "channel,date,document,sku,quantity,unit_price,kind,currency\nShop,2026-11-21,D9,TEA,1,9.00,sale,EUR\n",
    )
    with ledger.read() as session:
        assert (channel_id(ledger, "Shop"), "TEA") not in unit_worth(session, today=TODAY)
