"""What prices stand on, read when it is first asked for and kept as long as no fact of the ledger changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from app.queries.allocation_facts import NO_RATE, Facts, Read
from app.queries.conflict_facts.alone import Alone, Key, sold_alone
from app.queries.fee_schedules import HOLDS, fee_schedules
from app.queries.live_prices import LiveListing, live_prices
from app.queries.prices import PriceReading
from app.queries.prior_prices import days_of_costs
from models.domain.contribution.costing import CostBook

_ONE = timedelta(days=1)


@dataclass
class PricesRead:
    """The price book of a day without its rules, live prices, and what listings sell; earlier days where asked for."""

    day: date
    facts: Facts
    read: Read
    costs: CostBook
    _book: PriceReading | None = field(default=None, init=False)
    _live: Mapping[Key, LiveListing] = field(default_factory=dict, init=False)
    _alone: Alone | None = field(default=None, init=False)
    _unscheduled: frozenset[str] = field(default=frozenset(), init=False)
    _same: dict[date, bool] = field(default_factory=dict, init=False)

    def of(self, session: Session) -> tuple[PriceReading, Mapping[Key, LiveListing]]:
        """Give the reading of the day and the live prices."""
        if self._book is None:
            self._live = live_prices(session)
            self.alone(session)
            self._book = PriceReading(session, self.day, costs=self.costs)
            scheduled = {row.channel for row in fee_schedules(session, today=self.day) if row.state == HOLDS}
            self._unscheduled = frozenset({channel for _, channel in self._book.economics} - scheduled)
        return self._book, self._live

    @property
    def unscheduled(self) -> frozenset[str]:
        """The channels that no fee schedule holds for."""
        return self._unscheduled

    def rate(self, sku: str, channel: str) -> Fraction:
        """Give what a listing sells a day, a bundle as itself and not as what it holds."""
        return self._alone.rate(sku, channel) if self._alone is not None else NO_RATE

    def alone(self, session: Session) -> Alone:
        """Give what listings sell a day as themselves, measured where it is not yet."""
        if self._alone is None:
            self._alone = sold_alone(session, self.day, self.facts, self.read)
        return self._alone

    def on(self, session: Session, day: date, skus: Collection[str]) -> PriceReading:
        """Give the reading for some SKUs on an earlier day: that of the day itself where no cost or fee has changed."""
        if day not in self._same:
            self._same[day] = not days_of_costs(session, day + _ONE, self.day)
        book, _ = self.of(session)
        return book if self._same[day] else PriceReading(session, day, skus=skus, costs=self.costs)
