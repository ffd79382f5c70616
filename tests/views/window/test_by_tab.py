"""Every page by Tab alone: what can be pressed or typed into is come to from the navigation."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.views.desktop import PATIENCE
from views.common.focus import has_focus_within
from views.common.navigation import NavigationItem
from views.window import Window
from views.window.pages import NAMES

# As often as it may take to go round a page.
_MOST = 100


def come_to(window: Window, page: QWidget) -> set[QWidget]:
    """Go on by Tab from the navigation until it comes round; a grid may take some of them for its cells."""
    start = next(item for item in window.findChildren(NavigationItem) if item.focusPolicy() & Qt.FocusPolicy.TabFocus)
    start.setFocus()
    found: set[QWidget] = set()
    for _ in range(_MOST):
        before = QApplication.focusWidget()
        assert before is not None
        QTest.keyClick(before, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is start:
            break
        if focused is not None and page.isAncestorOf(focused):
            found.add(focused)
    return found


def to_be_come_to(page: QWidget) -> set[QWidget]:
    """Give what of a page takes the focus by Tab; of buttons of which one is chosen that one, by which Tab enters."""
    return {
        one
        for one in page.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.focusProxy()
        if not (isinstance(one, QAbstractButton) and one.autoExclusive() and not one.isChecked())
    }


@pytest.mark.parametrize("name", NAMES)
def test_that_all_of_a_page_is_come_to_by_tab(name: str, full: Window, qtbot: QtBot) -> None:
    assert full.work is not None
    book = full.work.book
    book.go(name)
    page = book.page_named(name)
    qtbot.waitUntil(lambda: not page.stale and page.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: has_focus_within(page), timeout=PATIENCE)
    qtbot.wait(200)
    missed = to_be_come_to(page) - come_to(full, page)
    assert [f"{type(one).__name__} {one.accessibleName()} {one.toolTip()}" for one in missed] == []
