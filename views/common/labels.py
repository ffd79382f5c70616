"""Labels: plain, elided, and sentences with bold parts; and the line between two parts."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel

from views.common.fonts import ui_font
from views.common.theme import Look


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


class ElidedLabel(QLabel):
    """A line of plain text that ends in "…" where it does not fit, and is whole in the tooltip."""

    def __init__(self, text: str, *, font: QFont, role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font)
        self.setProperty("role", role)
        self.setToolTip(text)
        self.setMinimumWidth(24)

    def say(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), words)


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


def rule() -> QFrame:
    """Make a line between two parts."""
    line = QFrame()
    line.setProperty("rule", True)
    return line
