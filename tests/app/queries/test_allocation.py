"""Allocation over a ledger: what is loaded, who gets what, what a run stores, and what a draft would change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.actions.allocation import lift_override, run_allocation, set_override
from app.actions.catalog import set_component
from app.actions.rules import add_rule, publish, set_ladder, start_draft
from app.errors import UserError
from app.jobs import Progress
from app.ledger.connect import plain_connection
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.allocation import book
from app.queries.allocation_difference import by_channel, difference
from app.queries.allocation_facts import Facts, load_facts
from app.queries.allocation_plan import Plan, columns, plan
from app.queries.allocation_reasons import why, without_each_rule
from app.queries.allocation_runs import differs, newest_run, stored_awards, tiers
from app.queries.overrides import overrides, overrides_by_channel
from models.domain.allocation.facts import SkuFacts
from models.domain.allocation.ladder import CONTRIBUTION_FIRST
from models.domain.allocation.promise import Receipt
from models.domain.allocation.rules import Cap, GuaranteedMinimum, PoolBuffer
from models.domain.allocation.tiers import Tier
from models.domain.rules import Scope
from models.tables import Channel
from tests.make import import_text, new_ledger

DAY = date(2026, 11, 23)  # what the clock of a test ledger says
SALES = """channel,date,document,sku,quantity,unit_price,kind
Shop,2026-08-24,D1,TEA,91,20.00,sale
Bazaar,2026-08-24,D2,TEA,182,10.00,sale
Shop,2026-11-22,D3,CUP,7,5.00,sale
Bazaar,2026-11-22,D4,CUP,7,5.00,sale
"""
STOCK = """location,sku,date,on_hand,available,committed
Main,TEA,2026-11-20,100,90,10
Main,CUP,2026-11-20,40,40,0
Bazaar FBA,TEA,2026-11-20,30,30,0
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger of two channels: tea sells one a day in the shop and two in the bazaar."""
    made = new_ledger(tmp_path)
    import_text(made, "sales.csv", SALES)
    import_text(made, "stock.csv", STOCK)
    yield made
    made.close()


def load(ledger: Ledger) -> Facts:
    """Read the facts of all SKUs."""
    with ledger.read() as session:
        return load_facts(session, DAY)


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


def channel_id(ledger: Ledger, name: str) -> int:
    """Find a channel."""
    return load(ledger).channels[name]


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


def test_that_what_is_expected_is_a_receipt_unless_it_is_late(ledger: Ledger) -> None:
    text = "reference,sku,quantity,expected\nPO-1,TEA,48,2026-12-01\nPO-2,TEA,24,2026-11-01\n"
    import_text(ledger, "inbound.csv", text)
    assert of(load(ledger), "TEA").receipts == (Receipt(date(2026, 12, 1), 48),)


def test_that_an_open_order_line_is_a_claim_before_all_others(ledger: Ledger) -> None:
    text = "reference,channel,sku,quantity,ship_by\nSO-1,Shop,TEA,85,2026-12-01\n"
    import_text(ledger, "commitments.csv", text)
    assert awarded(ledger)["Shop"] >= 85
    assert of(load(ledger), "TEA").channels[0].lines[0].id == "SO-1 #1"


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
    rules(ledger, (Cap(10), Scope(channel="Shop")))
    rules(ledger, (Cap(5), Scope("TEA", channel="Shop")), name="Two")
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


def test_that_a_run_is_stored_and_says_the_same_when_it_is_run_again(ledger: Ledger) -> None:
    start_draft(ledger)
    set_ladder(ledger, ladder=CONTRIBUTION_FIRST)
    publish(ledger, name="Money", reason="test")
    set_override(ledger, sku="CUP", channel_id=channel_id(ledger, "Shop"), units=3, reason="fair", until=DAY)
    identity, found = run_allocation(ledger)
    with ledger.read() as session:
        run = newest_run(session)
        assert run is not None
        assert (run.id, run.day, run.made_by, run.rule_set_id) == (identity, DAY, "tester", 1)
        awards = stored_awards(session, identity)
        assert differs(session, identity) == []
        first = awards[0]
        assert (first.sku, first.rung, first.rule, first.units) == ("CUP", 0, "override", 3)
    assert sum(one.units for one in awards) == sum(
        outcome.units(one.code).all for outcome in found for one in outcome.planned.claimants
    )
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []


def test_that_the_same_inputs_have_the_same_digests_and_awards(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert newest_run(session) is None
    one, other = run_allocation(ledger)[0], run_allocation(ledger)[0]
    with ledger.read() as session:
        assert stored_awards(session, one) == stored_awards(session, other)
        newest = newest_run(session)
        assert newest is not None
        assert newest.rule_set_id is None


def test_that_a_stored_award_that_is_not_what_its_input_comes_to_is_named(ledger: Ledger) -> None:
    identity, _ = run_allocation(ledger)
    ledger.close()
    with closing(plain_connection(ledger.path)) as connection:
        connection.execute("DROP TRIGGER award_facts_stay")
        connection.execute("UPDATE award SET units = units + 1 WHERE id = 1")
    with ledger.read() as session:
        assert differs(session, identity) == ["CUP"]


def test_that_a_better_tier_shows_only_when_two_runs_have_found_it(ledger: Ledger) -> None:
    rules(ledger, (PoolBuffer(80), Scope("TEA")))
    run_allocation(ledger, day=date(2026, 11, 20))
    shown = []
    rules(ledger, name="Two")
    start_draft(ledger)
    with ledger.read() as session:
        before = tiers(session)["TEA"].tier
    for number in range(2):
        import_text(ledger, f"more{number}.csv", f"location,sku,date,on_hand\nMain,TEA,2026-11-2{number + 1},5000\n")
        run_allocation(ledger, day=date(2026, 11, 21 + number))
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
    add_rule(ledger, what=Cap(20), scope=Scope("TEA", channel="Bazaar"))
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
    assert (bazaar.contribution, shop.contribution) == (-1000 * bazaar.lost, 2000 * shop.gained)


def test_that_overrides_are_counted_by_channel_and_lifted(ledger: Ledger) -> None:
    shop = channel_id(ledger, "Shop")
    set_override(ledger, sku="TEA", channel_id=shop, units=3, reason="fair", until=date(2026, 11, 30))
    set_override(ledger, sku="CUP", channel_id=shop, units=1, reason="fair", until=date(2026, 11, 30))
    with ledger.read() as session:
        assert [(one.channel, one.standing, one.ever) for one in overrides_by_channel(session, day=DAY)] == [
            ("Shop", 2, 2)
        ]
        assert overrides_by_channel(session, day=date(2026, 12, 1))[0].standing == 0
        first = overrides(session)[0]
    lift_override(ledger, override_id=first.number)
    ledger.undo()
    with ledger.read() as session:
        assert len(overrides(session, day=DAY)) == 2


def test_that_a_newer_override_of_the_same_number_ends_the_older(ledger: Ledger) -> None:
    shop = channel_id(ledger, "Shop")
    early = date(2026, 11, 20)
    set_override(ledger, sku="TEA", channel_id=shop, units=3, reason="fair", until=date(2026, 11, 30), first=early)
    set_override(ledger, sku="TEA", channel_id=shop, units=9, reason="press", until=date(2026, 11, 25))
    with ledger.read() as session:
        assert [(one.units, one.until) for one in overrides(session)] == [
            (3, date(2026, 11, 22)),
            (9, date(2026, 11, 25)),
        ]


@pytest.mark.parametrize("units, reason, until", [(1, " ", DAY), (-1, "fair", DAY), (1, "fair", date(2026, 11, 1))])
def test_that_an_override_needs_a_reason_and_an_end(ledger: Ledger, units: int, reason: str, until: date) -> None:
    shop = channel_id(ledger, "Shop")
    with pytest.raises(UserError, match="Nothing was changed"):
        set_override(ledger, sku="TEA", channel_id=shop, units=units, reason=reason, until=until)


def test_that_a_number_says_its_weeks_its_rungs_and_what_each_reason_changes(ledger: Ledger) -> None:
    rules(ledger, (Cap(10), Scope(channel="Shop")))
    set_override(ledger, sku="TEA", channel_id=channel_id(ledger, "Bazaar"), units=500, reason="fair", until=DAY)
    outcome = next(row.outcome for row in planned(ledger, sku="TEA").rows)
    shop, bazaar = (why(outcome, name).sentences() for name in ("Shop", "Bazaar"))
    assert "rate 1 a day of Shop: from 13 of 13 weeks." in shop
    assert "cap 10 of Shop: cap for all SKUs on Shop." in shop
    assert any(
        sentence.startswith("Rung 5, rest, by agreed percentages: Shop is due nothing more") for sentence in shop
    )
    fixed = "A person fixed this number: Bazaar gets 90 units of the 500 it was fixed at, since there are no more."
    assert bazaar[-1] == fixed


def test_that_a_number_says_what_it_would_be_without_each_rule(ledger: Ledger) -> None:
    rules(ledger, (Cap(10), Scope(channel="Shop")), (Cap(1), Scope(channel="Bazaar")), (Cap(5), Scope("CUP")))
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
