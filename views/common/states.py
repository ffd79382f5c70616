"""The states of a page: a notice in its place, the empty state, the thin bar that moves while something is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from views.common import icons
from views.common.fonts import SECTION, semibold
from views.common.labels import RichLabel, label
from views.common.parts import Button
from views.common.text import Text
from views.common.theme import Look, Tone

_PATIENCE = 300  # milliseconds before anything moves

_REASON_WIDTH, _LEAST_REASON, _REASON_STEP = 420, 260, 10


class Notice(QFrame):
    """A message in its place: what happened, what is safe, what to do; with at most one button."""

    def __init__(self, look: Look, text: Text, *, closable: bool = True) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._tone = Tone.CRITICAL
        self._words = RichLabel(look)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        self._button = Button(look, "")
        self._button.clicked.connect(self._pressed)
        row.addWidget(self._button)
        self._close = Button(look, "", icon="x", flat=True, run=self._closed)
        self._close.setAccessibleName("Close this message")
        # Only once it has a place here: shown before, it would be a window of its own for a moment.
        row.addWidget(self._close)
        self._close.setVisible(closable)
        self._run: Callable[[], object] | None = None
        self._let_go: Callable[[], object] | None = None
        look.changed.connect(self._dress)
        self.hide()

    def say(
        self,
        sentence: str,
        tone: Tone = Tone.CRITICAL,
        *,
        button: str = "",
        run: Callable[[], object] | None = None,
        let_go: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence (with **bold** parts) and a button, if given; who closes it has what it offers `let_go`."""
        self._tone = tone
        self._run, self._let_go = run, let_go
        self._words.say(self._text.days_in(sentence))
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

    def _closed(self) -> None:
        self.hide()
        if self._let_go is not None:
            self._let_go()

    def _dress(self) -> None:
        theme = self._look.theme
        self.setStyleSheet(
            f"Notice {{ background: {theme.soft(self._tone)}; border-radius: 6px; }} "
            f"Notice > QLabel {{ color: {theme.text}; }}"
        )


class EmptyState(QWidget):
    """What would be here, why it is not, and one button that helps; put in when it is first shown, as few ever are."""

    button: Button

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
        self._fill: Callable[[], None] | None = partial(self._put_in, title, why, button, run)

    def event(self, event: QEvent) -> bool:
        """Put in what is said before it is first shown."""
        if event.type() == QEvent.Type.Polish and self._fill is not None:
            fill, self._fill = self._fill, None
            fill()
        return super().event(event)

    def _put_in(self, title: str, why: str, button: str, run: Callable[[], object] | None) -> None:
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
            # A layout asks an aligned label for one line; it is told how many its width takes.
            width = _even_width(reason)
            reason.setFixedSize(width, reason.heightForWidth(width))
            column.addWidget(reason, 0, Qt.AlignmentFlag.AlignHCenter)
        if button:
            column.addSpacing(8)
            self.button = Button(self._look, button, primary=True, run=run)
            self.setFocusProxy(self.button)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._look, self._icon, colour="faint", size=32, ratio=2.0))


def _even_width(reason: QLabel) -> int:
    """Give the least width at which words take no line more: their lines are of a length, and none holds one word."""
    high = reason.heightForWidth(_REASON_WIDTH)
    widths = range(_LEAST_REASON, _REASON_WIDTH, _REASON_STEP)
    return next((width for width in widths if reason.heightForWidth(width) <= high), _REASON_WIDTH)


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
