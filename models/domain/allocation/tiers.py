"""How tight the supply of a SKU is, read off the first rung that it does not fill."""

from __future__ import annotations

from enum import StrEnum

from models.domain.allocation.ladder import Goal, Ladder


class Tier(StrEnum):
    """Four colours from plenty to broken promises."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLACK = "black"

    @property
    def severity(self) -> int:
        """Count up from green."""
        return _ORDER.index(self)


_ORDER = (Tier.GREEN, Tier.AMBER, Tier.RED, Tier.BLACK)


def tier_of(ladder: Ladder, rung: int | None) -> Tier:
    """Give the tier when the rung at a position that counts from 0 is the first not filled, None if all are.

    A cover rung that another one follows is the least cover to live on; the last one is a wish.
    """
    if rung is None:
        return Tier.GREEN
    match ladder.rungs[rung].goal:
        case Goal.COMMIT:
            return Tier.BLACK
        case Goal.FLOOR:
            return Tier.RED
        case Goal.COVER:
            is_least = any(later.goal is Goal.COVER for later in ladder.rungs[rung + 1 :])
            return Tier.RED if is_least else Tier.AMBER
        case Goal.TARGET:
            return Tier.AMBER
        case Goal.REST:
            return Tier.GREEN


def shown(now: Tier, before: Tier | None) -> Tier:
    """Give the tier to show: a worse one at once, a better one only when the run before found it too.

    `before` is what the previous run found, not what it showed.
    """
    return now if before is None else max(now, before, key=lambda tier: tier.severity)
