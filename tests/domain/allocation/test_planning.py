"""Rules and facts become supply, claimants and ladder, and every number says where it comes from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts, Supply
from models.domain.allocation.ladder import CONTRIBUTION_FIRST, STANDARD
from models.domain.allocation.outcome import broken_in, problems_in, share_out
from models.domain.allocation.planning import Planned, planned
from models.domain.allocation.promise import Receipt
from models.domain.allocation.rules import (
    Cap,
    CasePack,
    ChannelBuffer,
    CommitmentHold,
    ContractHold,
    DaysOfCover,
    GuaranteedMinimum,
    Moq,
    NeverBelow,
    PoolBuffer,
    Priority,
    Share,
    Target,
)
from models.domain.demand import Demand
from models.domain.rules import Kind, Rule, Rules, Scope

DAY = date(2026, 11, 26)
TEN = Fraction(10)
SOLD = Demand(Fraction(10), Fraction(4), 13)
AMAZON = ChannelFacts("AMZ", Fraction(10), SOLD, positioned=120, lot=12, contribution=1089)
SHOP = ChannelFacts("DTC", Fraction(6), contribution=1242)
MUG = SkuFacts("MUG", "Kitchen", "Mug", on_hand=600, channels=(AMAZON, SHOP))


def plan(
    *rules: tuple[Kind, Scope] | Rule[Any], facts: SkuFacts = MUG, overrides: tuple[Override, ...] = ()
) -> Planned:
    """Plan the mug under some rules."""
    made = [
        one if isinstance(one, Rule) else Rule(number, one[0], one[1], place=number)
        for number, one in enumerate(rules, start=1)
    ]
    return planned(facts, Rules(made, DAY), STANDARD, overrides)


def fixed(channel: str, units: int, *, until: date = DAY) -> Override:
    """Fix a number of the mug."""
    return Override(1, "MUG", channel, units, "trade fair", date(2026, 11, 1), until)


def test_that_facts_alone_make_claimants_that_weigh_what_they_sell() -> None:
    amazon, shop = plan().claimants
    assert (amazon.lot, amazon.pos, amazon.rate, amazon.weight, amazon.cap) == (12, 120, TEN, TEN, None)
    assert (shop.lot, shop.weight, shop.contribution) == (1, Fraction(6), 1242)


def test_that_each_kind_sets_its_number() -> None:
    amazon = Scope(channels=("AMZ",))
    made = plan(
        (GuaranteedMinimum(60), amazon),
        (Target(90), amazon),
        (Cap(480), amazon),
        (Share(Fraction(50)), amazon),
        (Priority(2), amazon),
        (CasePack(6), amazon),
        (Moq(24), amazon),
        (ChannelBuffer(3), amazon),
    )
    one, other = made.claimants
    assert (one.floor, one.target, one.cap, one.weight, one.priority, one.lot, one.moq) == (
        60,
        90,
        480,
        Fraction(50),
        2,
        6,
        24,
    )
    assert (other.floor, other.cap, other.weight, other.priority) == (0, None, Fraction(0), 1)
    assert made.kept == {"AMZ": 3}


def test_that_a_number_says_its_rule_and_which_it_beats() -> None:
    made = plan(
        (GuaranteedMinimum(20), Scope(category="Kitchen")), (GuaranteedMinimum(60), Scope(("MUG",), channels=("AMZ",)))
    )
    rate, floor = made.reasons_of("AMZ")
    assert rate == "rate 10 a day of AMZ: from 13 of 13 weeks"
    assert floor == (
        "floor 60 of AMZ: guaranteed minimum for SKU MUG on AMZ, "
        "beats the one for category Kitchen on all channels (more specific)"
    )
    assert [one.floor for one in made.claimants] == [60, 20]


def test_that_days_of_cover_become_a_floor_and_a_cap_beside_stock_in_place() -> None:
    one, other = plan((DaysOfCover(14, 30), Scope())).claimants
    assert (one.floor, one.cap) == (20, 180)
    assert (other.floor, other.cap) == (84, 180)


def test_that_the_larger_floor_and_the_smaller_cap_count() -> None:
    one, other = plan((DaysOfCover(14, 30), Scope()), (GuaranteedMinimum(50), Scope()), (Cap(200), Scope())).claimants
    assert (one.floor, one.cap, other.floor, other.cap) == (50, 180, 84, 180)


def test_that_days_of_cover_say_nothing_where_nothing_is_sold() -> None:
    facts = SkuFacts("NEW", channels=(ChannelFacts("DTC"),), on_hand=5)
    made = plan((DaysOfCover(14, 30), Scope()), facts=facts)
    assert (made.claimants[0].floor, made.claimants[0].cap, made.claimants[0].weight) == (0, None, Fraction(1))
    assert made.reasons_of("DTC") == [
        "cover of no effect without sales of DTC: days of cover for all SKUs on all channels"
    ]


def test_that_a_commitment_hold_says_how_far_ahead_lines_count_by_channel() -> None:
    lines = tuple(OrderLine(f"{days}", 10, date.fromordinal(DAY.toordinal() + days)) for days in (5, 20, 40))
    facts = SkuFacts("MUG", on_hand=100, channels=(ChannelFacts("WHS", lines=lines),))
    assert plan(facts=facts).claimants[0].committed == 20
    assert plan((CommitmentHold(7), Scope(channels=("WHS",))), facts=facts).claimants[0].committed == 10
    assert plan((CommitmentHold(60), Scope(channels=("WHS",))), facts=facts).claimants[0].committed == 30


def test_that_a_receipt_before_a_line_covers_it() -> None:
    line = OrderLine("1", 10, date(2026, 12, 10))
    facts = SkuFacts("MUG", channels=(ChannelFacts("WHS", lines=(line,)),), receipts=(Receipt(date(2026, 12, 1), 8),))
    assert plan(facts=facts).claimants[0].committed == 2


def test_that_contracts_add_up_while_they_last() -> None:
    scope = Scope(("MUG",), channels=("DTC",))
    made = plan(
        Rule(1, ContractHold(30), scope, last=date(2026, 12, 24), note="Harrods"),
        Rule(2, ContractHold(12), scope, last=date(2026, 12, 1)),
        Rule(3, ContractHold(99), scope, last=date(2026, 11, 1)),
    )
    assert {line.ship_by: line.units for line in made.claimants[1].lines} == {
        date(2026, 12, 24): 30,
        date(2026, 12, 1): 12,
    }
    assert "commitment 30 of DTC: 30 units are held by contract for SKU MUG on DTC, Harrods" in made.reasons_of("DTC")


def test_that_promised_orders_and_the_buffer_are_not_shared() -> None:
    facts = SkuFacts("MUG", on_hand=100, promised=30, channels=(SHOP,))
    supply = plan((PoolBuffer(20), Scope()), facts=facts).supply
    assert (supply.pool, supply.buffer, supply.to_share) == (70, 20, 50)
    assert Supply(10, 30).pool == 0
    assert (Supply(100, 95, 20).buffer, Supply(100, 95, 20).to_share) == (5, 0)


def test_that_contribution_is_asked_for_only_where_the_ladder_needs_it() -> None:
    facts = SkuFacts("MUG", on_hand=5, channels=(ChannelFacts("DTC", Fraction(1)),))
    made = planned(facts, Rules((), DAY), CONTRIBUTION_FIRST)
    assert problems_in(made) == []
    assert "contribution 0 a unit of DTC: not known from sales" in made.reasons_of("DTC")
    assert plan(facts=facts).claimants[0].demand is None


def test_that_an_override_fixes_one_number_and_the_rest_is_shared_without_it() -> None:
    outcome = share_out(plan(overrides=(fixed("AMZ", 7),)))
    assert outcome.units("AMZ").all == 7
    assert outcome.units("DTC").all == 593
    assert outcome.planned.reasons_of("AMZ")[-1] == "override 7 of AMZ: fixed until 2026-11-26, trade fair"


def test_that_an_override_lapses_by_itself() -> None:
    assert plan(overrides=(fixed("AMZ", 7, until=date(2026, 11, 25)),)).wanted == {}


def test_that_overrides_beyond_the_supply_are_met_by_priority() -> None:
    made = plan((Priority(2), Scope(channels=("AMZ",))), overrides=(fixed("AMZ", 500), fixed("DTC", 400)))
    outcome = share_out(made)
    assert (outcome.units("DTC").all, outcome.units("AMZ").all, outcome.unmet("AMZ")) == (400, 200, 300)


@given(st.integers(0, 2000), st.integers(0, 300), st.integers(0, 200), st.integers(0, 400), st.integers(0, 100))
def test_that_awards_with_what_is_unassigned_and_the_buffer_are_the_pool(
    on_hand: int, promised: int, buffer: int, units: int, cap: int
) -> None:
    facts = SkuFacts("MUG", "Kitchen", on_hand=on_hand, promised=promised, channels=(AMAZON, SHOP))
    made = plan((PoolBuffer(buffer), Scope()), (Cap(cap), Scope()), facts=facts, overrides=(fixed("AMZ", units),))
    outcome = share_out(made)
    awarded = sum(outcome.units(one.code).all for one in made.claimants)
    assert awarded + outcome.unassigned + made.supply.buffer == made.supply.pool


@pytest.mark.parametrize("on_hand, held", [(600, None), (40, 0), (0, None)])
def test_that_an_assertion_is_checked_against_what_is_there(on_hand: int, held: int | None) -> None:
    facts = SkuFacts("MUG", on_hand=on_hand, channels=(ChannelFacts("WHS", Fraction(1)), SHOP))
    first = Rule(1, Priority(2), Scope(channels=("WHS",)))
    floor = Rule(3, GuaranteedMinimum(500), Scope(channels=("DTC",)))
    rules = Rules([first, Rule(2, NeverBelow(40), Scope(("MUG",), channels=("WHS",))), floor], DAY)
    outcome = share_out(planned(facts, rules, STANDARD))
    assert [one.units for one in broken_in(facts, outcome, rules)] == ([] if held is None else [held])


def test_that_a_broken_assertion_says_what_would_be_there() -> None:
    rules = Rules(
        [Rule(1, NeverBelow(400), Scope(("MUG",), channels=("AMZ",))), Rule(2, Cap(24), Scope(channels=("AMZ",)))], DAY
    )
    broken = list(broken_in(MUG, share_out(planned(MUG, rules, STANDARD)), rules))
    assert [one.sentence for one in broken] == [
        "AMZ would have 144 of MUG, never below 400 is asserted (SKU MUG on AMZ)"
    ]


def test_that_money_at_stake_is_what_unmet_units_would_bring() -> None:
    facts = SkuFacts("MUG", on_hand=10, channels=(ChannelFacts("DTC", Fraction(1), contribution=500),))
    assert share_out(plan(facts=facts)).at_stake == 32 * 500


def test_that_unmet_units_whose_worth_no_sale_tells_are_named() -> None:
    known, unknown = ChannelFacts("DTC", TEN, contribution=0), ChannelFacts("EBY", TEN)
    outcome = share_out(plan(facts=SkuFacts("MUG", on_hand=10, channels=(known, unknown))))
    assert outcome.unweighed == {"EBY": 420 - outcome.units("EBY").all}
    assert outcome.unmet("DTC") > 0
