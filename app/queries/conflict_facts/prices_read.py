"""What prices stand on, read when it is first asked for and kept as long as no fact of the ledger changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from sqlalchemy.orm import Session

from app.queries.allocation_facts import NO_RATE, Facts
from app.queries.demand import weekly_demand
from app.queries.fee_schedules import HOLDS, fee_schedules
from app.queries.live_prices import LiveListing, live_prices
from app.queries.names import Names
from app.queries.outages import Outages
from app.queries.prices import PriceReading
from app.queries.prior_prices import days_of_costs
from models.domain.contribution.costing import CostBook
from models.domain.period import Period

Key = tuple[str, str]  # a SKU and the name of a channel
_ONE = timedelta(days=1)
_MANY = 10_000


@dataclass
class PricesRead:
    """The price book of a day without its rules, live prices, and what listings sell; earlier days where asked for."""

    day: date
    names: Names
    facts: Facts
    out: Outages
    spoken: Mapping[int, Period]
    costs: CostBook
    _book: PriceReading | None = field(default=None, init=False)
    _live: Mapping[Key, LiveListing] = field(default_factory=dict, init=False)
    _packed: Mapping[Key, Fraction] = field(default_factory=dict, init=False)
    _unscheduled: frozenset[str] = field(default=frozenset(), init=False)
    _same: dict[date, bool] = field(default_factory=dict, init=False)

    def of(self, session: Session) -> tuple[PriceReading, Mapping[Key, LiveListing]]:
        """Give the reading of the day and the live prices."""
        if self._book is None:
            self._live = live_prices(session)
            self._packed = dict(self._alone(session))
            self._book = PriceReading(session, self.day, costs=self.costs)
            scheduled = {row.channel for row in fee_schedules(session, today=self.day) if row.state == HOLDS}
            self._unscheduled = frozenset({channel for _, channel in self._book.economics} - scheduled)
        return self._book, self._live

    @property
    def unscheduled(self) -> frozenset[str]:
        """The channels that no fee schedule holds for."""
        return self._unscheduled

    def rate(self, sku: str, channel: str) -> Fraction:
        """Give what a listing sells a day, a bundle as itself and not as what it holds.

        What was measured for the allocation is taken; where bundles are involved it was measured anew.
        """
        if sku in self._bundled:
            return self._packed.get((sku, channel), NO_RATE)
        facts = self.facts.by_sku.get(sku)
        return next((one.rate for one in facts.channels if one.name == channel), NO_RATE) if facts else NO_RATE

    @cached_property
    def _bundled(self) -> frozenset[str]:
        """The bundles and what they hold."""
        holds = self.names.holds
        return frozenset({*holds, *(sku for held in holds.values() for sku in held)})

    def on(self, session: Session, day: date, skus: Collection[str]) -> PriceReading:
        """Give the reading for some SKUs on an earlier day: that of the day itself where no cost or fee has changed."""
        if day not in self._same:
            self._same[day] = not days_of_costs(session, day + _ONE, self.day)
        book, _ = self.of(session)
        return book if self._same[day] else PriceReading(session, day, skus=skus, costs=self.costs)

    def _alone(self, session: Session) -> Iterator[tuple[Key, Fraction]]:
        """Measure bundles and what they hold, each as itself."""
        skus = self._bundled
        if not skus:
            return
        own = Names({listing: sku for listing, sku in self.names.own.items() if sku in skus})
        codes = {code for _, code in own.own}
        # SQLite takes so many names at once; where there are more, all listings are read.
        listings = codes if len(codes) <= _MANY else None
        channels = {number: name for name, number in self.facts.channels.items()}
        measured = weekly_demand(session, today=self.day, names=own, only=listings, out=self.out, spoken=self.spoken)
        for (channel_id, sku), _, found in measured:
            yield (sku, channels[channel_id]), found.rate
