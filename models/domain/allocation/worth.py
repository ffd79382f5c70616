"""What units bring in: expected sales, lost sales and contribution of a channel, exactly."""

from __future__ import annotations

from fractions import Fraction

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import CERTAIN
from models.domain.money import half_up


def expected_sales(claimant: Claimant, units: int) -> Fraction | None:
    """Give the units that are expected to be sold of `units` beside what lies with the channel; None is not known."""
    if claimant.demand is None:
        return None
    tails = claimant.demand.tails
    return Fraction(tails.sales(claimant.pos + units) - tails.sales(claimant.pos), CERTAIN)


def lost_sales(claimant: Claimant, units: int) -> Fraction | None:
    """Give the units that are expected to be asked for in vain; None is not known."""
    if claimant.demand is None:
        return None
    tails = claimant.demand.tails
    return Fraction(tails.sales(tails.reach) - tails.sales(claimant.pos + units), CERTAIN)


def expected_contribution(claimant: Claimant, units: int) -> Fraction | None:
    """Give the contribution that is expected of `units`, in minor units; None is not known."""
    sales = expected_sales(claimant, units)
    return None if sales is None or claimant.contribution is None else claimant.contribution * sales


def in_minor_units(amount: Fraction | None) -> int | None:
    """Round an exact amount to whole minor units, halves away from zero."""
    return None if amount is None else half_up(amount)
