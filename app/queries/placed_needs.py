"""What each place needs of each SKU: cover, reorder point and the level to fill up to, by SKU and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.commitments import promised
from app.queries.demand import DemandRow, demands
from app.queries.inbound import on_their_way
from app.queries.place_facts import place_plans
from app.queries.placed_demand import Routed, Served, free, served
from app.queries.places import PlaceRow, places
from app.queries.planning import SkuPlanRow, sku_plans
from app.queries.positions import positions
from app.queries.replenishment import ReplenishmentRow
from app.queries.routing import RouteRow, routes
from app.queries.unit_worth import Earned, unit_worth
from models.domain.cover import Arrival, cover
from models.domain.replenishment.need import DaysOfCover, Need, ServiceLevel, Terms
from models.domain.replenishment.proposal import propose
from models.domain.stock import PlacePlanning

OTHER_PLACES = "the other places"


@dataclass(frozen=True)
class PlacedNeed:
    """A SKU at a place: its row as replenishment shows it, and what a transfer from or to the place has to know.

    `asks` says whether the place may be filled from others; else it only gives.
    """

    row: ReplenishmentRow
    place: PlaceRow
    plan: PlacePlanning
    sku: SkuPlanRow
    rates: Mapping[str, Fraction]
    arrivals: tuple[Arrival, ...]
    asks: bool


@dataclass(frozen=True)
class _Known:
    """What the ledger knows of all SKUs and places."""

    today: date
    currency: str
    places: Sequence[PlaceRow]
    plans: Mapping[int, PlacePlanning]
    stock: Mapping[str, Mapping[int, int]]
    reported: Mapping[tuple[str, int], int]
    owed: Mapping[str, int]
    coming: Mapping[tuple[str, str], tuple[Arrival, ...]]
    demand: Mapping[str, Sequence[DemandRow]]
    routed: Mapping[str, Routed]
    worth: Mapping[tuple[int, str], Earned]


def placed_needs(session: Session, *, today: date, target: ServiceLevel) -> list[PlacedNeed]:
    """Work out the need of every SKU at every place where it lies or is served from, by SKU and place."""
    known = _known(session, today)
    found = []
    for sku in sku_plans(session):
        stock = known.stock.get(sku.sku, {})
        rows = known.demand.get(sku.sku, ())
        serving = served(rows, known.places, stock, known.routed.get(sku.sku, Routed()))
        left = free(stock, known.owed.get(sku.sku, 0), known.places)
        found += [
            _need(known, sku, place, left.get(place.id, 0), serving.get(place.id, Served()), target)
            for place in known.places
            if place.id in stock or place.id in serving
        ]
    return found


def _known(session: Session, today: date) -> _Known:
    stock: dict[str, dict[int, int]] = {}
    reported: dict[tuple[str, int], int] = {}
    for position in positions(session):
        held = stock.setdefault(position.sku, {})
        held[position.place.id] = held.get(position.place.id, 0) + (position.lying or 0)
        where = position.sku, position.place.id
        reported[where] = reported.get(where, 0) + position.incoming
    owed: dict[str, int] = {}
    for line in promised(session, today=today):
        owed[line.sku] = owed.get(line.sku, 0) + line.open
    coming: dict[tuple[str, str], tuple[Arrival, ...]] = {}
    for row in on_their_way(session, today=today):
        if row.expected is not None:
            key = (row.sku, row.location.casefold())
            coming[key] = (*coming.get(key, ()), Arrival(row.expected, row.coming, row.reference))
    demand: dict[str, list[DemandRow]] = {}
    for sold in demands(session, today=today):
        demand.setdefault(sold.sku, []).append(sold)
    known = places(session)
    return _Known(
        today,
        base_currency(session),
        known,
        place_plans(session),
        stock,
        reported,
        owed,
        coming,
        demand,
        _routed(routes(session, today=today), known),
        unit_worth(session, today=today),
    )


def _routed(rows: Sequence[RouteRow], known: Sequence[PlaceRow]) -> Mapping[str, Routed]:
    """Give the place that serves each channel of a SKU, by SKU."""
    ids = {place.name: place.id for place in known}
    chosen: dict[str, dict[int, int]] = {}
    recommended: dict[str, dict[int, int]] = {}
    for row in rows:
        if row.serves:
            held = chosen if row.overridden else recommended
            held.setdefault(row.sku, {})[row.channel_id] = ids[row.serves]
    return {sku: Routed(chosen.get(sku, {}), recommended.get(sku, {})) for sku in {*chosen, *recommended}}


def _need(
    known: _Known, sku: SkuPlanRow, place: PlaceRow, units: int, here: Served, target: ServiceLevel
) -> PlacedNeed:
    plan = known.plans.get(place.id, PlacePlanning())
    arrivals = _arrivals(known, sku.sku, place, plan)
    demand, terms = here.demand, _terms(sku, place, plan)
    goal = DaysOfCover(plan.target_days) if plan.target_days is not None else target
    lacking = _lacking(place, plan, sku)
    if here.parts and not demand.weeks:
        lacking = "no week with sales and stock tells its demand"
    need = None
    if terms is not None and not lacking:
        need = Need(
            sku.sku,
            place.name,
            known.today,
            units,
            demand.rate,
            demand.variance,
            terms,
            goal,
            arrivals=arrivals,
            contribution=_contribution(known, sku.sku, here),
            currency=known.currency,
            weeks=demand.weeks if here.parts else None,
            promised=known.stock.get(sku.sku, {}).get(place.id, 0) - units,
        )
    covered = cover(known.today, units, demand.rate, arrivals)
    row = ReplenishmentRow(
        sku.sku,
        sku.title,
        OTHER_PLACES,
        units,
        demand,
        known.currency,
        covered,
        propose(need) if need else None,
        lacking,
        place.name,
    )
    return PlacedNeed(row, place, plan, sku, here.rates, arrivals, asks=here.named)


def _arrivals(known: _Known, sku: str, place: PlaceRow, plan: PlacePlanning) -> tuple[Arrival, ...]:
    """Give what is coming: purchase orders to this place, and what its own report says beyond them, a whole way off.

    Orders that name no place come to the first one that serves every channel.
    """
    first = next((one.id for one in known.places if one.allocatable), None)
    found = known.coming.get((sku, place.name.casefold()), ())
    if place.id == first:
        found = (*found, *known.coming.get((sku, ""), ()))
    reported = known.reported.get((sku, place.id), 0) - sum(arrival.units for arrival in found)
    if reported > 0 and not place.allocatable:
        day = known.today + timedelta(days=plan.lead_days or 0)
        found = (*found, Arrival(day, reported, "reported incoming"))
    return found


def _terms(sku: SkuPlanRow, place: PlaceRow, plan: PlacePlanning) -> Terms | None:
    """Give how a place is filled: from other places by its own lead time where one is typed, else by the supplier's."""
    if plan.target_days is not None or not place.allocatable:
        return Terms(OTHER_PLACES, Fraction(plan.lead_days or 0), case=sku.plan.case_pack)
    lead, spread = sku.plan.lead_days, sku.plan.lead_spread
    return None if lead is None else Terms(OTHER_PLACES, Fraction(lead), Fraction(spread or 0), case=sku.plan.case_pack)


def _lacking(place: PlaceRow, plan: PlacePlanning, sku: SkuPlanRow) -> str:
    if not place.allocatable:
        if plan.target_days is None:
            return f"the days of cover to keep at {place.name} are not typed"
        return "" if plan.lead_days is not None else f"the days on the way to {place.name} are not typed"
    if plan.target_days is None and sku.plan.lead_days is None:
        return "the lead time is not known"
    return ""


def _contribution(known: _Known, sku: str, here: Served) -> Fraction:
    """Give what a unit leaves on the channels served from here, each by what it sells."""
    ids = {row.channel: row.channel_id for row in known.demand.get(sku, ())}
    total = sum(here.rates.values(), Fraction(0))
    if not total:
        return Fraction(0)
    earned = Fraction(0)
    for channel, rate in here.rates.items():
        worth = known.worth.get((ids[channel], sku))
        earned += rate * (worth.each if worth else 0)
    return earned / total
