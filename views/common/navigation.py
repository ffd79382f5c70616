"""The list of pages at the left: icons and words, or icons alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from views.common import icons
from views.common.fonts import BODY, TABLE, medium, semibold, ui_font
from views.common.labels import label
from views.common.memory import Memory
from views.common.parts import Button
from views.common.theme import Look

WIDE, NARROW = 200, 52
_MEMORY = "navigation"


@dataclass(frozen=True)
class Place:
    """A page in the navigation; `below` puts it at the bottom."""

    name: str
    title: str
    icon: str
    shortcut: str = ""
    below: bool = False


class NavigationItem(QAbstractButton):
    """One page in the list, with a count at the right if there is something to do."""

    def __init__(self, look: Look, place: Place) -> None:
        super().__init__()
        self._look = look
        self.place = place
        self.count = ""
        self.narrow = False
        self.setText(place.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(f"{place.title} ({place.shortcut})" if place.shortcut else place.title)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Fit the words."""
        return QSize(NARROW if self.narrow else WIDE, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, words and count."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 1))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(ground, 6, 6)
        elif self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(ground, 6, 6)
        colour = "text" if self.isChecked() else "quiet"
        ratio = self.devicePixelRatioF()
        left = (self.width() - 16) // 2 if self.narrow else 9
        painter.drawPixmap(left, 8, icons.pixmap(self._look, self.place.icon, colour=colour, ratio=ratio))
        if self.narrow:
            return
        painter.setFont(medium(BODY) if self.isChecked() else ui_font(BODY))
        painter.setPen(QColor(theme.colour(colour)))
        painter.drawText(self.rect().adjusted(35, 0, -28, 0), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.setFont(ui_font(TABLE))
        painter.setPen(QColor(theme.quiet))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -9, 0), int(side), self.count)


class Navigation(QFrame):
    """The pages; up and down move, a click or Enter goes there, the button at the top collapses to icons."""

    gone = Signal(str)

    def __init__(self, look: Look, places: Sequence[Place], memory: Memory) -> None:
        super().__init__()
        self._look, self._memory = look, memory
        self.setProperty("side", True)
        self._items = {place.name: NavigationItem(look, place) for place in places}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addSpacing(10)
        for item in self._items.values():
            item.clicked.connect(lambda _checked, name=item.place.name: self.gone.emit(name))
            if not item.place.below:
                column.addWidget(item)
        column.addStretch(1)
        for item in self._items.values():
            if item.place.below:
                column.addWidget(item)
        look.changed.connect(self._draw)
        self._draw()
        self.collapse(narrow=memory.get(_MEMORY) == "narrow")

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(9, 0, 0, 0)
        row.setSpacing(9)
        self._mark = QLabel()
        self._mark.setFixedSize(18, 18)
        self._name = label("Channelbook", font=semibold(BODY))
        self._fold = Button(self._look, "", icon="panel-left-close", quiet=True, flat=True, run=self.toggle)
        self._fold.setFixedSize(30, 28)
        self._fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the window's menu has it too, with its shortcut
        self._fold.setAccessibleName("Collapse the navigation")
        row.addWidget(self._mark)
        row.addWidget(self._name)
        row.addStretch(1)
        row.addWidget(self._fold)
        return head

    def _draw(self) -> None:
        self._mark.setPixmap(icons.pixmap(self._look, "notebook-tabs", colour="accent", size=18, ratio=3.0))

    def go(self, name: str) -> None:
        """Mark a page as the one in view."""
        self._items[name].setChecked(True)

    def set_count(self, name: str, count: str) -> None:
        """Set the figure beside a page."""
        self._items[name].count = count
        self._items[name].setAccessibleName(f"{self._items[name].text()} {count}".strip())
        self._items[name].update()

    @property
    def narrow(self) -> bool:
        """Whether only icons are shown."""
        return self.width() == NARROW or self.minimumWidth() == NARROW

    def toggle(self) -> None:
        """Collapse to icons, or unfold."""
        self.collapse(narrow=not self.narrow)
        self._memory.set(_MEMORY, "narrow" if self.narrow else "wide")

    def collapse(self, *, narrow: bool) -> None:
        """Show icons alone, or words too."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._name.setVisible(not narrow)
        self._mark.setVisible(not narrow)
        self._fold.setIcon(icons.icon(self._look, "panel-left-open" if narrow else "panel-left-close"))
        self._fold.setToolTip("Show the names of the pages" if narrow else "Show icons only")
        for item in self._items.values():
            item.narrow = narrow
            item.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between pages; Enter goes there."""
        items = list(self._items.values())
        place = next((number for number, item in enumerate(items) if item.hasFocus()), -1)
        match event.key():
            case Qt.Key.Key_Down if place >= 0:
                items[min(len(items) - 1, place + 1)].setFocus()
            case Qt.Key.Key_Up if place >= 0:
                items[max(0, place - 1)].setFocus()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if place >= 0:
                items[place].click()
            case _:
                super().keyPressEvent(event)
