"""Units that lie at a place and were not listed there: reports of the channel do not count them, so they are added."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.domain.uploads import still_lying
from models.tables import Document, StockLevel, Upload, UploadLine

EXPORT = "shopify_inventory"
Sent = tuple[int, str, int, int]  # the last batch before it, its day, units sent, units lying there


def held_back(session: Session) -> dict[int, int]:
    """Give by stock level the units to be added to what it reports; only reports after a file are without them."""
    sent = _sent(session)
    if not sent:
        return {}
    first = min(lines[0][0] for lines in sent.values())
    rows = session.execute(
        select(StockLevel.id, StockLevel.channel_id, Document.key, Document.batch_id, StockLevel.day)
        .add_columns(func.coalesce(StockLevel.available, StockLevel.on_hand, 0).label("reported"))
        .join(Document, Document.id == StockLevel.document_id)
        .where(Document.source == EXPORT, Document.batch_id > first, StockLevel.channel_id.is_not(None))
    )
    found = {}
    for level_id, channel_id, key, batch_id, day, reported in rows:
        lines = sent.get((channel_id, key.rpartition("|")[0]), [])
        for after, sent_on, units, before in reversed(lines):
            # A report of an earlier day tells of the time before the file, whenever it is imported.
            if after < batch_id and sent_on <= day:
                found[level_id] = still_lying(reported, sent=units, before=before) - reported
                break
    return {level_id: units for level_id, units in found.items() if units}


def _sent(session: Session) -> dict[tuple[int, str], list[Sent]]:
    """Give what was sent by channel and key, the oldest first."""
    rows = session.execute(
        select(Upload.channel_id, UploadLine.key, Upload.after_batch, Upload.day, UploadLine.units, UploadLine.lying)
        .join(Upload, Upload.id == UploadLine.upload_id)
        .where(UploadLine.lying.is_not(None))
        .order_by(Upload.id)
    )
    found: dict[tuple[int, str], list[Sent]] = {}
    for channel_id, key, after, day, units, lying in rows:
        found.setdefault((channel_id, key), []).append((after, day, units, lying or 0))
    return found
