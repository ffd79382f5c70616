"""A capacity shared by SKUs: GA14, and that a plan in two passes keeps within it and adds nothing up wrongly."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from models.domain.allocation.capacity import Need, SkuCase, allocate_within, split_capacity
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import STANDARD, Goal, ShareBy
from tests.domain.allocation.cases import one_rung
from tests.domain.allocation.instances import instance, seeds, supply


def test_that_sixty_cubic_feet_are_split_as_in_ga14() -> None:
    """In hundredths of a cubic foot."""
    needs = [Need("A", 300, 12, lot=12), Need("B", 200, 30, lot=6), Need("C", 120, 50)]
    split = split_capacity(6000, needs)
    assert split.units == {"A": 108, "B": 78, "C": 47}
    assert {need.code: split.units[need.code] * need.volume for need in needs} == {"A": 1296, "B": 2340, "C": 2350}
    assert (split.used, split.unused) == (5986, 14)
    assert split.blocked is not None
    assert (split.blocked.claimant, split.blocked.lot) == ("A", 144)


def test_that_what_takes_no_room_is_not_held_back() -> None:
    split = split_capacity(10, [Need("paper", 500, 0), Need("box", 5, 4)], share_by=ShareBy.PRIORITY)
    assert split.units == {"paper": 500, "box": 2}


def test_that_a_limit_to_fba_is_rounded_down_to_whole_cases() -> None:
    assert split_capacity(100, [Need("AMZ", 400, 1, lot=12)]).units == {"AMZ": 96}


def cases(first: int, second: int) -> list[SkuCase]:
    amazon = Claimant("AMZ", 1, 6, target=first, weight=Fraction(1))
    other = Claimant("DTC", 2, target=60, weight=Fraction(1))
    return [
        SkuCase("MUG", 100, (amazon, other), {"AMZ": 2}),
        SkuCase("JUG", 80, (Claimant("AMZ", 1, 10, target=second, weight=Fraction(1)),), {"AMZ": 3}),
    ]


def test_that_a_capacity_that_is_large_enough_changes_nothing() -> None:
    plan = allocate_within(1000, cases(60, 50), one_rung(ShareBy.PRIORITY))
    assert plan.caps == {}
    assert plan.used == 60 * 2 + 50 * 3
    assert plan.unused == 1000 - plan.used


def test_that_the_second_pass_gives_to_others_what_a_capped_channel_cannot_take() -> None:
    plan = allocate_within(120, cases(60, 50), one_rung(ShareBy.PRIORITY))
    units = {sku: {code: one.all for code, one in found.units.items()} for sku, found in plan.allocations.items()}
    assert units == {"MUG": {"AMZ": 30, "DTC": 60}, "JUG": {"AMZ": 20}}
    assert (plan.used, plan.unused) == (120, 0)


def test_that_a_top_up_fills_what_an_moq_leaves_unused() -> None:
    """Half of the capacity would go to the jug, whose MOQ is more than that."""
    ladder = one_rung(ShareBy.PRIORITY)
    jug = SkuCase("JUG", 80, (Claimant("AMZ", 1, 10, 70, target=70),), {"AMZ": 1})
    mug = SkuCase("MUG", 80, (Claimant("AMZ", 2, 10, target=70),), {"AMZ": 1})
    plan = allocate_within(60, [jug, mug], ladder, share_by=ShareBy.EQUAL)
    assert {sku: found.units["AMZ"].all for sku, found in plan.allocations.items()} == {"JUG": 0, "MUG": 60}


@pytest.mark.parametrize("rule", [ShareBy.PRORATA, ShareBy.EQUAL, ShareBy.EQUAL_LOSS, ShareBy.PRIORITY])
def test_that_no_plan_exceeds_its_capacity_or_the_supply_of_a_sku(rule: ShareBy) -> None:
    for seed in seeds(80):
        random = Random(seed)
        skus = []
        claimants, ladder = instance(random)
        for sku in ("A", "B", "C"):
            volumes = {one.code: random.randint(1, 9) for one in claimants if random.random() < 0.6}
            skus.append(SkuCase(sku, supply(random), tuple(claimants), volumes))
        capacity = random.randint(0, 400)
        plan = allocate_within(capacity, skus, ladder, share_by=rule)
        assert 0 <= plan.used <= capacity, seed
        assert plan.used + plan.unused == capacity, seed
        for case in skus:
            found = plan.allocations[case.sku]
            assert sum(one.all for one in found.units.values()) + found.unassigned == case.supply, seed


def test_that_a_channel_outside_the_capacity_is_allocated_as_ever() -> None:
    claimants = (Claimant("DTC", target=50, weight=Fraction(1)),)
    plan = allocate_within(0, [SkuCase("MUG", 40, claimants, {})], STANDARD)
    assert plan.allocations["MUG"] == allocate(40, claimants, STANDARD)


def test_that_a_goal_met_within_the_capacity_needs_no_cap() -> None:
    plan = allocate_within(
        10, [SkuCase("MUG", 9, (Claimant("AMZ", cap=9),), {"AMZ": 1})], one_rung(ShareBy.EQUAL, Goal.REST)
    )
    assert plan.allocations["MUG"].units["AMZ"].all == 9
