"""One line of the price book: the governed price of a listing on a day, how it came about, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from app.queries.unit_economics import ListingEconomics
from models.domain.money import Money, half_up, half_up_of
from models.domain.pricing.book import BasePrice
from models.domain.pricing.priced import Priced
from models.domain.pricing.steps import Step, Why

_PERMILLE = 1000


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


class GovernedPrice(NamedTuple):
    """The price of a SKU on a channel on a day in one currency, how it came about, and what it stands on.

    `version` names the rules that were applied; amounts are in minor units of `currency`.
    """

    sku: str
    title: str
    told: ChannelTold
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
    def agreed(self) -> bool:
        """Whether the price is one of the channel's own: typed for it, or made by a rule or terms of it."""
        own = self.base is not None and bool(self.base.channel)
        return own or self.priced.ruled

    def without_tax(self, amount: int) -> int | None:
        """Give an amount that is asked at these terms without the tax inside; None where its rate is not known."""
        if not self.priced.tax_inside:
            return amount
        fees = self.economics.fees_in(self.currency)
        vat = fees.vat if fees is not None else Fraction(0)
        return half_up(amount / (1 + vat)) if vat else None

    @property
    def amount(self) -> int | None:
        """The price; None where none may be asked or none is known, `priced.lack` says why."""
        return self.priced.amount

    def for_units(self, units: int) -> int | None:
        """Give what a unit costs where so many are bought."""
        fitting = [tier for tier in self.priced.tiers if tier.units <= units and tier.amount is not None]
        best = max(fitting, key=lambda tier: tier.units, default=None)
        return self.amount if best is None else best.amount

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


def one_each(prices: Iterable[GovernedPrice]) -> list[GovernedPrice]:
    """Give one price of each listing that has any: of several currencies the first, which is that of its fees."""
    found: dict[tuple[str, str], GovernedPrice] = {}
    for one in prices:
        if one.amount is not None:
            found.setdefault((one.sku, one.channel), one)
    return list(found.values())
