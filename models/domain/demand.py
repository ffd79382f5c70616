"""What a SKU sells a day on a channel, from its weeks with stock, and what days without stock have cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from models.domain.money import half_up
from models.domain.normal import root
from models.domain.period import Period, last_weeks, week_start
from models.domain.words import counted, figure

WEEKS = 13
_DAYS = 7
_SPREAD_FROM = 2


class LeftOut(StrEnum):
    """Why a week says nothing about demand; the first reason that holds is the one that is given."""

    INCOMPLETE = "incomplete"
    BEFORE_FIRST_SALE = "before the first sale"
    NO_STOCK = "no stock"
    PROMOTION = "promotion"


@dataclass(frozen=True)
class History:
    """What is known of a SKU on a channel beside its sales: days read, first sale, days out of stock or promoted."""

    known: Period
    first_sale: date | None
    without_stock: Collection[date] = frozenset()
    promoted: Collection[date] = frozenset()


@dataclass(frozen=True)
class Demand:
    """Units a day and the variance of a day, the weeks they come from and the weeks left out."""

    rate: Fraction
    variance: Fraction
    weeks: int
    left_out: Mapping[date, LeftOut] = field(default_factory=dict)

    @property
    def deviation(self) -> Fraction:
        """The standard deviation of a day."""
        return root(self.variance)

    @property
    def spread_known(self) -> bool:
        """Whether there are weeks enough to tell how far they differ."""
        return self.weeks >= _SPREAD_FROM

    def sentence(self) -> str:
        """Say the rate, the weeks used and the weeks left out with their reasons."""
        return f"{figure(self.rate, 2)} a day {self.reason()}"

    def reason(self) -> str:
        """Say the weeks used and the weeks left out with their reasons."""
        return _reason(self.weeks, self.left_out)


class Weekly(NamedTuple):
    """Net units of the weeks that say something about demand, and the weeks left out.

    Demand as it is read of tens of thousands of pairs of SKU and channel; what it comes to is worked out when asked.
    """

    units: tuple[int, ...]
    left_out: Mapping[date, LeftOut] = MappingProxyType({})

    @property
    def rate(self) -> Fraction:
        """Units a day; net returns make no demand."""
        return _a_day(max(sum(self.units), 0), len(self.units))

    @property
    def demand(self) -> Demand:
        """The rate with the variance of a day."""
        total, weeks = sum(self.units), len(self.units)
        if weeks < _SPREAD_FROM:
            return Demand(self.rate, Fraction(0), weeks, self.left_out)
        # Variance of a sample of weeks, a seventh of which is that of a day.
        squares = weeks * sum([one * one for one in self.units]) - total * total
        return Demand(self.rate, Fraction(squares, _DAYS * weeks * (weeks - 1)), weeks, self.left_out)

    def reason(self) -> str:
        """Say the weeks used and the weeks left out with their reasons."""
        return _reason(len(self.units), self.left_out)


@lru_cache(maxsize=1 << 14)
def _a_day(units: int, weeks: int) -> Fraction:
    """Divide units by the days of their weeks; the same few numbers come again and again."""
    return Fraction(units, _DAYS * weeks) if weeks else Fraction(0)


def _reason(weeks: int, left_out: Mapping[date, LeftOut]) -> str:
    said = f"from {weeks} of {counted(weeks + len(left_out), 'week')}"
    reasons = Counter(left_out.values())
    parts = [f"{reasons[reason]} {reason.value}" for reason in LeftOut if reasons[reason]]
    return f"{said}; left out: {', '.join(parts)}" if parts else said


@dataclass(frozen=True)
class Stockout:
    """Days out of stock, and the units and the contribution in minor units that they have cost."""

    days: int
    units: Fraction
    lost: int


def window(today: date, weeks: int = WEEKS) -> tuple[date, ...]:
    """Give the Mondays of the last whole weeks that ended before `today`."""
    first = last_weeks(today, weeks).first
    return tuple(first + timedelta(days=_DAYS * number) for number in range(weeks))


def left_out(mondays: Iterable[date], history: History) -> dict[date, LeftOut]:
    """Give the weeks that say nothing about demand, and why; the week of the first sale counts whole."""
    empty = {week_start(day) for day in history.without_stock}
    promoted = {week_start(day) for day in history.promoted}
    reasons = {}
    for monday in mondays:
        sunday = monday + timedelta(days=_DAYS - 1)
        if monday < history.known.first or sunday > history.known.last:
            reasons[monday] = LeftOut.INCOMPLETE
        elif history.first_sale is None or sunday < history.first_sale:
            reasons[monday] = LeftOut.BEFORE_FIRST_SALE
        elif monday in empty:
            reasons[monday] = LeftOut.NO_STOCK
        elif monday in promoted:
            reasons[monday] = LeftOut.PROMOTION
    return reasons


def demand(mondays: Sequence[date], sold: Mapping[date, int], without: Mapping[date, LeftOut]) -> Demand:
    """Measure demand from net units by Monday; a week without a sale counts as 0, net returns make no demand."""
    return Weekly(tuple([sold.get(monday, 0) for monday in mondays if monday not in without]), without).demand


def together(demands: Iterable[Demand]) -> Demand:
    """Add up independent demands that one stock serves; the weeks are those of the one with fewest."""
    parts = list(demands)
    rate = sum((part.rate for part in parts), Fraction(0))
    variance = sum((part.variance for part in parts), Fraction(0))
    return Demand(rate, variance, min((part.weeks for part in parts), default=0))


def days_without_stock(counted_on: Mapping[date, int], period: Period) -> frozenset[date]:
    """Give the days out of stock in a period; a count holds until the next one."""
    if min(counted_on.values(), default=1) > 0:
        return frozenset()
    days: set[date] = set()
    after = period.last + timedelta(days=1)
    counts = [*sorted((day, units) for day, units in counted_on.items() if day < after), (after, 1)]
    for (day, units), (until, _) in pairwise(counts):
        if units <= 0:
            first = max(day, period.first)
            days.update([first + timedelta(days=number) for number in range((until - first).days)])
    return frozenset(days)


def stockout(rate: Fraction, days: int, contribution: Fraction | int) -> Stockout:
    """Price days out of stock: rate times days times contribution of a unit, which counts as 0 if it is negative."""
    units = rate * days
    return Stockout(days, units, half_up(units * max(contribution, 0)))
