"""Where the units of each SKU lie now, by the newest report of each place, and whose stock it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.queries.places import PlaceRow, places
from app.queries.stock import levels


@dataclass(frozen=True)
class Position:
    """Units of a SKU that can be sold at a place; None where its report gives neither available nor on hand.

    `incoming` are units that the place's own report says are on their way to it.
    """

    sku: str
    title: str
    place: PlaceRow
    units: int | None
    day: date
    incoming: int = 0


def positions(session: Session) -> list[Position]:
    """List the units of every SKU at every place."""
    known = {place.name.casefold(): place for place in places(session)}
    found = []
    for row in levels(session):
        # Places of one name that two channels have are told apart by the channel behind it.
        name = row.location.casefold()
        place = known.get(name) or known.get(name.rpartition(" (")[0])
        if place is not None:
            units = row.available if row.available is not None else row.on_hand
            found.append(Position(row.sku, row.title, place, units, row.day, row.incoming or 0))
    return found
