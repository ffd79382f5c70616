"""Where bars stand on the timeline: rows within the lane of their channel, found again by pixel and by neighbour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.queries.promotion_board import Bar, ChannelBars
from models.domain.period import Period


@dataclass(frozen=True)
class Row:
    """A row of bars of one channel that share no day, by first day."""

    channel: str
    colour: str
    bars: tuple[Bar, ...]
    firsts: tuple[date, ...]
    lasts: tuple[date, ...]
    heads: bool

    def within(self, days: Period) -> Sequence[Bar]:
        """Give the bars that have a day in a period."""
        return self.bars[bisect_left(self.lasts, days.first) : bisect_right(self.firsts, days.last)]


def rows_of(lanes: Sequence[ChannelBars], keep: Callable[[Bar], bool]) -> list[Row]:
    """Lay out the bars that are kept: each goes to the first row of its channel that is free; a channel has one row."""
    found: list[Row] = []
    for lane in lanes:
        rows: list[list[Bar]] = []
        for bar in sorted((one for one in lane.bars if keep(one)), key=lambda one: (one.days, one.key)):
            free = next((row for row in rows if row[-1].days.last < bar.days.first), None)
            if free is None:
                rows.append([bar])
            else:
                free.append(bar)
        found += [_row(lane, row, heads=number == 0) for number, row in enumerate(rows or [[]])]
    return found


def _row(lane: ChannelBars, bars: Sequence[Bar], *, heads: bool) -> Row:
    firsts, lasts = tuple(one.days.first for one in bars), tuple(one.days.last for one in bars)
    return Row(lane.channel, lane.colour, tuple(bars), firsts, lasts, heads)


def span_of(rows: Sequence[Row], today: date) -> Period:
    """Give the days that the timeline reaches over: all bars and half a year around today, ends left open aside."""
    half = timedelta(days=182)
    firsts = [one for row in rows for one in row.firsts[:1]]
    lasts = [bar.days.last for row in rows for bar in row.bars if not bar.planned.is_open]
    around = timedelta(days=28)
    return Period(min([*firsts, today - half]) - around, max([*lasts, today + half]) + around)


def in_order(rows: Sequence[Row]) -> Iterator[tuple[int, Bar]]:
    """Give every bar with the number of its row, row by row."""
    for number, row in enumerate(rows):
        for bar in row.bars:
            yield number, bar


def nearest_beside(rows: Sequence[Row], days: Period) -> Bar | None:
    """Give the bar nearest to some days where none reaches into them; None where one does, or where there is none."""
    if any(row.within(days) for row in rows):
        return None
    ends = [(row, bisect_left(row.lasts, days.first)) for row in rows]
    beside = [bar for row, place in ends for bar in row.bars[max(0, place - 1) : place + 1]]
    return min(beside, key=lambda bar: _between(bar.days, days), default=None)


def _between(one: Period, other: Period) -> int:
    """Count the days from one period to another that shares none with it."""
    return max((one.first - other.last).days, (other.first - one.last).days)


def neighbour(rows: Sequence[Row], at: int, day: date, by: int) -> tuple[int, Bar] | None:
    """Give the bar of the next row above or below that has any, the one nearest to a day."""
    number = at + by
    while 0 <= number < len(rows):
        if rows[number].bars:
            return number, min(rows[number].bars, key=lambda bar: _away(bar.days, day))
        number += by
    return None


def _away(days: Period, day: date) -> int:
    return max((days.first - day).days, (day - days.last).days, 0)


@dataclass(frozen=True)
class Bounds:
    """The earliest days on which a promotion may begin and end."""

    first: date
    last: date


def bounds_of(days: Period, today: date) -> Bounds:
    """Keep a promotion out of the past: it begins today at the earliest, or when it did, and ends today."""
    return Bounds(min(days.first, today), today)


def moved(days: Period, by: int, bounds: Bounds) -> Period:
    """Move a period by days, as far as its bounds allow."""
    step = timedelta(days=max(by, (bounds.first - days.first).days))
    return Period(days.first + step, days.last + step)


def stretched(days: Period, by: int, bounds: Bounds, *, at_start: bool) -> Period:
    """Move one end of a period as far as its bounds allow; it keeps at least one day."""
    step = timedelta(days=by)
    if at_start:
        return Period(min(max(days.first + step, bounds.first), days.last), days.last)
    return Period(days.first, max(days.last + step, days.first, bounds.last))
