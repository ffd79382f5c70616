"""The header of a table: wrapped titles, sort marks, and a click that knows about Shift."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from views.common.fonts import TABLE, ui_font
from views.common.lines import advance, in_two_lines
from views.common.rows_model import RowsModel, alignment
from views.common.theme import Look

PADDING = 10
_LINE = 15
_SWATCH = 9
_AWAY, _EDGE = 6, 4.5  # from a title, and at the least from the edge of its column, to the middle of a sort mark
_SHORT = 84  # pixels of a title that keeps to one line while there is room


class Header(QHeaderView):
    """Draws titles in one or two lines at the bottom of the section; sorting is asked for by signal.

    Swatches stand before their titles, or all of them a line higher where a column is too narrow for both.
    """

    sort_asked = Signal(int, bool)

    def __init__(self, look: Look, model: RowsModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._model = model
        self._font = ui_font(TABLE)
        self._metrics = QFontMetricsF(self._font)
        self._pressed = QPoint(-1, -1)
        self.two_lines = self._above = False
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(36)

    def natural_width(self, column: int) -> int:
        """Measure the width of the title: a short one in one line, a long one at its narrowest in two."""
        title = self._advance(self._model.title(column))
        return title + self._beside(column) if title <= _SHORT else self.least_width(column)

    def least_width(self, column: int) -> int:
        """Measure the narrowest width at which the title stands in two lines, or in one below its swatch."""
        words = self._model.title(column).split(" ")
        best = min(
            max(self._advance(" ".join(words[:cut])), self._advance(" ".join(words[cut:])))
            for cut in range(1, len(words) + 1)
        )
        swatch = self._swatch_room(column)
        return 2 * PADDING + (min(best + swatch, self._advance(self._model.title(column))) if swatch else best)

    def _beside(self, column: int) -> int:
        return 2 * PADDING + self._swatch_room(column)

    def measure(self) -> None:
        """Decide between one and two lines for the widths there are."""
        tight = [
            column
            for column in range(self._model.columnCount())
            if not self.isSectionHidden(column)
            and self._advance(self._model.title(column)) > self.sectionSize(column) - self._beside(column)
        ]
        two, self._above = bool(tight), any(self._swatch_room(column) for column in tight)
        if two != self.two_lines:
            self.two_lines = two
            self.updateGeometry()
            self.geometriesChanged.emit()

    def sizeHint(self) -> QSize:
        """Give the height of one or two lines."""
        # Qt's own hint would measure every title, many times while a table is laid out, for a width nobody asks for.
        return QSize(self.length(), 42 if self.two_lines else 32)

    def _advance(self, words: str) -> int:
        return advance(self._metrics, words)

    def _swatch_room(self, column: int) -> int:
        return _SWATCH + 6 if self._model.paints[column].mark else 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember a press that is no resize."""
        resizing = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        self._pressed = QPoint(-1, -1) if resizing else event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for sorting after a click."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed.x() < 0:
            return
        column = self.logicalIndexAt(point)
        if column >= 0 and (point - self._pressed).manhattanLength() < 6:
            self.sort_asked.emit(column, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 -- Qt's name
        """Draw one title."""
        theme = self._look.theme
        painter.save()
        painter.fillRect(rect, QColor(theme.surface))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = rect.adjusted(PADDING, 4, -PADDING, -7)
        order = self._sort_place(logicalIndex)
        right = bool(alignment(self._model.columns[logicalIndex].kind) & Qt.AlignmentFlag.AlignRight)
        swatch = self._swatch_room(logicalIndex)
        title = self._advance(self._model.title(logicalIndex))
        above = bool(swatch) and self._above and title <= room.width()
        lines = self._lines(logicalIndex, room.width() - (0 if above else swatch))
        wide = _SWATCH if above else max(self._advance(line) for line in lines) + swatch
        if order is not None:
            beside = wide if swatch and not above else self._advance(lines[-1])
            self._mark(painter, rect, order, beside=beside, right=right)
        if swatch:
            x, up = room.right() - wide + 1 if right else room.left(), _LINE if self._above else 0
            self._swatch(painter, QPointF(x, room.bottom() - 11.5 - up), self._model.paints[logicalIndex].mark)
            room = room if right or above else room.adjusted(swatch, 0, 0, 0)
        painter.setFont(self._font)
        painter.setPen(QColor(theme.text if order is not None else theme.quiet))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignBottom), "\n".join(lines))
        painter.restore()

    def _swatch(self, painter: QPainter, at: QPointF, key: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.colour(key))
        painter.drawRoundedRect(QRectF(at.x(), at.y(), _SWATCH, _SWATCH), 2.5, 2.5)

    def _lines(self, column: int, width: int) -> list[str]:
        return in_two_lines(self._model.title(column), self._metrics, width)

    def _sort_place(self, column: int) -> tuple[int, bool] | None:
        for place, (sorted_by, descending) in enumerate(self._model.sorting):
            if sorted_by == column:
                return place, descending
        return None

    def _mark(self, painter: QPainter, rect: QRect, order: tuple[int, bool], *, beside: int, right: bool) -> None:
        """Draw the mark beside a title; in the margin where that fills the column, so that sorting cuts no title."""
        place, descending = order
        away = PADDING + beside + _AWAY
        x = max(rect.left() + _EDGE, rect.right() - away) if right else min(rect.right() - _EDGE, rect.left() + away)
        y = rect.bottom() - 12.0
        tip = 2.5 if descending else -2.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # A second or third key of the sort is marked more weakly.
        painter.setBrush(QColor(self._look.theme.accent if place == 0 else self._look.theme.faint))
        painter.drawPolygon(QPolygonF([QPointF(x - 4, y - tip), QPointF(x + 4, y - tip), QPointF(x, y + tip * 1.4)]))
