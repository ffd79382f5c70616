"""Undo and redo by name: the menu says what would be taken back, and the log does it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.queries.history import Steps, steps
from views.common.runner import Job, Runner
from views.common.text import Text


class Undoing(QObject):
    """Keeps the two menu entries true; `after` is the change that was newest when the ledger was opened."""

    said = Signal(str)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, text: Text, undo: QAction, redo: QAction, parent: QObject, *, after: int
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._runner, self._undo, self._redo = runner, undo, redo
        self._after = after
        self._show(Steps(None, None))
        runner.started.connect(self._follow)
        self._read()

    def undo(self) -> None:
        """Take back the latest change that stands."""
        self._run(self._runner.write(lambda ledger: ledger.undo(), "Undoing"))

    def redo(self) -> None:
        """Bring back what was undone last."""
        self._run(self._runner.write(lambda ledger: ledger.redo(), "Redoing"))

    def _run(self, job: Job) -> None:
        job.done.connect(lambda done: self.said.emit(self._text.days_in(done.label)))
        job.refused.connect(self.refused)

    def _follow(self, job: Job) -> None:
        job.done.connect(lambda _result: self._read())

    def _read(self) -> None:
        self._runner.read(partial(steps, after=self._after), self._show, owner=self)

    def _show(self, found: Steps) -> None:
        for action, verb, label in ((self._undo, "Undo", found.undo), (self._redo, "Redo", found.redo)):
            words = label.replace("Undo: ", "the undo of ", 1) if label else ""
            action.setText(self._text.days_in(f"{verb} {words}").strip().replace("&", "&&"))
            action.setEnabled(bool(label))
