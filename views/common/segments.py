"""Ways to look at the same thing: segmented buttons, and chips with counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from views.common.flow import Flow
from views.common.focus import in_tab_order
from views.common.fonts import TABLE, medium, semibold
from views.common.parts import Button
from views.common.theme import Look, Tone

_MANY = 8  # more than these stand closer together, so that all fit into a narrow window

_CHOSEN, _FOCUSED = 1.2, 2.4  # pixels of the frame of a chip


def enter_at_chosen(buttons: Iterable[QAbstractButton]) -> None:
    """Let Tab come to the chosen one of a set alone, as with radio buttons; the arrow keys go on from there."""
    for button in buttons:
        by = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(by)


class Segments(QWidget):
    """Buttons of which one is chosen; the arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, look: Look, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._keys: dict[str, QAbstractButton] = {}
        many = len(choices) > _MANY
        row = Flow(self, gap=4 if many else 6)
        for key, words in choices:
            button = Button(look, words)
            button.setProperty("segment", True)
            button.setProperty("dense", many)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            self._group.addButton(button)
            self._keys[key] = button
            row.addWidget(button)
        first = next(iter(self._keys.values()), None)
        if first is not None:
            first.setChecked(True)
        enter_at_chosen(self._keys.values())
        self._group.buttonToggled.connect(self._toggled)

    def choose(self, key: str) -> None:
        """Choose one; tells so if it was another."""
        self._keys[key].setChecked(True)

    def current(self) -> str:
        """Give the chosen key."""
        return next(key for key, button in self._keys.items() if button.isChecked())

    def before(self, *widgets: QWidget) -> None:
        """Let Tab come to these, and to what is made behind them later, after the buttons here."""
        in_tab_order(*self._keys.values(), *widgets)

    def focus_chosen(self) -> None:
        """Put the focus on the chosen one."""
        self._keys[self.current()].setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggled(self, button: QAbstractButton, on: bool) -> None:  # noqa: FBT001 -- a signal's bool
        if on:
            enter_at_chosen(self._keys.values())
            self.chosen.emit(next(key for key, known in self._keys.items() if known is button))


class ChipTab(QAbstractButton):
    """A chip with a word and a count that can be chosen."""

    def __init__(self, look: Look, words: str, count: str, tone: Tone) -> None:
        super().__init__()
        self._look = look
        self._count = count
        self._tone = tone
        self.setText(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(f"{words} {count}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)
        self.setFont(medium(TABLE))
        self._wide = self.fontMetrics().horizontalAdvance(words)
        self.setFixedWidth(self._wide + self.fontMetrics().horizontalAdvance(count) + (26 if count else 18))

    @property
    def empty(self) -> bool:
        """Whether nothing is counted."""
        return self._count == "0"

    def sizeHint(self) -> QSize:
        """Fit words and count."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip; the chosen one has a frame, and a wider one while it has the focus."""
        theme = self._look.theme
        tone = Tone.ACCENT if self.isChecked() and self._tone is Tone.NEUTRAL else self._tone
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = _FOCUSED if self.hasFocus() else _CHOSEN if self.isChecked() else 0
        painter.setPen(QPen(QColor(theme.tone(tone)), width) if width else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.soft(tone)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 11, 11)
        painter.setPen(QColor(theme.tone(tone)))
        inner = self.rect().adjusted(9, 0, -9, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.setFont(semibold(TABLE))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._count)


class ChipTabs(QWidget):
    """Chips with counts of which one is chosen, such as rows by verdict."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tabs: dict[str, ChipTab] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addStretch(1)

    def set_tabs(self, tabs: Sequence[tuple[str, str, str, Tone]]) -> None:
        """Show (key, words, count, tone); the chosen key stays chosen if it is still there."""
        kept, focused = self.current(), any(tab.hasFocus() for tab in self._tabs.values())
        for tab in self._tabs.values():
            self._row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = {}
        for place, (key, words, count, tone) in enumerate(tabs):
            tab = ChipTab(self._look, words, count, tone)
            self._tabs[key] = tab
            self._row.insertWidget(place, tab)
        chosen = self._tabs.get(kept, next(iter(self._tabs.values()), None))
        if chosen is not None:
            chosen.setChecked(True)
        for key, tab in self._tabs.items():
            tab.toggled.connect(lambda on, key=key: self._chosen(key) if on else None)
        self._order_for_tab()
        enter_at_chosen(self._tabs.values())
        self._fit()
        if focused and chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Take less than all chips need; those without a row give way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the chips into the new width."""
        super().resizeEvent(event)
        self._fit()

    def _order_for_tab(self) -> None:
        """Let the chips come where they stand; made anew, they would come last of all of the page."""
        in_tab_order(self, *self._tabs.values())

    def _chosen(self, key: str) -> None:
        enter_at_chosen(self._tabs.values())
        self.chosen.emit(key)

    def _fit(self) -> None:
        """Hide the chips that count nothing where there is no room for all; the first and the chosen one stay."""
        tabs = list(self._tabs.values())
        needed = sum(tab.width() + self._row.spacing() for tab in tabs)
        for place, tab in enumerate(tabs):
            spare = place > 0 and tab.empty and not tab.isChecked()
            tab.setVisible(not spare or needed <= self.width())

    def choose(self, key: str) -> None:
        """Choose one."""
        self._tabs[key].setChecked(True)

    def current(self) -> str:
        """Give the chosen key, or ""."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")
