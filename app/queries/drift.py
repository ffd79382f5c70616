"""Drift: listings that are live at another price than the book says, since when, and the money at stake."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.demand import Pair, weekly_demand
from app.queries.live_prices import LiveListing, live_listings
from app.queries.names import Names, names_in
from app.queries.prices import GovernedPrice, price_list
from models.domain.catalog import NAMED
from models.domain.money import Money, half_up

LOOK_AHEAD = 14
TOLERANCE = 1  # the smallest coin
_TENTH = Decimal("0.1")
_PERMILLE = 1000


class DriftState(StrEnum):
    """How a live price stands to the governed one."""

    DRIFT = "drift"
    CHANGED = "changed since seen"
    OTHER = "cannot be compared"
    NO_PRICE = "no price in the book"
    UNSEEN = "not seen"
    AGREES = "as in the book"


_ORDER = {state: number for number, state in enumerate(DriftState)}


@dataclass(frozen=True)
class DriftRow:
    """A listing whose price is governed or live, in minor units of `currency`; None is not known.

    `since` is the first day of the live price, `seen` the last day it was told; `rate` are the units a day that sell.
    """

    sku: str
    title: str
    channel: str
    colour: str
    listing: str
    currency: str
    governed: int | None
    live: int | None
    state: DriftState
    why: str
    rate: Fraction
    since: date | None = None
    seen: date | None = None
    age: int = 0
    file_id: int = 0
    row: int = 0

    @property
    def difference(self) -> int | None:
        """How much more is asked than governed; None where the two cannot be compared."""
        if self.governed is None or self.live is None or self.state is DriftState.OTHER:
            return None
        return self.live - self.governed

    @property
    def share(self) -> Decimal | None:
        """The difference as a share of the governed price, to a tenth of a percent."""
        if self.difference is None or not self.governed:
            return None
        return Decimal(half_up(Fraction(self.difference * _PERMILLE, self.governed))) / _PERMILLE

    @property
    def units(self) -> Decimal:
        """The units that are expected to sell in the days ahead, to a tenth."""
        exact = self.rate * LOOK_AHEAD
        return (Decimal(exact.numerator) / exact.denominator).quantize(_TENTH)

    @property
    def stake(self) -> int | None:
        """What the difference comes to over the units expected, in minor units; only of a drift."""
        if self.state is not DriftState.DRIFT or self.difference is None:
            return None
        return half_up(abs(self.difference) * self.rate * LOOK_AHEAD)

    def money(self, minor: int | None) -> Money | None:
        """Give an amount with the currency of the row."""
        return None if minor is None else Money(minor, self.currency)


def drift(
    session: Session, *, day: date, skus: Collection[str] | None = None, channels: Collection[str] | None = None
) -> list[DriftRow]:
    """Compare the newest live price of every listing with the price of the book on a day, the most at stake first.

    A live price that was right on the day it was seen is no drift: the book has changed since.
    """
    governed = price_list(session, day=day, skus=skus, channels=channels)
    listings = live_listings(session, skus=skus, channels=channels)
    # A bundle is listed as itself, so that what it holds is not looked at.
    names = Names(names_in(session).own)
    rates = {pair: found.demand.rate for pair, _, found in weekly_demand(session, today=day, names=names)}
    rows = _was_right(session, list(_compared(governed, listings, rates, day)))
    return sorted(rows, key=lambda row: (_ORDER[row.state], -(row.stake or 0), row.channel, row.sku, row.listing))


def _compared(
    governed: Sequence[GovernedPrice], listings: Sequence[LiveListing], rates: Mapping[Pair, Fraction], day: date
) -> Iterator[DriftRow]:
    live: dict[tuple[str, str], list[LiveListing]] = {}
    for one in listings:
        live.setdefault((one.sku, one.channel), []).append(one)
    told: dict[tuple[str, str], list[GovernedPrice]] = {}
    for price in governed:
        told.setdefault((price.sku, price.channel), []).append(price)
    for key, prices in told.items():
        for seen in live.get(key, ()):
            fitting = next((price for price in prices if price.currency == seen.currency), prices[0])
            yield _row(fitting, seen, rates, day)
        if key not in live and any(price.amount is not None for price in prices):
            yield _row(prices[0], None, rates, day)


def _row(price: GovernedPrice, seen: LiveListing | None, rates: Mapping[Pair, Fraction], day: date) -> DriftRow:
    state, why = judged(price, seen)
    row = DriftRow(
        sku=price.sku,
        title=price.title,
        channel=price.channel,
        colour=price.told.colour,
        listing="",
        currency=price.currency,
        governed=price.amount,
        live=None,
        state=state,
        why=why,
        rate=rates.get((price.told.id, price.sku), Fraction(0)),
    )
    if seen is None:
        return row
    return replace(
        row,
        listing=seen.listing,
        # The currency of what a customer pays, where the book knows none in it.
        currency=seen.currency,
        governed=price.amount if price.currency == seen.currency else None,
        live=seen.price,
        since=seen.since,
        seen=seen.day,
        age=max(0, (day - seen.day).days),
        file_id=seen.file_id,
        row=seen.row,
    )


def judged(price: GovernedPrice, seen: LiveListing | None) -> tuple[DriftState, str]:
    """Say how the two stand to each other, and why where that is not plain; not yet whether it was right once."""
    if seen is None:
        return DriftState.UNSEEN, "No file tells what it costs there. Import one that does"
    if price.currency != seen.currency:
        return DriftState.OTHER, f"The book has no price in {seen.currency}, only in {price.currency}"
    if price.amount is None:
        return DriftState.NO_PRICE, "The book has no price for it on this day"
    if seen.tax_inside is not None and seen.tax_inside != price.tax_inside:
        inside = "inside" if seen.tax_inside else "on top"
        return DriftState.OTHER, f"The live price has the tax {inside}, the price of the book has it the other way"
    if abs(seen.price - price.amount) <= TOLERANCE:
        return DriftState.AGREES, ""
    return DriftState.DRIFT, ""


def _was_right(session: Session, rows: list[DriftRow]) -> list[DriftRow]:
    """Tell apart what was right when it was seen: the book has changed since, and no newer file was imported."""
    days: dict[date, list[DriftRow]] = {}
    for row in rows:
        if row.state is DriftState.DRIFT and row.seen is not None:
            days.setdefault(row.seen, []).append(row)
    changed: set[DriftRow] = set()
    for day, drifted in days.items():
        skus, channels = {row.sku for row in drifted}, {row.channel for row in drifted}
        then = {
            (one.sku, one.channel, one.currency): one.amount
            for one in price_list(session, day=day, skus=skus, channels=channels)
        }
        for row in drifted:
            amount = then.get((row.sku, row.channel, row.currency))
            if amount is not None and row.live is not None and abs(row.live - amount) <= TOLERANCE:
                changed.add(row)
    why = "It was right when it was seen, and the book has changed since. Send the price, and import a newer export"
    return [replace(row, state=DriftState.CHANGED, why=why) if row in changed else row for row in rows]


COLUMNS: tuple[Column[DriftRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Channel", lambda row: row.channel),
    Column("Listing", lambda row: row.listing.removeprefix(NAMED), Kind.CODE),
    Column("Live", lambda row: row.money(row.live), Kind.MONEY, hint="As the newest file tells it"),
    Column("In the book", lambda row: row.money(row.governed), Kind.MONEY, hint="What the price list says", absent=""),
    Column("Off by", lambda row: row.money(row.difference), Kind.MONEY, hint="Live less the book", absent=""),
    Column("At stake", lambda row: row.money(row.stake), Kind.MONEY, hint="Over the units of 14 days", absent=""),
    Column("Relative drift", lambda row: row.share, Kind.PERCENT, hint="Of the price in the book", absent=""),
    Column("State", lambda row: row.state.value, Kind.CHIP),
    Column("Units in 14 days", lambda row: row.units, Kind.UNITS, hint="As the last weeks with stock sold"),
    Column("Currency", lambda row: row.currency),
    Column("Live since", lambda row: row.since or "", Kind.DAY, hint="First day from which every file says so"),
    Column("Seen", lambda row: row.seen or "", Kind.DAY),
    Column("Days ago", lambda row: row.age if row.seen else "", Kind.COUNT),
    Column("Name", lambda row: row.title),
)
