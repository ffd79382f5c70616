"""Small parts: buttons, the filter field, chips, cards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from views.common import icons
from views.common.fonts import BODY, TABLE, medium, semibold, ui_font
from views.common.labels import label
from views.common.theme import Look, Tone

_SWATCH = 9  # as in the cells of a table
_FIELD, _BESIDE_HINT = 160, 46  # the least that a filter field asks for, and what stands beside its hint


class Button(QPushButton):
    """A button of verb and object; `primary` is the one main action, `quiet` a lesser one, `flat` has no frame."""

    def __init__(
        self,
        look: Look,
        words: str,
        *,
        icon: str = "",
        primary: bool = False,
        quiet: bool = False,
        flat: bool = False,
        run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(words)
        self.setFont(medium() if primary else ui_font())
        self.setProperty("primary", primary)
        self.setProperty("quiet", quiet)
        self.setProperty("flat", flat)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if icon:
            self.setIcon(icons.icon(look, icon, "on_accent" if primary else "quiet" if quiet else "text"))
        self.setText(words)
        if run is not None:
            self.clicked.connect(lambda _checked: run())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it by Enter too, and not by Space alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        """Change the words; without words it is as wide as high."""
        super().setText(text)
        bare = not text
        self.setProperty("bare", bare)
        # Wider than the icon, which is drawn at the left: this is the room between icon and words.
        self.setIconSize(QSize(16, 16) if bare else QSize(20, 16))
        self.setMinimumWidth(34 if bare else 0)
        self.setMaximumWidth(34 if bare else 16_777_215)
        self.style().unpolish(self)
        self.style().polish(self)


class SearchField(QLineEdit):
    """Filter as you type; Esc clears."""

    searched = Signal(str)

    def __init__(self, look: Look, hint: str = "Filter", *, delay: int = 0) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setFont(ui_font())
        self.setMinimumWidth(120)
        self.setStyleSheet("QLineEdit { padding-left: 2px; }")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.ask(hint)
        self.addAction(icons.icon(look, "search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(lambda _text: self._timer.start())

    def ask(self, hint: str) -> None:
        """Say what is filtered; the field is as wide as that."""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Give room for the hint beside the icon."""
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(max(_FIELD, words + _BESIDE_HINT), super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Let Esc clear before it means anything else."""
        if event.type() == QEvent.Type.ShortcutOverride and self.text() and _is_escape(event):
            self.clear()
            event.accept()
            return True
        return super().event(event)


def _is_escape(event: QEvent) -> bool:
    key = getattr(event, "key", None)
    return key is not None and key() == Qt.Key.Key_Escape


class Chip(QWidget):
    """A word on a tinted ground, sometimes with an icon or a count; clickable if `pressed` is listened to."""

    pressed = Signal()

    def __init__(self, look: Look, words: str, tone: Tone = Tone.NEUTRAL, *, icon: str = "") -> None:
        super().__init__()
        self._look = look
        self._words = words
        self._tone = tone
        self._icon = icon
        self.setFont(medium(TABLE))
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def say(self, words: str, tone: Tone | None = None) -> None:
        """Change the words, and the tone if given."""
        self._words = words
        self._tone = self._tone if tone is None else tone
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Fit the words."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 16 + (20 if self._icon else 0), 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon and words."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.soft(self._tone)))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        left = 8
        if self._icon:
            name = "quiet" if self._tone is Tone.NEUTRAL else self._tone.value
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(8, 4, icons.pixmap(self._look, self._icon, colour=name, size=14, ratio=ratio))
            left = 27
        painter.setPen(QColor(theme.tone(self._tone)))
        painter.drawText(self.rect().adjusted(left, 0, -4, 0), int(Qt.AlignmentFlag.AlignVCenter), self._words)

    def mouseReleaseEvent(self, event: object) -> None:
        """Tell of a click."""
        self.pressed.emit()


class Card(QFrame):
    """A framed surface with an optional heading, and things set below one another."""

    def __init__(self, title: str = "", subtitle: str = "") -> None:
        super().__init__()
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 12)
        self.body.setSpacing(8)
        self.heading = label(title, font=semibold(BODY), wrap=True)
        self.subheading = label(subtitle, font=ui_font(TABLE), role="quiet", wrap=True)
        self.head = QVBoxLayout()
        self.head.setSpacing(2)
        self.head.addWidget(self.heading)
        self.head.addWidget(self.subheading)
        self.body.addLayout(self.head)
        self.set_heading(title, subtitle)

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Change the heading; without words it takes no room."""
        self.heading.setText(title)
        self.heading.setVisible(bool(title))
        self.subheading.setText(subtitle)
        self.subheading.setVisible(bool(subtitle))


def scrolled(card: Card) -> QScrollArea:
    """Let a card scroll where it is higher than its place; it stays at the top and no wider than it may be."""
    holder = QWidget()
    holder.setProperty("clear", True)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 8, 0)
    column.addWidget(card)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(holder)
    scroll.viewport().setAutoFillBackground(False)
    return scroll


def stacked() -> QWidget:
    """Make a holder whose parts are set below one another, for what arrives later."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    return holder


def swatch(look: Look, key: str) -> QFrame:
    """Make the small square in the colour of a channel."""
    made = QFrame()
    made.setFixedSize(_SWATCH, _SWATCH)
    made.setStyleSheet(f"background: {look.theme.colour(key).name()}; border: none; border-radius: 2px;")
    return made
