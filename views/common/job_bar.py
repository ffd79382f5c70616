"""The running job in the status bar: what it does, how far it is, how long it will take, and Cancel."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from views.common.fonts import TABLE, ui_font
from views.common.labels import label
from views.common.parts import Button
from views.common.runner import Job, Runner
from views.common.text import Text
from views.common.theme import Look

_SOON = 2.0  # seconds before a time left is worth saying


def time_left(elapsed: float, done: int, total: int) -> str:
    """Say how long the rest will take at the pace so far, or "" while that is a guess."""
    if done <= 0 or total <= done or elapsed < _SOON:
        return ""
    seconds = round(elapsed * (total - done) / done)
    if seconds < 60:
        return f"{max(1, seconds)} s left"
    return f"{(seconds + 30) // 60} min left"


class JobBar(QWidget):
    """Shows the job that runs; hidden while none does."""

    def __init__(self, look: Look, text: Text, runner: Runner) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._job: Job | None = None
        self.words = label("", font=ui_font(TABLE))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(140, 6)
        self.cancel = Button(look, "Cancel", quiet=True, flat=True, run=self._cancel)
        self.cancel.setFixedHeight(22)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.cancel)
        look.changed.connect(self._dress)
        runner.started.connect(self.watch)
        self._dress()
        self.hide()

    def watch(self, job: Job) -> None:
        """Follow a job; short ones without a title stay unseen."""
        if not job.title:
            return
        job.progress.connect(lambda done, total, note: self._report(job, done, total, note))
        job.ended.connect(lambda: self._ended(job))
        if self._job is None:
            self._take(job)

    def _take(self, job: Job) -> None:
        self._job = job
        self.words.setText(job.title)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.show()

    def _report(self, job: Job, done: int, total: int, note: str) -> None:
        if self._job is not job:
            self._take(job)
        self.bar.setRange(0, 1000 if total else 0)
        if total:
            self.bar.setValue(1000 * done // total)
        rows = f"{self._text.units(done, zero=None)} of {self._text.units(total)}" if total else ""
        left = time_left(time.monotonic() - job.started, done, total)
        if self.cancel.isEnabled():
            self.words.setText(" · ".join(filter(None, (note or job.title, rows, left))))

    def _ended(self, job: Job) -> None:
        if self._job is job:
            self._job = None
            self.hide()

    def _cancel(self) -> None:
        if self._job is not None:
            self.cancel.setEnabled(False)
            self.words.setText("Stopping; the ledger stays as it was")
            self._job.cancel()

    def _dress(self) -> None:
        theme = self._look.theme
        self.bar.setStyleSheet(
            f"QProgressBar {{ background: {theme.line}; border: none; border-radius: 3px; }}"
            f"QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}"
        )
