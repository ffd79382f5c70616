"""Units that lie at a place and were not listed there: reports of the channel do not count them, so they are added."""

from __future__ import annotations

from bisect import bisect_left

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.domain.uploads import still_lying
from models.tables import Batch, Document, StockLevel, Upload, UploadLine

EXPORT = "shopify_inventory"
Sent = tuple[str, int, int]  # when, units sent, units lying there before


def held_back(session: Session) -> dict[int, int]:
    """Give by stock level the units to be added to what it reports; only reports after a file are without them."""
    sent = _sent(session)
    if not sent:
        return {}
    first = min(lines[0][0] for lines in sent.values())
    rows = session.execute(
        select(StockLevel.id, StockLevel.channel_id, Document.key, Batch.made_at)
        .add_columns(func.coalesce(StockLevel.available, StockLevel.on_hand, 0).label("reported"))
        .join(Document, Document.id == StockLevel.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .where(Document.source == EXPORT, Batch.made_at > first, StockLevel.channel_id.is_not(None))
    )
    found = {}
    for level_id, channel_id, key, made_at, reported in rows:
        lines = sent.get((channel_id, key.rpartition("|")[0]), [])
        last = bisect_left(lines, (made_at,)) - 1
        if last >= 0:
            _, units, before = lines[last]
            found[level_id] = still_lying(reported, sent=units, before=before) - reported
    return {level_id: units for level_id, units in found.items() if units}


def _sent(session: Session) -> dict[tuple[int, str], list[Sent]]:
    """Give what was sent by channel and key, the oldest first."""
    rows = session.execute(
        select(Upload.channel_id, UploadLine.key, Upload.made_at, UploadLine.units, UploadLine.lying)
        .join(Upload, Upload.id == UploadLine.upload_id)
        .where(UploadLine.lying.is_not(None))
        .order_by(Upload.id)
    )
    found: dict[tuple[int, str], list[Sent]] = {}
    for channel_id, key, made_at, units, lying in rows:
        found.setdefault((channel_id, key), []).append((made_at, units, lying or 0))
    return found
