"""What stays in sight of a table as its room changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.columns import Column
from views.common.states import EmptyState
from views.common.table import Table
from views.common.text import Text
from views.common.theme import Look


@pytest.fixture
def table(look: Look, text: Text, columns: Sequence[Column[Any]], qtbot: QtBot) -> Table:
    """Make a table without rows."""
    made = Table(look, text, columns, name="sight")
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_the_row_of_the_cursor_stays_in_sight_where_the_table_becomes_lower(
    table: Table, qtbot: QtBot, many_lines: Callable[[int], list[Any]]
) -> None:
    table.resize(700, 400)
    table.show_rows(many_lines(100))
    grid = table.grid
    last = grid.rowAt(grid.viewport().height() - 40)
    table.go_to(table.shown_rows()[last])
    table.resize(700, 300)
    qtbot.wait(1)
    assert grid.visualRect(table.model.index(last, 0)).bottom() <= grid.viewport().height()
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    table.resize(700, 280)
    qtbot.wait(1)
    assert grid.rowAt(1) > last  # who has scrolled away from it is not brought back


def test_that_the_focus_goes_to_what_stands_for_the_rows_and_back(
    table: Table, look: Look, qtbot: QtBot, many_lines: Callable[[int], list[Any]]
) -> None:
    empty = EmptyState(look, title="No SKU yet", button="Import files")
    table.set_empty(empty)
    table.show_rows(many_lines(3))
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.grid.hasFocus)
    table.show_rows(())
    assert empty.button.hasFocus()
    table.show_rows(many_lines(3))
    assert table.grid.hasFocus()
