"""What a channel knew of its sales a day on each Monday, and what was asked of it in weeks when it was out of stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from models.domain.demand import WEEKS

DAYS = 7
STAND_IN = 4
_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Rates:
    """Units a day as they were known on each Monday; in the weeks of `later` they come from weeks after it."""

    rates: tuple[Fraction, ...]
    later: frozenset[int]


def known_rates(sold: Sequence[int], used: Sequence[bool], *, weeks: int = WEEKS) -> Rates:
    """Give the rate of the used weeks among the last ones before each week, as `models.domain.demand` measures it.

    `sold` are net units by week. Where there is no such week, the next used ones stand in, as a person who plans a
    launch would have had a figure; where there is none of these either, the rate is 0.
    """
    rates, later = [], set()
    for week in range(len(sold)):
        units = [sold[one] for one in range(max(0, week - weeks), week) if used[one]]
        if not units:
            units = [sold[one] for one in range(week, len(sold)) if used[one]][:STAND_IN]
            if units:
                later.add(week)
        rates.append(Fraction(max(sum(units), 0), DAYS * len(units)) if units else Fraction(0))
    return Rates(tuple(rates), frozenset(later))


def wanted_units(sold: Sequence[int], rates: Sequence[Fraction], out: Sequence[bool]) -> tuple[int, ...]:
    """Give the units asked for by week: what was sold, but where stock was out no less than the rate known till then.

    In weeks without stock nothing is learned, so the rate is the one of the Monday of the first of them. Fractions of a
    unit are carried from one such week to the next, so that their sum is rounded and not each of them.
    """
    found, rest, rate = [], _HALF, Fraction(0)
    for week, (went, short) in enumerate(zip(sold, out, strict=True)):
        units = max(0, went)
        if short:
            rate = rate if week and out[week - 1] else rates[week]
            meant = DAYS * rate + rest
            rest = meant - floor(meant)
            units = max(units, floor(meant))
        found.append(units)
    return tuple(found)
