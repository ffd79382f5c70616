"""Stock against spread: reorder point, safety stock, order-up-to level, economic quantity, and the service they give.

The unit of time is the caller's: days in the program, weeks in some textbooks.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from models.domain.normal import cumulative, loss, quantile, root

# Between these service levels a variable lead time makes the normal formula err, even in its sign
# (Chopra, Reinhardt, Dada: The effect of lead time uncertainty on safety stocks).
_UNRELIABLE = range(5_000, 7_001)


@dataclass(frozen=True)
class LeadDemand:
    """Demand until an order arrives: mean and variance of a unit of time, mean and variance of the lead time.

    A periodic review lengthens the time to be covered, not the spread of the lead time.
    """

    rate: Fraction
    variance: Fraction
    lead: Fraction
    lead_variance: Fraction = Fraction(0)
    review: Fraction = Fraction(0)

    @property
    def mean(self) -> Fraction:
        """The units expected to sell in the time covered."""
        return self.rate * (self.lead + self.review)

    @property
    def deviation(self) -> Fraction:
        """The standard deviation of what sells in the time covered."""
        return root((self.lead + self.review) * self.variance + self.rate**2 * self.lead_variance)


def safety_stock(ahead: LeadDemand, z: Fraction) -> Fraction:
    """Give the units kept against spread; `z` is the quantile of the service level."""
    return z * ahead.deviation


def stock_level(ahead: LeadDemand, service: int) -> Fraction:
    """Give the reorder point or, with a review, the order-up-to level for a cycle service level in basis points."""
    return ahead.mean + safety_stock(ahead, quantile(service))


def economic_quantity(yearly: Fraction, order_cost: Fraction, holding_cost: Fraction) -> Fraction:
    """Give the order that costs least: yearly units, cost of an order, cost of keeping a unit for a year."""
    if holding_cost <= 0:
        raise ValueError("keeping a unit for a year has to cost something")
    return root(2 * yearly * order_cost / holding_cost)


def cycle_service(ahead: LeadDemand, level: Fraction) -> Fraction:
    """Give the share of order cycles in which this level meets all demand."""
    if not ahead.deviation:
        return Fraction(int(level >= ahead.mean))
    return cumulative((level - ahead.mean) / ahead.deviation)


def shortage_per_cycle(ahead: LeadDemand, level: Fraction) -> Fraction:
    """Give the units expected to be missing in an order cycle."""
    if not ahead.deviation:
        return max(Fraction(0), ahead.mean - level)
    return ahead.deviation * loss((level - ahead.mean) / ahead.deviation)


def fill_rate(ahead: LeadDemand, level: Fraction, quantity: Fraction) -> Fraction:
    """Give the share of demand met from stock when this quantity is ordered in each cycle."""
    return 1 - shortage_per_cycle(ahead, level) / quantity


def unreliable(ahead: LeadDemand, service: int) -> bool:
    """Tell whether the normal formula is not to be relied on: 50 to 70 % service with a variable lead time."""
    return ahead.lead_variance > 0 and service in _UNRELIABLE
