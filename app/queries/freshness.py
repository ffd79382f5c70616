"""How old the newest data of each channel and source is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.contribution import MONEY_FACTS, known_period
from models.domain.accounts import SALES
from models.domain.period import Period
from models.tables import Batch, Channel, Document, Posting, SourceFile


@dataclass(frozen=True)
class Source:
    """One kind of export of one channel and the last day it speaks of."""

    channel_id: int | None
    channel: str
    export: str
    last_day: date
    imported_at: str


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
    found = [Source(row[0], row[1] or "Shared", row[2], date.fromisoformat(row[3]), row[4]) for row in rows]
    return sorted(found, key=lambda source: source.last_day)


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
