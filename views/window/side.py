"""The pages with a pane at their right: beside them while they keep their room, else over their right edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget


class Side(QWidget):
    """Holds both; `needs` gives the least width of the pages in view. Esc that nobody else used closes the pane."""

    def __init__(self, content: QWidget, pane: QFrame, *, needs: Callable[[], int]) -> None:
        super().__init__()
        self._pane, self._needs = pane, needs
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(content, 1)
        pane.setParent(self)
        pane.hide()
        pane.installEventFilter(self)

    def place(self) -> None:
        """Find the place of the pane for what is in view."""
        if self._pane.isHidden():
            return
        wide = self._pane.width()
        beside = self.width() - wide >= self._needs()
        if beside and self._row.indexOf(self._pane) < 0:
            self._row.addWidget(self._pane)
        elif not beside:
            self._row.removeWidget(self._pane)
            self._pane.setGeometry(self.width() - wide, 0, wide, self.height())
            self._pane.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place the pane when it comes into view."""
        if event.type() == QEvent.Type.Show:
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Place it anew when the pages need more or less, as with the names of the navigation folded."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place it anew for the room there is."""
        super().resizeEvent(event)
        self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the pane with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._pane.isVisible():
            self._pane.hide()
        else:
            super().keyPressEvent(event)
