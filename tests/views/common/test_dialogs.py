"""Dialogs open and do not block; their buttons do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from views.common import dialogs
from views.common.memory import NoMemory
from views.common.theme import Look


@pytest.fixture
def window(look: Look, qtbot: QtBot) -> QWidget:
    """Make a window to stand over."""
    assert look is not None
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def button(dialog: QWidget, words: str) -> QPushButton:
    """Find a button by its words."""
    return next(found for found in dialog.findChildren(QPushButton) if found.text() == words)


def test_that_a_question_is_answered_by_its_verb(look: Look, window: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    sheet = dialogs.question(
        look, window, "Undo this import?", "CM1 moves.", yes="Undo import", then=lambda: done.append("undone")
    )
    assert sheet.isVisible()
    with qtbot.waitSignal(sheet.finished):
        QTest.mouseClick(button(sheet, "Undo import"), Qt.MouseButton.LeftButton)
    assert done == ["undone"]


def test_that_a_question_left_with_esc_does_nothing(look: Look, window: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    sheet = dialogs.question(look, window, "Undo?", "", yes="Undo import", then=lambda: done.append("undone"))
    with qtbot.waitSignal(sheet.finished):
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert done == []


def test_that_a_name_must_be_typed_before_it_is_taken(look: Look, window: QWidget, qtbot: QtBot) -> None:
    names: list[str] = []
    sheet = dialogs.ask_text(look, window, "Name the channel", "", yes="Add channel", then=names.append)
    assert not button(sheet, "Add channel").isEnabled()
    line = sheet.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, " Etsy ")
    with qtbot.waitSignal(sheet.finished):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert names == ["Etsy"]


def test_that_a_crash_report_can_be_copied_and_names_the_version(look: Look, window: QWidget, qtbot: QtBot) -> None:
    sheet = dialogs.crash(look, window, KeyError("net"), trace="Traceback: here", version="1.2.3")
    QTest.mouseClick(button(sheet, "Copy report"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "Channelbook 1.2.3" in copied
    assert "Traceback: here" in copied
    with qtbot.waitSignal(sheet.finished):
        QTest.mouseClick(button(sheet, "Close"), Qt.MouseButton.LeftButton)


def test_that_chosen_files_come_back_and_their_folder_is_remembered(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    export = tmp_path / "orders.csv"
    export.write_text("Name\n", encoding="utf-8")
    memory = NoMemory()
    chosen: list[list[Path]] = []
    dialog = dialogs.choose_files(window, memory, title="Import", then=chosen.append)
    dialog.filesSelected.emit([str(export)])
    assert chosen == [[export]]
    assert memory.get("folder") == str(tmp_path)
    dialog.reject()
    again = dialogs.choose_files(window, memory, title="Import", then=chosen.append)
    assert Path(again.directory().absolutePath()) == tmp_path
    again.reject()
    qtbot.wait(1)


def test_that_saving_adds_the_suffix_that_was_not_typed(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    saved: list[Path] = []
    dialog = dialogs.choose_save(
        window, NoMemory(), title="Save", name="table.csv", kinds=("CSV (*.csv)",), then=saved.append
    )
    assert dialog.defaultSuffix() == "csv"
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(tmp_path / "table.csv"))
    assert saved == [tmp_path / "table.csv"]
    dialog.reject()
    qtbot.wait(1)
