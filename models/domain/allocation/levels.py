"""How many units a channel is due by the end of each rung, in whole cases, within its cap and over its MOQ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from models.domain.allocation.claimant import Claimant, OrderLine, in_order
from models.domain.allocation.ladder import Goal, Ladder, Rung
from models.domain.cases import cases_up
from models.domain.making import made

# The most units that a field may hold, and the level that stands for no limit, far above any of them.
MOST = 10**9
UNLIMITED = 10**15


class Levels(NamedTuple):
    """The level of a channel after each rung, with what kept it from its goals.

    `goal` is the largest of its goals before rounding, a rest without a cap not counted; `lines` are those it is
    served by, in order, and `left_out` those that would pass its cap; `under_moq` says that a goal fell to nothing
    because it, or the cap, lies below the MOQ.
    """

    reached: tuple[int, ...]
    goal: int
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


class Aim(NamedTuple):
    """How a rung reads its goal off a channel."""

    goal: Callable[[Claimant], int]
    rounds_up: bool
    commits: bool


@lru_cache(maxsize=64)
def aims_of(ladder: Ladder) -> tuple[Aim, ...]:
    """Make a ladder's aims, once for all channels of all SKUs."""
    return tuple([Aim(_reader(rung), rung.rounds_up, rung.goal is Goal.COMMIT) for rung in ladder.rungs])


def levels_of(claimant: Claimant, aims: Sequence[Aim]) -> Levels:
    """Work out the levels of a channel; one that is switched off is due nothing."""
    if claimant.lot == 1 and claimant.enabled and not claimant.moq and not claimant.lines:
        return _in_units(claimant, aims)
    goals = [goal(claimant) for goal, _, _ in aims]
    largest = max([goal for goal in goals if goal <= MOST], default=0)
    most, least, lot = cap_in_cases(claimant), claimant.least, claimant.lot
    lines, left_out = _within_cap(claimant, most) if claimant.lines else ((), ())
    if not claimant.enabled:
        return Levels((0,) * len(goals), largest)
    if most < least:
        return Levels((0,) * len(goals), largest, (), left_out, under_moq=True)
    level, under, reached = 0, False, []
    for aim, goal in zip(aims, goals, strict=True):
        wanted = sum(cases_up(line.units, lot) for line in lines) if aim.commits and claimant.lines else goal
        whole = -(-wanted // lot) * lot if aim.rounds_up else wanted // lot * lot
        if whole > level:
            level = min(most, whole)
        if 0 < level < least:
            level, under = (least, under) if aim.commits else (0, True)
        reached.append(level)
    return Levels(tuple(reached), largest, lines, left_out, under)


def _in_units(claimant: Claimant, aims: Iterable[Aim]) -> Levels:
    """Give the levels of a channel that takes any number of units, to which nothing is rounded."""
    most = UNLIMITED if claimant.cap is None else claimant.cap
    largest, level, reached = 0, 0, []
    for goal, _, _ in aims:
        wanted = goal(claimant)
        if wanted > level:
            level = wanted if wanted < most else most  # noqa: FURB136 -- a call of `min` would cost half as much again
        if largest < wanted <= MOST:
            largest = wanted
        reached.append(level)
    return made(Levels, (tuple(reached), largest, (), (), False))


def _reader(rung: Rung) -> Callable[[Claimant], int]:
    """Give what reads a goal, in units before rounding to cases, off a channel."""
    match rung.goal:
        case Goal.COMMIT:
            return attrgetter("committed")
        case Goal.FLOOR | Goal.TARGET:
            return attrgetter(rung.goal.value)
        case Goal.COVER:
            return partial(_cover, rung.days)
        case Goal.REST:
            return _rest


def _cover(days: int, claimant: Claimant) -> int:
    top, bottom = claimant.rate.as_integer_ratio()
    wanted = -(-top * days // bottom) - claimant.pos
    return wanted if wanted > 0 else 0  # noqa: FURB136 -- a call of `max` would cost half as much again


def _rest(claimant: Claimant) -> int:
    return UNLIMITED if claimant.cap is None else claimant.cap


def cap_in_cases(claimant: Claimant) -> int:
    """Round the cap down to whole cases."""
    return _rest(claimant) // claimant.lot * claimant.lot


def _within_cap(claimant: Claimant, room: int) -> tuple[tuple[OrderLine, ...], tuple[OrderLine, ...]]:
    """Tell the lines that fit under the cap, taken in their order, from those that would pass it."""
    kept, left_out = [], []
    for line in in_order(claimant.lines):
        units = cases_up(line.units, claimant.lot)
        if units <= room:
            kept.append(line)
            room -= units
        else:
            left_out.append(line)
    return tuple(kept), tuple(left_out)
