"""What listings sell a day as themselves: a bundle as itself, and what it holds by its own sales alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.queries.allocation_facts import NO_RATE, Facts, Read
from app.queries.demand import weekly_demand
from app.queries.names import Names

Key = tuple[str, str]  # a SKU and the name of a channel
_MANY = 10_000


class Alone(NamedTuple):
    """What was measured for the allocation, and of bundles and what they hold what was measured anew."""

    facts: Facts
    bundled: frozenset[str]
    measured: Mapping[Key, Fraction]

    def rate(self, sku: str, channel: str) -> Fraction:
        """Give what a listing sells a day."""
        if sku in self.bundled:
            return self.measured.get((sku, channel), NO_RATE)
        facts = self.facts.by_sku.get(sku)
        return next((one.rate for one in facts.channels if one.name == channel), NO_RATE) if facts else NO_RATE


def sold_alone(session: Session, day: date, facts: Facts, read: Read) -> Alone:
    """Measure bundles and what they hold, each as itself; without bundles nothing is measured."""
    holds = read.names.holds
    bundled = frozenset({*holds, *(sku for held in holds.values() for sku in held)})
    return Alone(facts, bundled, dict(_measured(session, day, facts, read, bundled)) if bundled else {})


def _measured(
    session: Session, day: date, facts: Facts, read: Read, bundled: frozenset[str]
) -> Iterator[tuple[Key, Fraction]]:
    own = Names({listing: sku for listing, sku in read.names.own.items() if sku in bundled})
    codes = {code for _, code in own.own}
    # SQLite takes so many names at once; where there are more, all listings are read.
    listings = codes if len(codes) <= _MANY else None
    channels = {number: name for name, number in facts.channels.items()}
    for (channel_id, sku), _, found in weekly_demand(
        session, today=day, names=own, only=listings, out=read.out, spoken=read.spoken
    ):
        yield (sku, channels[channel_id]), found.rate
