"""The price that most listings have: a base price with a difference and an ending, which earns its target."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from operator import add

from models.domain.making import made
from models.domain.money import half_up_of
from models.domain.pricing.book import BasePrice
from models.domain.pricing.curve import Curve
from models.domain.pricing.endings import ending_up
from models.domain.pricing.floor import LOWEST
from models.domain.pricing.meant import Meant
from models.domain.pricing.priced import Priced, Trace
from models.domain.pricing.rules import AmountDifference, Difference
from models.domain.pricing.schedule import PriceTier

_HUNDRED = 100


class Usual:
    """What rules and agreed discounts come to for all the listings that they are meant for alike.

    `ruled` says whether a channel rule or a discount for everybody makes the price, `may_rise` whether a larger number
    of units may be dearer: limits keep the order of prices, an override does not.
    """

    def __init__(self, meant: Meant, agreed: tuple[PriceTier, ...]) -> None:
        self.meant, self.agreed = meant, agreed
        for_one = not meant.tiers and any(tier.units <= 1 for tier in agreed)
        self.ruled = meant.made or for_one
        falls = meant.falls if meant.tiers else _falls(agreed)
        self.may_rise = bool(meant.tiers or agreed) and (meant.override is not None or falls)
        self._set = None if meant.special or for_one else _setter(meant)
        self._endings = meant.endings

    def priced(self, base: BasePrice | None, curve: Curve | None, trace: Callable[[], Trace]) -> Priced | None:
        """Give the price where nothing but a difference and an ending makes it and it earns its target, as most do.

        None is for all others: they walk the chain. A usual price walks it when anybody asks for its trace.
        """
        setter = self._set
        if setter is None or base is None or curve is None or base.tax_inside or curve.taxed:
            return None
        price = setter(base.amount)
        if self._endings:
            price = ending_up(price, self._endings)
        if price < LOWEST or not curve.admissible(price):
            return None
        # By position, since whole books are made so: no tax inside, no MAP, neither below the floor nor fixed.
        return made(Priced, (price, False, trace, None, False, False, self.ruled, self.may_rise, True))


def _setter(meant: Meant) -> Callable[[int], int] | None:
    """Give what a channel rule makes of a base price; None where it needs to know more than that."""
    match meant.setter.rule.what if meant.setter is not None else None:
        case None:
            return int
        case Difference(percent):
            return partial(raised, percent=percent)
        case AmountDifference(amount):
            return partial(add, amount.minor)
        case _:
            return None


def raised(price: int, percent: Fraction) -> int:
    """Add a percentage, rounded half up; in whole numbers, since fractions take five times as long."""
    whole = _HUNDRED * percent.denominator
    return half_up_of(price * (whole + percent.numerator), whole)


def _falls(agreed: tuple[PriceTier, ...]) -> bool:
    """Say whether a discount falls with the number of units, or is none but more."""
    shares = [share for _, share in sorted((tier.units, tier.discount) for tier in agreed)]
    return bool(shares) and (shares != sorted(shares) or shares[0] < 0)
