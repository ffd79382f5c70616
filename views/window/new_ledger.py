"""The dialog that names a new ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.paths import safe_name
from models.domain.currencies import is_currency
from views.common.dialogs import Sheet, choose_folder
from views.common.fonts import TABLE, ui_font
from views.common.labels import label
from views.common.memory import Memory
from views.common.parts import Button
from views.common.theme import Look

_SUFFIX = ".channelbook"
_CURRENCIES = ("USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "SEK", "NOK", "DKK", "PLN", "INR", "JPY", "ZAR", "BDT")


class NewLedgerSheet(Sheet):
    """Asks for the name, the currency and the folder; says beforehand if the name is taken."""

    def __init__(
        self, look: Look, parent: QWidget, memory: Memory, folder: Path, *, then: Callable[[Path, str], object]
    ) -> None:
        super().__init__(
            look,
            parent,
            "New ledger",
            "A ledger is one file. Reports add everything up in its currency, at dated rates; amounts keep their own.",
        )
        self._folder, self._then = folder, then
        self.name = QLineEdit("My brand")
        self.currency = QComboBox()
        self.currency.setEditable(True)
        self.currency.addItems(list(_CURRENCIES))
        own = QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
        self.currency.setCurrentText(own if own in _CURRENCIES else "USD")
        self.place = QLineEdit(str(folder))
        self.place.setReadOnly(True)
        self.wrong = label("", font=ui_font(TABLE), role="wrong", wrap=True)
        change = Button(
            look, "Change…", run=lambda: choose_folder(self, memory, title="Folder of the ledger", then=self._chosen)
        )
        for words, field, beside in (
            ("Name", self.name, None),
            ("Currency", self.currency, None),
            ("Folder", self.place, change),
        ):
            self._add(words, field, beside)
        self.column.addWidget(self.wrong)
        self.make = Button(look, "Make ledger", primary=True, run=self._make)
        self.buttons(Button(look, "Cancel", run=self.reject), self.make)
        self.name.textChanged.connect(lambda _typed: self._judge())
        self.currency.currentTextChanged.connect(lambda _typed: self._judge())
        self.name.selectAll()
        self._judge()

    def path(self) -> Path:
        """Give the file that would be made."""
        return self._folder / f"{safe_name(self.name.text())}{_SUFFIX}"

    def _add(self, words: str, field: QWidget, beside: QWidget | None) -> None:
        field.setAccessibleName(words)
        self.column.addWidget(label(words, font=ui_font(TABLE), role="quiet"))
        row = QHBoxLayout()
        row.addWidget(field, 1)
        if beside is not None:
            row.addWidget(beside)
        self.column.addLayout(row)

    def _chosen(self, folder: Path) -> None:
        self._folder = folder
        self.place.setText(str(folder))
        self._judge()

    def _judge(self) -> None:
        code = self.currency.currentText().strip()
        wrong = ""
        if not self.name.text().strip():
            wrong = "A ledger needs a name."
        elif self.path().exists():
            wrong = f"{self.path().name} is there already. Choose another name, or open it."
        elif not is_currency(code.upper()):
            wrong = "A currency has three letters, such as USD."
        self.wrong.setText(wrong)
        self.make.setEnabled(not wrong)

    def _make(self) -> None:
        self.accept()
        self._then(self.path(), self.currency.currentText().strip().upper())
