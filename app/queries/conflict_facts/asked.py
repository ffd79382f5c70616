"""The price that each listing really asks: the live one where it is not the book's, else that of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.queries.conflict_facts.alone import Key
from app.queries.conflict_facts.known import Known
from app.queries.drift import TOLERANCE, DriftState, judged
from app.queries.governed_price import GovernedPrice
from app.queries.live_prices import LiveListing
from app.queries.price_rules import rules_of_day
from models.domain.catalog import PUBLIC
from models.domain.making import made
from models.domain.pricing.curve import Curve
from models.domain.pricing.steps import Stage


class Asked(NamedTuple):
    """What a listing asks, in minor units of the currency of `price`; `live` is None where that is the book's price."""

    price: GovernedPrice
    amount: int
    live: LiveListing | None

    @property
    def key(self) -> Key:
        """Its SKU and its channel."""
        return self.price.sku, self.price.channel

    @property
    def since(self) -> date | None:
        """Since when it is asked; None where nothing says so."""
        return _since(self.price) if self.live is None else self.live.since

    @property
    def curve(self) -> Curve | None:
        """What a unit earns at each price, where that is known in the currency of the price."""
        price = self.price
        known = price.economics
        return known.curve if known.currency == price.currency else None

    @property
    def public(self) -> bool:
        """Whether consumers see it."""
        return self.price.told.kind in PUBLIC

    @property
    def landed(self) -> int:
        """What a customer pays with shipping."""
        fees = self.price.economics.fees_in(self.price.currency)
        return self.amount if fees is None else self.amount + fees.shipping


class OfSku(NamedTuple):
    """What is asked of a SKU where consumers see it, and of the trade."""

    public: list[Asked]
    trade: list[Asked]


@dataclass(frozen=True)
class Prices:
    """What the listings that are looked at ask, by SKU and channel, and those whose live price is not the book's."""

    asked: Mapping[Key, Asked]
    drifted: tuple[Asked, ...]

    @cached_property
    def by_sku(self) -> Mapping[str, OfSku]:
        """What they ask, by SKU."""
        found: dict[str, OfSku] = {}
        for (sku, _), one in self.asked.items():
            of_sku = found.get(sku)
            if of_sku is None:
                of_sku = found[sku] = OfSku([], [])
            (of_sku.public if one.price.told.kind in PUBLIC else of_sku.trade).append(one)
        return found


def prices_asked(session: Session, known: Known) -> Prices:
    """Give what listings ask on the day, of all SKUs or of those that are looked at with what is packed of them."""
    book, live = known.prices.of(session)
    wanted = None if known.only is None else known.only | _packs_and_parts(known)
    governed = _one_each(book.prices(known.price_rules, skus=wanted), live)
    differing = {
        key: price
        for key, seen in live.items()
        if (price := governed.get(key)) is not None and seen.price != price.priced.amount and _differs(price, seen)
    }
    right = _right_when_seen(session, known, differing, live)
    drifted = {
        key: Asked(price, live[key].price, live[key])
        for key, price in differing.items()
        if price.amount is None or key not in right
    }
    # All in the order of the book, also those of which only the live price is known.
    asked: dict[Key, Asked] = {
        key: made(Asked, (price, amount, None))
        for key, price in governed.items()
        if (amount := price.priced.amount) is not None or key in drifted
    }
    asked.update(drifted)
    return Prices(asked, tuple([one for one in drifted.values() if one.price.amount is not None]))


def _packs_and_parts(known: Known) -> frozenset[str]:
    """Name what holds the SKUs that are looked at, and what they hold: packs are compared with single units."""
    only, holds = known.only or frozenset(), known.names.holds
    packs = {pack for pack, held in holds.items() if not only.isdisjoint(held)}
    return frozenset(packs | {sku for pack in packs | set(only) for sku in holds.get(pack, ())})


def _one_each(prices: Iterable[GovernedPrice], live: Mapping[Key, LiveListing]) -> dict[Key, GovernedPrice]:
    """Give one price of each listing: in the currency it is live in, else in that of its fees, else the first."""
    found: dict[Key, GovernedPrice] = {}
    for one in prices:
        key = (one.sku, one.told.name)
        if found.setdefault(key, one) is one:
            continue
        seen = live.get(key)
        wanted = one.economics.currency if seen is None else seen.currency
        if one.currency == wanted:
            found[key] = one
    return found


def _differs(price: GovernedPrice, seen: LiveListing) -> bool:
    """Say whether a live price is in the terms of the book, and is not its price."""
    state, _ = judged(price, seen)
    if state is DriftState.NO_PRICE:
        return seen.tax_inside is None or seen.tax_inside == price.tax_inside
    return state is DriftState.DRIFT


def _right_when_seen(
    session: Session, known: Known, differing: Mapping[Key, GovernedPrice], live: Mapping[Key, LiveListing]
) -> set[Key]:
    """Name the listings whose live price was right on the day it was seen: the book has changed since."""
    days: dict[date, set[str]] = {}
    for key, price in differing.items():
        if price.amount is not None and live[key].day != known.day:
            days.setdefault(live[key].day, set()).add(key[0])
    found: set[Key] = set()
    for day, skus in days.items():
        for one in known.prices.on(session, day, skus).prices(rules_of_day(session, day=day), skus=skus, day=day):
            key = (one.sku, one.channel)
            seen = live.get(key)
            if key not in differing or seen is None or (seen.day, seen.currency) != (day, one.currency):
                continue
            if one.amount is not None and abs(seen.price - one.amount) <= TOLERANCE:
                found.add(key)
    return found


def _since(price: GovernedPrice) -> date | None:
    """Give the day since which the book asks a price of these fees: that of what came last of all that decides it."""
    steps = price.steps if price.priced.overridden else ()
    days = [step.winner.rule.first for step in steps if step.stage is Stage.OVERRIDE and step.winner is not None]
    days += [price.base.first] if price.base is not None else []
    days += [price.economics.schedule.schedule.valid_from] if price.economics.schedule is not None else []
    return max([day for day in days if day is not None], default=None)
