"""How far a channel is known: its sales in the table, its other sources under the pointer and in the panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from views.common.desk import Desk
from views.overview import looks
from views.overview.page import OverviewPage


def test_that_the_other_sources_of_a_channel_are_told_beside_its_sales(desk: Desk, qtbot: QtBot) -> None:
    page = OverviewPage(desk)
    qtbot.addWidget(page)
    page.resize(1240, 840)
    page.show()
    qtbot.waitUntil(lambda: page.board.table.isVisible() and page.board.read is not None, timeout=8000)
    table = page.board.table
    read = table.shown_rows()[0]
    assert page.board.read is not None
    known = looks.reach(read, page.board.read)
    assert known[0][0] == "Shopify orders, which tells of sales"
    assert read.last_day == known[0][1]
    assert {"Shopify payment transactions", "Meta ads by day"} <= {name for name, _ in known}
    place = next(number for number, column in enumerate(table.model.columns) if column.title == "Data to")
    tip = str(table.model.index(0, place).data(Qt.ItemDataRole.ToolTipRole))
    assert f"Meta ads by day: to {page.text.day(dict(known)['Meta ads by day'])}" in tip
    page.explain(read)
    said = [one.text() for one in page.inspector.findChildren(QLabel)]
    assert "Shopify orders, which tells of sales" in said
