"""The price book: the governed price of every listing on a day, by the chain of rules, with every step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.bulk import without_collecting
from app.queries.base_prices import base_prices
from app.queries.price_rules import RulesOfDay, rules_of_day
from app.queries.unit_economics import ListingEconomics, unit_economics
from app.queries.wholesale_terms import terms_that_hold, wholesale_terms
from models.domain.catalog import ChannelKind
from models.domain.money import Money, half_up_of
from models.domain.pricing.book import BasePrice, base_on
from models.domain.pricing.chain import Listing, PriceChain
from models.domain.pricing.priced import Priced
from models.domain.pricing.schedule import PriceTier
from models.domain.pricing.steps import Step, Why
from models.domain.rules import Rules
from models.tables import Channel, Sku

NO_LISTING = "listing on this channel"
_PERMILLE = 1000
_UNTOLD = ("", "", "")


class State(StrEnum):
    """What decided a price."""

    BASE = "base price"
    RULE = "by rule"
    CEILING = "cut to ceiling"
    FLOOR = "held by floor"
    MAP = "held by MAP"
    OVERRIDE = "override"
    BELOW_FLOOR = "below floor"
    NO_BASE = "no base price"
    NO_PRICE = "no price"


# What decides a price where several steps changed it: the last of the chain.
_DECIDED = (
    (Why.MAP_RAISED, State.MAP),
    (Why.RAISED, State.FLOOR),
    (Why.LOWERED, State.FLOOR),
    (Why.CUT, State.CEILING),
    (Why.RULE, State.RULE),
    (Why.AGREED, State.RULE),
    (Why.ENDED, State.RULE),
)


class ChannelTold(NamedTuple):
    """What the price list needs to know of a channel."""

    id: int
    name: str
    kind: str
    colour: str


@dataclass(frozen=True)
class GovernedPrice:
    """The price of a SKU on a channel on a day in one currency, how it came about, and what it stands on.

    `version` names the rules that were applied; amounts are in minor units of `currency`.
    """

    sku: str
    title: str
    told: ChannelTold = field(repr=False)
    currency: str
    base: BasePrice | None
    economics: ListingEconomics
    priced: Priced
    version: str
    day: date

    @property
    def channel(self) -> str:
        """The name of the channel."""
        return self.told.name

    @property
    def amount(self) -> int | None:
        """The price; None where none may be asked or none is known, `priced.lack` says why."""
        return self.priced.amount

    @property
    def tax_inside(self) -> bool:
        """Whether the price holds the tax."""
        return self.priced.tax_inside

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the chain."""
        return self.priced.steps

    @property
    def minimum_advertised(self) -> int | None:
        """The MAP that holds on the day."""
        return self.priced.minimum

    @property
    def ceiling(self) -> int | None:
        """The highest price that may be asked."""
        return self.priced.ceiling

    @property
    def floor(self) -> int | None:
        """The lowest price that may be asked, worked out when it is first looked at."""
        return self.priced.floor

    @property
    def earned(self) -> Money | None:
        """What a unit is expected to contribute at the price."""
        curve, amount = self.economics.curve, self.amount
        if curve is None or amount is None or self.economics.currency != self.currency:
            return None
        return Money(half_up_of(curve.earned(amount), curve.scale), self.currency)

    @property
    def margin(self) -> Decimal | None:
        """What it contributes as a share of the price without tax, to a tenth of a percent."""
        curve, amount = self.economics.curve, self.amount
        if curve is None or amount is None or self.earned is None:
            return None
        net = curve.lines(amount).net
        return Decimal(half_up_of(curve.earned(amount) * _PERMILLE, curve.scale * net)) / _PERMILLE if net else None

    @property
    def state(self) -> State:
        """What decided the price, in a word or two."""
        whys = {step.why for step in self.steps}
        if self.amount is None:
            return State.NO_BASE if whys <= {Why.NO_BASE, Why.RULE_LACKS} else State.NO_PRICE
        if self.priced.below_floor:
            return State.BELOW_FLOOR
        if self.priced.overridden:
            return State.OVERRIDE
        return next((state for why, state in _DECIDED if why in whys), State.BASE)

    @property
    def ladder(self) -> str:
        """The prices from so many units on: "24: 11.25, 96: 10.56"."""
        prices = [(one.units, self.money(one.amount)) for one in self.priced.tiers]
        return ", ".join(f"{units}: {price.major() if price else 'none'}" for units, price in prices)

    def money(self, minor: int | None) -> Money | None:
        """Give an amount with the currency of the price."""
        return None if minor is None else Money(minor, self.currency)


def price_list(
    session: Session,
    *,
    day: date,
    skus: Collection[str] | None = None,
    channels: Collection[str] | None = None,
    rules: RulesOfDay | None = None,
    passed_over: Collection[int] = (),
) -> list[GovernedPrice]:
    """Give the price on a day of every SKU that has a listing or a base price of its own on a channel.

    By the rules that were published on that day (on a later day those published last), or by given ones such as a
    draft's. By channel, SKU and currency. Base prices that are `passed_over`, by number, do not count.
    """
    with without_collecting():
        book = _List(session, day, rules or rules_of_day(session, day=day), frozenset(passed_over))
        return list(book.prices(session, skus, channels))


class _List:
    """Everything that prices stand on, read once."""

    def __init__(self, session: Session, day: date, rules: RulesOfDay, passed_over: frozenset[int]) -> None:
        self._day, self._version, self._passed_over = day, rules.title, passed_over
        self._chain = PriceChain(Rules(rules.rules, day))
        told = select(Channel.id, Channel.name, Channel.kind, Channel.colour).where(Channel.active == 1)
        self._channels = {row.name: ChannelTold(*row) for row in session.execute(told.order_by(Channel.id))}
        named = session.execute(select(Sku.code, Sku.title, Sku.category, Sku.brand).where(Sku.active == 1))
        self._skus = {code: told for code, *told in named}
        terms = terms_that_hold(wholesale_terms(session, today=day))
        self._agreed: Mapping[int, tuple[PriceTier, ...]] = {one: held.tiers for one, held in terms.items()}

    def prices(
        self, session: Session, skus: Collection[str] | None, channels: Collection[str] | None
    ) -> Iterator[GovernedPrice]:
        """Price every listing."""
        economics = unit_economics(session, day=self._day, skus=skus, channels=channels)
        bases = base_prices(session, skus=skus)
        for sku, channel in self._asked(economics, bases, channels):
            known = economics.get((sku, channel))
            for currency, base in self._bases(bases.get(sku, ()), channel, known):
                listed = known or ListingEconomics(sku, channel, currency, None, (NO_LISTING,))
                yield self._price(listed, self._channels[channel], currency, base)

    def _asked(
        self,
        economics: Mapping[tuple[str, str], Any],
        bases: Mapping[str, Iterable[BasePrice]],
        channels: Collection[str] | None,
    ) -> list[tuple[str, str]]:
        """Name the listings, and SKUs that have a base price on a channel before they are listed there."""
        own = {(sku, one.channel) for sku, prices in bases.items() for one in prices if sku in self._skus}
        early = {
            (sku, channel)
            for sku, channel in own - economics.keys()
            if channel in self._channels and (channels is None or channel in channels)
        }
        if not early:
            return list(economics)
        place = {name: number for number, name in enumerate(self._channels)}
        return sorted({*economics, *early}, key=lambda one: (place[one[1]], one[0]))

    def _bases(
        self, prices: Iterable[BasePrice], channel: str, known: ListingEconomics | None
    ) -> list[tuple[str, BasePrice | None]]:
        """Give the base price by currency: the channel's own ones, else those for every channel.

        Of prices for every channel in several currencies, the one in the currency of the channel's fees counts.
        """
        meant = [one for one in prices if one.number not in self._passed_over]
        held = [one for one in meant if one.channel in {"", channel} and one.holds_on(self._day)]
        usual = known.currency if known is not None else ""
        if not held:
            return [(usual, None)] if usual else []
        own = [one for one in held if one.channel] or held
        currencies = sorted({one.currency for one in own})
        if len(currencies) > 1 and not own[0].channel and usual in currencies:
            currencies = [usual]
        return [
            (currency, base_on([one for one in own if one.currency == currency], channel=channel, day=self._day))
            for currency in currencies
        ]

    def _price(
        self, known: ListingEconomics, channel: ChannelTold, currency: str, base: BasePrice | None
    ) -> GovernedPrice:
        title, category, brand = self._skus.get(known.sku, _UNTOLD)
        curve = known.curve if known.currency == currency else None
        missing = known.missing
        if curve is None and known.curve is not None:
            missing = (f"fees in {currency}",)
        asked = Listing(
            known.sku,
            category,
            channel.name,
            currency,
            base,
            public=channel.kind != ChannelKind.WHOLESALE,
            curve=curve,
            solved=known.solved if curve is not None else None,
            price_max=known.price_max,
            missing=missing,
            agreed=self._agreed.get(channel.id, ()),
            brand=brand,
        )
        return GovernedPrice(
            known.sku, title, channel, currency, base, known, self._chain.price(asked), self._version, self._day
        )


COLUMNS: tuple[Column[GovernedPrice], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Channel", lambda row: row.channel),
    Column("Price", lambda row: row.money(row.amount), Kind.MONEY, hint="What the book says, by base price and rules"),
    Column("Currency", lambda row: row.currency),
    Column("Decided by", lambda row: row.state.value, Kind.CHIP),
    Column("Base", lambda row: row.money(row.base.amount if row.base else None), Kind.MONEY, absent=""),
    Column("Floor", lambda row: row.money(row.floor), Kind.MONEY, hint="The lowest price that may be asked"),
    Column("MAP", lambda row: row.money(row.minimum_advertised), Kind.MONEY, absent=""),
    Column("Ceiling", lambda row: row.money(row.ceiling), Kind.MONEY, absent=""),
    Column("Earns", lambda row: row.earned, Kind.MONEY, hint="What a unit is expected to contribute at this price"),
    Column("Margin", lambda row: row.margin, Kind.PERCENT, hint="Of the price without tax"),
    Column("Tax", lambda row: "inside" if row.tax_inside else "on top"),
    Column("From units", lambda row: row.ladder, hint="What a unit costs from so many units on"),
)
