"""Floors on the Prices page: what each listing has to cost, why, its curve, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.actions.base_prices import NewPrice, add_base_price
from models.domain.money import Money
from tests.make import import_text, today
from tests.views.brand import Brand
from tests.views.pricing.opened import opened, words
from views.common.chart import Chart


@pytest.fixture
def asked(priced: Brand) -> Brand:
    """Let tea be live at 12.49 on the bazaar, and be 12.50 in the book for the trade."""
    import_text(
        priced.ledger,
        "prices.csv",
        f"channel,sku,price,currency,day,tax_inside,compare_at\nBazaar,TEA,12.49,,{today()},no,\n",
    )
    add_base_price(priced.ledger, price=NewPrice("TEA", "Trade", Money(1250, "USD"), today()))
    return priced


def test_that_each_listing_has_its_floor_and_how_its_price_stands(qtbot: QtBot, asked: Brand) -> None:
    page = opened(qtbot, asked)
    found = {row.channel: (row.lowest, row.earns, row.state) for row in page.section.table.shown_rows()}
    # 12.49 − 1.87 − 4.15 − 6.20 = 0.27 against 1.50; 12.50 − 1.25 − 0.25 − 0.45 − 6.20 = 4.35 against 3.13.
    assert found == {
        "Shop": (None, None, "fact missing"),
        "Bazaar": (Money(1394, "USD"), Money(27, "USD"), "too low"),
        "Trade": (Money(1056, "USD"), Money(435, "USD"), "earns enough"),
    }
    assert "1 of 2 listings with a floor earn enough; **1 is priced too low**" in page.sentence.sentence()
    assert "fee schedule" in page.sentence.sentence()


def test_that_the_inspector_says_what_a_unit_earns_part_by_part(qtbot: QtBot, asked: Brand) -> None:
    page = opened(qtbot, asked)
    row = next(row for row in page.section.table.shown_rows() if row.channel == "Bazaar")
    page.section.table.go_to(row)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    said = words(page)
    assert "A unit at 12.49 USD, live on " in said
    for part in ("−1.87 USD", "−4.15 USD", "−6.20 USD", "0.27 USD (2.2 %)", "1.50 USD"):
        assert part in said
    assert "rate card of January" in said


def test_that_a_listing_without_a_fact_says_which_and_leads_to_the_fees(qtbot: QtBot, asked: Brand) -> None:
    page = opened(qtbot, asked)
    row = next(row for row in page.section.table.shown_rows() if row.channel == "Shop")
    page.section.explain(row)
    assert "The floor is not known. Missing: fee schedule." in words(page)


def test_that_the_curve_is_drawn_and_saved_as_picture_and_drawing(qtbot: QtBot, asked: Brand, tmp_path: Path) -> None:
    page = opened(qtbot, asked)
    row = next(row for row in page.section.table.shown_rows() if row.channel == "Bazaar")
    page.section.explain(row)
    (chart,) = page.inspector.findChildren(Chart)
    assert chart.data is not None
    assert chart.data.title == "Every price from 13.94 on earns enough"
    assert [mark.label for mark in chart.data.marks] == ["floor 13.94", "live 12.49"]
    written = [item.text() for item in chart.canvas.labels()]
    assert {"floor 13.94", "live 12.49", "earns", "target"} <= set(written)
    chart.save_png(tmp_path / "curve.png")
    chart.save_svg(tmp_path / "curve.svg")
    assert (tmp_path / "curve.png").stat().st_size > 1000
    assert b"<svg" in (tmp_path / "curve.svg").read_bytes()


def test_that_a_ledger_without_listings_says_what_would_be_here(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, rows=False)
    assert page.section.table.model.rowCount() == 0
    assert "The lowest price" in page.sentence.sentence()
