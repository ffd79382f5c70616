"""The titles of a table: whole at the width they ask for, sorted by or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.columns import Column, Kind
from views.common.fonts import TABLE, ui_font
from views.common.header import PADDING, Header
from views.common.paint import Paint
from views.common.rows_model import RowsModel
from views.common.table import Table
from views.common.text import Text
from views.common.theme import Look

TITLES = ("Share of operating cost", "CM4 before", "Conflicts", "Least units a channel needs")
COLUMNS = tuple(Column[int](title, lambda row: row, kind) for title in TITLES for kind in (Kind.COUNT, Kind.TEXT))


class Told(Header):
    """Keeps what was written over each column."""

    def __init__(self, look: Look, model: RowsModel, parent: QWidget) -> None:
        super().__init__(look, model, parent)
        self.told: dict[int, list[str]] = {}

    def _lines(self, column: int, width: int) -> list[str]:
        self.told[column] = super()._lines(column, width)
        return self.told[column]


@pytest.fixture
def model(text: Text) -> RowsModel:
    """Hold two rows."""
    made = RowsModel(COLUMNS, text)
    made.show([1, 2])
    return made


@pytest.fixture
def titles(look: Look, model: RowsModel, qtbot: QtBot) -> Iterator[Told]:
    """Show titles, numbers and texts, each as narrow as it says it may be."""
    table = QTableView()
    qtbot.addWidget(table)
    made = Told(look, model, table)
    table.setHorizontalHeader(made)
    table.setModel(model)
    table.resize(1400, 200)
    table.show()
    for column in range(len(COLUMNS)):
        made.resizeSection(column, made.least_width(column))
    made.measure()
    yield made
    table.hide()  # alive until here


def test_that_a_title_stands_whole_at_the_least_width_that_it_asks_for(titles: Told) -> None:
    titles.grab()
    assert [" ".join(titles.told[column]) for column in range(len(COLUMNS))] == [one.title for one in COLUMNS]


def test_that_the_mark_of_the_sorting_takes_no_room_from_a_title(titles: Told, model: RowsModel) -> None:
    plain = titles.grab().toImage()
    for column in range(len(COLUMNS)):
        model.order_by([(column, True)])
        assert titles.grab().toImage() != plain
        assert " ".join(titles.told[column]) == COLUMNS[column].title


def test_that_a_width_that_a_column_asks_for_never_cuts_its_title(look: Look, text: Text, qtbot: QtBot) -> None:
    table = Table(look, text, COLUMNS, paints={title: Paint(width=30) for title in TITLES})
    qtbot.addWidget(table)
    table.resize(200, 200)
    table.show()
    table.show_rows([1, 2])
    wanted = [table.grid.titles.least_width(column) for column in range(len(COLUMNS))]
    assert [table.grid.columnWidth(column) for column in range(len(COLUMNS))] == wanted
    assert min(wanted) > 2 * PADDING + 30


def test_that_a_swatch_stands_above_its_title_where_there_is_no_room_beside_it(
    look: Look, text: Text, qtbot: QtBot
) -> None:
    columns = [Column[int](title, lambda row: row, Kind.UNITS) for title in ("Wholesale", "Etsy", "Farm shop")]
    table = Table(look, text, columns, paints={one.title: Paint(mark="channel:1") for one in columns})
    qtbot.addWidget(table)
    table.resize(500, 200)
    table.show()
    table.show_rows([1, 2])
    titles = table.grid.titles
    low = titles.sizeHint().height()
    plain = QFontMetricsF(ui_font(TABLE)).horizontalAdvance("Wholesale") + 2 * PADDING
    assert plain <= titles.least_width(0) < plain + 1 < titles.natural_width(0) - 9
    one_line = titles.natural_width(0) + titles.natural_width(1) + titles.natural_width(2)
    table.resize(one_line - 1, 200)
    qtbot.wait(1)
    assert titles.sizeHint().height() > low
    assert table.grid.horizontalScrollBar().maximum() == 0
    high, swatch = titles.sizeHint().height(), look.theme.colour("channel:1")
    drawn = titles.grab().toImage()
    for column in range(3):
        left, width = titles.sectionViewportPosition(column), titles.sectionSize(column)
        rows = {y for y in range(high) for x in range(left, left + width) if drawn.pixelColor(x, y) == swatch}
        assert rows
        assert max(rows) < high / 2
