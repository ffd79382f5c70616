"""The exact floor: which list prices earn the target, from which on all do, and where charging more earns less.

Equal to trying every price, but it looks at few: straight lines between breaks tell where the answer can change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from models.domain.pricing.curve import Curve
from models.domain.pricing.stretches import Sign, Stretch, pieces, stretches

LOWEST = 1  # a list price of nothing is no price
_ROUNDING = 5  # minor units; a gap that is no wider comes from rounding and is no forbidden band


class Range(NamedTuple):
    """List prices from first to last, both included."""

    first: int
    last: int

    def __contains__(self, price: object) -> bool:
        return isinstance(price, int) and self.first <= price <= self.last


class Lack(Enum):
    """Why there is no floor, or none that is safe."""

    NO_PRICE = "no price up to the highest looked at earns the target"
    NOT_AT_THE_END = "the highest price looked at does not earn the target"


@dataclass(frozen=True)
class Floor:
    """Which list prices from 1 to `price_max` may be asked, in minor units.

    `lowest` is the first that earns the target; from `safe` on all do, up to `price_max`. `forbidden` are the gaps
    between admissible ranges that are wider than rounding makes them; in a dead zone a unit earns less than at the
    price just below the zone.
    """

    price_max: int
    admissible: tuple[Range, ...]
    forbidden: tuple[Range, ...]
    dead_zones: tuple[Range, ...]

    @property
    def lowest(self) -> int | None:
        """The first admissible price."""
        return self.admissible[0].first if self.admissible else None

    @property
    def safe(self) -> int | None:
        """The price from which on every price up to `price_max` is admissible."""
        return None if self.lack else self.admissible[-1].first

    @property
    def lack(self) -> Lack | None:
        """Why `lowest` or `safe` is missing."""
        if not self.admissible:
            return Lack.NO_PRICE
        return None if self.admissible[-1].last == self.price_max else Lack.NOT_AT_THE_END

    def admits(self, price: int) -> bool:
        """Tell whether a price is admissible."""
        at = bisect_right(self.admissible, (price, self.price_max))
        return at > 0 and price in self.admissible[at - 1]

    def dead_zone(self, price: int) -> Range | None:
        """Give the dead zone that a price lies in."""
        return range_of(price, self.dead_zones)


def range_of(price: int, ranges: Iterable[Range]) -> Range | None:
    """Give the first of some ranges that holds a price."""
    return next((one for one in ranges if price in one), None)


def solve(curve: Curve, price_max: int) -> Floor:
    """Find the floor of a curve among list prices from 1 to `price_max`."""
    breaks = curve.breaks(price_max)
    admissible = tuple(_joined(_found(curve, breaks, price_max)))
    gaps = [Range(one.last + 1, other.first - 1) for one, other in pairwise(admissible)]
    forbidden = tuple([gap for gap in gaps if gap.last - gap.first >= _ROUNDING])
    zones = [_dead_zone(curve, edge, breaks, price_max) for edge in curve.cliffs(price_max)]
    return Floor(price_max, admissible, forbidden, tuple([zone for zone in zones if zone is not None]))


def _found(curve: Curve, breaks: list[int], price_max: int) -> Iterator[Range]:
    """Give admissible ranges, ascending; neighbours may touch."""
    for first, last in pieces(LOWEST, price_max, breaks):
        for stretch in _stretches(curve, first, last):
            if stretch.sign is Sign.YES:
                yield Range(stretch.first, stretch.last)
            elif stretch.sign is Sign.UNSURE:
                prices = range(stretch.first, stretch.last + 1)
                yield from (Range(price, price) for price in prices if curve.admissible(price))


def _stretches(curve: Curve, first: int, last: int) -> Iterable[Stretch]:
    """Cut one piece by the targets there are; one that is 0 is reached where the other is."""
    if not curve.target.margin:
        return stretches(curve.over_absolute, first, last, curve.noise)
    margin = stretches(curve.over_margin, first, last, curve.noise)
    if not curve.target.absolute:
        return margin
    return _both(stretches(curve.over_absolute, first, last, curve.noise), margin)


def _both(absolute: list[Stretch], margin: list[Stretch]) -> Iterator[Stretch]:
    """Lay two cuts of one piece over each other: below where either is, sure where both are."""
    for one in absolute:
        for other in margin:
            first, last = max(one.first, other.first), min(one.last, other.last)
            if first <= last:
                signs = {one.sign, other.sign}
                sign = next(sign for sign in (Sign.NO, Sign.UNSURE, Sign.YES) if sign in signs)
                yield Stretch(first, last, sign)


def _joined(ranges: Iterator[Range]) -> Iterator[Range]:
    """Join ranges that touch."""
    held: Range | None = None
    for one in ranges:
        if held is not None and held.last + 1 == one.first:
            held = Range(held.first, one.last)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _dead_zone(curve: Curve, edge: int, breaks: list[int], price_max: int) -> Range | None:
    """Give the prices above an edge that earn less than the edge does, up to the first that earns as much again."""
    level = curve.earned(edge)

    def above(price: int) -> int:
        return curve.earned(price) - level

    if above(edge + 1) >= 0:
        return None
    for first, last in pieces(edge + 1, price_max, breaks):
        for stretch in stretches(above, first, last, curve.noise):
            if stretch.sign is Sign.YES:
                return Range(edge + 1, stretch.first - 1)
            if stretch.sign is Sign.UNSURE:
                for price in range(stretch.first, stretch.last + 1):
                    if above(price) >= 0:
                        return Range(edge + 1, price - 1)
    return Range(edge + 1, price_max)
