"""What routing compares with, read in a few selects for all SKUs at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.costing import cost_book
from app.ledger.rates import Rates
from app.queries.demand import DemandRow, demands
from app.queries.fees import fees, tariffs
from app.queries.place_facts import Terms, barred, limits, limits_on, place_plans, routing_terms, servings
from app.queries.places import PlaceRow, places
from app.queries.planning import sku_plans
from app.queries.positions import positions
from app.queries.unit_worth import Earned, unit_worth, units_by_order
from models.domain.demand import together
from models.domain.money import half_up
from models.domain.normal import quantile
from models.domain.replenishment.safety import LeadDemand, safety_stock
from models.domain.routing.cost import Item
from models.domain.routing.fees import Tariff
from models.domain.routing.recommendation import Override
from models.domain.stock import LimitKind, PlacePlanning, Serving, SkuPlanning
from models.tables import RoutingOverride

_THOUSAND = 1000
_WHOLE = 10_000
_SERVICE = 9_500


@dataclass(frozen=True)
class Chosen:
    """A place that a person chose for a SKU on a channel, from a day until a day."""

    id: int
    sku: str
    channel_id: int
    location_id: int
    reason: str
    first: date
    until: date


@dataclass(frozen=True)
class RoutingFacts:
    """Demand, places with what they cost and can take, what each SKU is like, and what people chose."""

    today: date
    currency: str
    demand: tuple[DemandRow, ...]
    places: tuple[PlaceRow, ...]
    tariffs: Mapping[int, Tariff]
    plans: Mapping[int, PlacePlanning]
    packed: Mapping[int, int]
    barred: Mapping[tuple[str, int], str]
    chosen: Mapping[tuple[int, str], Chosen]
    skus: Mapping[str, tuple[SkuPlanning, Serving]]
    worth: Mapping[tuple[int, str], Earned]
    by_order: Mapping[int, Fraction]
    holding: Mapping[str, int]
    safety: Mapping[str, Fraction]
    lies_at: Mapping[str, frozenset[int]]
    terms: Terms

    def item(self, sku: str, channel_id: int) -> Item:
        """Give what the fees of a place depend on; a volume that is not known is 0, see `volume_known`."""
        plan, serving = self.skus.get(sku, (SkuPlanning(), Serving()))
        held = self.by_order.get(channel_id, Fraction(1))
        return Item(sku, Fraction(plan.volume or 0, _THOUSAND), serving.return_rate or 0, serving.size_tier, held)

    def volume_known(self, sku: str) -> bool:
        """Say whether the volume of a unit was typed."""
        return sku in self.skus and self.skus[sku][0].volume is not None

    def named(self, chosen: Chosen) -> Override:
        """Give a choice as the engine knows it."""
        names = {place.id: place.name for place in self.places}
        return Override(names[chosen.location_id], chosen.reason, chosen.until)


def routing_facts(session: Session, today: date, terms: Terms | None = None) -> RoutingFacts | None:
    """Read the facts; None as long as nobody has typed a fee."""
    typed = fees(session)
    if not typed:
        return None
    rates, known = Rates(session), places(session)
    demand, held = tuple(demands(session, today=today)), terms or routing_terms(session)
    plans, how = {row.sku: row.plan for row in sku_plans(session)}, servings(session)
    limited = limits_on(limits(session), today)
    lies: dict[str, set[int]] = {}
    for position in positions(session):
        if position.lying:
            lies.setdefault(position.sku, set()).add(position.place.id)
    return RoutingFacts(
        today,
        rates.base,
        demand,
        tuple(known),
        tariffs(typed, known, rates.base),
        place_plans(session),
        {place: units for (place, kind, _), units in limited.items() if kind is LimitKind.PACKED},
        barred(session),
        choices(session),
        {sku: (plan, how.get(sku, Serving())) for sku, plan in plans.items()},
        unit_worth(session, today=today),
        units_by_order(session, today),
        _holding(session, rates, plans, today, held) if held.holding else {},
        _safety(demand, plans),
        {sku: frozenset(where) for sku, where in lies.items()},
        held,
    )


def choices(session: Session) -> Mapping[tuple[int, str], Chosen]:
    """Give the newest choice of each channel and SKU, also where it has ended."""
    return {
        (row.channel_id, row.sku): Chosen(
            row.id,
            row.sku,
            row.channel_id,
            row.location_id,
            row.reason,
            date.fromisoformat(row.valid_from),
            date.fromisoformat(row.until),
        )
        for row in session.scalars(select(RoutingOverride).order_by(RoutingOverride.until, RoutingOverride.id))
    }


def _holding(
    session: Session, rates: Rates, plans: Mapping[str, SkuPlanning], today: date, terms: Terms
) -> Mapping[str, int]:
    """Give what keeping a unit for a year costs, where its landed cost is known in one currency with a rate."""
    book, day = cost_book(session), today.isoformat()
    found = {}
    for sku in plans:
        cost = book.unit_cost(sku, day)
        minor = rates.base_minor(cost.amounts[0][1], cost.amounts[0][0], day) if cost and cost.amounts else None
        if cost is not None and len(cost.amounts) == 1 and minor is not None:
            found[sku] = half_up(Fraction(minor * terms.holding, _WHOLE))
    return found


def _safety(demand: tuple[DemandRow, ...], plans: Mapping[str, SkuPlanning]) -> Mapping[str, Fraction]:
    """Give the safety stock of each SKU in one place, where its lead time is known."""
    by_sku: dict[str, list[DemandRow]] = {}
    for row in demand:
        by_sku.setdefault(row.sku, []).append(row)
    found = {}
    for sku, rows in by_sku.items():
        plan, sold = plans.get(sku), together(row.demand for row in rows)
        if plan is not None and plan.lead_days is not None:
            ahead = LeadDemand(
                sold.rate, sold.variance, Fraction(plan.lead_days), Fraction((plan.lead_spread or 0) ** 2)
            )
            found[sku] = safety_stock(ahead, quantile(_SERVICE))
    return found
