"""Looking at files for a test: writing them, waiting until they are read, and asking what the page shows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.queries.batches import BatchRow, batches
from tests.make import Order, orders_csv
from tests.views.brand import Brand
from views.common.day_edit import DayEdit
from views.imports.entries import State
from views.imports.page import ImportsPage

PATIENCE = 20_000


def looking(qtbot: QtBot, brand: Brand, *paths: Path) -> ImportsPage:
    """Open the page on files and wait until they are read."""
    page = ImportsPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.show_this(list(paths))
    read(qtbot, page)
    return page


def read(qtbot: QtBot, page: ImportsPage) -> None:
    """Wait until every file is read."""
    qtbot.waitUntil(lambda: bool(page.looks.entries) and not page.looks.busy, timeout=PATIENCE)


def written(folder: Path, name: str, text: str) -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def orders(folder: Path, *numbers: int, name: str = "orders.csv") -> Path:
    """Write an export of shop orders."""
    return written(folder, name, orders_csv([Order(number) for number in numbers]))


def states(page: ImportsPage) -> dict[str, State]:
    """Give how each file stands."""
    return {entry.file.name: entry.state for entry in page.looks.entries}


def imported(brand: Brand) -> list[BatchRow]:
    """Give what is in the ledger."""
    with brand.ledger.read() as session:
        return batches(session)


def bring_in(qtbot: QtBot, page: ImportsPage) -> None:
    """Press the main button and wait until the import has ended."""
    with qtbot.waitSignal(page.looks.finished, timeout=PATIENCE):
        QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)


def field(page: ImportsPage, words: str, kind: type[QComboBox | DayEdit]) -> QComboBox | DayEdit:
    """Give a question by its words."""
    found = page.preview.panel.questions.findChildren(kind)
    return next(each for each in found if each.accessibleName() == words and each.isVisible())


def tab(page: ImportsPage, key: str) -> list[tuple[int, str]]:
    """Choose rows by verdict; gives their numbers with what is said of them."""
    page.preview.panel.tabs.choose(key)
    table = page.preview.panel.table()
    assert table is not None
    return [(row.row, row.becomes or row.reason) for row in table.shown_rows()]


def reasons(page: ImportsPage, key: str) -> str:
    """Choose rows by verdict; gives what their column of reasons shows, line by line."""
    tab(page, key)
    table = page.preview.panel.table()
    assert table is not None
    model = table.model
    place = next(number for number, column in enumerate(model.columns) if column.title == "Reason")
    return "\n".join(model.data(model.index(row, place)) for row in range(model.rowCount()))
