"""Whether there is enough of a SKU for all that is promised and guaranteed, told without sharing it out."""

from __future__ import annotations

from itertools import takewhile

from models.domain.allocation.ladder import Goal, Ladder
from models.domain.allocation.levels import aims_of, levels_of
from models.domain.allocation.planning import Planned

_FIRST = frozenset({Goal.COMMIT, Goal.FLOOR})


def plenty(planned: Planned) -> bool:
    """Say for certain that every order line and floor is met and firm; False where only sharing out can tell.

    So it is where the ladder begins with promises and floors, nobody fixed a number or is kept from its level by a cap
    or a case, and what all channels are due after those rungs is there.
    """
    rungs = list(takewhile(lambda rung: rung.goal in _FIRST, planned.ladder.rungs))
    if planned.wanted or {rung.goal for rung in rungs} != _FIRST:
        return False
    aims, due = aims_of(Ladder(tuple(rungs))), 0
    for one in planned.claimants:
        found = levels_of(one, aims)
        if one.enabled and (found.under_moq or found.left_out or found.last < max(one.floor, one.committed)):
            return False
        if not one.enabled and (one.lines or one.floor):
            return False
        due += found.last
    return due <= planned.supply.to_share
