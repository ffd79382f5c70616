"""How old the newest data of each channel and source is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.standing import Standing
from app.queries.contribution import MONEY_FACTS, known_period
from models.domain.accounts import SALES
from models.domain.period import Period
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

    @property
    def is_bills(self) -> bool:
        """Whether it tells what is to be paid, which may be for days to come, and nothing of what was traded."""
        return self.export == _BILLS


def sources(session: Session) -> list[Source]:
    """List every source of figures with the last day its imports in force speak of, oldest first."""
    spoken = select(Document.batch_id, Document.channel_id).where(Document.fact.in_(MONEY_FACTS)).distinct().subquery()
    rows = session.execute(
        select(
            spoken.c.channel_id,
            Channel.name,
            SourceFile.export,
            func.max(SourceFile.last_day),
            func.max(Batch.made_at),
        )
        .select_from(spoken)
        .join(Batch, Batch.id == spoken.c.batch_id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .outerjoin(Channel, Channel.id == spoken.c.channel_id)
        .where(Batch.active == 1, SourceFile.last_day != "")
        .group_by(spoken.c.channel_id, SourceFile.export)
    )
    own = dict(_told_by_row(session))
    found = [
        Source(channel_id, name or "Shared", export, date.fromisoformat(own.get((export, channel_id), last)), made_at)
        for channel_id, name, export, last, made_at in rows
    ]
    return sorted(found, key=lambda source: source.last_day)


def _told_by_row(session: Session) -> Iterator[tuple[tuple[str, int | None], str]]:
    """Give the last day that the rows of each channel speak of, in tables that name it."""
    sold = select(Document.channel_id, func.max(Document.day)).where(
        Document.source == _SALES, Document.standing == Standing.IN_FORCE
    )
    billed = (
        select(Document.channel_id, func.max(Posting.day))
        .join(Posting, Posting.document_id == Document.id)
        .where(Document.source == _BILLS, Posting.in_force == 1)
    )
    for source, told in ((_SALES, sold), (_BILLS, billed)):
        for channel_id, last in session.execute(told.group_by(Document.channel_id)):
            yield (source, channel_id), last


def last_days(known: Iterable[Source]) -> dict[int | None, date]:
    """Give the last day known of each channel; bills count only where nothing tells of its trade."""
    found: dict[int | None, date] = {}
    for source in sorted(known, key=lambda source: (not source.is_bills, source.last_day)):
        found[source.channel_id] = source.last_day
    return found


def covered_days(session: Session) -> Period | None:
    """Give the days from the first to the last sale, over all channels; without any sale, all that imports speak of."""
    first: list[str] = []
    last: list[str] = []
    for channel_id in session.scalars(select(Channel.id)):
        # One channel and account at a time, so that the index is sought and not walked.
        of_channel = (Posting.in_force == 1, Posting.channel_id == channel_id, Posting.account == SALES)
        begin, end = session.execute(select(func.min(Posting.day), func.max(Posting.day)).where(*of_channel)).one()
        if begin:
            first.append(begin)
            last.append(end)
    if not first:
        return known_period(session)
    return Period(date.fromisoformat(min(first)), date.fromisoformat(max(last)))
