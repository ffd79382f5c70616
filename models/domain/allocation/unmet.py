"""Why a channel gets less than its largest goal: every unmet unit has one cause."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.levels import UNLIMITED, Levels
from models.domain.cases import cases_up


class Cause(StrEnum):
    """What stands between a channel and a unit."""

    SUPPLY = "supply"
    LOWER_RUNG = "lower rung"
    MOQ = "moq"
    CAP = "cap"
    LOT = "lot"
    DISABLED = "disabled"
    OVERRIDE = "override"


class Unmet(NamedTuple):
    """Units of a channel that are unmet for one cause."""

    claimant: str
    cause: Cause
    units: int


def unmet_of(claimant: Claimant, levels: Levels, *, units: int, short_rung: int | None) -> list[Unmet]:
    """Tell the units between what a channel gets and its largest goal; `short_rung` is the first not filled."""
    goal = levels.goal
    if goal <= units:
        return []
    if not claimant.enabled:
        return [Unmet(claimant.code, Cause.DISABLED, goal - units)]
    code, found = claimant.code, []
    last = min(goal, levels.last)
    reach = last if short_rung is None else min(goal, levels.reached[short_rung])
    if reach > units:
        found.append(Unmet(code, Cause.SUPPLY, reach - units))
        units = reach
    if last > units:
        found.append(Unmet(code, Cause.LOWER_RUNG, last - units))
        units = last
    if goal > units:
        beyond = _beyond_levels(claimant, levels, goal=goal, missing=goal - units)
        found += [Unmet(code, cause, short) for cause, short in beyond if short]
    return found


def _beyond_levels(claimant: Claimant, levels: Levels, *, goal: int, missing: int) -> list[tuple[Cause, int]]:
    """Tell the units that no rung is to give by what keeps the channel's last level below its goal."""
    cap = UNLIMITED if claimant.cap is None else claimant.cap
    if levels.under_moq and not levels.last:
        return [(Cause.MOQ, min(missing, cap)), (Cause.CAP, max(0, missing - cap))]
    left_out = sum(cases_up(line.units, claimant.lot) for line in levels.left_out)
    capped = min(missing, max(goal - cap, left_out, 0))
    return [(Cause.CAP, capped), (Cause.LOT, missing - capped)]
