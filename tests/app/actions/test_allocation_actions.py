"""Running the allocation and fixing numbers: what is stored, that it says the same again, when a fixed number ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.actions.allocation import lift_override, run_allocation, set_override
from app.actions.ladder import set_ladder
from app.actions.policy_costs import weigh_rules
from app.actions.rules import publish, start_draft
from app.errors import Cancelled, UserError
from app.jobs import Progress
from app.ledger.connect import plain_connection
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.allocation_runs import differs, newest_run, runs, stored_awards
from app.queries.overrides import overrides, overrides_by_channel
from models.domain.allocation.ladder import CONTRIBUTION_FIRST
from tests.app.tea import DAY, channel_id, tea_ledger
from tests.make import import_text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger of two channels: tea sells one a day in the shop and two in the bazaar."""
    made = tea_ledger(tmp_path)
    yield made
    made.close()


def test_that_a_run_is_stored_and_says_the_same_when_it_is_run_again(ledger: Ledger) -> None:
    start_draft(ledger)
    set_ladder(ledger, ladder=CONTRIBUTION_FIRST)
    publish(ledger, name="Money", reason="test")
    set_override(ledger, sku="CUP", channel_id=channel_id(ledger, "Shop"), units=3, reason="fair", until=DAY)
    identity, found = run_allocation(ledger, Progress())
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
    one, other = run_allocation(ledger, Progress())[0], run_allocation(ledger, Progress())[0]
    with ledger.read() as session:
        assert stored_awards(session, one) == stored_awards(session, other)
        newest = newest_run(session)
        assert newest is not None
        assert newest.rule_set_id is None


def test_that_a_stored_award_that_is_not_what_its_input_comes_to_is_named(ledger: Ledger) -> None:
    identity, _ = run_allocation(ledger, Progress())
    ledger.close()
    with closing(plain_connection(ledger.path)) as connection:
        connection.execute("DROP TRIGGER award_facts_stay")
        connection.execute("UPDATE award SET units = units + 1 WHERE id = 1")
    with ledger.read() as session:
        assert differs(session, identity) == ["CUP"]


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


def test_that_a_run_tells_where_it_is_and_stores_nothing_once_it_is_cancelled(ledger: Ledger) -> None:
    told: list[tuple[int, int, str]] = []
    progress = Progress(lambda *step: told.append(step))
    run_allocation(ledger, progress)
    assert [note for _, _, note in told] == ["Reading stock, sales and promises", "Sharing out", "Storing the run"]
    assert told[-1][:2] == (2, 2)

    def stop(_done: int, _total: int, note: str) -> None:
        if note == "Sharing out":
            late.cancel()

    late = Progress(stop)
    with pytest.raises(Cancelled):
        run_allocation(ledger, late)
    with ledger.read() as session:
        assert [run.id for run in runs(session)] == [1]


def test_that_a_number_over_the_pool_is_refused_in_one_sentence(ledger: Ledger) -> None:
    shop, bazaar = channel_id(ledger, "Shop"), channel_id(ledger, "Bazaar")
    late = date(2026, 11, 30)
    with pytest.raises(UserError) as refused:
        set_override(ledger, sku="TEA", channel_id=shop, units=91, reason="fair", until=DAY)
    assert str(refused.value) == "TEA has 90 to share: Shop can have 90 at most. Nothing was changed."
    set_override(ledger, sku="TEA", channel_id=shop, units=50, reason="fair", until=late)
    with pytest.raises(UserError, match="50 of them fixed on other channels: Bazaar can have 40 at most"):
        set_override(ledger, sku="TEA", channel_id=bazaar, units=41, reason="fair", until=DAY)
    set_override(ledger, sku="TEA", channel_id=bazaar, units=40, reason="fair", until=DAY)
    set_override(ledger, sku="TEA", channel_id=shop, units=45, reason="press", until=late)
    with ledger.read() as session:
        standing = [(one.channel, one.units) for one in overrides(session, day=DAY)]
    assert sorted(standing) == [("Bazaar", 40), ("Shop", 45)]


def test_that_a_number_leaves_what_is_fixed_on_each_day_it_holds(ledger: Ledger) -> None:
    shop, bazaar = channel_id(ledger, "Shop"), channel_id(ledger, "Bazaar")
    first, last = date(2026, 12, 1), date(2026, 12, 5)
    set_override(ledger, sku="TEA", channel_id=shop, units=60, reason="fair", first=first, until=last)
    set_override(ledger, sku="TEA", channel_id=bazaar, units=90, reason="fair", until=date(2026, 11, 30))
    with pytest.raises(UserError, match="60 of them fixed on other channels: Bazaar can have 30 at most"):
        set_override(ledger, sku="TEA", channel_id=bazaar, units=31, reason="fair", until=last)
    set_override(
        ledger, sku="TEA", channel_id=bazaar, units=90, reason="fair", first=date(2026, 12, 6), until=date(2026, 12, 7)
    )


def test_that_a_number_of_a_channel_the_sku_is_not_on_is_refused(ledger: Ledger) -> None:
    import_text(
        ledger, "more.csv", "channel,date,document,sku,quantity,unit_price,kind\nKiosk,2026-11-22,K1,CUP,1,5.00,sale\n"
    )
    with pytest.raises(UserError, match="TEA is not on Kiosk"):
        set_override(ledger, sku="TEA", channel_id=channel_id(ledger, "Kiosk"), units=1, reason="fair", until=DAY)


def test_that_weighing_the_rules_changes_nothing_and_is_stopped(ledger: Ledger) -> None:
    before = ledger.undo_label()
    rows = weigh_rules(ledger, Progress(), day=DAY)
    assert {row.sku for row in rows} == {"TEA", "CUP"}
    assert rows[0].cost.minor >= rows[1].cost.minor >= 0
    assert weigh_rules(ledger, Progress(), day=DAY, sku="CUP")[0].sku == "CUP"
    assert ledger.undo_label() == before
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        weigh_rules(ledger, stopped, day=DAY)
