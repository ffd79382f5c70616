"""The price book: the governed price of every listing on a day, by the chain of rules, with every step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.bulk import without_collecting
from app.ledger.rates import base_currency
from app.ledger.rows import rows_of
from app.queries.base_prices import base_prices
from app.queries.governed_price import ChannelTold, GovernedPrice, State
from app.queries.price_rules import RulesOfDay, rules_of_day
from app.queries.unit_economics import ListingEconomics, unit_economics
from app.queries.wholesale_terms import terms_that_hold, wholesale_terms
from models.domain.catalog import PUBLIC
from models.domain.contribution.costing import CostBook
from models.domain.making import made
from models.domain.pricing.book import BasePrice, base_on
from models.domain.pricing.chain import Listing, PriceChain
from models.domain.pricing.priced import Once, Trace
from models.domain.pricing.schedule import PriceTier
from models.domain.rules import Rules
from models.tables import Channel, ChannelFees, Sku

__all__ = ["COLUMNS", "NO_LISTING", "GovernedPrice", "PriceReading", "State", "price_list"]

NO_LISTING = "listing on this channel"
_UNTOLD = ("", "", "")
# Economics, channel, category and brand, currency, base price: what a listing is put together of where it is looked at.
_Asking = tuple[ListingEconomics, ChannelTold, tuple[str, str], str, BasePrice | None]
_CHARGED = select(ChannelFees.currency).join(Channel, Channel.id == ChannelFees.channel_id).where(Channel.active == 1)


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
    draft's. By channel, SKU and currency, of which that of the channel's fees comes first. Base prices that are
    `passed_over`, by number, do not count.
    """
    if skus is not None and not skus:
        return []
    with without_collecting():
        read = PriceReading(session, day, skus=skus, channels=channels, passed_over=passed_over)
        return list(read.prices(rules or rules_of_day(session, day=day)))


class PriceReading:
    """Everything but rules that prices of a day stand on, of all SKUs and channels or of some, read once."""

    def __init__(
        self,
        session: Session,
        day: date,
        *,
        skus: Collection[str] | None = None,
        channels: Collection[str] | None = None,
        passed_over: Collection[int] = (),
        costs: CostBook | None = None,
    ) -> None:
        self._day, self._passed_over = day, frozenset(passed_over)
        told = select(Channel.id, Channel.name, Channel.kind, Channel.colour).where(Channel.active == 1)
        self._channels = {row.name: ChannelTold(*row) for row in session.execute(told.order_by(Channel.id))}
        named = rows_of(session, select(Sku.code, Sku.title, Sku.category, Sku.brand).where(Sku.active == 1))
        self._skus = {code: (title, category, brand) for code, title, category, brand in named}
        terms = terms_that_hold(wholesale_terms(session, today=day))
        self._agreed: Mapping[int, tuple[PriceTier, ...]] = {one: held.tiers for one, held in terms.items()}
        self.economics = unit_economics(session, day=day, skus=skus, channels=channels, costs=costs)
        self._base = base_prices(session, skus=skus)
        self._charged = {base_currency(session), *session.scalars(_CHARGED)}
        self._listed = self._asked(self.economics, self._base, channels)

    @cached_property
    def _of_sku(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for key in self._listed:
            found.setdefault(key[0], []).append(key)
        return found

    def prices(
        self, rules: RulesOfDay, *, skus: Collection[str] | None = None, day: date | None = None
    ) -> Iterator[GovernedPrice]:
        """Price every listing by some rules, or those of some SKUs; on another `day` that has the same costs and fees.

        Base prices and rules are then those of that day.
        """
        asked_on = day or self._day
        chain, titles = PriceChain(Rules(rules.rules, asked_on)), rules.title
        of_channel = {name: (told, self._agreed.get(told.id, ())) for name, told in self._channels.items()}
        bases = self._usual_bases(self._base if skus is None else self._base.keys() & set(skus), asked_on)
        asked = self._listed if skus is None else [key for sku in sorted(skus) for key in self._of_sku.get(sku, ())]
        for key in asked:
            sku, channel = key
            title, category, brand = self._skus.get(sku, _UNTOLD)
            told, agreed = of_channel[channel]
            known = self.economics.get(key)
            for currency, base in bases.get(sku) or self._bases(self._base.get(sku, ()), channel, known, asked_on):
                listed = known or ListingEconomics(sku, channel, currency, None, (NO_LISTING,))
                usual = chain.usual(sku, category, brand, channel=channel, currency=currency, agreed=agreed)
                asking = (listed, told, (category, brand), currency, base)
                curve = listed.curve if listed.currency == currency else None
                priced = usual.priced(base, curve, Once(partial(self._trace, chain, asking)))
                if priced is None:
                    priced = chain.price(self._listing(*asking))
                yield made(GovernedPrice, (sku, title, told, currency, base, listed, priced, titles, asked_on))

    def _usual_bases(self, skus: Iterable[str], day: date) -> Mapping[str, list[tuple[str, BasePrice | None]]]:
        """Give the base price by currency of the SKUs that have a single one, which is the same on every channel."""
        single = [self._base[sku][0] for sku in skus if len(self._base[sku]) == 1]
        meant = [one for one in single if not one.channel and one.number not in self._passed_over]
        return {one.sku: [(one.currency, one)] for one in meant if one.holds_on(day)}

    def _asked(
        self,
        economics: Mapping[tuple[str, str], Any],
        bases: Mapping[str, Sequence[BasePrice]],
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
        self, prices: Sequence[BasePrice], channel: str, known: ListingEconomics | None, day: date
    ) -> list[tuple[str, BasePrice | None]]:
        """Give the base price by currency: the channel's own ones, else those for every channel.

        Of prices for every channel in several currencies, a channel takes the one in the currency of its fees, and
        leaves to others what is in the currency of theirs; in a currency of no channel the price stands on each.
        """
        meant = [one for one in prices if one.number not in self._passed_over]
        held = [one for one in meant if one.channel in {"", channel} and one.holds_on(day)]
        usual = known.currency if known is not None else ""
        if not held:
            return [(usual, None)] if usual else []
        own = [one for one in held if one.channel] or held
        currencies = sorted({one.currency for one in own}, key=lambda one: (one != usual, one))
        if len(currencies) > 1 and not own[0].channel and usual in currencies:
            currencies = [one for one in currencies if one == usual or one not in self._charged]
        return [
            (currency, base_on([one for one in own if one.currency == currency], channel=channel, day=day))
            for currency in currencies
        ]

    def _trace(self, chain: PriceChain, asking: _Asking) -> Trace:
        return chain.trace(self._listing(*asking))

    def _listing(
        self, known: ListingEconomics, channel: ChannelTold, of: tuple[str, str], currency: str, base: BasePrice | None
    ) -> Listing:
        """Say what is asked of a listing in a currency; `of` are the category and the brand of its SKU."""
        category, brand = of
        public, agreed = channel.kind in PUBLIC, self._agreed.get(channel.id, ())
        sku, name, most, missing = known.sku, channel.name, known.price_max, known.missing
        if (curve := known.curve) is not None and known.currency == currency:
            solved = known.solved
            return Listing(sku, category, name, currency, base, public, curve, solved, most, missing, agreed, brand)
        lacks = missing if curve is None else (f"fees in {currency}",)
        return Listing(sku, category, name, currency, base, public, None, None, most, lacks, agreed, brand)


COLUMNS: tuple[Column[GovernedPrice], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Channel", lambda row: row.channel),
    Column("Price", lambda row: row.money(row.amount), Kind.MONEY, hint="What the book says, by base price and rules"),
    Column("Currency", lambda row: row.currency),
    Column("Decided by", lambda row: row.state.value, Kind.CHIP),
    Column("Base", lambda row: row.money(row.base.amount if row.base else None), Kind.MONEY, absent=""),
    Column(
        "Lowest allowed",
        lambda row: row.money(row.floor),
        Kind.MONEY,
        hint="The lowest price that may be asked: the floor, or the safe floor where a rule keeps it, or a typed floor",
    ),
    Column("MAP", lambda row: row.money(row.minimum_advertised), Kind.MONEY, absent=""),
    Column("Ceiling", lambda row: row.money(row.ceiling), Kind.MONEY, absent=""),
    Column("Earns", lambda row: row.earned, Kind.MONEY, hint="What a unit is expected to contribute at this price"),
    Column("Margin", lambda row: row.margin, Kind.PERCENT, hint="Of the price without tax"),
    Column("Tax", lambda row: "inside" if row.tax_inside else "on top"),
    Column("From units", lambda row: row.ladder, hint="What a unit costs from so many units on"),
)
