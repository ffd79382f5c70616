"""Every unmet unit has one cause (A9, "Unmet units")."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, Ladder, Rung, ShareBy
from tests.domain.allocation.cases import MUG, MUG_LADDER, one_rung


def causes(supply: int, claimants: list[Claimant], ladder: Ladder, code: str = "A") -> dict[str, int]:
    found = allocate(supply, claimants, ladder)
    return {one.cause.value: one.units for one in found.unmet if one.claimant == code}


def test_that_units_lack_for_supply_up_to_the_marginal_rung_and_beyond_it_for_a_lower_one() -> None:
    assert causes(600, list(MUG), MUG_LADDER, "AMZ") == {"supply": 300 - 216, "lower rung": 480 - 300}
    assert causes(600, list(MUG), MUG_LADDER, "EBY") == {"cap": 2 * 42 - 60}


def test_that_a_loan_beyond_the_marginal_rung_leaves_only_units_of_lower_rungs() -> None:
    ladder = Ladder((Rung(Goal.FLOOR, ShareBy.PRIORITY), Rung(Goal.REST, ShareBy.PRIORITY)))
    claimants = [Claimant("Z", lot=12, floor=12, cap=12), Claimant("A", 2, floor=2, cap=9)]
    assert causes(7, claimants, ladder) == {"lower rung": 2}


TARGET = one_rung(ShareBy.EQUAL)


@pytest.mark.parametrize(
    "claimant, found",
    [
        (Claimant("A", target=50, cap=30), {"cap": 20}),
        (Claimant("A", target=50, cap=30, lot=12), {"cap": 20, "lot": 6}),
        (Claimant("A", target=50, lot=12), {"lot": 2}),
        (Claimant("A", target=10, lot=12), {"lot": 10}),
        (Claimant("A", target=30, lot=12, moq=48), {"moq": 30}),
        (Claimant("A", target=60, lot=12, moq=48, cap=40), {"moq": 40, "cap": 20}),
        (Claimant("A", target=60, moq=48, cap=0), {"cap": 60}),
        (Claimant("A", target=60, enabled=False), {"disabled": 60}),
        (Claimant("A", target=60), {}),
    ],
)
def test_that_units_beyond_the_last_level_have_the_cause_that_keeps_it_down(
    claimant: Claimant, found: dict[str, int]
) -> None:
    assert causes(1000, [claimant], TARGET) == found


def test_that_a_line_left_out_is_unmet_for_the_cap() -> None:
    lines = (OrderLine("1", 60), OrderLine("2", 60))
    assert causes(1000, [Claimant("A", cap=100, lines=lines)], one_rung(ShareBy.EDD, Goal.COMMIT)) == {"cap": 60}


def test_that_a_rest_without_a_cap_is_no_goal() -> None:
    assert causes(5, [Claimant("A", weight=Fraction(1))], one_rung(ShareBy.SHARE, Goal.REST)) == {}
