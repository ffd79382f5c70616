"""Why a channel gets less than its largest goal: every unmet unit has one cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.levels import MOST, UNLIMITED, Levels
from models.domain.cases import cases_up


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
    causes = {
        Cause.SUPPLY: max(0, marginal - units),
        Cause.LOWER_RUNG: max(0, last - max(units, marginal)),
        **_beyond_levels(claimant, levels, goal=goal, missing=goal - max(units, last)),
    }
    return [Unmet(claimant.code, cause, short) for cause, short in causes.items() if short]


def _beyond_levels(claimant: Claimant, levels: Levels, *, goal: int, missing: int) -> dict[Cause, int]:
    """Tell the units that no rung is to give by what keeps the channel's last level below its goal."""
    cap = UNLIMITED if claimant.cap is None else claimant.cap
    if levels.under_moq and not levels.last:
        return {Cause.MOQ: min(missing, cap), Cause.CAP: max(0, missing - cap)}
    left_out = sum(cases_up(line.units, claimant.lot) for line in levels.left_out)
    capped = min(missing, max(goal - cap, left_out, 0))
    return {Cause.CAP: capped, Cause.LOT: missing - capped}
