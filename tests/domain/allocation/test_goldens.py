"""The golden examples GA1 to GA12 of the specification of allocation (A5); those after them stand by their parts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.allocation.awards import Hold
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, Ladder, Rung, ShareBy
from models.domain.allocation.policy import plan_value
from models.domain.money import half_up
from tests.domain.allocation.cases import MUG, MUG_LADDER, claiming, firm_and_loan, one_rung, totals, weighed

# Supply; AMZ, DTC, WHS, EBY as firm or (firm, loan); unassigned; blocked rung, channel, lot, left; tier.
GA1 = [
    (1300, (480, 400, 240, 60), 120, None, "green"),
    (1180, (480, 400, 240, 60), 0, None, "green"),
    (1000, (480, (312, 4), 144, 60), 0, (5, "WHS", 24, 4), "green"),
    (800, (360, (252, 8), 120, 60), 0, (5, "AMZ", 12, 8), "green"),
    (600, (216, (202, 2), 120, 60), 0, (4, "AMZ", 12, 2), "amber"),
    (400, (120, 138, 96, 46), 0, None, "amber"),
    (300, (60, 108, 96, 36), 0, None, "amber"),
    (216, (60, 50, 96, 10), 0, None, "red"),
    (200, (48, 50, 96, (0, 6)), 0, (2, "AMZ", 12, 6), "red"),
    (150, (0, 50, 96, (0, 4)), 0, (2, "AMZ", 12, 4), "red"),
    (100, (0, 4, 96, 0), 0, None, "red"),
    (90, (0, (0, 18), 72, 0), 0, (1, "WHS", 24, 18), "black"),
    (60, (0, (0, 12), 48, 0), 0, (1, "WHS", 24, 12), "black"),
    (0, (0, 0, 0, 0), 0, None, "black"),
]


@pytest.mark.parametrize("supply, units, unassigned, blocked, tier", GA1, ids=[str(row[0]) for row in GA1])
def test_that_the_mug_is_shared_as_in_ga1(
    supply: int,
    units: tuple[int | tuple[int, int], ...],
    unassigned: int,
    blocked: tuple[int, str, int, int] | None,
    tier: str,
) -> None:
    found = allocate(supply, MUG, MUG_LADDER)
    expected = [each if isinstance(each, tuple) else (each, 0) for each in units]
    assert [firm_and_loan(found)[code] for code in ("AMZ", "DTC", "WHS", "EBY")] == expected
    assert found.unassigned == unassigned
    assert found.tier == tier
    stopped = found.blocked
    assert (stopped and (stopped.rung, stopped.claimant, stopped.lot, stopped.left)) == blocked
    if stopped:
        assert stopped.missing == stopped.lot - stopped.left


def test_that_the_levels_of_the_mug_are_those_of_ga1() -> None:
    levels = allocate(0, MUG, MUG_LADDER).levels
    assert {code: level.reached for code, level in levels.items()} == {
        "AMZ": (0, 60, 60, 300, 480),
        "DTC": (0, 50, 84, 252, 400),
        "WHS": (96, 96, 96, 120, 240),
        "EBY": (0, 10, 28, 60, 60),
    }


def test_that_600_mugs_have_the_reasons_of_ga1() -> None:
    awards = allocate(600, MUG, MUG_LADDER).awards
    names = [rung.name for rung in MUG_LADDER.rungs]
    firm = {(names[one.rung - 1], one.claimant): one.units for one in awards if one.kind is Hold.FIRM}
    loan = {(names[one.rung - 1], one.claimant): one.units for one in awards if one.kind is Hold.LOAN}
    assert firm == {
        ("commit", "WHS"): 96,
        ("floor", "DTC"): 50,
        ("floor", "AMZ"): 60,
        ("floor", "EBY"): 10,
        ("cover14", "DTC"): 34,
        ("cover14", "EBY"): 18,
        ("cover42", "AMZ"): 156,
        ("cover42", "DTC"): 118,
        ("cover42", "EBY"): 32,
        ("cover42", "WHS"): 24,
    }
    assert loan == {("cover42", "DTC"): 2}


@pytest.mark.parametrize(
    "supply, whs, dtc, blocked",
    [(95, 0, (0, 95), 96), (96, 96, (0, 0), 0), (120, 96, (24, 0), 0), (50, 0, (0, 50), 96)],
)
def test_that_units_wait_on_loan_for_an_moq_as_in_ga2(
    supply: int, whs: int, dtc: tuple[int, int], blocked: int
) -> None:
    claimants = [Claimant("WHS", 1, 24, 96, target=96), Claimant("DTC", 2, target=200)]
    found = allocate(supply, claimants, one_rung(ShareBy.PRIORITY))
    assert firm_and_loan(found) == {"WHS": (whs, 0), "DTC": dtc}
    assert (found.blocked.lot if found.blocked else 0) == blocked


@pytest.mark.parametrize(
    "supply, units",
    [
        (3, [2, 1, 0]),
        (7, [3, 3, 1]),
        (10, [5, 4, 1]),
        (11, [5, 5, 1]),
        (12, [5, 5, 2]),
        (13, [6, 5, 2]),
        (14, [6, 6, 2]),
    ],
)
def test_that_shares_grow_with_supply_where_hamiltons_shrink_as_in_ga3(supply: int, units: list[int]) -> None:
    assert totals(allocate(supply, weighed([6, 6, 2]), one_rung(ShareBy.SHARE, Goal.REST))) == units


@pytest.mark.parametrize("supply, units", [(100, [70, 30]), (10, [7, 3]), (3, [2, 1]), (1, [1, 0])])
def test_that_percentages_lose_no_unit_as_in_ga4(supply: int, units: list[int]) -> None:
    assert totals(allocate(supply, weighed([70, 30]), one_rung(ShareBy.SHARE, Goal.REST))) == units


TALMUD = Ladder((Rung(Goal.FLOOR, ShareBy.EQUAL), Rung(Goal.TARGET, ShareBy.EQUAL_LOSS)), "Talmud")


def talmud(estate: int, claims: list[int], parts: int) -> list[Fraction]:
    """Divide an estate among claims in parts of a unit: half of each claim is its floor, the claim its target."""
    halves = [
        Claimant(f"{number}", floor=claim * parts // 2, target=claim * parts) for number, claim in enumerate(claims)
    ]
    return [Fraction(units, parts) for units in totals(allocate(estate * parts, halves, TALMUD))]


@pytest.mark.parametrize(
    "estate, shares",
    [
        (100, ["100/3", "100/3", "100/3"]),
        (200, ["50", "75", "75"]),
        (300, ["50", "100", "150"]),
        (400, ["50", "125", "225"]),
        (500, ["200/3", "500/3", "800/3"]),
    ],
)
def test_that_two_rungs_divide_an_estate_as_the_talmud_does_in_ga5(estate: int, shares: list[str]) -> None:
    """Aumann and Maschler, Journal of Economic Theory 36 (1985): the estates of 100, 200 and 300 are the Mishna's."""
    assert talmud(estate, [100, 200, 300], 6) == [Fraction(share) for share in shares]


def test_that_an_estate_is_divided_by_four_rules_as_in_ga6() -> None:
    """O'Neill's example, in twelfths."""
    claims = [30, 40, 60, 120]
    twelfths = claiming([claim * 12 for claim in claims])
    assert totals(allocate(1440, twelfths, one_rung(ShareBy.EQUAL))) == [360, 360, 360, 360]
    assert totals(allocate(1440, twelfths, one_rung(ShareBy.EQUAL_LOSS))) == [0, 80, 320, 1040]
    assert totals(allocate(1440, twelfths, one_rung(ShareBy.PRORATA))) == [173, 230, 346, 691]
    assert talmud(120, claims, 12) == [15, 20, 30, 55]


@pytest.mark.parametrize(
    "rule, units",
    [
        (ShareBy.PRORATA, [75, 60, 15]),
        (ShareBy.EQUAL_LOSS, [84, 63, 3]),
        (ShareBy.EQUAL, [65, 65, 20]),
        (ShareBy.PRIORITY, [100, 50, 0]),
    ],
)
def test_that_four_rules_share_150_among_three_orders_as_in_ga7(rule: ShareBy, units: list[int]) -> None:
    assert totals(allocate(150, claiming([100, 80, 20]), one_rung(rule))) == units


def test_that_what_a_cap_leaves_goes_to_the_others_as_in_ga9() -> None:
    claimants = weighed([50, 30, 20])
    claimants[0] = Claimant("00", cap=20, weight=Fraction(50))
    assert totals(allocate(100, claimants, one_rung(ShareBy.SHARE, Goal.REST))) == [20, 48, 32]


@pytest.mark.parametrize(
    "supply, units, blocked",
    [
        (100, [(48, 0), (28, 0), (24, 0)], ""),
        (101, [(48, 0), (29, 0), (24, 0)], ""),
        (110, [(48, 0), (32, 6), (24, 0)], "A"),
        (119, [(60, 0), (35, 0), (24, 0)], ""),
        (120, [(60, 0), (36, 0), (24, 0)], ""),
    ],
)
def test_that_case_packs_are_shared_whole_as_in_ga10(supply: int, units: list[tuple[int, int]], blocked: str) -> None:
    claimants = [
        Claimant("A", lot=12, weight=Fraction(50)),
        Claimant("B", lot=1, weight=Fraction(30)),
        Claimant("C", lot=24, weight=Fraction(20)),
    ]
    found = allocate(supply, claimants, one_rung(ShareBy.SHARE, Goal.REST))
    assert [firm_and_loan(found)[code] for code in "ABC"] == units
    assert (found.blocked.claimant if found.blocked else "") == blocked


@pytest.mark.parametrize("supply, units", [(100, [11, 66, 23]), (250, [100, 110, 40])])
def test_that_cover_is_evened_out_as_in_ga11(supply: int, units: list[int]) -> None:
    claimants = [
        Claimant("AMZ", rate=Fraction(10), pos=120),
        Claimant("DTC", rate=Fraction(5)),
        Claimant("EBY", rate=Fraction(2), pos=4),
    ]
    assert totals(allocate(supply, claimants, one_rung(ShareBy.COVER, Goal.REST))) == units


@pytest.mark.parametrize(
    "supply, units, value",
    [
        (20, [0, 20, 0], 44889),
        (40, [9, 31, 0], 71713),
        (80, [48, 32, 0], 107518),
        (120, [57, 33, 30], 132869),
        (160, [76, 44, 40], 145399),
    ],
)
def test_that_units_go_where_they_bring_in_most_as_in_ga12(supply: int, units: list[int], value: int) -> None:
    claimants = [
        Claimant("AMZ", demand=Demand(0, Fraction(60)), contribution=900),
        Claimant("DTC", demand=Demand(0, Fraction(30)), contribution=2250),
        Claimant("WHS", cap=40, demand=Demand(40), contribution=600),
    ]
    found = allocate(supply, claimants, one_rung(ShareBy.CONTRIBUTION, Goal.REST))
    assert totals(found) == units
    assert half_up(plan_value(claimants, {code: one.all for code, one in found.units.items()})) == value
