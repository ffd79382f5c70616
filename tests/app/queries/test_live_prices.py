"""Live prices: the newest of each listing whatever told it, since when it stands, and what an undo brings back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from app.actions.catalog import link_listing
from app.actions.imports import undo_import
from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.catalog import listings
from app.queries.live_prices import LiveListing, Seen, live_listings, live_prices
from tests.make import NOW, import_text, made_once, new_ledger

PRODUCTS = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Compare At Price\n"
LISTINGS = "item-name\tlisting-id\tseller-sku\tprice\tquantity\tstatus\n"
TABLE = "channel,sku,price,currency,day,tax_inside,compare_at\n"


def products(day: str, tea: str, was: str = "") -> tuple[str, str]:
    """Write an export of Shopify's products as of a day."""
    return f"products_export_{day}.csv", f"{PRODUCTS}tea,Tea,Title,Default Title,TEA,{tea},{was}\n"


FILES = (
    products("2026-10-01", "10.00", "12.00"),
    products("2026-10-08", "9.00"),
    products("2026-10-15", "9.00"),
    ("listings_2026-10-09.txt", f"{LISTINGS}Tea\tL1\tTEA\t11.50\t5\tActive\nTea, used\tL2\tTEA-U\t8.00\t1\tActive\n"),
    ("prices.csv", f"{TABLE}Shopify,TEA,9.50,,2026-10-12,no,\nEtsy,TEA,9.90,EUR,2026-10-12,yes,14.00\n"),
)


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    for name, text in FILES:
        import_text(made, name, text)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = prepared(tmp_path)
    yield made
    made.close()


def seen(ledger: Ledger) -> dict[tuple[str, str], LiveListing]:
    """Ask for all live prices."""
    with ledger.read() as session:
        return live_prices(session)


def test_that_the_newest_price_counts_and_since_when(ledger: Ledger) -> None:
    found = seen(ledger)
    assert set(found) == {("TEA", "Shopify"), ("TEA", "Amazon"), ("TEA-U", "Amazon"), ("TEA", "Etsy")}
    shop = found["TEA", "Shopify"]
    assert (shop.price, shop.compare_at, shop.tax_inside) == (900, None, None)
    # The table saw another price between the two exports that say 9.00.
    assert (shop.since, shop.day) == (date(2026, 10, 15), date(2026, 10, 15))
    assert [(one.day.day, one.price, one.compare_at) for one in shop.history] == [
        (1, 1000, 1200),
        (8, 900, None),
        (12, 950, None),
        (15, 900, None),
    ]
    etsy = found["TEA", "Etsy"]
    assert (etsy.price, etsy.currency, etsy.tax_inside, etsy.compare_at) == (990, "EUR", True, 1400)
    assert (etsy.source, etsy.file, etsy.row) == ("prices", "prices.csv", 3)
    assert found["TEA", "Amazon"].history == (Seen(date(2026, 10, 9), 1150, "USD"),)
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []


def test_that_a_price_that_goes_on_keeps_its_first_day(ledger: Ledger) -> None:
    name, text = products("2026-10-22", "9.00")
    import_text(ledger, name, text)
    shop = seen(ledger)["TEA", "Shopify"]
    assert (shop.since, shop.day) == (date(2026, 10, 15), date(2026, 10, 22))


def test_that_an_undone_file_was_never_seen(ledger: Ledger) -> None:
    name, text = products("2026-10-22", "7.00")
    batch = import_text(ledger, name, text).batch_id
    assert batch is not None
    assert seen(ledger)["TEA", "Shopify"].price == 700
    undo_import(ledger, Progress(), batch_id=batch)
    assert seen(ledger)["TEA", "Shopify"].price == 900


def test_that_the_later_of_two_tables_of_one_day_counts(ledger: Ledger) -> None:
    import_text(ledger, "prices2.csv", f"{TABLE}Etsy,TEA,8.80,EUR,2026-10-12,yes,\n", time=NOW + timedelta(hours=1))
    import_text(ledger, "prices0.csv", f"{TABLE}Etsy,TEA,7.70,EUR,2026-10-12,yes,\n", time=NOW - timedelta(hours=1))
    etsy = seen(ledger)["TEA", "Etsy"]
    assert (etsy.price, len(etsy.history)) == (880, 1)


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_that_the_order_of_imports_does_not_matter(order: tuple[int, ...], tmp_path: Path) -> None:
    made = new_ledger(tmp_path)
    for number in order:
        import_text(made, *FILES[number])
    shop = seen(made)["TEA", "Shopify"]
    made.close()
    assert (shop.price, shop.since.day, shop.day.day, len(shop.history)) == (900, 8, 15, 3)


def test_that_the_cheapest_of_several_listings_of_a_sku_is_its_live_price(ledger: Ledger) -> None:
    with ledger.read() as session:
        used = next(row for row in listings(session) if row.code == "TEA-U")
    link_listing(ledger, listing_id=used.id, sku="TEA")
    assert seen(ledger)["TEA", "Amazon"].listing == "TEA-U"
    with ledger.read() as session:
        both = live_listings(session, skus={"TEA"}, channels={"Amazon"})
    assert [(one.listing, one.price) for one in both] == [("TEA", 1150), ("TEA-U", 800)]


def test_that_only_what_is_asked_for_is_given(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert set(live_prices(session, skus={"TEA"}, channels={"Etsy", "Amazon"})) == {
            ("TEA", "Etsy"),
            ("TEA", "Amazon"),
        }
        assert live_prices(session, skus=set()) == {}
