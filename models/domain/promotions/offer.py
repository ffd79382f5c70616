"""What a promotion offers: percent, amount off, price, bundle or free shipping; each kind makes its own form."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from models.domain.rules import Kind, told

_WHOLE = 100
_MOST = 10**12
_MONEY = "minor units"


@dataclass(frozen=True)
class Quote:
    """What a customer is asked for one unit: its price, and the shipping charged with it, in minor units."""

    price: int
    shipping: int = 0

    @property
    def landed(self) -> int:
        """The price with its shipping."""
        return self.price + self.shipping


@dataclass(frozen=True)
class PercentOff(Kind):
    """Take a percentage off the price."""

    KIND: ClassVar[str] = "percent"
    TITLE: ClassVar[str] = "Percent off"
    SUMMARY: ClassVar[str] = "{percent} % off"

    percent: Fraction = field(metadata=told("Percent", unit="%", minimum=0, maximum=_WHOLE))


@dataclass(frozen=True)
class AmountOff(Kind):
    """Take an amount off the price of each unit."""

    KIND: ClassVar[str] = "fixed"
    TITLE: ClassVar[str] = "Amount off"
    SUMMARY: ClassVar[str] = "{amount} minor units off"

    amount: int = field(metadata=told("Amount off each unit", unit=_MONEY, minimum=0, maximum=_MOST))


@dataclass(frozen=True)
class PromotionPrice(Kind):
    """Ask a price of its own; where the price is lower already, it stays."""

    KIND: ClassVar[str] = "price"
    TITLE: ClassVar[str] = "Promotion price"
    SUMMARY: ClassVar[str] = "{price} minor units instead of the price"

    price: int = field(metadata=told("Price", unit=_MONEY, minimum=0, maximum=_MOST))


@dataclass(frozen=True)
class BundleOffer(Kind):
    """Sell some units at the price and some more with a percentage off: 3 for 2 is buy 2, get 1 with 100 % off."""

    KIND: ClassVar[str] = "bundle"
    TITLE: ClassVar[str] = "Bundle"
    SUMMARY: ClassVar[str] = "Buy {buy}, get {get} with {percent} % off"

    buy: int = field(metadata=told("Buy", unit="units", minimum=1, maximum=1000))
    get: int = field(default=1, metadata=told("Get", unit="units", minimum=1, maximum=1000))
    percent: Fraction = field(
        default=Fraction(_WHOLE), metadata=told("Off what is got", unit="%", minimum=0, maximum=_WHOLE)
    )


@dataclass(frozen=True)
class FreeShipping(Kind):
    """Charge no shipping."""

    KIND: ClassVar[str] = "free_shipping"
    TITLE: ClassVar[str] = "Free shipping"
    SUMMARY: ClassVar[str] = "No shipping is charged"


Offer = PercentOff | AmountOff | PromotionPrice | BundleOffer | FreeShipping


def applied(offer: Offer, quote: Quote) -> Quote:
    """Give the quote after an offer, the price rounded half up and never below 0; no offer raises it.

    A bundle counts with the average price of its units.
    """
    price = quote.price
    match offer:
        case PercentOff(percent=percent):
            return Quote(_less(price, percent.numerator, _WHOLE * percent.denominator), quote.shipping)
        case AmountOff(amount=amount):
            return Quote(max(0, price - amount), quote.shipping)
        case PromotionPrice(price=asked):
            return Quote(min(price, asked), quote.shipping)
        case BundleOffer(buy=buy, get=get, percent=percent):
            return Quote(
                _less(price, percent.numerator * get, _WHOLE * percent.denominator * (buy + get)), quote.shipping
            )
        case FreeShipping():
            return Quote(price, 0)


def _less(price: int, off: int, whole: int) -> int:
    """Take off so many parts of a whole and round half up, in integers, since thousands of prices are stacked."""
    return max(0, (2 * price * (whole - off) + whole) // (2 * whole))
