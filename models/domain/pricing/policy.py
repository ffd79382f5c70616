"""How a listing answers its competitors: where to stand, what to overlook, and how fast a price may move."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Strategy(StrEnum):
    """Where to stand beside the lowest offer."""

    MATCH = "match"
    BEAT = "beat"
    STAY_ABOVE = "stay_above"


class BelowFloor(StrEnum):
    """What to do where the lowest offer is below our floor: keep the price, or leave the fight for the list price."""

    HOLD = "hold"
    LEAVE = "leave"


@dataclass(frozen=True)
class Policy:
    """How to answer: `gap` in minor units for beat and stay above, ages in hours, and limits as shares of the price."""

    strategy: Strategy = Strategy.MATCH
    gap: int = 1
    below_floor: BelowFloor = BelowFloor.HOLD
    own_sellers: Collection[str] = frozenset()
    ignored_sellers: Collection[str] = frozenset()
    condition: str = "new"
    max_age: int = 48
    suspect: Fraction = Fraction(60, 100)
    dead_band: Fraction = Fraction(1, 100)
    step_down: Fraction = Fraction(3, 100)
    step_up: Fraction = Fraction(5, 100)
    cool_down: int = 24
    most_down: int = 3
    down_window: int = 7 * 24
