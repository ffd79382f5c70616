"""What keeps the ledger safe from the window: backups by hand and by the clock, and the check with its report."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.actions.keeping import Report, back_up, check, report_text
from app.errors import UserError
from app.paths import replace_file
from app.queries.backups import BackupMade, last_backup
from views.common.desk import Desk
from views.common.dialogs import Sheet, choose_save
from views.common.parts import Button
from views.window.kept import KeptSettings

EVERY = 30 * 60 * 1000  # milliseconds between regular backups, if something changed


class Care(QObject):
    """Makes backups and checks as jobs; `backed_up` tells of the newest backup that passed its check."""

    backed_up = Signal(object)
    said = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, kept: KeptSettings, parent: QObject, window: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._kept, self._window = desk, kept, window
        self.changed = False
        self.sheet: Sheet | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.regular)
        self._timer.start()
        desk.runner.changed.connect(self._note)
        self.read()

    def read(self) -> None:
        """Ask for the newest backup."""
        self._desk.runner.read(last_backup, self._found, owner=self)

    def back_up(self) -> None:
        """Make a backup now."""
        self._back_up("Backing up", regular=False)

    def regular(self) -> None:
        """Make a backup if something changed since the last one."""
        if self.changed:
            self._back_up("Regular backup", regular=True)

    def check(self) -> None:
        """Check the ledger from end to end and show the report."""
        # Loaded here: what reads exports takes its time, which a start that imports nothing should not pay.
        from app.importing.rebuild import rebuild  # noqa: PLC0415 - for the reason above

        job = self._desk.runner.job(partial(check, rebuild=rebuild), "Checking the ledger")
        job.done.connect(self.show_report)
        job.refused.connect(self.refused)

    def show_report(self, report: Report) -> None:
        """Show what a check found, to be copied or saved."""
        faults = sum(not finding.ok for finding in report.findings)
        title = "The ledger is sound" if report.ok else f"{faults} of {len(report.findings)} checks need a look"
        sheet = Sheet(self._desk.look, self._window, title, "The check changed nothing.")
        sheet.setMaximumWidth(1000)
        words = report_text(report)
        box = QPlainTextEdit(words)
        box.setReadOnly(True)
        box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        box.setMinimumSize(760, 380)
        box.setAccessibleName("Report")
        sheet.column.addWidget(box)
        look = self._desk.look
        copy = Button(look, "Copy report", icon="copy", run=lambda: QGuiApplication.clipboard().setText(words))
        save = Button(look, "Save report…", icon="download", run=lambda: self._save_report(words))
        sheet.buttons(copy, save, Button(look, "Close", primary=True, run=sheet.accept))
        sheet.open()
        self.sheet = sheet

    def _save_report(self, words: str) -> None:
        def save(path: Path) -> None:
            job = self._desk.runner.job(lambda _ledger, _progress: _write(path, words), f"Writing {path.name}")
            job.done.connect(lambda _nothing: self.said.emit(f"Saved {path}"))
            job.refused.connect(self.refused)

        kinds = ["Text (*.txt)"]
        title, name = "Save the report", "Check of the ledger.txt"
        choose_save(self._window, self._desk.memory, title=title, name=name, kinds=kinds, then=save)

    def _back_up(self, title: str, *, regular: bool) -> None:
        second = self._kept.settings.second_backups
        job = self._desk.runner.job(partial(back_up, second=second, regular=regular), title, by_itself=regular)
        job.done.connect(lambda made: self.said.emit(f"Verified backup: {made.path.name}"))
        job.done.connect(lambda _made: self._made())
        job.refused.connect(self._not_made)

    def _made(self) -> None:
        self.changed = False
        self.read()

    def _not_made(self, error: UserError) -> None:
        self.read()  # the backup itself may be there, and only its second copy not
        self.refused.emit(error)

    def _note(self, _topics: frozenset[str]) -> None:
        self.changed = True
        self.read()  # an import of many rows and an undo make one themselves

    def _found(self, backup: BackupMade | None) -> None:
        self.backed_up.emit(backup)


def _write(path: Path, words: str) -> None:
    with replace_file(path) as partial_path:
        partial_path.write_text(words, encoding="utf-8")
