"""Offers of competitors, and which of them are worth an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from models.domain.pricing.policy import Policy


@dataclass(frozen=True)
class Offer:
    """What somebody asks for the same goods: `landed` is with his shipping, `age` in hours since it was seen."""

    seller: str
    landed: int
    in_stock: bool = True
    age: int = 0
    condition: str = "new"


class Dropped(Enum):
    """Why an offer gets no answer; the first that holds counts."""

    OWN = "of our own"
    IGNORED = "of an ignored seller"
    SOLD_OUT = "out of stock"
    OLD = "seen too long ago"
    CONDITION = "in another condition"
    SUSPECT = "suspiciously cheap"


def sift(
    offers: Sequence[Offer], policy: Policy, *, floor_safe: int, shipping: int
) -> tuple[int | None, dict[Dropped, int]]:
    """Give the lowest price that counts, less our own shipping, and how many offers were dropped for each reason."""
    lowest: int | None = None
    dropped: dict[Dropped, int] = {}
    for offer in offers:
        compared = offer.landed - shipping
        why = _dropped(offer, policy, compared, floor_safe)
        if why is not None:
            dropped[why] = dropped.get(why, 0) + 1
        elif lowest is None or compared < lowest:
            lowest = compared
    return lowest, dropped


def _dropped(offer: Offer, policy: Policy, compared: int, floor_safe: int) -> Dropped | None:
    """Say why an offer is dropped that compares as the price `compared`; None where it counts."""
    if offer.seller in policy.own_sellers:
        return Dropped.OWN
    if offer.seller in policy.ignored_sellers:
        return Dropped.IGNORED
    if not offer.in_stock:
        return Dropped.SOLD_OUT
    if offer.age > policy.max_age:
        return Dropped.OLD
    if offer.condition != policy.condition:
        return Dropped.CONDITION
    suspicious = compared * policy.suspect.denominator < floor_safe * policy.suspect.numerator
    return Dropped.SUSPECT if suspicious else None
