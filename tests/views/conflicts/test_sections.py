"""The charts and the assumptions: what stands there when nothing is known, and where the focus is."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from views.common.focus import has_focus_within
from views.conflicts.page import ConflictsPage

SMALL = (980, 560)  # what a small window leaves to a page


def shown(qtbot: QtBot, brand: Brand) -> ConflictsPage:
    """Bring the page into a window that has the focus."""
    page = ConflictsPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(*SMALL)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_that_without_anything_at_stake_the_charts_say_so_and_hold_the_focus(qtbot: QtBot, bare: Brand) -> None:
    page = shown(qtbot, bare)
    page.to_front()
    page.show_this("time")
    qtbot.waitUntil(page.time.nothing.isVisible)
    assert not page.time.charts.isVisible()
    qtbot.waitUntil(lambda: has_focus_within(page.time.nothing))
    page.time.nothing.button.click()
    assert page.section is page.open


def test_that_no_assumption_is_squeezed_and_the_first_one_has_the_focus(qtbot: QtBot, bare: Brand) -> None:
    page = shown(qtbot, bare)
    page.show_this("terms")
    page.to_front()
    form = page.terms.typed
    qtbot.waitUntil(form.editor("most_cover").hasFocus)
    assert form.height() >= form.heightForWidth(form.width())
    scroll = page.terms.findChild(QScrollArea)
    assert scroll is not None
    assert scroll.verticalScrollBar().maximum() > 0
    form.save_button.setFocus()
    scroll.ensureWidgetVisible(form.save_button)
    assert scroll.viewport().rect().contains(form.save_button.mapTo(scroll.viewport(), QPoint(2, 2)))
