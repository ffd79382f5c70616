"""The real window on the demo brand, driven as a person does: import, cancel, undo, drill-down, edit, export."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from app.errors import OpenFailure
from app.importing.demo import EXPORTS
from app.ledger.opening import open_ledger
from app.ledger.seal import seal_path
from app.queries.batches import BatchRow, batches
from app.queries.contribution import known_period, statement
from models.domain.contribution.statement import By, Statement
from tests.make import Order, orders_csv
from tests.views import desktop
from tests.views.desktop import PATIENCE, action, answer_file, button, drop, keys
from views.catalog.page import CatalogPage
from views.common.dialogs import Sheet
from views.common.form import Form
from views.common.table import Table
from views.contribution.page import ContributionPage
from views.imports.page import ImportsPage
from views.overview.page import OverviewPage
from views.window import Window

FILES = len(list(EXPORTS.iterdir()))
Answer = TypeVar("Answer")


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Path:
    """Give a copy of the demo brand's ledger, with its seal."""
    for path in (demo_file, seal_path(demo_file)):
        shutil.copy2(path, tmp_path / path.name)
    return tmp_path / demo_file.name


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[Window]:
    """Give the window as a first start shows it."""
    with desktop.window(tmp_path, qapp) as shown:
        yield shown


def ask(path: Path, query: Callable[[Session], Answer]) -> Answer:
    """Ask the ledger beside the window, as a second program does."""
    ledger = open_ledger(path, read_only=True)
    try:
        with ledger.read() as session:
            return query(session)
    finally:
        ledger.close()


def whole(session: Session) -> Statement:
    """Give the statement over all days."""
    period = known_period(session)
    assert period is not None
    return statement(session, period, By.CHANNEL)


def figures(path: Path) -> list[tuple[str, int, int]]:
    """Give net sales and result by channel."""
    found = ask(path, whole)
    return [(row.label, row.figures.amount("net_sales"), row.figures.amount("result")) for row in found.rows]


def stands(path: Path, wanted: list[tuple[str, int, int]]) -> bool:
    """Say whether the ledger gives these figures; not while a change is being written."""
    try:
        return figures(path) == wanted
    except OpenFailure:
        return False


def imports_page(window: Window) -> ImportsPage:
    """Give the Imports page."""
    assert window.work is not None
    page = window.work.book.page_named("imports")
    assert isinstance(page, ImportsPage)
    return page


def column(table: Table, title: str) -> int:
    """Give the place of a column."""
    return next(place for place, each in enumerate(table.model.columns) if each.title == title)


def click(qtbot: QtBot, window: Window, words: str) -> None:
    """Press the button in view with these words."""
    QTest.mouseClick(button(qtbot, lambda: window, words), Qt.MouseButton.LeftButton)


def test_that_a_first_start_leads_to_the_demo_brand_and_its_read(qtbot: QtBot, window: Window, demo: Path) -> None:
    click(qtbot, window, "Open the demo brand")
    qtbot.waitUntil(lambda: window.work is not None, timeout=90_000)
    assert window.work is not None
    page = window.work.book.page()
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(lambda: bool(page.sentence.sentence()), timeout=PATIENCE)
    path = window.current_path()
    assert path is not None
    assert len(ask(path, batches)) == FILES
    assert figures(path) == figures(demo)


def test_that_dropped_exports_become_the_contribution_read(
    qtbot: QtBot, window: Window, tmp_path: Path, demo: Path
) -> None:
    path = desktop.empty_ledger(tmp_path / "mine")
    work = desktop.open_ledger(qtbot, window, path)
    drop(window, EXPORTS)
    page = imports_page(window)
    qtbot.waitUntil(page.import_button.isEnabled, timeout=90_000)
    assert len(page.looks.ready()) == FILES
    assert ask(path, batches) == []
    with qtbot.waitSignal(page.looks.finished, timeout=90_000):
        QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    assert f"{FILES} files imported" in page.notice.sentence()
    assert figures(path) == figures(demo)
    keys(window, "Ctrl+1")
    read = work.book.page()
    assert isinstance(read, OverviewPage)
    qtbot.waitUntil(lambda: "channels contribute" in read.sentence.sentence(), timeout=PATIENCE)


def test_that_a_large_import_cancelled_in_the_status_bar_leaves_the_ledger_as_it_was(
    qtbot: QtBot, window: Window, demo: Path, tmp_path: Path
) -> None:
    before = figures(demo)
    desktop.open_ledger(qtbot, window, demo)
    large = tmp_path / "orders.csv"
    large.write_text(orders_csv([Order(number) for number in range(1, 20_000)]), encoding="utf-8")
    drop(window, large)
    page = imports_page(window)
    qtbot.waitUntil(page.import_button.isEnabled, timeout=PATIENCE)
    bar = window.line.job_bar
    assert bar is not None
    with qtbot.waitSignal(page.looks.finished, timeout=PATIENCE):
        QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bar.isVisible() and bar.bar.maximum() > 0, timeout=PATIENCE)
        QTest.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    assert page.notice.sentence() == "Stopped. Nothing was written of it."
    assert len(ask(demo, batches)) == FILES
    assert figures(demo) == before


def test_that_an_import_is_undone_after_its_consequences_and_stands_again_by_ctrl_z(
    qtbot: QtBot, window: Window, demo: Path
) -> None:
    before = figures(demo)
    desktop.open_ledger(qtbot, window, demo)
    keys(window, "Ctrl+2")
    page = imports_page(window)
    qtbot.waitUntil(lambda: page.list.table.model.rowCount() == FILES, timeout=PATIENCE)
    wanted: BatchRow = next(row for row in page.list.table.shown_rows() if row.file == "sales_harbor_retail.csv")
    page.list.table.go_to(wanted)
    QTest.keyClick(page.list.table.grid, Qt.Key.Key_Space)
    click(qtbot, window, "Undo import…")
    qtbot.waitUntil(lambda: bool(page.findChildren(Sheet)), timeout=PATIENCE)
    sheet = page.findChildren(Sheet)[0]
    moves = sheet.findChildren(Table)[0].shown_rows()
    assert {move.line for move in moves if move.channel == "Harbor Retail"} >= {"Gross sales", "Net sales", "CM1"}
    promised = sum(move.moved.minor for move in moves if move.line == "Net sales" and move.channel != "All channels")
    QTest.mouseClick(button(qtbot, lambda: sheet, "Undo import"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is undone" in page.notice.sentence(), timeout=PATIENCE)
    after = figures(demo)
    assert sum(net for _, net, _ in after) - sum(net for _, net, _ in before) == promised < 0

    qtbot.waitUntil(lambda: action(window, "undo").text().startswith("Undo the undo of Import"), timeout=PATIENCE)
    keys(window, "Ctrl+Z")
    qtbot.waitUntil(lambda: stands(demo, before), timeout=PATIENCE)


def test_that_a_figure_is_opened_down_to_the_row_of_its_file_by_keyboard(
    qtbot: QtBot, window: Window, demo: Path
) -> None:
    work = desktop.open_ledger(qtbot, window, demo)
    keys(window, "Ctrl+3")
    page = work.book.page()
    assert isinstance(page, ContributionPage)
    page.period.choose("all")
    qtbot.waitUntil(
        lambda: page.statement.table is not None and bool(page.statement.table.shown_rows()), timeout=PATIENCE
    )
    table = page.statement.table
    assert table is not None
    row = table.shown_rows()[1]
    assert table.go_to(row, column=column(table, "Channel costs"))
    QTest.keyClick(table.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.drill.isVisible() and bool(page.drill.table.shown_rows()), timeout=PATIENCE)
    postings = page.drill.table.shown_rows()
    assert sum(posting.base.minor for posting in postings) == row.money("channel_costs").minor
    QTest.keyClick(page.drill.table.grid, Qt.Key.Key_Space)

    def said() -> list[str]:
        return [label.text() for label in page.inspector.findChildren(QLabel) if label.isVisible()]

    first = postings[0]
    qtbot.waitUntil(lambda: f"Row {first.row} of {first.file}" in said(), timeout=PATIENCE)
    QTest.keySequence(page.drill.table.grid, QKeySequence("Alt+Left"))
    qtbot.waitUntil(lambda: not page.drill.isVisible(), timeout=PATIENCE)
    assert work.book.name == "contribution"


def test_that_a_cost_is_edited_undone_and_redone(qtbot: QtBot, window: Window, demo: Path) -> None:
    before = figures(demo)
    work = desktop.open_ledger(qtbot, window, demo)
    work.book.go("catalog", ("costs", "JR-0102"))
    page = work.book.page()
    assert isinstance(page, CatalogPage)
    table = page.costs.table
    qtbot.waitUntil(lambda: {row.sku for row in table.shown_rows()} == {"JR-0102"}, timeout=PATIENCE)
    table.grid.setFocus()
    table.grid.go_to(table.model.index(0, column(table, "Landed cost")))
    QTest.keyClick(table.grid, Qt.Key.Key_F2)
    editor = table.grid.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "9.99")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: page.costs.panel is not None and "CM1" in page.costs.panel.sentence.text(), timeout=PATIENCE
    )
    assert figures(demo) == before
    form = next(each for each in page.inspector.findChildren(Form) if each.isVisible())
    QTest.keyClick(form.save_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: action(window, "undo").text().startswith("Undo Set cost of JR-0102"), timeout=PATIENCE)
    changed = figures(demo)
    assert sum(result for *_, result in changed) < sum(result for *_, result in before)

    keys(window, "Ctrl+Z")
    qtbot.waitUntil(lambda: action(window, "redo").text().startswith("Redo Set cost of JR-0102"), timeout=PATIENCE)
    assert figures(demo) == before
    keys(window, "Ctrl+Shift+Z")
    qtbot.waitUntil(lambda: stands(demo, changed), timeout=PATIENCE)


def test_that_the_workbook_and_a_table_are_exported(qtbot: QtBot, window: Window, demo: Path, tmp_path: Path) -> None:
    desktop.open_ledger(qtbot, window, demo)
    book, table = tmp_path / "pnl.xlsx", tmp_path / "imports.xlsx"
    keys(window, "Ctrl+Shift+E")
    answer_file(qtbot, window, book)
    qtbot.waitUntil(lambda: window.line.told.words.text() == f"Saved {book}", timeout=PATIENCE)
    assert load_workbook(book).sheetnames[:2] == ["Summary", "P&L by channel"]
    keys(window, "Ctrl+2")
    qtbot.waitUntil(lambda: imports_page(window).list.table.model.rowCount() == FILES, timeout=PATIENCE)
    keys(window, "Ctrl+E")
    answer_file(qtbot, window, table)
    qtbot.waitUntil(lambda: window.line.told.words.text() == f"Saved {table}", timeout=PATIENCE)
    sheet = load_workbook(table).worksheets[0]
    assert sum(1 for _ in sheet.iter_rows()) >= FILES + 1
