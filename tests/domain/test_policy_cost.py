"""What rules and promises cost by HiGHS: the mug of GA13 to the cent, and P12 on 300 random instances."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from models.domain.allocation.policy import PolicyModel, plan_value, policy_model
from models.domain.money import half_up
from models.domain.policy_cost import best_plan, policy_cost
from tests.domain.allocation.cases import MUG_LADDER, MUG_WITH_WORTH, one_rung
from tests.domain.allocation.instances import claimant, single

PATIENT = 10_000  # milliseconds; a busy machine must not change what is best
SEEDS = 300


@pytest.mark.parametrize(
    "supply, value, best, cost, promises",
    [(400, 390137, 397418, 7281, 27901), (200, None, None, 9276, 65016), (600, None, None, 23262, 0)],
)
def test_that_the_mug_costs_what_ga13_says(
    supply: int, value: int | None, best: int | None, cost: int, promises: int
) -> None:
    found = policy_cost(MUG_WITH_WORTH, allocate(supply, MUG_WITH_WORTH, MUG_LADDER), time_limit=PATIENT)
    assert (half_up(found.cost), half_up(found.all_promises)) == (cost, promises)
    assert {code: half_up(amount) for code, amount in found.promises.items()} == {"WHS": promises}
    if value is not None:
        assert (half_up(found.value), half_up(found.best.value)) == (value, best)


def test_that_the_best_plan_fits_keeps_promises_and_takes_whole_lots() -> None:
    model = policy_model(MUG_WITH_WORTH, allocate(250, MUG_WITH_WORTH, MUG_LADDER))
    plan = best_plan(model, time_limit=PATIENT)
    assert sum(plan.units.values()) <= 250
    assert plan.units["WHS"] >= 96
    assert plan.units.get("AMZ", 0) % 12 == 0
    assert plan.units["WHS"] % 24 == 0


def test_that_a_solver_without_time_never_makes_rules_or_promises_cost_less_than_nothing() -> None:
    found = policy_cost(MUG_WITH_WORTH, allocate(400, MUG_WITH_WORTH, MUG_LADDER), time_limit=0)
    assert found.best.value == found.value
    assert found.cost == found.all_promises == 0
    assert found.best.gap == 1
    assert set(found.promises.values()) == {0}


def test_that_nothing_to_take_is_worth_nothing() -> None:
    assert best_plan(PolicyModel(10, (), {})).value == 0


def singly(random: Random) -> list[Claimant]:
    """Give some channels that take single units and whose contribution is known."""
    codes = random.sample(["AMZ", "DTC", "EBY", "WHS"], random.randint(1, 4))
    found = [single(claimant(random, code)) for code in codes]
    return [one._replace(enabled=True, contribution=max(0, one.contribution or 0)) for one in found]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_that_the_contribution_rung_is_the_optimum_of_highs(seed: int) -> None:
    """P12: equal within 1e-6 of a minor unit."""
    random = Random(10_000 + seed)
    claimants, supply = singly(random), random.randint(0, 60)
    found = allocate(supply, claimants, one_rung(ShareBy.CONTRIBUTION, Goal.REST))
    value = plan_value(claimants, {code: units.all for code, units in found.units.items()})
    best = best_plan(policy_model(claimants, found, promises=False), time_limit=PATIENT)
    assert abs(best.value - value) <= 1e-6


def test_that_a_plan_that_is_worth_nothing_is_proved_the_best_where_nothing_is_to_be_had() -> None:
    claimants = [MUG_WITH_WORTH[0]._replace(contribution=0)]
    plan = best_plan(policy_model(claimants, allocate(250, claimants, MUG_LADDER)), time_limit=PATIENT)
    assert plan.value == plan.gap == 0


def test_that_a_best_plan_is_not_looked_for_among_too_many_lots() -> None:
    many = [
        Claimant(code, contribution=100, rate=Fraction(1), weight=Fraction(1), demand=Demand(0, Fraction(10**6)))
        for code in ("A", "B")
    ]
    found = policy_cost(many, allocate(10**9, many, MUG_LADDER))
    assert found.refused == (
        "There are more than 20,000 lots that may or may not be sold, too many to look for the best plan"
    )
    assert (found.cost, found.best.gap) == (Fraction(0), Fraction(1))
    few = [one._replace(lot=12) for one in many]
    assert not policy_cost(few, allocate(10**9, few, MUG_LADDER)).refused
