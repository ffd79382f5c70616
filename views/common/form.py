"""A form made from declared fields; Enter saves, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from views.common.form_field import Field, FieldRow, Value
from views.common.parts import Button
from views.common.text import Text
from views.common.theme import Look

WIDEST = 720


class Form(QWidget):
    """Fields below one another with a saving and a leaving button; Enter saves, Esc leaves.

    `unsaved` says whether a person has typed into it what was not handed on to be saved.
    """

    changed = Signal(object)
    saved = Signal(object)
    left = Signal()

    def __init__(
        self,
        look: Look,
        text: Text,
        fields: Sequence[Field],
        *,
        today: Callable[[], date],
        save: str = "Save",
        leave: str = "Cancel",
    ) -> None:
        super().__init__()
        self.unsaved = self._sent = False
        self._rows = {field.name: FieldRow(field, look, text, today=today) for field in fields}
        self.setMaximumWidth(WIDEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for row in self._rows.values():
            column.addWidget(row)
            row.changed.connect(self._edited)
        self.save_button = Button(look, save, primary=True, run=self.save)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        if leave:
            buttons.addWidget(Button(look, leave, run=self.left.emit))
        buttons.addStretch(1)
        column.addLayout(buttons)

    def fill(self, values: Mapping[str, Value]) -> None:
        """Fill fields by name."""
        for name, value in values.items():
            self._rows[name].put(value)
        self._tell()

    def typed(self) -> dict[str, Value]:
        """Give what stands in every field, right or wrong."""
        return {name: row.typed() for name, row in self._rows.items()}

    def retype(self, typed: Mapping[str, Value]) -> None:
        """Fill fields with what stood in those of the same name of another form, and say what is wrong here."""
        for name in typed.keys() & self._rows.keys():
            self._rows[name].retype(typed[name])
        self._tell()
        self.unsaved = True

    def has(self, name: str) -> bool:
        """Tell whether there is a field of a name."""
        return name in self._rows

    def editor(self, name: str) -> QWidget:
        """Give the input of a field."""
        return self._rows[name].editor

    def error(self, name: str) -> str:
        """Give what is shown as wrong with a field."""
        row = self._rows[name]
        return row.wrong.text() if row.wrong.isVisibleTo(row) else ""

    def values(self) -> dict[str, Value] | None:
        """Give all values, or None while something is wrong."""
        try:
            return {name: row.value() for name, row in self._rows.items()}
        except ValueError:
            return None

    def save(self) -> None:
        """Save if nothing is wrong, else go to the first field that is."""
        judged = [(row, row.judge(strictly=True)) for row in self._rows.values()]
        values = self.values()
        if values is not None:
            self._sent, self.unsaved = self.unsaved, False
            self.saved.emit(values)
            return
        self._go_to(next(row for row, good in judged if not good))

    def blame(self, name: str, words: str) -> None:
        """Say at a field what is wrong with it beside another, and go there."""
        self._rows[name].blame(words)
        self._go_to(self._rows[name])

    def _go_to(self, row: FieldRow) -> None:
        """Put the cursor into a field and bring it into sight with what is wrong, once that has its place."""
        row.editor.setFocus()
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            QTimer.singleShot(0, above, partial(above.ensureWidgetVisible, row))

    def refused(self) -> None:
        """Take back that it was handed on: what was typed is not saved."""
        self.unsaved, self._sent = self.unsaved or self._sent, False

    def go(self) -> None:
        """Go to the first field."""
        next(iter(self._rows.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.save()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _tell(self) -> None:
        """Let each field that can say how it is read."""
        right = {name: value for name, row in self._rows.items() if (value := row.right()) is not None}
        for row in self._rows.values():
            row.tell(right)

    def _edited(self) -> None:
        self.unsaved = True
        self._tell()
        values = self.values()
        if values is not None:
            self.changed.emit(values)
