"""The cut of a contribution rung among thousands of lots is where a sort of all of them has it, in few tries."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from models.domain.allocation import falling
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import NOTHING, Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from tests.domain.allocation.cases import one_rung

LADDER = one_rung(ShareBy.CONTRIBUTION, Goal.REST)


def claimant(random: Random, code: str, *, singly: bool) -> Claimant:
    """Give a channel that has room for hundreds of units, some of them sure to be sold and some without a chance."""
    mean = Fraction(random.choice([0, 1, random.randint(1, 4000)]), random.choice([1, 7, 10]))
    return Claimant(
        code,
        priority=random.randint(1, 3),
        lot=1 if singly else random.choice([1, 1, 6, 12, 24]),
        cap=random.randint(0, 600),
        pos=random.choice([0, 0, random.randint(0, 300)]),
        demand=random.choice([None, Demand(0, mean), Demand(0, mean), Demand(random.randint(0, 300), mean)]),
        contribution=random.choice([-5, 0, 700, 700, random.randint(1, 2500)]),
    )


def sequence(claimants: list[Claimant]) -> list[tuple[str, int]]:
    """Sort all lots by what a unit of them is expected to bring in, then by priority and code."""
    lots = [
        (-max(0, one.contribution or 0) * Fraction(sum(chances[held : held + one.lot]), one.lot), one, held)
        for one in claimants
        for chances in [[(one.demand or NOTHING).tails.tail(one.pos + unit) for unit in range(one.cap or 0)]]
        for held in range(0, (one.cap or 0) // one.lot * one.lot, one.lot)
    ]
    lots.sort(key=lambda lot: (lot[0], lot[1].priority, lot[1].code, lot[2]))
    return [(one.code, one.lot) for _, one, _ in lots]


@pytest.mark.parametrize("singly", [True, False])
@pytest.mark.parametrize("seed", range(60))
def test_that_firm_units_are_the_first_of_all_lots_sorted(seed: int, singly: bool) -> None:
    random = Random(seed)
    claimants = [claimant(random, code, singly=singly) for code in "ABCDEFGH"[: random.randint(1, 8)]]
    order = sequence(claimants)
    for supply in {0, 1, random.randint(0, 300), random.randint(0, 3000), sum(size for _, size in order)}:
        left, firm = supply, dict.fromkeys([one.code for one in claimants], 0)
        for code, size in order:
            if size > left:
                break
            firm[code] += size
            left -= size
        found = allocate(supply, claimants, LADDER)
        assert {code: units.firm for code, units in found.units.items()} == firm


def test_that_a_few_keys_are_tried_among_thousands_of_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = 0

    def counted(rising: Sequence[int], key: int, low: int, high: int) -> int:
        nonlocal searched
        searched += 1
        return bisect_right(rising, key, low, high)

    monkeypatch.setattr(falling, "bisect_right", counted)
    random = Random(3)
    for _ in range(100):
        claimants = [
            Claimant(
                code, cap=500, demand=Demand(0, Fraction(random.randint(3, 300))), contribution=random.randint(1, 99)
            )
            for code in "ABCDEFGH"
        ]
        hopeful = sum(one.demand.tails.reach for one in claimants if one.demand)
        allocate(random.randint(0, hopeful - 1), claimants, LADDER)
    # Every key that is tried is searched for in the tables of all channels that may have it.
    assert 0 < searched < 100 * 6 * 8


def test_that_units_sure_to_be_sold_cost_no_memory() -> None:
    most = 10**9
    claimants = [Claimant(code, lot=lot, demand=Demand(most), contribution=5) for code, lot in (("A", 12), ("B", 1))]
    found = allocate(most + 50, claimants, LADDER)
    assert found.units["A"].firm == most // 12 * 12
