"""The list of words that is offered below a line, in both themes: letters on a ground of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from views.common.field_editors import Offer, WordsEdit
from views.common.theme import Choice, Look

WORDS = ("JR-0101", "JR-0102", "JR-0110")


def opened(line: QLineEdit, qtbot: QtBot) -> QAbstractItemView:
    """Type into a line, and give the list that opens."""
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    QTest.keyClicks(line, "01")
    offer = line.findChild(Offer)
    popup = offer.popup() if offer is not None else None
    assert popup is not None
    return popup


def plain_line() -> QLineEdit:
    """Make a line for one word."""
    line = QLineEdit()
    line.setCompleter(Offer(WORDS, line))
    return line


def line_of_words() -> QLineEdit:
    """Make a line for several words."""
    line = WordsEdit()
    line.offer(WORDS)
    return line


@pytest.mark.parametrize("made", [plain_line, line_of_words])
@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_that_what_is_offered_stands_on_the_ground_of_a_menu(
    look: Look, choice: Choice, made: Callable[[], QLineEdit], qtbot: QtBot
) -> None:
    look.choose(choice)
    line = made()
    popup = opened(line, qtbot)
    qtbot.waitUntil(popup.isVisible)
    popup.setCurrentIndex(popup.model().index(1, 0))
    picture = popup.grab().toImage()
    theme = look.theme
    below = picture.pixelColor(picture.width() // 2, picture.height() - 4)
    chosen = picture.pixelColor(picture.width() // 2, popup.visualRect(popup.model().index(1, 0)).center().y() + 4)
    assert (below, chosen) == (QColor(theme.surface), QColor(theme.accent_soft))
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert QColor(theme.text).name() in seen
    popup.hide()
    look.choose(Choice.LIGHT)
