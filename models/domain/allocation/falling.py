"""The keys of a rung shared by contribution: what a lot is expected to bring in, which falls from lot to lot."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import lcm
from operator import mul, sub

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import CERTAIN, NOTHING, Tails
from models.domain.allocation.lots import Lots
from models.domain.allocation.narrowed import FEW, Narrowed

# A row of lots, plain values since they are made and taken apart in the innermost lines of the engine: numbers below 0
# that rise, what makes them keys, how many lots are sure to be sold, how many come after them with a key of the
# numbers, and the key of the sure. All lots beyond those bring in nothing and have key 0.
Falling = tuple[Sequence[int], int, int, int, int]


class FallingKeys:
    """Keys that follow no line, of rows whose lots bring in less and less."""

    def __init__(self, lots: Sequence[Lots], rows: Sequence[Falling]) -> None:
        self._rows = rows
        _, _, self._sizes, self._numbers, _, _ = zip(*lots, strict=True)
        self._singly = max(self._sizes) == 1

    def narrowed(self, left: int) -> Narrowed:
        """See `Keys`. What is tried comes ever nearer to the key up to which just what is left would be granted."""
        rows, sizes, singly = self._rows, self._sizes, self._singly
        below, upto = [0] * len(rows), [sure + unsure for _, _, sure, unsure, _ in rows]
        fitting, too_many = 0, sum(map(mul, upto, sizes))
        if too_many <= left:
            return Narrowed(upto, list(self._numbers), too_many, tied=True)
        low, high, side = min([top for *_, top in rows]) - 1, -1, 0
        while high - low > 1 and too_many - fitting > FEW:
            key = self._aim(below, upto, left - fitting, too_many - left, side)
            # Lots in doubt have keys above `low`; where they all have the key `high`, the one under it is tried.
            if key == high:
                key -= 1
            counts = [
                sure + bisect_right(rising, key // worth, 0, unsure) if key >= top else 0
                for rising, worth, sure, unsure, top in rows
            ]
            units = sum(counts) if singly else sum(map(mul, counts, sizes))
            if units == left:
                return Narrowed(counts, counts, units, tied=False)
            if units < left:
                low, below, fitting, side = key, counts, units, side + 1 if side > 0 else 1
            else:
                high, upto, too_many, side = key, counts, units, side - 1 if side < 0 else -1
        return Narrowed(below, upto, fitting, tied=high - low == 1)

    def _aim(self, below: list[int], upto: list[int], missing: int, over: int, side: int) -> int:
        """Read the next key to try off the row with most lots in doubt, at the place where a straight line meets it.

        `missing` units fit beside those below, `over` are too many with those upto. From one row to another places grow
        nearly in proportion, whatever the keys are, so that a few tries will do. `side` counts the tries in a row that
        were too low (above 0) or too high: the end of the line that stays is then halved each time, as the Illinois
        rule of false position has it.
        """
        doubt = list(map(sub, upto, below))
        most = max(doubt)
        row = doubt.index(most)
        if side > 1:
            over >>= side - 1
        elif side < -1:
            missing >>= -side - 1
        rising, worth, sure, _, top = self._rows[row]
        place = below[row] - sure + (most * missing // (missing + over) if over else most - 1)
        return worth * rising[place] if place >= 0 else top

    def key(self, row: int, place: int) -> int:
        """See `Keys`."""
        rising, worth, sure, unsure, top = self._rows[row]
        if place < sure:
            return top
        return worth * rising[place - sure] if place < sure + unsure else 0


def by_contribution(lots: Sequence[Lots], ranked: Sequence[Claimant]) -> FallingKeys:
    """Key minus the mean, over the units of a lot, of contribution times the chance that the unit is sold."""
    common = lcm(*[row.size for row in lots])
    return FallingKeys(lots, [_falling(row, ranked[row.who], common) for row in lots])


def _falling(row: Lots, claimant: Claimant, common: int) -> Falling:
    worth, number, size = claimant.contribution, row.number, row.size
    if not worth or worth < 0:
        return (), 1, 0, 0, 0
    worth *= common
    tails, start = (claimant.demand or NOTHING).tails, claimant.pos + row.held
    sure, rising = tails.sure - start, tails.rising
    if size > 1:
        sure, rising = _in_lots(tails, row, start)
    elif sure < 0:
        sure, rising = 0, rising[-sure:]
    if sure >= number:
        return (), 1, number, 0, -CERTAIN * worth
    unsure = len(rising)
    if sure + unsure > number:
        unsure = number - sure
    return rising, worth // size, sure, unsure, -CERTAIN * worth


def _in_lots(tails: Tails, row: Lots, start: int) -> tuple[int, list[int]]:
    """Count the lots that are sure to be sold, and add up minus the chances of the units of each lot after them.

    They end with the last lot that has a chance.
    """
    sure = min(row.number, max(0, (tails.sure - start) // row.size))
    first = start + sure * row.size
    unsure = min(row.number - sure, max(0, -((first - tails.reach) // row.size)))
    sold = [tails.sales(units) for units in range(first, first + row.size * unsure + 1, row.size)]
    return sure, [before - after for before, after in pairwise(sold)]
