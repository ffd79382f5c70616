"""Price endings such as .99: rounding a wished price to one that is allowed, and never below the floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.domain.pricing.floor import Floor


@dataclass(frozen=True, order=True)
class Ending:
    """The last digits of a price in minor units: .99 is 99 of 100, 9.99 is 999 of 1000."""

    value: int
    modulus: int = 100

    def __post_init__(self) -> None:
        if not 0 <= self.value < self.modulus:
            raise ValueError("an ending has no more digits than its modulus")

    def up(self, price: int) -> int:
        """Give the smallest price at or above `price` with this ending."""
        return price + (self.value - price) % self.modulus

    def down(self, price: int) -> int:
        """Give the largest price at or below `price` with this ending; below 0 where there is none."""
        return price - (price - self.value) % self.modulus


def ending_up(price: int, endings: Iterable[Ending]) -> int:
    """Give the smallest price at or above `price` with one of the endings; without endings the price itself."""
    return min([price + (ending.value - price) % ending.modulus for ending in endings], default=price)


def ending_down(price: int, endings: Iterable[Ending]) -> int:
    """Give the largest price at or below `price` with one of the endings; without endings the price itself."""
    return max((ending.down(price) for ending in endings), default=price)


def round_price(
    wished: int, floor: Floor, endings: Sequence[Ending] = (), *, minimum: int | None = None, ceiling: int | None = None
) -> int | None:
    """Give the smallest price at or above the wished one, the floor and a `minimum` such as MAP that may be asked.

    It is admissible, has an allowed ending and is not above the ceiling; None where there is no such price.
    """
    start = max(wished, minimum or 0)
    top = floor.price_max if ceiling is None else min(ceiling, floor.price_max)
    for admissible in floor.admissible:
        price = ending_up(max(start, admissible.first), endings)
        if price <= min(admissible.last, top):
            return price
    return None


def round_down(wished: int, floor: Floor, endings: Sequence[Ending] = (), *, minimum: int | None = None) -> int | None:
    """Give the largest price at or below the wished one that is admissible and ends as allowed; None where none is."""
    for admissible in reversed(floor.admissible):
        price = ending_down(min(wished, admissible.last), endings)
        if price >= max(admissible.first, minimum or 0):
            return price
    return None
