"""What was sold without a landed cost: counted beside the figures that lack it, and never taken as free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.queries.contribution import NO_SKU
from app.queries.own_skus import own_codes, stands_for
from models.domain.accounts import GOODS_SOLD, SALES
from models.domain.catalog import NAMED
from models.domain.contribution.statement import By, Statement, with_uncosted
from models.domain.money import Money
from models.domain.period import Grain, Period, key
from models.tables import Posting

_NAMED_AT_MOST = 3


@dataclass(frozen=True)
class MissingCost:
    """Units sold of listings without a landed cost, and their sales.

    Where a rate is missing the sales are not whole: a statement is refused then, but what is missing is still listed.
    """

    units: int
    sales: Money
    skus: tuple[str, ...]
    is_whole: bool = True


class Sold(NamedTuple):
    """What a listing sold on a day that has no cost of goods; `sales` in minor units of the ledger's currency.

    `is_whole` unless some of it has no rate into that currency.
    """

    channel_id: int | None
    sku: str
    day: str
    units: int
    sales: int
    is_whole: bool


def missing_cost(
    session: Session, period: Period, currency: str, *, channels: frozenset[int] | None = None
) -> MissingCost:
    """Find what some channels, or all (None), sold without a landed cost."""
    return summed(sold_uncosted(session, period, channels), currency)


def summed(sold: Sequence[Sold], currency: str) -> MissingCost:
    """Add up what was sold without a landed cost."""
    units, sales = sum(one.units for one in sold), sum(one.sales for one in sold)
    skus = tuple(sorted({one.sku for one in sold}))
    return MissingCost(units, Money(sales, currency), skus, is_whole=all(one.is_whole for one in sold))


def without_cost(missing: MissingCost) -> str:
    """Say what was sold without a landed cost, for what a file or a terminal shows; empty where nothing was."""
    if not missing.units:
        return ""
    named = ", ".join(code.removeprefix(NAMED) for code in missing.skus[:_NAMED_AT_MOST])
    more = f" and {len(missing.skus) - _NAMED_AT_MOST} more" if len(missing.skus) > _NAMED_AT_MOST else ""
    sold = f"{missing.units} {'unit was' if missing.units == 1 else 'units were'} sold without a landed cost"
    sales = f"{missing.sales.major()} {missing.sales.currency} of sales carry none"
    return f"{sold} ({named}{more}): {sales}, so CM1 and every level below it are too high."


def beside(found: Statement, sold: Iterable[Sold]) -> Statement:
    """Set what was sold without a landed cost beside each row of the statement of its period and channels."""
    by, sums = By(found.by), dict[str, tuple[int, int]]()
    for one in sold:
        row = _row_of(one, by)
        units, sales = sums.get(row, (0, 0))
        sums[row] = units + one.units, sales + one.sales
    return with_uncosted(found, sums)


def _row_of(one: Sold, by: By) -> str:
    match by:
        case By.CHANNEL:
            return "shared" if one.channel_id is None else str(one.channel_id)
        case By.SKU:
            return one.sku or NO_SKU
        case By.MONTH | By.WEEK:
            return key(date.fromisoformat(one.day), Grain(by.value))


def sold_uncosted(session: Session, period: Period, channels: frozenset[int] | None = None) -> list[Sold]:
    """Find, by day, what each listing of some channels, or of all (None), sold without a landed cost."""
    sale = Posting.account == SALES
    quantity, amount = func.sum(case((sale, Posting.quantity))), func.sum(case((sale, Posting.base_minor)))
    untranslated = func.count(case((sale & Posting.base_minor.is_(None), 1)))
    query = (
        select(Posting.channel_id, Posting.sku, Posting.day, quantity, amount, untranslated)
        .where(
            Posting.in_force == 1,
            Posting.day >= period.first.isoformat(),
            Posting.day <= period.last.isoformat(),
            Posting.account.in_((SALES, GOODS_SOLD)),
        )
        .group_by(Posting.channel_id, Posting.sku, Posting.day)
        .having(quantity != 0, func.count(case((Posting.account == GOODS_SOLD, 1))) == 0)
    )
    if channels is not None:
        query = query.where(Posting.channel_id.in_(sorted(channels)))
    own = own_codes(session)
    return [
        Sold(channel_id, stands_for(own, channel_id, listing), day, units, sales or 0, not lacking)
        for channel_id, listing, day, units, sales, lacking in session.execute(query)
    ]
