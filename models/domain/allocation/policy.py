"""The allocation as a model for a solver: lots with sizes and values, and the promises that a plan has to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from models.domain.allocation.awards import Allocation
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.ladder import Goal
from models.domain.allocation.levels import cap_in_cases
from models.domain.allocation.worth import expected_contribution
from models.domain.cases import cases_up

MOST_LOTS = 20_000  # a solver needs longer than its time to read more of them


@dataclass(frozen=True)
class PolicyLot:
    """Lots of a channel from a position on, `count` of them all alike; they can only be taken after those before.

    `value` is the contribution in minor units that is expected of one of them.
    """

    claimant: str
    position: int
    units: int
    value: Fraction
    count: int = 1


@dataclass(frozen=True)
class PolicyModel:
    """Which lots to take, so that they fit in the supply, keep the promises and are worth most."""

    supply: int
    lots: tuple[PolicyLot, ...]
    promised: Mapping[str, int]

    def of(self, code: str) -> list[PolicyLot]:
        """Give the lots of a channel in their order."""
        return [lot for lot in self.lots if lot.claimant == code]

    def first(self, code: str, count: int) -> tuple[int, Fraction]:
        """Add up the units and the value of the first lots of a channel."""
        units, value = 0, Fraction(0)
        for lot in self.of(code):
            taken = min(count, lot.count)
            units, value, count = units + taken * lot.units, value + taken * lot.value, count - taken
        return units, value


def policy_model(claimants: Sequence[Claimant], allocation: Allocation, *, promises: bool = True) -> PolicyModel:
    """List the lots of all channels up to their caps; the promises are the committed units that the supply serves.

    Every channel needs a demand and a contribution.
    """
    promised = promised_units(allocation) if promises else {}
    return PolicyModel(
        allocation.supply,
        tuple(
            [
                lot
                for claimant in claimants
                for lot in _lots(claimant, allocation.supply, promised.get(claimant.code, 0))
            ]
        ),
        promised,
    )


def promised_units(allocation: Allocation) -> dict[str, int]:
    """Add up what the commit rungs give each channel."""
    promised: dict[str, int] = {}
    for award in allocation.awards:
        if allocation.ladder.rungs[award.rung - 1].goal is Goal.COMMIT:
            promised[award.claimant] = promised.get(award.claimant, 0) + award.units
    return promised


def plan_value(claimants: Sequence[Claimant], units: Mapping[str, int]) -> Fraction:
    """Give the expected contribution of a plan in minor units; channels whose demand is not known count nothing."""
    return sum((expected_contribution(one, units.get(one.code, 0)) or Fraction(0) for one in claimants), Fraction(0))


def has_too_many(claimants: Sequence[Claimant], allocation: Allocation) -> bool:
    """Say whether there are more lots that may or may not be sold than a plan is looked for among."""
    promised = promised_units(allocation)
    every = (lot for one in claimants for lot in _lots(one, allocation.supply, promised.get(one.code, 0)))
    return next(islice(every, MOST_LOTS, None), None) is not None


def _lots(claimant: Claimant, supply: int, promised: int) -> Iterator[PolicyLot]:
    """Cut the units of a channel into lots; what is promised to it below its MOQ may be its first lot.

    Lots that are sold for certain are alike and kept together, and those that nobody will buy are left out: of a
    million units only as many single lots are left as may or may not be sold.
    """
    most = min(cap_in_cases(claimant), cases_up(supply, claimant.lot)) if claimant.enabled else 0
    first = promised if 0 < promised < claimant.first_lot else claimant.first_lot
    reach = 0 if claimant.demand is None else claimant.demand.tails.reach - claimant.pos
    held, position, before = 0, 0, Fraction(0)
    while held < max(reach, promised) and (end := held + claimant.lot if held else first) <= most:
        units, count = end - held, 1 + _alike(claimant, end, most) if held else 1
        end += (count - 1) * claimant.lot
        worth = expected_contribution(claimant, end) or Fraction(0)
        yield PolicyLot(claimant.code, position, units, (worth - before) / count, count)
        held, position, before = end, position + count, worth


def _alike(claimant: Claimant, end: int, most: int) -> int:
    """Count the lots after one that ends at some units that are sold for certain, as it is itself."""
    sure = 0 if claimant.demand is None else claimant.demand.tails.sure - claimant.pos
    return max(0, min(most, sure) - end) // claimant.lot
