"""The postings behind a figure: every one with its batch, file and row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, literal_column, or_, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from app.queries.own_skus import OwnCodes, own_codes, stands_for
from models.domain.accounts import ACCOUNTS
from models.domain.catalog import NAMED, NO_CHANNEL, SHARED
from models.domain.money import Money
from models.domain.period import Period
from models.tables import Batch, Channel, Document, Listing, Posting, Sku, SourceFile

# So many rows are fetched together where they are given one after the other.
_AT_ONCE = 2000


@dataclass(frozen=True)
class Wanted:
    """Which postings are asked for; None and empty mean all.

    `sku` is a row of the statement by SKU: the brand's own SKU, the code of a listing that nobody has linked to one, or
    "" for what bears no SKU. `channel_id` is NO_CHANNEL for what belongs to none. `counting` asks for the
    postings that count an order.
    """

    period: Period | None = None
    channel_id: int | None = None
    accounts: tuple[str, ...] = ()
    sku: str | None = None
    batch_id: int | None = None
    channels: frozenset[int] | None = None
    counting: bool = False


@dataclass(frozen=True)
class PostingRow:
    """One posting in force: `sku` is what the statement counts it for, `listing` the code that it bears."""

    id: int
    day: date
    channel: str
    colour: str
    account: str
    account_title: str
    line: str
    sku: str
    order: str
    units: int
    amount: Money
    base: Money | None
    file: str
    file_id: int | None
    row: int
    batch_id: int
    document_id: int
    source: str
    orders: int = 0
    listing: str = ""


def postings(session: Session, wanted: Wanted, *, limit: int | None = None) -> list[PostingRow]:
    """Give the postings in force behind a figure, by day."""
    query = _ordered(session, wanted)
    if limit is not None:
        query = query.limit(limit)
    base, own = base_currency(session), own_codes(session)
    return [_row_of(row, base, own) for row in session.execute(query)]


def each_posting(session: Session, wanted: Wanted) -> Iterator[PostingRow]:
    """Give the same one after the other, without ever holding all of them."""
    base, own = base_currency(session), own_codes(session)
    for row in session.execute(_ordered(session, wanted).execution_options(yield_per=_AT_ONCE)):
        yield _row_of(row, base, own)


def _ordered(session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    return _select(session, wanted).order_by(Posting.day, Posting.id)


def _row_of(told: Row[*tuple[Any, ...]], base: str, own: OwnCodes) -> PostingRow:
    # Unpacked, since reaching for twenty columns by name takes twice as long as all the rest.
    number, day, channel, colour, account, listing, order, units, amount, currency, base_minor, *rest = told
    file, file_id, row, batch_id, document_id, source, orders, channel_id = rest
    return PostingRow(
        id=number,
        day=date.fromisoformat(day),
        channel=channel or SHARED,
        colour=colour or "",
        account=account,
        account_title=ACCOUNTS[account].title,
        line=ACCOUNTS[account].line or "",
        sku=stands_for(own, channel_id, listing),
        order=order,
        units=units,
        amount=Money(amount, currency),
        base=None if base_minor is None else Money(base_minor, base),
        file=file or "made by Channelbook",
        file_id=file_id,
        row=row,
        batch_id=batch_id,
        document_id=document_id,
        source=source,
        orders=orders,
        listing=listing,
    )


def _select(session: Session, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Posting.id,
            Posting.day,
            Channel.name.label("channel"),
            Channel.colour,
            Posting.account,
            Posting.sku,
            Posting.order_ref,
            Posting.quantity,
            Posting.amount,
            Posting.currency,
            Posting.base_minor,
            SourceFile.name.label("file"),
            SourceFile.id.label("file_id"),
            Posting.row,
            Document.batch_id,
            Posting.document_id,
            Document.source,
            Posting.orders,
            Posting.channel_id,
        )
        .join(Document, Document.id == Posting.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .outerjoin(Channel, Channel.id == Posting.channel_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Posting.in_force == literal_column("1"))
    )
    if wanted.period is not None:
        first, last = wanted.period.first.isoformat(), wanted.period.last.isoformat()
        query = query.where(Posting.day >= first, Posting.day <= last)
    if wanted.channel_id is not None:
        query = query.where(_of_channel(wanted.channel_id))
    if wanted.accounts:
        query = query.where(Posting.account.in_(wanted.accounts))
    if wanted.batch_id is not None:
        query = query.where(Document.batch_id == wanted.batch_id)
    if wanted.channels is not None:
        query = query.where(Posting.channel_id.in_(sorted(wanted.channels)))
    if wanted.counting:
        query = query.where(Posting.orders != 0)
    if wanted.sku is not None:
        query = query.where(_of_sku(session, wanted.sku))
    return query


def _of_channel(channel_id: int) -> ColumnElement[bool]:
    return Posting.channel_id.is_(None) if channel_id == NO_CHANNEL else Posting.channel_id == channel_id


def _of_sku(session: Session, sku: str) -> ColumnElement[bool]:
    """Match what the statement counts for a SKU: its listings, and its code where that is no listing of another SKU."""
    linked = session.execute(
        select(Listing.channel_id, Listing.code, Sku.code)
        .join(Sku, Sku.id == Listing.sku_id)
        .where(or_(Sku.code == sku, Listing.code == sku))
    ).all()
    others = [channel_id for channel_id, _, own in linked if own != sku]
    codes: dict[int, list[str]] = {}
    for channel_id, code, own in linked:
        if own == sku:
            codes.setdefault(channel_id, []).append(code)
    own_code = and_(Posting.sku == sku, or_(Posting.channel_id.is_(None), Posting.channel_id.not_in(others)))
    matching = or_(own_code, *(and_(Posting.channel_id == key, Posting.sku.in_(found)) for key, found in codes.items()))
    if not sku:
        return matching
    # Said once more in the words of the index by SKU and day, which leaves out what bears no SKU.
    anywhere = {sku, *(code for found in codes.values() for code in found)}
    return and_(Posting.sku != literal_column("''"), Posting.sku.in_(sorted(anywhere)), matching)


COLUMNS: tuple[Column[PostingRow], ...] = (
    Column("Day", lambda row: row.day, Kind.DAY),
    Column("Channel", lambda row: row.channel),
    Column("Account", lambda row: row.account_title),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Listing", lambda row: row.listing.removeprefix(NAMED), Kind.CODE, hint="Its code or name on the channel"),
    Column("Order", lambda row: row.order, Kind.CODE),
    Column("Units", lambda row: row.units, Kind.UNITS, total=True),
    Column("Amount", lambda row: row.base, Kind.MONEY, total=True),
    Column("In its own currency", lambda row: row.amount, Kind.MONEY),
    Column("File", lambda row: row.file),
    Column("Row", lambda row: row.row, Kind.COUNT),
)
