"""What units there are of each SKU and where, by the newest report of each place: the one answer of all planning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.names import Names
from app.queries.places import PlaceRow, places
from app.queries.stock import Measure, StockRow, levels
from models.tables import Channel


class Position(NamedTuple):
    """Units of a SKU at a place.

    `sellable` is what is on hand and can be sold, None where the report gives neither; `promised` are those of them
    that taken orders wait for; `incoming` is what a channel has on its way to its own place. `owner` is the channel
    whose positioned stock it is, None where every channel can be given it.
    """

    sku: str
    title: str
    place: PlaceRow
    owner: int | None
    sellable: int | None
    promised: int
    incoming: int
    day: date

    @property
    def lying(self) -> int | None:
        """The units that lie here and are free to be sold; None is not known."""
        return None if self.sellable is None else self.sellable - self.promised

    @property
    def units(self) -> int | None:
        """The units that are free to be sold from here, with what is on its way; None is not known."""
        return None if self.lying is None else self.lying + self.incoming


def positions(session: Session, names: Names | None = None) -> list[Position]:
    """List the units of every SKU at every place that serves any channel; stock that nobody is given is left out."""
    known = {place.name.casefold(): place for place in places(session)}
    channels: dict[str, int] = dict(session.execute(select(Channel.name, Channel.id)).all())
    found = []
    told: dict[str, tuple[PlaceRow | None, int | None]] = {}
    for row in levels(session, names):
        if row.location not in told:
            name, owner = _place(row, channels)
            told[row.location] = known.get(name.casefold()), owner
        place, owner = told[row.location]
        if place is None:
            continue
        if place.allocatable:
            sellable, promised = _at_hand(row)
            found.append(Position(row.sku, row.title, place, None, sellable, promised, 0, row.day))
        elif (whose := owner or place.channel_id) is not None:
            lying, incoming = _in_place(row), row.incoming or 0
            found.append(Position(row.sku, row.title, place, whose, lying, 0, incoming, row.day))
    return found


def _place(row: StockRow, channels: Mapping[str, int]) -> tuple[str, int | None]:
    """Give the name of a place and whose it is where two channels have a place of that name."""
    name, _, rest = row.location.rpartition(" (")
    owner = channels.get(rest.removesuffix(")")) if name else None
    return (row.location, None) if owner is None else (name, owner)


def _at_hand(row: StockRow) -> tuple[int | None, int]:
    """Give the units that can be sold, and those of them that taken orders wait for."""
    if row.on_hand is None or (row.committed is None and row.available is not None):
        return (None if row.available is None else max(0, row.available)), 0
    return max(0, row.on_hand - (row.unavailable or 0)), max(0, row.committed or 0)


def _in_place(row: StockRow) -> int | None:
    """Give the units that lie with a channel; what is on its way there alone is known to be none yet."""
    units = row.units(Measure.AVAILABLE)
    return 0 if units is None and row.incoming is not None else units
