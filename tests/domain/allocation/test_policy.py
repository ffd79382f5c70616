"""The model for a solver: what the rules cost against the best plan, and that contribution finds the best plan."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from random import Random

import pytest

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from models.domain.allocation.policy import plan_value, policy_model
from models.domain.money import half_up
from tests.domain.allocation.cases import MUG_LADDER, MUG_WITH_WORTH, one_rung
from tests.domain.allocation.instances import claimant, single
from tests.domain.allocation.optimum import best_value


@pytest.mark.parametrize(
    "supply, ladder, kept, policy_cost, promise_cost",
    [(400, 390137, 397418, 7281, 27901), (200, None, None, 9276, 65016), (600, None, None, 23262, 0)],
)
def test_that_rules_and_promises_of_the_mug_cost_what_ga13_says(
    supply: int, ladder: int | None, kept: int | None, policy_cost: int, promise_cost: int
) -> None:
    found = allocate(supply, MUG_WITH_WORTH, MUG_LADDER)
    value = plan_value(MUG_WITH_WORTH, {code: units.all for code, units in found.units.items()})
    best = best_value(policy_model(MUG_WITH_WORTH, found))
    free = best_value(policy_model(MUG_WITH_WORTH, found, promises=False))
    assert half_up(best - value) == policy_cost
    assert half_up(free - best) == promise_cost
    if ladder is not None:
        assert (half_up(value), half_up(best)) == (ladder, kept)


def test_that_the_lots_of_a_channel_begin_with_its_moq_and_end_under_its_cap() -> None:
    (dearest,) = [one for one in MUG_WITH_WORTH if one.code == "WHS"]
    model = policy_model([dearest], allocate(500, [dearest], MUG_LADDER))
    assert [(lot.units, lot.count) for lot in model.lots] == [(48, 1), (24, 3), *[(24, 1)] * 5]
    assert [lot.position for lot in model.lots] == [0, 1, *range(4, 9)]
    assert model.promised == {"WHS": 96}
    assert [lot.value for lot in model.lots[:2]] == [480 * 48, 480 * 24]
    assert 0 < model.lots[-1].value < model.lots[-2].value < 480 * 24
    assert model.first("WHS", 3) == (48 + 2 * 24, Fraction(480 * 96))


@pytest.mark.parametrize("demand", [Demand(10**6), Demand(10**5, Fraction(10**6)), Demand(0, Fraction(10**6))])
def test_that_a_supply_without_end_comes_to_few_lots(demand: Demand) -> None:
    """As many single lots are left as may or may not be sold, fifteen times the deviation of a Poisson number."""
    many = Claimant("A", rate=Fraction(10), weight=Fraction(1), contribution=100, demand=demand)
    found = allocate(10**9, [many], MUG_LADDER)
    model = policy_model([many], found)
    assert len(model.lots) <= 2 + 15 * isqrt(demand.mean.numerator)
    assert sum(lot.count for lot in model.lots) == demand.tails.reach
    assert sum(lot.count * lot.value for lot in model.lots) == plan_value([many], {"A": 10**9})


def test_that_a_channel_that_is_switched_off_has_no_lots() -> None:
    off = [one._replace(enabled=one.code != "AMZ") for one in MUG_WITH_WORTH]
    assert policy_model(off, allocate(400, off, MUG_LADDER)).of("AMZ") == []


def singly(random: Random) -> list[Claimant]:
    found = [
        single(claimant(random, code)) for code in random.sample(["AMZ", "DTC", "EBY", "WHS"], random.randint(1, 4))
    ]
    return [one._replace(enabled=True, contribution=max(0, one.contribution or 0)) for one in found]


@pytest.mark.parametrize("seed", range(300))
def test_that_contribution_in_single_units_finds_the_best_plan(seed: int) -> None:
    """P12; the best plan by exact dynamic programming over the lots."""
    random = Random(seed)
    claimants, supply = singly(random), random.randint(0, 40)
    found = allocate(supply, claimants, one_rung(ShareBy.CONTRIBUTION, Goal.REST))
    value = plan_value(claimants, {code: units.all for code, units in found.units.items()})
    assert value == best_value(policy_model(claimants, found, promises=False))
