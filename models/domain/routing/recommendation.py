"""Which location should serve a SKU: what each would earn a day, the recommendation, and an override."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.normal import root
from models.domain.routing.break_even import BreakEven, break_even
from models.domain.routing.cost import Cost, Item, cost_to_serve
from models.domain.routing.fees import Tariff

_WHOLE = 10_000
_YEAR = 365


@dataclass(frozen=True)
class Place:
    """A location that could serve: fees, days until units sent there can be sold, and what else speaks for or against.

    `uplift` is the demand it adds in basis points, `places` over how many the stock is then split, `barred` why it may
    not be used, `daily_capacity` the units a day that it can still take.
    """

    tariff: Tariff
    lead_days: int = 0
    uplift: int = 0
    places: int = 1
    daily_capacity: Fraction | int | None = None
    barred: str = ""

    @property
    def location(self) -> str:
        """The name of the location."""
        return self.tariff.location


@dataclass(frozen=True)
class Sales:
    """What is to be served: the units a day, what a unit contributes before it is served, and what stock costs.

    Units arrive on `day` and are kept for `days`; `safety` is the safety stock in one place; `holding` is the cost of
    keeping a unit for a year. Money is in minor units of `currency`.
    """

    item: Item
    day: date
    days: int
    rate: Fraction
    margin: Fraction
    currency: str
    safety: Fraction = Fraction(0)
    holding: int = 0


@dataclass(frozen=True)
class Choice:
    """What one location would earn: contribution of a unit and of a day, units served and units of stock it ties up."""

    place: Place
    cost: Cost
    demand: Fraction
    served: Fraction
    contribution: Fraction
    on_the_way: Fraction
    spread_over: Fraction
    daily: Fraction
    barred: str = ""


@dataclass(frozen=True)
class Override:
    """A location that a person has chosen instead, why, and until which day."""

    location: str
    reason: str
    until: date

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("an override needs a reason")


@dataclass(frozen=True)
class Recommendation:
    """The location that earns most, the one that takes what it cannot, and every choice, the best first.

    `location` is empty where every location is barred.
    """

    sales: Sales
    choices: tuple[Choice, ...]
    location: str
    overflow: str
    storage: BreakEven | None
    override: Override | None = None

    def chosen(self, day: date) -> str:
        """Give the location that counts on a day: that of the override as long as it lasts."""
        if self.override is not None and day <= self.override.until:
            return self.override.location
        return self.location


def recommend(sales: Sales, places: Sequence[Place], override: Override | None = None) -> Recommendation:
    """Recommend the location that earns most a day; of equals the cheaper one, then by name."""
    choices = sorted((_choice(sales, place) for place in places), key=_rank)
    able = [choice for choice in choices if not choice.barred]
    best = able[0] if able else None
    full = best is not None and best.served < best.demand
    storage = None
    if best is not None and able[1:]:
        storage = break_even(_on_first_day(sales, best), _on_first_day(sales, able[1]))
    return Recommendation(
        sales,
        tuple(choices),
        best.place.location if best else "",
        able[1].place.location if full and able[1:] else "",
        storage,
        override,
    )


def _choice(sales: Sales, place: Place) -> Choice:
    if place.tariff.currency != sales.currency:
        raise ValueError(f"the fees of {place.location} are in {place.tariff.currency}, not in {sales.currency}")
    cost = cost_to_serve(place.tariff, sales.item, sales.day, sales.days)
    demand = sales.rate * (_WHOLE + place.uplift) / _WHOLE
    served = demand if place.daily_capacity is None else min(demand, max(Fraction(place.daily_capacity), Fraction(0)))
    contribution = sales.margin - cost.exact
    on_the_way = served * place.lead_days
    spread_over = sales.safety * (root(Fraction(place.places)) - 1)
    daily = served * contribution - (on_the_way + spread_over) * sales.holding / _YEAR
    return Choice(
        place,
        cost,
        demand,
        served,
        contribution,
        on_the_way,
        spread_over,
        daily,
        place.barred or _unknown(cost, served),
    )


def _unknown(cost: Cost, served: Fraction) -> str:
    if cost.unknown:
        return f"no fee typed for {', '.join(field.value for field in cost.unknown)}"
    return "" if served else "nothing to serve"


def _rank(choice: Choice) -> tuple[bool, Fraction, Fraction, str]:
    if choice.barred:
        return True, Fraction(0), Fraction(0), choice.place.location
    return False, -choice.daily, choice.cost.exact, choice.place.location


def _on_first_day(sales: Sales, choice: Choice) -> Cost:
    return cost_to_serve(choice.place.tariff, sales.item, sales.day, 0)
