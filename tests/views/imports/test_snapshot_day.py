"""The day that a snapshot shows, typed where the file does not say it or says another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from tests.views.imports.looked import field, imported, looking, read, states, written
from views.common.day_edit import DayEdit
from views.imports.entries import State
from views.imports.page import ImportsPage


def typed_day(page: ImportsPage, edit: DayEdit, words: str) -> str:
    """Type a day in place of the one that stands there, end with Enter, and give what is said to be wrong."""
    edit.selectAll()
    QTest.keyClicks(edit, words) if words else QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    wrong = page.preview.panel.questions.wrong
    return wrong.text() if wrong.isVisible() else ""


def test_that_the_day_of_a_snapshot_can_be_said(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    exports = Path(__file__).resolve().parents[3] / "resources" / "demo" / "exports"
    source = (exports / "inventory_export_2026-10-31.csv").read_text(encoding="utf-8")
    page = looking(qtbot, bare, written(tmp_path, "inventory 2026-10-31.csv", source))
    edit = field(page, "Shows the day", DayEdit)
    assert isinstance(edit, DayEdit)
    assert edit.day() == date(2026, 10, 31)
    wrong = typed_day(page, edit, "2026-10-32")
    assert wrong == "“2026-10-32” is not a day: October 2026 has 31 days."
    QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    assert states(page) == {"inventory 2026-10-31.csv": State.READY}
    assert imported(bare) == []
    assert typed_day(page, edit, "") == "The day that the file shows is needed."
    assert page.looks.entries[0].choices.options.get("day") is None
    assert typed_day(page, edit, "2026-10-30") == ""
    qtbot.waitUntil(lambda: page.looks.entries[0].choices.options.get("day") == "2026-10-30")
    read(qtbot, page)
    looked = page.looks.entries[0].looked
    assert looked is not None
    assert looked.seen.last_day == "2026-10-30"
