"""Labels: plain, elided, and sentences with bold parts; and the line between two parts."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu

from views.common.fonts import ui_font
from views.common.theme import Look

_BREAK = "\N{ZERO WIDTH SPACE}"
_MOST_LETTERS = 16  # of a word that stay together in any panel
_LONG_WORD = re.compile(rf"\S{{{_MOST_LETTERS + 1},}}")


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


class ValueLabel(QLabel):
    """Plain text in several lines, broken inside of long words too: a file's name never makes its panel wider."""

    def __init__(self, text: str, *, font: QFont, role: str = "") -> None:
        super().__init__(_LONG_WORD.sub(_with_breaks, text))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font)
        self.setProperty("role", role)
        self.setWordWrap(True)

    def text(self) -> str:
        """Give the words as they were said."""
        return super().text().replace(_BREAK, "")

    def selectedText(self) -> str:
        """Give what is chosen of them."""
        return super().selectedText().replace(_BREAK, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what was said, without the places at which it may break."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy what is chosen, or all."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copied = self.selectedText() or self.text()
        menu.addAction("Copy").triggered.connect(lambda _checked: QGuiApplication.clipboard().setText(copied))
        menu.popup(event.globalPos())


def _with_breaks(word: re.Match[str]) -> str:
    """Let a long word break after its signs, and between letters where it has none for long."""
    return re.sub(rf"([_./\\-]|[^_./\\-]{{{_MOST_LETTERS}}})", rf"\1{_BREAK}", word.group())


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
