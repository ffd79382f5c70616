"""Bundles that files bring, and listings known by name that the catalogue links; what a person said is never lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.actions import catalog
from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.catalog import skus
from tests.make import import_text, new_ledger, sums

BUNDLE = "sku,component,quantity\nBOX,{},{}\n"
PRODUCTS = "Handle,Title,Option1 Value,Variant SKU,Variant Price\n"
BATH = "bath,Bath salt,Pine,{},14.00\n"
ORDERS = (
    "Name,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem sku,Id\n"
    "#1,paid,,USD,14.00,0.00,0.00,14.00,2026-03-02 10:00:00 +0000,1,Bath salt - Pine,14.00,,1\n"
)
COSTS = "sku,valid_from,cost\nBATH-1,2020-01-01,5.00\nSOAP,2020-01-01,2.00\n"
SOLD = "channel,date,document,sku,quantity,unit_price,kind\nEtsy,2026-03-02,A,BOX,1,30.00,sale\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = new_ledger(tmp_path)
    import_text(made, "costs.csv", COSTS)
    return made


def at(day: int) -> datetime:
    """Give a file time in March."""
    return datetime(2026, 3, day, tzinfo=UTC)


def components(ledger: Ledger) -> dict[str, int]:
    """Read what the box holds."""
    query = "SELECT code, quantity FROM component JOIN sku ON sku.id = sku_id"
    with ledger.read() as session:
        return {row[0]: row[1] for row in session.connection().exec_driver_sql(query)}


def link(ledger: Ledger) -> str | None:
    """Read the SKU of the listing that is known by its name."""
    query = "SELECT s.code FROM listing l LEFT JOIN sku s ON s.id = l.sku_id WHERE l.code LIKE 'name: %'"
    with ledger.read() as session:
        row = session.connection().exec_driver_sql(query).one()
        return None if row[0] is None else str(row[0])


def test_that_a_bundle_costs_what_the_file_says_it_holds(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SOLD)
    assert sums(ledger) == {"REV": 3000}
    import_text(ledger, "bundles.csv", BUNDLE.format("SOAP", 2))
    assert components(ledger) == {"SOAP": 2}
    assert sums(ledger) == {"REV": 3000, "COGS": -400}
    ledger.undo()
    assert components(ledger) == {}
    assert sums(ledger) == {"REV": 3000}
    ledger.redo()
    assert sums(ledger) == {"REV": 3000, "COGS": -400}


def test_that_the_newest_file_says_how_many_whatever_the_order(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SOLD)
    import_text(ledger, "late.csv", BUNDLE.format("SOAP", 3), time=at(9))
    import_text(ledger, "early.csv", BUNDLE.format("SOAP", 2), time=at(1))
    assert components(ledger) == {"SOAP": 3}
    with ledger.read() as session:
        query = "SELECT id FROM change WHERE label = 'Import late.csv'"
        late = session.connection().exec_driver_sql(query).scalar_one()
    ledger.revert(late)
    assert components(ledger) == {"SOAP": 2}
    assert sums(ledger)["COGS"] == -400


def test_that_undo_of_a_file_leaves_what_a_person_typed(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SOLD)
    catalog.set_component(ledger, bundle="BOX", sku="SOAP", quantity=1)
    import_text(ledger, "bundles.csv", BUNDLE.format("SOAP", 5))
    assert components(ledger) == {"SOAP": 5}
    ledger.undo()
    assert components(ledger) == {"SOAP": 1}


def test_that_case_does_not_make_another_sku(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SOLD)
    import_text(ledger, "bundles.csv", BUNDLE.format("soap", 2).replace("BOX", "box"))
    assert sums(ledger)["COGS"] == -400


@pytest.mark.parametrize("orders_first", [True, False])
def test_that_a_listing_known_by_name_is_linked_by_the_catalogue(ledger: Ledger, *, orders_first: bool) -> None:
    texts = [("orders.csv", ORDERS), ("products_2026-10-31.csv", PRODUCTS + BATH.format("BATH-1"))]
    for name, text in texts if orders_first else reversed(texts):
        import_text(ledger, name, text)
    assert link(ledger) == "BATH-1"
    assert sums(ledger) == {"REV": 1400, "COGS": -500}


def test_that_undo_of_the_catalogue_takes_the_link_and_the_cost_back(ledger: Ledger) -> None:
    import_text(ledger, "orders.csv", ORDERS)
    import_text(ledger, "products_2026-10-31.csv", PRODUCTS + BATH.format("BATH-1"))
    ledger.undo()
    assert link(ledger) is None
    assert sums(ledger) == {"REV": 1400}


def test_that_a_title_of_two_listings_links_nothing(ledger: Ledger) -> None:
    import_text(ledger, "orders.csv", ORDERS)
    twice = PRODUCTS + BATH.format("BATH-1") + BATH.format("BATH-2").replace("bath,", "bath-copy,", 1)
    import_text(ledger, "products_2026-10-31.csv", twice)
    assert link(ledger) is None


def test_that_a_link_made_by_hand_stays(ledger: Ledger) -> None:
    import_text(ledger, "orders.csv", ORDERS)
    with ledger.read() as session:
        listing = session.connection().exec_driver_sql("SELECT id FROM listing WHERE code LIKE 'name: %'").scalar_one()
    catalog.link_listing(ledger, listing_id=listing, sku="SOAP")
    import_text(ledger, "products_2026-10-31.csv", PRODUCTS + BATH.format("BATH-1"))
    assert link(ledger) == "SOAP"
    assert sums(ledger)["COGS"] == -200


def test_that_listings_of_orders_get_the_title_of_the_catalogue(ledger: Ledger) -> None:
    import_text(ledger, "orders.csv", ORDERS.replace("14.00,,1", "14.00,BATH-1,1"))
    import_text(ledger, "products_2026-10-31.csv", PRODUCTS + BATH.format("BATH-1"))
    with ledger.read() as session:
        row = session.connection().exec_driver_sql("SELECT title FROM listing WHERE code = 'BATH-1'").one()
    assert row[0] == "Bath salt - Pine"


def test_that_the_vendor_of_a_shop_becomes_the_brand_where_none_is_typed(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    head = "Handle,Title,Vendor,Type,Option1 Value,Variant SKU,Variant Price\n"
    tea, more = "tea,Tea,{},Teas,Small,TEA,5.00\n", "tea,,,,Large,TEA-L,9.00\n"
    import_text(ledger, "products_2026-10-30.csv", head + tea.format("") + more)
    assert brands(ledger) == {"TEA": "", "TEA-L": ""}
    done = import_text(ledger, "products_2026-10-31.csv", head + tea.format("Rye") + more)
    assert brands(ledger) == {"TEA": "Rye", "TEA-L": "Rye"}
    catalog.edit_sku(ledger, sku_id=1, title="Tea", category="Teas", brand=" Oak ")
    import_text(ledger, "products_2026-11-01.csv", head + tea.format("Elm") + more)
    assert brands(ledger) == {"TEA": "Oak", "TEA-L": "Rye"}
    assert done.batch_id is not None
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
    ledger.close()


def brands(ledger: Ledger) -> dict[str, str]:
    """Give the brand of every SKU."""
    with ledger.read() as session:
        return {row.code: row.brand for row in skus(session)}
