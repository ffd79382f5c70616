"""The few big figures at the top of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from views.common.focus import in_tab_order
from views.common.fonts import TABLE, figure_font, ui_font
from views.common.labels import ElidedLabel, label
from views.common.theme import Look, Tone


@dataclass(frozen=True)
class Figure:
    """One big figure: its name, the figure, a note under it, the exact amount for the tooltip, what a click opens."""

    name: str
    figure: str
    note: str = ""
    exact: str = ""
    tone: Tone | None = None
    key: str = ""


class Tile(QFrame):
    """A card with one figure."""

    pressed = Signal(str)

    def __init__(self, look: Look, figure: Figure) -> None:
        super().__init__()
        self._look = look
        self._figure = figure
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(1)
        column.addWidget(ElidedLabel(figure.name, font=ui_font(TABLE), role="quiet"))
        self.big = label(figure.figure, font=figure_font())
        column.addWidget(self.big)
        column.addWidget(label(figure.note, font=ui_font(TABLE), role="quiet", wrap=True))
        column.addStretch(1)
        self.setToolTip(figure.exact)
        self.setAccessibleName(f"{figure.name}: {figure.figure}")
        if figure.key:
            self.setProperty("pressed", True)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        if self._figure.tone is not None:
            colours = self.big.palette()
            colours.setColor(QPalette.ColorRole.WindowText, QColor(self._look.theme.tone(self._figure.tone)))
            self.big.setPalette(colours)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what stands behind the figure."""
        if self._figure.key and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._figure.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open it by keyboard."""
        if self._figure.key and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit(self._figure.key)
        else:
            super().keyPressEvent(event)


class Tiles(QWidget):
    """A row of tiles of equal width."""

    pressed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures in place of the old ones."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        tiles = [Tile(self._look, figure) for figure in figures]
        for tile in tiles:
            tile.pressed.connect(self.pressed)
            self._row.addWidget(tile, 1)
        in_tab_order(self, *tiles)
