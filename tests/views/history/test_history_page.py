"""The History page: who did what when, field by field, and how it is taken back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.catalog import edit_sku, set_cost
from models.domain.money import Money
from tests.views.brand import Brand
from views.history.page import HistoryPage


def opened(qtbot: QtBot, brand: Brand) -> HistoryPage:
    """Open the page and wait until it has read."""
    page = HistoryPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    qtbot.waitUntil(lambda: page.changes.model.rowCount() > 0)
    return page


def shown(page: HistoryPage, title: str) -> list[str]:
    """Give a column of the log as it is written."""
    model = page.changes.model
    column = next(number for number, each in enumerate(model.columns) if each.title == title)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def words(page: HistoryPage) -> str:
    """Give what the inspector says."""
    return "\n".join(label.text() for label in page.inspector.findChildren(QLabel))


def explain(qtbot: QtBot, page: HistoryPage, label: str) -> None:
    """Put the cursor on a change and open the inspector with Space."""
    qtbot.waitUntil(lambda: page.text.days_in(label) in shown(page, "What"))
    row = next(row for row in page.changes.shown_rows() if row.label == label)
    page.changes.go_to(row)
    QTest.keyClick(page.changes.grid, Qt.Key.Key_Space)


def press(qtbot: QtBot, page: HistoryPage, words: str) -> None:
    """Press a button of the inspector, as soon as it is there."""

    def buttons() -> list[QPushButton]:
        return [each for each in page.inspector.findChildren(QPushButton) if each.text() == words and each.isVisible()]

    qtbot.waitUntil(lambda: bool(buttons()))
    QTest.mouseClick(buttons()[0], Qt.MouseButton.LeftButton)


def test_that_nothing_done_yet_says_what_would_be_here(qtbot: QtBot, bare: Brand) -> None:
    page = HistoryPage(bare.desk)
    qtbot.addWidget(page)
    page.show()
    asked: list[str] = []
    page.go.connect(lambda name, _what: asked.append(name))
    qtbot.waitUntil(lambda: any(label.text() == "Nothing was done yet" for label in page.findChildren(QLabel)))
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Import files")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["import"]


def test_that_imports_and_edits_are_listed_with_who_did_them(qtbot: QtBot, small: Brand) -> None:
    edit_sku(small.ledger, sku_id=1, title="Tin of tea", category="Tea", brand="")
    page = opened(qtbot, small)
    assert shown(page, "Kind") == ["edit", "import", "import", "import", "import", "import"]
    assert shown(page, "What")[1:3] == ["Import stock.csv", "Import rates.csv"]
    assert set(shown(page, "By")) == {"tester"}
    assert page.sentence.sentence() == "**6 changes**, 5 imports among them."


def test_that_a_change_is_explained_field_by_field_in_words(qtbot: QtBot, small: Brand) -> None:
    set_cost(small.ledger, sku="TIN", amount=Money(450, "USD"), valid_from=date(2026, 3, 1), note="by hand")
    page = opened(qtbot, small)
    assert shown(page, "What")[0] == "Set cost of TIN to 4.50 from 3/1/2026"
    explain(qtbot, page, "Set cost of TIN to 4.50 from 2026-03-01")
    qtbot.waitUntil(lambda: "Cost TIN" in words(page))
    assert "Set cost of TIN to 4.50 from 3/1/2026" in words(page)
    assert "–  →  4.50 USD" in words(page)
    assert "valid from\n–  →  3/1/2026" in words(page)


def test_that_any_change_can_be_taken_back_and_brought_back(qtbot: QtBot, small: Brand) -> None:
    edit_sku(small.ledger, sku_id=1, title="Tin of tea", category="Tea", brand="")
    page = opened(qtbot, small)
    label = shown(page, "What")[0]
    explain(qtbot, page, label)
    press(qtbot, page, "Take this back")
    qtbot.waitUntil(lambda: shown(page, "What")[0] == f"Undo: {label}")
    assert shown(page, "State")[:2] == ["stands", "taken back"]
    assert page.notice.sentence() == f"Undo: {label} is done. Ctrl+Z takes that back in turn."
    explain(qtbot, page, f"Undo: {label}")
    press(qtbot, page, "Bring it back again")
    qtbot.waitUntil(lambda: shown(page, "What")[0] == f"Redo: {label}")
    assert shown(page, "State")[:3] == ["stands", "taken back", "stands"]


def test_that_a_change_that_a_later_one_stands_on_is_kept_and_the_later_one_named(qtbot: QtBot, small: Brand) -> None:
    edit_sku(small.ledger, sku_id=1, title="One", category="", brand="")
    edit_sku(small.ledger, sku_id=1, title="Two", category="", brand="")
    page = opened(qtbot, small)
    earlier = page.changes.shown_rows()[1]
    page.changes.go_to(earlier)
    QTest.keyClick(page.changes.grid, Qt.Key.Key_Space)
    press(qtbot, page, "Take this back")
    qtbot.waitUntil(page.notice.isVisible)
    assert earlier.label in page.notice.sentence()
    assert "changed the same row since. Nothing was changed." in page.notice.sentence()
    assert len(page.changes.shown_rows()) == 7


def test_that_an_import_leads_to_the_imports_page(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    asked: list[tuple[str, object]] = []
    page.go.connect(lambda name, what: asked.append((name, what)))
    explain(qtbot, page, "Import costs.csv")
    press(qtbot, page, "Show in Imports")
    assert asked == [("imports", page.changes.current().batch_id)]


def test_that_an_import_can_be_taken_back_here_too(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    explain(qtbot, page, "Import stock.csv")
    press(qtbot, page, "Take this back")
    qtbot.waitUntil(lambda: shown(page, "What")[0] == "Undo: Import stock.csv")
    assert shown(page, "Kind")[0] == "undo"


def test_that_the_filter_narrows_the_log(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.focus_search()
    QTest.keyClicks(page.focusWidget(), "rates")
    qtbot.waitUntil(lambda: shown(page, "What") == ["Import rates.csv"])
