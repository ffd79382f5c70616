"""The keys that say who comes next inside a rung, as integers: all keys of a rung times their common denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple, Protocol

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.falling import by_contribution
from models.domain.allocation.ladder import ShareBy
from models.domain.allocation.lots import Lots
from models.domain.allocation.narrowed import FEW, Narrowed
from models.domain.making import made

# The rules that look at a rung's levels.
BY_CLAIM = {ShareBy.EQUAL_LOSS, ShareBy.PRORATA}


class Keys(Protocol):
    """The keys of rows of lots, which never fall from one lot of a channel to its next; `units` are those of all."""

    units: int

    def narrowed(self, left: int) -> Narrowed:
        """Tell the lots that fit in what is left, which is less than all of them, from those that do not."""

    def sequence(self, near: Narrowed) -> list[tuple[int, int, int]]:
        """Put the lots in doubt in their order: the key of each, its row and its place there."""


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
        self.units = sum([size * number for _, _, size, number in rows])

    def narrowed(self, left: int) -> Narrowed:
        """See `Keys`. The range of keys is halved."""
        low, high = self._bounds(left)
        fitting, too_many = 0, self._units(high)
        while high - low > 1 and too_many - fitting > FEW:
            middle = (low + high) // 2
            units = self._units(middle)
            if units <= left:
                low, fitting = middle, units
            else:
                high, too_many = middle, units
            if units == left:
                break
        return Narrowed(self._counts(low), self._counts(high), fitting, tied=high - low == 1)

    def _bounds(self, left: int) -> tuple[int, int]:
        """Give a key under which no lot lies and one up to which lie more than `left` units."""
        enough = [row for row in self._rows if row.size * row.number > left]
        if enough:
            highest = min([row.first + row.step * (left // row.size) for row in enough])
        else:
            highest = max([row.first + row.step * (row.number - 1) for row in self._rows])
        return min([row.first for row in self._rows]) - 1, highest

    def _units(self, key: int) -> int:
        """Add up the units of all lots with at most this key."""
        total = 0
        for first, step, size, number in self._rows:
            if first <= key:
                lots = (key - first) // step + 1
                # The innermost line of the engine: a call of `min` would cost half as much again.
                total += size * (lots if lots < number else number)  # noqa: FURB136 -- see above
        return total

    def _counts(self, key: int) -> list[int]:
        """Count for each row the lots with at most this key."""
        return [min(number, (key - first) // step + 1) if first <= key else 0 for first, step, _, number in self._rows]

    def sequence(self, near: Narrowed) -> list[tuple[int, int, int]]:
        """See `Keys`."""
        in_doubt = zip(self._rows, near.below, near.upto, strict=True)
        return sorted(
            [
                (row.first + row.step * place, number, place)
                for number, (row, start, stop) in enumerate(in_doubt)
                for place in range(start, stop)
            ]
        )


def keys_of(rule: ShareBy, lots: Sequence[Lots], *, ranked: Sequence[Claimant], levels: Sequence[int]) -> Keys:
    """Give rows of lots their keys; `levels` are the rung's, for a rule by claim, by place, as the lots' `who` is.

    The rule is one that merges channels, and no row is one that comes last for want of a weight or rate.
    """
    match rule:
        case ShareBy.CONTRIBUTION:
            return by_contribution(lots, ranked)
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
        case _:
            raise ValueError(f"{rule} puts channels in order and merges none")


def is_last(rule: ShareBy, claimant: Claimant) -> bool:
    """Tell whether a channel comes after all others for want of a weight or a rate."""
    return (rule is ShareBy.SHARE and not claimant.weight) or (rule is ShareBy.COVER and not claimant.rate)


def _factors(divisors: Mapping[int, Fraction]) -> dict[int, int]:
    """Give each divisor's whole-number factor: what the common multiple of all numerators comes to, divided by it."""
    ratios = {who: divisor.as_integer_ratio() for who, divisor in divisors.items()}
    common = lcm(*[top for top, _ in ratios.values()])
    return {who: common // top * bottom for who, (top, bottom) in ratios.items()}


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
            made(Straight, ((2 * held + size) * factor[who], 2 * size * factor[who], size, number))
            for who, held, size, number, _, _ in lots
        ]
    )
