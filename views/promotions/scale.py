"""The scale of the timeline: days to pixels, and the marks of its head, from days to quarters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.domain.period import Period, add_months, week_start

# Pixels a day at which each step of the zoom stands.
ZOOMS = {"day": 44.0, "week": 16.0, "month": 5.0, "quarter": 2.0}
_LEAST, _MOST = 1.6, 60.0
_DAYS_FROM, _WEEKS_FROM, _MONTHS_FROM = 22.0, 7.0, 3.0


@dataclass(frozen=True)
class Mark:
    """A mark of the head: the day on which it begins, what it says, and whether a line goes down from it."""

    day: date
    words: str
    line: bool = True


@dataclass(frozen=True)
class Scale:
    """Days of a span, each so many pixels wide, from the left end on; a day is written before its month, or after."""

    span: Period
    per_day: float = ZOOMS["week"]
    month_first: bool = False

    @property
    def width(self) -> int:
        """The pixels of the whole span."""
        return round(self.span.days * self.per_day)

    def x(self, day: date) -> float:
        """Give the pixel at which a day begins."""
        return (day - self.span.first).days * self.per_day

    def day(self, x: float) -> date:
        """Give the day at a pixel."""
        return self.span.first + timedelta(days=int(x // self.per_day))

    def zoomed(self, factor: float) -> Scale:
        """Make days wider or narrower within bounds."""
        return replace(self, per_day=min(_MOST, max(_LEAST, self.per_day * factor)))

    def upper(self, days: Period) -> Iterator[Mark]:
        """Give the marks of the upper line: months, or years where days are narrow."""
        by_year = self.per_day < _MONTHS_FROM
        day = days.first.replace(day=1, month=1) if by_year else days.first.replace(day=1)
        while day <= days.last:
            yield Mark(day, f"{day:%Y}" if by_year else f"{day:%B %Y}")
            day = add_months(day, 12 if by_year else 1)

    def lower(self, days: Period) -> Iterator[Mark]:
        """Give the marks of the lower line: days, Mondays, months or quarters, as wide as days are."""
        if self.per_day >= _DAYS_FROM:
            for number in range(days.days):
                day = days.first + timedelta(days=number)
                yield Mark(
                    day,
                    f"{day:%a} {day.day}" if self.per_day >= _DAYS_FROM * 2 - 2 else str(day.day),
                    day.weekday() == 0,
                )
        elif self.per_day >= _WEEKS_FROM:
            day = week_start(days.first)
            while day <= days.last:
                yield Mark(day, f"{day:%b} {day.day}" if self.month_first else f"{day.day} {day:%b}")
                day += timedelta(days=7)
        else:
            by = 1 if self.per_day >= _MONTHS_FROM else 3
            day = days.first.replace(day=1, month=(days.first.month - 1) // by * by + 1)
            while day <= days.last:
                yield Mark(day, f"{day:%b}" if by == 1 else f"Q{(day.month - 1) // 3 + 1}")
                day = add_months(day, by)
