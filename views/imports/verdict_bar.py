"""Rows by verdict as a small bar in a cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from app.queries.batches import BatchRow
from views.common.cells import PADDING, CellDelegate
from views.common.rows_model import Index, RowsModel
from views.common.theme import Look

_HEIGHT = 8
_LEAST = 3.0  # pixels, so that two rows of ten thousand are still seen


def parts(row: BatchRow) -> Sequence[tuple[int, str, str]]:
    """Give the rows of an import by verdict: how many, in which colour of the theme, in which word."""
    return (
        (row.new, "accent", "new"),
        (row.changed, "attention", "changed"),
        (row.known, "bar", "already there"),
        (row.overtaken, "quiet", "overtaken by a newer version"),
        (row.left_out, "step", "left out"),
        (row.unread, "critical", "cannot be read"),
    )


def written(row: BatchRow) -> str:
    """Say the same in words, for the copy, the export and the tooltip."""
    return ", ".join(f"{number} {word}" for number, _, word in parts(row) if number) or "no rows"


class VerdictBar(CellDelegate):
    """Paints the parts side by side, as long as they are many."""

    def __init__(self, look: Look, model: RowsModel, parent: QTableView, current: CellDelegate) -> None:
        super().__init__(look, model, parent)
        self._bars = model
        self._current = current

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as other cells have it, and the bar."""
        theme = self.look.theme
        rect: QRect = option.rect
        lit = bool(option.state & QStyle.StateFlag.State_Selected) or index.row() == self._current.current_row
        painter.save()
        painter.fillRect(rect, QColor(theme.accent_soft if lit else theme.surface))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPoint(rect.left(), rect.bottom()), QPoint(rect.right(), rect.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._bar(painter, rect, self._bars.row(index.row()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.restore()

    def _bar(self, painter: QPainter, rect: QRect, row: BatchRow) -> None:
        found = [(number, colour) for number, colour, _ in parts(row) if number]
        total = sum(number for number, _ in found)
        room = rect.width() - 2 * PADDING - len(found)
        if not total or room <= 0:
            return
        lengths = [max(_LEAST, room * number / total) for number, _ in found]
        shrink = room / sum(lengths)
        left = float(rect.left() + PADDING)
        top = rect.center().y() - _HEIGHT / 2 + 0.5
        for length, (_, colour) in zip(lengths, found, strict=True):
            painter.setBrush(self.look.theme.colour(colour))
            painter.drawRoundedRect(QRectF(left, top, length * shrink, _HEIGHT), 2, 2)
            left += length * shrink + 1
