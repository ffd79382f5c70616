"""The ways into a ledger: first start, opening, and every refusal with the offers that fit it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.catalog import edit_sku
from app.doors import Doors, doors
from app.ledger.ledger import Ledger
from app.ledger.lock import acquire
from app.ledger.opening import open_ledger
from app.ledger.seal import Verdict
from app.ledger.seal import check as check_seal
from app.settings import Settings, Theme
from tests.views import desktop
from tests.views.desktop import PATIENCE, action, answer_file, button, drop, empty_ledger, settings_of
from views.common.dialogs import Sheet
from views.window import Window
from views.window.new_ledger import NewLedgerSheet


def sheet(qtbot: QtBot, window: Window) -> Sheet:
    """Wait for the dialog that is open."""
    qtbot.waitUntil(lambda: window.ways.sheet is not None and window.ways.sheet.isVisible(), timeout=PATIENCE)
    assert window.ways.sheet is not None
    return window.ways.sheet


class Slow:
    """Ways in that open a ledger only once they are let, or fail then."""

    def __init__(self) -> None:
        self.let = Event()
        self.fault: Exception | None = None
        self._real = doors(Settings())

    def ways_in(self) -> Doors:
        """Give them as the window wants them."""
        return replace(self._real, open=self._open)

    def _open(self, path: Path, *, read_only: bool = False, anyway: bool = False) -> Ledger:
        ledger = self._real.open(path, read_only=read_only, anyway=anyway)
        assert self.let.wait(30)
        if self.fault is not None:
            ledger.close()
            raise self.fault
        return ledger


@pytest.fixture
def slow() -> Slow:
    """Give ways in that take their time."""
    return Slow()


@pytest.fixture
def opening(tmp_path: Path, qapp: QApplication, small: Path, slow: Slow) -> Iterator[Window]:
    """Give the window while it opens a ledger."""
    with desktop.window(tmp_path, qapp, settings=Settings(theme=Theme.LIGHT), ways_in=slow.ways_in()) as made:
        made.ways.open(small)
        yield made
        slow.let.set()


def test_that_the_window_answers_while_a_ledger_is_being_opened(qtbot: QtBot, opening: Window, slow: Slow) -> None:
    book = opening.book
    assert book is not None
    assert opening.work is None
    assert book.waiting.isVisible()
    assert book.waiting.title.text() == "Overview"
    assert book.waiting.words.text().startswith("Opening ")
    QTest.keySequence(opening, QKeySequence("Ctrl+9"))
    assert book.waiting.title.text() == "Catalogue"
    assert not action(opening, "import").isEnabled()
    assert not action(opening, "back up").isEnabled()
    QTest.keySequence(opening, QKeySequence("Ctrl+K"))
    palette = opening.palette_sheet
    assert palette is not None
    assert {entry.title for entry in palette.found()} >= {"Stock", "About Channelbook"}
    assert "Back up now" not in {entry.title for entry in palette.found()}
    QTest.keyClicks(palette.field, "stock")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert book.waiting.title.text() == "Stock"
    slow.let.set()
    qtbot.waitUntil(lambda: opening.work is not None, timeout=PATIENCE)
    assert opening.book is book
    assert book.name == "stock"
    page = book.page()
    assert page is not None
    assert page.isVisible()
    QTest.keySequence(opening, QKeySequence("Ctrl+9"))
    QTest.keySequence(opening, QKeySequence("Alt+Left"))
    assert book.name == "stock"


def test_that_closing_the_window_while_a_ledger_is_being_opened_leaves_it_in_order(
    qtbot: QtBot, opening: Window, slow: Slow, small: Path
) -> None:
    slow.let.set()
    opening.close()
    assert check_seal(small) is Verdict.SEALED
    with acquire(small):
        pass
    qtbot.wait(50)  # what was still under way to the window does not arrive any more
    assert opening.current_path() is None


def test_that_a_fault_while_opening_is_shown_and_leads_back_to_the_start(
    qtbot: QtBot, opening: Window, slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    slow.fault = ZeroDivisionError("a fault of ours")
    slow.let.set()
    qtbot.waitUntil(lambda: opening.crashes.sheet is not None, timeout=PATIENCE)
    assert opening.start.isVisible()
    assert opening.crashes.sheet is not None
    opening.crashes.sheet.accept()


def test_that_a_first_start_offers_the_demo_a_new_ledger_and_one_that_is_there(window: Window) -> None:
    assert window.start.isVisible()
    assert [each.text() for each in (window.start.demo, window.start.new, window.start.choose)] == [
        "Open the demo brand",
        "New ledger…",
        "Open a ledger…",
    ]
    assert not action(window, "undo").isEnabled()
    assert not action(window, "overview").isEnabled()
    assert action(window, "open").isEnabled()


def test_that_a_new_ledger_is_named_made_and_opened(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    QTest.mouseClick(window.start.new, Qt.MouseButton.LeftButton)
    made = sheet(qtbot, window)
    assert isinstance(made, NewLedgerSheet)
    made.name.selectAll()
    QTest.keyClicks(made.name, "Juniper / Rye")
    made.currency.setCurrentText("eur")
    QTest.keyClick(made, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.work is not None, timeout=PATIENCE)
    path = tmp_path / "data" / "ledgers" / "Juniper Rye.channelbook"
    assert window.current_path() == path.resolve()
    assert window.windowTitle() == "Juniper Rye – Channelbook"
    assert window.line.ledger.words.text() == "Juniper Rye"


def test_that_a_name_that_is_taken_is_said_before_anything_is_made(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    taken = tmp_path / "data" / "ledgers" / "My brand.channelbook"
    taken.parent.mkdir(parents=True)
    taken.write_text("mine", encoding="utf-8")
    action(window, "new").trigger()
    made = sheet(qtbot, window)
    assert isinstance(made, NewLedgerSheet)
    assert "is there already" in made.wrong.text()
    assert not made.make.isEnabled()
    made.name.setText("Other")
    made.currency.setCurrentText("dollars")
    assert "three letters" in made.wrong.text()
    made.reject()


def test_that_a_ledger_is_chosen_opened_and_remembered(
    qtbot: QtBot, window: Window, small: Path, tmp_path: Path
) -> None:
    action(window, "open").trigger()
    answer_file(qtbot, window, small)
    qtbot.waitUntil(lambda: window.work is not None, timeout=PATIENCE)
    assert window.work is not None
    assert window.work.book.name == "overview"
    window.close()
    assert settings_of(tmp_path).last_ledger == small.resolve()


def test_that_closing_the_ledger_leads_back_to_the_start_with_the_ledger_in_the_list(
    qtbot: QtBot, full: Window, small: Path
) -> None:
    action(full, "close").trigger()
    assert full.start.isVisible()
    again = button(qtbot, lambda: full.start, small.stem)
    qtbot.waitUntil(lambda: not full.ways.opener.busy, timeout=PATIENCE)
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: full.work is not None, timeout=PATIENCE)


def test_that_a_file_that_is_no_ledger_is_refused_in_words(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "letter.channelbook"
    path.write_text("Dear brand", encoding="utf-8")
    drop(window, path)
    said = sheet(qtbot, window)
    assert "letter was not opened" in [label.text() for label in said.findChildren(QLabel)]
    assert path.read_text(encoding="utf-8") == "Dear brand"
    said.reject()
    assert window.start.isVisible()


def test_that_a_ledger_in_use_is_offered_for_reading_and_then_refuses_changes(
    qtbot: QtBot, window: Window, small: Path
) -> None:
    with acquire(small):
        window.ways.open(small)
        said = sheet(qtbot, window)
        assert "is already open on this computer" in said.words.text()
        QTest.mouseClick(button(qtbot, lambda: said, "Open for reading only"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.work is not None, timeout=PATIENCE)
        assert window.work is not None
        assert window.line.read_only.words.text() == "Open for reading only"
        page = window.work.book.page()
        assert page is not None
        page.do(lambda ledger: edit_sku(ledger, sku_id=1, title="No", category="", brand=""))
        qtbot.waitUntil(page.notice.isVisible, timeout=PATIENCE)
        assert "open for reading only, so nothing was changed" in page.notice.sentence()


def test_that_a_damaged_ledger_is_restored_from_its_newest_backup(
    qtbot: QtBot, window: Window, small: Path, tmp_path: Path
) -> None:
    ledger = open_ledger(small)
    ledger.backup("by hand")
    ledger.close()
    broken = bytearray(small.read_bytes())
    broken[-3000:] = b"\xff" * 3000
    small.write_bytes(broken)
    window.ways.open(small)
    said = sheet(qtbot, window)
    assert "was not opened for writing" in said.words.text()
    assert "main.py" not in said.words.text()
    QTest.mouseClick(button(qtbot, lambda: said, "Restore it to a new ledger…"), Qt.MouseButton.LeftButton)
    target = tmp_path / "mended.channelbook"
    answer_file(qtbot, window, target)
    qtbot.waitUntil(lambda: window.current_path() == target.resolve(), timeout=PATIENCE)
    assert small.read_bytes() == bytes(broken)


def test_that_a_shared_folder_is_used_only_after_it_was_typed(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    window.ways.make(folder / "Brand.channelbook", "USD")
    QTest.mouseClick(button(qtbot, lambda: sheet(qtbot, window), "Use it anyway…"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.ways.sheet is not None and window.ways.sheet.findChild(QLineEdit) is not None)
    asked = sheet(qtbot, window)
    line = asked.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "anyway")
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.work is not None, timeout=PATIENCE)
    assert window.line.notice.isVisible()
    assert "Dropbox" in window.line.notice.words.toolTip()


def test_that_a_second_ledger_takes_the_place_of_the_first_only_once_it_is_open(
    qtbot: QtBot, full: Window, small: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.channelbook"
    full.ways.open(missing)
    sheet(qtbot, full).reject()
    assert full.current_path() == small.resolve()
    other = empty_ledger(tmp_path / "other")
    full.ways.open(other)
    qtbot.waitUntil(lambda: full.current_path() == other.resolve(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not full.ways.opener.busy, timeout=PATIENCE)
    open_ledger(small).close()  # its lock is free again


def test_that_files_dropped_before_a_ledger_is_open_are_looked_at_then(
    qtbot: QtBot, window: Window, small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.4")
    drop(window, path)
    assert "the files are looked at then" in window.start.words.text()
    work = desktop.open_ledger(qtbot, window, small)
    qtbot.waitUntil(lambda: work.book.name == "imports", timeout=PATIENCE)
    action(window, "close").trigger()
    assert "the files are looked at then" not in window.start.words.text()


def test_that_the_window_opens_as_large_as_it_was_left(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication, window: Window
) -> None:
    window.resize(1024, 690)
    window.close()
    with desktop.window(tmp_path, qapp, settings=settings_of(tmp_path)) as again:
        qtbot.addWidget(again)
        assert (again.width(), again.height()) == (1024, 690)
