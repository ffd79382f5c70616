"""The command palette: every page, action and record, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from views.common import icons
from views.common.fonts import LEAD, TABLE, ui_font
from views.common.labels import label
from views.common.theme import Look

_SHOWN = 200
_WORD_ENDS = " -_/·.,:#"


@dataclass(frozen=True)
class Entry:
    """Something the palette can do: its title, what kind of thing it is, a hint or shortcut, an icon, and the doing."""

    title: str
    kind: str
    run: Callable[[], object]
    hint: str = ""
    icon: str = "chevron-right"


def score(needle: str, title: str) -> int:
    """Judge how well letters fit a title, both in lower case: 0 is not at all; starts and whole words are best."""
    place = title.find(needle)
    if place == 0:
        return 1000 - len(title)
    if place > 0:
        return (800 if title[place - 1] in _WORD_ENDS else 600) - len(title)
    # The letters in their order, with gaps: better the more of them begin a word.
    at, points = -1, 0
    for letter in needle:
        if letter == " ":
            continue
        found = title.find(letter, at + 1)
        if found < 0:
            return 0
        points += 12 if found == 0 or title[found - 1] in _WORD_ENDS else 4 if found == at + 1 else 0
        at = found
    return max(1, 200 + points - len(title))


class Finder:
    """Finds entries; typing on narrows what was found before."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._titles = [entry.title.casefold() for entry in self._entries]
        self._needle = ""
        self._complete = True
        self._found: Sequence[int] = range(len(self._entries))

    def find(self, typed: str) -> list[Entry]:
        """Give the entries that fit best, best first."""
        needle = typed.casefold().strip()
        if not needle:
            self._needle, self._complete, self._found = "", True, range(len(self._entries))
            return list(self._entries[:_SHOWN])
        narrows = self._complete and needle.startswith(self._needle)
        pool = self._found if narrows else range(len(self._entries))
        whole = [number for number in pool if needle in self._titles[number]]
        # Letters with gaps between them are worth the time only while whole matches do not fill the list.
        self._complete = len(whole) < _SHOWN
        scored = [
            (points, number)
            for number in (pool if self._complete else whole)
            if (points := score(needle, self._titles[number])) > 0
        ]
        self._needle, self._found = needle, [number for _, number in scored]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return [self._entries[number] for _, number in scored[:_SHOWN]]


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def put(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- Qt's variant
        if index.isValid() and role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.entries[index.row()].title
        return None


class _Line(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 34)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._look.theme
        model = index.model()
        if not isinstance(model, _Entries):
            return
        entry = model.entries[index.row()]
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.left() + 16, rect.top() + 9, icons.pixmap(self._look, entry.icon, ratio=ratio))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(ui_font(TABLE))
        painter.setPen(QColor(theme.quiet))
        right = " · ".join(filter(None, (entry.kind, entry.hint)))
        painter.drawText(rect.adjusted(0, 0, -18, 0), int(side), right)
        room = rect.width() - 76 - QFontMetrics(ui_font(TABLE)).horizontalAdvance(right)
        painter.setFont(ui_font())
        painter.setPen(QColor(theme.text))
        title = QFontMetrics(ui_font()).elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect.adjusted(42, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), title)
        painter.restore()


class Palette(QDialog):
    """A field and a list under it: letters find, arrows move, Enter does, Esc leaves."""

    def __init__(self, look: Look, entries: Iterable[Entry], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._look = look
        self._finder = Finder(entries)
        self._model = _Entries(self)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find a page, an action, a SKU, a channel")
        self.field.setAccessibleName("Command palette")
        self.field.setFont(ui_font(LEAD))
        self.field.setStyleSheet(
            "QLineEdit { border: none; background: transparent; min-height: 36px; padding: 0 12px; }"
        )
        self.field.addAction(icons.icon(look, "search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Line(look, self))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Found")
        self.list.clicked.connect(lambda _index: self.run())
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 8)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.nothing = label(
            "Nothing has this name. Pages, tabs, actions, SKUs, channels and imports do.",
            role="quiet",
            wrap=True,
        )
        self.nothing.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.nothing)
        column.addStretch()
        self.field.textChanged.connect(self.look_for)
        self.setFixedSize(560, 420)
        self.look_for("")

    def look_for(self, typed: str) -> None:
        """Show what fits, the best first and chosen."""
        found = self._finder.find(typed)
        self._model.put(found)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.list.setCurrentIndex(self._model.index(0, 0))

    def found(self) -> list[Entry]:
        """Give what is listed."""
        return self._model.entries

    def run(self) -> None:
        """Do the chosen entry."""
        index = self.list.currentIndex()
        if index.isValid():
            entry = self._model.entries[index.row()]
            self.close()
            entry.run()

    def show_over(self, window: QWidget) -> None:
        """Open in the upper middle of a window."""
        place = window.mapToGlobal(window.rect().topLeft())
        self.move(place.x() + (window.width() - self.width()) // 2, place.y() + 90)
        self.show()
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list while the field has the focus."""
        row, last = self.list.currentIndex().row(), self._model.rowCount() - 1
        step = {
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_PageDown: row + 10,
            Qt.Key.Key_PageUp: row - 10,
        }.get(Qt.Key(event.key()))
        if step is not None:
            self.list.setCurrentIndex(self._model.index(max(0, min(last, step)), 0))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.run()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rounded ground."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.control_line))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 10, 10)
        painter.setPen(QColor(theme.line))
        painter.drawLine(1, self.field.geometry().bottom() + 3, self.width() - 2, self.field.geometry().bottom() + 3)
