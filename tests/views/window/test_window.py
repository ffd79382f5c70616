"""The window around the pages: menus, shortcuts, palette, status bar, settings, help, faults, and its end."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QPixmap, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.actions.catalog import add_channel, edit_sku, set_cost
from app.errors import UserError
from app.ledger.ledger import wall_clock
from app.ledger.opening import open_ledger
from app.queries.backups import BackupMade
from app.queries.batches import batches
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from tests.make import Order, orders_csv
from tests.views.desktop import PATIENCE, action, answer_file, button, drop, settings_of
from views.common.focus import has_focus_within
from views.common.sectioned_page import SectionedPage
from views.common.theme import Choice
from views.imports.page import ImportsPage
from views.preferences.page import PreferencesPage
from views.window import Window
from views.window.book import Book
from views.window.help_text import DOCS
from views.window.pages import NAMES, PLACES
from views.window.work import Work


def work(window: Window) -> Work:
    """Give what can be done with the open ledger."""
    assert window.work is not None
    return window.work


def book(window: Window) -> Book:
    """Give the pages."""
    return work(window).book


def renew(qtbot: QtBot, window: Window, page: PreferencesPage, values: dict[str, object]) -> None:
    """Change how numbers are written, and wait for the pages that are made anew for it."""
    before = work(window)
    page.settings_changed.emit(values)
    qtbot.waitUntil(lambda: window.work is not None and window.work is not before, timeout=PATIENCE)


def edit(qtbot: QtBot, window: Window, title: str) -> None:
    """Change the name of a SKU as a page does."""
    page = book(window).page()
    assert page is not None
    job = page.do(lambda ledger: edit_sku(ledger, sku_id=1, title=title, category="", brand=""))
    with qtbot.waitSignal(job.ended, timeout=PATIENCE):
        pass


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_every_page_opens_by_its_shortcut(qtbot: QtBot, full: Window, theme: str) -> None:
    full.look.choose(Choice(theme))
    for place in PLACES:
        name = place.name
        QTest.keySequence(full, QKeySequence(place.shortcut))
        assert book(full).name == name
        page = book(full).page_named(name)
        qtbot.waitUntil(page.sentence.isVisible, timeout=PATIENCE)
        assert not page.notice.sentence().startswith("This could not be read")
    assert full.crashes.sheet is None


def test_that_alt_left_goes_back_through_the_pages(full: Window) -> None:
    for name in ("imports", "catalog", "history"):
        action(full, name).trigger()
    for name in ("catalog", "imports", "overview", "overview"):
        QTest.keySequence(full, QKeySequence("Alt+Left"))
        assert book(full).name == name


def test_that_every_shortcut_is_given_once_and_stands_in_the_menu(window: Window) -> None:
    keys = [each.shortcut().toString() for each in window.menus.actions.values() if not each.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+K", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+F", "Ctrl+E", "Ctrl+I", "Alt+Left", "F1"} <= set(keys)
    assert [menu.title() for menu in window.menuBar().findChildren(type(window.menuBar().addMenu("x")))][:1]


def test_that_the_menu_names_what_undo_and_redo_would_take(qtbot: QtBot, full: Window) -> None:
    assert action(full, "undo").text() == "Undo"
    assert not action(full, "undo").isEnabled()
    edit(qtbot, full, "Tin & tea")
    qtbot.waitUntil(lambda: action(full, "undo").text().startswith("Undo Edit SKU"))
    label = action(full, "undo").text().removeprefix("Undo ")
    QTest.keySequence(full, QKeySequence("Ctrl+Z"))
    qtbot.waitUntil(lambda: action(full, "redo").text() == f"Redo {label}")
    assert not action(full, "undo").isEnabled()
    qtbot.waitUntil(lambda: full.line.told.words.text() == f"Undo: {label}")
    QTest.keySequence(full, QKeySequence("Ctrl+Shift+Z"))
    qtbot.waitUntil(lambda: action(full, "undo").text() == f"Undo {label}")
    assert not action(full, "redo").isEnabled()


def test_that_the_menu_writes_the_day_of_a_change_as_the_pages_do(qtbot: QtBot, full: Window) -> None:
    page = book(full).page()
    assert page is not None
    page.do(lambda ledger: set_cost(ledger, sku="TEA", valid_from=date(2026, 12, 16), amount=Money(910, "USD")))
    qtbot.waitUntil(lambda: action(full, "undo").text() == "Undo Set cost of TEA to 9.10 from 12/16/2026")
    QTest.keySequence(full, QKeySequence("Ctrl+Z"))
    qtbot.waitUntil(lambda: full.line.told.words.text() == "Undo: Set cost of TEA to 9.10 from 12/16/2026")


def test_that_new_records_are_found_too(qtbot: QtBot, full: Window) -> None:
    page = book(full).page()
    assert page is not None
    page.do(lambda ledger: add_channel(ledger, name="Museum", kind=ChannelKind.RETAIL))
    qtbot.waitUntil(lambda: any(entry.title == "Museum" for entry in work(full).finding.entries([])))


def test_that_the_status_bar_tells_the_age_of_the_last_verified_backup(qtbot: QtBot, full: Window) -> None:
    qtbot.waitUntil(lambda: full.line.backup.words.text() == "no backup yet")
    QTest.keySequence(full, QKeySequence("Ctrl+B"))
    qtbot.waitUntil(lambda: full.line.backup.words.text() == "backup verified just now", timeout=PATIENCE)
    assert "Verified backup:" in full.line.told.words.text()
    long_ago = wall_clock() - timedelta(days=9)
    full.line.show_backup(BackupMade("there", long_ago, "by hand"))
    assert full.line.backup.words.text() == "backup verified 9 d ago"


def test_that_a_regular_backup_is_made_only_after_a_change(qtbot: QtBot, full: Window, small: Path) -> None:
    folder = small.with_name(f"{small.stem} backups")
    work(full).care.regular()
    assert not folder.exists()
    edit(qtbot, full, "New name")
    work(full).care.regular()
    qtbot.waitUntil(lambda: folder.is_dir() and any("regular" in path.name for path in folder.iterdir()))
    qtbot.waitUntil(lambda: not work(full).care.changed, timeout=PATIENCE)


def test_that_the_check_shows_its_report(qtbot: QtBot, full: Window) -> None:
    action(full, "check").trigger()
    qtbot.waitUntil(lambda: work(full).care.sheet is not None, timeout=PATIENCE)
    sheet = work(full).care.sheet
    assert sheet is not None
    assert sheet.windowTitle() == "The ledger is sound"
    box = sheet.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert "I9 Rebuild" in box.toPlainText()
    QTest.mouseClick(button(qtbot, lambda: sheet, "Copy report"), Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == box.toPlainText()


def test_that_the_report_can_be_saved(qtbot: QtBot, full: Window, tmp_path: Path) -> None:
    action(full, "check").trigger()
    qtbot.waitUntil(lambda: work(full).care.sheet is not None, timeout=PATIENCE)
    save = button(qtbot, lambda: work(full).care.sheet, "Save report…")
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    answer_file(qtbot, full, tmp_path / "report.txt")
    qtbot.waitUntil((tmp_path / "report.txt").is_file, timeout=PATIENCE)
    assert "Nothing was found." in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_that_ctrl_e_saves_the_table_in_view_as_it_stands(qtbot: QtBot, full: Window, tmp_path: Path) -> None:
    book(full).go("imports")
    page = book(full).page()
    assert isinstance(page, ImportsPage)
    qtbot.waitUntil(lambda: page.list.table.model.rowCount() == 5)
    page.search.setText("stock")
    qtbot.waitUntil(lambda: page.list.table.model.rowCount() == 1)
    page.list.table.grid.setFocus()
    QTest.keySequence(page.list.table.grid, QKeySequence("Ctrl+E"))
    qtbot.waitUntil(lambda: len(full.findChildren(QFileDialog)) == 1)
    answer_file(qtbot, full, tmp_path / "imports.csv")
    qtbot.waitUntil(lambda: full.line.told.words.text().startswith("Saved"), timeout=PATIENCE)
    lines = (tmp_path / "imports.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("File,Export,Channel,Rows,By verdict,Control total,State,From,To,When")
    assert len(lines) == 2
    assert lines[1].startswith("stock.csv,Stock (Channelbook table),Shared,5,")


@pytest.mark.parametrize(
    "name, file, holds",
    [
        ("pnl", "pnl.xlsx", "PK"),
        ("journal hledger", "book.journal", "commodity"),
        ("journal beancount", "book.beancount", "option"),
        ("journal csv", "book.csv", "posting"),
    ],
)
def test_that_the_channel_pnl_and_the_journal_are_saved(
    qtbot: QtBot, full: Window, tmp_path: Path, name: str, file: str, holds: str
) -> None:
    target = tmp_path / file
    action(full, name).trigger()
    answer_file(qtbot, full, target)
    qtbot.waitUntil(lambda: full.line.told.words.text() == f"Saved {target}", timeout=PATIENCE)
    assert holds in target.read_bytes()[:400].decode("latin-1")


def test_that_a_file_that_cannot_be_written_is_told_of_in_the_page(qtbot: QtBot, full: Window, tmp_path: Path) -> None:
    action(full, "journal csv").trigger()
    answer_file(qtbot, full, tmp_path / "no folder" / "book.csv")
    page = book(full).page()
    assert page is not None
    qtbot.waitUntil(page.notice.isVisible, timeout=PATIENCE)
    assert "cannot be written" in page.notice.sentence()


def test_that_files_are_dropped_anywhere_on_the_window(qtbot: QtBot, full: Window, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(orders_csv([Order(1)]), encoding="utf-8")
    drop(full, path)
    assert book(full).name == "imports"
    page = book(full).page()
    assert isinstance(page, ImportsPage)
    qtbot.waitUntil(page.import_button.isEnabled, timeout=PATIENCE)
    assert page.import_button.text() == "Import 1 new row"


def test_that_the_focus_stays_in_the_page_when_an_import_ends(qtbot: QtBot, full: Window, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of any channel", encoding="utf-8")
    (tmp_path / "orders.csv").write_text(orders_csv([Order(91)]), encoding="utf-8")
    drop(full, tmp_path / "orders.csv", tmp_path / "notes.txt")
    page = book(full).page()
    assert isinstance(page, ImportsPage)
    qtbot.waitUntil(page.import_button.isEnabled, timeout=PATIENCE)
    with qtbot.waitSignal(page.looks.finished, timeout=PATIENCE):
        QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    assert has_focus_within(page.preview.list)
    page.looks.remove(page.looks.entries[1])
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert has_focus_within(page.front)


def test_that_ctrl_i_asks_for_files(qtbot: QtBot, full: Window) -> None:
    QTest.keySequence(full, QKeySequence("Ctrl+I"))
    qtbot.waitUntil(lambda: bool(full.findChildren(QFileDialog)))
    full.findChildren(QFileDialog)[0].reject()


def test_that_the_theme_is_chosen_at_once_and_kept(full: Window, tmp_path: Path) -> None:
    action(full, "theme dark").trigger()
    assert full.look.theme.dark
    full.close()
    assert settings_of(tmp_path).theme == "dark"


def test_that_preferences_reach_the_pages_and_the_file(qtbot: QtBot, full: Window, tmp_path: Path) -> None:
    book(full).go("preferences")
    page = book(full).page()
    assert isinstance(page, PreferencesPage)
    renew(qtbot, full, page, {"person": "Bo", "numbers": "comma"})
    assert book(full).name == "preferences"
    assert full.text.point == ","
    edit(qtbot, full, "By Bo")
    page = book(full).page_named("preferences")
    assert isinstance(page, PreferencesPage)
    renew(qtbot, full, page, {"numbers": "point"})
    qtbot.waitUntil(lambda: action(full, "undo").text().startswith("Undo Edit SKU"), timeout=PATIENCE)
    book(full).go("history")
    qtbot.waitUntil(lambda: "Bo" in _by(full))
    full.close()
    assert settings_of(tmp_path).person == "Bo"


def _by(window: Window) -> set[str]:
    table = book(window).table()
    return {row.made_by for row in table.shown_rows()} if table is not None else set()


def test_that_the_navigation_collapses_and_stays_so(full: Window, tmp_path: Path) -> None:
    action(full, "collapse").trigger()
    assert book(full).navigation.narrow
    full.close()
    assert settings_of(tmp_path).memory["navigation"] == "narrow"


def test_that_f1_helps_with_the_page_and_goes_again(full: Window) -> None:
    book(full).go("catalog")
    QTest.keySequence(full, QKeySequence("F1"))
    assert full.help.pane.isVisible()
    assert "cost" in full.help.view.toPlainText().casefold()
    QTest.keySequence(full, QKeySequence("F1"))
    assert not full.help.pane.isVisible()


def test_that_f1_helps_with_the_tab_in_view(full: Window) -> None:
    titles = {"prices": "The price book", "floors": "Prices", "drift": "What listings really cost"}
    for tab, title in titles.items():
        book(full).go("pricing", tab)
        QTest.keySequence(full, QKeySequence("F1"))
        assert full.help.view.toPlainText().startswith(title)
        QTest.keySequence(full, QKeySequence("F1"))


def test_that_every_page_and_tab_has_a_page_of_help(full: Window) -> None:
    for name in NAMES:
        book(full).go(name)
        page = book(full).page()
        assert page is not None
        for key in page.tabs if isinstance(page, SectionedPage) else (None,):
            page.show_this(key)
            assert (DOCS / f"{page.help}.md").is_file(), f"{name}, {key}"


def test_that_every_picture_of_the_help_is_found_and_fits(full: Window) -> None:
    view = full.help.view
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", text):
            picture = view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
            assert isinstance(picture, QPixmap), f"{path.name}: {name}"
            assert 0 < picture.deviceIndependentSize().width() < full.help.pane.minimumWidth()


def test_that_the_keyboard_and_the_licences_are_listed(qtbot: QtBot, window: Window) -> None:
    action(window, "keyboard").trigger()
    assert "Ctrl+Shift+Z Redo" in window.help.view.toPlainText()
    about = window.help.show_about()
    qtbot.waitUntil(about.isVisible)
    about.accept()


def test_that_a_fault_is_shown_once_with_a_report_to_send(qtbot: QtBot, full: Window) -> None:
    def broken(_ledger: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    page = book(full).page()
    assert page is not None
    for _ in range(2):
        page.do(broken)
    qtbot.waitUntil(lambda: full.crashes.sheet is not None, timeout=PATIENCE)
    sheet = full.crashes.sheet
    assert sheet is not None
    box = sheet.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert "ZeroDivisionError: a fault of ours" in box.toPlainText()
    sheet.accept()
    assert full.crashes.sheet is None


def test_that_a_fault_outside_any_job_is_caught_too(qtbot: QtBot, window: Window) -> None:
    window.crashes.caught(ValueError, ValueError("in a slot"), None)
    qtbot.waitUntil(lambda: window.crashes.sheet is not None)
    assert window.crashes.sheet is not None
    window.crashes.sheet.accept()


def test_that_a_refusal_reaches_the_page_without_the_words_of_the_command_line(full: Window) -> None:
    work(full).exports.refused.emit(UserError("No. Nothing was written. Say which (--channel NAME)."))
    page = book(full).page()
    assert page is not None
    assert page.notice.sentence() == "No. Nothing was written. Say which."


def test_that_closing_in_the_middle_of_an_import_asks_and_leaves_the_ledger_as_it_was(
    qtbot: QtBot, full: Window, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.common.runner._BLINK", 0)
    path = tmp_path / "orders.csv"
    path.write_text(orders_csv([Order(number) for number in range(1, 9_000)]), encoding="utf-8")
    drop(full, path)
    page = book(full).page()
    assert isinstance(page, ImportsPage)
    qtbot.waitUntil(page.import_button.isEnabled, timeout=PATIENCE)
    QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: full.line.job_bar is not None and full.line.job_bar.isVisible(), timeout=PATIENCE)
    began = time.monotonic()
    assert not full.close()
    QTest.mouseClick(button(qtbot, lambda: full.sheet, "Stop and close"), Qt.MouseButton.LeftButton)
    assert not full.isVisible()
    assert time.monotonic() - began < 10
    ledger = open_ledger(small)
    with ledger.read() as session:
        assert len(batches(session)) == 5
    ledger.close()
