"""The field of days: typed or pasted, stepped through by the arrow keys, or picked in a calendar in our colours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout

from views.common.days import EARLIEST, could_become_day, read_day
from views.common.icons import icon
from views.common.text import Text
from views.common.theme import Look

_GAP = 2  # pixels between the field and its calendar
_MONTH = QSize(294, 236)
_OPEN = "Open the calendar"
_STEPS: dict[int, tuple[int, int]] = {  # months and days
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_PageUp: (1, 0),
    Qt.Key.Key_PageDown: (-1, 0),
}


class DayEdit(QLineEdit):
    """A line for a day, which may be empty.

    Up and Down go to the day after and before, Page up and Page down to the month after and before, Alt+Down and the
    button at the right open the calendar; an empty line and its calendar begin with `today`. What was typed is written
    as the tables write days once the field is left; what is no day stays as it was typed.
    """

    def __init__(self, look: Look, text: Text, *, today: Callable[[], date]) -> None:
        super().__init__()
        self._look, self._text, self._today = look, text, today
        opener = self.addAction(icon(look, "calendar"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setText(_OPEN)
        opener.setToolTip(f"{_OPEN} (Alt+Down)")
        opener.triggered.connect(self.open_calendar)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(_OPEN)
        self.editingFinished.connect(self._settle)

    def put(self, day: date | None) -> None:
        """Set the day, or none."""
        self.setText("" if day is None else self._text.day(day))

    def day(self) -> date | None:
        """Give the day, or None of an empty line; raises ValueError with what is wrong."""
        return read_day(self.text(), self._text)

    @property
    def is_begun(self) -> bool:
        """Whether what stands here may become a day as more is typed."""
        return bool(self.text().strip()) and could_become_day(self.text(), self._text)

    def open_calendar(self) -> None:
        """Open the calendar at the day that stands here, else at today."""
        calendar = DayCalendar(self, self._look, self._text, shown=self._known() or self._today())
        calendar.mark(self._today())
        calendar.setAccessibleName(f"Calendar: {self.accessibleName()}")
        calendar.picked.connect(self._pick)
        calendar.drop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by a day or a month, and open the calendar."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _STEPS.get(event.key())
        if event.key() == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif step is not None and held == Qt.KeyboardModifier.NoModifier:
            self._step(*step)
        else:
            super().keyPressEvent(event)

    def _step(self, months: int, days: int) -> None:
        day = self._known()
        if day is not None:
            moved = QDate(day.year, day.month, day.day).addMonths(months).addDays(days)
            if EARLIEST.year <= moved.year() <= date.max.year:
                self._write(_plain(moved))
        elif not self.text().strip():
            self._write(self._today())

    def _known(self) -> date | None:
        """Give the day that stands here, if one does."""
        try:
            return self.day()
        except ValueError:
            return None

    def _pick(self, day: date) -> None:
        self._write(day)
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.editingFinished.emit()

    def _settle(self) -> None:
        day = self._known()
        if day is not None:
            self._write(day)

    def _write(self, day: date) -> None:
        """Write a day as if it were typed, so that it can be undone."""
        words = self._text.day(day)
        if words != self.text():
            self.selectAll()
            self.insert(words)


class DayCalendar(QFrame):
    """A month over a field: arrows, Page up and Page down go through it, Enter or a click picks, Esc closes."""

    picked = Signal(object)

    def __init__(self, field: DayEdit, look: Look, text: Text, *, shown: date) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", True)
        self._field, self._look = field, look
        self.month = QCalendarWidget(self)
        self.month.setFixedSize(_MONTH)
        self.month.setLocale(text.locale)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setDateEditEnabled(False)
        self.month.setMinimumDate(QDate(EARLIEST.year, EARLIEST.month, EARLIEST.day))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(weekend, QTextCharFormat())
        for name, words in (("prevmonth", "Month before"), ("nextmonth", "Month after")):
            for button in self.month.findChildren(QToolButton, f"qt_calendar_{name}"):
                button.setAccessibleName(words)
                button.setToolTip(words)
        self.month.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self.month.clicked.connect(self._pick)
        self.month.activated.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.month)

    def mark(self, today: date) -> None:
        """Let today stand out."""
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setForeground(QColor(self._look.theme.colour("accent")))
        self.month.setDateTextFormat(QDate(today.year, today.month, today.day), form)

    def drop(self) -> None:
        """Open below the field, or above it where the screen ends."""
        size, room = self.sizeHint(), self._field.screen().availableGeometry()
        below = self._field.mapToGlobal(QPoint(0, self._field.height() + _GAP))
        above = self._field.mapToGlobal(QPoint(0, -size.height() - _GAP))
        fits = below.y() + size.height() <= room.bottom() or above.y() < room.top()
        left = max(room.left(), min(below.x(), room.right() - size.width()))
        self.move(left, (below if fits else above).y())
        self.show()
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _pick(self, day: QDate) -> None:
        if self.isVisible():  # a day that is clicked is told of twice
            self.close()
            self.picked.emit(_plain(day))


def _plain(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
