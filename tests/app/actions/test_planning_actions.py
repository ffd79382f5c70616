"""Places and planning facts: each edit is one change with the name of the thing, and a bad value leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from app.actions.planning import edit_location, set_listing_plan, set_sku_plan
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.history import changes, fields
from app.queries.places import PlaceRow, places
from app.queries.planning import listing_plans, sku_plans
from models.domain.stock import ListingPlanning, LocationKind, SkuPlanning
from tests.make import import_text, made_once, new_ledger

STOCK = """location,sku,date,on_hand,available,committed,unavailable,incoming
Barn,TEA,2026-04-30,12,10,2,0,24
Barn,TIN,2026-03-31,7,7,,,
"""
SALES = """channel,date,document,line,sku,title,quantity,unit_price,kind,currency
Shop,2026-03-02,A1,1,TEA,Tea,2,10.00,sale,USD
"""
PLAN = SkuPlanning(12, 62, "Tea House", 45, 7, 480)


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    import_text(made, "sales.csv", SALES)
    import_text(made, "stock.csv", STOCK)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with a channel, a place and two SKUs."""
    made = prepared(tmp_path)
    yield made
    made.close()


def barn(ledger: Ledger) -> PlaceRow:
    """Read the one place."""
    with ledger.read() as session:
        return places(session)[0]


def test_that_a_place_becomes_the_positioned_stock_of_a_channel_and_back(ledger: Ledger) -> None:
    before = barn(ledger)
    assert before.holds == "stock of every channel"
    edit_location(ledger, location_id=before.id, kind=LocationKind.THIRD_PARTY, allocatable=False, channel_id=1)
    assert (barn(ledger).holds, barn(ledger).kind) == ("stock of Shop", LocationKind.THIRD_PARTY)
    assert ledger.undo_label() == "Edit place Barn"
    edit_location(ledger, location_id=before.id, kind=LocationKind.OWN, allocatable=False, channel_id=None)
    assert barn(ledger).holds == "stock of no channel"
    ledger.undo()
    ledger.undo()
    assert barn(ledger) == before


def test_that_planning_facts_of_a_sku_are_set_undone_and_told_by_history(ledger: Ledger) -> None:
    set_sku_plan(ledger, sku="TEA", plan=PLAN._replace(supplier=" Tea House "))
    with ledger.read() as session:
        assert {row.sku: row.plan for row in sku_plans(session)} == {"TEA": PLAN, "TIN": SkuPlanning()}
        told = fields(session, changes(session)[0].id)
    assert ("volume (cubic feet)", "0.062") in {(one.field, one.after) for one in told}
    assert ledger.undo_label() == "Plan TEA"
    set_sku_plan(ledger, sku="TEA", plan=PLAN._replace(moq=500))
    ledger.undo()
    ledger.undo()
    with ledger.read() as session:
        assert {row.plan for row in sku_plans(session)} == {SkuPlanning()}


def test_that_what_is_planned_as_it_was_is_no_change(ledger: Ledger) -> None:
    before = ledger.undo_label()
    set_sku_plan(ledger, sku="TEA", plan=SkuPlanning())
    set_listing_plan(ledger, channel_id=1, sku="TEA", plan=ListingPlanning())
    assert ledger.undo_label() == before


def test_that_moq_and_priority_of_a_listing_are_set_and_undone(ledger: Ledger) -> None:
    set_listing_plan(ledger, channel_id=1, sku="TEA", plan=ListingPlanning(24, 2))
    set_listing_plan(ledger, channel_id=1, sku="TEA", plan=ListingPlanning(24, 3))
    assert ledger.undo_label() == "Plan TEA on Shop"
    with ledger.read() as session:
        assert [(row.channel, row.sku, row.plan) for row in listing_plans(session)] == [
            ("Shop", "TEA", ListingPlanning(24, 3))
        ]
    ledger.undo()
    ledger.undo()
    with ledger.read() as session:
        assert listing_plans(session) == []


OWN = LocationKind.OWN
REFUSED: list[tuple[Callable[[Ledger], Done], str]] = [
    (partial(edit_location, location_id=1, kind=OWN, allocatable=True, channel_id=1), "of every channel and of one"),
    (partial(edit_location, location_id=1, kind=OWN, allocatable=False, channel_id=99), "no such channel"),
    (partial(set_sku_plan, sku="nothing", plan=PLAN), "no SKU “nothing”.*Nothing was changed"),
    (partial(set_sku_plan, sku="TEA", plan=PLAN._replace(case_pack=0)), "case pack cannot be under 1"),
    (partial(set_sku_plan, sku="TEA", plan=PLAN._replace(volume=0)), "volume.*cannot be under 1"),
    (partial(set_sku_plan, sku="TEA", plan=PLAN._replace(lead_days=-1)), "lead time is between"),
    (partial(set_sku_plan, sku="TEA", plan=PLAN._replace(lead_spread=9999)), "spread of the lead time is between"),
    (partial(set_sku_plan, sku="TEA", plan=PLAN._replace(lead_days=None)), "needs a lead time"),
    (partial(set_sku_plan, sku="TEA", plan=PLAN._replace(moq=-1)), "MOQ cannot be under 0"),
    (partial(set_listing_plan, channel_id=99, sku="TEA", plan=ListingPlanning()), "no such channel"),
    (partial(set_listing_plan, channel_id=1, sku="nothing", plan=ListingPlanning()), "no SKU"),
    (partial(set_listing_plan, channel_id=1, sku="TEA", plan=ListingPlanning(-1, 1)), "MOQ cannot be under 0"),
    (partial(set_listing_plan, channel_id=1, sku="TEA", plan=ListingPlanning(0, 0)), "priority is between 1"),
]


@pytest.mark.parametrize("action, words", REFUSED)
def test_that_a_refused_edit_says_why_and_leaves_no_trace(
    ledger: Ledger, action: Callable[[Ledger], Done], words: str
) -> None:
    before = ledger.undo_label()
    with pytest.raises(UserError, match=words):
        action(ledger)
    assert ledger.undo_label() == before
