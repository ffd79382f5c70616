"""The Overview where a currency has no rate: no figure is shown or saved, and the way to the rate is offered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.catalog import set_rate
from app.importing.batch import import_file
from tests.make import Order, orders_csv, text_file
from views.common.desk import Desk
from views.overview.page import OverviewPage

LACKS = "There is no rate into USD for EUR on 2026-03-06. No figure is shown, because the sum would be wrong."


@pytest.fixture
def page(empty_desk: Desk, qtbot: QtBot) -> OverviewPage:
    """Show the page with figures, after which an order in euros comes in."""
    _bring_in(empty_desk, orders_csv([Order(3), Order(20, units=2)]))
    made = OverviewPage(empty_desk)
    qtbot.addWidget(made)
    made.resize(1240, 840)
    made.show()
    qtbot.waitUntil(made.board.isVisible, timeout=5000)
    made.period.choose("all")
    qtbot.waitUntil(lambda: made.board.table.isVisible() and bool(made.board.table.shown_rows()), timeout=5000)
    made.inspector.explain("Why")
    _bring_in(empty_desk, orders_csv([Order(5)]).replace(",USD,", ",EUR,"))
    qtbot.waitUntil(made.refused.isVisible, timeout=5000)
    return made


def _bring_in(desk: Desk, text: str) -> None:
    file = text_file(f"orders {len(text)}.csv", text)
    desk.runner.job(lambda ledger, progress: import_file(ledger, progress, file=file).done)


def _press(page: OverviewPage, words: str) -> None:
    buttons = [one for one in page.findChildren(QPushButton) if words in {one.text(), one.accessibleName()}]
    QTest.mouseClick(next(one for one in buttons if one.isVisible()), Qt.MouseButton.LeftButton)


def test_that_figures_of_before_go_when_a_currency_has_no_rate(page: OverviewPage, qtbot: QtBot) -> None:
    assert page.refused.error is not None
    assert str(page.refused.error).startswith(LACKS)
    assert not page.board.isVisible()
    assert not page.inspector.isVisible()
    assert not page.sentence.isVisible()
    assert not page.days.isVisible()
    assert page.period.isVisible()
    qtbot.wait(400)
    assert not page.thin_bar.moving
    assert not page.board.table.thin_bar.moving


def test_that_the_way_to_the_missing_rate_is_offered(page: OverviewPage) -> None:
    asked: list[tuple[str, object]] = []
    page.go.connect(lambda name, what: asked.append((name, what)))
    _press(page, "Show rates")
    assert asked == [("catalog", "rates")]


@pytest.mark.parametrize("words", ["PDF", "Print", "Excel"])
def test_that_nothing_is_saved_or_printed_without_the_rate(page: OverviewPage, qtbot: QtBot, words: str) -> None:
    _press(page, words)
    qtbot.waitUntil(page.notice.isVisible, timeout=5000)
    assert page.notice.sentence() == page.text.days_in(str(page.refused.error))
    assert not page.findChildren(QFileDialog)
    assert not page.findChildren(QPrintPreviewDialog)


def test_that_no_old_sheet_is_left_to_be_written(page: OverviewPage, tmp_path: Path) -> None:
    page.save_pdf(tmp_path / "read.pdf")
    assert not (tmp_path / "read.pdf").exists()


def test_that_the_rate_brings_the_figures_back(page: OverviewPage, qtbot: QtBot) -> None:
    page.do(lambda ledger: set_rate(ledger, day=date(2026, 3, 1), currency="EUR", rate="1.10"))
    qtbot.waitUntil(page.board.table.isVisible, timeout=5000)
    assert page.refused.isHidden()
    assert page.board.read is not None
    assert page.board.read.total.row.figures.units == 4
