"""Small parts: labels, buttons, chips, cards, notices, the empty state, the thin moving bar."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from views.common import icons
from views.common.fonts import BODY, SECTION, TABLE, medium, semibold, ui_font
from views.common.theme import Look, Tone

_PATIENCE = 300  # milliseconds before anything moves


def rich(sentence: str, theme_text: str) -> str:
    """Make rich text of a plain sentence in which **words** are to be read first; everything else is escaped."""
    safe = html.escape(sentence, quote=False)
    return re.sub(r"\*\*(.+?)\*\*", rf'<span style="font-weight:600;color:{theme_text}">\1</span>', safe)


def label(text: str = "", *, font: QFont | None = None, role: str = "", wrap: bool = False) -> QLabel:
    """Make a label of plain text; `role` is "", "quiet", "faint" or "wrong"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font or ui_font())
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


class RichLabel(QLabel):
    """A sentence with **bold** parts that keeps its colours when the theme changes."""

    def __init__(self, look: Look, *, font: QFont | None = None) -> None:
        super().__init__()
        self._look = look
        self._sentence = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setFont(font or ui_font())
        self.setProperty("role", "quiet")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        look.changed.connect(self._write)

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self._sentence = sentence
        self._write()

    def sentence(self) -> str:
        """Give the sentence as it was said."""
        return self._sentence

    def _write(self) -> None:
        self.setText(rich(self._sentence, self._look.theme.text))


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
        self.setIconSize(QSize(16, 16))
        if icon:
            self.setIcon(icons.icon(look, icon, "on_accent" if primary else "quiet" if quiet else "text"))
        if not words:
            self.setFixedWidth(34)
        if run is not None:
            self.clicked.connect(lambda _checked: run())


class SearchField(QLineEdit):
    """Filter as you type; Esc clears."""

    searched = Signal(str)

    def __init__(self, look: Look, hint: str = "Filter", *, delay: int = 0) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.setFont(ui_font())
        self.setMinimumWidth(150)
        self.setMaximumWidth(220)
        self.addAction(icons.icon(look, "search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(lambda _text: self._timer.start())

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
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.subheading)
        self.body.addLayout(head)
        self.set_heading(title, subtitle)

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Change the heading; without words it takes no room."""
        self.heading.setText(title)
        self.heading.setVisible(bool(title))
        self.subheading.setText(subtitle)
        self.subheading.setVisible(bool(subtitle))


class Notice(QFrame):
    """A message in its place: what happened, what is safe, what to do; with at most one button."""

    def __init__(self, look: Look, *, closable: bool = True) -> None:
        super().__init__()
        self._look = look
        self._tone = Tone.CRITICAL
        self._words = RichLabel(look)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        self._button = Button(look, "")
        self._button.setMinimumWidth(0)
        self._button.setMaximumWidth(16_777_215)
        self._button.clicked.connect(self._pressed)
        row.addWidget(self._button)
        self._close = Button(look, "", icon="x", flat=True, run=self.hide)
        self._close.setAccessibleName("Close this message")
        self._close.setVisible(closable)
        row.addWidget(self._close)
        self._run: Callable[[], object] | None = None
        look.changed.connect(self._dress)
        self.hide()

    def say(
        self,
        sentence: str,
        tone: Tone = Tone.CRITICAL,
        *,
        button: str = "",
        run: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence (with **bold** parts) and a button, if given."""
        self._tone = tone
        self._run = run
        self._words.say(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._dress()
        self.show()

    def sentence(self) -> str:
        """Give what is said, without marks."""
        return self._words.sentence().replace("**", "")

    def _pressed(self) -> None:
        if self._run is not None:
            self._run()

    def _dress(self) -> None:
        theme = self._look.theme
        self.setStyleSheet(
            f"Notice {{ background: {theme.soft(self._tone)}; border-radius: 6px; }} "
            f"Notice > QLabel {{ color: {theme.text}; }}"
        )


class EmptyState(QWidget):
    """What would be here, why it is not, and one button that helps."""

    def __init__(
        self,
        look: Look,
        *,
        title: str,
        why: str = "",
        button: str = "",
        icon: str = "inbox",
        run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self._picture = QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addStretch(2)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._picture)
        heading = label(title, font=semibold(SECTION), wrap=True)
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(heading)
        if why:
            reason = label(why, role="quiet", wrap=True)
            reason.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            reason.setMaximumWidth(460)
            column.addWidget(reason, 0, Qt.AlignmentFlag.AlignHCenter)
            reason.setMinimumWidth(300)
        if button:
            column.addSpacing(8)
            self.button = Button(look, button, primary=True, run=run)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._look, self._icon, colour="faint", size=32, ratio=2.0))


class ThinBar(QWidget):
    """Two pixels that move while something is read; shown only when it takes longer than 300 ms."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._place = 0.0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._motion = QTimer(self)
        self._motion.setInterval(33)
        self._patience.timeout.connect(self._motion.start)
        self._motion.timeout.connect(self._move)
        self.setFixedHeight(2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def start(self) -> None:
        """Begin after a while."""
        if not self._motion.isActive():
            self._patience.start()

    def stop(self) -> None:
        """Stop and vanish."""
        self._patience.stop()
        self._motion.stop()
        self.update()

    @property
    def moving(self) -> bool:
        """Whether it is seen."""
        return self._motion.isActive()

    def _move(self) -> None:
        self._place = (self._place + 0.02) % 1.3
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the moving piece."""
        if self._motion.isActive():
            left = (self._place - 0.3) * self.width()
            QPainter(self).fillRect(QRectF(left, 0, self.width() * 0.3, 2), QColor(self._look.theme.accent))


def rule() -> QFrame:
    """Make a line between two parts."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def shortcut_text(keys: str) -> str:
    """Write a shortcut as this system does: "Ctrl+K"."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
