"""Why a channel gets less than its largest goal: every unmet unit has one cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.domain.allocation.claimant import Claimant, up_to_cases
from models.domain.allocation.levels import MOST, UNLIMITED, Levels


class Cause(StrEnum):
    """What stands between a channel and a unit."""

    SUPPLY = "supply"
    LOWER_RUNG = "lower rung"
    MOQ = "moq"
    CAP = "cap"
    LOT = "lot"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Unmet:
    """Units of a channel that are unmet for one cause."""

    claimant: str
    cause: Cause
    units: int


def unmet_of(claimant: Claimant, levels: Levels, *, units: int, short_rung: int | None) -> list[Unmet]:
    """Tell the units between what a channel gets and its largest goal by cause; `short_rung` is the first not filled.

    A rest without a cap is no goal.
    """
    goal = max([goal for goal in levels.goals if goal <= MOST], default=0)
    if goal <= units:
        return []
    if not claimant.enabled:
        return [Unmet(claimant.code, Cause.DISABLED, goal - units)]
    last = min(goal, levels.last)
    marginal = last if short_rung is None else min(goal, levels.reached[short_rung])
    found = []
    if marginal > units:
        found.append(Unmet(claimant.code, Cause.SUPPLY, marginal - units))
    if last > max(units, marginal):
        found.append(Unmet(claimant.code, Cause.LOWER_RUNG, last - max(units, marginal)))
    if goal > max(units, last):
        beyond = _beyond_levels(claimant, levels, goal=goal, missing=goal - max(units, last))
        found += [Unmet(claimant.code, cause, short) for cause, short in beyond.items() if short]
    return found


def _beyond_levels(claimant: Claimant, levels: Levels, *, goal: int, missing: int) -> dict[Cause, int]:
    """Tell the units that no rung is to give by what keeps the channel's last level below its goal."""
    cap = UNLIMITED if claimant.cap is None else claimant.cap
    if levels.under_moq and not levels.last:
        return {Cause.MOQ: min(missing, cap), Cause.CAP: max(0, missing - cap)}
    left_out = sum(up_to_cases(line.units, claimant.lot) for line in levels.left_out)
    capped = min(missing, max(goal - cap, left_out, 0))
    return {Cause.CAP: capped, Cause.LOT: missing - capped}
