"""Every posting in force with what both its legs need, streamed in an order that the order of import cannot change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency, rates_in_force
from app.queries.own_skus import own_codes, stands_for
from models.tables import Batch, Channel, Document, Posting, SourceFile

_AT_ONCE = 5000


class Entry(NamedTuple):
    """One posting in force; `channel` is empty for what belongs to no channel, `file` for what Channelbook made.

    `sku` is what the statement counts it for, `listing` the code that it bears; `base` is the amount in the ledger's
    currency, or None where there is no rate.
    """

    id: int
    day: str
    posted_day: str
    channel_id: int | None
    account: str
    billed: int
    amount: int
    currency: str
    sku: str
    order: str
    quantity: int
    source: str
    file: str | None
    row: int
    base: int | None
    listing: str


class Price(NamedTuple):
    """A rate in force: what one unit of a currency is in the ledger's from a day on."""

    day: str
    currency: str
    rate: str


@dataclass(frozen=True)
class Spoken:
    """The accounts by channel that postings in force stand on, their first day and number, and their currencies.

    `prices` are the rates by which these currencies are translated into the ledger's, by day.
    """

    accounts: tuple[tuple[int | None, str, bool], ...]
    currencies: tuple[str, ...]
    sources: tuple[str, ...]
    first_day: str
    postings: int
    channels: tuple[tuple[int, str], ...]
    base: str
    prices: tuple[Price, ...]


def entries(session: Session) -> Iterator[Entry]:
    """Give the postings in force by day, a few thousand at a time."""
    query = (
        select(
            Posting.id,
            Posting.day,
            Posting.posted_day,
            Posting.channel_id,
            Posting.account,
            Document.billed,
            Posting.amount,
            Posting.currency,
            Posting.sku,
            Posting.order_ref,
            Posting.quantity,
            Document.source,
            SourceFile.name,
            Posting.row,
            Posting.base_minor,
        )
        .join(Document, Document.id == Posting.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .outerjoin(Channel, Channel.id == Posting.channel_id)
        .where(Posting.in_force == 1)
        .order_by(
            Posting.day,
            Channel.name,
            Document.source,
            Posting.order_ref,
            Document.key,
            Document.occurrence,
            Posting.account,
            Posting.amount,
            Posting.id,
        )
    )
    own = own_codes(session)
    for row in session.execute(query, execution_options={"yield_per": _AT_ONCE}):
        entry = Entry._make((*row, ""))
        yield entry._replace(sku=stands_for(own, entry.channel_id, entry.sku), listing=entry.sku)


def spoken_of(session: Session) -> Spoken:
    """Say beforehand which accounts, channels and currencies the entries speak of, and from which day on."""
    pairs = session.execute(
        select(
            Posting.channel_id,
            Posting.account,
            Document.billed,
            Document.source,
            Posting.currency,
            func.min(Posting.day).label("first_day"),
            func.count().label("postings"),
        )
        .join(Document, Document.id == Posting.document_id)
        .where(Posting.in_force == 1)
        .group_by(Posting.channel_id, Posting.account, Document.billed, Document.source, Posting.currency)
    ).all()
    accounts = {(pair.channel_id, pair.account, bool(pair.billed)) for pair in pairs}
    channels = session.execute(select(Channel.id, Channel.name).order_by(Channel.id)).all()
    base, currencies = base_currency(session), {pair.currency for pair in pairs}
    prices = [
        Price(day, currency, f"{Decimal(rate):f}")
        for (currency, day), rate in rates_in_force(session, base).items()
        if currency in currencies
    ]
    return Spoken(
        accounts=tuple(sorted(accounts, key=str)),
        currencies=tuple(sorted(currencies)),
        sources=tuple(sorted({pair.source for pair in pairs})),
        first_day=min((pair.first_day for pair in pairs), default=""),
        postings=sum(pair.postings for pair in pairs),
        channels=tuple((identity, name) for identity, name in channels),
        base=base,
        prices=tuple(sorted(prices)),
    )
