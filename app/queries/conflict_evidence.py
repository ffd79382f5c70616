"""What stands behind a conflict: the postings that make it up, the import that told of them, and what mends a price."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.behind import StatementCell
from app.queries.conflict_facts.amount_types import Unmapped, amount_types
from app.queries.conflict_facts.data import told_of
from app.queries.postings import PostingRow, Wanted, postings
from app.queries.price_fixes import FIXED, PriceFix, price_fix
from models.domain.accounts import SALES, UNCLASSIFIED
from models.domain.catalog import NAMED
from models.domain.conflicts import data
from models.domain.conflicts.conflict import Conflict, Thing
from models.domain.contribution.statement import By
from models.domain.period import Period
from models.tables import Batch, Channel, Document, SourceFile

_MISSING = "SETTLE_UNEXPLAINED"
_TO_SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class Evidence:
    """Postings behind a conflict, by day, the import to open, what mends its price, and the figure it is part of.

    Each may be missing.
    """

    postings: tuple[PostingRow, ...] = ()
    batch_id: int | None = None
    fix: PriceFix | None = None
    figure: StatementCell | None = None


def evidence(session: Session, conflict: Conflict, *, day: date) -> Evidence:
    """Find what a conflict of the data rests on, and what mends one of a price; other kinds open on their pages."""
    if conflict.kind in FIXED:
        return Evidence(fix=price_fix(session, conflict, day=day))
    channel = session.scalars(select(Channel.id).where(Channel.name.in_(conflict.named(Thing.CHANNEL)))).first()
    match conflict.kind:
        case data.UNEXPLAINED:
            return _settlement(session, conflict, channel)
        case data.AGED if conflict.window is not None and channel is not None:
            week = Period(conflict.window, conflict.window + _TO_SUNDAY)
            settled = set(session.scalars(told_of(channel)))
            sold = postings(session, Wanted(week, channel_id=channel, accounts=(SALES,)))
            return _of([row for row in sold if row.order not in settled])
        case data.UNMAPPED:
            what, code = conflict.named(Thing.CODE)
            if what == data.LISTING:
                known = Wanted(channel_id=channel, sku=code), Wanted(channel_id=channel, sku=f"{NAMED}{code}")
                return _of([row for wanted in known for row in postings(session, wanted)])
            return _unclassified(session, channel, code, conflict.named(Thing.CHANNEL)[0])
        case _:
            return Evidence()


def _of(rows: list[PostingRow]) -> Evidence:
    return Evidence(tuple(rows), rows[0].batch_id if rows else None)


def _unclassified(session: Session, channel: int | None, code: str, name: str) -> Evidence:
    """Find the postings of a type that is not known, and the figure in which they stand."""
    found = postings(session, Wanted(channel_id=channel, accounts=(UNCLASSIFIED,)))
    keys: dict[int, str] = dict(
        session.execute(
            select(Document.id, Document.key).where(Document.id.in_([row.document_id for row in found]))
        ).all()
    )
    types = amount_types(
        session, [Unmapped(row.id, row.source, keys[row.document_id], row.file_id, row.row) for row in found]
    )
    here = [row for row in found if types[row.id] == code]
    if not here or channel is None:
        return _of(here)
    days = Period(here[0].day, here[-1].day)
    return replace(_of(here), figure=StatementCell(By.CHANNEL, "unclassified", days, str(channel), name))


def _settlement(session: Session, conflict: Conflict, channel: int | None) -> Evidence:
    (reference,) = conflict.named(Thing.SETTLEMENT)
    batch = session.scalars(
        select(Batch.id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Batch.active == 1, SourceFile.control_name == reference)
        .order_by(Batch.id.desc())
    ).first()
    if batch is not None or conflict.window is None:
        return Evidence(batch_id=batch)
    day = Period(conflict.window, conflict.window)
    found = postings(session, Wanted(day, channel_id=channel, accounts=(_MISSING,)))
    return _of([row for row in found if f"order {row.order}" == reference])
