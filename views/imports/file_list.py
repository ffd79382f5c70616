"""The files of a look, one below the other with what was found of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from views.common import icons
from views.common.fonts import BODY, TABLE, medium, ui_font
from views.common.text import Text
from views.common.theme import Look
from views.imports.entries import Entry, State, words

Index = QModelIndex | QPersistentModelIndex
_ICONS = {
    State.WAITING: ("clock", "faint"),
    State.READING: ("clock", "quiet"),
    State.READY: ("circle-check", "positive"),
    State.ASKS: ("circle-question-mark", "attention"),
    State.KNOWN: ("circle-check", "quiet"),
    State.REFUSED: ("circle-x", "quiet"),
    State.IMPORTING: ("clock", "accent"),
    State.IMPORTED: ("check", "positive"),
    State.UNDONE: ("undo-2", "quiet"),
    State.STOPPED: ("circle-x", "attention"),
}


def icon_of(entry: Entry) -> tuple[str, str]:
    """Give the icon of a file and its colour."""
    unread = entry.summary is not None and any(
        number for verdict, number in entry.summary.counts.items() if verdict == "cannot be read"
    )
    if entry.state is State.READY and unread:
        return "circle-alert", "critical"
    return _ICONS[entry.state]


class FilesModel(QAbstractListModel):
    """The entries as Qt wants them."""

    def __init__(self, text: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text
        self.entries: Sequence[Entry] = ()

    def put(self, entries: Sequence[Entry]) -> None:
        """Show other files."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def tell(self, entry: Entry) -> None:
        """Paint one file anew, if it is still listed."""
        if entry not in self.entries:
            return
        at = self.index(list(self.entries).index(entry), 0)
        self.dataChanged.emit(at, at)

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the files."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Give the name of a file, or all that is said of it."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.file.name
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.file.name}: {words(entry, self.text)}"
            case _:
                return None


class _FileLine(QStyledItemDelegate):
    """Paints an icon, the name, and under it how the file stands."""

    def __init__(self, look: Look, model: FilesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, 52)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._look.theme
        entry = self._model.entries[index.row()]
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        name, colour = icon_of(entry)
        ratio = painter.device().devicePixelRatioF()
        drawn = icons.pixmap(self._look, name, colour=colour, ratio=ratio)
        painter.drawPixmap(rect.left() + 12, rect.top() + 10, drawn)
        room = rect.width() - 48
        lines = (
            (entry.file.name, medium(BODY), theme.text, 7),
            (words(entry, self._model.text), None, theme.quiet, 26),
        )
        for said, font, ink, top in lines:
            used = font or ui_font(TABLE)
            painter.setFont(used)
            painter.setPen(QColor(ink))
            side = Qt.TextElideMode.ElideMiddle if font else Qt.TextElideMode.ElideRight
            short = QFontMetrics(used).elidedText(said, side, room)
            line = QRect(rect.left() + 38, rect.top() + top, room, 19)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), short)
        painter.restore()


class FileList(QFrame):
    """A card with the files; the one under the cursor is shown beside it."""

    chosen = Signal(object)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.model = FilesModel(text, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_FileLine(look, self.model, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName("Files")
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.selectionModel().currentChanged.connect(lambda at, _before: self._tell(at))
        self.setFocusProxy(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 6)
        column.addWidget(self.view)
        look.changed.connect(self.view.viewport().update)

    def put(self, entries: Sequence[Entry]) -> None:
        """Show files, the first of them chosen."""
        self.model.put(entries)
        if entries:
            self.view.setCurrentIndex(self.model.index(0, 0))

    def current(self) -> Entry | None:
        """Give the file under the cursor."""
        at = self.view.currentIndex()
        return self.model.entries[at.row()] if at.isValid() else None

    def go_to(self, entry: Entry) -> None:
        """Put the cursor on a file."""
        self.view.setCurrentIndex(self.model.index(list(self.model.entries).index(entry), 0))

    def _tell(self, at: Index) -> None:
        if at.isValid():
            self.chosen.emit(self.model.entries[at.row()])
