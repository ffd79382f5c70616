"""What promotions are held against: the price and the economics of each listing, its demand, units and open orders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.rates import Rates
from app.queries.allocation import Book as AllocationRules
from app.queries.allocation import book, outcomes
from app.queries.allocation_facts import Facts, load_facts, reading
from app.queries.commitments import CommitmentRow, promised
from app.queries.conflict_facts.alone import Alone, sold_alone
from app.queries.conflict_facts.assumptions import Assumptions, Usual
from app.queries.conflict_facts.listing import Key, Listing
from app.queries.governed_price import one_each
from app.queries.overrides import overrides
from app.queries.prices import GovernedPrice, price_list
from app.queries.promotions import Planned
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts
from models.domain.catalog import ChannelKind
from models.domain.conflicts.setting import DAYS_AHEAD
from models.domain.cover import Arrival
from models.domain.period import Period
from models.domain.promotions.kinds import OPEN_END
from models.domain.promotions.offer import Quote
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import Stacked, lowest
from models.tables import Channel

# So many days of a promotion without an end are looked at.
_OPEN_DAYS = timedelta(days=89)


@dataclass(frozen=True)
class Stack:
    """Promotions that run at the same time, and what they legally make together."""

    stacked: Stacked
    together: tuple[Promotion, ...]


@dataclass(frozen=True)
class Grounds:
    """Promotions on a day with everything they are held against; listings without a price are left out."""

    day: date
    days: int
    currency: str
    planned: tuple[Planned, ...]
    listings: Mapping[Key, Listing]
    orders: tuple[CommitmentRow, ...]
    kinds: Mapping[str, ChannelKind]
    skus: Mapping[str, SkuFacts]
    assumed: Assumptions = field(default_factory=Usual)
    retired: Mapping[str, str] = field(default_factory=dict)
    on_order: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def ahead(self) -> tuple[Planned, ...]:
        """The promotions that have not ended."""
        return tuple([one for one in self.planned if one.promotion.days.last >= self.day])

    @cached_property
    def promoted(self) -> Mapping[Key, tuple[Promotion, ...]]:
        """The promotions of each listing that have not ended, where there are any."""
        of_sku: dict[str, list[Promotion]] = {}
        of_all: list[Promotion] = []
        for one in self.ahead:
            if not one.promotion.skus:
                of_all.append(one.promotion)
            for sku in one.promotion.skus:
                of_sku.setdefault(sku, []).append(one.promotion)
        found = {
            key: tuple([one for one in (*of_all, *of_sku.get(key[0], ())) if listing.takes(one)])
            for key, listing in self.listings.items()
            if of_all or key[0] in of_sku
        }
        return {key: promotions for key, promotions in found.items() if promotions}

    @cached_property
    def stacks(self) -> Mapping[Key, tuple[Stack, ...]]:
        """The lowest legal prices of each promoted listing, by the days on which one begins, each set of codes once."""
        return {key: tuple(self._stacks_of(key)) for key in self.promoted}

    def _stacks_of(self, key: Key) -> Iterator[Stack]:
        listing, promotions, told = self.listings[key], self.promoted[key], set[frozenset[str]]()
        for first in sorted({max(one.days.first, self.day) for one in promotions}):
            running = [one for one in promotions if one.runs_on(first)]
            stacked = lowest(listing.quote, running)
            if stacked.steps and frozenset(stacked.codes) not in told:
                told.add(frozenset(stacked.codes))
                yield Stack(stacked, tuple([one for one in running if one.code in stacked.codes]))

    def lowest_of(self, key: Key) -> Quote:
        """Give the lowest that a customer is asked for a listing on any day to come."""
        asked = [one.stacked.quote for one in self.stacks.get(key, ())]
        return min([self.listings[key].quote, *asked], key=lambda one: one.landed)

    def makers_of(self, key: Key) -> tuple[tuple[str, ...], date | None]:
        """Give the promotions that make the lowest that a customer is asked, and from which day on all of them run."""
        found = min(self.stacks.get(key, ()), key=lambda one: one.stacked.quote.landed, default=None)
        if found is None:
            return (), None
        return found.stacked.codes, max(one.days.first for one in found.together)

    def of(self, promotion: Promotion) -> Iterator[Listing]:
        """Give the listings that a promotion counts on."""
        for key, promotions in self.promoted.items():
            if promotion in promotions:
                yield self.listings[key]

    def days_of(self, promotion: Promotion) -> Period:
        """Give the days of a promotion that are still to come; of one without an end the next 90."""
        first = max(promotion.days.first, self.day)
        last = promotion.days.last
        return Period(first, first + _OPEN_DAYS if last == OPEN_END else last)

    def worth_of(self, row: CommitmentRow) -> int | None:
        """Give what the open units of an order line contribute; None where that is not known."""
        facts = self.skus.get(row.sku)
        channels: Sequence[ChannelFacts] = () if facts is None else facts.channels
        each = next((one.leaves for one in channels if one.name == row.channel), None)
        return None if each is None else max(0, each) * (row.quantity - row.shipped)

    def wholesale_orders(self) -> Iterator[CommitmentRow]:
        """Give the open lines of wholesale orders."""
        return (row for row in self.orders if self._wholesale(row))

    def _wholesale(self, row: CommitmentRow) -> bool:
        return self.kinds.get(row.channel) is ChannelKind.WHOLESALE


@dataclass(frozen=True)
class Already:
    """What a caller has read of the ledger already, or assumes; `only` looks at some SKUs alone."""

    facts: Facts | None = None
    orders: Sequence[CommitmentRow] | None = None
    rules: AllocationRules | None = None
    fixed: Sequence[Override] | None = None
    assumed: Assumptions = field(default_factory=Usual)
    only: Collection[str] | None = None
    alone: Alone | None = None


def grounds(
    session: Session,
    planned: Iterable[Planned],
    *,
    day: date,
    days: int = DAYS_AHEAD,
    already: Already = Already(),
) -> Grounds:
    """Read what promotions are held against; what the caller has read already is not read again.

    Prices are those of the day, also for promotions that begin later.
    """
    every = tuple([one for one in planned if one.reaches])
    facts, alone = already.facts, already.alone
    if facts is None or alone is None:
        read = reading(session, day)
        facts = facts or load_facts(session, day, read=read)
        alone = sold_alone(session, day, facts, read)
    wanted = _promoted_skus(every, day, already.only)
    told = session.execute(select(Channel.name, Channel.kind, Channel.active)).all()
    kinds = {name: ChannelKind(kind) for name, kind, _ in told}
    known = {one.sku: one for one in facts.skus if wanted is None or one.sku in wanted}
    fixed = overrides(session, day=day) if already.fixed is None else already.fixed
    given = _given(facts, known, already.rules or book(session), fixed)
    listings = {
        (price.sku, price.channel): _listing(price, kinds[price.channel], known.get(price.sku), given, alone, day)
        for price in one_each(price_list(session, day=day, skus=wanted))
    }
    orders = tuple(promised(session, today=day) if already.orders is None else already.orders)
    rates = Rates(session)
    return Grounds(
        day,
        days,
        rates.base,
        every,
        listings,
        orders,
        kinds,
        {one.sku: one for one in facts.skus},
        already.assumed,
        {name: "disabled" for name, _, active in told if not active},
        _on_order(orders, listings, rates, day),
    )


def _on_order(
    orders: Iterable[CommitmentRow], listings: Mapping[Key, Listing], rates: Rates, day: date
) -> Mapping[str, int]:
    """Add up the open orders of the trade by SKU, at what the book says for so many units, in the ledger's currency.

    An order of a channel without a price, or in a currency without a rate, counts as nothing.
    """
    found: dict[str, int] = {}
    for row in orders:
        listing = listings.get((row.sku, row.channel))
        each = None if listing is None or listing.kind.public else listing.price.for_units(row.quantity)
        if listing is not None and each is not None:
            value = rates.base_minor(row.open * each, listing.currency, day.isoformat()) or 0
            found[row.sku] = found.get(row.sku, 0) + value
    return found


def _promoted_skus(planned: Iterable[Planned], day: date, only: Collection[str] | None) -> set[str] | None:
    """Name the SKUs that promotions are ahead of, or that are looked at; None where all are."""
    ahead = [one.promotion for one in planned if one.promotion.days.last >= day]
    if any(not one.skus for one in ahead):
        return None if only is None else set(only)
    found = {sku for one in ahead for sku in one.skus}
    return found if only is None else found & set(only)


def _given(
    facts: Facts, known: Mapping[str, SkuFacts], rules: AllocationRules, fixed: Sequence[Override]
) -> Mapping[Key, int]:
    """Give what the published rules share out now, apart from what open order lines were promised.

    A SKU that no channel takes, or that the rules cannot be followed for, is left out.
    """
    meant = tuple([one for one in known.values() if any(channel.active for channel in one.channels)])
    others = tuple([one for one in facts.skus if one.sku not in known]) if facts.rooms else ()
    try:
        found = list(outcomes(replace(facts, skus=meant, others=others), rules, fixed))
    except UserError:
        found = []
    return {
        (sku.sku, one.name): max(0, outcome.units(one.name).all - sum(line.units for line in one.lines))
        + one.positioned
        for sku, outcome in found
        for one in sku.channels
    }


def _listing(
    price: GovernedPrice,
    kind: ChannelKind,
    facts: SkuFacts | None,
    given: Mapping[Key, int],
    alone: Alone,
    day: date,
) -> Listing:
    channels: Sequence[ChannelFacts] = () if facts is None else facts.channels
    own = next((one for one in channels if one.name == price.channel), None)
    rate = alone.rate(price.sku, price.channel)
    if facts is None or own is None:
        return Listing(price, kind, rate)
    sold = sum((one.rate for one in channels), Fraction(0))
    # What is on its way is nobody's yet: each channel counts on the part that it usually sells.
    part = own.rate / sold if sold else Fraction(0)
    arrivals = tuple([Arrival(max(one.day, day), int(one.units * part)) for one in facts.receipts])
    units = given.get((price.sku, price.channel))
    return Listing(price, kind, rate, own.rate - rate, units, arrivals, own.leaves, own.active)
