"""What a unit of each SKU leaves on each channel after product and channel cost: the one answer of all planning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.unit_sums import earned
from app.queries.names import Names, names_in
from models.domain.accounts import SALES
from models.domain.making import made
from models.domain.money import half_up_of
from models.domain.period import Period
from models.tables import Posting

Pair = tuple[int, str]  # a channel's id and a SKU
_A_YEAR = timedelta(days=363)


class Earned(NamedTuple):
    """What some units, at least one, have brought in: CM2 in minor units of the ledger's currency.

    `served` is the part of it that was paid to serve them from where they were served, which is negative. `costed`
    says whether a landed cost was taken off; where none was, it is more than the units really leave.
    """

    minor: int
    units: int
    served: int = 0
    costed: bool = True

    @property
    def each(self) -> Fraction:
        """The contribution of one unit."""
        return Fraction(self.minor, self.units)

    @property
    def rounded(self) -> int:
        """The contribution of one unit in whole minor units, halves away from zero."""
        return half_up_of(self.minor, self.units)

    @property
    def unserved(self) -> Fraction:
        """The contribution of one unit before what it cost to serve; routing puts the typed fees in their place."""
        return Fraction(self.minor - self.served, self.units)

    def plus(self, other: Earned) -> Earned:
        """Give what both have brought in."""
        return Earned(
            self.minor + other.minor,
            self.units + other.units,
            self.served + other.served,
            self.costed and other.costed,
        )


def unit_worth(session: Session, *, today: date, names: Names | None = None) -> dict[Pair, Earned]:
    """Add up the CM2 of the last 52 weeks by channel and SKU, where any unit was sold; bundles stay apart.

    A SKU of which a posting has no rate is not known on that channel: a sum without it would be wrong.
    """
    own = (names or names_in(session)).own
    sums: dict[Pair, Earned] = {}
    unknown: set[Pair] = set()
    period = Period(today - _A_YEAR, today)
    for channel_id, listing, minor, served, units, costs, untranslated in earned(session, period):
        sku = own.get((channel_id, listing))
        if sku is None:
            continue
        pair = (channel_id, sku)
        if untranslated:
            unknown.add(pair)
        found = made(Earned, (minor or 0, units, served, costs > 0 or units <= 0))
        before = sums.setdefault(pair, found)
        if before is not found:
            sums[pair] = before.plus(found)
    without = {pair for pair, found in sums.items() if found.units <= 0} | unknown
    return {pair: found for pair, found in sums.items() if pair not in without} if without else sums


def over_channels(worth: Mapping[Pair, Earned]) -> dict[str, Earned]:
    """Add up what units brought in over the channels that sold them, by SKU."""
    found: dict[str, Earned] = {}
    for (_, sku), one in worth.items():
        before = found.get(sku)
        found[sku] = one if before is None else before.plus(one)
    return found


def units_by_order(session: Session, today: date) -> Mapping[int, Fraction]:
    """Give how many units an order of each channel held in the last 52 weeks, at least 1; none without orders."""
    rows = session.execute(
        select(Posting.channel_id, func.sum(Posting.quantity), func.sum(Posting.orders))
        .where(Posting.in_force == 1, Posting.account == SALES, Posting.channel_id.is_not(None))
        .where(Posting.day >= (today - _A_YEAR).isoformat(), Posting.day <= today.isoformat())
        .group_by(Posting.channel_id)
    )
    return {
        channel_id: max(Fraction(1), Fraction(units, orders))
        for channel_id, units, orders in rows
        if channel_id is not None and orders > 0
    }
