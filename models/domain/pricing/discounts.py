"""Discounts: the largest that a floor bears, and the volume that makes up for a change of price.

How promotions stack is in `models/domain/promotions`.
"""

from __future__ import annotations

from fractions import Fraction

from models.domain.money import half_up
from models.domain.pricing.floor import Floor

_STEPS = 1000  # a discount is searched in tenths of a percent


def discounted(price: int, share: Fraction) -> int:
    """Take a share off a price, rounded half up."""
    return half_up(price * (1 - share))


def largest_discount(list_price: int, floor: Floor, *, minimum: int | None = None) -> Fraction | None:
    """Give the largest share off, in tenths of a percent, whose rounded price is admissible; None where none is.

    Nor is that price below a `minimum` such as MAP. A discount of 0 is the list price itself.
    """
    least = minimum or 0
    for step in range(_STEPS, -1, -1):
        share = Fraction(step, _STEPS)
        price = discounted(list_price, share)
        if price >= least and floor.admits(price):
            return share
    return None


def break_even_volume(change: Fraction, margin: Fraction) -> Fraction | None:
    """Give the change of units that keeps the contribution when the price changes: −ΔP / (CM + ΔP).

    Both are shares of the price before; None where the new price leaves no contribution to make up with.
    """
    left = margin + change
    return -change / left if left > 0 else None
