"""Days, ISO weeks and months, and ranges of days with their labels."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# No channel has sold anything before the first; an earlier day is a slip, or the day 0 of a spreadsheet. Nobody plans
# beyond the last.
FIRST_YEAR, LAST_YEAR = 1990, 2200
_MONTHS, _WEEKS = 12, 52  # a year


class Grain(StrEnum):
    """The step in which a period is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, order=True)
class Period:
    """A range of days, first and last included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"the period ends ({self.last}) before it begins ({self.first})")

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    def previous(self) -> Period:
        """Give the period of the same kind just before: whole months before whole months, else as many days."""
        last = self.first - timedelta(days=1)
        months = self.whole_months()
        if months:
            return Period(add_months(self.first, -months), last)
        return Period(self.first - timedelta(days=self.days), last)

    def year_before(self) -> Period:
        """Give the same days a year before: months meet months, whole ISO weeks those 52 weeks earlier, days days.

        29 February meets 28 February.
        """
        if self.whole_months():
            return Period(add_months(self.first, -_MONTHS), month_end(add_months(self.last.replace(day=1), -_MONTHS)))
        if self.is_whole_weeks():
            back = timedelta(weeks=_WEEKS)
            return Period(self.first - back, self.last - back)
        return Period(_year_earlier(self.first), _year_earlier(self.last))

    def is_whole_weeks(self) -> bool:
        """Say whether the period is made of whole ISO weeks."""
        return self.first == week_start(self.first) and self.last == step_end(self.last, Grain.WEEK)

    def whole_months(self) -> int:
        """Count the calendar months if the period is made of whole ones, else 0."""
        if self.first.day != 1 or self.last != month_end(self.last):
            return 0
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def label(self) -> str:
        """Write the period in words: "March 2026" or "2026-03-02 to 2026-03-29"."""
        if self.whole_months() == 1:
            return f"{self.first:%B %Y}"
        return f"{self.first.isoformat()} to {self.last.isoformat()}"


def _year_earlier(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def month_end(day: date) -> date:
    """Give the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Move a first of a month by whole months."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def week_start(day: date) -> date:
    """Give the Monday of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def key(day: date, grain: Grain) -> str:
    """Name the step a day falls into: "2026-03-14", "2026-W11" or "2026-03"."""
    match grain:
        case Grain.DAY:
            return day.isoformat()
        case Grain.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        case Grain.MONTH:
            return f"{day:%Y-%m}"


def counted_from(today: date, until: date | None, grain: Grain) -> date:
    """Give the day before which the last whole step ends: today, or earlier where nothing is known after `until`.

    A month counts as soon as anything of it is known, a week only when it is known to its end.
    """
    if until is None:
        return today
    match grain:
        case Grain.DAY:
            return min(today, until)
        case Grain.WEEK:
            return min(today, until + timedelta(days=1))
        case Grain.MONTH:
            return min(today, month_end(until) + timedelta(days=1))


def last_weeks(today: date, weeks: int) -> Period:
    """Give the last whole ISO weeks that ended before `today`."""
    last = week_start(today) - timedelta(days=1)
    return Period(last - timedelta(days=7 * weeks - 1), last)


def last_month(today: date) -> Period:
    """Give the calendar month before the one of `today`."""
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def last_months(today: date, months: int) -> Period:
    """Give the last whole calendar months that ended before the month of `today`."""
    last = today.replace(day=1) - timedelta(days=1)
    return Period(add_months(today.replace(day=1), -months), last)


def year_to(today: date) -> Period:
    """Give the calendar year up to and including `today`."""
    return Period(today.replace(month=1, day=1), today)


def steps_of(period: Period, grain: Grain) -> dict[str, Period]:
    """Cut a period into its steps by name, in order; the first and the last may lie in it only partly."""
    steps: dict[str, Period] = {}
    day = period.first
    while day <= period.last:
        last = min(step_end(day, grain), period.last)
        steps[key(day, grain)] = Period(day, last)
        day = last + timedelta(days=1)
    return steps


def step_end(day: date, grain: Grain) -> date:
    """Give the last day of the step a day falls into."""
    match grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return week_start(day) + timedelta(days=6)
        case Grain.MONTH:
            return month_end(day)
