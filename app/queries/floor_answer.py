"""The answer to a floor case, as a dictionary that becomes JSON: money as text in major units."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from app.queries.floor_case import DiscountQuestion, FloorCase
from models.domain.money import exponent, half_up, major
from models.domain.pricing.curve import Curve
from models.domain.pricing.discounts import discounted, largest_discount
from models.domain.pricing.economics import economics
from models.domain.pricing.endings import round_price
from models.domain.pricing.floor import Floor, Range, solve
from models.domain.pricing.reasons import lack_sentence

Answer = dict[str, Any]
_FINER = 4  # decimals beyond those of the currency, for what is not rounded to it
_SHARE = 6  # decimals of a margin


def answer_floor(case: FloorCase) -> Answer:
    """Solve a case and answer everything it asks."""
    listing = case.listing
    curve = Curve(listing.model, listing.target)
    floor = solve(curve, listing.price_max)
    currency = listing.currency
    answer: Answer = {
        "currency": currency,
        "price_max": major(floor.price_max, currency),
        "floor_min": optional(floor.lowest, currency),
        "floor_safe": optional(floor.safe, currency),
        "reason": lack_sentence(floor, currency) or None,
        "admissible": _ranges(floor.admissible, currency),
        "forbidden": _ranges(floor.forbidden, currency),
        "dead_zones": _ranges(floor.dead_zones, currency),
        "at": [_economics(curve, floor, price, currency) for price in case.at],
    }
    if case.rounded:
        answer["rounded"] = [_rounded(case, floor, price) for price in case.rounded]
    if case.discount is not None:
        answer["discount"] = _discount(case.discount, curve, floor, case)
    return answer


def optional(minor: int | None, currency: str) -> str | None:
    """Write an amount that may be missing."""
    return None if minor is None else major(minor, currency)


def fine(amount: Fraction, currency: str) -> str:
    """Write an expected amount in major units with up to four decimals beyond those of the currency."""
    scaled = half_up(amount * 10**_FINER)
    decimals = exponent(currency)
    return _trimmed(scaled, decimals + _FINER, decimals)


def share(value: Fraction) -> str:
    """Write a share of 1 with up to six decimals."""
    return _trimmed(half_up(value * 10**_SHARE), _SHARE, 0)


def _trimmed(scaled: int, decimals: int, least: int) -> str:
    whole, part = divmod(abs(scaled), 10**decimals)
    digits = f"{part:0{decimals}d}"
    kept = digits[:least] + digits[least:].rstrip("0")
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if kept else ''}{kept}"


def _ranges(ranges: Iterable[Range], currency: str) -> list[list[str]]:
    return [[major(one.first, currency), major(one.last, currency)] for one in ranges]


def _economics(curve: Curve, floor: Floor, price: int, currency: str) -> Answer:
    found = economics(curve, price)
    return {
        "price": major(price, currency),
        "E": fine(found.contribution, currency),
        "margin": None if found.margin is None else share(found.margin),
        "target": fine(found.target, currency),
        "admissible": found.admissible,
        "dead_zone": floor.dead_zone(price) is not None,
        "parts": {name: fine(amount, currency) for name, amount in found.parts.items()},
    }


def _rounded(case: FloorCase, floor: Floor, price: int) -> Answer:
    currency = case.listing.currency
    found = round_price(price, floor, case.endings, minimum=case.minimum, ceiling=case.ceiling)
    top = floor.price_max if case.ceiling is None else min(case.ceiling, floor.price_max)
    missing = f"No price from there up to {major(top, currency)} is admissible and has an allowed ending"
    return {
        "price": major(price, currency),
        "rounded": optional(found, currency),
        "reason": missing if found is None else None,
    }


def _discount(asked: DiscountQuestion, curve: Curve, floor: Floor, case: FloorCase) -> Answer:
    currency, minimum = case.listing.currency, case.minimum
    largest = largest_discount(asked.list_price, floor, minimum=minimum)
    prices = [discounted(asked.list_price, rate) for rate in asked.shares]
    return {
        "list": major(asked.list_price, currency),
        "largest": None if largest is None else share(largest),
        "price": None if largest is None else major(discounted(asked.list_price, largest), currency),
        "map": optional(minimum, currency),
        "rates": [
            {
                "rate": share(rate),
                **_economics(curve, floor, price, currency),
                "below_map": minimum is not None and price < minimum,
            }
            for rate, price in zip(asked.shares, prices, strict=True)
        ],
    }
