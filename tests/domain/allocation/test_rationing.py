"""The same shortage under each rule, side by side."""

from __future__ import annotations

from fractions import Fraction

from models.domain.allocation.ladder import REWARDS, Goal, Ladder, Rung, ShareBy
from models.domain.allocation.rationing import compare
from tests.domain.allocation.cases import MUG, MUG_LADDER, MUG_WITH_WORTH, claiming, one_rung


def test_that_three_orders_are_compared_under_all_rules() -> None:
    """GA7, without weights, rates or demand."""
    comparison = compare(150, claiming([100, 80, 20]), one_rung(ShareBy.EQUAL))
    assert comparison is not None
    assert comparison.rung == 1
    units = {one.rule.value: [each.units.all for each in one.channels.values()] for one in comparison.rules}
    assert units == {
        "priority": [100, 50, 0],
        "edd": [100, 50, 0],
        "equal": [65, 65, 20],
        "equal_loss": [84, 63, 3],
        "prorata": [75, 60, 15],
        "share": [],
        "cover": [100, 50, 0],
        "contribution": [],
    }
    assert {one.rule.value: one.refused.split(":")[0] for one in comparison.rules if one.refused} == {
        "share": "claimants",
        "contribution": "claimants[0].demand",
    }
    assert all(one.rewards == REWARDS[one.rule] for one in comparison.rules)


def test_that_only_the_rung_that_runs_short_is_shared_otherwise() -> None:
    comparison = compare(600, MUG_WITH_WORTH, MUG_LADDER)
    assert comparison is not None
    assert comparison.rung == 4
    (kept,) = [one for one in comparison.rules if one.rule is ShareBy.COVER]
    assert [kept.channels[code].units.all for code in ("AMZ", "DTC", "WHS", "EBY")] == [216, 204, 120, 60]
    assert all(sum(each.units.all for each in one.channels.values()) == 600 for one in comparison.rules)


def test_that_contribution_brings_in_most_where_everybody_takes_single_units() -> None:
    comparison = compare(600, [one._replace(lot=1, moq=0) for one in MUG_WITH_WORTH], MUG_LADDER)
    assert comparison is not None
    best = max(comparison.rules, key=lambda one: one.contribution or 0)
    assert best.rule is ShareBy.CONTRIBUTION
    for one in comparison.rules:
        assert one.contribution == sum((each.contribution or Fraction(0)) for each in one.channels.values())
        assert one.lost is not None
        assert one.lost > 0


def test_that_a_given_rung_is_compared_though_it_is_not_the_short_one() -> None:
    ladder = Ladder((Rung(Goal.FLOOR, ShareBy.EQUAL), Rung(Goal.TARGET, ShareBy.EQUAL)))
    comparison = compare(150, claiming([100, 80, 20]), ladder, rung=2)
    assert comparison is not None
    assert comparison.rung == 2


def test_that_nothing_is_compared_and_no_worth_is_known_where_nothing_is_short() -> None:
    assert compare(1180, MUG, MUG_LADDER) is None
    comparison = compare(600, MUG, MUG_LADDER)
    assert comparison is not None
    assert {one.contribution for one in comparison.rules if not one.refused} == {None}
