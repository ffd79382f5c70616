"""A button that opens a menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu

from views.common.icons import pixmap
from views.common.parts import Button
from views.common.theme import Look


class DropButton(Button):
    """A button that opens a menu, with a chevron."""

    def __init__(
        self, look: Look, words: str, *, icon: str = "", quiet: bool = False, menu: QMenu | None = None
    ) -> None:
        super().__init__(look, words, icon=icon, quiet=quiet)
        self.setProperty("drop", True)
        self._drawn_with = look
        self._choices = menu if menu is not None else QMenu()
        self._choices.setParent(self, self._choices.windowFlags())
        self.clicked.connect(lambda _checked: self.drop())

    def menu(self) -> QMenu:
        """Give the menu; it is not set as the button's own, whose mark Fusion would draw."""
        return self._choices

    def drop(self) -> None:
        """Open the menu under the button."""
        self._choices.setMinimumWidth(self.width())
        self._choices.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with the arrow key too."""
        if event.key() == Qt.Key.Key_Down:
            self.drop()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chevron beside the words."""
        super().paintEvent(event)
        mark = pixmap(self._drawn_with, "chevron-down", size=14, ratio=self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - 24, (self.height() - 14) // 2, mark)
