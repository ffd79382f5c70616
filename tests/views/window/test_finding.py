"""What the palette finds in the window: pages and their tabs, actions, and records, each of which leads there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from views.common.palette import Palette
from views.common.sectioned_page import SectionedPage
from views.window import Window
from views.window.book import Book
from views.window.pages import page_class
from views.window.work import Work


def work(window: Window) -> Work:
    """Give what can be done with the open ledger."""
    assert window.work is not None
    return window.work


def book(window: Window) -> Book:
    """Give the pages."""
    assert window.book is not None
    return window.book


def test_that_the_palette_finds_pages_actions_and_records(qtbot: QtBot, full: Window) -> None:
    qtbot.waitUntil(lambda: any(entry.kind == "SKU" for entry in work(full).finding.entries([])))
    QTest.keySequence(full, QKeySequence("Ctrl+K"))
    palette = full.palette_sheet
    assert isinstance(palette, Palette)
    for typed, kind in (("Stock", "Page"), ("Back up", "File"), ("HONEY", "SKU"), ("Fair", "Channel")):
        palette.field.setText(typed)
        assert kind in {entry.kind for entry in palette.found()}, typed
    palette.field.setText("")
    QTest.keyClicks(palette.field, "stock.csv")
    assert [entry.kind for entry in palette.found()][:1] == ["Import"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: book(full).name == "imports")


def test_that_a_record_leads_to_its_page(qtbot: QtBot, full: Window) -> None:
    qtbot.waitUntil(lambda: any(entry.kind == "SKU" for entry in work(full).finding.entries([])))
    entry = next(entry for entry in work(full).finding.entries([]) if entry.kind == "SKU" and "HONEY" in entry.title)
    entry.run()
    assert book(full).name == "catalog"


def test_that_the_palette_goes_to_a_tab_of_a_page(full: Window) -> None:
    assert issubclass(page_class("catalog"), SectionedPage)
    QTest.keySequence(full, QKeySequence("Ctrl+K"))
    palette = full.palette_sheet
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.field, "costs")
    assert [(entry.title, entry.kind) for entry in palette.found()][:1] == [("Costs", "Tab of Catalogue")]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    page = book(full).page_named("catalog")
    assert isinstance(page, SectionedPage)
    assert (book(full).name, page.segments.current()) == ("catalog", "costs")
