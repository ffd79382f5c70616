"""Facts of data: how old files are, what nobody has mapped, settlements that do not come out, orders not paid out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.queries.conflict_facts.amount_types import Unmapped, amount_types
from app.queries.conflict_facts.gateways import gateways
from app.queries.conflict_facts.known import Known
from app.queries.export_titles import export_title
from app.queries.freshness import sources
from app.queries.places import places
from models.domain.accounts import ACCOUNTS, CLEARING, SALES, UNCLASSIFIED
from models.domain.catalog import NAMED
from models.domain.conflicts.checks import Book
from models.domain.conflicts.data import (
    CLEARING_DAYS,
    LISTING,
    TYPE,
    Clearing,
    Code,
    Settlement,
    Source,
    Unsettled,
)
from models.domain.postings import Fact
from models.tables import Batch, Channel, Document, Listing, Posting, SourceFile

# Every how many days a kind of file is due; one that is not named is due every week.
A_WEEK = 7
CADENCE = {"amazon_settlement_v1": 14, "amazon_settlement_v2": 14, "sales": 31, "expenses": 31}
SHARED_CHANNEL = "all channels"
# Files that tell which orders were paid out; elsewhere sales come from the settlement itself, or by invoice.
_PAYMENTS = ("shopify_payments",)
# The gateway whose payments those files list; those of others, such as PayPal, are in no file that can be imported.
_GATEWAY = "shopify payments"
_MISSING = "SETTLE_UNEXPLAINED"
_A_YEAR = timedelta(days=364)
_CLEARED = [code for code, account in ACCOUNTS.items() if account.contra == CLEARING]


def data_facts(session: Session, known: Known) -> Book:
    """Gather the facts of the data."""
    return Book(
        sources=tuple(_sources(session, known.day)),
        codes=(*_listings(session, known), *_types(session, known)),
        settlements=(*_settlements(session), *_orders(session)),
        clearing=tuple(_clearing(session, known.day)),
    )


def _sources(session: Session, day: date) -> Iterator[Source]:
    """Give the files of every channel in use, and the stock report of every place."""
    active = set(session.scalars(select(Channel.name).where(Channel.active == 1)))
    for one in sources(session, day):
        if one.channel_id is None or one.channel in active:
            channel = one.channel if one.channel_id is not None else SHARED_CHANNEL
            cadence = CADENCE.get(one.export, A_WEEK)
            named = export_title(one.export) + (f" of {one.channel}" if one.channel_id is not None else "")
            yield Source(channel, one.export.replace("_", " "), one.last_day, cadence, named)
    for place in places(session, until=day):
        if place.day is not None:
            named = f"The stock report of {place.name}"
            yield Source(place.channel or SHARED_CHANNEL, f"stock report at {place.name}", place.day, A_WEEK, named)


def _listings(session: Session, known: Known) -> Iterator[Code]:
    """Give the listings that are not linked to a SKU, with what they have sold."""
    rows = session.execute(
        select(Channel.name, Listing.code, Listing.title, func.count(Posting.id), func.sum(Posting.base_minor))
        .join(Channel, Channel.id == Listing.channel_id)
        .outerjoin(
            Posting,
            (Posting.channel_id == Listing.channel_id)
            & (Posting.sku == Listing.code)
            & (Posting.account == SALES)
            & (Posting.in_force == 1),
        )
        .where(Listing.sku_id.is_(None))
        .group_by(Listing.id)
        .order_by(Listing.id)
    )
    for channel, code, title, sold, amount in rows:
        named = code.removeprefix(NAMED) if code.startswith(NAMED) else code
        yield Code(channel, LISTING, named or title, known.currency, amount if sold else 0)


def _types(session: Session, known: Known) -> Iterator[Code]:
    """Give the amounts that nobody has mapped, by channel and what the channel calls them."""
    told = select(Posting.id, Document.source, Document.key, Batch.source_file_id, Posting.row, Posting.base_minor)
    told = told.join(Document, Document.id == Posting.document_id).join(Batch, Batch.id == Document.batch_id)
    rows = sorted((number, channel, *rest) for channel, number, *rest in _of_channels(session, told, UNCLASSIFIED))
    types = amount_types(session, [Unmapped(number, *rest[:-1]) for number, _, *rest in rows])
    sums: dict[tuple[str, str], int] = {}
    for number, channel, *_, minor in rows:
        name = (channel, types[number])
        sums[name] = sums.get(name, 0) + abs(minor or 0)
    for (channel, code), amount in sums.items():
        yield Code(channel, TYPE, code, known.currency, amount)


def _settlements(session: Session) -> Iterator[Settlement]:
    """Give the files in force that state a total, with what their rows add up to."""
    rows = session.execute(
        select(SourceFile.control_name, SourceFile.control_total, SourceFile.control_sum, SourceFile.currency)
        .add_columns(SourceFile.first_day, SourceFile.name, Channel.name, Batch.made_at)
        .join(Batch, Batch.source_file_id == SourceFile.id)
        .outerjoin(Channel, Channel.id == SourceFile.channel_id)
        .where(Batch.active == 1, Batch.kind == "import", SourceFile.control_total.is_not(None))
        .order_by(Batch.id)
    )
    newest: dict[tuple[str, str], Settlement] = {}
    for name, total, found, currency, first, file, channel, made_at in rows:
        # Part of the conflict's name, which must be the same on every computer: hence the day at Greenwich.
        day = date.fromisoformat(first or made_at[:10])
        one = Settlement(channel or SHARED_CHANNEL, name or file, day, currency, total, found or 0)
        newest[one.channel, one.reference] = one
    yield from newest.values()


def _orders(session: Session) -> Iterator[Settlement]:
    """Give the orders whose parts do not add up to what they state: the other postings of their document explain it."""
    part = aliased(Posting)
    explained = select(func.coalesce(func.sum(part.amount), 0)).where(
        part.document_id == Posting.document_id, part.in_force == 1, part.account != _MISSING
    )
    told = select(Posting.order_ref, Posting.day, Posting.currency, func.sum(Posting.amount))
    told = told.add_columns(func.sum(explained.scalar_subquery()))
    told = told.group_by(Posting.order_ref, Posting.day, Posting.currency)
    for channel, order, day, currency, missing, parts in _of_channels(session, told, _MISSING):
        yield Settlement(channel, f"order {order}", date.fromisoformat(day), currency, parts + missing, parts)


def _of_channels(session: Session, told: Select[*tuple[Any, ...]], account: str) -> Iterator[tuple[Any, ...]]:
    """Give what is told of the postings of an account, each with its channel before it.

    One channel at a time, so that the index is sought and not walked.
    """
    wanted = told.where(Posting.in_force == 1, Posting.account == account)
    for number, name in [
        (None, SHARED_CHANNEL),
        *session.execute(select(Channel.id, Channel.name).order_by(Channel.id)),
    ]:
        for row in session.execute(wanted.where(Posting.channel_id.is_not_distinct_from(number))):
            yield name, *row


def _clearing(session: Session, day: date) -> Iterator[Clearing]:
    """Give the orders of the last year that no payment has told of, on channels whose payments are files of their own.

    Orders from before the first payment that the ledger knows are left out, and those that were paid through a gateway
    that no such file tells of, or were not paid. Where the file of orders names no gateway, all count.
    """
    for channel_id, channel, first in session.execute(_PAYING):
        since = max(first, (day - _A_YEAR).isoformat())
        until = (day - timedelta(days=CLEARING_DAYS + 1)).isoformat()
        settled = set(session.scalars(told_of(channel_id)))
        placed = session.execute(_placed(channel_id, since, until)).all()
        open_ones = [row for row in placed if row[0] not in settled and row[3]]
        paid_by = gateways(session, channel_id, {row[0] for row in open_ones}) if open_ones else {}
        lines: dict[str, list[Unsettled]] = {}
        for order, day_placed, currency, amount in open_ones:
            if order not in paid_by or _GATEWAY in paid_by[order]:
                lines.setdefault(currency, []).append(Unsettled(order, date.fromisoformat(day_placed), amount))
        for currency, found in lines.items():
            yield Clearing(channel, currency, tuple(found))


_PAYING = (
    select(Channel.id, Channel.name, func.min(SourceFile.first_day))
    .select_from(SourceFile)
    .join(Batch, Batch.source_file_id == SourceFile.id)
    .join(Channel, Channel.id == SourceFile.channel_id)
    .where(Batch.active == 1, SourceFile.export.in_(_PAYMENTS), SourceFile.first_day != "")
    .group_by(Channel.id)
    .order_by(Channel.id)
)


def told_of(channel_id: int) -> Select[str]:
    """Select the orders of a channel that its payments tell of."""
    return (
        select(Posting.order_ref)
        .join(Document, Document.id == Posting.document_id)
        .where(Posting.channel_id == channel_id, Posting.in_force == 1, Posting.order_ref != "")
        .where(Document.source.in_(_PAYMENTS))
        .distinct()
    )


def _placed(channel_id: int, since: str, until: str) -> Select[str, str, str, int]:
    return (
        select(Posting.order_ref, func.min(Posting.day), Posting.currency, func.sum(Posting.amount))
        .join(Document, Document.id == Posting.document_id)
        .where(Posting.channel_id == channel_id, Posting.in_force == 1, Posting.order_ref != "")
        .where(Posting.account.in_(_CLEARED), Posting.day >= since, Posting.day <= until)
        .where(Document.fact == Fact.SALES.value, Document.source.not_in(_PAYMENTS))
        .group_by(Posting.order_ref, Posting.currency)
        .order_by(Posting.order_ref)
    )
