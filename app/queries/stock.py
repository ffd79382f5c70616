"""Stock by SKU and location as the newest report of each location says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.contribution import own_codes
from models.tables import Sku, StockLevel


@dataclass(frozen=True)
class StockRow:
    """Units of one SKU at one location on the day of its newest report; None is not known, never 0."""

    sku: str
    title: str
    location: str
    day: date
    on_hand: int | None
    available: int | None
    committed: int | None
    unavailable: int | None
    incoming: int | None


def levels(session: Session) -> list[StockRow]:
    """List the newest level of every SKU at every location."""
    names = own_codes(session)
    titles = dict(session.execute(select(Sku.code, Sku.title)).tuples().all())
    newest = (
        select(StockLevel.location, StockLevel.channel_id, func.max(StockLevel.day).label("day"))
        .where(StockLevel.in_force == 1)
        .group_by(StockLevel.location, StockLevel.channel_id)
        .subquery()
    )
    rows = session.execute(
        select(StockLevel)
        .join(newest, (StockLevel.location == newest.c.location) & (StockLevel.day == newest.c.day))
        .where(StockLevel.in_force == 1, StockLevel.channel_id.is_not_distinct_from(newest.c.channel_id))
        .order_by(StockLevel.location, StockLevel.sku)
    ).scalars()
    result = []
    for row in rows:
        code = names.get((row.channel_id, row.sku), row.sku)
        result.append(
            StockRow(
                code,
                titles.get(code, ""),
                row.location,
                date.fromisoformat(row.day),
                row.on_hand,
                row.available,
                row.committed,
                row.unavailable,
                row.incoming,
            )
        )
    return result


COLUMNS: tuple[Column[StockRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Location", lambda row: row.location),
    Column("On hand", lambda row: row.on_hand, Kind.UNITS, total=True),
    Column("Available", lambda row: row.available, Kind.UNITS, total=True),
    Column("Committed", lambda row: row.committed, Kind.UNITS, total=True),
    Column("Unavailable", lambda row: row.unavailable, Kind.UNITS, total=True),
    Column("Incoming", lambda row: row.incoming, Kind.UNITS, total=True),
    Column("As of", lambda row: row.day, Kind.DAY),
)
