"""What every listing sold and brought in, asked of the covering index of what bears a SKU, in its own order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from app.ledger.connect import bare
from models.domain.accounts import GOODS_SOLD, SALES
from models.domain.contribution.statement import CM2_ACCOUNTS
from models.domain.period import Period

# Written out and not bound: only so does SQLite see that the index covers them. Their order is that of the index, so
# that nothing is sorted: of 800,000 postings the sums of all listings take a third of the time.
_LISTINGS = "FROM posting WHERE in_force = 1 AND sku <> '' AND channel_id IS NOT NULL"
# Of every posting, one week at most is added to; none is passed over thirteen times.
_WEEK = "coalesce(sum(quantity) FILTER (WHERE day BETWEEN ? AND ?), 0)"
_WEEKS = """SELECT channel_id, sku, {sums} {listings} AND account = ? AND day BETWEEN ? AND ?{some}
            GROUP BY sku, channel_id"""
_FIRST = "SELECT channel_id, sku, min(day) {listings} AND account = ?{some} GROUP BY sku, channel_id"
_MARKS = ", ".join("?" * len(CM2_ACCOUNTS))
_SERVING = ("FULFIL", "PACK", "SHIP_OUT", "RETURN_COST", "STORAGE")
_SERVED = f"sum(CASE WHEN account IN ({', '.join('?' * len(_SERVING))}) THEN base_minor ELSE 0 END)"
_EARNED = f"""SELECT channel_id, sku, sum(base_minor), {_SERVED}, sum(CASE account WHEN ? THEN quantity ELSE 0 END),
              count(CASE account WHEN ? THEN 1 END), count(*) - count(base_minor) {_LISTINGS}
              AND day BETWEEN ? AND ? AND account IN ({_MARKS})
              GROUP BY sku, channel_id"""


def units_by_week(
    session: Session, weeks: Sequence[Period], *, only: Collection[str] | None = None
) -> Iterable[tuple[int, str, tuple[int, ...]]]:
    """Give (channel, listing, units of each week) of every listing that sold in any of some weeks that follow.

    With `only` of those that their channel calls so.
    """
    query = _WEEKS.format(sums=", ".join([_WEEK] * len(weeks)), listings=_LISTINGS, some=_some(only))
    days = [day for week in weeks for day in _days(week)]
    whole = _days(Period(weeks[0].first, weeks[-1].last))
    for row in bare(session).execute(query, (*days, SALES, *whole, *(only or ()))):
        yield row[0], row[1], row[2:]


def first_sales(session: Session, *, only: Collection[str] | None = None) -> Iterable[tuple[int, str, str]]:
    """Give (channel, listing, day of its first sale), with `only` of listings that their channel calls so."""
    query = _FIRST.format(listings=_LISTINGS, some=_some(only))
    found: Iterable[tuple[int, str, str]] = bare(session).execute(query, (SALES, *(only or ())))
    return found


def _some(only: Collection[str] | None) -> str:
    return "" if only is None else f" AND sku IN ({', '.join('?' * len(only))})"


def earned(session: Session, period: Period) -> Iterable[tuple[int, str, int | None, int | None, int, int, int]]:
    """Give (channel, listing, CM2, what of it was paid to serve, units, costs, postings without a rate) over a period.

    Money is in minor units of the ledger's currency. Serving is to pick, pack, ship, store and take back.
    The units are those sold; costs count the postings of their landed cost.
    """
    found: Iterable[tuple[int, str, int | None, int | None, int, int, int]] = bare(session).execute(
        _EARNED, (*_SERVING, SALES, GOODS_SOLD, *_days(period), *CM2_ACCOUNTS)
    )
    return found


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()
