"""Dialogs that never block: a message, a question with verbs, a crash report, the system's file dialogs."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from views.common.fonts import SECTION, semibold
from views.common.labels import label
from views.common.memory import Memory
from views.common.parts import Button
from views.common.theme import Look

_FOLDER = "folder"


class Sheet(QDialog):
    """A small dialog: a heading, words, a row of buttons; deletes itself when it closes."""

    def __init__(self, look: Look, parent: QWidget, title: str, words: str) -> None:
        super().__init__(parent)
        self.look = look
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMaximumWidth(720)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(10)
        self.column.addWidget(label(title, font=semibold(SECTION), wrap=True))
        self.words = label(words, wrap=True)
        self.words.setMinimumWidth(400)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.words)
        self.words.setVisible(bool(words))

    def buttons(self, *buttons: Button) -> None:
        """Put buttons at the bottom right; the last one is the answer that Enter gives."""
        row = QHBoxLayout()
        row.addStretch(1)
        for button in buttons:
            button.setAutoDefault(False)
            row.addWidget(button)
        buttons[-1].setDefault(True)
        self.column.addStretch(1)
        self.column.addSpacing(6)
        self.column.addLayout(row)


def message(look: Look, parent: QWidget, title: str, words: str) -> Sheet:
    """Tell something that must be read."""
    sheet = Sheet(look, parent, title, words)
    sheet.buttons(Button(look, "Close", run=sheet.accept))
    sheet.open()
    return sheet


def question(
    look: Look,
    parent: QWidget,
    title: str,
    words: str,
    *,
    yes: str,
    then: Callable[[], object],
    no: str = "Cancel",
) -> Sheet:
    """Ask before something that cannot be undone; the buttons say what happens."""
    sheet = Sheet(look, parent, title, words)

    def agreed() -> None:
        sheet.accept()
        then()

    sheet.buttons(Button(look, no, run=sheet.reject), Button(look, yes, primary=True, run=agreed))
    sheet.open()
    return sheet


def ask_text(
    look: Look,
    parent: QWidget,
    title: str,
    words: str,
    *,
    yes: str,
    then: Callable[[str], object],
    start: str = "",
) -> Sheet:
    """Ask for a line of text, such as a name; nothing happens while it is empty."""
    sheet = Sheet(look, parent, title, words)
    line = QLineEdit(start)
    line.setAccessibleName(title)
    sheet.column.addWidget(line)

    def agreed() -> None:
        if line.text().strip():
            sheet.accept()
            then(line.text().strip())

    answer = Button(look, yes, primary=True, run=agreed)
    answer.setEnabled(bool(start))
    line.textChanged.connect(lambda typed: answer.setEnabled(bool(typed.strip())))
    sheet.buttons(Button(look, "Cancel", run=sheet.reject), answer)
    sheet.open()
    line.setFocus()
    return sheet


def crash_report(error: BaseException, trace: str, version: str) -> str:
    """Write what someone who mends the fault needs."""
    about = f"Channelbook {version}, Python {platform.python_version()}, {platform.platform()}"
    return f"{about}\n{type(error).__name__}: {error}\n\n{trace}"


def crash(look: Look, parent: QWidget, error: BaseException, *, trace: str, version: str) -> Sheet:
    """Report a fault of the program, with what to send."""
    sheet = Sheet(
        look,
        parent,
        "Channelbook has a fault",
        "What was being done did not happen, and the ledger is as it was before. "
        "You can go on working. Please send this report to whoever looks after the program.",
    )
    report = crash_report(error, trace, version)
    box = QPlainTextEdit(report)
    box.setReadOnly(True)
    box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    box.setMinimumSize(620, 260)
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    box.setAccessibleName("Report")
    sheet.column.addWidget(box)
    copy = Button(look, "Copy report", icon="copy", run=lambda: QGuiApplication.clipboard().setText(report))
    sheet.buttons(copy, Button(look, "Close", primary=True, run=sheet.accept))
    sheet.open()
    return sheet


def choose_files(
    parent: QWidget,
    memory: Memory,
    *,
    title: str,
    then: Callable[[list[Path]], object],
    kinds: Sequence[str] = ("All files (*)",),
) -> QFileDialog:
    """Let the person choose files with the system's own dialog, starting where they last were."""
    dialog = _file_dialog(parent, memory, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: _chosen(memory, [Path(name) for name in names], then))
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, memory: Memory, *, title: str, then: Callable[[Path], object]) -> QFileDialog:
    """Let the person choose a folder."""
    dialog = _file_dialog(parent, memory, title, ())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: _chosen(memory, [Path(name)], lambda paths: then(paths[0])))
    dialog.open()
    return dialog


def choose_save(
    parent: QWidget,
    memory: Memory,
    *,
    title: str,
    name: str,
    kinds: Sequence[str],
    then: Callable[[Path], object],
) -> QFileDialog:
    """Ask where to save; the suffix of the chosen kind is added if none was typed."""
    dialog = _file_dialog(parent, memory, title, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: _chosen(memory, [Path(path)], lambda paths: then(paths[0])))
    dialog.open()
    return dialog


def _file_dialog(parent: QWidget, memory: Memory, title: str, kinds: Sequence[str]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    folder = memory.get(_FOLDER)
    if folder and Path(folder).is_dir():
        dialog.setDirectory(folder)
    if kinds:
        dialog.setNameFilters(list(kinds))
    return dialog


def _chosen(memory: Memory, paths: list[Path], then: Callable[[list[Path]], object]) -> None:
    if paths:
        memory.set(_FOLDER, str(paths[0].parent))
        then(paths)
