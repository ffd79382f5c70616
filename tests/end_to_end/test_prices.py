"""The demo brand's prices: floors by hand, the band that Amazon's referral forbids, and what was charged."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.ledger.ledger import Ledger
from app.queries.fees_board import fees_board
from app.queries.floors import FloorRow, floors
from app.queries.responses import ESCALATED, HELD, NO_ANSWER, PROPOSED, responses
from app.queries.tiers import terms_board
from models.domain.money import Money
from models.domain.pricing.floor import Floor
from models.domain.pricing.measured import Charge
from resources.demo.planned import type_plans
from resources.demo.price_rules import type_price_rules
from resources.demo.priced import SCHEDULES, TERMS, type_prices

DAY = date(2026, 11, 26)


@pytest.fixture
def ledger(demo_ledger: Ledger) -> Ledger:
    """Give the demo brand with everything that it would type on a day of its season."""
    demo_ledger.clock = lambda: datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    type_plans(demo_ledger)
    type_prices(demo_ledger)
    return demo_ledger


def test_that_the_demo_brand_has_its_floors_and_what_was_charged(ledger: Ledger) -> None:
    type_price_rules(ledger)
    with ledger.read() as session:
        rows = {(row.sku, row.channel): row for row in floors(session, day=DAY)}
        fees = fees_board(session, today=DAY)
        terms = terms_board(session, today=DAY)
    # 4.22 less 9 % is 3.84; 99 of 100 stay: 3.80, less 0.35 and 2.60 is 0.85, and 20 % of 4.22 are 0.844.
    # 4.21 less 0.38 is 3.83, of that 3.7917, less 2.95 is 0.8417, and 20 % are 0.842.
    assert rows["JR-0103", "Harbor Retail"].lowest == Money(422, "USD")
    spice = _floor(rows["JR-0111", "Amazon"])
    assert [one.first for one in (*spice.forbidden, *spice.dead_zones)] == [1501, 1501]
    assert spice.lowest is not None
    assert spice.safe is not None
    assert spice.lowest <= 1500 < spice.safe
    assert rows["JR-0190", "Etsy"].why == "Missing: landed cost"
    assert len(fees.rows) == len(SCHEDULES)
    harbor = next(row for row in fees.rows if row.row.channel == "Harbor Retail")
    # Harbor keeps 9 % of every line and gives it back on none of those that return; the brand typed that it does.
    difference = harbor.difference(Charge.REFERRAL)
    assert difference is not None
    assert 0 < difference < 1
    assert str(harbor.charged(Charge.REFERRAL)) == "0.09"
    assert [row.state for row in terms.rows] == ["holds", "earlier"]
    assert len(terms.rows) == len(TERMS)
    assert terms.sums["Wholesale"][-1].low > terms.sums["Wholesale"][0].low > 0


@pytest.mark.parametrize("day", [DAY, date(2027, 9, 1)])
def test_that_the_demo_brand_answers_its_competitors_whenever_it_is_opened(ledger: Ledger, day: date) -> None:
    type_price_rules(ledger)
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with ledger.read() as session:
        found = {(row.price.sku, row.price.channel): row for row in responses(session, now=now, day=day)}
    assert {key: (row.state, row.proposal) for key, row in found.items()} == {
        # Beside 15.95 it would cost 15.99, in the dead zone 15.01 to 16.44; 14.99 below it takes more than one change.
        ("JR-0115", "Amazon"): (ESCALATED, None),
        # 64.00 less our shipping of 2.90 is 61.10, and the shop stays 2.00 above.
        ("JR-0180", "Shopify"): (PROPOSED, 6310),
        ("JR-0131", "Amazon"): (ESCALATED, None),
        ("JR-0160", "Amazon"): (HELD, None),
        ("JR-0180", "Amazon"): (HELD, None),
        ("JR-0180", "Etsy"): (NO_ANSWER, None),
    }


def _floor(row: FloorRow) -> Floor:
    assert row.floor is not None
    return row.floor


def test_that_every_edit_of_the_demo_is_a_step_to_undo(ledger: Ledger) -> None:
    for _ in range(len(SCHEDULES) + len(TERMS)):
        assert "Wholesale" in (ledger.undo_label() or "") or "fees" in (ledger.undo_label() or "")
        ledger.undo()
    with ledger.read() as session:
        assert fees_board(session, today=DAY).rows == []
        assert {row.why for row in floors(session, day=DAY)} == {
            "Missing: fee schedule",
            "Missing: landed cost, fee schedule",
        }
