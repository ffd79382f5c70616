"""Tab comes to what stands on a page in the order in which it is read, and every stop is seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from views.common.focus import in_tab_order
from views.common.inspector import Inspector
from views.common.text import Text
from views.common.theme import Look
from views.common.tiles import Figure, Tile, Tiles


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """Make an empty window."""
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    return made


def put(page: QWidget, widget: QWidget) -> None:
    """Put a widget at the foot."""
    column = page.layout()
    assert column is not None
    column.addWidget(widget)


def stops(first: QWidget, count: int) -> list[QWidget | None]:
    """Give where Tab comes to, one after the other."""
    first.setFocus()
    found: list[QWidget | None] = []
    for _ in range(count):
        QTest.keyClick(QApplication.focusWidget() or first, Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    return found


def shown(page: QWidget, qtbot: QtBot) -> None:
    """Bring the window to the front."""
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def test_that_widgets_come_as_they_are_said_to_and_holders_keep_their_policy(page: QWidget, qtbot: QtBot) -> None:
    holder, last, first, second = QWidget(), QLineEdit(), QLineEdit(), QLineEdit()
    for widget in (holder, last, first, second):
        put(page, widget)
    in_tab_order(holder, first, second, last)
    shown(page, qtbot)
    assert stops(first, 2) == [second, last]
    assert holder.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_that_the_close_button_of_the_inspector_comes_behind_the_page_and_before_its_form(
    look: Look, text: Text, page: QWidget, qtbot: QtBot
) -> None:
    inspector = Inspector(look, text, page)
    content, typed = QLineEdit(), QLineEdit()
    put(page, content)
    put(page, inspector)
    inspector.explain("New cost")
    inspector.add(typed)
    shown(page, qtbot)
    close, after = stops(content, 2)
    assert close is not None
    assert close.accessibleName() == "Close the inspector"
    assert after is typed


def test_that_big_figures_made_anew_come_where_they_stand_and_show_that_they_have_the_focus(
    look: Look, page: QWidget, qtbot: QtBot
) -> None:
    above, tiles, below = QLineEdit(), Tiles(look), QLineEdit()
    for widget in (above, tiles, below):
        put(page, widget)
    shown(page, qtbot)
    tiles.set_figures([Figure("Net sales", "42,357", key="net_sales"), Figure("Units", "2,725", key="units")])
    qtbot.wait(1)
    one, two, after = stops(above, 3)
    assert isinstance(one, Tile)
    assert isinstance(two, Tile)
    assert after is below
    unlit = one.grab().toImage()
    one.setFocus()
    assert one.grab().toImage() != unlit
