"""The units of each SKU on the days of its reports, by whose stock it is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.rows import rows_of
from app.queries.held_back import held_back
from app.queries.names import Names, names_in
from models.tables import Location, StockLevel

# Whose stock it is: a channel's own, or (None) stock that any channel may be given.
Owner = int | None
_Place = tuple[str, int | None]  # its name, and the channel that calls a place of its own so
_Counts = tuple[dict[_Place, int], dict[date, int]]  # the last count at each place, and all of them added up by day


def counted_stock(session: Session, names: Names | None = None) -> dict[tuple[Owner, str], dict[date, int]]:
    """Read every stock report in force by whose stock it is and SKU; at each place a count holds until its next one."""
    owners = {
        name.casefold(): None if allocatable else channel_id
        for name, allocatable, channel_id in session.execute(
            select(Location.name, Location.allocatable, Location.channel_id)
        )
    }
    own = (names or names_in(session)).own
    held = held_back(session)
    places: dict[tuple[int | None, str], tuple[Owner, _Place]] = {}
    days: dict[str, date] = {}
    found: dict[tuple[Owner, str], _Counts] = {}
    for channel_id, code, location, day, units, level_id in rows_of(session, _LEVELS):
        if units is None:
            continue
        place = places.get((channel_id, location))
        if place is None:
            name = location.casefold()
            owner = owners.get(name)
            # Two channels may call a place of each their own by the same name.
            place = places[channel_id, location] = owner, (name, channel_id if owner is not None else None)
        owner, where = place
        on = days.get(day) or days.setdefault(day, date.fromisoformat(day))
        count = units + held.get(level_id, 0) if held else units
        whose = (owner, own.get((channel_id, code), code))
        counts = found.get(whose)
        if counts is None:
            found[whose] = {where: count}, {on: count}
            continue
        here, on_days = counts
        here[where] = count
        on_days[on] = count if len(here) == 1 else sum(here.values())
    return {whose: on_days for whose, (_, on_days) in found.items()}


_LEVELS = (
    select(StockLevel.channel_id, StockLevel.sku, StockLevel.location, StockLevel.day)
    .add_columns(func.coalesce(StockLevel.available, StockLevel.on_hand), StockLevel.id)
    .where(StockLevel.in_force == 1)
    .order_by(StockLevel.day, StockLevel.id)
)
