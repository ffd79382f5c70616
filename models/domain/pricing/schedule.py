"""What a channel charges, as it is typed: a fee model without the cost of a SKU, the target, and where from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.domain.pricing.fee_model import FeeBase, FeeModel, Payment, Target, Tier, flat

PRICE_MAX = 20_000  # minor units; the highest price looked at where nobody has typed one
_TIMES_COST = 10


@dataclass(frozen=True)
class FeeSchedule:
    """The fees of a channel, all of it or one category, from a day on; amounts in minor units of `currency`.

    `fees` has no landed cost: that is the SKU's. With a `place` its typed fees for serving a unit and handling a
    return are added to those in `fees`; with `returns_of_sku` the return rate is that of the SKU. `source` says where
    the figures are from.
    """

    currency: str
    valid_from: date
    category: str = ""
    fees: FeeModel = field(default_factory=lambda: FeeModel(0))
    target: Target = field(default_factory=Target)
    price_max: int | None = None
    place: str = ""
    returns_of_sku: bool = False
    source: str = ""

    def highest(self, cogs: int) -> int:
        """Give the highest price looked at: the typed one, else 200.00 and at least ten times the landed cost."""
        return max(PRICE_MAX, _TIMES_COST * cogs) if self.price_max is None else self.price_max


class Served(NamedTuple):
    """What serving a unit costs beside its schedule, and handling one that comes back, in whole minor units."""

    unit: int = 0
    returned: int = 0


@dataclass(frozen=True)
class PriceTier:
    """A share off the list price from a number of units on."""

    units: int
    discount: Fraction


@dataclass(frozen=True)
class ShipWindow:
    """Days in which orders of a season are shipped, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class WholesaleTerms:
    """What is agreed with the buyers of a wholesale channel from a day on.

    `rep` is the commission of a representative, a share of net; `payment` what the terms of payment cost, a share of
    the invoice; an order holds at least `moq` units and is paid after `payment_days`.
    """

    valid_from: date
    tiers: tuple[PriceTier, ...] = ()
    rep: Fraction = Fraction(0)
    payment: Fraction = Fraction(0)
    moq: int = 0
    payment_days: int = 0
    windows: tuple[ShipWindow, ...] = ()
    source: str = ""

    def discount(self, units: int) -> Fraction:
        """Give the share off the list price of an order of so many units."""
        return next((tier.discount for tier in reversed(self.tiers) if tier.units <= units), Fraction(0))


def model_of(
    schedule: FeeSchedule,
    cogs: int,
    *,
    served: Served | None = None,
    return_rate: Fraction | None = None,
    terms: WholesaleTerms | None = None,
) -> FeeModel:
    """Make the fee model of one SKU: its cost, what its place charges, its return rate, and the terms of wholesale.

    Under wholesale terms the representative stands in place of the referral, as a flat share of net without a
    minimum, and the terms of payment in place of the payment fee (B7).
    """
    fees, place = schedule.fees, served or Served()
    returns = replace(fees.returns, handling=fees.returns.handling + place.returned)
    if return_rate is not None:
        returns = replace(returns, rate=return_rate)
    made = replace(
        fees,
        cogs=cogs,
        fulfilment=tuple([Tier(tier.to, tier.fee + place.unit) for tier in fees.fulfilment]),
        returns=returns,
    )
    if terms is None:
        return made
    return replace(made, referral=flat(terms.rep), fee_base=FeeBase.NET, payment=Payment(terms.payment))
