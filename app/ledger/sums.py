"""The sums behind every statement, asked of the covering index in the one way that is fast over a million rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.ledger.connect import bare
from models.domain.period import Period

# Within a channel and an account the index lies by day, so that only the days asked for are read, and no row has its
# channel, account and day compared: a third less time than one statement that groups by all three.
_RUN = """FROM posting WHERE in_force = 1 AND channel_id IS ? AND account = ? AND day BETWEEN ? AND ?"""
_SUMS = "sum(base_minor), sum(quantity), sum(orders)"
_BY_DAY = f"SELECT day, {_SUMS} {_RUN} GROUP BY day"
_WHOLE = f"SELECT {_SUMS} {_RUN} HAVING count(*) > 0"

Summing = Callable[[Session, "int | None", str, Period], Iterable[Any]]


def sums_by_day(session: Session, channel_id: int | None, account: str, period: Period) -> Iterable[Any]:
    """Give (day, amount, units, orders) of each day of a channel and account; minor units of the ledger's currency."""
    return _asked(_BY_DAY, session, channel_id, account, period)


def sums_of_period(session: Session, channel_id: int | None, account: str, period: Period) -> Iterable[Any]:
    """Give (amount, units, orders) of a channel and account over a period; nothing where it has no posting."""
    return _asked(_WHOLE, session, channel_id, account, period)


def _asked(query: str, session: Session, channel_id: int | None, account: str, period: Period) -> Iterable[Any]:
    found: Iterable[Any] = bare(session).execute(
        query, (channel_id, account, period.first.isoformat(), period.last.isoformat())
    )
    return found
