"""The Uploads tab: what a channel would be sent, saving it, what changed, what was found; by keyboard and mouse."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.ledger.ledger import Ledger
from app.queries.uploads_sent import sent_files
from models.domain.allocation.rules import SharedPool
from models.domain.rules import Scope
from tests.app.shop import inventory, send, shop_ledger, with_rules
from tests.make import import_text
from tests.views.brand import Brand
from views.common.desk import Desk
from views.common.memory import NoMemory
from views.common.runner import Runner
from views.common.text import Text
from views.common.theme import apply_theme
from views.stock.page import StockPage
from views.stock.uploads import UploadsSection


@pytest.fixture
def shop(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give the shop's ledger with a desk; its clock stands at the day of this test's rows."""
    ledger = shop_ledger(tmp_path)
    runner = Runner(ledger)
    yield Brand(ledger, Desk(runner, apply_theme(qapp, "light"), Text.for_choice("point"), NoMemory()))
    runner.close()
    ledger.close()


def opened(qtbot: QtBot, brand: Brand) -> tuple[StockPage, UploadsSection]:
    """Open the tab and wait for its rows."""
    page = StockPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 760)
    page.show()
    page.show_this("uploads")
    settled(qtbot, page)
    section = page.section
    assert isinstance(section, UploadsSection)
    return page, section


def settled(qtbot: QtBot, page: StockPage) -> None:
    """Wait until nothing is asked any more."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more


def channel(qtbot: QtBot, page: StockPage, section: UploadsSection, name: str) -> None:
    """Choose a channel."""
    section.channels.choose(str(next(row.id for row in section.offered if row.name == name)))
    settled(qtbot, page)


def files(ledger: Ledger) -> int:
    """Count the recorded files."""
    with ledger.read() as session:
        return len(sent_files(session))


def cell(section: UploadsSection, row: int, title: str) -> object:
    """Read a cell of the table in view."""
    column = next(one for one in section.table.shown_columns() if one.title == title)
    return column.value(section.table.shown_rows()[row])


def test_that_lines_are_shown_explained_and_saved(qtbot: QtBot, shop: Brand, tmp_path: Path) -> None:
    page, section = opened(qtbot, shop)
    channel(qtbot, page, section, "Shopify")
    assert [cell(section, row, "Place") for row in range(3)] == ["Main", "Loft", "Main"]
    section.table.grid.setFocus()
    section.table.grid.go_to(section.table.model.index(0, 0))
    QTest.keyClick(section.table.grid, Qt.Key.Key_Space)
    assert page.inspector.isVisible()
    section.save()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith(".csv")
    path = tmp_path / "Shopify stock.csv"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: files(shop.ledger) == 1)
    qtbot.waitUntil(lambda: "recorded as sent" in page.notice.sentence())
    settled(qtbot, page)
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert [int(row["On hand (new)"]) for row in rows] == [cell(section, row, "On hand to send") for row in range(3)]
    section.chips.choose("files")
    assert [cell(section, 0, title) for title in ("File", "Lines")] == ["Shopify stock.csv", 3]
    section.show_channel(next(row.id for row in section.offered if row.name != "Shopify"))
    assert not page.notice.isVisible()  # it told of the file of the other channel


def test_that_changes_and_differences_are_listed(qtbot: QtBot, shop: Brand, tmp_path: Path) -> None:
    plan = send(shop.ledger, "Shopify", tmp_path / "shop.csv")
    tea = plan.lines[0].line.units
    day = shop.ledger.today()
    import_text(shop.ledger, f"inventory_{day}.csv", inventory([("TEA", "Main", 1, 4, tea + 7)]), channel="Shopify")
    with_rules(shop.ledger, (SharedPool(100), Scope(skus=("TEA",), channels=("Shopify",))))
    page, section = opened(qtbot, shop)
    channel(qtbot, page, section, "Shopify")
    assert "not as sent" in page.sentence.sentence()
    section.chips.choose("differences")
    assert (cell(section, 0, "Sent"), cell(section, 0, "Found"), cell(section, 0, "Off by")) == (tea, tea + 7, 7)
    section.chips.choose("changes")
    main = [one.before for one in section.table.shown_rows() if (one.line.sku, one.line.place) == ("TEA", "Main")]
    assert main == [tea]
    section.chips.choose("exposure")
    assert cell(section, 0, "SKU") == "TEA"
    section.explain_looks()
    assert page.inspector.isVisible()


def test_that_channels_without_places_have_no_column_for_them(qtbot: QtBot, shop: Brand) -> None:
    page, section = opened(qtbot, shop)
    channel(qtbot, page, section, "Bazaar")
    assert "Place" not in [column.title for column in section.table.shown_columns()]
    assert section.save_button.accessibleName() == "Save the file for Bazaar"
    page.field.setText("CUP")
    qtbot.waitUntil(lambda: [row.line.sku for row in section.table.shown_rows()] == ["CUP"])


def test_that_without_a_run_the_tab_says_what_to_do(qtbot: QtBot, small: Brand) -> None:
    page, section = opened(qtbot, small)
    assert not section.save_button.isEnabled()
    asked: list[str] = []
    page.go.connect(lambda name, _what: asked.append(name))
    section.empty.button.click()
    assert asked == ["allocation"]
    section.save()
    assert page.findChild(QFileDialog) is None
