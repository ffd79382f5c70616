"""The Stock page: newest reports side by side, and the rows of the files behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.make import import_text
from tests.views.brand import Brand
from views.stock.page import StockPage
from views.stock.reports import days_ago

NEWER = """location,sku,date,on_hand,available,committed,unavailable,incoming
Cellar,TEA,2026-05-31,1,1,0,0,0
"""


def opened(qtbot: QtBot, brand: Brand) -> StockPage:
    """Open the page and wait for what it says."""
    page = StockPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more
    return page


def shown(page: StockPage) -> list[list[str]]:
    """Give the grid as it is written."""
    model = page.levels.table.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def titles(page: StockPage) -> list[str]:
    """Give the titles of the grid."""
    return [column.title for column in page.levels.table.model.columns]


def words(page: StockPage) -> list[str]:
    """Give what the inspector says."""
    return [label.text() for label in page.inspector.findChildren(QLabel)]


def test_that_each_location_shows_its_newest_report(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    assert titles(page) == ["SKU", "Name", "All locations available", "Barn", "Cellar"]
    assert shown(page) == [
        ["HONEY", "", "7", "7", "–"],
        ["TEA", "", "15", "10", "5"],
        ["TIN", "", "–", "–", "–"],
    ]
    assert "3 SKUs in 2 locations; **1 SKU has none available**" in page.sentence.sentence()
    assert "The oldest report is of Cellar" in page.sentence.sentence()


def test_that_the_figure_is_chosen_and_what_a_report_does_not_give_is_not_zero(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.levels.figures.choose("incoming")
    assert shown(page)[0] == ["HONEY", "", "?", "?", "–"]
    assert shown(page)[1] == ["TEA", "", "24", "24", "–"]
    page.levels.figures.choose("all")
    assert titles(page)[2:5] == ["All locations on hand", "All locations available", "All locations incoming"]
    assert len(titles(page)) == 11


def test_that_on_hand_alone_is_available_and_what_nobody_tells_is_not_claimed(qtbot: QtBot, small: Brand) -> None:
    import_text(small.ledger, "a.csv", "location,sku,date,on_hand\nBarn,HONEY,2026-06-30,8\nBarn,TEA,2026-06-30,9\n")
    import_text(small.ledger, "b.csv", "location,sku,date,on_hand\nCellar,TEA,2026-06-30,1\n")
    page = opened(qtbot, small)
    assert shown(page) == [["HONEY", "", "8", "8", "–"], ["TEA", "", "10", "9", "1"]]
    assert "2 SKUs in 2 locations; every SKU has units available" in page.sentence.sentence()
    page.levels.explain(page.levels.table.shown_rows()[0])
    assert "8, by what is on hand" in words(page)
    import_text(small.ledger, "c.csv", f"{NEWER.splitlines()[0]}\nCellar,TIN,2026-07-01,,,1,,\n")
    page.levels.refresh()
    qtbot.waitUntil(lambda: "of 1 SKU no report tells what is available" in page.sentence.sentence())
    assert "every SKU" not in page.sentence.sentence()


def test_that_the_cursor_stays_on_its_sku_when_the_figure_changes(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.levels.table.go_to_key("TEA")
    page.levels.figures.choose("on_hand")
    assert page.levels.table.current().sku == "TEA"


def test_that_space_opens_the_figures_and_a_button_the_row_of_the_file(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.levels.table.go_to_key("HONEY")
    QTest.keyClick(page.levels.table.grid, Qt.Key.Key_Space)
    assert "Barn" in words(page)
    assert "stock.csv, row 3" in words(page)
    assert "Not listed in the report of Cellar." in words(page)
    button = next(one for one in page.inspector.findChildren(QPushButton) if one.text() == "Show the row of the file")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Row 3" in words(page))
    assert "2026-04-30" in words(page)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()


def test_that_a_newer_report_replaces_the_older_one_whole(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    imported = import_text(small.ledger, "stock_may.csv", NEWER)
    assert imported.done is not None
    small.desk.runner.changed.emit(imported.done.topics)
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
    assert shown(page)[1] == ["TEA", "", "11", "10", "1"]


def test_that_filtering_by_name_or_sku_keeps_the_totals_honest(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.focus_search()
    QTest.keyClicks(page.field, "tea")
    qtbot.waitUntil(lambda: len(shown(page)) == 1)
    assert page.levels.table.model.total(2) == 15


def test_that_an_empty_ledger_says_which_exports_bring_stock(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    QApplication.processEvents()
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "No stock report was imported yet" in said
    assert any("FBA inventory" in words for words in said)
    button = next(one for one in page.findChildren(QPushButton) if one.isVisible() and one.text() == "Import stock")
    with qtbot.waitSignal(page.go) as gone:
        button.click()
    assert gone.args == ["import", None]


def test_that_the_age_of_a_report_is_said_in_words() -> None:
    assert [days_ago(days) for days in (-1, 0, 1, 23)] == ["today", "today", "yesterday", "23 days ago"]


def test_that_old_reports_stand_out(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    assert [chip.accessibleName().split(" · ")[0] for chip in page.levels.reports.chips] == ["Barn", "Cellar"]
    assert all("days ago" in chip.accessibleName() for chip in page.levels.reports.chips)
