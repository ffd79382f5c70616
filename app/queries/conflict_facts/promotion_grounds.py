"""What promotions are held against: the price and the economics of each listing, its demand, units and open orders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.allocation import Book as AllocationRules
from app.queries.allocation import book, outcomes
from app.queries.allocation_facts import Facts, load_facts
from app.queries.commitments import CommitmentRow, promised
from app.queries.overrides import overrides
from app.queries.prices import GovernedPrice, price_list
from app.queries.promotions import Planned
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts
from models.domain.catalog import ChannelKind
from models.domain.conflicts.setting import DAYS_AHEAD
from models.domain.cover import Arrival
from models.domain.period import Period
from models.domain.pricing.advertised import NO_MAP, MinimumAdvertised
from models.domain.pricing.curve import Curve
from models.domain.pricing.economics import Economics, economics
from models.domain.promotions.kinds import OPEN_END
from models.domain.promotions.offer import AmountOff, PromotionPrice, Quote
from models.domain.promotions.promotion import Promotion
from models.tables import Channel

# So many days of a promotion without an end are looked at.
_OPEN_DAYS = timedelta(days=89)
Key = tuple[str, str]  # a SKU and the name of a channel


class Assumptions(Protocol):
    """What a check assumes, in basis points, as `conflict_facts.known.Terms` has it."""

    @property
    def claim(self) -> int:
        """Of open wholesale orders, what may be claimed after a breach of MAP."""

    @property
    def featured(self) -> int:
        """Of sales, what is lost with the featured offer."""

    @property
    def shift(self) -> int:
        """Of units, what moves to a cheaper channel."""

    @property
    def tolerance(self) -> int:
        """How far prices of channels may differ."""

    @property
    def margin(self) -> int:
        """What retailers need."""

    @property
    def dispute(self) -> int:
        """The chance that a retailer disputes an order."""


@dataclass(frozen=True)
class Usual:
    """What is assumed until somebody types otherwise, in basis points."""

    claim: int = 1000
    featured: int = 8000
    shift: int = 1000
    tolerance: int = 100
    margin: int = 4000
    dispute: int = 1500


@dataclass(frozen=True)
class Listing:
    """A SKU on a channel at the price of the book; `rate` is units a day, `given` what the allocation gives it."""

    price: GovernedPrice
    kind: ChannelKind
    rate: Fraction = Fraction(0)
    given: int = 0
    arrivals: tuple[Arrival, ...] = ()
    contribution: int | None = None
    active: bool = True

    @property
    def sku(self) -> str:
        """Its SKU."""
        return self.price.sku

    @property
    def channel(self) -> str:
        """Its channel."""
        return self.price.channel

    @property
    def key(self) -> Key:
        """SKU and channel."""
        return self.sku, self.channel

    @property
    def currency(self) -> str:
        """The currency of its price."""
        return self.price.currency

    @property
    def curve(self) -> Curve | None:
        """What a unit earns at each price, if that is known in the currency of the price."""
        known = self.price.economics
        return known.curve if known.currency == self.currency else None

    @cached_property
    def quote(self) -> Quote:
        """What a customer is asked without promotions."""
        return Quote(self.price.amount or 0, self.curve.model.shipping if self.curve is not None else 0)

    @property
    def minimum(self) -> MinimumAdvertised:
        """The MAP of the price book."""
        least = self.price.minimum_advertised
        return NO_MAP if least is None else MinimumAdvertised(least, switched=True)

    def earns(self, quote: Quote) -> Economics | None:
        """Give E and its target for what a customer is asked; None where costs or fees are not known."""
        curve = self.curve
        if curve is None:
            return None
        if quote.shipping != curve.model.shipping:
            curve = Curve(replace(curve.model, shipping=quote.shipping), curve.target)
        return economics(curve, quote.price)

    def takes(self, promotion: Promotion) -> bool:
        """Say whether a promotion counts here: it covers the listing, and its amounts are in the same currency."""
        in_money = isinstance(promotion.offer, AmountOff | PromotionPrice)
        return promotion.covers(self.sku, self.channel) and (not in_money or promotion.currency == self.currency)


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

    def orders_of(self, sku: str) -> int:
        """Add up what open wholesale orders of a SKU contribute, in the ledger's currency."""
        return sum(self.worth_of(row) for row in self.orders if row.sku == sku and self._wholesale(row))

    def worth_of(self, row: CommitmentRow) -> int:
        """Give what the open units of an order line contribute; 0 where that is not known."""
        facts = self.skus.get(row.sku)
        channels: Sequence[ChannelFacts] = () if facts is None else facts.channels
        each = next((one.contribution for one in channels if one.name == row.channel), None)
        return max(0, each or 0) * (row.quantity - row.shipped)

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
    facts = already.facts or load_facts(session, day)
    wanted = _promoted_skus(every, day, already.only)
    told = session.execute(select(Channel.name, Channel.kind, Channel.active)).all()
    kinds = {name: ChannelKind(kind) for name, kind, _ in told}
    known = {one.sku: one for one in facts.skus if wanted is None or one.sku in wanted}
    fixed = overrides(session, day=day) if already.fixed is None else already.fixed
    given = _given(facts, known, already.rules or book(session), fixed)
    listings = {
        (price.sku, price.channel): _listing(price, kinds[price.channel], known.get(price.sku), given, day)
        for price in price_list(session, day=day, skus=wanted)
        if price.amount is not None
    }
    return Grounds(
        day,
        days,
        base_currency(session),
        every,
        listings,
        tuple(promised(session, today=day) if already.orders is None else already.orders),
        kinds,
        {one.sku: one for one in facts.skus},
        already.assumed,
        {name: "disabled" for name, _, active in told if not active},
    )


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
    """Give what the published rules share out now, apart from what open order lines were promised."""
    meant = tuple(known.values())
    others = tuple([one for one in facts.skus if one.sku not in known]) if facts.rooms else ()
    found = {}
    for sku, outcome in outcomes(replace(facts, skus=meant, others=others), rules, fixed):
        for one in sku.channels:
            units = outcome.units(one.name).all
            found[sku.sku, one.name] = max(0, units - sum(line.units for line in one.lines)) + one.positioned
    return found


def _listing(
    price: GovernedPrice, kind: ChannelKind, facts: SkuFacts | None, given: Mapping[Key, int], day: date
) -> Listing:
    channels: Sequence[ChannelFacts] = () if facts is None else facts.channels
    own = next((one for one in channels if one.name == price.channel), None)
    if facts is None or own is None:
        return Listing(price, kind)
    sold = sum((one.rate for one in channels), Fraction(0))
    # What is on its way is nobody's yet: each channel counts on the part that it usually sells.
    part = own.rate / sold if sold else Fraction(0)
    arrivals = tuple([Arrival(max(one.day, day), int(one.units * part)) for one in facts.receipts])
    units = given.get((price.sku, price.channel), 0)
    return Listing(price, kind, own.rate, units, arrivals, own.contribution, own.active)
