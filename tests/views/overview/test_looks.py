"""The table of the Overview: every title and figure whole, and every column in view where there is room for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.columns import Kind
from app.queries.conflict_states import AtStake
from app.queries.overview import COLUMNS
from views.common.cells import CellPainter
from views.common.desk import Desk
from views.common.fonts import TABLE, semibold
from views.common.rows_model import RowsModel
from views.common.text import Text
from views.common.theme import Look
from views.overview import looks
from views.overview.page import OverviewPage

_AT_1440, _AT_1180 = 1440 - 200, 1180 - 200  # what the window leaves to the page


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> OverviewPage:
    """Show four weeks of the demo brand against the four before, with conflicts beside them."""
    made = OverviewPage(desk)
    qtbot.addWidget(made)
    made.show()
    made.period.choose("4w")
    qtbot.waitUntil(lambda: made.board.read is not None and made.board.read.against is not None)
    read = made.board.read
    assert read is not None
    stake = AtStake(177, 421_900)
    told = [replace(one, at_stake=stake) for one in (*read.channels, read.total)]
    made.board.show_read(replace(read, channels=tuple(told[:-1]), total=told[-1]))
    return made


@pytest.mark.parametrize("width", [_AT_1440, _AT_1180])
def test_that_no_title_is_cut_where_conflicts_stand_beside_the_shares(
    page: OverviewPage, width: int, qtbot: QtBot
) -> None:
    page.resize(width, 840)
    qtbot.wait(1)
    grid = page.board.table.grid
    shown = [number for number in range(len(COLUMNS)) if not grid.isColumnHidden(number)]
    assert {"Share of operating cost", "Conflicts", "At stake"} <= {COLUMNS[number].title for number in shown}
    cut = [COLUMNS[number].title for number in shown if grid.columnWidth(number) < grid.titles.least_width(number)]
    assert cut == []


def test_that_every_column_is_in_view_in_a_window_of_1440(page: OverviewPage, qtbot: QtBot) -> None:
    page.resize(_AT_1440, 840)
    qtbot.wait(1)
    assert page.board.table.grid.horizontalScrollBar().maximum() == 0


def test_that_days_stand_whole_in_the_totals_row_in_whatever_way_they_are_written(page: OverviewPage) -> None:
    read, text = page.board.read, Text(QLocale(QLocale.Language.Swedish))
    assert read is not None
    assert text.day(date(2026, 10, 30)) == "2026-10-30"
    made = looks.paints(lambda: None, read, text)["Data to"]
    assert made.width >= QFontMetrics(semibold(TABLE)).horizontalAdvance("2026-10-30") + 20


def test_that_percentages_above_a_hundred_stand_whole_beside_their_bars(page: OverviewPage) -> None:
    read, text = page.board.read, Text.for_choice("point")
    assert read is not None
    first = read.channels[0]
    for share, words in (
        (Decimal("1.105"), "110.5\N{NO-BREAK SPACE}%"),
        (Decimal("12.345"), "1,234.5\N{NO-BREAK SPACE}%"),
    ):
        row = replace(first.row, share_of_revenue=share, share_of_operating_cost=share)
        paints = looks.paints(lambda: None, replace(read, channels=(replace(first, row=row),)), text)
        model = RowsModel([column for column in COLUMNS if column.kind is Kind.BAR], text, paints=paints)
        model.show([replace(first, row=row)])
        painter = Painted(page.look, model)
        image = QImage(400, 28, QImage.Format.Format_ARGB32)
        for column, made in enumerate(model.paints):
            with QPainter(image) as brush:
                painter.draw_value(
                    brush, QRect(0, 0, made.width, 28), column, value=share, row=model.row(0), total=False
                )
        assert [found for found, _, _ in painter.seen] == [words, words]
        assert all(needed <= room for _, needed, room in painter.seen)


class Painted(CellPainter):
    """Keeps what was written, the room that it needs, and the room that it got."""

    def __init__(self, look: Look, model: RowsModel) -> None:
        super().__init__(look, model)
        self.seen: list[tuple[str, int, int]] = []

    def _words(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        *,
        font: QFont,
        colour: str,
        side: Qt.AlignmentFlag,
        wrap: bool = False,
    ) -> None:
        self.seen.append((words, QFontMetrics(font).horizontalAdvance(words), rect.width()))
        super()._words(painter, rect, words, font=font, colour=colour, side=side, wrap=wrap)


def test_that_levels_without_a_landed_cost_are_marked_as_on_the_contribution_page(page: OverviewPage) -> None:
    table, read = page.board.table, page.board.read
    assert read is not None
    places = {column.title: place for place, column in enumerate(table.model.columns)}
    for title in ("CM1", "CM2", "CM3", "CM4"):
        marked = [row.row.label for row in table.shown_rows() if table.model.is_partly(places[title], row)]
        assert marked == ["Amazon", "Etsy", "Wholesale"]
        assert table.model.is_partly(places[title], read.total)
        row = next(place for place, one in enumerate(table.shown_rows()) if one.row.label == "Amazon")
        tip = str(table.model.index(row, places[title]).data(Qt.ItemDataRole.ToolTipRole))
        assert tip.endswith("of sales), of which no landed cost is known")
    assert not any(table.model.is_partly(places[title], read.total) for title in ("Net sales", "CM4 before"))
