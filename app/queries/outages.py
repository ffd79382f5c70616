"""On which days a SKU was out of stock, as the stock reports of all days tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.queries.counted_stock import Owner, counted_stock
from models.domain.demand import days_without_stock
from models.domain.period import Period


@dataclass(frozen=True)
class Outages:
    """The units of each SKU on the days of its reports, by whose stock it is."""

    counts: Mapping[tuple[Owner, str], Mapping[date, int]]

    def days(self, channel_id: int, sku: str, period: Period) -> frozenset[date]:
        """Give the days without stock for a channel; its own stock counts where it has any, else what all share.

        A SKU that no report names is not known to have been out.
        """
        counts = self.counts.get((channel_id, sku)) or self.counts.get((None, sku)) or {}
        return days_without_stock(counts, period)


def outages(session: Session) -> Outages:
    """Read every stock report in force; at each place a count holds until its next one."""
    return Outages(counted_stock(session))
