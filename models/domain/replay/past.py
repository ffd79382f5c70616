"""The past of one SKU, week by week, as a replay needs it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.facts import ChannelFacts, SkuFacts
from models.domain.allocation.promise import Receipt
from models.domain.replay.place import Place

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PastWeek:
    """A SKU on a channel in a week: units sold and wanted, and the units a day that were known on its Monday.

    `out` says that stock was out, so that more was wanted than sold; `stand_in` that the rate comes from later weeks.
    """

    sold: int
    wanted: int
    rate: Fraction
    out: bool = False
    stand_in: bool = False


@dataclass(frozen=True)
class ChannelPast:
    """A SKU on a channel, week by week; `own` is the stock that lies with the channel, if it has any.

    `facts` are those that hold in every week; rate, stock in place and order lines among them are passed over.
    """

    facts: ChannelFacts
    weeks: tuple[PastWeek, ...]
    own: Place | None = None

    @property
    def sold(self) -> list[int]:
        """The units sold by week."""
        return [week.sold for week in self.weeks]

    def part(self, first: int, end: int) -> ChannelPast:
        """Give the weeks from one on and before another."""
        own = None if self.own is None else self.own.part(first, end, sold=self.sold)
        return replace(self, weeks=self.weeks[first:end], own=own)


@dataclass(frozen=True)
class PastLine:
    """An order line of a channel, which may be shipped from a day on."""

    channel: str
    line: OrderLine
    first: date | None = None


@dataclass(frozen=True)
class PastReceipt:
    """Units that were expected on a day; known from the day they were ordered until the day they arrived."""

    receipt: Receipt
    ordered: date | None = None
    arrived: date | None = None

    def expected_on(self, day: date) -> bool:
        """Say whether they were counted on: not arrived, and not late either."""
        known = self.ordered is None or self.ordered <= day
        return known and self.receipt.day >= day and (self.arrived is None or self.arrived > day)


@dataclass(frozen=True)
class SkuPast:
    """A SKU in the weeks that begin on `mondays`: what all channels draw on, the channels, promises and receipts."""

    facts: SkuFacts
    mondays: tuple[date, ...]
    pool: Place
    channels: tuple[ChannelPast, ...]
    lines: tuple[PastLine, ...] = ()
    receipts: tuple[PastReceipt, ...] = ()

    @property
    def drawn(self) -> list[int]:
        """The units by week that were sold out of what all channels draw on."""
        sold = [one.sold for one in self.channels if one.own is None]
        return [sum(units) for units in zip(*sold, strict=True)] or [0] * len(self.mondays)

    def part(self, first: int, end: int) -> SkuPast:
        """Give the weeks from one on and before another, each place with what really lay in it at the first."""
        return replace(
            self,
            mondays=self.mondays[first:end],
            pool=self.pool.part(first, end, sold=self.drawn),
            channels=tuple([one.part(first, end) for one in self.channels]),
        )
