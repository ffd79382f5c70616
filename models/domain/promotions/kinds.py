"""The kinds of promotion that are typed as rules: an offer, with its code, its lane and what it may cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import ClassVar

from models.domain.money import Money, half_up
from models.domain.period import Period
from models.domain.promotions.offer import (
    AmountOff,
    BundleOffer,
    FreeShipping,
    Offer,
    PercentOff,
    PromotionPrice,
)
from models.domain.promotions.promotion import Promotion
from models.domain.rules import Kind, Rule, told

_MOST = 10**10
_HUNDRED = 100
# The last day of a promotion that runs until somebody stops it.
OPEN_END = date(9999, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Named(Kind):
    """What a promotion is called."""

    code: str = field(metadata=told("Code or name", "As customers or colleagues know it."))


@dataclass(frozen=True, kw_only=True)
class Promoted(Named):
    """What every promotion has beside its offer: how it adds up with others, and what it may cost."""

    ADDS: ClassVar[bool] = True
    ASKS: ClassVar[frozenset[str]] = frozenset({"first", "last"})

    lane: str = field(
        default="", metadata=told("Lane", "Of one lane the best counts, those of different lanes add up.")
    )
    exclusive: bool = field(default=False, metadata=told("Exclusive", "It adds up with no other."))
    uplift: Fraction = field(
        default=Fraction(1),
        metadata=told(
            "Expected uplift", "2.5 is two and a half times as many as usual.", unit="×", minimum=0, maximum=1000
        ),
    )
    unit_cap: int | None = field(default=None, metadata=told("Unit cap", unit="units", minimum=0, maximum=_MOST))
    budget: Money | None = field(default=None, metadata=told("Budget", minimum=0, maximum=_MOST))
    fixed: Money | None = field(default=None, metadata=told("Fixed cost", minimum=0, maximum=_MOST))
    ads: Money | None = field(default=None, metadata=told("Advertising", minimum=0, maximum=_MOST))
    funded: Fraction = field(
        default=Fraction(0),
        metadata=told(
            "Funded by others", "The part of the discount that somebody else pays.", unit="%", minimum=0, maximum=100
        ),
    )
    was: Money | None = field(
        default=None, metadata=told("“Was” price", "The price that is announced beside it.", minimum=0)
    )
    reference: bool = field(
        default=False,
        metadata=told("Sold in the EU", "The “was” price may not exceed the lowest of the 30 days before."),
    )

    @property
    def offer(self) -> Offer:
        """What it offers."""
        raise NotImplementedError

    def amounts(self) -> Iterable[Money]:
        """Give every amount that is set."""
        return (one for one in (self.budget, self.fixed, self.ads, self.was) if one is not None)

    def problems(self) -> Iterable[str]:
        """Tell of a missing name, and of amounts in several currencies."""
        if not self.code.strip():
            yield "code: is missing; customers or colleagues have to call it something"
        currencies = sorted({one.currency for one in self.amounts()})
        if len(currencies) > 1:
            yield f"amounts are in {' and '.join(currencies)}; a promotion has one currency"


@dataclass(frozen=True, kw_only=True)
class AmountFigure(Kind):
    """An amount that is taken off."""

    amount: Money = field(metadata=told("Amount off each unit", minimum=0, maximum=_MOST))


@dataclass(frozen=True, kw_only=True)
class PriceFigure(Kind):
    """A price that is asked."""

    price: Money = field(metadata=told("Price", minimum=0, maximum=_MOST))


# Named stands last of the bases, so that a form begins with the code and goes on with the figures of the offer.
@dataclass(frozen=True, kw_only=True)
class PercentPromotion(Promoted, PercentOff, Named):
    """Take a percentage off the price."""

    SUMMARY: ClassVar[str] = "{code}: {percent} % off"

    @property
    def offer(self) -> Offer:
        """What it offers."""
        return PercentOff(self.percent)


@dataclass(frozen=True, kw_only=True)
class AmountPromotion(Promoted, AmountFigure, Named):
    """Take an amount off the price of each unit."""

    KIND: ClassVar[str] = AmountOff.KIND
    TITLE: ClassVar[str] = AmountOff.TITLE
    SUMMARY: ClassVar[str] = "{code}: {amount} off"

    @property
    def offer(self) -> Offer:
        """What it offers."""
        return AmountOff(self.amount.minor)

    def amounts(self) -> Iterable[Money]:
        """Give every amount that is set."""
        return (self.amount, *super().amounts())


@dataclass(frozen=True, kw_only=True)
class PricePromotion(Promoted, PriceFigure, Named):
    """Ask a price of its own; where the price is lower already, it stays."""

    KIND: ClassVar[str] = PromotionPrice.KIND
    TITLE: ClassVar[str] = PromotionPrice.TITLE
    SUMMARY: ClassVar[str] = "{code}: {price} instead of the price"

    @property
    def offer(self) -> Offer:
        """What it offers."""
        return PromotionPrice(self.price.minor)

    def amounts(self) -> Iterable[Money]:
        """Give every amount that is set."""
        return (self.price, *super().amounts())


@dataclass(frozen=True, kw_only=True)
class BundlePromotion(Promoted, BundleOffer, Named):
    """Sell some units at the price and some more with a percentage off: 3 for 2 is buy 2, get 1 with 100 % off."""

    SUMMARY: ClassVar[str] = "{code}: buy {buy}, get {get} with {percent} % off"

    @property
    def offer(self) -> Offer:
        """What it offers."""
        return BundleOffer(self.buy, self.get, self.percent)


@dataclass(frozen=True, kw_only=True)
class ShippingPromotion(Promoted, FreeShipping, Named):
    """Charge no shipping."""

    SUMMARY: ClassVar[str] = "{code}: no shipping is charged"

    @property
    def offer(self) -> Offer:
        """What it offers."""
        return FreeShipping()


KINDS: tuple[type[Promoted], ...] = (
    PercentPromotion,
    AmountPromotion,
    PricePromotion,
    BundlePromotion,
    ShippingPromotion,
)


def promotion_of(rule: Rule[Promoted], skus: frozenset[str], currency: str) -> Promotion:
    """Make the promotion that a rule with both its days types, for SKUs that its scope was resolved to.

    No SKUs means every SKU. Amounts are in the currency of its figures, else in the ledger's. Raises ValueError where
    a day is missing.
    """
    what = rule.what
    if rule.first is None or rule.last is None:
        raise ValueError(f"{what.code} lacks its first or last day")
    return Promotion(
        what.code.strip(),
        what.offer,
        Period(rule.first, rule.last),
        skus,
        frozenset(rule.scope.channels),
        what.lane.strip(),
        what.exclusive,
        next((one.currency for one in what.amounts()), currency),
        what.budget.minor if what.budget else None,
        what.unit_cap,
        what.fixed.minor if what.fixed else 0,
        what.ads.minor if what.ads else 0,
        half_up(what.funded * _HUNDRED),
        what.uplift,
        what.was.minor if what.was else None,
    )
