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
_Count = tuple[str, tuple[str, int | None], int]  # day, place, units


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
    levels = rows_of(
        session,
        select(StockLevel.channel_id, StockLevel.sku, StockLevel.location, StockLevel.day)
        .add_columns(func.coalesce(StockLevel.available, StockLevel.on_hand), StockLevel.id)
        .where(StockLevel.in_force == 1)
        .order_by(StockLevel.day, StockLevel.id),
    )
    folded: dict[str, str] = {}
    reports: dict[tuple[Owner, str], list[_Count]] = {}
    for channel_id, code, location, day, units, level_id in levels:
        if units is not None:
            place = folded.get(location) or folded.setdefault(location, location.casefold())
            owner = owners.get(place)
            # Two channels may call a place of each their own by the same name.
            where = (place, channel_id if owner is not None else None)
            count = (day, where, units + held.get(level_id, 0))
            reports.setdefault((owner, own.get((channel_id, code), code)), []).append(count)
    days = {day: date.fromisoformat(day) for counts in reports.values() for day, _, _ in counts}
    return {whose: _sums(counts, days) for whose, counts in reports.items()}


def _sums(counts: list[_Count], days: dict[str, date]) -> dict[date, int]:
    """Add up the places of a SKU on the days of its reports."""
    here: dict[tuple[str, int | None], int] = {}
    found = {}
    for day, where, units in counts:
        here[where] = units
        found[days[day]] = sum(here.values())
    return found
