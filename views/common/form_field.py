"""One field of a form: label above, unit inside, hint below, the error in its place as you type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from models.domain.bounds import MOST_MINOR, MOST_UNITS
from models.domain.currencies import is_currency
from models.domain.money import Money
from views.common.day_edit import DayEdit
from views.common.days import example
from views.common.field_editors import TickList, UnitEdit, WordsEdit, mark_wrong
from views.common.fonts import TABLE, medium, ui_font
from views.common.labels import label
from views.common.numbers import parse_money, parse_number, parse_rate, parted
from views.common.text import Text
from views.common.theme import Look

Value = str | int | bool | Decimal | Money | date | tuple[str, ...] | None


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    MONEY = "money"
    UNITS = "units"
    NUMBER = "number"
    RATE = "rate"
    PERCENT = "percent"
    DAY = "day"
    CHOICE = "choice"
    SEVERAL = "several of a list"
    WORDS = "words between commas"
    SWITCH = "switch"


@dataclass(frozen=True)
class Field:
    """One field: MONEY gives `Money`, PERCENT a fraction as `Decimal`, UNITS an int, DAY a date, CHOICE its key.

    NUMBER and RATE give a `Decimal`, SEVERAL the keys that are ticked, WORDS what stands between commas, as a tuple.
    MONEY of `any_currency` is in `currency` unless another is typed after the amount.
    `reading` gets the values of the form that are right and says, in place of the hint, how this one is read.
    `check` gets the value and returns what is wrong with it, or "". A field that is not required may give None.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    unit: str = ""
    currency: str = ""
    any_currency: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    check: Callable[[Value], str] | None = None
    reading: Callable[[Mapping[str, Value]], str] | None = None
    start: Value = None


class FieldRow(QWidget):
    """One field on screen: fills, reads and judges it; an empty day begins with `today`."""

    changed = Signal()

    def __init__(self, field: Field, look: Look, text: Text, *, today: Callable[[], date]) -> None:
        super().__init__()
        self.field = field
        self._look, self._text, self._today = look, text, today
        self._touched = False
        self.editor = self._make()
        self.editor.setAccessibleName(field.label)
        title = label(field.label, font=medium())
        title.setBuddy(self.editor)
        self.hint = label(field.hint, font=ui_font(TABLE), role="quiet", wrap=True)
        self.wrong = label("", font=ui_font(TABLE), role="wrong", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if field.kind is not FieldKind.SWITCH:
            column.addWidget(title)
        column.addWidget(self.editor)
        column.addWidget(self.hint)
        column.addWidget(self.wrong)
        self.hint.setVisible(bool(field.hint))
        self.wrong.hide()
        self.put(field.start)

    def _make(self) -> QWidget:
        match self.field.kind:
            case FieldKind.CHOICE:
                combo = QComboBox()
                for key, words in self.field.choices:
                    combo.addItem(words, key)
                combo.currentIndexChanged.connect(self._edited)
                return combo
            case FieldKind.SEVERAL:
                ticks = TickList(self.field.choices)
                ticks.itemChanged.connect(self._edited)
                return ticks
            case FieldKind.WORDS:
                line = WordsEdit()
                line.textEdited.connect(self._edited)
                return line
            case FieldKind.SWITCH:
                box = QCheckBox(self.field.label)
                box.toggled.connect(self._edited)
                return box
            case FieldKind.DAY:
                return self._day()
            case _:
                return self._line()

    def _line(self) -> UnitEdit:
        usual = {FieldKind.MONEY: self.field.currency, FieldKind.PERCENT: "%"}
        line = UnitEdit(self.field.unit or usual.get(self.field.kind, ""), shy=self.field.any_currency)
        if self.field.kind is not FieldKind.TEXT:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self._edited)
        return line

    def _day(self) -> DayEdit:
        line = DayEdit(self._look, self._text, today=self._today)
        none = "" if self.field.required else "none, or "
        line.setPlaceholderText(f"{none}a day such as {example(self._text)}")
        line.textEdited.connect(self._edited)
        line.editingFinished.connect(self._finished)
        return line

    def _finished(self) -> None:
        """Blame a day that stayed half typed, which is let pass while it is."""
        if self._touched and self._is_begun():
            self.judge(strictly=True)

    def _is_begun(self) -> bool:
        return isinstance(self.editor, DayEdit) and self.editor.is_begun

    def _edited(self, *_: object) -> None:
        self._touched = True
        self.judge()
        self.changed.emit()

    def put(self, value: Value) -> None:
        """Fill the field."""
        with QSignalBlocker(self.editor):
            match self.editor:
                case QComboBox() as combo:
                    combo.setCurrentIndex(max(0, combo.findData(value)))
                case TickList() | WordsEdit() as several:
                    several.put(value if isinstance(value, tuple) else ())
                case QCheckBox() as box:
                    box.setChecked(bool(value))
                case QLineEdit() as line:
                    line.setText(self._written(value))
                case _:
                    pass
        self._touched = False
        self.judge()

    def typed(self) -> Value:
        """Give what stands in the field, right or wrong: the text of a line, else its value."""
        match self.editor:
            case TickList() | WordsEdit() as several:
                return several.chosen()
            case QLineEdit() as line:
                return line.text()
            case QComboBox() as combo:
                chosen: Value = combo.currentData()
                return chosen
            case _:
                return self.value()

    def retype(self, typed: Value) -> None:
        """Fill the field with what stood in another one; what is wrong here is said at once."""
        if not isinstance(self.editor, QLineEdit) or isinstance(self.editor, WordsEdit):
            self.put(typed)
            return
        with QSignalBlocker(self.editor):
            self.editor.setText(str(typed or ""))
        self._touched = bool(typed)
        self.judge(strictly=self._touched)

    def _written(self, value: Value) -> str:
        match value:
            case None:
                return ""
            case Decimal() if self.field.kind is FieldKind.PERCENT:
                return f"{(value * 100).normalize():f}".replace(".", self._text.point)
            case date():
                return self._text.day(value)
            case Money() if value.currency != self.field.currency:
                return f"{self._text.exact(value)} {value.currency}"
            case tuple():
                return ", ".join(value)
            case _:
                return self._text.exact(value)

    def value(self) -> Value:
        """Give the value; raises ValueError with what is wrong."""
        match self.editor:
            case QComboBox() as combo:
                found: Value = combo.currentData()
            case TickList() | WordsEdit() as several:
                found = several.chosen()
            case QCheckBox() as box:
                found = box.isChecked()
            case DayEdit() as line:
                found = line.day()
            case QLineEdit() as line:
                found = self._read(line.text().strip())
            case _:
                found = None
        if found in {None, "", ()} and self.field.required:
            raise ValueError(f"{self.field.label} is needed.")
        wrong = self.field.check(found) if self.field.check is not None and found is not None else ""
        if wrong:
            raise ValueError(wrong)
        return found

    def _read(self, typed: str) -> Value:
        field = self.field
        if not typed:
            return "" if field.kind is FieldKind.TEXT else None
        match field.kind:
            case FieldKind.MONEY:
                return self._money(typed)
            case FieldKind.UNITS | FieldKind.NUMBER | FieldKind.RATE | FieldKind.PERCENT:
                return self._number(typed)
            case _:
                return typed

    def _money(self, typed: str) -> Money:
        number, currency = typed, self.field.currency
        if self.field.any_currency:
            number, currency = parted(typed, currency)
            if not is_currency(currency):
                raise ValueError(f"“{currency}” is no currency; write a code such as {self.field.currency}.")
        money = parse_money(number, self._text, currency=currency)
        if money is None:
            example = self._text.exact(Money(124950, currency))
            raise ValueError(f"“{number}” is not an amount in {currency}; write it like {example}.")
        self._bounds(money.decimal(), most=int(Money(MOST_MINOR, currency).decimal()))
        return money

    def _number(self, typed: str) -> int | Decimal:
        kind = self.field.kind
        parse = parse_rate if kind is FieldKind.RATE else parse_number
        number = parse(typed.removesuffix("%") if kind is FieldKind.PERCENT else typed, self._text)
        if number is None or (kind is FieldKind.UNITS and number != int(number)):
            wanted = {FieldKind.UNITS: "a whole number", FieldKind.PERCENT: "a percentage"}.get(kind, "a number")
            raise ValueError(f"“{typed}” is not {wanted}.")
        self._bounds(number, most=MOST_UNITS)
        match kind:
            case FieldKind.UNITS:
                return int(number)
            case FieldKind.PERCENT:
                return number / 100
            case _:
                return number

    def _bounds(self, number: Decimal, *, most: int) -> None:
        """Refuse what is out of the field's own bounds, or more than a ledger keeps."""
        low, high = self.field.minimum, self.field.maximum
        low, high = -most if low is None else low, most if high is None else high
        if number < low:
            raise ValueError(f"{self.field.label} cannot be under {self._text.units(low, zero=None)}.")
        if number > high:
            raise ValueError(f"{self.field.label} cannot be over {self._text.units(high, zero=None)}.")

    def right(self) -> Value:
        """Give the value if nothing is wrong with it, else None."""
        try:
            return self.value()
        except ValueError:
            return None

    def tell(self, right: Mapping[str, Value]) -> None:
        """Say how what is typed is read, beside what else of the form is right."""
        if self.field.reading is not None:
            self.hint.setText(self.field.reading(right) if self.field.name in right else self.field.hint)
            self.hint.setVisible(bool(self.hint.text()) and self.wrong.isHidden())

    def judge(self, *, strictly: bool = False) -> bool:
        """Show what is wrong in its place; an untouched field and a day half typed are not blamed unless `strictly`."""
        try:
            self.value()
            said = ""
        except ValueError as error:
            said = str(error)
        self._show(said, blame=bool(said) and (strictly or (self._touched and not self._is_begun())))
        return not said

    def blame(self, words: str) -> None:
        """Show what only the whole form can tell is wrong here, until it is edited."""
        self._show(words, blame=True)

    def _show(self, said: str, *, blame: bool) -> None:
        self.wrong.setText(said)
        self.wrong.setVisible(blame)
        self.hint.setVisible(bool(self.hint.text()) and not blame)
        mark_wrong(self.editor, wrong=blame)


def day_of(value: Value) -> date:
    """Give the day of a field that always has one."""
    if not isinstance(value, date):
        message = f"a day was expected of a field, which gave {value!r}"
        raise TypeError(message)
    return value
