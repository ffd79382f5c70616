"""What a channel has charged beside what its schedule would have charged for the same sales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from models.domain.money import half_up_of
from models.domain.pricing.curve import Curve
from models.domain.pricing.fee_model import FeeModel


class Charge(StrEnum):
    """What is compared; what came back is a share of sales as fees are."""

    REFERRAL = "referral"
    PAYMENT = "payment"
    FULFILMENT = "fulfilment"
    ADS = "advertising"
    RETURNS = "returns"


@dataclass(frozen=True)
class Sold:
    """What the ledger tells of a SKU on a channel: goods after discounts, shipping charged, and costs above 0."""

    units: int
    goods: int
    shipping: int
    charged: Mapping[Charge, int]


@dataclass(frozen=True)
class Compared:
    """One charge in minor units: as the schedule has it and as the ledger has it, and the sales both are a share of.

    `charged` is None where some of it was posted without a SKU and cannot be told apart.
    """

    charge: Charge
    typed: Fraction
    charged: int | None
    sales: int

    @property
    def typed_rate(self) -> Fraction | None:
        """What the schedule takes of sales; None without sales."""
        return self.typed / self.sales if self.sales > 0 else None

    @property
    def rate(self) -> Fraction | None:
        """What was taken of sales; None where that is not known."""
        return Fraction(self.charged, self.sales) if self.charged is not None and self.sales > 0 else None

    @property
    def difference(self) -> Fraction | None:
        """How much more of sales was taken than the schedule has it."""
        typed, rate = self.typed_rate, self.rate
        return None if typed is None or rate is None else rate - typed


@dataclass(frozen=True)
class Loose:
    """What was posted to a channel without a SKU."""

    charged: Mapping[Charge, int] = field(default_factory=dict)
    shipping: int = 0


def compare(sold: Iterable[tuple[Sold, FeeModel]], loose: Loose, *, whole: bool) -> tuple[Compared, ...]:
    """Compare what was sold under one schedule; each SKU comes with its fee model.

    What is `loose` belongs here where the schedule is for the `whole` channel, else nobody knows. Fees by order are
    typed by unit, so orders of several units make the typed ones look high.
    """
    typed = dict.fromkeys(Charge, Fraction(0))
    charged = dict.fromkeys(Charge, 0)
    sales = loose.shipping if whole else 0
    for one, model in sold:
        sales += one.goods + one.shipping
        for charge, amount in _expected(one, model).items():
            typed[charge] += amount
        for charge in Charge:
            charged[charge] += one.charged.get(charge, 0)
    return tuple(
        [
            Compared(
                charge,
                typed[charge],
                charged[charge] + loose.charged.get(charge, 0) if whole or not loose.charged.get(charge) else None,
                sales,
            )
            for charge in Charge
        ]
    )


def _expected(sold: Sold, model: FeeModel) -> dict[Charge, Fraction]:
    """Give what the schedule takes for so many units at the price they were sold at on average."""
    units, back = sold.units, model.returns.rate
    if units <= 0:
        return {}
    shipping = max(0, half_up_of(sold.shipping, units)) or model.shipping
    lines = Curve(replace(model, shipping=shipping)).lines(max(1, half_up_of(sold.goods, units)))
    kept = 1 - back
    return {
        Charge.REFERRAL: units * (kept * lines.referral + back * lines.administration),
        Charge.PAYMENT: units * lines.payment * (kept if model.payment.refunded else Fraction(1)),
        Charge.FULFILMENT: Fraction(units * lines.fulfilment),
        Charge.ADS: Fraction(units * lines.ads),
        Charge.RETURNS: back * (sold.goods + sold.shipping),
    }
