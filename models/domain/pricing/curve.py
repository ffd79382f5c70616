"""What one unit earns at each price, in whole numbers and quickly.

E(P) = (1−r)(n − R − Y) − r(admin(R) + Y·[not refunded] + h) − fulfilment(P) − ads − o − c(1 − r·q)

Every line that is a rate of an amount is rounded half up by itself; expectations are not rounded. So E times the
denominators of r, r·q and the margin target is whole: that product is what the functions here call scaled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from models.domain.pricing.fee_model import NOTHING, FeeBase, FeeModel, Schedule, ScheduleKind, Target

# Prices of the same fees that are kept, more than a brand asks.
_KEPT = 8_192


class Lines(NamedTuple):
    """The lines of one unit at a price, in minor units: amounts of the price, and fees as they are charged."""

    gross: int
    net: int
    referral: int
    payment: int
    fulfilment: int
    ads: int
    administration: int


class Curve:
    """E(P) of one fee model against one target.

    `scale` is what scaled amounts are multiplied by; `noise` is how far, scaled, rounding moves E or E less the margin
    target at most from the straight line between two breaks.
    """

    def __init__(self, model: FeeModel, target: Target | None = None) -> None:
        self.model = model
        self.target = target or Target()
        returns, margin = model.returns, self.target.margin
        resold = returns.rate * returns.resale
        self.scale = lcm(returns.rate.denominator, resold.denominator, margin.denominator)
        self._back = int(returns.rate * self.scale)
        self._kept = self.scale - self._back
        self._payment_weight = self._kept if model.payment.refunded else self.scale
        self._fixed = model.other * self.scale + returns.handling * self._back
        self._cost_weight = self.scale - int(resold * self.scale)
        self._cost = model.cogs * self._cost_weight
        self._absolute = self.target.absolute * self.scale
        self._margin = int(margin * self.scale)
        self._net = _rounded(1 / (1 + model.vat))
        self._payment = _rounded(model.payment.rate, Fraction(model.payment.fixed))
        self._ads = _rounded(model.ads.rate, Fraction(model.ads.absolute))
        self._administration = _rounded(returns.administration.rate)
        self._edges = model.referral.edges
        self._bands = [_rounded(rate, constant) for rate, constant in model.referral.portions()]
        self._tier_edges = [tier.to for tier in model.fulfilment if tier.to is not None]
        self._tier_fees = [tier.fee for tier in model.fulfilment]
        self._on_gross = model.fee_base is FeeBase.GROSS
        self._cliffs = self._ends(self._edges if model.referral.kind is ScheduleKind.BRACKET else ())
        self.noise = _noise(model, self.target, self.scale)
        self.taxed = bool(model.vat)
        # What prices earn but for the landed cost, and their net: of thousands of SKUs many ask the same price.
        self._before_cost: dict[int, tuple[int, int]] = {}
        self._below: dict[int, bool] = {}

    def at_cost(self, cogs: int) -> Curve:
        """Give the curve of the same fees with another landed cost: much quicker than to make it anew."""
        made = copy(self)
        made.model = replace(self.model, cogs=cogs)
        made._cost = cogs * self._cost_weight  # noqa: SLF001 - of the same class
        return made

    def lines(self, price: int) -> Lines:
        """Give the lines of a unit at a list price."""
        return Lines(*self._lines(price))

    def earned(self, price: int) -> int:
        """Give E, scaled."""
        return self._earned(price)[0]

    def over_absolute(self, price: int) -> int:
        """Give E less the absolute target, scaled."""
        return self._earned(price)[0] - self._absolute

    def over_margin(self, price: int) -> int:
        """Give E less the margin target, scaled."""
        earned, net = self._earned(price)
        return earned - self._margin * net

    def admissible(self, price: int) -> bool:
        """Tell whether E reaches both targets."""
        earned, net = self._earned(price)
        return earned >= self._absolute and earned >= self._margin * net

    def breaks(self, last: int) -> list[int]:
        """Give the list prices below `last`, ascending, after which E runs on another straight line."""
        return [price for price in self._ends(self._base_breaks()) if price < last]

    def cliffs(self, last: int) -> list[int]:
        """Give the list prices below `last` at which a bracket or a tier of fulfilment ends."""
        return [price for price in self._cliffs if price < last]

    def below_an_edge(self, price: int) -> bool:
        """Tell whether a unit earns less than at a lower cliff, without which no dead zone holds the price."""
        if not self._cliffs or price <= self._cliffs[0]:
            return False
        found = self._below.get(price)
        if found is None:
            if len(self._below) >= _KEPT:
                self._below.clear()
            # The landed cost is off both alike, so that the same is told of all curves of the same fees.
            earned = self.earned(price)
            found = self._below[price] = any(self.earned(edge) > earned for edge in self.cliffs(price))
        return found

    def _ends(self, bases: Iterable[int]) -> list[int]:
        """Give the list prices, ascending, at which a tier of fulfilment or one of the referral bases ends."""
        prices = {*self._tier_edges, *(self._last_price(base) for base in bases)}
        return sorted(price for price in prices if price > 0)

    def _earned(self, price: int) -> tuple[int, int]:
        """Give E, scaled, and net."""
        found = self._before_cost.get(price)
        if found is None:
            found = self._weighed(price)
        return found[0] - self._cost, found[1]

    def _weighed(self, price: int) -> tuple[int, int]:
        """Give E, scaled, before the landed cost, and net; kept for all curves of the same fees."""
        _, net, referral, payment, fulfilment, ads, administration = self._lines(price)
        earned = (
            (net - referral) * self._kept
            - payment * self._payment_weight
            - administration * self._back
            - (fulfilment + ads) * self.scale
            - self._fixed
        )
        if len(self._before_cost) >= _KEPT:
            self._before_cost.clear()
        found = self._before_cost[price] = earned, net
        return found

    def _lines(self, price: int) -> tuple[int, int, int, int, int, int, int]:
        gross = price + self.model.shipping
        numerator, half, denominator = self._net
        net = (gross * numerator + half) // denominator
        base = gross if self._on_gross else net
        numerator, half, denominator = self._bands[bisect_left(self._edges, base)]
        referral = max(self.model.referral.minimum, (base * numerator + half) // denominator)
        numerator, half, denominator = self._payment
        payment = (gross * numerator + half) // denominator
        numerator, half, denominator = self._ads
        ads = (net * numerator + half) // denominator
        numerator, half, denominator = self._administration
        kept = (referral * numerator + half) // denominator
        cap = self.model.returns.administration.cap
        if cap is not None and kept > cap:
            kept = cap
        fulfilment = self._tier_fees[bisect_left(self._tier_edges, price)]
        return gross, net, referral, payment, fulfilment, ads, kept

    def _base_breaks(self) -> list[int]:
        """Give the last bases before an edge, before the fee passes its minimum, and before a refund fee is capped."""
        referral, administration = self.model.referral, self.model.returns.administration
        limits = [referral.minimum]
        if administration.cap is not None:
            capped = _last_below(administration.rate, NOTHING, administration.cap)
            limits.extend([] if capped is None else [capped])
        found = list(referral.edges)
        for rate, constant in referral.portions():
            crossings = [_last_below(rate, constant, limit) for limit in limits]
            found.extend([base for base in crossings if base is not None])
        return found

    def _last_price(self, base: int) -> int:
        """Give the last list price of which the referral base is at most `base`."""
        gross = base if self._on_gross else _last_gross(self.model.vat, base)
        return gross - self.model.shipping


def _rounded(rate: Fraction, constant: Fraction = NOTHING) -> tuple[int, int, int]:
    """Give (a, b, c) so that (a·x + b) // c is rate · x + constant, rounded half up."""
    shared = lcm(rate.denominator, constant.denominator)
    return int(2 * rate * shared), int(2 * constant * shared) + shared, 2 * shared


def _last_gross(vat: Fraction, net: int) -> int:
    """Give the last gross price of which the rounded net is at most `net`."""
    edge = (net + Fraction(1, 2)) * (1 + vat)
    return -(-edge.numerator // edge.denominator) - 1


def _last_below(rate: Fraction, constant: Fraction, limit: int) -> int | None:
    """Give the largest whole x with rate · x + constant, rounded half up, at most `limit`; None where all are."""
    if not rate:
        return None
    edge = (limit + Fraction(1, 2) - constant) / rate
    return -(-edge.numerator // edge.denominator) - 1


def _noise(model: FeeModel, target: Target, scale: int) -> int:
    """Bound, scaled, what rounding moves: half a unit for each line, and what a rounded base adds to a rate of it."""
    half, back = Fraction(1, 2), model.returns.rate
    referral = half + _steepest(model.referral) * half
    administration = half + model.returns.administration.rate * referral
    ads = half + model.ads.rate * half
    whole = (1 - back) * (half + referral) + half + back * administration + ads + target.margin * half
    return int(whole * scale) + 1


def _steepest(referral: Schedule) -> Fraction:
    return max(band.rate for band in referral.bands)
