"""Files of prices: in the layout of each channel, against what it shows, recorded, compared, refused and undone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from app.errors import ImportRefused, UserError
from app.jobs import Progress
from app.ledger.catalog import channel_named
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.price_files import price_plan
from app.queries.price_files_sent import compared_prices, sent_prices
from app.queries.uploads_sent import Compared, sent_files
from models.domain.uploads import PriceLayout, SentPrice
from tests.app.priced_shop import base, plan_of, priced_shop, products, send
from tests.make import import_text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = priced_shop(tmp_path)
    yield made
    made.close()


def compared(ledger: Ledger, channel: str) -> Compared[SentPrice]:
    """Compare the last file of a channel with what was imported after it."""
    with ledger.read() as session:
        return compared_prices(session, channel_named(session, channel).id)


def test_that_shopify_gets_the_rows_of_its_export_with_other_prices(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    plan = send(ledger, "Shopify", path)
    assert plan.layout is PriceLayout.SHOPIFY
    header, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8")))
    assert header == [
        *("Handle", "Title", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Variant SKU"),
        *("Variant Price", "Variant Compare At Price"),
    ]
    # Large tea has no price in the book and keeps its own; the picture and the pen, of which nothing is sent, are out.
    assert rows == [
        ["tea", "Tea", "Size", "Small", "", "", "TEA", "21.00", ""],
        ["tea", "", "", "Large", "", "", "TEA-L", "39.00", "45.00"],
        ["cup", "'=Cup, large", "Title", "Default Title", "", "", "CUP", "12.00", ""],
    ]
    assert [(one.line.sku, one.live, one.by) for one in plan.moved] == [("TEA", 2000, 100)]
    assert {one.sku: one.reason for one in plan.left_out} == {
        "TEA-L": "No base price holds on this day",
        "PEN": "No base price holds on this day",
    }


def test_that_amazon_gets_prices_and_keeps_its_quantities(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "amazon.txt"
    plan = send(ledger, "Amazon", path)
    assert path.read_bytes() == b"sku\tprice\tquantity\r\nCUP\t12.00\t\r\nTEA\t19.99\t\r\n"
    assert [one.line.sku for one in plan.moved] == ["CUP"]


def test_that_other_channels_get_a_table(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "fair.csv"
    send(ledger, "Fair", path)
    (row,) = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    assert row == {
        "channel": "Fair",
        "listing": "TEA",
        "sku": "TEA",
        "name": "Tea - Small",  # of the SKU, since the fair names it not
        "price": "21.00",
        "currency": "USD",
        "tax_inside": "no",
        "day": ledger.today().isoformat(),
    }


def test_that_what_was_sent_is_on_record_and_one_step_to_undo(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    plan = send(ledger, "Shopify", path)
    with ledger.read() as session:
        (file,) = sent_files(session, of=PriceLayout)
        assert (file.lines, file.sha256) == (2, sha256(path.read_bytes()).hexdigest())
        assert sent_prices(session, file.id) == [one.line for one in plan.lines]
        # A file of prices is none of quantities.
        assert sent_files(session) == []
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
    assert plan_of(ledger, "Shopify").last is not None
    ledger.undo()
    assert plan_of(ledger, "Shopify").last is None


def test_that_the_next_file_says_what_the_last_one_did(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, "Fair", tmp_path / "fair.csv")
    base(ledger, "TEA", 2200, on="Fair")
    (line,) = plan_of(ledger, "Fair").lines
    assert (line.before, line.live, line.line.price, line.by) == (2100, 500, 2200, 1700)


def test_that_a_line_the_last_file_had_is_missed(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, "Shopify", tmp_path / "shop.csv")
    import_text(ledger, "products_export_2026-11-25.csv", products().replace('cup,"=Cup, large"', "mug,Mug"))
    plan = plan_of(ledger, "Shopify")
    assert [one.line.key for one in plan.gone] == ["cup|Default Title||"]
    assert "1 line of the last file is not in this one" in plan.looks[0]


def test_that_the_next_import_is_compared_with_what_was_sent(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, "Shopify", tmp_path / "shop.csv")
    assert compared(ledger, "Shopify").reports == 0
    import_text(ledger, "products_export_2026-11-27.csv", products("20.00"))
    told = compared(ledger, "Shopify")
    assert (told.reports, told.lines) == (1, 2)
    ((line, found),) = [(one.line.sku, one.found) for one in told.differences]
    assert (line, found, told.differences[0].off) == ("TEA", 2000, -100)
    import_text(ledger, "products_export_2026-11-28.csv", products("21.00"))
    assert compared(ledger, "Shopify").differences == ()


def test_that_a_table_tells_of_a_listing_by_its_code(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, "Shopify", tmp_path / "shop.csv")
    import_text(ledger, "p3.csv", "channel,sku,price,day\nShopify,TEA,19.50,2026-11-28\n")
    told = compared(ledger, "Shopify")
    assert (told.lines, [one.found for one in told.differences]) == (1, [1950])


@pytest.mark.parametrize("channel, name", [("Shopify", "shop.csv"), ("Fair", "fair.csv")])
def test_that_a_file_made_for_uploading_is_no_import(ledger: Ledger, tmp_path: Path, channel: str, name: str) -> None:
    path = tmp_path / name
    send(ledger, channel, path)
    with pytest.raises(ImportRefused, match=rf"made for {channel} .*Upload it, then export the prices of {channel}"):
        import_text(ledger, name, path.read_bytes().decode("utf-8-sig"))


def test_that_without_prices_or_an_export_there_is_no_file(ledger: Ledger, tmp_path: Path) -> None:
    with (
        ledger.read() as session,
        pytest.raises(UserError, match=r"no price for Fair on 2025-01-01.*page Prices, tab Prices"),
    ):
        price_plan(session, channel_named(session, "Fair").id, day=date(2025, 1, 1))
    # The three base prices, and the imports back to the products.
    for _ in range(6):
        ledger.undo()
    base(ledger, "TEA", 2100)
    with pytest.raises(UserError, match=r"made from its own products export, and none was imported"):
        send(ledger, "Shopify", tmp_path / "shop.csv")
    assert not (tmp_path / "shop.csv").exists()


def test_that_a_code_that_begins_as_a_formula_is_left_out(ledger: Ledger) -> None:
    import_text(ledger, "p4.csv", "channel,sku,price,day\nFair,=1+1,5.00,2026-11-23\n")
    base(ledger, "=1+1", 500)
    plan = plan_of(ledger, "Fair")
    assert [one.line.listing for one in plan.lines] == ["TEA"]
    assert "begins as a formula does" in plan.left_out[0].reason
