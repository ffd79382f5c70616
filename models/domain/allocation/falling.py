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
from models.domain.allocation.narrowed import Narrowed

# A row of lots, plain values since they are made and taken apart in the innermost lines of the engine: numbers below 0
# that rise, what makes them keys, how many lots are sure to be sold, how many come after them with a key of the
# numbers, and the key of the sure. All lots beyond those bring in nothing and have key 0.
Falling = tuple[Sequence[int], int, int, int, int]
_WORTHLESS: Falling = (), 1, 0, 0, 0
# The number of the table that says that a unit is sure to be sold.
_SURE = -CERTAIN
# Between so few lots it is quicker to sort them than to try another key.
_FEW = 16


class FallingKeys:
    """Keys that follow no line, of rows whose lots bring in less and less."""

    def __init__(
        self, lots: Sequence[Lots], rows: Sequence[Falling], sizes: Sequence[int], *, singly: bool, units: int
    ) -> None:
        self.units = units
        self._lots = lots
        self._rows = rows
        self._sizes = sizes
        self._singly = singly

    def narrowed(self, left: int) -> Narrowed:
        """See `Keys`. What is tried comes ever nearer to the key up to which just what is left would be granted."""
        rows, singly = self._rows, self._singly
        below, upto = [0] * len(rows), [sure + unsure for _, _, sure, unsure, _ in rows]
        missing, over = left, self._units(upto) - left
        if over <= 0:
            return Narrowed(upto, [row.number for row in self._lots], left + over, tied=True)
        tops = [top for _, _, _, _, top in rows]
        low, high, side, at_top = min(tops) - 1, -1, 0, False
        row, key = self._first(tops, upto, left, over)
        while high - low > 1 and missing + over > _FEW:
            if at_top:
                key = high - 1
            elif side:
                if upto[row] - below[row] <= _FEW:
                    row = _widest(below, upto)
                key = self._line(row, below[row], upto[row], missing, over, side)
            if key == high:
                key -= 1
            counts = [
                sure + bisect_right(rising, key // worth, 0, unsure) if key >= top else 0
                for rising, worth, sure, unsure, top in rows
            ]
            units = sum(counts) if singly else self._units(counts)
            if units == left:
                return Narrowed(counts, counts, units, tied=False)
            if units < left:
                low, below, missing, side, at_top = key, counts, left - units, side + 1 if side > 0 else 1, False
            else:
                # Lots that are sure to be sold have one key: where they are too many, the one under it is tried.
                high, upto, over, side, at_top = key, counts, units - left, side - 1 if side < 0 else -1, key in tops
        return Narrowed(below, upto, left - missing, tied=high - low == 1)

    def _units(self, counts: list[int]) -> int:
        """Add up the units of so many lots of each row."""
        return sum(map(mul, counts, self._sizes))

    def _first(self, tops: list[int], upto: list[int], left: int, over: int) -> tuple[int, int]:
        """Guess the row in which the cut lies, and its key there: the rows worth most sell what is most likely."""
        more = left
        for row in sorted(range(len(tops)), key=tops.__getitem__):
            (rising, worth, sure, unsure, top), size = self._rows[row], self._sizes[row]
            likely = (sure + unsure // 2) * size
            if more < likely:
                place = more // size - sure
                return row, worth * rising[place] if place >= 0 else top
            more -= likely
        row = upto.index(max(upto))
        return row, self._line(row, 0, upto[row], left, over, 0)

    def _line(self, row: int, start: int, stop: int, missing: int, over: int, side: int) -> int:
        """Read the next key to try off a row, at the place where a straight line between two tries meets the cut.

        Up to `start` lots of it `missing` units too few are granted, up to `stop` there are `over` too many. From one
        row to another places grow nearly in proportion, whatever the keys are, so that a few tries will do. `side`
        counts the tries in a row that were too low (above 0) or too high: the end of the line that stays is then
        halved each time, as the Illinois rule of false position has it.
        """
        if side > 1:
            over >>= side - 1
        elif side < -1:
            missing >>= -side - 1
        rising, worth, sure, _, top = self._rows[row]
        doubt = stop - start
        place = start - sure + (doubt * missing // (missing + over) if over else doubt - 1)
        return worth * rising[place] if place >= 0 else top

    def sequence(self, near: Narrowed) -> list[tuple[int, int, int]]:
        """See `Keys`."""
        found: list[tuple[int, int, int]] = []
        for number, (start, stop) in enumerate(zip(near.below, near.upto, strict=True)):
            if start < stop:
                rising, worth, sure, _, top = self._rows[number]
                found += [
                    (worth * rising[place - sure] if place >= sure else top, number, place)
                    for place in range(start, stop)
                ]
        return sorted(found)


def _widest(below: Sequence[int], upto: Sequence[int]) -> int:
    """Give the row with most lots in doubt."""
    doubt = list(map(sub, upto, below))
    return doubt.index(max(doubt))


def by_contribution(lots: Sequence[Lots], ranked: Sequence[Claimant]) -> FallingKeys:
    """Key minus the mean, over the units of a lot, of contribution times the chance that the unit is sold."""
    sizes = [row.size for row in lots]
    singly = sizes == [1] * len(sizes)
    common = 1 if singly else lcm(*sizes)
    rows, units = [], 0
    for row in lots:
        who, held, size, number, _, _ = row
        units += size * number
        claimant = ranked[who]
        worth, start = (claimant.contribution or 0) * common, claimant.pos + held
        if worth <= 0:
            rows.append(_WORTHLESS)
            continue
        tails = (claimant.demand or NOTHING).tails
        sure, rising = tails.sure - start, tails.rising
        if size > 1:
            sure, rising = _in_lots(tails, row, start)
        elif sure < 0:
            sure, rising = 0, rising[-sure:]
        unsure = len(rising)
        if sure >= number:
            sure, unsure = number, 0
        elif sure + unsure > number:
            unsure = number - sure
        rows.append((rising, worth // size, sure, unsure, _SURE * worth))
    return FallingKeys(lots, rows, sizes, singly=singly, units=units)


def _in_lots(tails: Tails, row: Lots, start: int) -> tuple[int, list[int]]:
    """Count the lots that are sure to be sold, and add up minus the chances of the units of each lot after them.

    They end with the last lot that has a chance.
    """
    sure = min(row.number, max(0, (tails.sure - start) // row.size))
    first = start + sure * row.size
    unsure = min(row.number - sure, max(0, -((first - tails.reach) // row.size)))
    sold = [tails.sales(units) for units in range(first, first + row.size * unsure + 1, row.size)]
    return sure, [before - after for before, after in pairwise(sold)]
