"""The period of a page: presets that end where the ledger ends, or an own range; and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.period import Grain, Period, counted_from, last_month, last_months, last_weeks, year_to
from views.common.drop_button import DropButton
from views.common.form_field import Field, FieldKind, FieldRow, day_of
from views.common.memory import Memory
from views.common.parts import Button
from views.common.text import Text
from views.common.theme import Look

_PRESETS: tuple[tuple[str, str, Grain, Callable[[date], Period]], ...] = (
    ("4w", "Last 4 weeks", Grain.WEEK, lambda today: last_weeks(today, 4)),
    ("13w", "Last 13 weeks", Grain.WEEK, lambda today: last_weeks(today, 13)),
    ("1m", "Last month", Grain.MONTH, last_month),
    ("3m", "Last 3 months", Grain.MONTH, lambda today: last_months(today, 3)),
    ("12m", "Last 12 months", Grain.MONTH, lambda today: last_months(today, 12)),
    ("ytd", "This year", Grain.DAY, year_to),
)
_DAY_WIDTH = 190
_ALL, _OWN = "all", "own"


class PeriodPicker(DropButton):
    """Presets and an own range; presets end where the ledger ends, so that they never show an empty week or month."""

    changed = Signal(object)

    def __init__(
        self, look: Look, text: Text, memory: Memory, *, today: Callable[[], date], name: str = "period"
    ) -> None:
        super().__init__(look, "", icon="calendar")
        self._look, self._text, self._memory, self._name = look, text, memory, name
        self._today = today
        self._held: Period | None = None
        self._until: date | None = None
        self._key, self._own = _kept(memory.get(name))
        self._fill()
        self._write()

    def period(self) -> Period:
        """Give the chosen period."""
        if self._key == _OWN and self._own is not None:
            return self._own
        if self._key == _ALL and self._held is not None:
            return self._held
        _, _, grain, make = next((preset for preset in _PRESETS if preset[0] == self._key), _PRESETS[0])
        return make(counted_from(self._today(), self._until, grain))

    def offer(self, held: Period | None, *, until: date | None = None) -> None:
        """Say which days the ledger holds, and `until` which of them it tells where it also holds days to come."""
        before = self.period()
        self._held = held
        self._until = until if until is not None or held is None else held.last
        self._fill()
        self._write()
        if self.period() != before:
            self.changed.emit(self.period())

    def choose(self, key: str) -> None:
        """Choose a preset: "4w", "13w", "1m", "3m", "12m", "ytd" or "all"."""
        self._key = key
        self._settle()

    def choose_own(self, period: Period) -> None:
        """Choose a range of days."""
        self._key, self._own = _OWN, period
        self._settle()

    def _settle(self) -> None:
        own = "" if self._own is None else f" {self._own.first.isoformat()} {self._own.last.isoformat()}"
        self._memory.set(self._name, f"{self._key}{own}")
        self._fill()
        self._write()
        self.changed.emit(self.period())

    def _write(self) -> None:
        words = dict([(key, words) for key, words, *_ in _PRESETS] + [(_ALL, "Everything")])
        self.setText(words.get(self._key, self._range(self.period())))
        self.setToolTip(self._range(self.period()))

    def _range(self, period: Period) -> str:
        return f"{self._text.day(period.first)} to {self._text.day(period.last)}"

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        choices = [(key, words) for key, words, *_ in _PRESETS] + [(_ALL, "Everything")] * (self._held is not None)
        for key, words in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == self._key)
            group.addAction(action)
            action.triggered.connect(lambda _checked, key=key: self.choose(key))
        menu.addSeparator()
        menu.addAction("Own range…").triggered.connect(self._ask_range)

    def _ask_range(self) -> None:
        asked = RangeDialog(self._look, self._text, self.period(), today=self._today, parent=self)
        asked.chosen.connect(self.choose_own)
        asked.open()


def _kept(words: str | None) -> tuple[str, Period | None]:
    parts = (words or "4w").split(" ")
    try:
        own = Period(date.fromisoformat(parts[1]), date.fromisoformat(parts[2])) if len(parts) == 3 else None
    except ValueError:
        own = None
    return (parts[0] if parts[0] != _OWN or own is not None else "4w"), own


class RangeDialog(QDialog):
    """Asks for a first and a last day."""

    chosen = Signal(object)

    def __init__(self, look: Look, text: Text, period: Period, *, today: Callable[[], date], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Own range")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.first, self.last = (
            FieldRow(Field(name, words, FieldKind.DAY, required=True, start=day), look, text, today=today)
            for name, words, day in (("first", "First day", period.first), ("last", "Last day", period.last))
        )
        days = QHBoxLayout()
        for row in (self.first, self.last):
            row.setFixedWidth(_DAY_WIDTH)
            days.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button(look, "Cancel", run=self.reject))
        use = Button(look, "Use this range", primary=True, run=self._use)
        use.setDefault(True)
        buttons.addWidget(use)
        outer = QVBoxLayout(self)
        outer.setSpacing(12)
        outer.addLayout(days)
        outer.addLayout(buttons)

    def _use(self) -> None:
        rows = (self.first, self.last)
        wrong = [row for row in rows if not row.judge(strictly=True)]
        first, last = (None if row in wrong else row.value() for row in rows)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.last.blame("The last day is before the first.")
            wrong = [self.last]
        if wrong:
            wrong[0].editor.setFocus()
        else:
            self.chosen.emit(Period(day_of(first), day_of(last)))
            self.accept()


class ComparisonPicker(DropButton):
    """What the period is compared with: the one before, the same a year ago, or nothing."""

    changed = Signal(str)
    _CHOICES = (
        ("previous", "against the period before"),
        ("year", "against the year before"),
        ("none", "without comparison"),
    )

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", quiet=True)
        self._key = "previous"
        group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        for key, words in self._CHOICES:
            action = self.menu().addAction(words)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked, key=key: self.choose(key))
            self._actions[key] = action
        self._show()

    def choose(self, key: str) -> None:
        """Choose "previous", "year" or "none"."""
        self._key = key
        self._show()
        self.changed.emit(key)

    def against(self, period: Period) -> Period | None:
        """Give the period to compare with."""
        match self._key:
            case "previous":
                return period.previous()
            case "year":
                return period.year_before()
            case _:
                return None

    def _show(self) -> None:
        self.setText(dict(self._CHOICES)[self._key])
        self._actions[self._key].setChecked(True)
