"""The agreements that prices are held against: MAP, reference prices, parity and the wholesale ladder (B2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from models.domain.pricing.advertised import MAP_BY_DEFAULT, NO_MAP, MinimumAdvertised

__all__ = ["MAP_BY_DEFAULT", "NO_MAP", "MinimumAdvertised"]

REFERENCE_DAYS = 30
_WHOLE = 10_000


def below_map(
    minimum: MinimumAdvertised, price: int, *, day: date, in_cart: int | None = None
) -> tuple[int, int] | None:
    """Give the price that breaches a MAP on a day, and the MAP; None where none does."""
    least = minimum.on(day)
    shown = min(price, in_cart) if minimum.in_cart and in_cart is not None else price
    return None if least is None or shown >= least else (shown, least)


def undercut(here: int, elsewhere: int, tolerance: int) -> bool:
    """Say whether a price elsewhere is lower by more than a tolerance in basis points of the price here."""
    return elsewhere * _WHOLE < here * (_WHOLE - tolerance)


def part_below(higher: int, lower: int) -> Fraction:
    """Give by which part of the higher price the lower one is below it: 24.99 and 19.99 are a gap of 20.0 %."""
    return Fraction(higher - lower, higher) if higher else Fraction(0)


def retailer_margin(price: int, cost: int) -> Fraction:
    """Give the margin of a retailer who buys at a cost and sells at a price; a price of 0 leaves none."""
    return Fraction(price - cost, price) if price else Fraction(-1)


def lowest_prior(prices: Mapping[date, int], first: date, days: int = REFERENCE_DAYS) -> int | None:
    """Give the lowest price of the days before a reduction; each price holds until the next one (EU, Art. 6a).

    Where a reduction goes on progressively, `first` is the day on which it began. None where no price was asked.
    """
    begin = first - timedelta(days=days)
    before = [day for day in prices if day <= begin]
    within = [day for day in prices if begin < day < first]
    asked = within + ([max(before)] if before else [])
    return min((prices[day] for day in asked), default=None)


@dataclass(frozen=True)
class Tier:
    """A step of a ladder: from this quantity on, or in a pack of it, a unit costs so much; `units` are expected."""

    quantity: int
    unit_price: Fraction
    units: Fraction | int = 0


def pack(quantity: int, price: int, units: Fraction | int = 0) -> Tier:
    """Make the step of a pack that is sold at one price, with an exact price of a unit; `units` counts single ones."""
    return Tier(quantity, Fraction(price, quantity), units)


@dataclass(frozen=True)
class Inversion:
    """A step at which a unit costs more than at a smaller quantity."""

    tier: Tier
    smaller: Tier

    @property
    def difference(self) -> Fraction:
        """How much dearer a unit is, in minor units."""
        return self.tier.unit_price - self.smaller.unit_price


def inversions(tiers: Sequence[Tier]) -> tuple[Inversion, ...]:
    """Find every step that is dearer for a unit than the cheapest of the smaller ones."""
    found = []
    cheapest: Tier | None = None
    for tier in sorted(tiers, key=lambda one: one.quantity):
        if cheapest is not None and tier.unit_price > cheapest.unit_price:
            found.append(Inversion(tier, cheapest))
        else:
            cheapest = tier
    return tuple(found)
