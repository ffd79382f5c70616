"""What it costs to keep a unit for some days: the typed fees of storage, and the yearly cost of holding stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from sqlalchemy.orm import Session

from app.ledger.costing import cost_book
from app.ledger.rates import Rates
from app.queries.fees import fees, tariffs
from app.queries.place_facts import routing_terms, servings
from app.queries.places import places
from models.domain.contribution.costing import CostBook
from models.domain.routing.cost import Item, cost_to_serve
from models.domain.routing.fees import Field, Tariff
from models.domain.stock import Serving

_THOUSAND, _WHOLE, _A_YEAR = 1000, 10_000, 365


@dataclass(frozen=True)
class Storage:
    """Tariffs by place, landed costs and the cost of holding, for stock that is kept from a day on."""

    day: date
    days: int
    tariffs: Mapping[int, Tariff]
    costs: CostBook
    rates: Rates
    holding: int
    serving: Mapping[str, Serving]

    @cached_property
    def free(self) -> bool:
        """Whether nobody has typed that keeping stock costs anything."""
        return not self.holding and not any(tariff.fees for tariff in self.tariffs.values())

    def of_unit(self, sku: str, place: int, volume: int | None) -> Fraction:
        """Give what a unit costs at a place in minor units of the ledger's currency; what is not known is left out."""
        return self._holding(sku) + self._fee(sku, place, volume)

    def lacks_cost(self, sku: str) -> bool:
        """Say whether holding a SKU costs something that is not known, for want of its landed cost or of a rate."""
        return bool(self.holding) and any(minor is None for minor in self._landed(sku) or [None])

    def _landed(self, sku: str) -> list[int | None]:
        """Give the parts of a landed cost in the ledger's currency, None where a rate is missing; none without one."""
        cost = self.costs.unit_cost(sku, self.day.isoformat())
        amounts = cost.amounts if cost else ()
        return [self.rates.base_minor(amount, code, self.day.isoformat()) for code, amount in amounts]

    def _holding(self, sku: str) -> Fraction:
        minors = self._landed(sku) if self.holding else []
        known = sum([minor for minor in minors if minor is not None])
        return Fraction(known * self.holding * self.days, _WHOLE * _A_YEAR)

    def _fee(self, sku: str, place: int, volume: int | None) -> Fraction:
        tariff = self.tariffs.get(place)
        if tariff is None or not tariff.fees or not volume:
            return Fraction(0)
        tier = self.serving.get(sku, Serving()).size_tier
        cost = cost_to_serve(tariff, Item(sku, Fraction(volume, _THOUSAND), size_tier=tier), self.day, self.days)
        return sum([part.amount for part in cost.parts if part.field is Field.STORAGE], Fraction(0))


def storage(session: Session, day: date, days: int) -> Storage:
    """Read what keeping stock costs."""
    rates, typed = Rates(session), fees(session)
    found = tariffs(typed, places(session), rates.base) if typed else {}
    return Storage(day, days, found, cost_book(session), rates, routing_terms(session).holding, servings(session))
