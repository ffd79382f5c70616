"""What to order of each SKU: free stock, demand, what is on its way, and what has to be known first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger.ledger import Ledger
from app.queries.replenishment import ReplenishmentRow, replenishment
from models.domain.money import Money
from models.domain.replenishment.need import ServiceLevel
from models.tables import Sku, SkuPlan
from tests.make import import_text, made_once, new_ledger, type_cost

TODAY = date(2026, 6, 1)
SALES = "channel,date,document,sku,quantity,unit_price,kind\n"
STOCK = "location,sku,date,on_hand\n"
INBOUND = "reference,sku,quantity,expected\n"
COMMITMENTS = "channel,reference,sku,quantity,ship_by\n"


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    lines = [f"Shop,{date(2026, 3, 2) + timedelta(days=day)},D{day},TEA,2,10.00,sale" for day in range(91)]
    import_text(made, "sales.csv", SALES + "\n".join(lines) + "\n")
    import_text(made, "stock.csv", f"{STOCK}Barn,TEA,2026-05-31,100\n")
    type_cost(made, "TEA", 400)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger in which tea sells two a day at 10.00 and costs 4.00, with 100 on hand."""
    made = prepared(tmp_path)
    yield made
    made.close()


def plan(ledger: Ledger, *, lead: int | None = 14, case: int = 12, moq: int = 0, supplier: str = "Mill") -> None:
    """Say how tea is bought."""
    with ledger.change("Plan TEA") as (session, _):
        sku = session.scalars(select(Sku).where(Sku.code == "TEA")).one()
        session.add(SkuPlan(sku_id=sku.id, case_pack=case, supplier=supplier, lead_days=lead, moq=moq))


def ask(ledger: Ledger, *, today: date = TODAY) -> ReplenishmentRow:
    """Ask for tea, the only SKU."""
    with ledger.read() as session:
        (row,) = replenishment(session, today=today, target=ServiceLevel(9500, 7))
        return row


def test_that_without_a_lead_time_cover_is_told_and_nothing_is_proposed(ledger: Ledger) -> None:
    row = ask(ledger)
    assert row.proposal is None
    assert row.lacking == "the lead time is not known"
    assert row.cover == Decimal(50)
    assert row.stockout == date(2026, 7, 21)
    assert row.loss is None


def test_that_enough_stock_needs_no_order(ledger: Ledger) -> None:
    plan(ledger)
    row = ask(ledger)
    assert row.proposal is not None
    assert (row.proposal.units, row.order_by, row.loss) == (0, None, Money(0, "USD"))


def test_that_an_order_fills_up_to_lead_and_review_in_whole_cases(ledger: Ledger) -> None:
    plan(ledger, lead=60)
    row = ask(ledger)
    assert row.proposal is not None
    # Two a day without any spread, over 67 days, is 134; 100 are there, and 34 are three cases.
    assert (row.proposal.levels.up_to, row.proposal.units, row.proposal.cases) == (134, 36, 3)
    assert row.order_by == date(2026, 7, 21) - timedelta(days=61)


def test_that_what_is_promised_is_not_free_and_what_comes_in_time_counts(ledger: Ledger) -> None:
    plan(ledger, lead=60)
    import_text(ledger, "commitments.csv", f"{COMMITMENTS}Wholesale,S-1,TEA,40,2026-06-10\n")
    promised = ask(ledger)
    assert promised.on_hand == 60
    assert promised.proposal is not None
    assert promised.proposal.steps[1].startswith("100 units on hand less 40 promised, 30 days of cover")
    import_text(ledger, "inbound.csv", f"{INBOUND}PO-1,TEA,60,2026-06-20\n")
    row = ask(ledger)
    assert row.proposal is not None
    assert [arrival.reference for arrival in row.proposal.cover.in_time] == ["PO-1"]
    assert row.proposal.units == 24


def test_that_late_inbound_is_no_cover(ledger: Ledger) -> None:
    plan(ledger)
    import_text(ledger, "inbound.csv", f"{INBOUND}PO-1,TEA,60,2026-09-01\n")
    row = ask(ledger)
    assert row.proposal is not None
    assert row.cover == Decimal(50)
    assert [arrival.reference for arrival in row.proposal.cover.late] == ["PO-1"]


def test_that_the_loss_is_the_contribution_of_the_days_without_stock(ledger: Ledger) -> None:
    plan(ledger, lead=60)
    row = ask(ledger)
    # Ordered now, units can be sold from day 61 on; stock ends on day 50; the 28 days after are lost if nothing is
    # ordered: 56 units that each leave 6.00.
    assert row.loss == Money(28 * 2 * 600, "USD")


def test_that_the_steps_say_why(ledger: Ledger) -> None:
    plan(ledger, lead=60)
    proposal = ask(ledger).proposal
    assert proposal is not None
    assert any("TEA sells 2" in step for step in proposal.steps)
    assert any("13 usable weeks" in step for step in proposal.steps)


def test_that_an_empty_ledger_needs_nothing(tmp_path: Path) -> None:
    empty = new_ledger(tmp_path, name="empty")
    with empty.read() as session:
        assert replenishment(session, today=TODAY, target=ServiceLevel(9500, 7)) == []
    empty.close()
