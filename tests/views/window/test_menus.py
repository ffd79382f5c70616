"""The menu bar by keyboard, and how its words are written."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.views.desktop import action
from views.window import Window


@pytest.mark.parametrize(
    "pressed, title", [("Alt+F", "File"), ("Alt+E", "Edit"), ("Alt+V", "View"), ("Alt+G", "Go"), ("Alt+H", "Help")]
)
def test_that_alt_and_a_letter_open_each_menu(qtbot: QtBot, window: Window, pressed: str, title: str) -> None:
    assert _opened(qtbot, window, pressed) == title
    assert [action.text() for action in window.menuBar().actions()].count(f"&{title}") == 1


def test_that_f10_opens_the_first_menu_from_wherever_the_focus_is(qtbot: QtBot, full: Window) -> None:
    full.show_help()
    assert _opened(qtbot, full, "F10") == "File"


def _opened(qtbot: QtBot, window: Window, pressed: str) -> str:
    """Press keys, wait for a menu, and give its title."""
    QTest.keySequence(QApplication.focusWidget() or window, QKeySequence(pressed))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    return menu.title().replace("&", "")


def test_that_a_menu_writes_an_ampersand_as_one(window: Window) -> None:
    assert action(window, "pnl").text() == "Export the channel P&&L…"
