"""The Contribution page where a currency has no rate: it says so in the place of the figures, also after a restart."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.catalog import set_rate
from app.importing.batch import import_file
from app.queries.behind import StatementCell
from models.domain.contribution.statement import By
from models.domain.period import Period
from tests.make import Order, orders_csv, text_file
from tests.views.contribution.hands import shown
from views.common.desk import Desk
from views.common.saving import ask_channel_pnl
from views.contribution.page import ContributionPage

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
LACKS = "There is no rate into USD for EUR on 3/6/2026. No figure is shown, because the sum would be wrong."


def _bring_in(desk: Desk, qtbot: QtBot, text: str) -> None:
    file = text_file(f"orders {len(text)}.csv", text)
    job = desk.runner.job(lambda ledger, progress: import_file(ledger, progress, file=file).done)
    qtbot.waitUntil(lambda: not job.running, timeout=5000)


def _lacking(desk: Desk, qtbot: QtBot) -> ContributionPage:
    """Open the page on a ledger that holds an order in euros without a rate."""
    _bring_in(desk, qtbot, orders_csv([Order(5)]).replace(",USD,", ",EUR,"))
    page = shown(ContributionPage(desk), qtbot)
    page.period.choose("all")
    qtbot.waitUntil(page.refused.isVisible, timeout=5000)
    return page


def test_that_the_missing_rate_is_said_in_the_place_of_figures_and_charts(empty_desk: Desk, qtbot: QtBot) -> None:
    page = _lacking(empty_desk, qtbot)
    qtbot.wait(300)  # whatever else was asked is answered
    assert page.refused.isVisible()
    words = [one.text() for one in page.refused.findChildren(QLabel)]
    assert any(said.startswith(LACKS) for said in words)
    assert not page.statement.isVisible()
    asked: list[tuple[str, object]] = []
    page.go.connect(lambda name, what: asked.append((name, what)))
    (button,) = page.refused.findChildren(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [("catalog", "rates")]


def test_that_no_workbook_is_asked_for_without_the_rate(empty_desk: Desk, qtbot: QtBot) -> None:
    page = _lacking(empty_desk, qtbot)
    ask_channel_pnl(page, MARCH)
    qtbot.waitUntil(page.notice.isVisible, timeout=5000)
    assert page.notice.sentence().startswith(LACKS)
    assert not page.findChildren(QFileDialog)


def test_that_postings_that_cannot_be_added_up_are_left(empty_desk: Desk, qtbot: QtBot) -> None:
    _bring_in(empty_desk, qtbot, orders_csv([Order(3)]))
    page = shown(ContributionPage(empty_desk), qtbot)
    page.open_cell(StatementCell(By.CHANNEL, "gross_sales", MARCH, "1", "Shopify"))
    qtbot.waitUntil(page.drill.isVisible, timeout=5000)
    _bring_in(empty_desk, qtbot, orders_csv([Order(5)]).replace(",USD,", ",EUR,"))
    page.period.choose("all")
    qtbot.waitUntil(page.refused.isVisible, timeout=5000)
    assert page.cell is None
    assert not page.drill.isVisible()


def test_that_the_rate_brings_figures_and_charts(empty_desk: Desk, qtbot: QtBot) -> None:
    page = _lacking(empty_desk, qtbot)
    page.do(lambda ledger: set_rate(ledger, day=date(2026, 3, 1), currency="EUR", rate="1.10"))
    qtbot.waitUntil(page.statement.isVisible, timeout=5000)
    assert page.refused.isHidden()
    qtbot.waitUntil(lambda: page.statement.weeks.data is not None, timeout=5000)
