"""How many units to order: the level to reach, what is on the way, a bridge to what comes late, and rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from models.domain.cases import cases_down, cases_up
from models.domain.cover import Cover, Spell, empty_days, sellable
from models.domain.normal import quantile
from models.domain.replenishment.need import DaysOfCover, Need, ServiceLevel, Terms
from models.domain.replenishment.safety import LeadDemand, safety_stock, stock_level, unreliable


@dataclass(frozen=True)
class Levels:
    """The reorder point, the level an order fills up to and the safety stock in it, in whole units."""

    reorder_point: int
    up_to: int
    safety: int
    unreliable: bool = False


@dataclass(frozen=True)
class Required:
    """Units needed before rounding, the units at hand and relied on, and those that bridge to a late arrival."""

    units: int
    position: int
    bridge: int = 0


def levels(need: Need) -> Levels:
    """Give the levels of a need."""
    lead = need.terms.lead_days
    match need.target:
        case ServiceLevel(service=service, review_days=review):
            ahead = _ahead(need, review)
            return Levels(
                ceil(stock_level(_ahead(need, 0), service)),
                ceil(stock_level(ahead, service)),
                ceil(safety_stock(ahead, quantile(service))),
                unreliable=unreliable(ahead, service),
            )
        case DaysOfCover(days=days):
            return Levels(ceil(need.rate * lead), ceil(need.rate * (days + lead)), 0)


def _ahead(need: Need, review: int) -> LeadDemand:
    terms = need.terms
    return LeadDemand(need.rate, need.variance, terms.lead_days, terms.lead_deviation**2, Fraction(review))


def required(need: Need, up_to: int, covered: Cover, spells: Sequence[Spell]) -> Required:
    """Give the fewest units that reach the level, whichever of the arrivals are relied on.

    To rely on a late arrival spares its units and asks for those that sell until it can be sold. So nothing on its way
    is ordered twice, and a gap that a new order can still close is closed. An overdue arrival is still expected, but
    nobody knows when: it is not ordered again and bridges nothing.
    """
    position = need.on_hand + sum(arrival.units for arrival in covered.overdue)
    best = Required(max(0, up_to - position), position)
    for arrival in (*covered.in_time, *covered.late):
        position += arrival.units
        empty = empty_days(spells, need.terms.days_to_arrive + 1, sellable(need.today, arrival))
        bridge = ceil(need.rate * empty)
        units = max(0, up_to - position, bridge)
        if units <= best.units:
            best = Required(units, position, bridge)
    return best


def ordered(units: int, terms: Terms) -> int:
    """Round units needed to an order: economic quantity, MOQ and whole cases up, the limit down to whole cases.

    Where the limit allows fewer than the MOQ, nothing can be ordered.
    """
    if units <= 0:
        return 0
    wanted = cases_up(max(units, terms.batch, terms.moq), terms.case)
    if terms.limit is None:
        return wanted
    allowed = min(wanted, cases_down(terms.limit, terms.case))
    return allowed if allowed >= terms.moq else 0
