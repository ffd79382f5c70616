"""What may be asked of `postings`: listings that nobody has linked, and a channel that bears the name of no channel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.demo import DAY
from app.ledger.opening import new_ledger
from tests.end_to_end.conftest import Run
from tests.make import Order, orders_csv


@pytest.fixture
def ledger(run: Run, tmp_path: Path) -> Path:
    """Make a ledger with a sale of TEA, one of a listing without a SKU, and a bill of no channel."""
    path = tmp_path / "Shop.channelbook"
    new_ledger(path, currency="USD", anywhere=True, stays_on=DAY).close()
    for name, text in (
        ("sales.csv", "channel,date,document,sku,quantity,unit_price,kind\nFair,2026-05-01,R1,TEA,1,10.00,sale\n"),
        ("orders.csv", orders_csv([Order(1)]).replace(",TEA,", ",,")),
        ("bills.csv", "channel,category,first_day,last_day,amount\n,operating,2026-05-01,2026-05-01,9.00\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert run("import", path, tmp_path / name)[0] == 0, name
    return path


def told(run: Run, ledger: Path, *typed: str) -> list[dict[str, Any]]:
    """Ask for postings as JSON."""
    code, out, err = run("postings", ledger, *typed, "--format", "json")
    assert (code, err) == (0, "")
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_that_a_listing_that_nobody_has_linked_is_a_row_of_its_own(run: Run, ledger: Path) -> None:
    (row,) = told(run, ledger, "--account", "REV", "--sku", "NAME: TEA")
    assert (row["sku"], row["listing"], row["channel"]) == ("name: Tea", "name: Tea", "Shopify")
    assert [row["channel"] for row in told(run, ledger, "--account", "REV", "--sku", "tea")] == ["Fair"]


def test_that_the_code_of_a_linked_listing_is_refused_with_its_sku(run: Run, demo_file: Path) -> None:
    code, out, err = run("postings", demo_file, "--sku", "name: Press filter, pack of two")
    assert (code, out) == (2, "")
    assert "is the code of a listing of JR-0161. Nothing was written." in err


def test_that_a_channel_of_that_name_comes_before_what_belongs_to_none(run: Run, ledger: Path, tmp_path: Path) -> None:
    assert {row["account"] for row in told(run, ledger, "--channel", "Shared")} == {"SHARED_NET_SALES"}
    sales = tmp_path / "more.csv"
    sales.write_text(
        "channel,date,document,sku,quantity,unit_price,kind\nShared,2026-05-02,R2,TEA,1,7.00,sale\n", "utf-8"
    )
    assert run("import", ledger, sales)[0] == 0
    assert {row["account"] for row in told(run, ledger, "--channel", "Shared")} == {"REV"}


def test_that_each_row_is_a_line_of_the_json_and_nothing_is_an_empty_list(run: Run, ledger: Path) -> None:
    _, out, _ = run("postings", ledger, "--format", "json")
    opened, *rows, closed = out.splitlines()
    assert (opened, closed) == ("[", "]")
    assert [json.loads(row.removesuffix(",")) for row in rows] == told(run, ledger)
    assert run("postings", ledger, "--account", "ADS", "--format", "json")[1] == "[]\n"
