"""Days: one that is typed, one that must not be over, and a field with a calendar in our colours."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit

from views.common.text import Text


class DayEdit(QDateEdit):
    """Shows days as the tables do; weeks begin on Monday."""

    def __init__(self, text: Text, day: date | None = None) -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setLocale(text.locale)
        self.setDisplayFormat(text.day_format())
        calendar = self.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekend, QTextCharFormat())
        if day is not None:
            self.put(day)

    def put(self, day: date) -> None:
        """Set the day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def day(self) -> date:
        """Give the day."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())


def not_over(today: Callable[[], date]) -> Callable[[object], str]:
    """Make the check of a field for a last day: it is today or later."""
    return lambda day: "The last day is today or later." if isinstance(day, date) and day < today() else ""


def parse_day(typed: str, text: Text) -> date | None:
    """Read a day as the tables write it or as 2026-03-14; None when it is none."""
    with suppress(ValueError):
        return date.fromisoformat(typed.strip())
    found = text.locale.toDate(typed.strip(), text.day_format())
    return date(found.year(), found.month(), found.day()) if found.isValid() else None
