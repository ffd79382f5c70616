"""How many units a channel is due by the end of each rung, in whole cases, within its cap and over its MOQ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.domain.allocation.claimant import Claimant, OrderLine, in_order, up_to_cases
from models.domain.allocation.ladder import Goal, Rung

# The most units that a field may hold, and the level that stands for no limit, far above any of them.
MOST = 10**9
UNLIMITED = 10**15


@dataclass(frozen=True)
class Levels:
    """The level of a channel after each rung, with what kept it from its goals.

    `goals` are the goals before rounding; `lines` those it is served by, in order, and `left_out` those that would
    pass its cap; `under_moq` says that a goal fell to nothing because it, or the cap, lies below the MOQ.
    """

    reached: tuple[int, ...]
    goals: tuple[int, ...]
    lines: tuple[OrderLine, ...] = ()
    left_out: tuple[OrderLine, ...] = ()
    under_moq: bool = False

    def before(self, rung: int) -> int:
        """Give the level that the rungs before this one have raised the channel to."""
        return self.reached[rung - 1] if rung else 0

    @property
    def last(self) -> int:
        """The level after the whole ladder."""
        return self.reached[-1] if self.reached else 0


def levels_of(claimant: Claimant, rungs: Sequence[Rung]) -> Levels:
    """Work out the levels of a channel; one that is switched off is due nothing."""
    goals = tuple([goal(claimant, rung) for rung in rungs])
    if not claimant.enabled:
        return Levels((0,) * len(goals), goals)
    lines, left_out = _within_cap(claimant) if claimant.lines else ((), ())
    most, least = cap_in_cases(claimant), claimant.least
    if most < least:
        return Levels((0,) * len(goals), goals, (), left_out, under_moq=True)
    served = sum(up_to_cases(line.units, claimant.lot) for line in lines)
    level, under, reached = 0, False, []
    for rung, wanted in zip(rungs, goals, strict=True):
        is_commit = rung.goal is Goal.COMMIT
        level = _raised(level, served if is_commit and claimant.lines else wanted, rung, lot=claimant.lot, most=most)
        if 0 < level < least:
            level, under = (least, under) if is_commit else (0, True)
        reached.append(level)
    return Levels(tuple(reached), goals, lines, left_out, under)


def goal(claimant: Claimant, rung: Rung) -> int:
    """Give the units a rung aims at for a channel, before rounding to cases."""
    match rung.goal:
        case Goal.COMMIT:
            return claimant.committed
        case Goal.FLOOR:
            return claimant.floor
        case Goal.COVER:
            sold = -(-claimant.rate.numerator * rung.days // claimant.rate.denominator)
            return max(0, sold - claimant.pos)
        case Goal.TARGET:
            return claimant.target
        case Goal.REST:
            return UNLIMITED if claimant.cap is None else claimant.cap


def cap_in_cases(claimant: Claimant) -> int:
    """Round the cap down to whole cases."""
    cap = UNLIMITED if claimant.cap is None else claimant.cap
    return cap // claimant.lot * claimant.lot


def _raised(level: int, wanted: int, rung: Rung, *, lot: int, most: int) -> int:
    whole = up_to_cases(wanted, lot) if rung.rounds_up else wanted // lot * lot
    return min(most, max(level, whole))


def _within_cap(claimant: Claimant) -> tuple[tuple[OrderLine, ...], tuple[OrderLine, ...]]:
    """Tell the lines that fit under the cap, taken in their order, from those that would pass it."""
    room = cap_in_cases(claimant)
    kept, left_out = [], []
    for line in in_order(claimant.lines):
        units = up_to_cases(line.units, claimant.lot)
        if units <= room:
            kept.append(line)
            room -= units
        else:
            left_out.append(line)
    return tuple(kept), tuple(left_out)
