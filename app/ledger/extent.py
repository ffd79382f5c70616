"""Where a batch lies: its documents and facts are appended together, so that they are ranges of ids."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from app.ledger.connect import bare
from models.tables import Document, Posting


def documents_of(session: Session, batch_id: int) -> tuple[int, int]:
    """Give the first and the last id of the documents of a batch; an empty range where it has none."""
    own = Document.batch_id == batch_id
    first, last = select(func.min(Document.id)).where(own), select(func.max(Document.id)).where(own)
    found = session.execute(select(first.scalar_subquery(), last.scalar_subquery())).one()
    return (0, -1) if found[0] is None else (found[0], found[1])


def postings_within(session: Session, documents: tuple[int, int]) -> ColumnElement[bool]:
    """Match the postings of a range of documents by their own ids, which spares looking each of them up."""
    ids = _postings_of(session, documents)
    return false() if ids is None else Posting.id.between(*ids)


def last_posting(session: Session) -> int:
    """Give the id of the last posting, behind which others will be appended."""
    return int(bare(session).execute("SELECT max(id) FROM posting").fetchone()[0] or 0)


def amounts_behind(session: Session, last: int) -> list[list[Any]]:
    """Give account, amount and currency of the postings behind one, as columns in the order they were written in.

    They come as JSON, of which long columns are made in half the time of their rows.
    """
    columns = "json_group_array(account), json_group_array(amount), json_group_array(currency)"
    query = f"SELECT {columns} FROM (SELECT account, amount, currency FROM posting WHERE id > ? ORDER BY id)"  # noqa: S608 - columns from above
    return list(map(json.loads, bare(session).execute(query, (last,)).fetchone()))


def _postings_of(session: Session, documents: tuple[int, int]) -> tuple[int, int] | None:
    """Give the first and the last id of the postings of a range of documents."""
    one = select(Posting.id).where(Posting.document_id.between(*documents)).limit(1)
    first = session.scalars(one.order_by(Posting.document_id, Posting.id)).first()
    last = session.scalars(one.order_by(Posting.document_id.desc(), Posting.id.desc())).first()
    return None if first is None or last is None else (first, last)
