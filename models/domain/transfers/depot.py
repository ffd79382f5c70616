"""The stock of a SKU at a location, and the room that a location still has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import floor

from models.domain.cover import Arrival, Cover, cover


@dataclass(frozen=True)
class Depot:
    """Stock of a SKU at a location, what each channel served from there sells a day, and the units it keeps itself.

    `reserve` is its own reorder need; what is on the way to it does not count towards that.
    """

    location: str
    on_hand: int
    rates: Mapping[str, Fraction]
    reserve: int = 0
    arrivals: tuple[Arrival, ...] = ()

    @property
    def spare(self) -> int:
        """The units that it can give away."""
        return max(0, self.on_hand - self.reserve)

    def given(self, units: int) -> Depot:
        """Give the same location after it has given units away."""
        return replace(self, on_hand=self.on_hand - units)

    def expecting(self, arrival: Arrival) -> Depot:
        """Give the same location with one more arrival on the way."""
        return replace(self, arrivals=(*self.arrivals, arrival))

    def cover(self, today: date) -> Cover:
        """Give how long its stock lasts for the channels together."""
        return cover(today, self.on_hand, sum(self.rates.values(), Fraction(0)), self.arrivals)


@dataclass(frozen=True)
class Room:
    """What can still be taken in: cubic feet and cartons, None without a limit."""

    volume: Fraction | None = None
    cartons: int | None = None

    def cases(self, volume_of_case: Fraction) -> int | None:
        """Give how many cases fit in, a case to a carton."""
        limits = [] if self.cartons is None else [max(0, self.cartons)]
        if self.volume is not None and volume_of_case > 0:
            limits.append(max(0, floor(self.volume / volume_of_case)))
        return min(limits, default=None)

    def less(self, cases: int, volume_of_case: Fraction) -> Room:
        """Give what is left after so many cases."""
        return Room(
            None if self.volume is None else self.volume - cases * volume_of_case,
            None if self.cartons is None else self.cartons - cases,
        )
