"""What the place that a fee schedule names charges to serve a unit and to handle one that comes back.

The fees are those of Stock → Fees, reckoned as routing reckons them but for storage, which is no cost of a sale.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from app.queries.fees import currency_of_fees, fees, tariffs
from app.queries.places import places
from app.queries.unit_worth import units_by_order
from models.domain.pricing.schedule import Served
from models.domain.routing.cost import Item, cost_to_serve
from models.domain.routing.fees import Field, Tariff
from models.domain.stock import Serving

_NOTHING = Served()


class Lacking(str):
    """What is missing to know the cost of serving a unit."""

    __slots__ = ()


class ServedUnits:
    """The cost of serving a unit of a SKU on a channel from a place on a day, in minor units of the ledger."""

    def __init__(self, session: Session, day: date, serving: Mapping[str, Serving]) -> None:
        self._session, self._day, self._serving = session, day, serving
        self._tariffs: Mapping[int, Tariff] | None = None
        self._by_order: Mapping[int, Fraction] = {}
        self._named: dict[int, frozenset[str]] = {}
        self._known: dict[tuple[int, int, str, str], Served | Lacking] = {}

    def of(self, location_id: int | None, sku: str, channel_id: int) -> Served | Lacking:
        """Give what a unit costs there, nothing without a place, or what is missing."""
        if location_id is None:
            return _NOTHING
        tariff = self._tariff(location_id)
        size = self._serving[sku].size_tier if sku in self._serving else ""
        own = sku if sku in self._named[location_id] else ""
        key = (location_id, channel_id, size, own)
        if key not in self._known:
            self._known[key] = self._reckoned(tariff, own, size, channel_id)
        return self._known[key]

    def _tariff(self, location_id: int) -> Tariff:
        if self._tariffs is None:
            currency = currency_of_fees(self._session)
            self._tariffs = tariffs(fees(self._session), places(self._session), currency)
            self._by_order = units_by_order(self._session, self._day)
        tariff = self._tariffs[location_id]
        if location_id not in self._named:
            self._named[location_id] = frozenset(fee.sku for fee in tariff.fees if fee.sku)
        return tariff

    def _reckoned(self, tariff: Tariff, sku: str, size: str, channel_id: int) -> Served | Lacking:
        item = Item(sku, Fraction(0), 0, size, self._by_order.get(channel_id, Fraction(1)))
        cost = cost_to_serve(tariff, item, self._day, 0)
        if cost.unknown:
            lacking = ", ".join(fee.value for fee in cost.unknown)
            of_size = f" for size {size}" if size else ""
            return Lacking(f"fee of {tariff.location}: {lacking}{of_size}")
        back = tariff.fee(Field.RETURNS, self._day, sku=sku, size_tier=size)
        return Served(cost.total, back.amount if back else 0)
