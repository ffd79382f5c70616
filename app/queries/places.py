"""Places where stock lies: what kind each is, whose stock it holds, and how old its newest report is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from models.domain.stock import LocationKind
from models.tables import Channel, Location, StockLevel


@dataclass(frozen=True)
class PlaceRow:
    """One place; one that is not allocatable holds positioned stock of a channel, or stock that nobody is given."""

    id: int
    name: str
    kind: LocationKind
    allocatable: bool
    channel_id: int | None
    channel: str
    colour: str
    day: date | None

    @property
    def holds(self) -> str:
        """Whose stock it holds, in words."""
        if self.allocatable:
            return "stock of every channel"
        return f"stock of {self.channel}" if self.channel else "stock of no channel"


def places(session: Session, *, until: date | None = None) -> list[PlaceRow]:
    """List the places by name; their newest report is the last of all, or the last `until` a day."""
    reported_on = select(StockLevel.location, func.max(StockLevel.day)).where(StockLevel.in_force == 1)
    if until is not None:
        reported_on = reported_on.where(StockLevel.day <= until.isoformat())
    days = session.execute(reported_on.group_by(StockLevel.location))
    newest: dict[str, str] = {}
    for location, day in days:
        newest[location.casefold()] = max(day, newest.get(location.casefold(), ""))
    rows = session.execute(
        select(Location, Channel.name, Channel.colour).outerjoin(Channel, Channel.id == Location.channel_id)
    )
    found = []
    for place, channel, colour in rows:
        reported = newest.get(place.name.casefold())
        found.append(
            PlaceRow(
                id=place.id,
                name=place.name,
                kind=LocationKind(place.kind),
                allocatable=bool(place.allocatable),
                channel_id=place.channel_id,
                channel=channel or "",
                colour=colour or "",
                day=date.fromisoformat(reported) if reported else None,
            )
        )
    return sorted(found, key=lambda row: row.name.casefold())


COLUMNS: tuple[Column[PlaceRow], ...] = (
    Column("Place", lambda row: row.name),
    Column("Kind", lambda row: row.kind.value),
    Column("Holds", lambda row: row.holds, hint="Stock of every channel can be given to any; the rest is positioned"),
    Column("Newest report", lambda row: row.day or "", Kind.DAY),
)
