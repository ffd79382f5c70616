"""Where a value that runs along straight lines, but for rounding, is at least 0, below, or has to be looked at.

A value is a whole number for each price. Between two breaks it keeps within `noise` of a straight line, so it keeps
within twice the noise of the line through its own two ends, and only near the crossing does a price need a look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

Value = Callable[[int], int]
_SHORT = 16  # prices; to look at so few is quicker than to divide them


class Sign(Enum):
    """Whether a value is at least 0 everywhere on a stretch."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Stretch(NamedTuple):
    """Prices from first to last, both included, on which a value has one sign."""

    first: int
    last: int
    sign: Sign


def pieces(first: int, last: int, breaks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cut prices from first to last after each break."""
    for end in breaks:
        if first <= end < last:
            yield first, end
            first = end + 1
    if first <= last:
        yield first, last


def stretches(value: Value, first: int, last: int, noise: int) -> list[Stretch]:
    """Cut one piece into stretches of one sign, ascending and without a gap."""
    width = last - first
    if width < _SHORT:
        return [Stretch(first, last, Sign.UNSURE)]
    start, rise = value(first), value(last) - value(first)
    bound = 2 * noise
    if not rise:
        return [Stretch(first, last, _sign(start, bound))]
    # Where start · width + rise · steps lies between -bound · width and bound · width, prices have to be looked at.
    near, far = (-bound - start, bound - start) if rise > 0 else (bound - start, -bound - start)
    low = min(max(near * width // rise, 0), width + 1)
    high = max(min(-(-far * width // rise), width), -1)
    before, after = (Sign.NO, Sign.YES) if rise > 0 else (Sign.YES, Sign.NO)
    cut = [
        Stretch(first, first + low - 1, before),
        Stretch(first + low, first + high, Sign.UNSURE),
        Stretch(first + max(high + 1, low), last, after),
    ]
    return [stretch for stretch in cut if stretch.first <= stretch.last]


def _sign(value: int, bound: int) -> Sign:
    if abs(value) <= bound:
        return Sign.UNSURE
    return Sign.YES if value > 0 else Sign.NO
