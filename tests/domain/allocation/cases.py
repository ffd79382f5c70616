"""The cases that the specification works through, and short ways to write claimants and to read an allocation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from models.domain.allocation.awards import Allocation
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import STANDARD, Goal, Ladder, Rung, ShareBy

# GA1: four channels of a mug.
MUG = (
    Claimant("AMZ", 2, 12, floor=60, cap=480, weight=Fraction(50), rate=Fraction(10), pos=120),
    Claimant("DTC", 1, 1, floor=50, cap=400, weight=Fraction(30), rate=Fraction(6)),
    Claimant("WHS", 1, 24, 48, 96, cap=240, weight=Fraction(15), rate=Fraction(3)),
    Claimant("EBY", 3, 1, floor=10, cap=60, weight=Fraction(5), rate=Fraction(2)),
)
# GA1 shares the commitment by priority; its only committed channel makes that the same as by date.
MUG_LADDER = Ladder((Rung(Goal.COMMIT, ShareBy.PRIORITY), *STANDARD.rungs[1:]), "Mug")

# GA13: demand over 28 days and contribution a unit; the first 96 units of wholesale are sold with certainty.
WORTH = {
    "AMZ": (Demand(0, Fraction(280)), 1089),
    "DTC": (Demand(0, Fraction(168)), 1242),
    "WHS": (Demand(96, Fraction(84)), 480),
    "EBY": (Demand(0, Fraction(56)), 920),
}
MUG_WITH_WORTH = tuple(one._replace(demand=WORTH[one.code][0], contribution=WORTH[one.code][1]) for one in MUG)


def one_rung(share_by: ShareBy, goal: Goal = Goal.TARGET, *, days: int = 0) -> Ladder:
    """Make a ladder of a single rung."""
    return Ladder((Rung(goal, share_by, days),))


def weighed(weights: Sequence[int], *, cap: int | None = None) -> list[Claimant]:
    """Make claimants that only have weights; their codes keep their order."""
    return [Claimant(f"{number:02d}", cap=cap, weight=Fraction(weight)) for number, weight in enumerate(weights)]


def claiming(claims: Sequence[int]) -> list[Claimant]:
    """Make claimants that have a target; their codes keep their order."""
    return [Claimant(f"{number:02d}", target=claim, cap=claim) for number, claim in enumerate(claims)]


def totals(allocation: Allocation) -> list[int]:
    """Give the units of all claimants, firm and loaned, by code."""
    return [allocation.units[code].all for code in sorted(allocation.units)]


def firm_and_loan(allocation: Allocation) -> Mapping[str, tuple[int, int]]:
    """Give firm and loaned units by code."""
    return {code: (units.firm, units.loan) for code, units in allocation.units.items()}
