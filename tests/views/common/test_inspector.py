"""The inspector: long words break in it, and days in what an engine tells are written as they are everywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from views.common.inspector import Inspector
from views.common.labels import ValueLabel
from views.common.text import Text
from views.common.theme import Look

FILE = "inventory_export_of_all_locations_with_a_long_name_2026-10-31.csv, row 5"


@pytest.fixture
def inspector(look: Look, text: Text, qtbot: QtBot) -> Inspector:
    """Make one with enough in it to scroll."""
    made = Inspector(look, text)
    qtbot.addWidget(made)
    made.resize(made.width(), 300)
    made.explain("JR-0102")
    for number in range(30):
        made.line(f"Line {number}")
    return made


def values(inspector: Inspector) -> list[ValueLabel]:
    """Give the values that can be chosen."""
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    return [one for one in inspector.findChildren(ValueLabel) if one.textInteractionFlags() & selectable]


def test_that_the_name_of_a_file_makes_nothing_wider_than_the_panel(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.pairs([("From", FILE)])
    inspector.show()
    qtbot.wait(1)
    scroll = inspector.findChild(QScrollArea)
    holder = scroll.widget() if scroll is not None else None
    assert scroll is not None
    assert holder is not None
    assert holder.width() <= scroll.viewport().width()
    (value,) = values(inspector)
    assert value.height() > value.fontMetrics().height() * 2


def test_that_a_value_is_copied_as_it_was_said(inspector: Inspector) -> None:
    inspector.pairs([("From", FILE)])
    (value,) = values(inspector)
    assert value.text() == FILE
    value.setSelection(0, len(QLabel.text(value)))
    QTest.keyClick(value, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == FILE


def test_that_days_of_a_step_are_written_as_days_are_and_those_of_a_file_as_they_stand(inspector: Inspector) -> None:
    inspector.step("1", "Out of stock on 2027-02-25.", "By run 1 of 2026-11-17, from stock_2026-10-31.csv")
    inspector.pairs([("posted-date", "2026-09-30")])
    said = {one.text() for one in inspector.findChildren(QLabel)}
    assert {"Out of stock on 2/25/2027.", "By run 1 of 11/17/2026, from stock_2026-10-31.csv", "2026-09-30"} <= said
