"""Problems name their field and say whether they stop the allocation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.allocation.checking import Severity, check, errors
from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import STANDARD, Goal, Ladder, ShareBy
from tests.domain.allocation.cases import MUG, MUG_LADDER, one_rung

ONE = Fraction(1)
EQUAL = one_rung(ShareBy.EQUAL)
DAY = date(2026, 11, 2)


def told(claimants: Sequence[Claimant], ladder: Ladder = EQUAL, supply: int = 100) -> list[str]:
    return [str(problem) for problem in check(supply, claimants, ladder)]


def test_that_the_mug_has_no_problem() -> None:
    assert told(MUG, MUG_LADDER, 600) == []


@pytest.mark.parametrize(
    "claimant, problem",
    [
        (Claimant("A", lot=0), "claimants[0].lot: must be at least 1, not 0"),
        (Claimant("A", moq=-1), "claimants[0].moq: must be at least 0, not -1"),
        (Claimant("A", cap=-5), "claimants[0].cap: must be at least 0, not -5"),
        (Claimant("A", target=10**12), f"claimants[0].target: must be at most 1000000000, not {10**12}"),
        (Claimant("A", weight=Fraction(-1, 2)), "claimants[0].weight: must not be below 0, but is -1/2"),
        (Claimant("A", rate=Fraction(1, 10**30)), "claimants[0].rate: has too many digits"),
        (Claimant(""), "claimants[0].code: is missing"),
        (Claimant("A", lines=(OrderLine("1", 0),)), "claimants[0].lines[0].units: must be at least 1, not 0"),
        (Claimant("A", lines=(OrderLine("", 1),)), "claimants[0].lines[0].id: is missing"),
        (
            Claimant("A", lines=(OrderLine("1", 1), OrderLine("1", 2))),
            "claimants[0].lines[1].id: 1 is the id of an earlier line",
        ),
        (Claimant("A", demand=Demand(10**7)), "claimants[0].demand: must be at most 1000000, not 10000000"),
        (Claimant("A", demand=Demand(0, Fraction(10**7))), "claimants[0].demand: must be at most 1000000"),
    ],
)
def test_that_a_field_that_cannot_be_stops_the_allocation(claimant: Claimant, problem: str) -> None:
    found = check(100, [claimant], EQUAL)
    assert [str(one) for one in errors(found)] == [problem]


def test_that_two_channels_may_not_have_the_same_code() -> None:
    assert told([Claimant("A"), Claimant("B"), Claimant("A")]) == [
        "claimants[2].code: A is already the code of claimants[0]"
    ]


@pytest.mark.parametrize("rule", [ShareBy.PRORATA, ShareBy.EQUAL_LOSS])
def test_that_a_rest_shared_by_claims_needs_a_cap(rule: ShareBy) -> None:
    problem = f"claimants[0].cap: is missing: a rest rung shared by {rule} needs one as the channel's claim"
    assert told([Claimant("A")], one_rung(rule, Goal.REST)) == [problem]
    assert told([Claimant("A")], one_rung(rule, Goal.TARGET)) == []


def test_that_contribution_needs_a_demand_and_a_contribution() -> None:
    claimants = [Claimant("A", demand=Demand(1), contribution=1), Claimant("B"), Claimant("C", enabled=False)]
    assert told(claimants, one_rung(ShareBy.CONTRIBUTION)) == [
        "claimants[1].demand: is missing: a rung is shared by contribution",
        "claimants[1].contribution: is missing: a rung is shared by contribution",
    ]


def test_that_a_share_needs_a_weight_that_is_not_nothing() -> None:
    off = Claimant("B", weight=ONE, enabled=False)
    assert len(errors(check(10, [Claimant("A"), off], one_rung(ShareBy.SHARE)))) == 1
    assert told([Claimant("A"), Claimant("B", weight=ONE)], one_rung(ShareBy.SHARE)) == []


def test_that_a_ladder_needs_rungs_and_a_cover_days() -> None:
    assert told([], Ladder(())) == ["ladder: needs at least one rung"]
    assert told([], one_rung(ShareBy.COVER, Goal.COVER)) == ["ladder[0].days: must be at least 1, not 0"]


def test_that_a_negative_supply_stops_the_allocation() -> None:
    assert told([], supply=-1) == ["supply: must be at least 0, not -1"]


@pytest.mark.parametrize(
    "claimant, field",
    [
        (Claimant("A", weight=ONE, floor=50, cap=40), "claimants[0].cap"),
        (Claimant("A", weight=ONE, commit=50, cap=40), "claimants[0].cap"),
        (Claimant("A", weight=ONE, floor=500), "supply"),
        (Claimant("A", weight=ONE, lines=(OrderLine("1", 5),)), "claimants[0].lines[0].ship_by"),
        (Claimant("A", weight=ONE, commit=7, lines=(OrderLine("1", 5, DAY),)), "claimants[0].commit"),
    ],
)
def test_that_what_only_deserves_a_look_is_a_warning(claimant: Claimant, field: str) -> None:
    found = check(100, [claimant], STANDARD)
    assert [(one.field, one.severity) for one in found] == [(field, Severity.WARNING)]


def test_that_a_floor_above_a_cap_asks_for_no_more_than_the_cap() -> None:
    found = check(5, [Claimant("A", weight=ONE, floor=10, cap=5)], STANDARD)
    assert [one.field for one in found] == ["claimants[0].cap"]


def test_that_a_loss_on_each_unit_is_a_warning_where_contribution_decides() -> None:
    one = Claimant("A", demand=Demand(1), contribution=-1)
    (problem,) = check(1, [one], one_rung(ShareBy.CONTRIBUTION))
    assert problem.severity is Severity.WARNING
    assert check(1, [one], EQUAL) == ()


_UNITS = st.sampled_from([-1, 0, 1, 5, 10**9, 10**9 + 1])
_RATIONALS = st.sampled_from([Fraction(-1, 3), Fraction(0), Fraction(7, 2), Fraction(1, 10**30)])


@given(
    st.builds(
        Claimant,
        st.just("A"),
        lot=_UNITS,
        moq=_UNITS,
        commit=_UNITS,
        floor=_UNITS,
        target=_UNITS,
        cap=st.none() | _UNITS,
        weight=_RATIONALS,
        rate=_RATIONALS,
        pos=_UNITS,
        enabled=st.booleans(),
        # Hypothesis would make up the fields of a named tuple that are left out.
        lines=st.just(()),
        demand=st.none(),
        contribution=st.none(),
    ),
    st.sampled_from([EQUAL, MUG_LADDER, one_rung(ShareBy.PRORATA, Goal.REST)]),
)
def test_that_a_claimant_is_found_wrong_at_a_glance_as_at_a_closer_look(one: Claimant, ladder: Ladder) -> None:
    """A demand that nothing asks for is no problem, and keeps a claimant from being passed at a glance."""
    assert told([one], ladder) == told([one._replace(demand=Demand())], ladder)


def test_that_channels_that_are_all_switched_off_need_no_weight() -> None:
    off = [Claimant("A", enabled=False), Claimant("B", enabled=False)]
    assert told(off, STANDARD) == []
    assert told([*off, Claimant("C")], STANDARD)[0].startswith("claimants: all weights are 0")


def test_that_minimums_beyond_the_supply_are_told_without_naming_a_tier() -> None:
    """A promise that is not kept makes a SKU black, which is worse."""
    assert told([Claimant("A", floor=9, weight=ONE)], STANDARD, 0) == [
        "supply: is 0, less than the floors, which add up to 9: not all of them can be met"
    ]
