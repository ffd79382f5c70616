"""On which days a SKU was out of stock, as the stock reports of all days tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.queries.counted_stock import Owner, counted_stock
from app.queries.names import Names
from models.domain.demand import days_without_stock
from models.domain.period import Period

_NEVER_COUNTED: Mapping[date, int] = MappingProxyType({})


@dataclass(frozen=True)
class Outages:
    """The units of each SKU on the days of its reports, by whose stock it is."""

    counts: Mapping[tuple[Owner, str], Mapping[date, int]]
    _found: dict[Period, dict[tuple[Owner, str], frozenset[date]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def within(self, period: Period) -> Callable[[int, str], frozenset[date]]:
        """Give what tells the days of a period as `days` does, for tens of thousands of pairs."""
        found, counts = self._found.setdefault(period, {}), self.counts
        owners = {owner for owner, _ in counts}

        def days(channel_id: int, sku: str) -> frozenset[date]:
            whose: tuple[Owner, str] = (None, sku)
            if channel_id in owners and (channel_id, sku) in counts:
                whose = (channel_id, sku)
            # Asked once for every channel, and mostly of the stock that all share.
            known = found.get(whose)
            if known is None:
                known = found[whose] = days_without_stock(counts.get(whose, _NEVER_COUNTED), period)
            return known

        return days

    def days(self, channel_id: int, sku: str, period: Period) -> frozenset[date]:
        """Give the days without stock for a channel; its own stock counts where it has any, else what all share.

        A SKU that no report names is not known to have been out.
        """
        return self.within(period)(channel_id, sku)


def outages(session: Session, names: Names | None = None) -> Outages:
    """Read every stock report in force; at each place a count holds until its next one."""
    return Outages(counted_stock(session, names))
