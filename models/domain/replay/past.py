"""The past of one SKU, week by week, as a replay needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.facts import ChannelFacts, SkuFacts
from models.domain.allocation.promise import Receipt
from models.domain.replay.place import Place

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ChannelPast:
    """A SKU on a channel by week: units sold, units wanted, and the rate that was known on its Monday.

    `own` is the stock that lies with the channel, if it has any. `facts` are those that hold in every week; rate, stock
    in place and order lines among them are passed over.
    """

    facts: ChannelFacts
    sold: tuple[int, ...]
    wanted: tuple[int, ...]
    rates: tuple[Fraction, ...]
    own: Place | None = None


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

    def part(self, first: int, end: int) -> SkuPast:
        """Give the weeks from one on and before another, each place with what really lay in it at the first."""
        channels = tuple([_channel_part(one, first, end) for one in self.channels])
        drawn = [sum(weeks) for weeks in zip(*self._drawn(), strict=True)] or [0] * len(self.mondays)
        return replace(
            self, mondays=self.mondays[first:end], pool=_place_part(self.pool, drawn, first, end), channels=channels
        )

    def _drawn(self) -> list[Sequence[int]]:
        return [one.sold for one in self.channels if one.own is None]


def _channel_part(past: ChannelPast, first: int, end: int) -> ChannelPast:
    return replace(
        past,
        sold=past.sold[first:end],
        wanted=past.wanted[first:end],
        rates=past.rates[first:end],
        own=None if past.own is None else _place_part(past.own, past.sold, first, end),
    )


def _place_part(place: Place, sold: Sequence[int], first: int, end: int) -> Place:
    counted = frozenset(week - first for week in place.counted if first <= week <= end)
    return Place(place.levels(sold)[first], place.arrivals[first:end], counted)
