"""Offers of competitors, and which of them are worth an answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum


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


@dataclass(frozen=True)
class Sieve:
    """What drops an offer: own and ignored sellers, an age in hours, another condition, a price below `suspect`."""

    own: Collection[str]
    ignored: Collection[str]
    max_age: int
    condition: str
    suspect: int

    def drops(self, offer: Offer, *, compared: int) -> Dropped | None:
        """Say why an offer that compares as the price `compared` is dropped; None where it counts."""
        if offer.seller in self.own:
            return Dropped.OWN
        if offer.seller in self.ignored:
            return Dropped.IGNORED
        if not offer.in_stock:
            return Dropped.SOLD_OUT
        if offer.age > self.max_age:
            return Dropped.OLD
        if offer.condition != self.condition:
            return Dropped.CONDITION
        return Dropped.SUSPECT if compared < self.suspect else None


def sift(offers: Sequence[Offer], sieve: Sieve, *, shipping: int) -> tuple[int | None, dict[Dropped, int]]:
    """Give the lowest price that counts, less our own shipping, and how many offers were dropped for each reason."""
    lowest: int | None = None
    dropped: dict[Dropped, int] = {}
    for offer in offers:
        compared = offer.landed - shipping
        why = sieve.drops(offer, compared=compared)
        if why is not None:
            dropped[why] = dropped.get(why, 0) + 1
        elif lowest is None or compared < lowest:
            lowest = compared
    return lowest, dropped
