"""A SKU on a channel at the price of the book, with what it earns, sells and is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from app.queries.prices import GovernedPrice
from models.domain.catalog import ChannelKind
from models.domain.cover import Arrival
from models.domain.pricing.advertised import NO_MAP, MinimumAdvertised
from models.domain.pricing.curve import Curve
from models.domain.pricing.economics import Economics, economics
from models.domain.promotions.offer import Quote
from models.domain.promotions.promotion import Promotion

Key = tuple[str, str]  # a SKU and the name of a channel


@dataclass(frozen=True)
class Listing:
    """A SKU on a channel at the price of the book; `rate` is units a day, a bundle as itself and not as what it holds.

    `packed` are the units a day that bundles there take of it, which no promotion of the SKU lifts or makes cheaper.
    `given` is what the allocation gives it, None where the SKU cannot be allocated.
    """

    price: GovernedPrice
    kind: ChannelKind
    rate: Fraction = Fraction(0)
    packed: Fraction = Fraction(0)
    given: int | None = None
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
        fees = self.price.economics.fees_in(self.currency)
        return Quote(self.price.amount or 0, fees.shipping if fees is not None else 0)

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
        fits = not promotion.in_money or promotion.currency == self.currency
        return fits and promotion.covers(self.sku, self.channel)
