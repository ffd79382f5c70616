"""Upload files in the layouts of the channels, read again as those read them; no text becomes a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.errors import UserError
from app.ledger.ledger import Ledger
from app.queries.stock import levels
from app.queries.uploads import UploadPlan
from tests.app.shop import HEADERS, OLD_HEADERS, inventory, planned, shop_ledger, write
from tests.make import import_text


def made(ledger: Ledger, channel: str) -> tuple[UploadPlan, str]:
    """Plan the file of a channel and write it."""
    plan = planned(ledger, channel)
    with ledger.read() as session:
        return plan, write(session, plan).decode()


def cells(text: str) -> list[list[str]]:
    """Read a file as CSV."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_that_only_on_hand_new_differs_from_the_export_with_19_columns(tmp_path: Path) -> None:
    text = inventory(bin_name="A-4")
    ledger = shop_ledger(tmp_path, text)
    plan, found = made(ledger, "Shopify")
    head, *rows = cells(found)
    exported = cells(text)[1:]
    assert head == HEADERS
    assert [row[:-1] for row in rows] == [row[:-1] for row in exported]
    assert [int(row[-1]) for row in rows] == [one.written for one in plan.lines]
    ledger.close()


def test_that_on_hand_and_available_differ_from_the_export_with_17_columns(tmp_path: Path) -> None:
    text = inventory(old=True)
    ledger = shop_ledger(tmp_path, text)
    plan, found = made(ledger, "Shopify")
    head, *rows = cells(found)
    assert head == OLD_HEADERS
    assert [row[:-2] for row in rows] == [row[:-2] for row in cells(text)[1:]]
    assert [(int(row[-2]), int(row[-1])) for row in rows] == [(one.line.units, one.written) for one in plan.lines]
    ledger.close()


def test_that_the_program_reads_the_quantities_that_it_wrote_in_17_columns(tmp_path: Path) -> None:
    ledger = shop_ledger(tmp_path, inventory(old=True))
    plan, found = made(ledger, "Shopify")
    again = import_text(ledger, "Shopify stock 2026-11-23.csv", found)
    assert again.preview.export.code == "shopify_inventory"
    with ledger.read() as session:
        read = {(row.sku, row.location): row.available for row in levels(session)}
    assert read == {(one.line.sku, one.line.place): one.line.units for one in plan.lines}
    ledger.close()


def test_that_a_title_gets_an_apostrophe_and_other_cells_refuse_the_file(tmp_path: Path) -> None:
    ledger = shop_ledger(tmp_path, inventory(title="=HYPERLINK(1)"))
    _, found = made(ledger, "Shopify")
    assert {row[1] for row in cells(found)[1:]} == {"'=HYPERLINK(1)"}
    ledger.close()
    other = shop_ledger(tmp_path / "other", inventory(bin_name="@shelf"))
    with pytest.raises(UserError, match=r"row 2: Bin name “@shelf” begins as a formula does"):
        made(other, "Shopify")
    other.close()


def test_that_a_negative_number_is_no_formula(tmp_path: Path) -> None:
    ledger = shop_ledger(tmp_path, inventory([("TEA", "Main", 0, 9, -3), ("CUP", "Main", 0, 0, 9)]))
    _, found = made(ledger, "Shopify")
    assert cells(found)[1][16] == "-3"
    ledger.close()


def test_that_the_plain_table_says_whose_it_is(tmp_path: Path) -> None:
    ledger = shop_ledger(tmp_path)
    plan, found = made(ledger, "Bazaar")
    assert cells(found)[0] == ["channel", "listing", "sku", "name", "quantity", "day"]
    assert [(row[0], row[2], int(row[4]), row[5]) for row in cells(found)[1:]] == [
        ("Bazaar", one.line.sku, one.line.units, "2026-11-23") for one in plan.lines
    ]
    ledger.close()
