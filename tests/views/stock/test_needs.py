"""Demand and replenishment as tabs of Stock: what the rows say, why, and the proposal as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.planning import set_sku_plan
from app.ledger.ledger import Ledger
from models.domain.stock import SkuPlanning
from tests.make import import_text, made_once, new_ledger, today
from tests.views.brand import Brand
from tests.views.brand import brand as brand_of
from views.stock.demand import DemandSection
from views.stock.needs import replenishment_sentence
from views.stock.page import StockPage
from views.stock.replenishment import ReplenishmentSection

WEEKS = 13


@made_once
def needed_ledger(folder: Path) -> Ledger:
    """Make the ledger of tea that is sold every day and runs out."""
    ledger = new_ledger(folder)
    monday = today() - timedelta(days=today().weekday())
    days = [monday - timedelta(days=number) for number in range(1, 7 * WEEKS + 1)]
    lines = [f"Shop,{day},D{day},TEA,2,10.00,sale" for day in days]
    import_text(ledger, "s.csv", "channel,date,document,sku,quantity,unit_price,kind\n" + "\n".join(lines) + "\n")
    import_text(ledger, "k.csv", f"location,sku,date,on_hand\nBarn,TEA,{monday},20\nBarn,TIN,{monday},5\n")
    set_sku_plan(ledger, sku="TEA", plan=SkuPlanning(12, None, "Mill", 14, 0, 0))
    return ledger


@pytest.fixture
def brand(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand whose tea sells two a day up to yesterday, with 20 on hand and a lead time of two weeks."""
    with brand_of(tmp_path, qapp, make=needed_ledger) as made:
        yield made


def opened(qtbot: QtBot, brand: Brand, tab: str) -> StockPage:
    """Open a tab and wait for its rows."""
    page = StockPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    page.show_this(tab)
    qtbot.waitUntil(lambda: bool(page.section.table.shown_rows()), timeout=10_000)
    return page


def words(page: StockPage) -> str:
    """Give what the inspector says."""
    return "\n".join(label.text() for label in page.inspector.findChildren(QLabel))


def buttons(page: StockPage) -> set[str]:
    """Give what the buttons in view say."""
    return {button.text() for button in page.findChildren(QPushButton) if button.isVisible()}


def test_that_demand_says_its_rate_and_the_weeks_it_comes_from(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "demand")
    assert isinstance(page.section, DemandSection)
    (row,) = page.section.table.shown_rows()
    assert (row.sku, row.channel, row.demand.rate, row.demand.weeks) == ("TEA", "Shop", 2, WEEKS)
    assert "measured over the last 13 whole weeks" in page.sentence.sentence()
    page.section.table.go_to(row)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    assert "2 a day from 13 of 13 weeks." in words(page)


def test_that_nothing_is_saved_where_nothing_is_to_be_reckoned(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    with brand_of(tmp_path, qapp, make=new_ledger) as bare:
        page = StockPage(bare.desk)
        qtbot.addWidget(page)
        page.show()
        page.show_this("replenishment")
        qtbot.waitUntil(lambda: "Import stock" in buttons(page))
        assert "Save proposal" not in buttons(page)


def test_that_replenishment_says_what_to_order_and_why(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "replenishment")
    assert isinstance(page.section, ReplenishmentSection)
    tea, tin = page.section.table.shown_rows()
    # Two a day over lead and review, 21 days, is 42; 20 are there, and 22 are two cases of 12.
    assert tea.proposal.units == 24
    assert tin.lacking == "no week with sales and stock tells its demand"
    assert "**1 past the day it was due**" in page.sentence.sentence()
    page.section.table.go_to(tea)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    assert "Order 24 units in 2 cases of 12." in words(page)
    page.section.table.go_to(tin)
    page.section.explain(tin)
    assert "Nothing is proposed" in words(page)
    assert "Save proposal" in buttons(page)


def test_that_chips_show_what_is_to_be_ordered(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "replenishment")
    page.section.chips.choose("lacking")
    qtbot.waitUntil(lambda: [row.sku for row in page.section.table.shown_rows()] == ["TIN"])
    page.section.chips.choose("order")
    qtbot.waitUntil(lambda: [row.sku for row in page.section.table.shown_rows()] == ["TEA"])


def test_that_the_proposal_is_saved_as_a_workbook(qtbot: QtBot, brand: Brand, tmp_path: Path) -> None:
    page = opened(qtbot, brand, "replenishment")
    assert isinstance(page.section, ReplenishmentSection)
    path = tmp_path / "proposal.xlsx"
    page.section.write(path)
    qtbot.waitUntil(lambda: "proposal.xlsx" in page.notice.sentence(), timeout=10_000)
    book = load_workbook(path)
    assert book.sheetnames == ["All SKUs", "Mill", "Why"]
    book.close()


def test_that_an_order_that_saves_nothing_says_so_in_words(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "replenishment")
    row = next(row for row in page.replenishment.table.shown_rows() if row.proposal is not None and row.proposal.units)
    assert "no contribution" not in replenishment_sentence([row], page.text, today())
    saved = replace(row, proposal=replace(row.proposal, avoidable_loss=0))
    assert "; no contribution is lost if nothing is done." in replenishment_sentence([saved], page.text, today())
