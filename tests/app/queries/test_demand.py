"""Demand by SKU and channel: weeks with stock alone, bundles as what they hold, every week left out with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.catalog import keep_ready_made, set_component
from app.ledger.ledger import Ledger
from app.queries.demand import DemandRow, demands
from models.domain.demand import LeftOut
from models.tables import Sku
from tests.make import import_text, new_ledger

TODAY = date(2026, 6, 1)  # a Monday; the four weeks before it begin on 4 May
SALES = "channel,date,document,sku,quantity,unit_price,kind\n"
STOCK = "location,sku,date,on_hand\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger."""
    made = new_ledger(tmp_path)
    yield made
    made.close()


def sell(ledger: Ledger, *sales: tuple[str, str, str, int]) -> None:
    """Import sales: channel, day, SKU, units."""
    lines = [
        f"{channel},{day},D{number},{sku},{units},1.00,sale" for number, (channel, day, sku, units) in enumerate(sales)
    ]
    import_text(ledger, "sales.csv", SALES + "\n".join(lines) + "\n")


def sku_id(ledger: Ledger, code: str) -> int:
    """Give the id of a SKU."""
    with ledger.read() as session:
        return session.scalars(select(Sku.id).where(Sku.code == code)).one()


def ask(ledger: Ledger, *, weeks: int = 4, today: date = TODAY) -> dict[tuple[str, str], DemandRow]:
    """Measure demand, by channel and SKU."""
    with ledger.read() as session:
        return {(row.channel, row.sku): row for row in demands(session, today=today, weeks=weeks)}


def test_that_units_a_day_come_from_whole_weeks(ledger: Ledger) -> None:
    sell(ledger, ("Shop", "2026-05-04", "TEA", 7), ("Shop", "2026-05-17", "TEA", 7), ("Shop", "2026-05-31", "TEA", 14))
    row = ask(ledger)["Shop", "TEA"]
    assert (row.units, row.demand.rate, row.demand.weeks, row.left_out) == (28, Fraction(1), 4, "")


def test_that_weeks_before_the_first_sale_and_after_the_last_import_are_left_out(ledger: Ledger) -> None:
    sell(ledger, ("Shop", "2026-05-12", "TEA", 7), ("Shop", "2026-05-24", "TEA", 7), ("Fair", "2026-04-20", "TEA", 1))
    row = ask(ledger)["Shop", "TEA"]
    assert row.demand.left_out == {date(2026, 5, 4): LeftOut.BEFORE_FIRST_SALE, date(2026, 5, 25): LeftOut.INCOMPLETE}
    assert row.demand.rate == 1


def test_that_a_week_without_stock_says_nothing_about_demand(ledger: Ledger) -> None:
    sell(
        ledger, ("Shop", "2026-05-04", "TEA", 14), ("Shop", "2026-05-18", "TEA", 14), ("Shop", "2026-05-31", "TEA", 14)
    )
    levels = ["Barn,TEA,2026-05-01,30", "Barn,TEA,2026-05-13,0", "Barn,TEA,2026-05-16,40"]
    import_text(ledger, "stock.csv", STOCK + "\n".join(levels) + "\n")
    row = ask(ledger)["Shop", "TEA"]
    assert row.demand.left_out == {date(2026, 5, 11): LeftOut.NO_STOCK}
    assert row.demand.rate == 2
    assert row.left_out == "1 no stock"


def test_that_stock_at_one_of_two_places_is_stock(ledger: Ledger) -> None:
    sell(ledger, ("Shop", "2026-05-04", "TEA", 14), ("Shop", "2026-05-31", "TEA", 14))
    import_text(ledger, "stock.csv", f"{STOCK}Barn,TEA,2026-05-01,0\nShed,TEA,2026-05-01,5\n")
    assert ask(ledger)["Shop", "TEA"].demand.weeks == 4


def test_that_a_bundle_is_demand_for_what_it_holds(ledger: Ledger) -> None:
    sell(ledger, ("Shop", "2026-05-04", "BOX", 7), ("Shop", "2026-05-04", "TEA", 7), ("Shop", "2026-05-31", "TIN", 1))
    set_component(ledger, bundle="BOX", sku="TEA", quantity=3)
    found = ask(ledger)
    assert ("Shop", "BOX") not in found
    assert found["Shop", "TEA"].units == 28
    assert found["Shop", "TEA"].demand.rate == 1


def test_that_a_bundle_that_is_kept_ready_made_is_demand_for_itself(ledger: Ledger) -> None:
    sell(ledger, ("Shop", "2026-05-04", "BOX", 7), ("Shop", "2026-05-04", "TEA", 7), ("Shop", "2026-05-31", "TIN", 1))
    set_component(ledger, bundle="BOX", sku="TEA", quantity=3)
    keep_ready_made(ledger, sku_id=sku_id(ledger, "BOX"), ready_made=True)
    found = ask(ledger)
    assert (found["Shop", "BOX"].units, found["Shop", "TEA"].units) == (7, 7)
    ledger.undo()
    assert ask(ledger)["Shop", "TEA"].units == 28


def test_that_a_bundle_of_ready_made_bundles_takes_those(ledger: Ledger) -> None:
    sell(ledger, ("Shop", "2026-05-04", "CRATE", 7), ("Shop", "2026-05-04", "BOX", 7), ("Shop", "2026-05-31", "TEA", 7))
    set_component(ledger, bundle="BOX", sku="TEA", quantity=3)
    set_component(ledger, bundle="CRATE", sku="BOX", quantity=2)
    keep_ready_made(ledger, sku_id=sku_id(ledger, "BOX"), ready_made=True)
    found = ask(ledger)
    assert (found["Shop", "BOX"].units, found["Shop", "TEA"].units) == (21, 7)
    assert ("Shop", "CRATE") not in found


def test_that_each_channel_has_its_own_demand(ledger: Ledger) -> None:
    sell(ledger, ("Shop", "2026-05-04", "TEA", 28), ("Fair", "2026-05-05", "TEA", 56), ("Shop", "2026-05-31", "MUG", 1))
    found = ask(ledger)
    assert (found["Shop", "TEA"].demand.rate, found["Fair", "TEA"].demand.rate) == (Fraction(1), Fraction(2))


def test_that_an_empty_ledger_has_no_demand(ledger: Ledger) -> None:
    assert ask(ledger) == {}
