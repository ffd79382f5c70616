"""Discounts: stacked one after the other, the largest that a floor bears, and the volume that makes up for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from models.domain.money import half_up
from models.domain.pricing.floor import Floor

_STEPS = 1000  # a discount is searched in tenths of a percent


@dataclass(frozen=True)
class Percent:
    """A share off the price."""

    rate: Fraction


@dataclass(frozen=True)
class Fixed:
    """An amount off the price, in minor units."""

    amount: int


Discount = Percent | Fixed


def discounted(price: int, discount: Discount) -> int:
    """Take one discount off, rounded half up, never below 0."""
    match discount:
        case Percent(rate):
            return max(0, half_up(price * (1 - rate)))
        case Fixed(amount):
            return max(0, price - amount)


def stacked(price: int, discounts: Iterable[Discount]) -> int:
    """Take discounts off one after the other, each from what the one before left."""
    for discount in discounts:
        price = discounted(price, discount)
    return price


def largest_discount(list_price: int, floor: Floor) -> Fraction | None:
    """Give the largest share off, in tenths of a percent, whose rounded price is admissible; None where none is.

    A discount of 0 is the list price itself.
    """
    shares = (Fraction(step, _STEPS) for step in range(_STEPS, -1, -1))
    return next((share for share in shares if floor.admits(discounted(list_price, Percent(share)))), None)


def break_even_volume(change: Fraction, margin: Fraction) -> Fraction | None:
    """Give the change of units that keeps the contribution when the price changes: −ΔP / (CM + ΔP).

    Both are shares of the price before; None where the new price leaves no contribution to make up with.
    """
    left = margin + change
    return -change / left if left > 0 else None
