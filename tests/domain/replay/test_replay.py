"""Rules replayed: a past worked by hand, and what holds of every past."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.facts import Override, SkuFacts
from models.domain.allocation.ladder import CONTRIBUTION_FIRST, STANDARD, Goal, Ladder, Rung, ShareBy
from models.domain.allocation.outcome import share_out
from models.domain.allocation.planning import planned
from models.domain.allocation.promise import Receipt
from models.domain.allocation.rules import GuaranteedMinimum, PoolBuffer
from models.domain.replay.grounds import Grounds
from models.domain.replay.past import PastLine, PastReceipt, SkuPast
from models.domain.replay.place import Place, worked_back
from models.domain.replay.replay import CannotFollow, SkuRun, given_by, happened, replay
from models.domain.replay.tally import Tallies, changes, moved
from models.domain.rules import Rules, Scope
from tests.domain.replay.pasts import FLOOR_THEN_SHARE, MONDAY, SHARE, channel, mondays, rules, some_past, tea

SHOP_FIRST = (GuaranteedMinimum(14), Scope(channels=("Shop",)))
SEEDS = range(150)


def tallied(run: SkuRun) -> Tallies:
    """Add up one run."""
    made = Tallies()
    made.add(run)
    return made


def had(run: SkuRun) -> list[tuple[int, ...]]:
    """Give the units that the channels could have sold by week."""
    return [tuple(one.had for one in week.channels) for week in run.weeks]


def sold(run: SkuRun) -> list[tuple[int, ...]]:
    """Give the units that the channels sold by week."""
    return [tuple(one.sold for one in week.channels) for week in run.weeks]


# The golden, by hand. Shares of 1 and 2 by Webster: the unit after a goes to the smaller (a + 1/2) / weight.


def test_that_tea_shared_by_sales_loses_what_was_worked_out_by_hand() -> None:
    run = replay(tea(), rules(4), FLOOR_THEN_SHARE)
    # 30 are shared 10 and 20; 20 are sold. 10 are shared 3 and 7; 8 are sold. 2 and 20 new ones are shared 7 and 15.
    assert had(run) == [(10, 20), (3, 7), (7, 15), (0, 0)]
    assert sold(run) == [(10, 10), (3, 5), (7, 15), (0, 0)]
    assert [(week.opening, week.arrivals, week.closing) for week in run.weeks] == [
        (30, 0, 10),
        (10, 0, 2),
        (2, 20, 0),
        (0, 0, 0),
    ]
    found = tallied(run)
    shop, fair = found.channels["Shop"], found.channels["Fair"]
    assert (shop.sold, shop.lost, shop.stockouts, shop.contribution) == (20, 5, 3, 20 * 900)
    assert (fair.sold, fair.lost, fair.stockouts, fair.contribution) == (30, 6, 2, 30 * 200)
    assert (found.total.contribution, found.total.lost_contribution) == (24_000, 5 * 900 + 6 * 200)


def test_that_a_minimum_for_the_shop_moves_what_was_worked_out_by_hand() -> None:
    published = tallied(replay(tea(), rules(4), FLOOR_THEN_SHARE))
    run = replay(tea(), rules(4, SHOP_FIRST), FLOOR_THEN_SHARE)
    # The shop has 14 wherever there are 14. It sells 12, 5, 7 and 1; 8, 3, 7 and 6 are left after the weeks.
    assert had(run) == [(14, 16), (8, 0), (14, 9), (7, 0)]
    assert sold(run) == [(12, 10), (5, 0), (7, 9), (1, 0)]
    draft = tallied(run)
    assert draft.left == 6
    assert (draft.channels["Shop"].lost, draft.channels["Shop"].stockouts) == (0, 0)
    assert (draft.channels["Fair"].lost, draft.channels["Fair"].stockouts) == (17, 3)
    assert draft.total.contribution == 25 * 900 + 19 * 200 == published.total.contribution + 2_300
    assert changes(published, draft) == {("TEA", "Shop"): 5, ("TEA", "Fair"): -11}
    assert moved(published, draft) == 5
    assert {monday: week.lost for monday, week in draft.weeks.items()} == dict(
        zip(mondays(4), (0, 5, 11, 1), strict=True)
    )


def test_that_what_happened_is_what_was_sold() -> None:
    run = happened(tea())
    assert sold(run) == [(12, 10), (5, 3), (7, 13), (0, 0)]
    found = tallied(run)
    assert (found.channels["Shop"].lost, found.channels["Fair"].lost, found.total.stockouts) == (1, 10, 4)
    assert found.total.contribution == 24 * 900 + 26 * 200


# What holds of every past.


@pytest.mark.parametrize("ladder", [STANDARD, CONTRIBUTION_FIRST, SHARE])
def test_that_no_unit_is_made_or_lost_in_any_week(ladder: Ladder) -> None:
    for seed in SEEDS:
        random = Random(seed)
        past = some_past(random)
        weeks = len(past.mondays)
        buffer = (PoolBuffer(random.randint(0, 30)), Scope())
        for run in (happened(past), replay(past, rules(weeks), ladder), replay(past, rules(weeks, buffer), ladder)):
            before = past.pool.opening + sum(one.own.opening for one in past.channels if one.own)
            for week in run.weeks:
                assert week.opening == before, seed
                assert all(0 <= one.sold <= one.wanted and one.sold <= one.had for one in week.channels), seed
                assert week.opening + week.arrivals - sum(one.sold for one in week.channels) == week.closing, seed
                before = week.closing


def test_that_what_happened_closes_on_every_count() -> None:
    for seed in SEEDS:
        past = some_past(Random(seed))
        ends = past.pool.levels(past.drawn)[-1] + sum(one.own.levels(one.sold)[-1] for one in past.channels if one.own)
        assert happened(past).weeks[-1].closing == ends, seed


def test_that_the_same_rules_twice_make_no_difference() -> None:
    for seed in SEEDS:
        past = some_past(Random(seed))
        again = [tallied(replay(past, rules(len(past.mondays)), STANDARD)) for _ in range(2)]
        assert again[0] == again[1], seed
        assert (changes(*again), moved(*again)) == ({}, 0), seed


def test_that_more_supply_never_loses_more_where_lots_are_one() -> None:
    for seed in SEEDS:
        random = Random(seed)
        past = some_past(random, plain=True)
        more = replace(past, pool=replace(past.pool, opening=past.pool.opening + random.randint(1, 50)))
        little, much = (replay(one, rules(len(past.mondays)), STANDARD) for one in (past, more))
        for before, after in zip(sold(little), sold(much), strict=True):
            assert all(one <= other for one, other in zip(before, after, strict=True)), seed


def test_that_one_channel_alone_sells_what_happened() -> None:
    for seed in SEEDS:
        past = some_past(Random(seed), plain=True)
        one = replace(past.channels[0], weeks=tuple(replace(week, wanted=week.sold) for week in past.channels[0].weeks))
        weeks = len(past.mondays)
        alone = replace(past, pool=worked_back({0: 9, weeks: 4}, one.sold, [0] * weeks), channels=(one,))
        assert sold(replay(alone, rules(weeks), STANDARD)) == sold(happened(alone)), seed


def test_that_units_are_given_as_an_allocation_gives_them() -> None:
    for seed in SEEDS:
        past = some_past(Random(seed))
        facts = replace(past.facts, on_hand=50, channels=tuple(one.facts for one in past.channels))
        until = MONDAY + timedelta(days=30)
        fixed = [Override(1, "TEA", past.channels[0].facts.name, 7, "a fair", MONDAY, until)] if seed % 2 else []
        plan = planned(facts, rules(1)[0], STANDARD, fixed)
        outcome = share_out(plan)
        assert given_by(plan) == {one.code: outcome.units(one.code).all for one in plan.claimants}, seed


# Single readings.


def test_that_a_channel_sells_its_own_stock_first_and_the_rest_comes_from_the_pool() -> None:
    amazon = replace(channel("AMZ", 1, sold=[4, 4], wanted=[10, 4]), own=Place(6, (0, 3)))
    past = SkuPast(SkuFacts("TEA"), mondays(2), Place(9, (0, 0)), (amazon,))
    run = replay(past, rules(2), SHARE)
    assert had(run) == [(15,), (8,)]
    assert [week.closing for week in run.weeks] == [5, 4]


def test_that_units_which_left_in_fact_and_were_sold_before_are_made_up_for_by_what_comes() -> None:
    # In fact 20 left in the second week; the draft had sold 8 of them, so that 8 of the 10 that come are gone.
    shop = channel("Shop", 1, sold=[0, 0, 0], wanted=[8, 0, 10])
    past = SkuPast(SkuFacts("TEA"), mondays(3), Place(20, (0, -20, 10)), (shop,))
    run = replay(past, rules(3), SHARE)
    assert [(week.opening, week.closing) for week in run.weeks] == [(20, 12), (12, -8), (-8, 0)]
    assert sold(run) == [(8,), (0,), (2,)]


def test_that_a_promise_is_held_until_it_is_shipped_or_its_last_day_has_passed() -> None:
    commit_first = Ladder((Rung(Goal.COMMIT, ShareBy.EDD), Rung(Goal.REST, ShareBy.SHARE)))
    shop, trade = (
        channel("Shop", 5, sold=[0] * 4, wanted=[9] * 4),
        channel("Trade", 0, sold=[0] * 4, wanted=[0, 6, 0, 0]),
    )
    line = PastLine("Trade", OrderLine("SO-1", 10, MONDAY + timedelta(days=18)), MONDAY + timedelta(days=7))
    past = SkuPast(SkuFacts("TEA"), mondays(4), Place(20, (0, 0, 0, 0)), (shop, trade), (line,))
    # 10 are held, then the 4 that are left of the line; after its last day nothing is.
    assert [one[1] for one in had(replay(past, rules(4), commit_first))] == [10, 10, 4, 0]
    expected = PastReceipt(Receipt(MONDAY + timedelta(days=15), 10), ordered=MONDAY)
    covered = replace(past, receipts=(expected,))
    assert [one[1] for one in had(replay(covered, rules(4), commit_first))] == [0, 0, 0, 0]


def test_that_a_receipt_is_counted_on_from_its_order_until_it_is_late_or_there() -> None:
    late = PastReceipt(Receipt(MONDAY, 5), MONDAY - timedelta(days=9), MONDAY + timedelta(days=9))
    days = [MONDAY + timedelta(days=number) for number in (-10, -9, 0, 1)]
    assert [late.expected_on(day) for day in days] == [False, True, True, False]
    early = replace(late, arrived=MONDAY - timedelta(days=1))
    assert [early.expected_on(day) for day in days] == [False, True, False, False]


def test_that_rules_hold_on_their_own_days_only() -> None:
    past = tea()
    shop_first = rules(4, SHOP_FIRST)
    mixed: list[Rules] = [*rules(4)[:2], *shop_first[2:]]
    assert had(replay(past, mixed, FLOOR_THEN_SHARE))[:2] == [(10, 20), (3, 7)]
    assert had(replay(past, mixed, FLOOR_THEN_SHARE))[2] == (14, 8)


def test_that_a_part_begins_with_what_really_lay_there() -> None:
    part = tea().part(2, 4)
    assert part.pool == Place(0, (20, 0), (20, 0), frozenset({0, 2}))
    assert (part.mondays, part.channels[1].sold) == (mondays(4)[2:], [13, 0])
    assert sold(happened(part)) == sold(happened(tea()))[2:]


def test_that_what_a_replay_rests_on_is_counted_and_said() -> None:
    grounds = Grounds(undated=2)
    grounds.add(tea())
    assert (grounds.openings, grounds.counts, grounds.came, grounds.recorded, grounds.out) == (4, 2, 20, 20, 4)
    said = grounds.sentences()
    assert said[0].startswith("Stock: 2 of 4 openings of a week")
    assert [one.split(":")[0] for one in said] == ["Stock", "Supply", "Demand", "Promises"]


def test_that_rules_which_cannot_be_followed_are_refused_by_sku_and_day() -> None:
    needs_claims = Ladder((Rung(Goal.REST, ShareBy.PRORATA),))
    with pytest.raises(CannotFollow, match=r"cap: is missing") as refused:
        replay(tea(), rules(4), needs_claims)
    assert (refused.value.sku, refused.value.day) == ("TEA", MONDAY)
