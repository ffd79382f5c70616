"""What is drawn in a cell, and how often it is measured."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.columns import Column, Kind
from views.common.cells import PADDING, CellPainter
from views.common.paint import Paint
from views.common.rows_model import RowsModel
from views.common.table import Table
from views.common.text import Text
from views.common.theme import Look

ASKED: Counter[Decimal] = Counter()


def asked(row: Decimal) -> Decimal:
    """Give a share, and count how often it was asked for."""
    ASKED[row] += 1
    return row


@pytest.fixture
def model(text: Text) -> RowsModel:
    """Hold three shares."""
    made = RowsModel([Column("Share", asked, Kind.BAR)], text)
    made.show([Decimal("0.3"), Decimal("0.1"), Decimal("0.2")])
    return made


def draw(cells: CellPainter, model: RowsModel) -> QImage:
    """Draw every row of the one column, one below the other."""
    image = QImage(160, 28 * model.rowCount(), QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        for place, row in enumerate(model.rows()):
            cells.draw_value(painter, QRect(0, 28 * place, 160, 28), 0, value=row, row=row, total=False)
    return image


def test_that_the_figures_beside_bars_are_measured_once_for_as_long_as_the_rows_stand(
    look: Look, model: RowsModel
) -> None:
    cells = CellPainter(look, model)
    draw(cells, model)
    ASKED.clear()
    drawn = draw(cells, model)
    assert not ASKED
    model.filter("0.3")
    model.filter("")
    assert draw(cells, model) == drawn
    model.show([Decimal("0.3"), Decimal("1.1"), Decimal("0.2")])
    again = draw(cells, model)
    assert again != drawn
    assert again == draw(CellPainter(look, model), model)


def test_that_bars_of_two_columns_are_drawn_to_one_scale(look: Look, text: Text, qtbot: QtBot) -> None:
    """A share of a half is as long in a narrow column as in a wide one beside it."""
    shares = [Column[Decimal](title, lambda row: row, Kind.BAR) for title in ("Revenue", "Cost")]
    table = Table(look, text, shares, paints={"Revenue": Paint(bar=_blue), "Cost": Paint(bar=_blue)})
    qtbot.addWidget(table)
    table.resize(400, 120)
    table.show()
    table.show_rows([Decimal("0.5")])
    for column, width in enumerate((110, 250)):
        table.grid.setColumnWidth(column, width)
    drawn = table.grid.viewport().grab().toImage()
    middle = table.grid.rowViewportPosition(0) + 14
    blue = [
        sum(drawn.pixelColor(x, middle).name() == _blue(None) for x in span) for span in (range(110), range(110, 360))
    ]
    assert blue[0] == blue[1] > 10


def _blue(_row: object) -> str:
    return "#0072b2"


def test_that_a_note_alone_stands_where_a_text_would(look: Look, text: Text) -> None:
    """What says that a value is missing is aligned with the values above it."""

    def left(value: str, note: str) -> int:
        columns = [Column[str]("SKU", lambda row: row)]
        made = RowsModel(columns, text, paints={"SKU": Paint(note=lambda _row: note)})
        made.show([value])
        drawn = draw(CellPainter(look, made), made)
        return next(x for x in range(drawn.width()) if any(drawn.pixelColor(x, y).alpha() > 60 for y in range(28)))

    assert left("", "linked") == left("linked", "")


def of_known(known: dict[int, bool], text: Text) -> RowsModel:
    """Hold figures of which some are not the whole."""
    paints = {"Q": Paint(partly=lambda row: not known[row])}
    columns = [Column[int]("Q", lambda row: row or None, Kind.UNITS, total=True), Column[int]("Name", str)]
    made = RowsModel(columns, text, paints=paints)
    made.show(list(known))
    return made


def test_that_a_figure_that_is_not_the_whole_is_marked_in_the_margin_and_costs_no_width(look: Look, text: Text) -> None:
    whole, part = (of_known({1234: known, 56: True}, text) for known in (True, False))
    before, after = (draw(CellPainter(look, made), made) for made in (whole, part))
    marked = [x for x in range(160) if any(before.pixel(x, y) != after.pixel(x, y) for y in range(56))]
    assert 160 - PADDING < min(marked) < max(marked) < 160 - 1
    assert all(before.pixel(x, y) == after.pixel(x, y) for x in marked for y in range(28, 56))
    assert CellPainter(look, part).width_of(1234, 0, 1234) == CellPainter(look, whole).width_of(1234, 0, 1234)


def test_that_what_is_not_known_at_all_has_no_second_mark(look: Look, text: Text) -> None:
    drawn = []
    for known in (True, False):
        model, image = of_known({0: known}, text), QImage(160, 28, QImage.Format.Format_ARGB32)
        image.fill(0)
        with QPainter(image) as painter:
            CellPainter(look, model).draw_value(painter, QRect(0, 0, 160, 28), 0, value=None, row=0, total=False)
        drawn.append(image)
    assert drawn[0] == drawn[1]


def test_that_a_sum_is_marked_while_any_figure_in_view_is(text: Text) -> None:
    model = of_known({1234: False, 56: True, 78: True}, text)
    assert model.is_partly(0)
    for needle, marked in (("56", False), ("4", True), ("", True)):
        model.filter(needle)
        assert (model.rowCount() > 0, model.is_partly(0)) == (True, marked)


def test_that_words_are_drawn_in_two_lines_where_a_cell_is_high_enough(look: Look, text: Text) -> None:
    def inked(height: int, *, wrap: bool) -> list[int]:
        model = RowsModel([Column[str]("What", str)], text, paints={"What": Paint(wrap=wrap)})
        model.show(["Promised twice to Harbor Retail"])
        image = QImage(130, height, QImage.Format.Format_ARGB32)
        image.fill(0)
        with QPainter(image) as painter:
            row = model.row(0)
            CellPainter(look, model).draw_value(painter, image.rect(), 0, value=row, row=row, total=False)
        return [y for y in range(height) if any(image.pixelColor(x, y).alpha() > 60 for x in range(130))]

    one, two = inked(43, wrap=False), inked(43, wrap=True)
    assert max(one) - min(one) < 15 < max(two) - min(two)
    assert inked(28, wrap=True) == inked(28, wrap=False)
