"""Whether there is enough of a SKU for all that is promised and guaranteed, told without sharing it out."""

from __future__ import annotations

from itertools import takewhile

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.ladder import Goal, Ladder
from models.domain.allocation.levels import aims_of, levels_of
from models.domain.allocation.planning import Planned

_FIRST = frozenset({Goal.COMMIT, Goal.FLOOR})


class Plenty:
    """Says for certain that every order line and floor of a SKU is met and firm, of one SKU after another.

    So it is where the ladder begins with promises and floors, nobody fixed a number or is kept from its level by a cap
    or a case, and what all channels are due after those rungs is there.
    """

    def __init__(self, ladder: Ladder) -> None:
        rungs = list(takewhile(lambda rung: rung.goal in _FIRST, ladder.rungs))
        self._tells = {rung.goal for rung in rungs} == _FIRST
        self._aims = aims_of(Ladder(tuple(rungs)))
        self._known: dict[int, tuple[Claimant, int | None]] = {}

    def of(self, planned: Planned) -> bool:
        """Say it of what was planned by the ladder; False where only sharing out can tell."""
        if planned.wanted or not self._tells:
            return False
        due = 0
        for one in planned.claimants:
            units = self._due(one) if one.lines else self._due_of_many(one)
            if units is None:
                return False
            due += units
        return due <= planned.supply.to_share

    def _due_of_many(self, one: Claimant) -> int | None:
        """Give what a claimant without lines is due, who may be that of thousands of SKUs: known by where it is."""
        known = self._known.get(id(one))
        if known is None:
            known = self._known[id(one)] = one, self._due(one)
        return known[1]

    def _due(self, one: Claimant) -> int | None:
        """Give the units that a claimant is due; None where it is kept from any of them."""
        if one.enabled and one.cap is None and not one.moq and (one.lot == 1 or not one.floor):
            # Nothing keeps it from its goals or rounds them: lines are in whole cases already.
            return max(one.committed, one.floor)
        found = levels_of(one, self._aims)
        if one.enabled and (found.under_moq or found.left_out or found.last < max(one.floor, one.committed)):
            return None
        if not one.enabled and (one.lines or one.floor):
            return None
        return found.last
