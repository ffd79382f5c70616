"""For how many days of storage one location is cheaper than another."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from models.domain.routing.cost import Cost
from models.domain.words import figure


@dataclass(frozen=True)
class BreakEven:
    """Which location is cheaper first and, after so many days of storage, which one then.

    Without days `first` is always the cheaper one, or neither is if it is empty.
    """

    first: str
    then: str = ""
    days: Fraction | None = None

    def sentence(self) -> str:
        """Say it in words."""
        if self.days is not None:
            return f"{self.first} is cheaper up to {figure(self.days)} days of storage, {self.then} from then on"
        return f"{self.first} is always cheaper" if self.first else "Both cost the same"


def break_even(one: Cost, other: Cost) -> BreakEven:
    """Compare two costs at the rates of their first day.

    Days mean something only where one location is dearer to start and cheaper to keep.
    """
    if one.currency != other.currency:
        raise ValueError(f"{one.location} costs {one.currency} and {other.location} {other.currency}")
    dearer, keeping = other.fixed - one.fixed, one.daily - other.daily
    if dearer == keeping == 0:
        return BreakEven("")
    if dearer >= 0 and keeping <= 0:
        return BreakEven(one.location)
    if dearer <= 0 and keeping >= 0:
        return BreakEven(other.location)
    first, then = (one, other) if dearer > 0 else (other, one)
    return BreakEven(first.location, then.location, dearer / keeping)
