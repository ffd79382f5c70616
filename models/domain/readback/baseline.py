"""What would have been sold without a promotion, by the movement of what was not promoted (readback part D2).

Units are counted in blocks of seven days that end where the promotion begins, and in blocks from its first day on, the
last of which may be shorter. Where all counts are above zero, d_t = ln y_t − mean_j ln c_jt, and the counterfactual of
a block is exp(mean of d before + mean_j ln c_jt); else d_t = y_t − s·mean_j c_jt with s = Σ y / Σ mean_j c before it.
The range is what blocks before, taken as if they had been the promotion, would have been off by at most in nine of ten
cases (D2.5, nearest rank).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, exp, log

BLOCK = 7
LEAST_BEFORE = 8
_PLACES = 100


@dataclass(frozen=True)
class Baseline:
    """Units that would have been sold, and the ends of the range they lie in (90 %), None where it is not known.

    `weeks` were looked at before; `controls` is how many series told of the movement of the market.
    """

    units: Fraction
    low: Fraction | None
    high: Fraction | None
    weeks: int
    controls: int


@dataclass(frozen=True)
class Control:
    """Units of something that was not promoted, in the blocks before and in those of the promotion."""

    before: tuple[int, ...]
    during: tuple[int, ...]


def baseline(before: Sequence[int], days: Sequence[int], controls: Sequence[Control] = ()) -> Baseline:
    """Work out what blocks of so many days would have sold; without controls as much a day as before, unranged.

    Raises ValueError where nothing is known of the time before.
    """
    if not before:
        raise ValueError("a baseline needs at least one week before")
    usable = [one for one in controls if sum(one.before) and sum(one.during)]
    if not usable:
        daily = Fraction(sum(before), BLOCK * len(before))
        return Baseline(daily * sum(days), None, None, len(before), 0)
    positive = [one for one in usable if min((*one.before, *one.during)) > 0]
    if positive and min(before) > 0:
        return _by_ratio(before, positive)
    return _by_level(before, usable)


def _by_ratio(before: Sequence[int], controls: Sequence[Control]) -> Baseline:
    moved = [_mean([log(one.before[at]) for one in controls]) for at in range(len(before))]
    apart = [log(units) - level for units, level in zip(before, moved, strict=True)]
    usual = _mean(apart)
    blocks = [_mean([log(one.during[at]) for one in controls]) for at in range(len(controls[0].during))]
    units = sum(exp(usual + level) for level in blocks)
    off = _placebo(apart, len(blocks))
    low, high = (None, None) if off is None else (units * exp(-off), units * exp(off))
    return Baseline(_rounded(units), _maybe(low), _maybe(high), len(before), len(controls))


def _by_level(before: Sequence[int], controls: Sequence[Control]) -> Baseline:
    moved = [_mean([one.before[at] for one in controls]) for at in range(len(before))]
    scale = sum(before) / sum(moved)
    apart = [units - scale * level for units, level in zip(before, moved, strict=True)]
    blocks = [_mean([one.during[at] for one in controls]) for at in range(len(controls[0].during))]
    units = max(0.0, sum(scale * level for level in blocks))
    off = _placebo(apart, len(blocks))
    low, high = (None, None) if off is None else (max(0.0, units - off * len(blocks)), units + off * len(blocks))
    return Baseline(_rounded(units), _maybe(low), _maybe(high), len(before), len(controls))


def _placebo(apart: Sequence[float], length: int) -> float | None:
    """Give how far so many blocks before were off from the others, in nine of ten cases at most."""
    if len(apart) < LEAST_BEFORE or length * 2 > len(apart):
        return None
    found = []
    for start in range(len(apart) - length + 1):
        inside = apart[start : start + length]
        outside = [*apart[:start], *apart[start + length :]]
        found.append(abs(_mean(inside) - _mean(outside)))
    return sorted(found)[ceil(0.9 * len(found)) - 1]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _rounded(units: float) -> Fraction:
    return Fraction(round(units * _PLACES), _PLACES)


def _maybe(units: float | None) -> Fraction | None:
    return None if units is None else _rounded(units)
