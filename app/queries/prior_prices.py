"""The price of one listing day by day, and the lowest of the days before one (EU, Art. 6a)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.base_prices import base_prices
from app.queries.price_rules import days_of_change
from app.queries.prices import GovernedPrice, price_list
from models.domain.conflicts.policy import REFERENCE_DAYS, lowest_prior
from models.tables import ChannelFees, Cost, LocationFee, WholesaleAgreement

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class PriorPrices:
    """The prices of a listing over the days before one, by the day from which each holds, and the lowest of them.

    A day with None has no price.
    """

    first: date
    prices: dict[date, int | None]
    lowest: int | None
    currency: str


def prior_prices(
    session: Session, *, sku: str, channel: str, currency: str, first: date, days: int = REFERENCE_DAYS
) -> PriorPrices:
    """Give the prices of the days before `first`, and their lowest."""
    begin = first - timedelta(days=days)
    found: dict[date, int | None] = {}
    for day in sorted({begin, *_days_of_change(session, sku, begin, first - _ONE)}):
        one = price_on(session, sku=sku, channel=channel, currency=currency, day=day)
        amount = one.amount if one is not None else None
        if not found or list(found.values())[-1] != amount:
            found[day] = amount
    asked = {day: amount for day, amount in found.items() if amount is not None}
    return PriorPrices(first, found, lowest_prior(asked, first, days), currency)


def price_on(session: Session, *, sku: str, channel: str, currency: str = "", day: date) -> GovernedPrice | None:
    """Give the price of one listing on any day; None where there is no such listing, or none in the currency."""
    rows = price_list(session, day=day, skus={sku}, channels={channel})
    return next((row for row in rows if not currency or row.currency == currency), None)


def _days_of_change(session: Session, sku: str, first: date, last: date) -> set[date]:
    """Name the days on which a price can change: by base prices, rules, costs, fees or terms."""
    found = set(days_of_change(session, first, last)) | days_of_costs(session, first, last)
    for one in base_prices(session, skus={sku}).get(sku, ()):
        found |= one.days_of_change
    return {day for day in found if first <= day <= last}


def days_of_costs(session: Session, first: date, last: date) -> set[date]:
    """Name the days from first to last on which costs, fees or terms of any listing change."""
    found: set[date] = set()
    for query in (
        select(Cost.valid_from).where(Cost.in_force == 1),
        select(ChannelFees.valid_from),
        select(LocationFee.valid_from),
        select(WholesaleAgreement.valid_from),
    ):
        found |= _days(session.scalars(query.distinct()))
    return {day for day in found if first <= day <= last}


def _days(texts: Iterable[str]) -> set[date]:
    return {date.fromisoformat(text) for text in texts}
