"""How old the newest data of each channel and source is; a day after today makes nothing fresh."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.ledger.standing import Standing
from app.moments import day_here
from app.queries.contribution import MONEY_FACTS, TRADE_FACTS, known_period
from app.queries.later import last_possible
from models.domain.accounts import REFUNDS, SALES
from models.domain.catalog import SHARED
from models.domain.period import Period
from models.domain.postings import Fact
from models.tables import Batch, Channel, Document, Posting, SourceFile

# Tables that name the channel in each row: of a channel a file tells as far as its own rows do.
_SALES, _BILLS = "sales", "expenses"


@dataclass(frozen=True)
class Source:
    """One kind of export of one channel and the last day it speaks of."""

    channel_id: int | None
    channel: str
    export: str
    last_day: date
    imported_at: str
    sells: bool = False  # whether the newest sale of the channel was told by it

    @property
    def is_bills(self) -> bool:
        """Whether it tells what is to be paid, which may be for days to come, and nothing of what was traded."""
        return self.export == _BILLS


class _Told(NamedTuple):
    """What one import tells of one channel: from which day, and until which that it can know of."""

    channel_id: int | None
    export: str
    first_day: str
    last_day: str
    made_at: str


def sources(session: Session, today: date) -> list[Source]:
    """List every source of figures with the last day up to today its imports in force speak of, oldest first."""
    by_row, by_file = _told_by_row(session, today), dict[tuple[int | None, str], tuple[str, str]]()
    for told in _told(session, MONEY_FACTS):
        last, made_at = by_file.get((told.channel_id, told.export), ("", ""))
        by_file[told.channel_id, told.export] = max(last, told.last_day), max(made_at, told.made_at)
    names: dict[int, str] = dict(session.execute(select(Channel.id, Channel.name)).all())
    selling = _selling(session, names, today)
    found = []
    for (channel_id, export), (of_files, made_at) in by_file.items():
        last = by_row.get((export, channel_id), "") if export in (_SALES, _BILLS) else of_files
        name = SHARED if channel_id is None else names[channel_id]
        if last:
            sells = selling.get(channel_id) == export
            found.append(Source(channel_id, name, export, min(date.fromisoformat(last), today), made_at, sells))
    return sorted(found, key=lambda source: source.last_day)


def _selling(session: Session, channels: Iterable[int], today: date) -> dict[int | None, str]:
    """Give the export that told the newest sale of each channel that has sold anything."""
    found: dict[int | None, str] = {}
    for channel_id in channels:
        # One channel at a time, so that the index is sought and not walked.
        sold = select(Posting.document_id).where(
            *(Posting.in_force == 1, Posting.channel_id == channel_id, Posting.account == SALES),
            Posting.day <= last_possible(today),
        )
        newest = sold.order_by(Posting.day.desc()).limit(1).scalar_subquery()
        source = session.execute(select(Document.source).where(Document.id == newest)).scalar()
        if source is not None:
            found[channel_id] = source
    return found


def known_days(session: Session) -> dict[int, Period]:
    """Give the days that the imports of each channel's trade speak of."""
    days: dict[int, tuple[str, str]] = {}
    for told in _told(session, TRADE_FACTS):
        if told.channel_id is not None:
            first, last = days.get(told.channel_id, (told.first_day, told.last_day))
            days[told.channel_id] = min(first, told.first_day), max(last, told.last_day)
    return {key: Period(date.fromisoformat(first), date.fromisoformat(last)) for key, (first, last) in days.items()}


def _told(session: Session, facts: Collection[Fact]) -> Iterator[_Told]:
    """Give what each import in force tells of each channel; of days that it cannot know of it tells nothing."""
    spoken = select(Document.batch_id, Document.channel_id).where(Document.fact.in_(facts)).distinct().subquery()
    rows = session.execute(
        select(spoken.c.batch_id, spoken.c.channel_id, SourceFile.export, SourceFile.first_day, SourceFile.last_day)
        .add_columns(Batch.made_at)
        .select_from(spoken)
        .join(Batch, Batch.id == spoken.c.batch_id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Batch.active == 1, SourceFile.last_day != "")
        .order_by(spoken.c.batch_id)
    )
    for batch_id, channel_id, export, first, last, made_at in rows.all():
        of_batch = (Document.batch_id == batch_id, Document.channel_id.is_not_distinct_from(channel_id))
        until = last if export == _BILLS else _known_until(session, last, made_at, *of_batch, Document.fact.in_(facts))
        if until:
            yield _Told(channel_id, export, first, until, made_at)


def _told_by_row(session: Session, today: date) -> dict[tuple[str, int | None], str]:
    """Give the last day that the rows of each channel speak of, in tables that name it; of bills up to today."""
    billed = (
        select(Document.channel_id, func.max(Posting.day))
        .join(Posting, Posting.document_id == Document.id)
        .where(Document.source == _BILLS, Posting.in_force == 1, Posting.day <= today.isoformat())
        .group_by(Document.channel_id)
    )
    found: dict[tuple[str, int | None], str] = {(_BILLS, key): last for key, last in session.execute(billed)}
    in_force = (Document.source == _SALES, Document.standing == Standing.IN_FORCE)
    sold = (
        select(Document.channel_id, Document.batch_id, Batch.made_at, func.max(Document.day))
        .join(Batch, Batch.id == Document.batch_id)
        .where(*in_force)
        .group_by(Document.channel_id, Document.batch_id)
    )
    for channel_id, batch_id, made_at, last in session.execute(sold).all():
        of_batch = (Document.batch_id == batch_id, Document.channel_id.is_not_distinct_from(channel_id))
        until = _known_until(session, last, made_at, *of_batch, *in_force)
        found[_SALES, channel_id] = max(found.get((_SALES, channel_id), ""), until)
    return found


def _known_until(session: Session, last: str, made_at: str, *those: ColumnElement[bool]) -> str:
    """Give the last day of some documents that was possible when they were imported; what lies after it is a slip."""
    possible = last_possible(day_here(made_at))
    if last <= possible:
        return last
    return session.execute(select(func.max(Document.day)).where(*those, Document.day <= possible)).scalar() or ""


def last_days(known: Iterable[Source]) -> dict[int | None, date]:
    """Give how far the sales of each channel are known.

    Where it has none, payments, advertising and the like count, and bills only where nothing tells of its trade.
    """
    found: dict[int | None, date] = {}
    for source in sorted(known, key=lambda source: (source.sells, not source.is_bills, source.last_day)):
        found[source.channel_id] = source.last_day
    return found


class Reach(NamedTuple):
    """How far the sales of a channel are known."""

    channel_id: int
    channel: str
    last_day: date


def reaches(session: Session, today: date) -> list[Reach]:
    """Say of every active channel that anything is known of how far its sales are known."""
    days = last_days(sources(session, today))
    active = session.execute(select(Channel.id, Channel.name).where(Channel.active == 1).order_by(Channel.id))
    return [Reach(key, name, days[key]) for key, name in active if key in days]


@dataclass(frozen=True)
class Covered:
    """The days there are figures for, and the last of them up to today, where periods that end with them end."""

    days: Period
    until: date


def covered_days(session: Session, today: date) -> Covered | None:
    """Give the days from the first to the last sale or refund of any channel; without one, all that imports tell of."""
    days: list[str] = []
    until = ""
    for channel_id, account in product(session.scalars(select(Channel.id)), (SALES, REFUNDS)):
        # One channel and account at a time, so that the index is sought and not walked.
        of_channel = (Posting.in_force == 1, Posting.channel_id == channel_id, Posting.account == account)
        begin, end = session.execute(select(func.min(Posting.day), func.max(Posting.day)).where(*of_channel)).one()
        if begin:
            days += [begin, end]
            come = select(func.max(Posting.day)).where(*of_channel, Posting.day <= today.isoformat())
            until = max(until, session.execute(come).scalar() or "")
    if days:
        period = Period(date.fromisoformat(min(days)), date.fromisoformat(max(days)))
        return Covered(period, date.fromisoformat(until) if until else today)
    known = known_period(session)
    return None if known is None else Covered(known, min(known.last, today))
