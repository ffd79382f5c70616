"""The inputs of a form beyond a line: words offered below it, a unit inside, words between commas, a ticked list."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListWidget, QListWidgetItem, QWidget

from views.common.fonts import TABLE, ui_font
from views.common.labels import label

_LINE, _MOST = 26, 8


def mark_wrong(editor: QWidget, *, wrong: bool) -> None:
    """Give an input the frame of one with something wrong in it, or take it away."""
    if editor.property("wrong") != wrong:
        editor.setProperty("wrong", wrong)
        editor.style().unpolish(editor)
        editor.style().polish(editor)


class UnitEdit(QLineEdit):
    """A line with its unit inside at the right; a `shy` unit goes when letters are typed, which name another."""

    def __init__(self, unit: str, *, shy: bool = False) -> None:
        super().__init__()
        self._unit = label(unit, font=ui_font(TABLE), role="faint")
        self._unit.setParent(self)
        self._margin = self._unit.sizeHint().width() + 6 if unit else 0
        self.setTextMargins(0, 0, self._margin, 0)
        if shy:
            self.textChanged.connect(self._give_way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the unit at the right."""
        super().resizeEvent(event)
        size = self._unit.sizeHint()
        self._unit.setGeometry(self.width() - size.width() - 10, 0, size.width(), self.height())

    def _give_way(self, typed: str) -> None:
        named = any(sign.isalpha() for sign in typed)
        self._unit.setVisible(not named)
        self.setTextMargins(0, 0, 0 if named else self._margin, 0)


class Offer(QCompleter):
    """Offers the words that have in them what is typed into a line, in a list below it."""

    def __init__(self, words: Sequence[str], line: QLineEdit) -> None:
        super().__init__(list(words), line)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = self.popup()
        if popup is not None:
            # Lists in a window show what is behind them; behind this one there is nothing.
            popup.setProperty("popup", True)


class WordsEdit(QLineEdit):
    """A line of words between commas; a word with a comma stands in quotation marks.

    Words that are offered are proposed for the one being typed; the arrow down lists them all.
    """

    def __init__(self) -> None:
        super().__init__()
        self._offered: Offer | None = None

    def put(self, words: Sequence[str]) -> None:
        """Show words."""
        self.setText(", ".join(_quoted(word) for word in words))

    def chosen(self) -> tuple[str, ...]:
        """Give the words, each once."""
        return tuple(dict.fromkeys(word.strip() for word in _parts(self.text()) if word.strip()))

    def offer(self, words: Sequence[str]) -> None:
        """Offer words while one is typed."""
        self._offered = Offer(words, self)
        self._offered.setWidget(self)
        self._offered.activated.connect(self._take)
        self.textEdited.connect(lambda _typed: self._propose())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """List what is offered with the arrow down; Enter and Esc belong to the list while it is open."""
        popup = self._offered.popup() if self._offered is not None else None
        listed = popup is not None and popup.isVisible()
        if event.key() == Qt.Key.Key_Down and not listed:
            self._propose(everything=True)
        elif listed and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _propose(self, *, everything: bool = False) -> None:
        popup = self._offered.popup() if self._offered is not None else None
        if self._offered is None or popup is None:
            return
        begun = self._begun()
        if not begun and not everything:
            popup.hide()
            return
        self._offered.setCompletionPrefix(begun)
        self._offered.complete()

    def _begun(self) -> str:
        """Give the word at the end, as far as it is typed."""
        return _parts(self.text())[-1].strip() if self.text() else ""

    def _take(self, word: str) -> None:
        known = [part.strip() for part in _parts(self.text())[:-1] if part.strip()]
        self.setText(", ".join(_quoted(one) for one in dict.fromkeys([*known, word])) + ", ")
        self.textEdited.emit(self.text())


def _parts(typed: str) -> list[str]:
    return next(csv.reader([typed], skipinitialspace=True), [""])


def _quoted(word: str) -> str:
    doubled = word.replace('"', '""')
    return f'"{doubled}"' if set(word) & set(',"') else word


class TickList(QListWidget):
    """Some of a list, each ticked with Space or the mouse; the arrows go from one to the next."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("field", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for key, words in choices:
            item = QListWidgetItem(words, self)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, _LINE))
        self.setFixedHeight(min(max(len(choices), 1), _MOST) * _LINE + 2)
        self.setCurrentRow(0)

    def put(self, keys: Sequence[str]) -> None:
        """Tick these and no other."""
        with QSignalBlocker(self):
            for item in self._items():
                on = item.data(Qt.ItemDataRole.UserRole) in keys
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def chosen(self) -> tuple[str, ...]:
        """Give the keys that are ticked, in the order of the list."""
        ticked = [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]
