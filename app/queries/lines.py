"""The lines of the channel P&L workbook: every posting in force of a period, or sums where there are too many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, null, select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.own_skus import OwnCodes, own_codes, stands_for
from models.domain.accounts import ACCOUNTS, DRIVER_OF, Driver
from models.domain.catalog import NO_CHANNEL, SHARED
from models.domain.contribution.statement import TITLES, shared_pools
from models.domain.money import Money
from models.domain.period import Period
from models.tables import Batch, Channel, Document, Posting, SourceFile

NO_LINE = "(not on the P&L)"
_AT_ONCE = 5000


class Detail(StrEnum):
    """How finely the lines are listed, from every posting on."""

    POSTING = "one line for each posting"
    SKU = "one line for each channel, account, day and SKU"
    DAY = "one line for each channel, account and day"


@dataclass(frozen=True)
class LineRow:
    """One amount, or a sum of several; `row` is empty where no row of a file stands behind it."""

    day: date
    channel_id: int
    channel: str
    line: str
    account: str
    sku: str
    order: str
    units: int
    orders: int
    base: Money
    amount: Money
    file: str
    row: int | None
    postings: int


def detail_that_fits(session: Session, period: Period, *, finest: int, at_most: int) -> Detail:
    """Choose how finely to list: every posting up to `finest` of them, else sums that stay within `at_most` lines."""
    within = _within(period)
    if session.execute(select(func.count()).select_from(Posting).where(*within)).scalar_one() <= finest:
        return Detail.POSTING
    groups = select(func.count()).select_from(select(*_group(Detail.SKU)).where(*within).distinct().subquery())
    return Detail.SKU if session.execute(groups).scalar_one() <= at_most else Detail.DAY


def lines(session: Session, period: Period, detail: Detail) -> Iterator[LineRow]:
    """Give the lines of a period by day, channel and account, a few thousand at a time."""
    query = _postings(period) if detail is Detail.POSTING else _sums(period, detail)
    base, own = base_currency(session), own_codes(session)
    for row in session.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield _line(row, base, own)


def shared_costs(session: Session, period: Period) -> dict[Driver, int]:
    """Give the shared cost of a period that is split by each driver, negative, in minor units."""
    rows = session.execute(
        select(Posting.account, func.sum(Posting.base_minor))
        .where(*_within(period), Posting.channel_id.is_(None), Posting.account.in_(DRIVER_OF))
        .group_by(Posting.account)
    )
    return shared_pools({account: amount or 0 for account, amount in rows})


def _within(period: Period) -> tuple[ColumnElement[bool], ...]:
    first, last = period.first.isoformat(), period.last.isoformat()
    return (Posting.in_force == 1, Posting.day >= first, Posting.day <= last)


def _group(detail: Detail) -> tuple[Any, ...]:
    keys = (Posting.day, Posting.channel_id, Posting.account, Posting.currency)
    return (*keys, Posting.sku) if detail is Detail.SKU else keys


def _postings(period: Period) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Posting.day,
            Posting.channel_id,
            Channel.name.label("channel"),
            Posting.account,
            Posting.sku,
            Posting.order_ref,
            Posting.quantity,
            Posting.orders,
            Posting.base_minor,
            Posting.amount,
            Posting.currency,
            SourceFile.name.label("file"),
            Posting.row,
        )
        .join(Document, Document.id == Posting.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .outerjoin(Channel, Channel.id == Posting.channel_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(*_within(period))
        .order_by(Posting.day, Channel.name, Posting.account, Posting.id)
    )


def _sums(period: Period, detail: Detail) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Posting.day,
            Posting.channel_id,
            Channel.name.label("channel"),
            Posting.account,
            Posting.sku if detail is Detail.SKU else null().label("sku"),
            null().label("order_ref"),
            func.sum(Posting.quantity).label("quantity"),
            func.sum(Posting.orders).label("orders"),
            func.sum(Posting.base_minor).label("base_minor"),
            func.sum(Posting.amount).label("amount"),
            Posting.currency,
            null().label("file"),
            null().label("row"),
            func.count().label("postings"),
        )
        .outerjoin(Channel, Channel.id == Posting.channel_id)
        .where(*_within(period))
        .group_by(*_group(detail))
        .order_by(Posting.day, Channel.name, Posting.account, *_group(detail))
    )


def _line(row: Row[*tuple[Any, ...]], base: str, own: OwnCodes) -> LineRow:
    line = ACCOUNTS[row.account].line
    summed = row.row is None
    return LineRow(
        day=date.fromisoformat(row.day),
        channel_id=row.channel_id or NO_CHANNEL,
        channel=row.channel or SHARED,
        line=TITLES[line] if line else NO_LINE,
        account=row.account,
        sku=stands_for(own, row.channel_id, row.sku),
        order=row.order_ref or "",
        units=row.quantity,
        orders=row.orders,
        base=Money(row.base_minor or 0, base),
        amount=Money(row.amount, row.currency),
        file=f"{row.postings} postings" if summed else row.file or "made by Channelbook",
        row=row.row or None,
        postings=row.postings if summed else 1,
    )
