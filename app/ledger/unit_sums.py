"""What every listing sold and brought in, asked of the covering index of what bears a SKU, in its own order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from app.ledger.connect import bare
from models.domain.accounts import GOODS_SOLD, SALES
from models.domain.contribution.statement import CM2_ACCOUNTS
from models.domain.period import Period

# Accounts and days are written out and not bound: only so does SQLite see that the index covers them, and it reads the
# text of a bound one anew for every row. Their order is that of the index, so that nothing is sorted, and a FILTER
# passes over what does not count: together a third of the time, and of 800,000 postings a seventh.
_LISTINGS = "FROM posting WHERE in_force = 1 AND sku <> '' AND channel_id IS NOT NULL"
_WEEK = "coalesce(sum(quantity) FILTER (WHERE day BETWEEN '{}' AND '{}'), 0)"
_SOLD = (
    f"SELECT channel_id, sku, min(day), {{weeks}} {_LISTINGS} AND account = '{SALES}'{{some}} GROUP BY sku, channel_id"
)
_SERVING = ("FULFIL", "PACK", "SHIP_OUT", "RETURN_COST", "STORAGE")
# Most postings are these, and are told apart first: to compare is quicker than to look up in a list.
_USUAL = (SALES, GOODS_SOLD, "FEE_REF")
_IN_CM2 = " OR ".join([f"account = '{one}'" for one in dict.fromkeys((*_USUAL, *CM2_ACCOUNTS))])
_SERVES = " AND ".join([*[f"account <> '{one}'" for one in _USUAL], f"account IN {_SERVING}"])
_EARNED = f"""SELECT channel_id, sku, sum(base_minor), coalesce(sum(base_minor) FILTER (WHERE {_SERVES}), 0),
              coalesce(sum(quantity) FILTER (WHERE account = '{SALES}'), 0),
              count(*) FILTER (WHERE account = '{GOODS_SOLD}'), count(*) - count(base_minor) {_LISTINGS}
              AND day BETWEEN '{{}}' AND '{{}}' AND ({_IN_CM2}) GROUP BY sku, channel_id"""


def units_sold(
    session: Session, weeks: Sequence[Period], *, only: Collection[str] | None = None
) -> Iterator[tuple[int, str, str, tuple[int, ...]]]:
    """Give (channel, listing, day of its first sale, units of each of some weeks) of every listing that ever sold.

    With `only` of those that their channel calls so.
    """
    some = "" if only is None else f" AND sku IN ({', '.join('?' * len(only))})"
    query = _SOLD.format(weeks=", ".join([_WEEK.format(*_days(week)) for week in weeks]), some=some)
    for row in bare(session).execute(query, (*(only or ()),)):
        yield row[0], row[1], row[2], row[3:]


def earned(session: Session, period: Period) -> Iterable[tuple[int, str, int | None, int, int, int, int]]:
    """Give (channel, listing, CM2, what of it was paid to serve, units, costs, postings without a rate) over a period.

    Money is in minor units of the ledger's currency. Serving is to pick, pack, ship, store and take back.
    The units are those sold; costs count the postings of their landed cost.
    """
    found: Iterable[tuple[int, str, int | None, int, int, int, int]] = bare(session).execute(
        _EARNED.format(*_days(period))
    )
    return found


def _days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()
