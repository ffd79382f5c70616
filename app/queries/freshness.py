"""How old the newest data of each channel and source is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.tables import Batch, Channel, Document, SourceFile


@dataclass(frozen=True)
class Source:
    """One kind of export of one channel and the last day it speaks of."""

    channel_id: int | None
    channel: str
    export: str
    last_day: date
    imported_at: str


def sources(session: Session) -> list[Source]:
    """List every source with the last day its imports in force speak of, oldest first."""
    spoken = select(Document.batch_id, Document.channel_id).distinct().subquery()
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
