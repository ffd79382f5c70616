"""What the Catalogue says is lacking for whole figures: as long as it is, and never a part as if it were the whole."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.actions.catalog import set_rate
from tests.make import import_text
from tests.views.brand import COSTS, SALES, Brand
from tests.views.catalog.hands import form, opened
from views.catalog.page import CatalogPage


@pytest.fixture
def lacking(bare: Brand) -> Brand:
    """Give a brand that sold a tin for Canadian dollars, of which there is no rate."""
    import_text(bare.ledger, "sales.csv", SALES.replace("Tin,1,8.00,sale,USD", "Tin,1,8.00,sale,CAD"))
    import_text(bare.ledger, "costs.csv", COSTS)
    return bare


def _rate(page: CatalogPage) -> None:
    page.do(partial(set_rate, day=date(2026, 3, 1), currency="CAD", rate="0.50"))


def test_that_a_part_of_what_was_sold_without_a_cost_is_not_told_as_the_whole(qtbot: QtBot, lacking: Brand) -> None:
    page = opened(qtbot, lacking)
    said = page.sentence.sentence()
    assert "5 units were sold without a landed cost** (BOX, TIN and 1 more), for how much is known once" in said
    assert "USD" not in said
    _rate(page)
    qtbot.waitUntil(lambda: "61 USD were sold without a landed cost" in page.sentence.sentence(), timeout=5000)


def test_that_a_missing_rate_is_said_as_long_as_it_is_missing(qtbot: QtBot, lacking: Brand) -> None:
    page = opened(qtbot, lacking)
    assert page.lacking.isVisible()
    assert page.lacking.sentence().startswith("There is no rate into USD for CAD on 3/9/2026.")
    page.segments.choose("skus")
    assert page.lacking.isVisible()
    _rate(page)
    qtbot.waitUntil(page.lacking.isHidden, timeout=5000)
    page.do(lambda ledger: ledger.undo())
    qtbot.waitUntil(page.lacking.isVisible, timeout=5000)
    page.do(lambda ledger: ledger.redo())
    qtbot.waitUntil(page.lacking.isHidden, timeout=5000)


def test_that_the_missing_rate_can_be_added_from_where_it_is_said(qtbot: QtBot, lacking: Brand) -> None:
    page = opened(qtbot, lacking)
    (button,) = (one for one in page.lacking.findChildren(QPushButton) if one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.section is page.rates
    assert form(page).editor("currency").isVisible()
