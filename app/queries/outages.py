"""On which days a SKU was out of stock, as the stock reports of all days tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.queries.counted_stock import Owner, counted_stock
from app.queries.names import Names
from models.domain.demand import days_without_stock
from models.domain.period import Period


@dataclass(frozen=True)
class Outages:
    """The units of each SKU on the days of its reports, by whose stock it is."""

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


def outages(session: Session, names: Names | None = None) -> Outages:
    """Read every stock report in force; at each place a count holds until its next one."""
    return Outages(counted_stock(session, names))
