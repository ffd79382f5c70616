"""Whether stock carries a promotion: units needed by day against units allocated and arriving in time (K4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from models.domain.cover import Arrival
from models.domain.period import Period


@dataclass(frozen=True)
class SalesPlan:
    """The days of a promotion, usual units a day, the uplift, and the stock: allocated now, and on its way.

    Units that arrive on a day can be sold from the next day on. Once `unit_cap` units are sold, demand is as usual.
    `packed` units a day go in bundles, which are no sales of the promotion, out of the same stock.
    """

    days: Period
    baseline: Fraction
    uplift: Fraction
    allocated: int
    arrivals: tuple[Arrival, ...] = ()
    unit_cap: int | None = None
    packed: Fraction = Fraction(0)


@dataclass(frozen=True)
class Shortage:
    """Units needed over all days, units of them that cannot be served, and the first day on which some are missing."""

    needed: Fraction
    short: Fraction
    first_day: date | None

    @property
    def served(self) -> Fraction:
        """Units that can be served."""
        return self.needed - self.short


def needed(plan: SalesPlan, days: int) -> Fraction:
    """Give the units that are asked for in so many days from the first, without those in bundles."""
    daily = plan.baseline * plan.uplift
    lifted = daily * days
    if plan.unit_cap is None or lifted <= plan.unit_cap:
        return lifted
    return plan.unit_cap + plan.baseline * (days - plan.unit_cap / daily)


def _taken(plan: SalesPlan, days: int) -> Fraction:
    """Give the units that promotion and bundles take in so many days from the first."""
    return needed(plan, days) + plan.packed * days


def shortage(plan: SalesPlan) -> Shortage:
    """Work out what is missing; what is asked for on a day without stock is lost and not asked for again."""
    total = _taken(plan, plan.days.days)
    if total <= plan.allocated:  # most are, and then no day needs a look
        return Shortage(total, Fraction(0), None)
    short, first_day = Fraction(0), None
    for number in range(plan.days.days):
        day = plan.days.first + timedelta(days=number)
        there = plan.allocated + sum(arrival.units for arrival in plan.arrivals if arrival.day < day)
        missing = _taken(plan, number + 1) - there
        if missing > 0 and first_day is None:
            first_day = day
        short = max(short, missing)
    return Shortage(total, short, first_day)
