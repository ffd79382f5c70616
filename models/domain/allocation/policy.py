"""The allocation as a model for a solver: lots with sizes and values, and the promises that a plan has to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.domain.allocation.awards import Allocation
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.ladder import Goal
from models.domain.allocation.levels import cap_in_cases
from models.domain.allocation.worth import expected_contribution
from models.domain.cases import cases_up


@dataclass(frozen=True)
class PolicyLot:
    """The lot of a channel at a position: it can only be taken after the one before it.

    `value` is the contribution in minor units that is expected of it.
    """

    claimant: str
    position: int
    units: int
    value: Fraction


@dataclass(frozen=True)
class PolicyModel:
    """Which lots to take, so that they fit in the supply, keep the promises and are worth most."""

    supply: int
    lots: tuple[PolicyLot, ...]
    promised: Mapping[str, int]

    def of(self, code: str) -> list[PolicyLot]:
        """Give the lots of a channel in their order."""
        return [lot for lot in self.lots if lot.claimant == code]


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


def _lots(claimant: Claimant, supply: int, promised: int) -> list[PolicyLot]:
    """Cut the units of a channel into lots; what is promised to it below its MOQ may be its first lot."""
    most = min(cap_in_cases(claimant), cases_up(supply, claimant.lot)) if claimant.enabled else 0
    first = promised if 0 < promised < claimant.first_lot else claimant.first_lot
    ends = list(range(first, most + 1, claimant.lot)) if most else []
    lots, held, before = [], 0, Fraction(0)
    for position, end in enumerate(ends):
        worth = expected_contribution(claimant, end) or Fraction(0)
        lots.append(PolicyLot(claimant.code, position, end - held, worth - before))
        held, before = end, worth
    return lots
