"""Allocation over a ledger: what is loaded, who gets what, what a run stores, and what a draft would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.actions.allocation import run_allocation, set_override
from app.actions.catalog import keep_ready_made, set_component
from app.actions.rules import add_rule, publish, start_draft
from app.actions.stock import receive_inbound, ship_commitment
from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.allocation import DRAFT, allocations, book
from app.queries.allocation_difference import by_channel, difference
from app.queries.allocation_facts import Facts, load_facts
from app.queries.allocation_plan import Plan, columns, plan
from app.queries.allocation_reasons import why, without_each_rule
from app.queries.allocation_runs import newest_run, tiers
from app.queries.catalog import skus
from app.queries.commitments import promised
from app.queries.inbound import on_their_way
from app.queries.policy_costs import cost_of
from models.domain.allocation.facts import SkuFacts
from models.domain.allocation.promise import Receipt
from models.domain.allocation.rules import Cap, GuaranteedMinimum, PoolBuffer
from models.domain.allocation.tiers import Tier
from models.domain.rules import Scope
from models.tables import Channel
from tests.app.tea import DAY, channel_id, load, tea_ledger
from tests.make import import_text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger of two channels: tea sells one a day in the shop and two in the bazaar."""
    made = tea_ledger(tmp_path)
    yield made
    made.close()


def of(facts: Facts, sku: str) -> SkuFacts:
    """Give one SKU."""
    return next(one for one in facts.skus if one.sku == sku)


def planned(ledger: Ledger, **wanted: Any) -> Plan:  # noqa: ANN401 - arguments of several types
    """Work out the plan."""
    with ledger.read() as session:
        return plan(session, day=DAY, **wanted)


def awarded(ledger: Ledger, sku: str = "TEA", **wanted: Any) -> dict[str, int]:  # noqa: ANN401 - the same
    """Give the units of a SKU by channel."""
    row = next(row for row in planned(ledger, **wanted).rows if row.sku == sku)
    return {name: units.all for name, units in row.units.items()}


def rules(ledger: Ledger, *made: tuple[GuaranteedMinimum | Cap | PoolBuffer, Scope], name: str = "One") -> None:
    """Publish a version with some rules more."""
    start_draft(ledger)
    for what, scope in made:
        add_rule(ledger, what=what, scope=scope)
    publish(ledger, name=name, reason="test")


def test_that_stock_demand_and_worth_of_a_sku_are_read(ledger: Ledger) -> None:
    tea = of(load(ledger), "TEA")
    assert (tea.on_hand, tea.promised) == (100, 10)
    worth = {one.name: (one.rate > 0, one.contribution) for one in tea.channels}
    assert worth == {"Shop": (True, 2000), "Bazaar": (True, 1000)}


def test_that_a_bundle_is_claimed_as_what_it_holds(ledger: Ledger) -> None:
    set_component(ledger, bundle="TEA", sku="CUP", quantity=2)
    cup = of(load(ledger), "CUP")
    assert {one.name for one in cup.channels} == {"Shop", "Bazaar"}
    assert max(one.rate for one in cup.channels) > Fraction(2)


def test_that_a_bundle_that_is_kept_ready_made_is_claimed_itself(ledger: Ledger) -> None:
    set_component(ledger, bundle="TEA", sku="CUP", quantity=2)
    with ledger.read() as session:
        tea = next(row.id for row in skus(session) if row.code == "TEA")
    keep_ready_made(ledger, sku_id=tea, ready_made=True)
    assert {one.name for one in of(load(ledger), "TEA").channels} == {"Shop", "Bazaar"}
    assert awarded(ledger)["Shop"] > 0


def test_that_what_is_expected_is_a_receipt_unless_it_is_late(ledger: Ledger) -> None:
    text = "reference,sku,quantity,expected\nPO-1,TEA,48,2026-12-01\nPO-2,TEA,24,2026-11-01\n"
    import_text(ledger, "inbound.csv", text)
    assert of(load(ledger), "TEA").receipts == (Receipt(date(2026, 12, 1), 48),)


def test_that_an_open_order_line_is_a_claim_before_all_others(ledger: Ledger) -> None:
    text = "reference,channel,sku,quantity,ship_by\nSO-1,Shop,TEA,85,2026-12-01\n"
    import_text(ledger, "commitments.csv", text)
    assert awarded(ledger)["Shop"] >= 85
    assert of(load(ledger), "TEA").channels[0].lines[0].id == "SO-1 #1"


def test_that_a_typed_line_takes_the_place_of_the_imported_one(ledger: Ledger) -> None:
    import_text(ledger, "promised.csv", "channel,reference,sku,quantity,ship_by\nShop,S-1,TEA,40,2026-12-01\n")
    import_text(ledger, "coming.csv", "reference,sku,quantity,expected\nPO-1,TEA,60,2026-12-01\n")
    with ledger.read() as session:
        (owed,) = promised(session, today=DAY)
        (coming,) = on_their_way(session, today=DAY)
    ship_commitment(ledger, commitment_id=owed.id, units=25)
    receive_inbound(ledger, inbound_id=coming.id, units=50, day=DAY)
    tea = of(load(ledger), "TEA")
    assert [line.units for one in tea.channels if one.name == "Shop" for line in one.lines] == [15]
    assert [receipt.units for receipt in tea.receipts] == [10]


def test_that_without_published_rules_the_preset_holds_and_says_so(ledger: Ledger) -> None:
    assert planned(ledger).rules == "preset Standard (no rules are published yet)"


def test_that_every_row_adds_up_to_its_pool(ledger: Ledger) -> None:
    rules(ledger, (PoolBuffer(15), Scope()))
    set_override(ledger, sku="TEA", channel_id=channel_id(ledger, "Shop"), units=3, reason="fair", until=DAY)
    for row in planned(ledger).rows:
        assert sum(units.all for units in row.units.values()) + row.unassigned + row.buffer == row.pool
    assert {row.sku: row.buffer for row in planned(ledger).rows} == {"CUP": 15, "TEA": 15}
    assert awarded(ledger)["Shop"] == 3


def test_that_another_supply_and_another_version_are_only_tried(ledger: Ledger) -> None:
    rules(ledger, (Cap(10), Scope(channels=("Shop",))))
    rules(ledger, (Cap(5), Scope(("TEA",), channels=("Shop",))), name="Two")
    assert awarded(ledger)["Shop"] == 5
    assert awarded(ledger, version="1")["Shop"] == 10
    assert awarded(ledger, version="one")["Shop"] == 10
    assert sum(awarded(ledger, supply=12, sku="TEA").values()) == 12
    with ledger.read() as session:
        assert newest_run(session) is None


def test_that_an_unknown_version_or_sku_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="There are no rules “draft”"):
        planned(ledger, version="draft")
    with pytest.raises(UserError, match="Nothing is known of a SKU “NOPE”"):
        planned(ledger, sku="NOPE")


def test_that_a_better_tier_shows_only_when_two_runs_have_found_it(ledger: Ledger) -> None:
    rules(ledger, (PoolBuffer(80), Scope(("TEA",))))
    run_allocation(ledger, Progress(), day=date(2026, 11, 20))
    shown = []
    rules(ledger, name="Two")
    start_draft(ledger)
    with ledger.read() as session:
        before = tiers(session)["TEA"].tier
    for number in range(2):
        import_text(ledger, f"more{number}.csv", f"location,sku,date,on_hand\nMain,TEA,2026-11-2{number + 1},5000\n")
        run_allocation(ledger, Progress(), day=date(2026, 11, 21 + number))
        shown.append(next(row for row in planned(ledger).rows if row.sku == "TEA"))
    assert before is not Tier.GREEN
    assert [(row.tier, row.found, row.days_in_tier) for row in shown] == [
        (before, Tier.GREEN, 4),
        (Tier.GREEN, Tier.GREEN, 2),
    ]


def test_that_a_draft_says_who_gains_and_who_loses_at_three_supplies(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert difference(session, day=DAY) == []
    start_draft(ledger)
    add_rule(ledger, what=Cap(20), scope=Scope(("TEA",), channels=("Bazaar",)))
    with ledger.read() as session:
        moved = difference(session, day=DAY)
        sums = by_channel(moved)
    assert {one.sku for one in moved} == {"TEA"}
    assert all(
        sum(one.gain for one in moved if one.percent == percent) == 0 for percent in {one.percent for one in moved}
    )
    bazaar = next(one for one in sums if (one.channel, one.percent) == ("Bazaar", 100))
    shop = next(one for one in sums if (one.channel, one.percent) == ("Shop", 100))
    assert (bazaar.gained, shop.lost, bazaar.lost) == (0, 0, shop.gained)
    # A unit is worth 10.00 in the bazaar and 20.00 in the shop, as far as it is expected to sell.
    assert -1000 * bazaar.lost < bazaar.contribution.minor < 0
    assert 0 <= shop.contribution.minor < 2000 * shop.gained // 2


def test_that_the_effect_is_the_expected_contribution_that_cost_weighs(ledger: Ledger) -> None:
    start_draft(ledger)
    add_rule(ledger, what=GuaranteedMinimum(80), scope=Scope(("TEA",), channels=("Shop",)))
    with ledger.read() as session:
        moved = difference(session, day=DAY)
        for percent in (100, 50, 25):
            now, then = (
                cost_of(one, "USD").value
                for version in (None, DRAFT)
                for one in allocations(session, day=DAY, sku="TEA", version=version, supply=90 * percent // 100)
            )
            told = sum(one.contribution.minor for one in moved if one.percent == percent)
            assert abs(told - (then.minor - now.minor)) <= 2, percent  # each number is rounded to a cent


def test_that_a_number_says_its_weeks_its_rungs_and_what_each_reason_changes(ledger: Ledger) -> None:
    rules(ledger, (Cap(10), Scope(channels=("Shop",))))
    set_override(ledger, sku="TEA", channel_id=channel_id(ledger, "Bazaar"), units=90, reason="fair", until=DAY)
    import_text(ledger, "later.csv", f"location,sku,date,on_hand\nMain,TEA,{DAY},40\n")
    outcome = next(row.outcome for row in planned(ledger, sku="TEA").rows)
    shop, bazaar = (why(outcome, name).sentences() for name in ("Shop", "Bazaar"))
    assert "rate 1 a day of Shop: from 13 of 13 weeks." in shop
    assert "cap 10 of Shop: cap for all SKUs on Shop." in shop
    assert any(
        sentence.startswith("Rung 5, rest, by agreed percentages: Shop is due nothing more") for sentence in shop
    )
    fixed = "A person fixed this number: Bazaar gets 40 units of the 90 it was fixed at, since there are no more."
    missed = "Rung 4, cover42, Bazaar misses 44 of the 56 it is due."
    assert bazaar[-3:] == [fixed, missed, "50 units unmet: the supply does not reach that far."]


def test_that_a_number_says_what_it_would_be_without_each_rule(ledger: Ledger) -> None:
    rules(
        ledger, (Cap(10), Scope(channels=("Shop",))), (Cap(1), Scope(channels=("Bazaar",))), (Cap(5), Scope(("CUP",)))
    )
    with ledger.read() as session:
        facts, by = load_facts(session, DAY), book(session)
    found = without_each_rule(facts, by, (), sku="TEA", channel="Shop")
    assert [(one.rule.sentence(), one.units > 10, one.units + one.effect) for one in found] == [
        ("At most 10 units for all SKUs on Shop", True, 10)
    ]


def test_that_the_grid_has_a_column_for_every_channel(ledger: Ledger) -> None:
    found = planned(ledger)
    titles = [column.title for column in columns(found.channels)]
    assert titles[7:9] == ["Bazaar", "Shop"]
    assert all(column.value(row) is not None for column in columns(found.channels) for row in found.rows)


def test_that_a_channel_that_is_switched_off_gets_nothing(ledger: Ledger) -> None:
    with ledger.change("Off") as (session, _):
        session.get_one(Channel, channel_id(ledger, "Shop")).active = 0
    assert awarded(ledger)["Shop"] == 0
