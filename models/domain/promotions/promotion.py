"""A promotion: its offer, the SKUs and channels it is for, its days, its lane, and what it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.period import Period
from models.domain.promotions.offer import AmountOff, Offer, PromotionPrice
from models.domain.rules import summary

_WHOLE = 10_000


@dataclass(frozen=True)
class Promotion:
    """One promotion; no SKUs means every SKU, no channels every channel.

    Of the promotions of one `lane` the best counts, those of different lanes add up, and an `exclusive` one stands
    alone. `budget`, `fixed` and `ads` are in minor units of `currency`, `unit_cap` in units; None is no limit.
    `funded` is the part of the discount that somebody else pays, in basis points; `uplift` is the demand expected
    while it runs for each unit of usual demand: 5/2 is two and a half times as many.
    """

    code: str
    offer: Offer
    days: Period
    skus: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    lane: str = ""
    exclusive: bool = False
    currency: str = "USD"
    budget: int | None = None
    unit_cap: int | None = None
    fixed: int = 0
    ads: int = 0
    funded: int = 0
    uplift: Fraction = Fraction(1)
    was: int | None = None

    def __post_init__(self) -> None:
        if not self.code:
            raise ValueError("a promotion needs a code")
        if not 0 <= self.funded <= _WHOLE:
            raise ValueError("funding lies between 0 and 10000 basis points of the discount")
        if self.uplift < 0 or self.fixed < 0 or self.ads < 0:
            raise ValueError("uplift, fixed cost and advertising are 0 or more")
        if (self.budget is not None and self.budget < 0) or (self.unit_cap is not None and self.unit_cap < 0):
            raise ValueError("budget and unit cap are 0 or more, or left open")

    @property
    def in_money(self) -> bool:
        """Whether its offer is an amount of its currency, and not a part of the price."""
        return isinstance(self.offer, AmountOff | PromotionPrice)

    def covers(self, sku: str, channel: str) -> bool:
        """Say whether a SKU on a channel is promoted."""
        return (not self.skus or sku in self.skus) and (not self.channels or channel in self.channels)

    def runs_on(self, day: date) -> bool:
        """Say whether it runs on a day; the first and the last day count."""
        return self.days.first <= day <= self.days.last

    def sentence(self) -> str:
        """Say what it offers and when."""
        return f"{self.code}: {summary(self.offer)}, {self.days.label()}"


def stackable(one: Promotion, other: Promotion) -> bool:
    """Say whether two promotions are marked as adding up: of different lanes, and none of them exclusive."""
    return one.lane != other.lane and not one.exclusive and not other.exclusive
