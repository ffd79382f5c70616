"""Tiers are read off the first rung that is not filled, and a better one is shown with a run's delay."""

from __future__ import annotations

import pytest

from models.domain.allocation.ladder import STANDARD, WHOLESALE_FIRST, Ladder
from models.domain.allocation.tiers import Tier, shown, tier_of


@pytest.mark.parametrize(
    "ladder, tiers",
    [(STANDARD, "black red red amber green green"), (WHOLESALE_FIRST, "black amber red amber green green")],
)
def test_that_each_rung_has_its_tier(ladder: Ladder, tiers: str) -> None:
    rungs = [*range(len(ladder.rungs)), None]
    assert [tier_of(ladder, rung).value for rung in rungs] == tiers.split()


@pytest.mark.parametrize(
    "runs, seen",
    [
        ("green red green green", "green red red green"),
        ("black amber green green", "black black amber green"),
        ("amber red amber red amber amber", "amber red red red red amber"),
    ],
)
def test_that_a_worse_tier_is_shown_at_once_and_a_better_one_after_two_runs(runs: str, seen: str) -> None:
    found = [Tier(run) for run in runs.split()]
    before = [None, *found[:-1]]
    assert [shown(now, last).value for now, last in zip(found, before, strict=True)] == seen.split()
