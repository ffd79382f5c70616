"""Numbers that people fixed, and how many by channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.rules import ALLOCATION
from models.domain.allocation.facts import Override
from models.tables import Channel
from models.tables import Override as OverrideRow


@dataclass(frozen=True)
class OverridesOf:
    """How many numbers of a channel people have fixed: those that hold, and all there have ever been."""

    channel: str
    standing: int
    ever: int


def overrides(session: Session, *, day: date | None = None) -> list[Override]:
    """List the overrides of the allocation: those that hold on a day, or all."""
    rows = session.execute(
        select(OverrideRow, Channel.name)
        .join(Channel, Channel.id == OverrideRow.channel_id)
        .where(OverrideRow.family == ALLOCATION)
        .order_by(OverrideRow.id)
    )
    found = [
        Override(
            row.id,
            row.sku,
            channel,
            row.units,
            row.reason,
            date.fromisoformat(row.valid_from),
            date.fromisoformat(row.until),
        )
        for row, channel in rows
    ]
    return [one for one in found if day is None or one.holds_on(day)]


def overrides_by_channel(session: Session, *, day: date) -> list[OverridesOf]:
    """Count overrides by channel, the channel with most first: where the rules are not believed."""
    every = overrides(session)
    names = sorted({one.channel for one in every})
    counted = [
        OverridesOf(
            name,
            sum(one.channel == name and one.holds_on(day) for one in every),
            sum(one.channel == name for one in every),
        )
        for name in names
    ]
    return sorted(counted, key=lambda one: (-one.ever, one.channel))


COLUMNS: tuple[Column[Override], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Channel", lambda row: row.channel),
    Column("Units", lambda row: row.units, Kind.UNITS),
    Column("Reason", lambda row: row.reason),
    Column("From", lambda row: row.first, Kind.DAY),
    Column("Until", lambda row: row.until, Kind.DAY),
)
