"""Demand over a horizon as the probability that more than k units are asked for, in whole trillionths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import accumulate

# A probability of 1. Twelve decimals, so that every machine puts units in the same sequence.
CERTAIN = 10**12
# What the most likely number of units weighs before the weights are divided by their sum.
_HEAVIEST = 10**30


@dataclass(frozen=True)
class Demand:
    """Some units that are asked for with certainty, and on top of them a Poisson number with a mean."""

    certain: int = 0
    mean: Fraction = Fraction(0)

    @cached_property
    def tails(self) -> Tails:
        """Its tails, which are worked out once."""
        top, bottom = self.mean.as_integer_ratio()
        return _expected(self.certain, top, bottom)


NOTHING = Demand()


@dataclass(frozen=True)
class Measured:
    """Demand known by its tails: the probability that more than 0, 1, 2 … units are asked for, in trillionths."""

    known: tuple[int, ...]

    @cached_property
    def tails(self) -> Tails:
        """Its tails, without those that are 1 or 0."""
        return _measured(self.known)


class Tails:
    """P(D > k) for every k: 1 for the first `sure` units, then `falling`, then 0; with their running sums."""

    __slots__ = ("_sums", "falling", "reach", "rising", "sure")

    def __init__(self, sure: int, falling: Sequence[int]) -> None:
        self.sure = sure
        self.falling = falling
        # How many units have any chance of being sold.
        self.reach = sure + len(falling)
        self._sums = list(accumulate(falling, initial=sure * CERTAIN))
        # Minus `falling`: what is to be searched has to rise.
        self.rising = [-tail for tail in falling]

    def tail(self, units: int) -> int:
        """Give the probability that more than `units` are asked for."""
        if units < self.sure:
            return CERTAIN
        return self.falling[units - self.sure] if units < self.reach else 0

    def sales(self, units: int) -> int:
        """Give the expected sales of `units` in stock, E[min(D, units)], in trillionths of a unit."""
        if units <= self.sure:
            return units * CERTAIN
        return self._sums[min(units - self.sure, len(self.falling))]


@lru_cache(maxsize=4096)
def _expected(certain: int, top: int, bottom: int) -> Tails:
    """Work out the tails of some certain units and a Poisson number; whole numbers are found again at once."""
    if not top:
        return Tails(certain, ())
    tails = _poisson(Fraction(top, bottom))
    return Tails(certain + tails.sure, tails.falling) if certain else tails


@lru_cache(maxsize=256)
def _measured(tails: tuple[int, ...]) -> Tails:
    return _without_sure(0, tails)


def _poisson(mean: Fraction) -> Tails:
    """Sum the weights of all numbers of units that weigh anything beside the most likely one.

    Rounding is half up: no tail of a Poisson distribution with a rational mean lies half way between two decimals.
    """
    below, above = _weights(mean)
    heavier = list(accumulate(reversed([*reversed(below), _HEAVIEST, *above])))
    whole = heavier.pop()
    heavier.reverse()
    twice = 2 * whole
    tails = [(2 * CERTAIN * part + whole) // twice for part in heavier]
    return _without_sure(mean.numerator // mean.denominator - len(below), tails)


def _weights(mean: Fraction) -> tuple[list[int], list[int]]:
    """Weigh the numbers of units below the most likely one, downwards, and those above it, upwards."""
    top, bottom = mean.as_integer_ratio()
    mode = top // bottom
    below, above = [], []
    weight = _HEAVIEST
    for units in range(mode * bottom, 0, -bottom):
        weight = weight * units // top
        if not weight:
            break
        below.append(weight)
    weight, units = _HEAVIEST * top // ((mode + 1) * bottom), (mode + 1) * bottom
    while weight:
        above.append(weight)
        units += bottom
        weight = weight * top // units
    return below, above


def _without_sure(lowest: int, tails: Sequence[int]) -> Tails:
    """Cut off the tails that are 1 and those that are 0."""
    ones = next((number for number, tail in enumerate(tails) if tail != CERTAIN), len(tails))
    end = next((number for number in range(len(tails), ones, -1) if tails[number - 1]), ones)
    return Tails(lowest + ones, tuple(tails[ones:end]))
