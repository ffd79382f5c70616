"""The titles of a table: whole at the width they ask for, sorted by or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.columns import Column, Kind
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
