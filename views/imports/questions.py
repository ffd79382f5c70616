"""What a person may say about a file: its channel, its day, how amounts and days are written, if it is the newest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.importing.looking import Looked
from app.importing.preview import Choices
from app.importing.verdicts import Verdict
from views.common.day_edit import DayEdit
from views.common.field_editors import mark_wrong
from views.common.fonts import TABLE, ui_font
from views.common.labels import label
from views.common.sentences import asked_for
from views.common.text import Text
from views.common.theme import Look
from views.imports.entries import Entry

_DECIMAL = (("point", "Point: 1,234.50"), ("comma", "Comma: 1.234,50"))
_DAY_ORDER = (("yes", "Day first: 14/03"), ("no", "Month first: 03/14"))
_LOOKED_THROUGH = 200
_DAY_WIDTH = 150
_CHOOSE = ("", "Choose")
_NEWER = (("yes", "This file"), ("no", "The one before"))


class Questions(QFrame):
    """A row of small fields, only those that the file needs; a change asks for another look at it."""

    changed = Signal(object)

    def __init__(self, look: Look, text: Text, *, today: Callable[[], date]) -> None:
        super().__init__()
        self._look, self._text, self._today = look, text, today
        self._choices = Choices()
        self._day: DayEdit | None = None
        column, self._row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self._hint = label("", font=ui_font(TABLE), role="quiet", wrap=True)
        column.addLayout(self._row)
        self.wrong = label("", font=ui_font(TABLE), role="wrong", wrap=True)
        column.addWidget(self._hint)
        column.addWidget(self.wrong)

    def ask(self, entry: Entry, exports: dict[str, str]) -> None:
        """Show the fields for a file; none, and the row takes no room."""
        self._clear()
        self._choices = entry.choices
        looked = entry.looked
        if looked is not None:
            self._ask_of(looked)
        else:
            self._ask_about(asked_for(entry.sentence), exports)
        self.setVisible(self._row.count() > 1)

    def settle(self) -> bool:
        """Say the day that was typed; gives False, with the cursor in it, where it is none."""
        if self._day is None:
            return True
        self._day.editingFinished.emit()
        if self.wrong.isHidden():
            return True
        self._day.setFocus()
        return False

    def _ask_of(self, looked: Looked) -> None:
        seen = looked.seen
        if not seen.export.shared:
            self._ask_channel(looked)
        if seen.export.snapshot:
            self._ask_day(seen.options.get("day", ""))
        unread = looked.rows[Verdict.UNREAD][:_LOOKED_THROUGH]
        asked = {*self._choices.options}.union(*(asked_for(row.reason) for row in unread))
        if (seen.export.decimal is None or "decimal" in asked) and not seen.found.sheet.is_workbook:
            self._pick("Amounts", "decimal", (("", "As found"), *_DECIMAL))
        if {"day_first", "day-first"} & asked:
            self._pick("Days", "day_first", (("", "As found"), *_DAY_ORDER))
        if "newest" in self._choices.options or looked.tied or looked.counts[Verdict.OVERTAKEN]:
            self._pick("Which is newer", "newest", (_CHOOSE, *_NEWER))

    def _ask_about(self, asked: frozenset[str], exports: dict[str, str]) -> None:
        """Ask what a refusal asks for."""
        if "decimal" in asked:
            self._pick("Amounts", "decimal", (_CHOOSE, *_DECIMAL))
        if "day-first" in asked:
            self._pick("Days", "day_first", (_CHOOSE, *_DAY_ORDER))
        if "day" in asked:
            self._ask_day("")
        if "export" in asked:
            box = self._box("Read as", (_CHOOSE, *sorted(exports.items(), key=lambda pair: pair[1])), "")
            box.activated.connect(lambda _at: self._say(replace(self._choices, export=box.currentData() or None)))

    def _ask_channel(self, looked: Looked) -> None:
        proposed = looked.seen.channel
        names = list(dict.fromkeys([*proposed.candidates, *looked.channels, *filter(None, [proposed.name])]))
        box, line = QComboBox(), QLineEdit()
        box.setLineEdit(line)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(names)
        box.setCurrentText(proposed.name or "")
        box.setFixedWidth(210)
        line.setPlaceholderText("Choose a channel")
        line.setFont(ui_font(TABLE))
        line.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0; min-height: 0; }")

        def settled() -> None:
            name = box.currentText().strip()
            if name and name != proposed.name:
                self._say(replace(self._choices, channel=name))

        box.activated.connect(lambda _at: settled())
        line.returnPressed.connect(settled)
        line.editingFinished.connect(settled)
        hint = ""
        if proposed.candidates:
            hint = f"{len(proposed.candidates)} channels fit; choose one."
        elif proposed.is_new:
            hint = f"{proposed.name} is made by the import; type another name if it has one."
        self._add("Channel", box)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _ask_day(self, day: str) -> None:
        edit = self._day = DayEdit(self._look, self._text, today=self._today)
        edit.setFixedWidth(_DAY_WIDTH)
        edit.put(date.fromisoformat(day) if day else self._today())
        edit.textEdited.connect(lambda _typed: self._blame(edit, ""))
        edit.editingFinished.connect(lambda: self._say_day(edit, day))
        self._add("Shows the day", edit)

    def _say_day(self, edit: DayEdit, before: str) -> None:
        try:
            chosen = edit.day()
        except ValueError as error:
            self._blame(edit, str(error))
            return
        if chosen is None:
            self._blame(edit, "The day that the file shows is needed.")
        elif chosen.isoformat() != before:
            self._option("day", chosen.isoformat())

    def _blame(self, edit: DayEdit, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        mark_wrong(edit, wrong=bool(words))

    def _pick(self, words: str, name: str, choices: tuple[tuple[str, str], ...]) -> None:
        box = self._box(words, choices, self._choices.options.get(name, ""))
        box.activated.connect(lambda _at: self._option(name, box.currentData()))

    def _box(self, words: str, choices: tuple[tuple[str, str], ...], chosen: str) -> QComboBox:
        box = QComboBox()
        for key, title in choices:
            box.addItem(title, key)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        self._add(words, box)
        return box

    def _add(self, words: str, field: QWidget) -> None:
        field.setAccessibleName(words)
        field.setFont(ui_font(TABLE))
        for part in (label(words, font=ui_font(TABLE), role="quiet"), field):
            self._row.insertWidget(self._row.count() - 1, part)

    def _option(self, name: str, value: str) -> None:
        others = {key: kept for key, kept in self._choices.options.items() if key != name}
        self._say(replace(self._choices, options={**others, name: value} if value else others))

    def _say(self, choices: Choices) -> None:
        if choices != self._choices:
            self._choices = choices
            self.changed.emit(choices)

    def _clear(self) -> None:
        self._hint.hide()
        self.wrong.hide()
        self._day = None
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.blockSignals(True)  # a field that loses the focus while it goes has nothing more to say
                widget.hide()
                widget.deleteLater()
