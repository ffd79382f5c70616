"""The units of each SKU on the days of its reports, by whose stock it is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.contribution import own_codes
from app.queries.held_back import held_back
from models.tables import Location, StockLevel

# Whose stock it is: a channel's own, or (None) stock that any channel may be given.
Owner = int | None


def counted_stock(session: Session) -> dict[tuple[Owner, str], dict[date, int]]:
    """Read every stock report in force by whose stock it is and SKU; at each place a count holds until its next one."""
    owners = {
        name.casefold(): None if allocatable else channel_id
        for name, allocatable, channel_id in session.execute(
            select(Location.name, Location.allocatable, Location.channel_id)
        )
    }
    codes = own_codes(session)
    held = held_back(session)
    levels = session.execute(
        select(StockLevel.channel_id, StockLevel.sku, StockLevel.location, StockLevel.day)
        .add_columns(StockLevel.available, StockLevel.on_hand, StockLevel.id)
        .where(StockLevel.in_force == 1)
        .order_by(StockLevel.day, StockLevel.id)
    )
    now: dict[tuple[Owner, str], dict[tuple[str, int | None], int]] = {}
    counts: dict[tuple[Owner, str], dict[date, int]] = {}
    for channel_id, code, location, day, available, on_hand, level_id in levels:
        units = available if available is not None else on_hand
        if units is None:
            continue
        place = location.casefold()
        whose = owners.get(place), codes.get((channel_id, code), code)
        here = now.setdefault(whose, {})
        # Two channels may call a place of each their own by the same name.
        here[place, channel_id if whose[0] is not None else None] = units + held.get(level_id, 0)
        counts.setdefault(whose, {})[date.fromisoformat(day)] = sum(here.values())
    return counts
