"""The mistakes that no golden example catches, each by name (A9), and what order lines do."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.domain.allocation.awards import Hold
from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, Ladder, Rounding, Rung, ShareBy
from models.domain.stock import Fill
from tests.domain.allocation.cases import firm_and_loan, one_rung, totals

MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)


def test_that_a_commitment_below_the_moq_is_lifted_to_it() -> None:
    """Any other goal below the MOQ falls to nothing."""
    one = Claimant("WHS", lot=12, moq=30, commit=5, floor=5)
    assert totals(allocate(100, [one], one_rung(ShareBy.PRIORITY, Goal.COMMIT))) == [36]
    assert totals(allocate(100, [one], one_rung(ShareBy.PRIORITY, Goal.FLOOR))) == [0]


def test_that_a_channel_whose_cap_is_under_its_moq_gets_nothing_and_says_so() -> None:
    found = allocate(100, [Claimant("WHS", lot=12, moq=48, commit=24, cap=47)], one_rung(ShareBy.EDD, Goal.COMMIT))
    assert totals(found) == [0]
    assert [(remark.claimant, remark.about) for remark in found.exceptions] == [("WHS", "cap below MOQ")]


def test_that_a_cap_of_nothing_is_no_exception() -> None:
    found = allocate(100, [Claimant("WHS", moq=48, cap=0)], one_rung(ShareBy.EQUAL, Goal.REST))
    assert found.exceptions == ()


@pytest.mark.parametrize("rule", [ShareBy.SHARE, ShareBy.COVER])
def test_that_channels_without_weight_or_rate_come_last_by_priority_then_code(rule: ShareBy) -> None:
    claimants = [
        Claimant("A", 2, target=10),
        Claimant("B", 1, target=10),
        Claimant("C", 2, target=10),
        Claimant("Z", 9, target=10, weight=Fraction(1), rate=Fraction(1)),
    ]
    assert totals(allocate(8, claimants, one_rung(rule))) == [0, 0, 0, 8]
    assert totals(allocate(27, claimants, one_rung(rule))) == [7, 10, 0, 10]
    assert totals(allocate(33, claimants, one_rung(rule))) == [10, 10, 3, 10]


def test_that_the_date_comes_before_the_priority_where_the_earliest_is_first() -> None:
    claimants = [
        Claimant("A", 1, commit=10, ship_by=TUESDAY),
        Claimant("B", 2, commit=10, ship_by=MONDAY),
        Claimant("C", 1, commit=10, ship_by=MONDAY),
        Claimant("D", 1, commit=10),
    ]
    ladder = one_rung(ShareBy.EDD, Goal.COMMIT)
    assert [totals(allocate(supply, claimants, ladder)) for supply in (8, 18, 28, 38)] == [
        [0, 0, 8, 0],
        [0, 8, 10, 0],
        [8, 10, 10, 0],
        [10, 10, 10, 8],
    ]


def test_that_contribution_looks_at_the_mean_over_the_whole_lot() -> None:
    """The first unit of the case is worth most of all, all twelve together least."""
    case = Claimant("A", lot=12, target=12, demand=Demand(2), contribution=1000)
    single = Claimant("B", target=10, demand=Demand(10), contribution=200)
    ladder = one_rung(ShareBy.CONTRIBUTION)
    assert totals(allocate(21, [case, single], ladder)) == [0, 10]
    assert totals(allocate(22, [case, single], ladder)) == [12, 10]
    assert totals(allocate(12, [case, single], ladder)) == [0, 10]


def test_that_contribution_counts_what_already_lies_with_a_channel() -> None:
    claimants = [
        Claimant("AMZ", target=50, pos=40, demand=Demand(45), contribution=1000),
        Claimant("DTC", target=50, demand=Demand(45), contribution=10),
    ]
    assert totals(allocate(20, claimants, one_rung(ShareBy.CONTRIBUTION))) == [5, 15]


def test_that_a_level_is_never_below_the_one_before() -> None:
    ladder = Ladder((Rung(Goal.FLOOR, ShareBy.EQUAL), Rung(Goal.TARGET, ShareBy.EQUAL)))
    found = allocate(100, [Claimant("A", floor=30, target=20)], ladder)
    assert found.levels["A"].reached == (30, 30)
    assert totals(found) == [30]


@pytest.mark.parametrize("rule", list(ShareBy))
def test_that_ties_are_settled_by_priority_and_then_by_code(rule: ShareBy) -> None:
    alike = [
        Claimant(code, priority, target=9, weight=Fraction(1), rate=Fraction(1), demand=Demand(9), contribution=5)
        for code, priority in (("B", 2), ("A", 3), ("D", 1), ("C", 1))
    ]
    assert [code for code, units in allocate(1, alike, one_rung(rule)).units.items() if units.firm] == ["C"]


def test_that_channels_with_no_chance_of_a_sale_tie_at_nothing() -> None:
    claimants = [
        Claimant("A", 2, demand=Demand(3), contribution=100),
        Claimant("B", 1, cap=4, demand=Demand(0), contribution=900),
        Claimant("C", 3, demand=Demand(9), contribution=5),
    ]
    assert totals(allocate(16, claimants, one_rung(ShareBy.CONTRIBUTION, Goal.REST))) == [3, 4, 9]
    assert totals(allocate(20, claimants, one_rung(ShareBy.CONTRIBUTION, Goal.REST))) == [7, 4, 9]


def test_that_a_loss_on_each_unit_counts_as_nothing() -> None:
    """So it ties with what has no chance of a sale, and comes first there by priority."""
    claimants = [
        Claimant("A", 1, demand=Demand(9), contribution=-100),
        Claimant("B", 2, demand=Demand(0), contribution=5),
    ]
    assert totals(allocate(10, claimants, one_rung(ShareBy.CONTRIBUTION, Goal.REST))) == [10, 0]


def test_that_the_first_lot_of_a_channel_is_its_moq_in_whole_cases() -> None:
    claimants = [Claimant("A", lot=12, moq=30, target=60)]
    assert [totals(allocate(supply, claimants, one_rung(ShareBy.EQUAL)))[0] for supply in (35, 36, 47, 48)] == [
        0,
        36,
        36,
        48,
    ]


@pytest.mark.parametrize("rounding, level", [(None, 0), (Rounding.UP, 12), (Rounding.DOWN, 0)])
def test_that_a_target_is_rounded_down_to_cases_unless_the_rung_says_otherwise(
    rounding: Rounding | None, level: int
) -> None:
    ladder = Ladder((Rung(Goal.TARGET, ShareBy.EQUAL, rounding=rounding),))
    assert allocate(0, [Claimant("A", lot=12, target=11)], ladder).levels["A"].reached == (level,)


def test_that_a_channel_that_is_switched_off_gets_nothing() -> None:
    claimants = [Claimant("A", target=10, enabled=False), Claimant("B", target=10)]
    assert totals(allocate(20, claimants, one_rung(ShareBy.EQUAL))) == [0, 10]


def test_that_nothing_is_blocked_when_nothing_is_left() -> None:
    found = allocate(24, [Claimant("A", lot=12, target=36)], one_rung(ShareBy.EQUAL))
    assert (found.unassigned, found.blocked) == (0, None)


def test_that_a_loan_is_called_back_when_the_waiting_lot_fits() -> None:
    claimants = [Claimant("A", 1, lot=12, target=12), Claimant("B", 2, target=12)]
    ladder = one_rung(ShareBy.PRIORITY)
    assert firm_and_loan(allocate(11, claimants, ladder)) == {"A": (0, 0), "B": (0, 11)}
    assert firm_and_loan(allocate(12, claimants, ladder)) == {"A": (12, 0), "B": (0, 0)}


def test_that_a_loan_can_come_from_a_lower_rung() -> None:
    ladder = Ladder((Rung(Goal.FLOOR, ShareBy.PRIORITY), Rung(Goal.REST, ShareBy.PRIORITY)))
    claimants = [Claimant("A", lot=12, floor=12, cap=12), Claimant("B", cap=5)]
    found = allocate(7, claimants, ladder)
    assert [(award.claimant, award.rung, award.kind, award.units) for award in found.awards] == [("B", 2, Hold.LOAN, 5)]
    assert found.unassigned == 2


LINES = (
    OrderLine("20", 10, TUESDAY),
    OrderLine("9", 10, MONDAY, Fill.FULL),
    OrderLine("3", 5),
    OrderLine("100", 4, MONDAY),
)


def lined(units: int, *, moq: int = 0, cap: int | None = None, lot: int = 1) -> dict[str, tuple[int, str]]:
    claimants = [Claimant("WHS", lot=lot, moq=moq, cap=cap, lines=LINES)]
    awards = allocate(units, claimants, one_rung(ShareBy.EDD, Goal.COMMIT)).awards
    return {award.line: (award.units, award.kind.value) for award in awards}


def test_that_order_lines_are_served_by_day_and_then_by_number() -> None:
    assert lined(100) == {"9": (10, "firm"), "100": (4, "firm"), "20": (10, "firm"), "3": (5, "firm")}
    assert lined(16) == {"9": (10, "firm"), "100": (4, "firm"), "20": (2, "firm")}


def test_that_a_line_to_be_filled_whole_waits_for_its_last_unit_and_closes_its_channel() -> None:
    assert lined(9) == {}


def test_that_each_line_is_rounded_up_to_cases() -> None:
    assert lined(100, lot=6) == {"9": (12, "firm"), "100": (6, "firm"), "20": (12, "firm"), "3": (6, "firm")}


def test_that_lines_are_served_before_the_moq_counts() -> None:
    assert lined(10, moq=20) == {"9": (10, "firm")}
    assert lined(100, moq=40)[""] == (40 - 29, "firm")


def test_that_a_line_that_would_pass_the_cap_is_left_out_and_said_so() -> None:
    """The one after it may still fit."""
    assert lined(100, cap=20) == {"9": (10, "firm"), "100": (4, "firm"), "3": (5, "firm")}
    found = allocate(100, [Claimant("WHS", cap=20, lines=LINES)], one_rung(ShareBy.EDD, Goal.COMMIT))
    assert [remark.about for remark in found.exceptions] == ["line over cap"]
    assert "Line 20 of WHS" in found.exceptions[0].sentence


def test_that_lines_of_two_channels_are_served_in_one_order_of_dates() -> None:
    one = Claimant("A", 2, lines=(OrderLine("a1", 5, MONDAY), OrderLine("a2", 5, TUESDAY)))
    other = Claimant("B", 1, lines=(OrderLine("b1", 5, TUESDAY), OrderLine("b2", 5)))
    awards = allocate(12, [one, other], one_rung(ShareBy.EDD, Goal.COMMIT)).awards
    assert {award.line: award.units for award in awards} == {"a1": 5, "b1": 5, "a2": 2}


def test_that_units_held_from_an_earlier_rung_serve_the_first_lines() -> None:
    ladder = Ladder((Rung(Goal.FLOOR, ShareBy.EQUAL), Rung(Goal.COMMIT, ShareBy.EDD)))
    found = allocate(100, [Claimant("WHS", floor=12, lines=LINES)], ladder)
    assert {(award.rung, award.line): award.units for award in found.awards} == {
        (1, ""): 12,
        (2, "100"): 2,
        (2, "20"): 10,
        (2, "3"): 5,
    }


def test_that_a_huge_supply_takes_no_longer_than_a_small_one() -> None:
    claimants = [Claimant(code, lot=lot, weight=Fraction(lot)) for code, lot in (("A", 1), ("B", 7), ("C", 12))]
    found = allocate(10**9, claimants, one_rung(ShareBy.SHARE, Goal.REST))
    assert sum(totals(found)) + found.unassigned == 10**9


def test_that_nobody_and_nothing_can_be_allocated() -> None:
    assert allocate(5, [], one_rung(ShareBy.EQUAL)).unassigned == 5
    assert allocate(0, [Claimant("A", target=3)], one_rung(ShareBy.EQUAL)).units["A"].all == 0
