"""The widths of a table's columns where they do not all fit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from app.columns import Column, Kind
from models.domain.money import Money
from views.common.cells import CellPainter
from views.common.fonts import TABLE, semibold, ui_font
from views.common.paint import Paint
from views.common.rows_model import RowsModel
from views.common.table import Table
from views.common.table_view import ROW_HEIGHT, Grid, PinnedColumn
from views.common.text import Text
from views.common.theme import Look, Tone
from views.common.widths import Widths


@dataclass(frozen=True)
class Task:
    """A row whose owner nobody has named."""

    what: str
    owner: str
    stake: Money


ROW = Task("Members’ autumn market, stall fourteen", "", Money(100, "USD"))
COLUMNS: tuple[Column[Task], ...] = (
    Column("Code", lambda _row: "C-1", Kind.CODE),
    Column("What", lambda row: row.what),
    Column("Responsible person", lambda row: row.owner),
    Column("At stake", lambda row: row.stake, Kind.MONEY),
)
CODE, WHAT, OWNER, STAKE = range(4)
SHORT = 120  # to which texts are cut


@pytest.fixture
def tasks(look: Look, text: Text, qtbot: QtBot) -> Table:
    """Show one row with a long text and a blank one."""
    made = Table(look, text, COLUMNS, name="tasks")
    qtbot.addWidget(made)
    made.show()
    made.show_rows([ROW])
    return made


def give(table: Table, room: int, qtbot: QtBot) -> list[int]:
    """Give the columns so much room together, and tell what each has."""
    around = table.width() - table.grid.viewport().width()
    table.resize(room + around, 300)
    qtbot.wait(1)
    return [table.grid.columnWidth(column) for column in range(len(COLUMNS))]


def test_that_a_blank_column_keeps_its_title_as_long_as_texts_can_give_room(tasks: Table, qtbot: QtBot) -> None:
    widths, titles = tasks.column_choice.widths, tasks.grid.titles
    needed, least = widths.needed(), widths.least()
    narrow = sum(least) - 60
    found = give(tasks, narrow, qtbot)
    assert sum(found) == narrow
    assert found[OWNER] == least[OWNER] >= titles.least_width(OWNER)
    assert found[WHAT] == needed[WHAT] - 60


def test_that_titles_and_texts_are_cut_only_where_that_brings_the_last_column_into_view(
    tasks: Table, qtbot: QtBot
) -> None:
    widths = tasks.column_choice.widths
    needed, least = widths.needed(), widths.least()
    narrow = sum(least) - (needed[WHAT] - SHORT) - 20
    found = give(tasks, narrow, qtbot)
    assert sum(found) == narrow
    assert found[WHAT] == SHORT
    assert found[OWNER] == least[OWNER] - 20
    narrowest = sum(least) - (needed[WHAT] - SHORT) - (least[OWNER] - 40)
    assert give(tasks, narrowest, qtbot)[OWNER] == 40
    assert give(tasks, narrowest - 1, qtbot) == [least[CODE], needed[WHAT], least[OWNER], least[STAKE]]


def test_that_a_column_that_comes_into_view_again_takes_its_own_width(tasks: Table, qtbot: QtBot) -> None:
    choice = tasks.column_choice
    choice.hide(OWNER, hidden=True)
    choice.hide(OWNER, hidden=False)
    assert choice.widths.by_hand() == {}
    around = sum(choice.widths.needed())
    assert give(tasks, around, qtbot) == choice.widths.needed()


def test_that_long_codes_and_chips_are_cut_as_texts_are(look: Look, text: Text, qtbot: QtBot) -> None:
    long = ("Referral fees and commission, returned", "113-4567772-3776342-113-4567772")
    columns = [
        Column[Task]("Becomes", lambda _row: long[0], Kind.CHIP),
        Column[Task]("Order", lambda _row: long[1], Kind.CODE),
    ]
    paints = {"Becomes": Paint(tone=lambda _row: Tone.NEUTRAL, least=130), "Order": Paint(least=96)}
    table = Table(look, text, [*columns, COLUMNS[STAKE]], paints=paints)
    qtbot.addWidget(table)
    table.show()
    table.show_rows([ROW])
    needed, stake = table.column_choice.widths.needed(), table.column_choice.widths.least()[2]
    around = table.width() - table.grid.viewport().width()
    table.resize(130 + 96 + stake + around, 200)
    qtbot.wait(1)
    assert [table.grid.columnWidth(column) for column in range(3)] == [130, 96, stake]
    assert needed[0] > 150 < needed[1]


class Growing(Grid):
    """Has a scroll bar as soon as a width is set, as a table has whose titles need a second line."""

    def setColumnWidth(self, column: int, width: int) -> None:  # noqa: N802 -- Qt's name
        super().setColumnWidth(column, width)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


def test_that_room_is_shared_out_again_where_widths_bring_a_scroll_bar(look: Look, text: Text, qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS, text)
    grid = Growing(look, model)
    qtbot.addWidget(grid)
    model.show([ROW])
    grid.resize(800, 300)
    grid.show()
    Widths(grid).fit()
    assert grid.verticalScrollBar().isVisible()
    assert sum(grid.columnWidth(column) for column in range(len(COLUMNS))) == grid.viewport().width() < 800


def test_that_a_column_of_numbers_asks_for_what_its_sum_needs(look: Look, text: Text, qtbot: QtBot) -> None:
    table = Table(look, text, [Column[int]("Q", lambda row: row, Kind.UNITS, total=True)])
    qtbot.addWidget(table)
    table.show()
    bold = QFontMetrics(semibold(TABLE))
    for rows, total in (([2, 3], "5"), ([900_000, 900_000], "1,800,000")):
        table.show_rows(rows)
        plain = max(QFontMetrics(ui_font(TABLE)).horizontalAdvance(f"{row:,}") for row in rows)
        (needed,) = table.column_choice.widths.needed()
        assert needed == max(bold.horizontalAdvance(total), plain, table.grid.titles.least_width(0) - 20) + 24


@pytest.mark.parametrize("rows", [[*range(1, 90), -123_456], [*range(1, 90), 1_234_567]])
def test_that_no_figure_is_cut_though_it_stands_far_below_the_first_rows(
    rows: list[int], look: Look, text: Text, qtbot: QtBot
) -> None:
    table = Table(look, text, [Column[int]("Q", lambda row: row, Kind.UNITS)])
    qtbot.addWidget(table)
    table.show()
    table.show_rows(rows)
    (needed,) = table.column_choice.widths.needed()
    assert needed >= QFontMetrics(ui_font(TABLE)).horizontalAdvance(text.units(rows[-1])) + 20


def test_that_a_bar_asks_for_room_and_gives_it_up_before_anything_is_cut(look: Look, text: Text, qtbot: QtBot) -> None:
    columns = [Column[Decimal]("Part", lambda row: row, Kind.BAR), Column[Decimal]("Of", lambda _row: "all")]
    table = Table(look, text, columns, paints={"Part": Paint(width=70)})
    qtbot.addWidget(table)
    table.show()
    table.show_rows([Decimal("0.537")])
    widths = table.column_choice.widths
    assert widths.needed()[0] > widths.least()[0] == 70


def test_that_words_go_on_in_a_second_line_of_every_row_only_where_they_do_not_fit(
    look: Look, text: Text, qtbot: QtBot
) -> None:
    table = Table(look, text, COLUMNS, paints={"What": Paint(wrap=True)})
    qtbot.addWidget(table)
    table.show()
    table.show_rows([ROW, ROW])
    widths, grid = table.column_choice.widths, table.grid
    most, least = sum(widths.needed()), sum(widths.least()) - 60
    for room, height in ((most, ROW_HEIGHT), (least, ROW_HEIGHT + 15), (most, ROW_HEIGHT)):
        give(table, room, qtbot)
        cuts = CellPainter(look, table.model).cuts(WHAT, ROW, grid.visualRect(table.model.index(0, WHAT)).size())
        assert ([grid.rowHeight(0), grid.rowHeight(1)], cuts) == ([height, height], False)
        assert grid.maximumHeight() == grid.titles.height() + 2 * height + 1
        assert table.totals.height() == ROW_HEIGHT
    grid.setColumnWidth(WHAT, 60)
    assert grid.rowHeight(0) > ROW_HEIGHT
    assert CellPainter(look, table.model).cuts(WHAT, ROW, grid.visualRect(table.model.index(0, WHAT)).size())


def test_that_the_pinned_column_keeps_beside_rows_in_two_lines(look: Look, text: Text, qtbot: QtBot) -> None:
    table = Table(look, text, COLUMNS, paints={"What": Paint(wrap=True)})
    qtbot.addWidget(table)
    table.show()
    table.show_rows([ROW, ROW])
    give(table, 200, qtbot)
    table.grid.setColumnWidth(WHAT, 80)
    table.grid.horizontalScrollBar().setValue(50)
    pinned = table.grid.findChild(PinnedColumn)
    assert isinstance(pinned, PinnedColumn)
    assert pinned.rowHeight(0) == table.grid.rowHeight(0) > ROW_HEIGHT
    table.grid.setColumnWidth(WHAT, 400)
    assert pinned.rowHeight(0) == table.grid.rowHeight(0) == ROW_HEIGHT
