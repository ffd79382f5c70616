"""Tab on the Imports page: the bar, the place for files, then the list, as they are read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from views.imports.page import ImportsPage


def test_that_tab_comes_to_the_bar_before_the_list(qtbot: QtBot, small: Brand) -> None:
    page = ImportsPage(small.desk)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: bool(page.list.table.shown_rows()))
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus)
    found = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    assert found == [page.templates, page.choose, page.list.zone, page.list.table.grid]
