"""The price each SKU has on each channel as far as files tell: as listed, else as it was last sold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.contribution import own_codes
from models.domain.accounts import SALES
from models.domain.money import Money, half_up_of
from models.tables import Channel, ListedPrice, Posting

_LOOKED_BACK = timedelta(days=91)


@dataclass(frozen=True)
class AskedPrice:
    """A price and the day it is known of; one that was `sold` is before discounts and without tax on top."""

    price: Money
    day: date
    sold: bool


def asked_prices(session: Session, *, day: date) -> dict[tuple[str, str], AskedPrice]:
    """Give the newest known price up to a day by SKU and name of channel, a listed one before a sold one."""
    own = own_codes(session)
    names = dict(session.execute(select(Channel.id, Channel.name)).all())
    found: dict[tuple[str, str], AskedPrice] = {}
    for channel_id, code, price in [*_sold(session, day), *_listed(session, day)]:
        sku = own.get((channel_id, code))
        if sku is not None:
            found[sku, names[channel_id]] = price
    return found


def _listed(session: Session, day: date) -> list[tuple[int, str, AskedPrice]]:
    """List the listed prices, the newest last."""
    rows = session.execute(
        select(ListedPrice.channel_id, ListedPrice.sku, ListedPrice.price, ListedPrice.currency, ListedPrice.day)
        .where(ListedPrice.in_force == 1, ListedPrice.price.is_not(None), ListedPrice.channel_id.is_not(None))
        .where(ListedPrice.day <= day.isoformat())
        .order_by(ListedPrice.day, ListedPrice.id)
    )
    return [
        (channel_id, code, AskedPrice(Money(price, currency), date.fromisoformat(on), sold=False))
        for channel_id, code, price, currency, on in rows
        if channel_id is not None and price
    ]


def _sold(session: Session, day: date) -> list[tuple[int, str, AskedPrice]]:
    """List what units were sold at on the days of the last quarter, the newest last."""
    sums = func.sum(Posting.amount), func.sum(Posting.quantity)
    rows = session.execute(
        select(Posting.channel_id, Posting.sku, Posting.day, Posting.currency, *sums)
        .where(Posting.in_force == 1, Posting.account == SALES, Posting.sku != "", Posting.channel_id.is_not(None))
        .where(Posting.day > (day - _LOOKED_BACK).isoformat(), Posting.day <= day.isoformat())
        .group_by(Posting.channel_id, Posting.sku, Posting.day, Posting.currency)
        .order_by(Posting.day)
    )
    return [
        (channel_id, code, AskedPrice(Money(half_up_of(minor, units), currency), date.fromisoformat(on), sold=True))
        for channel_id, code, on, currency, minor, units in rows
        if channel_id is not None and units > 0 and minor > 0
    ]
