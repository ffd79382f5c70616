"""A list whose order says something: lines of two texts that are moved by mouse, or with Alt and an arrow key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from views.common.fonts import BODY, TABLE, medium, ui_font
from views.common.theme import Look

_HIGH, _LEFT, _NUMBER, _GAP = 52, 14, 24, 12
_TITLE = Qt.ItemDataRole.UserRole + 1
_SAID = Qt.ItemDataRole.UserRole + 2


class OrderList(QListWidget):
    """Lines in their order; `moved` carries from and to, counted from 0, `opened` a line, `removed` a line.

    While it is not `editable` nothing can be moved or removed.
    """

    moved = Signal(int, int)
    opened = Signal(int)
    removed = Signal(int)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("card", True)
        self.setItemDelegate(_Lines(look, self))
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemActivated.connect(lambda item: self.opened.emit(self.row(item)))
        self.itemClicked.connect(lambda item: self.opened.emit(self.row(item)))
        self.editable = False
        look.changed.connect(self.viewport().update)

    def show_lines(self, lines: Sequence[tuple[str, str]], *, editable: bool) -> None:
        """Show titles with what is said of them; the cursor stays at its place."""
        kept = self.currentRow()
        self.clear()
        self.editable = editable
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.InternalMove if editable else QAbstractItemView.DragDropMode.NoDragDrop
        )
        for title, said in lines:
            item = QListWidgetItem(f"{title}. {said}", self)
            item.setData(_TITLE, title)
            item.setData(_SAID, said)
        self.setCurrentRow(min(max(kept, 0), self.count() - 1))

    def lines(self) -> list[str]:
        """Give the titles as they stand."""
        return [str(self.item(row).data(_TITLE)) for row in range(self.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move a line, Enter or Space opens it, Delete removes it."""
        row, key = self.currentRow(), event.key()
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_line(row, row + by)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and row >= 0:
            self.opened.emit(row)
        elif key == Qt.Key.Key_Delete and self.editable and row >= 0:
            self.removed.emit(row)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let Alt and an arrow be ours, not the window's way back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            arrow = event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}
            if arrow and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                event.accept()
                return True
        return super().event(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Move the line that was dragged; whoever shows the lines shows the new order."""
        source, point = self.currentRow(), event.position().toPoint()
        below = self.itemAt(point)
        target = self.count() if below is None else self.row(below)
        if below is not None and point.y() > self.visualItemRect(below).center().y():
            target += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.move_line(source, target - 1 if target > source else target)

    def move_line(self, source: int, target: int) -> None:
        """Ask for a line at another place; the cursor goes with it."""
        if self.editable and source != target and 0 <= source < self.count() and 0 <= target < self.count():
            self.setCurrentRow(target)
            self.moved.emit(source, target)


class _Lines(QStyledItemDelegate):
    """Paints number, title and what is said of it."""

    def __init__(self, look: Look, parent: OrderList) -> None:
        super().__init__(parent)
        self._look, self._list = look, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give room for two lines of text."""
        return QSize(200, _HIGH)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        theme, rect = self._look.theme, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(theme.accent_soft if chosen else theme.surface))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        left = rect.left() + _LEFT
        self._grip(painter, left, rect.center().y())
        number = QRect(left + _GAP, rect.top() + 7, _NUMBER, 18)
        painter.setFont(ui_font(BODY))
        painter.setPen(QColor(theme.faint))
        painter.drawText(number, int(Qt.AlignmentFlag.AlignRight), str(index.row() + 1))
        words = rect.adjusted(_LEFT + _GAP + _NUMBER + 12, 7, -12, 0)
        for font, colour, role, down in (
            (medium(), theme.text, _TITLE, 0),
            (ui_font(TABLE), theme.quiet, _SAID, 20),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            fitted = QFontMetrics(font).elidedText(str(index.data(role)), Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words.adjusted(0, down, 0, 0), int(Qt.AlignmentFlag.AlignLeft), fitted)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.restore()

    def _grip(self, painter: QPainter, left: int, middle: int) -> None:
        """Draw the dots by which a line is taken."""
        if not self._list.editable:
            return
        painter.setPen(QPen(QColor(self._look.theme.faint), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for across in (0, 6):
            for down in (-6, 0, 6):
                painter.drawPoint(left + across, middle + down)
