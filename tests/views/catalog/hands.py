"""What tests of the Catalogue do with the page: open a section, put the cursor, type, fill a form, press a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from views.catalog.page import CatalogPage
from views.common.form import Form
from views.common.section import Section
from views.common.table import Table


def opened(qtbot: QtBot, brand: Brand, key: str = "channels") -> CatalogPage:
    """Open the page at a section and wait for its rows."""
    page = CatalogPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.show_this(key)
    qtbot.waitUntil(lambda: page.section.gaps is not None and bool(page.sentence.sentence()))
    qtbot.waitUntil(lambda: not page.thin_bar.moving and not page._questions)  # noqa: SLF001 - nothing is asked any more
    return page


def put_cursor(section: Section, title: str, fits: Callable[[Any], bool]) -> None:
    """Put the cursor on a cell: the column by its title, the row by what it holds."""
    table = section.table
    row = next(place for place, one in enumerate(table.shown_rows()) if fits(one))
    column = next(place for place, one in enumerate(table.model.columns) if one.title == title)
    table.grid.setFocus()
    table.grid.go_to(table.model.index(row, column))


def written(table: Table, title: str) -> list[str]:
    """Give what a column shows, row by row."""
    column = next(place for place, one in enumerate(table.model.columns) if one.title == title)
    return [str(table.model.index(row, column).data()) for row in range(table.model.rowCount())]


def type_into(table: Table, words: str) -> None:
    """Type over the cell under the cursor as in a spreadsheet."""
    QTest.keyClick(table.grid, Qt.Key.Key_F2)
    editor = table.grid.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def form(page: CatalogPage) -> Form:
    """Give the form in the inspector."""
    QApplication.processEvents()  # what was put into a layout is shown with the next round of events
    found = [one for one in page.inspector.findChildren(Form) if one.isVisible()]
    assert found
    return found[-1]


def fill(page: CatalogPage, name: str, words: str) -> None:
    """Type into a field of the form."""
    line = form(page).editor(name)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, words)


def press(page: QWidget, words: str) -> None:
    """Press the button with these words."""
    QApplication.processEvents()
    next(one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible()).click()


def asked(brand: Brand, query: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - the answer of any query
    """Ask the ledger."""
    with brand.ledger.read() as session:
        return query(session)
