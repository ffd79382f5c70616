"""The keys that say who comes next inside a rung, as integers: all keys of a rung times their common denominator."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from operator import mul
from typing import NamedTuple, Protocol

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand, Tails, tails_of
from models.domain.allocation.ladder import ShareBy
from models.domain.allocation.lots import Lots


class Keys(Protocol):
    """The keys of rows of lots, which never fall from one lot of a channel to its next."""

    def bounds(self, left: int) -> tuple[int, int]:
        """Give a key under which no lot lies and one up to which lie more than `left` units."""

    def between(self, low: int, high: int) -> int:
        """Give a key between two that are no neighbours, under which about half of the units between them lie."""

    def units(self, key: int) -> int:
        """Add up the units of all lots with at most this key."""

    def counts(self, key: int) -> list[int]:
        """Count for each row the lots with at most this key."""

    def key(self, row: int, place: int) -> int:
        """Give the key of one lot of a row."""


class Straight(NamedTuple):
    """A row of lots whose keys grow by the same step."""

    first: int
    step: int
    size: int
    number: int


class StraightKeys:
    """Keys that are linear in the units held."""

    def __init__(self, rows: Sequence[Straight]) -> None:
        self._rows = rows

    def bounds(self, left: int) -> tuple[int, int]:
        """See `Keys`."""
        enough = [row for row in self._rows if row.size * row.number > left]
        if enough:
            highest = min([row.first + row.step * (left // row.size) for row in enough])
        else:
            highest = max([row.first + row.step * (row.number - 1) for row in self._rows])
        return min([row.first for row in self._rows]) - 1, highest

    def between(self, low: int, high: int) -> int:
        """See `Keys`."""
        return (low + high) // 2

    def units(self, key: int) -> int:
        """See `Keys`."""
        total = 0
        for first, step, size, number in self._rows:
            if first <= key:
                lots = (key - first) // step + 1
                # The innermost line of the engine: a call of `min` would cost half as much again.
                total += size * (lots if lots < number else number)  # noqa: FURB136 -- see above
        return total

    def counts(self, key: int) -> list[int]:
        """See `Keys`."""
        return [min(row.number, (key - row.first) // row.step + 1) if row.first <= key else 0 for row in self._rows]

    def key(self, row: int, place: int) -> int:
        """See `Keys`."""
        return self._rows[row].first + self._rows[row].step * place


class Table(NamedTuple):
    """A row of lots with the keys of those that bring in anything; the rest have key 0."""

    keys: Sequence[int]
    size: int
    number: int

    def lots(self, key: int) -> int:
        """Count the lots with at most this key."""
        return self.number if key >= 0 else bisect_right(self.keys, key)

    def key(self, place: int) -> int:
        """Give the key of one lot."""
        return self.keys[place] if place < len(self.keys) else 0


class Units(NamedTuple):
    """A row of single units whose keys are minus `worth` times the chance that one more unit than `start` is sold."""

    tails: Tails
    start: int
    worth: int
    number: int

    @property
    def size(self) -> int:
        """One unit to a lot."""
        return 1

    def lots(self, key: int) -> int:
        """Count the lots with at most this key."""
        if key >= 0:
            return self.number
        if not self.worth:
            return 0
        # worth × chance is at least minus the key just where the chance is at least this.
        likely = self.tails.likely(-(key // self.worth)) - self.start
        return min(max(likely, 0), self.number)

    def key(self, place: int) -> int:
        """Give the key of one lot."""
        return -self.worth * self.tails.tail(self.start + place)


class TableKeys:
    """Keys that follow no line: of whole cases listed lot by lot, of single units read off their demand."""

    def __init__(self, rows: Sequence[Table | Units]) -> None:
        self._rows = rows
        self._sizes = [row.size for row in rows]
        self._counts: dict[int, list[int]] = {}

    def bounds(self, left: int) -> tuple[int, int]:
        """See `Keys`."""
        enough = [row.key(left // row.size) for row in self._rows if row.size * row.number > left]
        return min([row.key(0) for row in self._rows]) - 1, min(enough, default=0)

    def between(self, low: int, high: int) -> int:
        """See `Keys`. Halving the range would take long where many lots have one key, or the keys are of all sizes."""
        below, upto = self.counts(low), self.counts(high)
        found = sorted(
            [
                (row.key((start + stop) // 2), (stop - start) * row.size)
                for row, start, stop in zip(self._rows, below, upto, strict=True)
                if start < stop
            ]
        )
        half, sum_so_far = sum([units for _, units in found]) // 2, 0
        for key, units in found:
            sum_so_far += units
            if sum_so_far >= half:
                return min(key, high - 1)
        return high - 1

    def units(self, key: int) -> int:
        """See `Keys`."""
        return sum(map(mul, self.counts(key), self._sizes))

    def counts(self, key: int) -> list[int]:
        """See `Keys`."""
        found = self._counts.get(key)
        if found is None:
            found = self._counts[key] = [row.lots(key) for row in self._rows]
        return found

    def key(self, row: int, place: int) -> int:
        """See `Keys`."""
        return self._rows[row].key(place)


def keys_of(rule: ShareBy, lots: Sequence[Lots], *, ranked: Sequence[Claimant], levels: Mapping[int, int]) -> Keys:
    """Give rows of lots their keys; `levels` are the rung's, by place, as the lots' `who` is.

    The rule is one that merges channels, and no row is one that comes last for want of a weight or rate.
    """
    match rule:
        case ShareBy.EQUAL:
            return StraightKeys([Straight(row.held, row.size, row.size, row.number) for row in lots])
        case ShareBy.EQUAL_LOSS:
            return StraightKeys([Straight(row.held - levels[row.who], row.size, row.size, row.number) for row in lots])
        case ShareBy.COVER:
            return _straight(lots, {row.who: ranked[row.who].rate for row in lots}, lambda row: ranked[row.who].pos)
        case ShareBy.SHARE:
            return _halved(lots, {row.who: ranked[row.who].weight for row in lots})
        case ShareBy.PRORATA:
            return _halved(lots, {row.who: Fraction(levels[row.who]) for row in lots})
        case ShareBy.CONTRIBUTION:
            return _by_contribution(lots, ranked)
        case _:
            raise ValueError(f"{rule} puts channels in order and merges none")


def is_last(rule: ShareBy, claimant: Claimant) -> bool:
    """Tell whether a channel comes after all others for want of a weight or a rate."""
    return (rule is ShareBy.SHARE and not claimant.weight) or (rule is ShareBy.COVER and not claimant.rate)


def _factors(divisors: Mapping[int, Fraction]) -> dict[int, int]:
    """Give each divisor's whole-number factor: what the common multiple of all numerators comes to, divided by it."""
    common = lcm(*[divisor.numerator for divisor in divisors.values()])
    return {who: common // divisor.numerator * divisor.denominator for who, divisor in divisors.items()}


def _straight(lots: Iterable[Lots], divisors: Mapping[int, Fraction], extra: Callable[[Lots], int]) -> StraightKeys:
    """Key (extra + held) / divisor."""
    factor = _factors(divisors)
    return StraightKeys(
        [
            Straight((extra(row) + row.held) * factor[row.who], row.size * factor[row.who], row.size, row.number)
            for row in lots
        ]
    )


def _halved(lots: Iterable[Lots], divisors: Mapping[int, Fraction]) -> StraightKeys:
    """Key (held + size / 2) / divisor, doubled."""
    factor = _factors(divisors)
    return StraightKeys(
        [
            Straight((2 * row.held + row.size) * factor[row.who], 2 * row.size * factor[row.who], row.size, row.number)
            for row in lots
        ]
    )


def _by_contribution(lots: Sequence[Lots], ranked: Sequence[Claimant]) -> TableKeys:
    """Key minus the mean, over the units of a lot, of contribution times the chance that the unit is sold."""
    common = lcm(*[row.size for row in lots])
    return TableKeys([_table(row, ranked[row.who], common // row.size) for row in lots])


def _table(row: Lots, claimant: Claimant, factor: int) -> Table | Units:
    worth = max(0, claimant.contribution or 0) * factor
    tails = tails_of(claimant.demand or Demand())
    start = claimant.pos + row.held
    if row.size == 1:
        return Units(tails, start, worth, row.number)
    hopeful = min(row.number, max(0, -((start - tails.reach) // row.size))) if worth else 0
    starts = range(start, start + row.size * hopeful, row.size)
    sold = [tails.sales(units) for units in (*starts, starts.stop)]
    return Table([worth * (before - after) for before, after in pairwise(sold)], row.size, row.number)
