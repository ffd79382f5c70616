"""The totals row, pinned under the rows and drawn along the columns of the grid."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.columns import Cell
from views.common.cells import CellPainter
from views.common.table_view import ROW_HEIGHT, Grid
from views.common.theme import Look


class TotalsBar(QWidget):
    """Paints one total a column; those of long lists are added up one a turn of the event loop."""

    def __init__(self, look: Look, grid: Grid, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._grid = grid
        self._cells = CellPainter(look, grid.rows_model)
        self._made: dict[int, Cell] = {}
        self._label = ""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_one)
        self.setFixedHeight(ROW_HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.horizontalHeader().sectionResized.connect(lambda *_: self.update())
        grid.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())
        grid.rows_model.modelReset.connect(self.refresh)
        look.changed.connect(self.update)

    def set_label(self, label: str) -> None:
        """Set the words under the first column, for sums that no row stands behind."""
        self._label = label
        self.update()

    def refresh(self) -> None:
        """Make the totals anew."""
        self._made.clear()
        self.setVisible(self._grid.rows_model.has_totals())
        if self._grid.rows_model.short:
            self.values()
        else:
            self._timer.start()
        self.update()

    def values(self) -> list[Cell]:
        """Give all totals, made where they are not yet."""
        model = self._grid.rows_model
        for column in range(model.columnCount()):
            self._made.setdefault(column, model.total(column))
        return [self._made[column] for column in range(model.columnCount())]

    def _make_one(self) -> None:
        model = self._grid.rows_model
        todo = next((column for column in range(model.columnCount()) if column not in self._made), None)
        if todo is None:
            self._timer.stop()
            return
        self._made[todo] = model.total(todo)
        self.update()

    def sizeHint(self) -> QSize:
        """Take the height of a row."""
        return QSize(100, ROW_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the totals, the pinned column last so that it lies above."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.raised))
        parent = self.parentWidget()
        flush = parent is not None and self.geometry().bottom() >= parent.height() - 2
        painter.drawRoundedRect(QRectF(self.rect()), 7 if flush else 0, 7 if flush else 0)
        painter.fillRect(self.rect().adjusted(0, 0, 0, -8), QColor(theme.raised))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(0, 0, self.width(), 0)
        header = self._grid.horizontalHeader()
        pinned = self._grid.pinned_column()
        for column in range(self._grid.rows_model.columnCount()):
            if column != pinned and not header.isSectionHidden(column):
                self._draw(painter, column, left=header.sectionViewportPosition(column))
        if self._grid.horizontalScrollBar().value() > 0:
            painter.fillRect(QRect(0, 1, header.sectionSize(pinned), ROW_HEIGHT), QColor(theme.raised))
        self._draw(painter, pinned, left=0)

    def _draw(self, painter: QPainter, column: int, *, left: int) -> None:
        model = self._grid.rows_model
        rect = QRect(left, 0, self._grid.horizontalHeader().sectionSize(column), ROW_HEIGHT)
        row = model.total_row()
        value = self._made.get(column, "")
        if column == self._grid.pinned_column() and (row is None or value == "") and self._label:
            value = self._label
        painter.save()
        self._cells.draw_value(painter, rect, column, value=value, row=row, total=True)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the exact total under the pointer."""
        column = self._grid.horizontalHeader().logicalIndexAt(event.position().toPoint().x())
        QToolTip.showText(event.globalPosition().toPoint(), self.told(column), self)

    def told(self, column: int) -> str:
        """Say the exact total of a column, and what it is by the hint of the column."""
        model = self._grid.rows_model
        value = self._made.get(column, "")
        if value is None:
            return "Amounts in several currencies are not added up."
        if column < 0:
            return ""
        if value == "":
            why = model.columns[column].apart
            return f"Not added up: {why}." if why else ""
        row, tip = model.total_row(), model.paints[column].tip
        left_out = tip(row) if tip is not None and row is not None else ""
        said = (model.text.full(value, model.columns[column].kind), left_out, model.columns[column].hint)
        return "\n".join(filter(None, said))
