"""The demo brand's shortage in the real window, by keyboard: explained, fixed, undone, ruled, published, sent."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.ledger.seal import seal_path
from app.queries.allocation_plan import PlanRow
from tests.make import today
from tests.views import desktop
from tests.views.desktop import PATIENCE, action, answer_file, keys
from views.allocation.page import AllocationPage
from views.common.field_editors import TickList
from views.common.form import Form
from views.common.page import Page
from views.stock.page import StockPage
from views.stock.uploads import UploadsSection
from views.window import Window

SHORT, AMBER = "JR-0131", "JR-0101"
HOLDING = ("JR-0121", "JR-0180")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, demo_file: Path, qapp: QApplication) -> Iterator[Window]:
    """Open a copy of the demo brand's ledger at the page Allocation."""
    path = tmp_path / demo_file.name
    shutil.copy(demo_file, path)
    shutil.copy(seal_path(demo_file), seal_path(path))
    with desktop.window(tmp_path, qapp) as shown:
        desktop.open_ledger(qtbot, shown, path)
        keys(shown, "Ctrl+5")
        yield shown


def allocation(qtbot: QtBot, window: Window) -> AllocationPage:
    """Give the page Allocation once it has its rows."""
    assert window.work is not None
    page = window.work.book.page_named("allocation")
    assert isinstance(page, AllocationPage)
    qtbot.waitUntil(lambda: bool(page.plan.grid.table.shown_rows()), timeout=PATIENCE)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: Page) -> None:
    """Wait until nothing is asked any more."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not page._questions, timeout=PATIENCE)  # noqa: SLF001 - nothing is asked any more
    QApplication.processEvents()


def units(page: AllocationPage, sku: str) -> dict[str, int]:
    """Give the units of a SKU by channel; in every row all parts add up to the pool."""
    rows: list[PlanRow] = page.plan.grid.table.shown_rows()
    for row in rows:
        assert sum(one.all for one in row.units.values()) + row.unassigned + row.buffer == row.pool
    found = next(row for row in rows if row.sku == sku)
    return {name: one.all for name, one in found.units.items()}


def stood(qtbot: QtBot, window: Window, page: AllocationPage, words: str, *, name: str = "undo") -> None:
    """Wait until the menu offers to undo this, and the page has read the ledger again."""
    qtbot.waitUntil(lambda: action(window, name).text().startswith(words), timeout=PATIENCE)
    qtbot.wait(50)
    settled(qtbot, page)


def press(qtbot: QtBot, page: Page, words: str) -> None:
    """Press the button with these words by keyboard."""

    def there() -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible()]

    qtbot.waitUntil(lambda: bool(there()) and there()[0].isEnabled(), timeout=PATIENCE)
    there()[0].setFocus()
    QTest.keyClick(there()[0], Qt.Key.Key_Space)
    settled(qtbot, page)


def fill(form: Form, **words: str) -> QLineEdit:
    """Type into fields; gives the last."""
    lines = []
    for name, typed in words.items():
        line = form.editor(name)
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, typed)
        lines.append(line)
    return lines[-1]


def tick(form: Form, channel: str) -> None:
    """Tick a channel by keyboard."""
    ticks = form.editor("channels")
    assert isinstance(ticks, TickList)
    ticks.setFocus()
    ticks.setCurrentRow(next(row for row in range(ticks.count()) if ticks.item(row).text() == channel))
    QTest.keyClick(ticks, Qt.Key.Key_Space)


def form_in(qtbot: QtBot, page: AllocationPage) -> Form:
    """Wait for the form in the inspector."""
    found: list[Form] = []

    def there() -> bool:
        found[:] = [one for one in page.inspector.findChildren(Form) if one.isVisible()]
        return bool(found)

    qtbot.waitUntil(there, timeout=PATIENCE)
    return found[0]


def choose(page: AllocationPage, title: str, words: str) -> None:
    """Choose from the list with a title by typing its beginning."""
    boxes = [one for one in page.inspector.findChildren(QComboBox) if one.isVisible() and one.accessibleName() == title]
    QTest.keyClicks(boxes[0], words)
    assert boxes[0].currentText() == words


def said(page: AllocationPage) -> list[str]:
    """Give what the inspector says."""
    return [label.text() for label in page.inspector.findChildren(QLabel) if label.isVisible() and label.text()]


def test_that_the_short_sku_is_explained_and_a_number_is_fixed_and_undone(qtbot: QtBot, window: Window) -> None:
    page = allocation(qtbot, window)
    table = page.plan.grid.table
    before = units(page, SHORT)
    row = next(row for row in table.shown_rows() if row.sku == SHORT)
    assert row.tier.value == "black"
    assert row.unmet == 60
    table.setFocus()
    assert page.plan.grid.place(SHORT, "Wholesale")
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    settled(qtbot, page)
    assert said(page)[0] == f"Why Wholesale gets {before['Wholesale']}"
    assert any("promised" in words.lower() for words in said(page))

    assert page.plan.grid.place(SHORT, "Shopify")
    QTest.keyClick(table.grid, Qt.Key.Key_F2)
    editor = table.grid.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "24")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until = (today() + timedelta(days=14)).isoformat()
    QTest.keyClick(fill(form_in(qtbot, page), reason="a launch", until=until), Qt.Key.Key_Return)
    stood(qtbot, window, page, f"Undo Fix {SHORT} on Shopify at 24")
    after = units(page, SHORT)
    assert after["Shopify"] == 24
    assert sum(after.values()) == sum(before.values()) == row.pool

    keys(window, "Ctrl+Z")
    stood(qtbot, window, page, f"Redo Fix {SHORT}", name="redo")
    assert units(page, SHORT) == before


def test_that_rules_are_published_undone_and_the_quantities_sent(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    page = allocation(qtbot, window)
    before = units(page, AMBER)
    page.show_this("rules")
    settled(qtbot, page)
    press(qtbot, page, "Start a draft")
    stood(qtbot, window, page, "Undo Start a draft")
    press(qtbot, page, "Add a rule")
    choose(page, "Kind of rule", "Guaranteed minimum")
    form = form_in(qtbot, page)
    last = fill(form, units="60", skus=AMBER)
    tick(form, "Shopify")
    QTest.keyClick(last, Qt.Key.Key_Return)
    stood(qtbot, window, page, "Undo Add rule")
    press(qtbot, page, "Publish rules")
    last = fill(form_in(qtbot, page), name="Keep the shop", reason="parcels earn more")
    QTest.keyClick(last, Qt.Key.Key_Return)
    stood(qtbot, window, page, "Undo Publish the allocation rules")
    page.show_this("plan")
    settled(qtbot, page)
    ruled = units(page, AMBER)
    assert ruled["Shopify"] == 60 > before["Shopify"]

    keys(window, "Ctrl+Z")
    stood(qtbot, window, page, "Redo Publish", name="redo")
    assert units(page, AMBER) == before
    keys(window, "Ctrl+Shift+Z")
    stood(qtbot, window, page, "Undo Publish")
    assert units(page, AMBER) == ruled
    press(qtbot, page, "Allocate")
    qtbot.waitUntil(lambda: page.plan.board is not None and page.plan.board.last is not None, timeout=PATIENCE)

    saved = send(qtbot, window, "Shopify", tmp_path / "Shopify stock.csv")
    # The gift box and the sampler hold one tea each, and are listed from the same units.
    assert saved[AMBER] + sum(saved.get(bundle, 0) for bundle in HOLDING) == ruled["Shopify"]


def send(qtbot: QtBot, window: Window, channel: str, path: Path) -> dict[str, int]:
    """Save the file of a channel from the Uploads tab; gives the units it lists by SKU."""
    keys(window, "Ctrl+4")
    assert window.work is not None
    page = window.work.book.page_named("stock")
    assert isinstance(page, StockPage)
    page.show_this("uploads")
    settled(qtbot, page)
    section = page.section
    assert isinstance(section, UploadsSection)
    qtbot.waitUntil(lambda: bool(section.offered), timeout=PATIENCE)
    section.channels.choose(str(next(row.id for row in section.offered if row.name == channel)))
    settled(qtbot, page)
    qtbot.waitUntil(section.save_button.isEnabled, timeout=PATIENCE)
    section.save_button.setFocus()
    QTest.keyClick(section.save_button, Qt.Key.Key_Space)
    answer_file(qtbot, window, path)
    qtbot.waitUntil(lambda: "recorded as sent" in page.notice.sentence(), timeout=PATIENCE)
    found: dict[str, int] = {}
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        if row["On hand (new)"].isdigit():
            held = int(row["Committed (not editable)"] or 0) + int(row["Unavailable (not editable)"] or 0)
            found[row["SKU"]] = found.get(row["SKU"], 0) + int(row["On hand (new)"]) - held
    return found
