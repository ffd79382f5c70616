"""What is on its way, what was promised, and the places: as files and people tell it, on a given day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.actions.catalog import link_listing
from app.actions.stock import add_commitment, add_inbound
from app.exporting.tables import csv_text
from app.ledger.ledger import Ledger
from app.queries.catalog import listings
from app.queries.commitments import COLUMNS as COMMITMENT_COLUMNS
from app.queries.commitments import CommitmentState, commitments, promised
from app.queries.inbound import COLUMNS as INBOUND_COLUMNS
from app.queries.inbound import InboundState, inbound, on_their_way
from app.queries.places import COLUMNS as PLACE_COLUMNS
from app.queries.places import places
from app.queries.planning import LISTING_COLUMNS, SKU_COLUMNS, listing_plans, sku_plans
from models.domain.stock import Commitment, Inbound
from tests.make import import_text, new_ledger

TODAY = date(2026, 3, 20)
INBOUND = """reference,sku,quantity,expected,location,received,received_on,ordered,supplier
PO-1,TEA,480,2026-03-14,Barn,0,,,
PO-2,TIN,100,2026-03-20,Barn,40,2026-03-18,,
PO-3,TIN,50,2026-02-01,Barn,50,2026-02-03,,
PO-4,TIN,0,2026-02-01,Barn,,,,
"""
COMMITMENTS = """channel,reference,line,sku,quantity,ship_by,ship_from,shipped,fill
Wholesale,SO-1,1,TEA,96,2026-03-25,2026-03-10,0,full
Wholesale,SO-2,1,TIN,40,2026-03-19,,10,
Retail,SO-3,1,TIN,20,2026-04-30,2026-04-01,0,
Retail,SO-4,1,TIN,20,2026-04-30,2026-04-01,20,
Retail,SO-5,1,SHELF-TEA,8,,,0,
"""
STOCK = """location,sku,date,on_hand,available,committed,unavailable,incoming
FBA,TEA,2026-03-01,12,10,2,0,24
barn,TEA,2026-03-05,7,7,,,
Barn,TEA,2026-02-05,7,7,,,
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger."""
    made = new_ledger(tmp_path)
    yield made
    made.close()


def test_that_a_purchase_order_is_late_from_the_day_after_it_was_expected(ledger: Ledger) -> None:
    import_text(ledger, "inbound.csv", INBOUND)
    with ledger.read() as session:
        found = inbound(session, today=TODAY)
        later = inbound(session, today=date(2026, 3, 21))
        coming = on_their_way(session, today=TODAY)
    assert [(row.reference, row.state, row.coming, row.days_late) for row in found] == [
        ("PO-1", InboundState.LATE, 480, 6),
        ("PO-2", InboundState.ON_ITS_WAY, 60, 0),
        ("PO-3", InboundState.RECEIVED, 0, 0),
        ("PO-4", InboundState.CANCELLED, 0, 0),
    ]
    assert [(row.file, row.row) for row in found[:2]] == [("inbound.csv", 2), ("inbound.csv", 3)]
    assert later[1].state is InboundState.LATE
    assert [row.reference for row in coming] == ["PO-1", "PO-2"]


def test_that_promises_are_overdue_open_or_later_by_their_window(ledger: Ledger) -> None:
    import_text(ledger, "commitments.csv", COMMITMENTS)
    with ledger.read() as session:
        found = commitments(session, today=TODAY)
        to_ship = promised(session, today=TODAY)
    assert [(row.reference, row.channel, row.state, row.open, row.days_over) for row in found] == [
        ("SO-2", "Wholesale", CommitmentState.OVERDUE, 30, 1),
        ("SO-1", "Wholesale", CommitmentState.OPEN, 96, 0),
        ("SO-3", "Retail", CommitmentState.LATER, 20, 0),
        ("SO-5", "Retail", CommitmentState.OPEN, 8, 0),
        ("SO-4", "Retail", CommitmentState.SHIPPED, 0, 0),
    ]
    assert [row.reference for row in to_ship] == ["SO-2", "SO-1", "SO-3", "SO-5"]
    assert [row.fill.value for row in found[:2]] == ["partial", "full"]


def test_that_a_promise_by_the_channels_code_is_one_of_the_own_sku(ledger: Ledger) -> None:
    import_text(ledger, "inbound.csv", INBOUND)
    import_text(ledger, "commitments.csv", COMMITMENTS)
    with ledger.read() as session:
        shelf = next(row for row in listings(session) if row.code == "SHELF-TEA")
    link_listing(ledger, listing_id=shelf.id, sku="TEA")
    add_commitment(ledger, channel_id=shelf.channel_id, line=Commitment(0, "so-5", "TEA", 9, ""))
    with ledger.read() as session:
        found = [row for row in commitments(session, today=TODAY) if row.reference.upper() == "SO-5"]
    assert [(row.sku, row.open, row.state) for row in found] == [
        ("TEA", 9, CommitmentState.OPEN),
        ("TEA", 0, CommitmentState.OVERRULED),
    ]


def test_that_a_typed_line_stays_when_the_file_it_overruled_is_undone(ledger: Ledger) -> None:
    import_text(ledger, "tin.csv", "reference,sku,quantity,expected\nPO-2,TEA,1,2026-03-14\n")
    add_inbound(ledger, line=Inbound(0, "PO-1", "TEA", 300, "2026-04-14"))
    import_text(ledger, "tea.csv", "reference,sku,quantity,expected\nPO-1,TEA,480,2026-03-14\n")
    with ledger.read() as session:
        assert [row.overrules for row in inbound(session, today=TODAY) if row.typed] == ["tea.csv, row 2"]
        assert [row.coming for row in on_their_way(session, today=TODAY)] == [1, 300]
    ledger.undo()
    with ledger.read() as session:
        assert [(row.coming, row.source) for row in on_their_way(session, today=TODAY)][1:] == [(300, "typed")]


def test_that_a_place_has_the_day_of_its_newest_report(ledger: Ledger) -> None:
    import_text(ledger, "stock.csv", STOCK)
    import_text(ledger, "inbound.csv", "reference,sku,quantity,expected,location\nPO-1,TEA,480,2026-03-14,Hudson 3PL\n")
    with ledger.read() as session:
        found = {row.name.casefold(): row for row in places(session)}
    assert {name: row.day for name, row in found.items()} == {
        "barn": date(2026, 3, 5),
        "fba": date(2026, 3, 1),
        "hudson 3pl": None,
    }
    assert {name: row.holds for name, row in found.items()} == {
        "barn": "stock of every channel",
        "fba": "stock of no channel",
        "hudson 3pl": "stock of every channel",
    }


def test_that_every_table_can_be_saved_with_all_its_rows(ledger: Ledger) -> None:
    for name, table in (("inbound.csv", INBOUND), ("commitments.csv", COMMITMENTS), ("stock.csv", STOCK)):
        import_text(ledger, name, table)
    with ledger.read() as session:
        tables: tuple[tuple[Any, Any], ...] = (
            (INBOUND_COLUMNS, inbound(session, today=TODAY)),
            (COMMITMENT_COLUMNS, commitments(session, today=TODAY)),
            (PLACE_COLUMNS, places(session)),
            (SKU_COLUMNS, sku_plans(session)),
            (LISTING_COLUMNS, listing_plans(session)),
        )
    assert [len(csv_text(columns, rows).splitlines()) for columns, rows in tables] == [5, 6, 3, 4, 1]
