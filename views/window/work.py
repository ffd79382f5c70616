"""What can be done while a ledger is open: its pages, and the commands that are not of one page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QWidget

from app.errors import MissingRates, UserError
from views.common.desk import Desk
from views.common.dialogs import choose_folder
from views.common.sentences import in_window
from views.window.book import Book
from views.window.care import Care
from views.window.exports import Exports
from views.window.finding import Finding
from views.window.kept import KeptSettings
from views.window.undoing import Undoing
from views.window.watch import Watch


class Work(QObject):
    """Made when a ledger is opened, gone when it is closed; what was done `after` a change can be undone."""

    said = Signal(str)
    told = Signal(str)
    backed_up = Signal(object)
    settings_changed = Signal(object)

    def __init__(
        self, desk: Desk, book: Book, kept: KeptSettings, window: QWidget, *, undo: QAction, redo: QAction, after: int
    ) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.book = book
        self.care = Care(desk, kept, self, window)
        self.exports = Exports(desk, self, window)
        self.undoing = Undoing(desk.runner, desk.text, undo, redo, self, after=after)
        self.finding = Finding(desk.runner, self.book.go, self)
        self.watch = Watch(desk.runner, self)
        self.book.said.connect(self.said)
        self.book.settings_changed.connect(self.settings_changed)
        self.book.export_asked.connect(self._export)
        self.care.backed_up.connect(self.backed_up)
        self.care.said.connect(self.told)
        self.exports.written.connect(self.told)
        self.undoing.said.connect(self.told)
        for part in (self.care, self.exports, self.undoing):
            part.refused.connect(self._refuse)

    def import_files(self) -> None:
        """Choose files and look at them."""
        self.book.go("import")

    def import_folder(self) -> None:
        """Choose a folder and look at its files."""
        choose_folder(
            self._window,
            self._desk.memory,
            title="Import a folder",
            then=lambda folder: self.book.go("import", [folder]),
        )

    def export_table(self) -> None:
        """Save the table in view."""
        table = self.book.table()
        if table is None:
            self.told.emit("There is no table in view")
        else:
            self.exports.table(table, self.book.page())

    def export_pnl(self) -> None:
        """Save the channel P&L."""
        self.exports.channel_pnl(self.book.page())

    def copy(self) -> None:
        """Copy what is selected where the focus is."""
        widget = QApplication.focusWidget()
        table = self.book.table()
        if isinstance(widget, QPlainTextEdit | QTextEdit):
            widget.copy()
        elif table is not None:
            table.copy()

    def focus_filter(self) -> None:
        """Go to the filter of the page."""
        page = self.book.page()
        if page is not None:
            page.focus_search()

    def reload(self) -> None:
        """Read the page in view again."""
        page = self.book.page()
        if page is not None:
            page.reload()

    def _export(self, table: Any, form: str) -> None:  # noqa: ANN401 -- a table, or the one behind a chart
        self.exports.table(table, self.book.page(), form)

    def _refuse(self, error: UserError) -> None:
        page = self.book.page()
        if page is not None:
            words = in_window(str(error))
            page.fail(MissingRates(words) if isinstance(error, MissingRates) else UserError(words))
