"""What tests of the Contribution page do with it: show it, find a cell, open a figure."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.domain.period import Period
from views.common.table import Table
from views.contribution.page import ContributionPage

NINE_MONTHS = Period(date(2026, 2, 1), date(2026, 10, 31))


def shown(page: ContributionPage, qtbot: QtBot) -> ContributionPage:
    """Show a page in a window that has the focus."""
    qtbot.addWidget(page)
    page.resize(1240, 840)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    return page


def table_of(page: ContributionPage) -> Table:
    """Give the table of the statement."""
    assert page.statement.table is not None
    return page.statement.table


def column_of(table: Table, title: str) -> int:
    """Give the place of a column."""
    return [column.title for column in table.model.columns].index(title)


def open_figure(page: ContributionPage, qtbot: QtBot, key: str, title: str) -> None:
    """Go to a figure and press Enter."""
    table = table_of(page)
    assert table.go_to_key(key, column=column_of(table, title))
    QTest.keyClick(table.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.drill.isVisible() and bool(page.drill.table.shown_rows()), timeout=8000)
