"""How many units a channel is due by the end of each rung, in whole cases, within its cap and over its MOQ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from models.domain.allocation.claimant import Claimant, OrderLine, in_order
from models.domain.allocation.ladder import Goal, Ladder
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
    """What a rung aims at: one of the units that a channel asks for, by its place there, or (None) days of cover."""

    place: int | None
    days: int
    rounds_up: bool
    commits: bool


# The units that a channel asks for beside days of cover, in the order in which they are read off it.
_ASKED = (Goal.COMMIT, Goal.FLOOR, Goal.TARGET, Goal.REST)


@lru_cache(maxsize=64)
def aims_of(ladder: Ladder) -> tuple[Aim, ...]:
    """Make a ladder's aims, once for all channels of all SKUs."""
    return tuple(
        [
            Aim(
                None if rung.goal is Goal.COVER else _ASKED.index(rung.goal),
                rung.days,
                rung.rounds_up,
                rung.goal is Goal.COMMIT,
            )
            for rung in ladder.rungs
        ]
    )


def levels_of(claimant: Claimant, aims: Sequence[Aim]) -> Levels:
    """Work out the levels of a channel; one that is switched off is due nothing."""
    goals = _goals(claimant, aims)
    if claimant.lot == 1 and claimant.enabled and not claimant.moq and not claimant.lines:
        return _in_units(goals, claimant.cap)
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


def _goals(claimant: Claimant, aims: Iterable[Aim]) -> list[int]:
    """Read the goal of each rung off a channel, in units before rounding to cases."""
    _, _, _, _, commit, floor, target, cap, _, rate, pos, _, lines, *_ = claimant
    asked = (claimant.committed if lines else commit, floor, target, UNLIMITED if cap is None else cap)
    top, bottom = rate.as_integer_ratio()
    return [
        (beyond if (beyond := -(-top * days // bottom) - pos) > 0 else 0) if place is None else asked[place]
        for place, days, _, _ in aims
    ]


def _in_units(goals: Iterable[int], cap: int | None) -> Levels:
    """Give the levels of a channel that takes any number of units, to which nothing is rounded."""
    most = UNLIMITED if cap is None else cap
    largest, level, reached = 0, 0, []
    for wanted in goals:
        if wanted > level:
            level = wanted if wanted < most else most  # noqa: FURB136 -- a call of `min` would cost half as much again
        if largest < wanted <= MOST:
            largest = wanted
        reached.append(level)
    return made(Levels, (tuple(reached), largest, (), (), False))


def cap_in_cases(claimant: Claimant) -> int:
    """Round the cap down to whole cases."""
    most = UNLIMITED if claimant.cap is None else claimant.cap
    return most // claimant.lot * claimant.lot


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
