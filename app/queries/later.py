"""Rows that are dated after today though they tell of what has happened: slips, which pass for the newest of all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.rows import rows_of
from app.queries.contribution import TRADE_FACTS
from models.domain.postings import Fact
from models.tables import Batch, CompetitorPrice, Document, LivePrice, Posting, SourceFile, StockLevel

# What nobody can know beforehand. Bills, costs, rates, price lists, promotions, receipts and promises may lie ahead.
HAPPENED = frozenset((*TRADE_FACTS, Fact.STOCK, Fact.PRICES, Fact.COMPETITORS))


class Later(NamedTuple):
    """A row that is dated after today, and its day as files and the ledger write it."""

    row: int
    day: str


def is_later(day: str) -> str:
    """Say of a row that its day has not come."""
    return f"It is dated {day}, which is still to come"


def last_possible(today: date) -> str:
    """Give the last day that a row can tell of: where it was written, tomorrow may have begun."""
    return (today + timedelta(days=1)).isoformat()


def later_rows(session: Session, today: date) -> dict[int, list[Later]]:
    """Give the rows in force of each import that are dated after today though they tell of what has happened."""
    found: dict[int, list[Later]] = {}
    for batch_id, row, day in sorted(set(_rows(session, last_possible(today)))):
        found.setdefault(batch_id, []).append(Later(row, day))
    return found


def _rows(session: Session, last: str) -> Iterator[tuple[int, int, str]]:
    reach_beyond = (
        select(Batch.id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Batch.active == 1, SourceFile.last_day > last)
    )
    batches = list(session.scalars(reach_beyond))
    if not batches:
        return
    tables = ((Posting, Posting.day), (StockLevel, StockLevel.day), (LivePrice, LivePrice.day))
    for table, day in (*tables, (CompetitorPrice, func.substr(CompetitorPrice.seen, 1, 10))):
        told = (
            select(Document.batch_id, table.row, day)
            .join(table, table.document_id == Document.id)
            .where(Document.batch_id.in_(batches), Document.fact.in_(HAPPENED), table.in_force == 1, day > last)
        )
        yield from rows_of(session, told)
