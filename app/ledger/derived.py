"""Postings that follow from others: cost of goods and tax inside refunds, made anew where their causes moved."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.jobs import Progress
from app.ledger import book, costing, linking, refund_tax
from app.ledger.writing import Origin
from models.domain.postings import Draft
from models.tables import Batch


def follow_batch(session: Session, caused_by: int, batch: Batch) -> None:
    """Make anew whatever follows from a batch that was imported, undone or brought back."""
    remake(
        session,
        batch,
        listings=linking.follow(session, caused_by) | costing.scopes_of_batch(session, caused_by),
        orders=refund_tax.scopes_of_batch(session, caused_by),
    )


def remake(
    session: Session,
    batch: Batch,
    *,
    listings: set[costing.Scope] | None = None,
    orders: set[refund_tax.OrderScope] | None = None,
) -> None:
    """Make the derived postings of these listings and orders anew; writes a batch only if something changed."""
    pending: dict[tuple[str, int | None], list[Draft]] = {}
    for source, found in (
        (costing.SOURCE, costing.changed(session, listings or set())),
        (refund_tax.SOURCE, refund_tax.changed(session, orders or set())),
    ):
        for channel_id, draft in found:
            pending.setdefault((source, channel_id), []).append(draft)
    if not pending:
        return
    writer = book.BatchWriter(session, batch)
    for (source, channel_id), drafts in sorted(pending.items(), key=str):
        # A derived batch is newer than every one before it.
        writer.write(Origin(source, channel_id, f"{batch.id:012d}"), drafts, Progress())
    writer.close()
