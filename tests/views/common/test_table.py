"""The table as a person uses it: keys, clicks, columns, copying, states."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from app.columns import Column, Kind
from app.exporting.tables import guard
from models.domain.money import Money
from views.common.copying import as_table
from views.common.memory import NoMemory
from views.common.paint import Paint
from views.common.states import EmptyState
from views.common.table import Table
from views.common.table_view import PinnedColumn
from views.common.text import Text
from views.common.theme import Look, Tone

Columns = Sequence[Column[Any]]


@pytest.fixture
def memory() -> NoMemory:
    """Remember for one test."""
    return NoMemory()


@pytest.fixture
def table(look: Look, text: Text, columns: Columns, lines: Sequence[Any], memory: NoMemory, qtbot: QtBot) -> Table:
    """Show the three rows in a table with every kind of painting."""
    paints = {
        "SKU": Paint(swatch=lambda _row: "channel:1", note=lambda row: row.name[:3]),
        "Units": Paint(tint=lambda _row: Tone.ATTENTION),
        "Net sales": Paint(bold=True, tone=lambda row: Tone.CRITICAL if row.net.minor < 0 else None),
        "Share": Paint(bar=lambda _row: "channel:2"),
    }
    made = Table(look, text, columns, name="lines", paints=paints, memory=memory)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.show_rows(lines)
    qtbot.waitExposed(made)
    return made


def header_point(table: Table, column: int) -> QPoint:
    """Give the middle of a title."""
    titles = table.grid.titles
    return QPoint(titles.sectionViewportPosition(column) + titles.sectionSize(column) // 2, titles.height() // 2)


def click_title(table: Table, column: int, *, shift: bool = False) -> None:
    """Click a title as a person does."""
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(table.grid.titles.viewport(), Qt.MouseButton.LeftButton, keys, header_point(table, column))


def skus(table: Table) -> list[str]:
    """Give the SKUs as they stand."""
    return [row.sku for row in table.shown_rows()]


def test_that_a_click_on_a_title_sorts_and_another_turns_it_round(table: Table) -> None:
    click_title(table, 0)
    assert skus(table) == ["JR-0101", "JR-0102", "JR-0110"]
    click_title(table, 0)
    assert skus(table) == ["JR-0110", "JR-0102", "JR-0101"]


def test_that_figures_are_first_sorted_from_the_largest(table: Table) -> None:
    click_title(table, 3)
    assert skus(table) == ["JR-0102", "JR-0110", "JR-0101"]


def test_that_shift_adds_a_second_key(table: Table) -> None:
    click_title(table, 1)
    click_title(table, 3, shift=True)
    assert list(table.model.sorting) == [(1, False), (3, True)]
    click_title(table, 3, shift=True)
    assert list(table.model.sorting) == [(1, False), (3, False)]
    click_title(table, 0)
    assert list(table.model.sorting) == [(0, False)]


def test_that_enter_drills_and_space_inspects_the_row_under_the_cursor(table: Table, qtbot: QtBot) -> None:
    table.go_to(table.shown_rows()[1], column=3)
    with qtbot.waitSignal(table.drilled) as drilled:
        QTest.keyClick(table.grid, Qt.Key.Key_Return)
    assert (drilled.args[0].sku, drilled.args[1]) == ("JR-0101", "Net sales")
    with qtbot.waitSignal(table.inspected) as inspected:
        QTest.keyClick(table.grid, Qt.Key.Key_Space)
    assert inspected.args[0].sku == "JR-0101"


def test_that_a_double_click_drills(table: Table, qtbot: QtBot) -> None:
    place = table.grid.visualRect(table.model.index(2, 1)).center()
    QTest.mouseClick(table.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    with qtbot.waitSignal(table.drilled) as drilled:
        QTest.mouseDClick(table.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert drilled.args[0].sku == "JR-0110"


def test_that_the_arrow_keys_move_and_tell_the_row(table: Table) -> None:
    told: list[str] = []
    table.go_to(table.shown_rows()[0])
    table.current_changed.connect(lambda row: told.append(row.sku if row is not None else "-"))
    QTest.keyClick(table.grid, Qt.Key.Key_Down)
    QTest.keyClick(table.grid, Qt.Key.Key_Right)
    assert told == ["JR-0101", "JR-0101"]
    assert table.current().sku == "JR-0101"


def test_that_a_copy_holds_exact_values_in_a_rectangle(table: Table) -> None:
    table.grid.setFocus()
    table.grid.selectAll()
    QTest.keyClick(table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0] == "JR-0102\tSmoked tea\t12\t1249.50\t0.5"
    assert copied[1] == "JR-0101\tRye tin\t\t-50.00\t0.2"
    table.copy(titles=True)
    assert QGuiApplication.clipboard().text().startswith("SKU\tName\tUnits\tNet sales USD\tShare\n")


def test_that_pasted_text_never_becomes_a_formula_or_a_new_cell(look: Look, text: Text, qtbot: QtBot) -> None:
    table = Table(look, text, (Column[str]("Text", lambda row: row), Column[str]("Twice", lambda row: row * 2)))
    qtbot.addWidget(table)
    table.show_rows(["=1+1", "a\tb", "-5", "plain"])
    indexes = [table.model.index(row, 0) for row in range(4)]
    assert as_table(table.model, indexes) == "'=1+1\n\"a\tb\"\n'-5\nplain"
    assert guard("@x") == "'@x"


def test_that_the_status_bar_hears_how_many_cells_and_their_sum(table: Table, qtbot: QtBot) -> None:
    said: list[str] = []
    table.selected.connect(said.append)
    table.grid.selectColumn(3)
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1] == "3 cells selected · sum 1,200.49 USD"
    table.grid.selectAll()
    qtbot.waitUntil(lambda: said[-1].startswith("15"))
    assert said[-1] == "15 cells selected"


def test_that_widths_and_hidden_columns_are_remembered(
    table: Table, look: Look, text: Text, columns: Columns, lines: Sequence[Any], memory: NoMemory, qtbot: QtBot
) -> None:
    table.grid.titles.resizeSection(1, 222)
    table.column_choice.hide(2, hidden=True)
    again = Table(look, text, columns, name="lines", memory=memory)
    qtbot.addWidget(again)
    again.resize(900, 300)
    again.show()
    again.show_rows(lines)
    assert again.grid.columnWidth(1) == 222
    assert [column.title for column in again.shown_columns()] == ["SKU", "Name", "Net sales", "Share"]
    again.column_choice.reset()
    assert again.grid.columnWidth(1) != 222
    assert len(again.shown_columns()) == 5


def test_that_a_damaged_memory_does_no_harm(look: Look, text: Text, columns: Columns, qtbot: QtBot) -> None:
    for damage in ("{", "[]", json.dumps({"widths": 3}), json.dumps({"widths": {"SKU": "wide"}})):
        memory = NoMemory()
        memory.set("table:lines", damage)
        table = Table(look, text, columns, name="lines", memory=memory)
        qtbot.addWidget(table)
        assert len(table.shown_columns()) == 5


def test_that_the_first_column_cannot_be_hidden_by_the_menu(table: Table) -> None:
    actions = table.column_choice.menu(table).actions()
    assert not actions[0].isEnabled()
    actions[3].setChecked(False)
    assert table.grid.isColumnHidden(3)


def test_that_columns_share_all_the_room_there_is(table: Table, qtbot: QtBot) -> None:
    for width in (640, 1100):
        table.resize(width, 300)
        qtbot.wait(1)
        assert sum(table.grid.columnWidth(column) for column in range(5)) == table.grid.viewport().width()


def test_that_titles_break_and_then_long_texts_are_cut_where_that_brings_every_column_into_view(
    table: Table, lines: Sequence[Any], qtbot: QtBot
) -> None:
    long, little = "Members’ autumn market, stall fourteen", Money(100, "USD")
    table.show_rows([replace(row, name=long, net=little) for row in lines])
    needed = table.column_choice.widths.needed()
    around = table.width() - table.grid.viewport().width()

    def widths(room: int) -> list[int]:
        table.resize(room + around, 300)
        qtbot.wait(1)
        return [table.grid.columnWidth(column) for column in range(5)]

    titles = table.grid.titles
    (saved,) = {titles.natural_width(3) - titles.least_width(3)} - {0}
    broken = [*needed[:3], needed[3] - saved, needed[4]]
    assert widths(sum(needed) - saved) == broken
    assert titles.two_lines
    assert widths(sum(needed) - saved - 40) == [broken[0], broken[1] - 40, *broken[2:]]
    assert widths(300) == broken


def test_that_the_first_column_stays_when_the_rest_is_scrolled(table: Table, qtbot: QtBot) -> None:
    table.resize(300, 300)
    qtbot.wait(1)
    assert table.grid.findChild(PinnedColumn) is None  # made when it is first needed
    table.grid.horizontalScrollBar().setValue(60)
    pinned = table.grid.findChild(PinnedColumn)
    assert isinstance(pinned, PinnedColumn)
    assert pinned.isVisible()
    assert pinned.width() == table.grid.columnWidth(0)
    assert pinned.indexAt(QPoint(5, 5)).column() == 0
    table.go_to(table.shown_rows()[0], column=1)
    assert table.grid.columnViewportPosition(1) >= table.grid.columnWidth(0)


def test_that_a_column_is_not_left_half_under_the_pinned_one(table: Table, qtbot: QtBot) -> None:
    table.resize(300, 300)
    qtbot.wait(1)
    grid, last = table.grid, table.model.columnCount() - 1
    for column in range(1, last + 1):
        table.go_to(table.shown_rows()[0], column=column)
        edges = {grid.columnViewportPosition(one) for one in range(1, last + 1)}
        at_the_end = grid.horizontalScrollBar().value() == grid.horizontalScrollBar().maximum()
        assert grid.columnWidth(0) in edges or at_the_end
        assert grid.columnViewportPosition(column) >= grid.columnWidth(0)


def test_that_a_table_as_high_as_its_rows_makes_room_for_the_scroll_bar(table: Table, qtbot: QtBot) -> None:
    table.fit_height()
    qtbot.wait(1)
    titles = table.grid.titles.sizeHint
    high = table.height() - titles().height()
    table.resize(300, table.height())
    qtbot.waitUntil(lambda: table.height() - titles().height() == high + 10)
    qtbot.waitUntil(lambda: table.grid.verticalScrollBar().maximum() == 0)


def test_that_the_totals_stand_right_under_the_last_row(table: Table, qtbot: QtBot) -> None:
    qtbot.wait(1)
    last = table.grid.visualRect(table.model.index(2, 0)).bottom()
    under = table.totals.mapTo(table, QPoint(0, 0)).y()
    assert 0 <= under - table.grid.viewport().mapTo(table, QPoint(0, last)).y() <= 3
    assert table.totals.values()[3] == Money(120049, "USD")


def test_that_the_cursor_stays_on_its_row_after_new_rows(table: Table, lines: Sequence[Any]) -> None:
    table.go_to(lines[2], column=3)
    table.show_rows(lines[::-1])
    assert table.current() is lines[2]
    assert table.grid.currentIndex().column() == 3


def lit(table: Table, look: Look) -> list[Any]:
    """Give the rows that are painted as chosen, in sight."""
    picture = table.grid.viewport().grab().toImage()
    soft = QColor(look.theme.accent_soft)
    places = {row: table.grid.visualRect(table.model.index(row, 0)) for row in range(table.model.rowCount())}
    return [
        table.model.row(row)
        for row, rect in places.items()
        if picture.rect().contains(rect) and picture.pixelColor(rect.right() - 2, rect.top() + 3) == soft
    ]


def test_that_cursor_choice_and_highlight_stay_on_their_row_when_sorted_and_filtered(
    table: Table, look: Look, qtbot: QtBot, many_lines: Callable[[int], list[Any]]
) -> None:
    lines = many_lines(200)
    table.show_rows(lines)
    chosen = lines[2]
    QTest.mouseClick(
        table.grid.viewport(),
        Qt.MouseButton.LeftButton,
        pos=table.grid.visualRect(table.model.index(2, 0)).center(),
    )
    click_title(table, 0)
    assert skus(table).index(chosen.sku) > 20  # far from where it stood
    qtbot.wait(1)
    for _turn in range(2):
        assert (table.current(), table.selected_rows(), lit(table, look)) == (chosen, [chosen], [chosen])
        click_title(table, 1)
        qtbot.wait(1)
    table.filter(chosen.name.split()[0])
    assert (table.current(), table.selected_rows(), lit(table, look)) == (chosen, [chosen], [chosen])
    table.filter("no such row")
    table.filter("")
    assert (table.current(), table.selected_rows(), lit(table, look)) == (None, [], [])
    table.go_to(chosen)
    table.show_rows([row for row in lines if row is not chosen])
    assert (table.current(), table.selected_rows(), lit(table, look)) == (None, [], [])


def test_that_filtering_to_nothing_says_so_and_an_empty_table_offers_help(table: Table, look: Look) -> None:
    pressed: list[str] = []
    table.filter("nowhere")
    assert table.grid.isVisible()
    empty = EmptyState(look, title="No SKU yet", why="Import sales.", button="Import", run=lambda: pressed.append("x"))
    table.set_empty(empty)
    assert not empty.children()  # what it says is put in when it is first shown
    table.filter("")
    table.show_rows(())
    assert empty.isVisible()
    assert not table.grid.isVisible()
    QTest.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert pressed == ["x"]


def test_that_the_empty_state_waits_for_the_first_answer(
    look: Look, text: Text, columns: Columns, qtbot: QtBot
) -> None:
    made = Table(look, text, columns, name="slow")
    qtbot.addWidget(made)
    empty = EmptyState(look, title="No SKU yet", why="Import sales.")
    made.set_empty(empty)
    made.show()
    made.loading()
    assert not empty.isVisible()
    made.show_rows(())
    assert empty.isVisible()
    made.loading()
    assert empty.isVisible()


def test_that_the_thin_bar_waits_before_it_moves(table: Table, qtbot: QtBot, lines: Sequence[Any]) -> None:
    table.loading()
    qtbot.wait(100)
    assert not table.thin_bar.moving
    qtbot.waitUntil(lambda: table.thin_bar.moving, timeout=2000)
    table.show_rows(lines)
    assert not table.thin_bar.moving


def test_that_ctrl_e_asks_for_an_export_of_what_is_shown(table: Table, qtbot: QtBot) -> None:
    table.activateWindow()
    table.grid.setFocus()
    table.filter("tea")
    with qtbot.waitSignal(table.export_requested) as asked:
        QTest.keyClick(table.grid, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["xlsx"]
    assert skus(table) == ["JR-0102", "JR-0110"]


def test_that_f2_edits_a_cell_and_enter_hands_the_value_on(
    look: Look, text: Text, columns: Columns, lines: Sequence[Any], qtbot: QtBot
) -> None:
    typed: list[tuple[str, str]] = []
    edit = Paint(edit=lambda row, words: typed.append((row.sku, words)))
    table = Table(look, text, columns, paints={"Net sales": edit})
    qtbot.addWidget(table)
    table.show()
    table.show_rows(lines)
    table.go_to(lines[0], column=3)
    QTest.keyClick(table.grid, Qt.Key.Key_F2)
    editor = table.grid.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "99.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(typed))
    assert typed == [("JR-0102", "99.5")]


def test_that_every_kind_of_cell_can_be_painted(look: Look, text: Text, qtbot: QtBot) -> None:
    columns = tuple(Column[Any](kind.value, lambda _row: None, kind) for kind in Kind)
    table = Table(look, text, columns)
    qtbot.addWidget(table)
    table.resize(1000, 200)
    table.show()
    table.show_rows([1, 2])
    assert not table.grab().isNull()


def test_that_a_text_that_is_cut_is_told_whole_under_the_pointer(table: Table, qtbot: QtBot) -> None:
    def told(column: int) -> str:
        QToolTip.hideText()
        at = table.grid.visualRect(table.model.index(0, column)).center()
        view = table.grid.viewport()
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
        return QToolTip.text()

    qtbot.wait(1)
    assert told(1) == ""
    table.grid.setColumnWidth(1, 60)
    assert told(1) == "Smoked tea"
    table.grid.setColumnWidth(0, 60)
    assert told(0) == "JR-0102 Smo"
