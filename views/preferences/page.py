"""Preferences: what a person set for this computer; every change holds and is saved at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import UserError
from app.settings import Setting, SettingKind, Settings, shown_settings, with_values
from views.common.desk import Desk
from views.common.dialogs import choose_folder
from views.common.form import WIDEST
from views.common.form_field import Field, FieldKind, FieldRow, Value
from views.common.page import Page
from views.common.parts import Button, Card, scrolled
from views.common.theme import Choice

_PATIENCE = 400  # milliseconds after the last letter before a text is taken over
_KINDS = {
    SettingKind.CHOICE: FieldKind.CHOICE,
    SettingKind.NUMBER: FieldKind.UNITS,
    SettingKind.TEXT: FieldKind.TEXT,
    SettingKind.FOLDER: FieldKind.TEXT,
}


class PreferencesPage(Page):
    """One field for each declared setting.

    `show_settings` fills the page. `settings_changed` carries what changed, by name, already judged; who listens stores
    it (`with_values`, `save_settings`), so that what the window remembers meanwhile is not lost.
    """

    NAME: ClassVar[str] = "preferences"
    TITLE: ClassVar[str] = "Preferences"
    ICON: ClassVar[str] = "settings"
    HELP: ClassVar[str] = "keyboard"

    settings_changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._settings = Settings()
        self.rows: dict[str, FieldRow] = {}
        self._timers: dict[str, QTimer] = {}
        self.say("For this computer and user account alone, not for the ledger. **Every change is saved at once.**")
        card = Card()
        card.setMaximumWidth(WIDEST)
        card.body.setContentsMargins(20, 16, 20, 20)
        card.body.setSpacing(16)
        for setting in shown_settings():
            card.body.addWidget(self._make_row(setting))
        self.body.addWidget(scrolled(card))
        self.show_settings(self._settings)

    @property
    def front(self) -> QWidget:
        """The first field has the focus when the page comes into view."""
        return next(iter(self.rows.values())).editor

    def show_settings(self, settings: Settings) -> None:
        """Fill the fields with what is set."""
        self._settings = settings
        for name, row in self.rows.items():
            stored = getattr(settings, name)
            value: Value = "" if stored is None else str(stored) if isinstance(stored, Path) else stored
            if not row.editor.hasFocus():
                row.put(value)

    def _make_row(self, setting: Setting) -> QWidget:
        field = Field(
            setting.name,
            setting.label,
            _KINDS[setting.kind],
            hint=setting.help,
            unit=setting.unit,
            choices=setting.choices,
            required=setting.kind is SettingKind.NUMBER,
            minimum=setting.minimum if setting.kind is SettingKind.NUMBER else None,
            maximum=setting.maximum if setting.kind is SettingKind.NUMBER else None,
            check=partial(self._judge, setting.name) if setting.kind is not SettingKind.CHOICE else None,
        )
        row = FieldRow(field, self.look, self.text, today=self.today)
        self.rows[setting.name] = row
        timer = self._timers[setting.name] = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0 if setting.kind is SettingKind.CHOICE else _PATIENCE)
        timer.timeout.connect(partial(self._take_over, setting.name))
        row.changed.connect(timer.start)
        if isinstance(row.editor, QLineEdit):
            row.editor.editingFinished.connect(partial(self._take_over, setting.name))
        return self._with_button(row, setting) if setting.kind is SettingKind.FOLDER else row

    def _with_button(self, row: FieldRow, setting: Setting) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(row, 1)
        choose = Button(self.look, "Choose folder", icon="folder-open", run=partial(self._choose, setting))
        aligned = QVBoxLayout()
        aligned.addSpacing(20)
        aligned.addWidget(choose)
        aligned.addStretch(1)
        line.addLayout(aligned)
        return holder

    def _choose(self, setting: Setting) -> None:
        choose_folder(self, self.desk.memory, title=setting.label, then=partial(self._chosen, setting.name))

    def _chosen(self, name: str, folder: Path) -> None:
        self.rows[name].put(str(folder))
        self._take_over(name)

    def _judge(self, name: str, value: Value) -> str:
        """Say what is wrong with a value, as `with_values` sees it."""
        if self._is_missing_folder(name, value):
            return f"There is no folder {value}."
        try:
            with_values(self._settings, {name: value})
        except UserError as error:
            return str(error)
        return ""

    def _is_missing_folder(self, name: str, value: Value) -> bool:
        return name == "second_backups" and bool(value) and not Path(str(value)).expanduser().is_dir()

    def _take_over(self, name: str) -> None:
        self._timers[name].stop()
        try:
            value = self.rows[name].value()
        except ValueError:
            return
        changed = with_values(self._settings, {name: value})
        if changed == self._settings:
            return
        self._settings = changed
        if name == "theme":
            self.look.choose(Choice(changed.theme.value))
        self.settings_changed.emit({name: value})
        self.status.emit(f"{self.rows[name].field.label} saved")
