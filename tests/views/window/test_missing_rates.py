"""The menu saves no channel P&L where a currency has no rate: it says so before it asks for a file, and leads on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.ledger.ledger import Ledger
from tests.make import import_text, new_ledger
from tests.views.brand import SALES, brand
from tests.views.desktop import PATIENCE, action, button, open_ledger
from views.catalog.page import CatalogPage
from views.window import Window


def _lacking(folder: Path) -> Ledger:
    """Make a ledger in which a tin was sold for Canadian dollars."""
    made = new_ledger(folder)
    import_text(made, "sales.csv", SALES.replace("Tin,1,8.00,sale,USD", "Tin,1,8.00,sale,CAD"))
    return made


@pytest.fixture
def lacking(tmp_path: Path, qapp: QApplication) -> Path:
    """Give this ledger, closed."""
    with brand(tmp_path, qapp, make=_lacking) as made:
        return made.ledger.path


def test_that_no_file_is_asked_for_and_the_rates_are_one_press_away(
    qtbot: QtBot, window: Window, lacking: Path
) -> None:
    book = open_ledger(qtbot, window, lacking).book
    book.go("history")
    page = book.page()
    assert page is not None
    action(window, "pnl").trigger()
    qtbot.waitUntil(page.notice.isVisible, timeout=PATIENCE)
    assert page.notice.sentence().startswith("There is no rate into USD for CAD on 3/9/2026. No figure is shown")
    assert not window.findChildren(QFileDialog)
    QTest.mouseClick(button(qtbot, lambda: page.notice, "Show rates"), Qt.MouseButton.LeftButton)
    shown = book.page()
    assert isinstance(shown, CatalogPage)
    assert shown.section is shown.rates
