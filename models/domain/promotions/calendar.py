"""Promotions in the calendar: how many days of late were promoted, and what a retailer's ship window rules out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from models.domain.period import Period
from models.domain.promotions.overlap import shared_days

WINDOW_DAYS = 90
MOST_PROMOTED = 4500
SELL_IN_DAYS = 14
_WHOLE = 10_000


def promoted_days(promoted: Iterable[Period], today: date, window: int = WINDOW_DAYS) -> int:
    """Count the days with any promotion among the last ones, today being the last of them."""
    last_days = Period(today - timedelta(days=window - 1), today)
    counted, until = 0, last_days.first - timedelta(days=1)
    for days in sorted(promoted):
        found = shared_days(days, last_days)
        if found is not None and found.last > until:
            counted += (found.last - max(until, found.first - timedelta(days=1))).days
            until = found.last
    return counted


def is_tired(days: int, window: int = WINDOW_DAYS, most: int = MOST_PROMOTED) -> bool:
    """Say whether more than `most` basis points of the days of a window were promoted."""
    return days * _WHOLE > most * window


def ship_clash(promoted: Period, ship: Period, sell_in: int = SELL_IN_DAYS) -> Period | None:
    """Give the promoted days on which a retailer receives or begins to sell: from ship start to ship end + sell-in."""
    return shared_days(promoted, Period(ship.first, ship.last + timedelta(days=sell_in)))
