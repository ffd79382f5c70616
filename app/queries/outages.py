"""On which days a SKU was out of stock, as the stock reports of all days tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.held_back import held_back
from app.queries.names import Names, names_in
from models.domain.demand import days_without_stock
from models.domain.period import Period
from models.tables import Location, StockLevel

# Whose stock it is: a channel's own, or (None) stock that any channel may be given.
Owner = int | None


@dataclass(frozen=True)
class Outages:
    """The units of each SKU on the days of its reports, by whose stock it is; empty where it was never out."""

    counts: Mapping[tuple[Owner, str], Mapping[date, int]]
    _found: dict[tuple[Owner, str, Period], frozenset[date]] = field(default_factory=dict, repr=False, compare=False)

    def days(self, channel_id: int, sku: str, period: Period) -> frozenset[date]:
        """Give the days without stock for a channel; its own stock counts where it has any, else what all share.

        A SKU that no report names is not known to have been out.
        """
        own: Owner = channel_id if (channel_id, sku) in self.counts else None
        counts = self.counts.get((own, sku))
        if not counts:
            return frozenset()
        # Asked once for every channel, and mostly of the stock that all share.
        key = (own, sku, period)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = days_without_stock(counts, period)
        return found


_Count = tuple[str, tuple[str, int | None], int]  # day, place, units


def outages(session: Session, names: Names | None = None) -> Outages:
    """Read every stock report in force; at each place a count holds until its next one."""
    owners = {
        name.casefold(): None if allocatable else channel_id
        for name, allocatable, channel_id in session.execute(
            select(Location.name, Location.allocatable, Location.channel_id)
        )
    }
    own = (names or names_in(session)).own
    held = held_back(session)
    levels = session.execute(
        select(StockLevel.channel_id, StockLevel.sku, StockLevel.location, StockLevel.day)
        .add_columns(func.coalesce(StockLevel.available, StockLevel.on_hand), StockLevel.id)
        .where(StockLevel.in_force == 1)
        .order_by(StockLevel.day, StockLevel.id)
    )
    folded: dict[str, str] = {}
    reports: dict[tuple[Owner, str], list[_Count]] = {}
    for channel_id, code, location, day, units, level_id in levels:
        if units is not None:
            place = folded.get(location) or folded.setdefault(location, location.casefold())
            owner = owners.get(place)
            # Two channels may call a place of each their own by the same name.
            where = (place, channel_id if owner is not None else None)
            reports.setdefault((owner, own.get((channel_id, code), code)), []).append(
                (day, where, units + held.get(level_id, 0))
            )
    return Outages({whose: _sums(counts) for whose, counts in reports.items()})


def _sums(counts: list[_Count]) -> dict[date, int]:
    """Add up the places of a SKU on the days of its reports; where none was ever empty, the sum never was."""
    if all(units > 0 for _, _, units in counts):
        return {}
    here: dict[tuple[str, int | None], int] = {}
    found = {}
    for day, where, units in counts:
        here[where] = units
        found[date.fromisoformat(day)] = sum(here.values())
    return found
