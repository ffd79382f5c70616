"""Where files are dropped, and the files of a drag anywhere on a window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from views.common import icons
from views.common.fonts import TABLE, medium, ui_font
from views.common.labels import label
from views.common.theme import Look


def dropped_paths(data: QMimeData) -> list[Path]:
    """Give the local files and folders of a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropZone(QFrame):
    """A dashed field: files are dropped on it, or it is pressed to choose them."""

    dropped = Signal(object)
    pressed = Signal()

    def __init__(
        self, look: Look, words: str = "Drop files, a folder or a zip", kinds: str = "CSV, TSV, TXT, XLSX"
    ) -> None:
        super().__init__()
        self._look = look
        self._over = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{words}, or press to choose")
        self.setMinimumHeight(96)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 14)
        column.setSpacing(3)
        column.addStretch(1)
        column.addWidget(self._picture)
        column.addSpacing(3)
        for line in (label(words, font=medium(), wrap=True), label(kinds, font=ui_font(TABLE), role="quiet")):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        column.addStretch(1)
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._look, "file-plus", colour="accent", size=20, ratio=2.0))
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._set_over(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._set_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        self._set_over(over=False)
        event.acceptProposedAction()
        self.dropped.emit(dropped_paths(event.mimeData()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose files instead."""
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose files by keyboard."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def _set_over(self, *, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed frame, solid and tinted under a drag."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._over or self.hasFocus()
        pen = QPen(QColor(theme.accent if lit else theme.control_line), 1.2)
        if not self._over:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.accent_soft if self._over else theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
