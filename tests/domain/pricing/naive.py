"""The specification's B1 read a second time: E at one price in fractions, and at every price at once in numpy.

Nothing of the product's arithmetic is used: only the fee model, which is data.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import floor, lcm

import numpy as np
import numpy.typing as npt

from models.domain.pricing.fee_model import FeeBase, FeeModel, ScheduleKind, Target

Whole = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


def rounded(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def referral_fee(model: FeeModel, base: int) -> int:
    """Charge a referral fee as an invoice would: the band's rate for all, or each portion at its own."""
    schedule = model.referral
    if schedule.kind is ScheduleKind.MARGINAL:
        below, fee = 0, Fraction(0)
        for band in schedule.bands:
            end = base if band.to is None else min(base, band.to)
            fee += max(0, end - below) * band.rate
            below = max(below, end)
    else:
        band = next(band for band in schedule.bands if band.to is None or base <= band.to)
        fee = base * band.rate
    return max(schedule.minimum, rounded(fee))


def earned(model: FeeModel, price: int) -> tuple[Fraction, int]:
    """Give E and net at a list price."""
    gross = price + model.shipping
    net = rounded(gross / (1 + model.vat))
    referral = referral_fee(model, gross if model.fee_base is FeeBase.GROSS else net)
    payment = rounded(model.payment.rate * gross) + model.payment.fixed
    fulfilment = next(tier.fee for tier in model.fulfilment if tier.to is None or price <= tier.to)
    ads = model.ads.absolute + rounded(model.ads.rate * net)
    back, kept = model.returns, model.returns.administration
    administration = rounded(kept.rate * referral)
    if kept.cap is not None:
        administration = min(kept.cap, administration)
    lost = administration + (0 if model.payment.refunded else payment) + back.handling
    value = (1 - back.rate) * (net - referral - payment) - back.rate * lost
    return value - fulfilment - ads - model.other - model.cogs * (1 - back.rate * back.resale), net


def half_up(rate: Fraction, amounts: Whole, constant: Whole | int = 0) -> Whole:
    """Round rate · amounts + constant / denominator of the rate half up."""
    found: Whole = (2 * (rate.numerator * amounts + constant) + rate.denominator) // (2 * rate.denominator)
    return found


def referral_fees(model: FeeModel, base: Whole) -> Whole:
    schedule = model.referral
    shared = lcm(*(band.rate.denominator for band in schedule.bands))
    total = np.zeros_like(base)
    below = 0
    for band in schedule.bands:
        part = int(band.rate * shared)
        end = base if band.to is None else np.minimum(base, band.to)
        if schedule.kind is ScheduleKind.MARGINAL:
            total += np.maximum(0, end - below) * part
        else:
            inside = (base > below if below else base >= 0) & (end == base)
            total[inside] = base[inside] * part
        below = band.to or 0
    return np.maximum(schedule.minimum, (2 * total + shared) // (2 * shared))


def all_earned(model: FeeModel, target: Target, price_max: int) -> tuple[Whole, Truth]:
    """Give for prices 0 to price_max E times a common denominator, and whether E reaches the target."""
    prices = np.arange(price_max + 1, dtype=np.int64)
    back = model.returns
    resold = back.rate * back.resale
    scale = lcm(back.rate.denominator, resold.denominator, target.margin.denominator)
    gross = prices + model.shipping
    net = half_up(1 / (1 + model.vat), gross)
    referral = referral_fees(model, gross if model.fee_base is FeeBase.GROSS else net)
    payment = half_up(model.payment.rate, gross) + model.payment.fixed
    fulfilment = np.zeros_like(prices)
    for tier in reversed(model.fulfilment):
        fulfilment[prices <= (price_max if tier.to is None else tier.to)] = tier.fee
    kept = half_up(back.administration.rate, referral)
    if back.administration.cap is not None:
        kept = np.minimum(kept, back.administration.cap)
    share = int(back.rate * scale)
    lost = kept + (0 if model.payment.refunded else payment) + back.handling
    value = (scale - share) * (net - referral - payment) - share * lost
    costs = fulfilment + model.ads.absolute + half_up(model.ads.rate, net) + model.other
    value = value - scale * costs - model.cogs * (scale - int(resold * scale))
    reached = (value >= target.absolute * scale) & (value >= int(target.margin * scale) * net)
    reached[0] = False
    return value, reached


def ranges(reached: Truth) -> list[tuple[int, int]]:
    """Give the runs of true, both ends included."""
    padded = np.concatenate(([False], reached, [False]))
    ends = np.flatnonzero(padded[1:] != padded[:-1]).tolist()
    return [(first, after - 1) for first, after in zip(ends[::2], ends[1::2], strict=True)]


def forbidden(admissible: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the gaps of more than five."""
    gaps = [(one[1] + 1, other[0] - 1) for one, other in pairwise(admissible)]
    return [gap for gap in gaps if gap[1] - gap[0] + 1 > 5]


def dead_zones(model: FeeModel, value: Whole) -> list[tuple[int, int]]:
    """Give for each price at which a bracket or a tier ends how long a unit earns less than there."""
    price_max = len(value) - 1
    edges = {tier.to for tier in model.fulfilment if tier.to is not None}
    if model.referral.kind is ScheduleKind.BRACKET:
        prices = np.arange(price_max + 1, dtype=np.int64) + model.shipping
        base = prices if model.fee_base is FeeBase.GROSS else half_up(1 / (1 + model.vat), prices)
        for band in model.referral.bands:
            if band.to is not None:
                edges.add(int(np.searchsorted(base, band.to, side="right")) - 1)
    found = []
    for edge in sorted(edge for edge in edges if 0 < edge < price_max):
        if value[edge + 1] < value[edge]:
            again = np.flatnonzero(value[edge + 1 :] >= value[edge])
            found.append((edge + 1, edge + int(again[0]) if len(again) else price_max))
    return found
