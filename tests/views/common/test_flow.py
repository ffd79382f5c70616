"""A row that breaks: no word of a tab is cut in a narrow window."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from views.common.segments import Segments
from views.common.theme import Look

NAMES = ("Levels", "Inbound", "Commitments", "Demand", "Replenishment", "Transfers", "Uploads", "Routing", "Places")


def test_that_tabs_go_on_in_the_next_line_where_there_is_no_room(look: Look, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    tabs = Segments(look, [(name, name) for name in NAMES])
    column.addWidget(tabs)
    column.addStretch(1)
    buttons = tabs.findChildren(QPushButton)
    page.resize(tabs.sizeHint().width() + 60, 300)
    page.show()
    qtbot.wait(1)
    assert {button.y() for button in buttons} == {0}
    high = tabs.height()
    page.resize(420, 300)
    qtbot.wait(1)
    assert len({button.y() for button in buttons}) > 1
    assert tabs.height() > high
    for button in buttons:
        assert button.width() == button.sizeHint().width()
        assert button.geometry().right() < tabs.width()
        assert button.geometry().bottom() < tabs.height()
