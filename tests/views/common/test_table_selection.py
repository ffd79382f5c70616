"""What keys select in a table: with Shift all from where it began to the cursor, on however many screens that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.columns import Column
from views.common.table import Table
from views.common.text import Text
from views.common.theme import Look

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LAST_ROW, LAST = 99, 4


@pytest.fixture
def table(
    look: Look, text: Text, columns: Sequence[Column[Any]], many_lines: Callable[[int], list[Any]], qtbot: QtBot
) -> Table:
    """Show a hundred rows where a tenth of them and half of the columns have room, with the cursor on a cell."""
    made = Table(look, text, columns, name="many")
    qtbot.addWidget(made)
    made.resize(260, 300)
    made.show()
    made.show_rows(many_lines(LAST_ROW + 1))
    qtbot.waitExposed(made)
    made.grid.go_to(made.model.index(50, 1))
    return made


def press(table: Table, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
    """Press a key in the grid."""
    QTest.keyClick(table.grid, key, keys)


def chosen(table: Table) -> tuple[list[int], list[int]]:
    """Give the rows and the columns that are selected, of which every cell is."""
    indexes = table.grid.selectionModel().selectedIndexes()
    rows = sorted({index.row() for index in indexes})
    columns = sorted({index.column() for index in indexes})
    assert len(indexes) == len(rows) * len(columns)
    return rows, columns


def test_that_ctrl_shift_end_and_home_select_to_the_corners(table: Table) -> None:
    press(table, Qt.Key.Key_End, CTRL | SHIFT)
    assert chosen(table) == (list(range(50, LAST_ROW + 1)), list(range(1, LAST + 1)))
    assert table.grid.currentIndex() == table.model.index(LAST_ROW, LAST)
    press(table, Qt.Key.Key_Home, CTRL | SHIFT)
    assert chosen(table) == (list(range(51)), [0, 1])
    assert table.grid.currentIndex() == table.model.index(0, 0)


def test_that_shift_and_page_keys_select_every_row_between(table: Table) -> None:
    for _ in range(3):
        press(table, Qt.Key.Key_PageDown, SHIFT)
    last = table.grid.currentIndex().row()
    assert last > 60
    assert chosen(table) == (list(range(50, last + 1)), [1])
    for _ in range(6):
        press(table, Qt.Key.Key_PageUp, SHIFT)
    assert chosen(table) == (list(range(table.grid.currentIndex().row(), 51)), [1])


def test_that_shift_end_begins_at_the_cell_it_was_pressed_on(table: Table) -> None:
    press(table, Qt.Key.Key_End, SHIFT)
    assert chosen(table) == ([50], list(range(1, LAST + 1)))
    press(table, Qt.Key.Key_Down, SHIFT)
    assert chosen(table) == ([50, 51], list(range(1, LAST + 1)))
    press(table, Qt.Key.Key_Home, SHIFT)
    assert chosen(table) == ([50, 51], [0, 1])


def test_that_ctrl_end_selects_the_corner_alone(table: Table) -> None:
    press(table, Qt.Key.Key_End, CTRL)
    assert chosen(table) == ([LAST_ROW], [LAST])
    press(table, Qt.Key.Key_Up, SHIFT)
    assert chosen(table) == ([LAST_ROW - 1, LAST_ROW], [LAST])


def test_that_what_was_selected_by_keys_is_copied_without_columns_that_are_hidden(table: Table) -> None:
    table.grid.setColumnHidden(2, True)
    press(table, Qt.Key.Key_End, CTRL | SHIFT)
    assert chosen(table) == (list(range(50, LAST_ROW + 1)), [1, 3, 4])
    press(table, Qt.Key.Key_Up, SHIFT)
    assert chosen(table) == (list(range(50, LAST_ROW)), [1, 3, 4])
    table.copy()
    copied = QGuiApplication.clipboard().text().split("\n")
    assert len(copied) == LAST_ROW - 50
    assert copied[0].split("\t")[0] == table.shown_rows()[50].name


def test_that_a_click_with_shift_goes_on_from_where_keys_began(table: Table) -> None:
    press(table, Qt.Key.Key_Down, CTRL)
    press(table, Qt.Key.Key_Down, SHIFT)
    grid = table.grid
    grid.scrollTo(table.model.index(54, 1))
    QTest.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, SHIFT, grid.visualRect(table.model.index(54, 1)).center()
    )
    assert chosen(table) == (list(range(51, 55)), [1])
