"""Runs keep what changed and nothing else; decisions are audited, can be undone, and last as long as the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.actions.conflicts import accept, acknowledge, assign, check_conflicts, set_terms, snooze
from app.actions.planning import set_sku_plan
from app.actions.rules import add_rule, publish, start_draft
from app.errors import UserError
from app.jobs import Progress
from app.ledger.connect import plain_connection
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.ledger.tampering import broken
from app.queries.conflict_facts.known import Terms
from app.queries.conflict_facts.known import terms as terms_of
from app.queries.conflict_facts.remembered import Remembered
from app.queries.conflict_states import standings
from app.queries.conflicts import look
from models.domain.allocation.rules import ContractHold, GuaranteedMinimum
from models.domain.conflicts.conflict import Family
from models.domain.conflicts.lifecycle import Standing, State
from models.domain.rules import Scope
from models.domain.stock import SkuPlanning
from models.tables import Change, ConflictFound, ConflictRun
from tests.app.tea import DAY, tea_ledger
from tests.make import import_text, made_once, new_ledger, reopened, type_cost

PLAN = SkuPlanning(1, None, "", 60, 0, 0)


@made_once
def prepared(folder: Path) -> Ledger:
    made = tea_ledger(folder)
    type_cost(made, "TEA", 0)
    type_cost(made, "CUP", 0)
    set_sku_plan(made, sku="TEA", plan=PLAN)
    check_conflicts(made, Progress())
    return made


@pytest.fixture
def tea(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger in which tea runs out before more can come."""
    made = prepared(tmp_path)
    yield made
    made.close()


def rows(ledger: Ledger) -> tuple[int, int]:
    """Count runs, and what they changed."""
    with ledger.read() as session:
        runs = session.execute(select(func.count(ConflictRun.id))).scalar_one()
        return runs, session.execute(select(func.count(ConflictFound.id))).scalar_one()


def at_risk(ledger: Ledger) -> str:
    """Give the fingerprint of what runs out."""
    with ledger.read() as session:
        return next(one.fingerprint for one in look(session, day=DAY).conflicts if one.kind.code == "STOCK_OUT_RISK")


def standing(ledger: Ledger, today: date = DAY) -> Standing:
    """Tell where it stands."""
    with ledger.read() as session:
        return standings(session, today)[at_risk_or_known(ledger)]


def at_risk_or_known(ledger: Ledger) -> str:
    """Give the fingerprint also while it is resolved."""
    del ledger
    return "STOCK_OUT_RISK/sku=TEA/place=all%20places/-"


def test_that_the_same_ledger_gives_the_same_set_and_keeps_nothing_again(tea: Ledger) -> None:
    before = rows(tea)
    with tea.read() as session:
        first, second = look(session, day=DAY), look(session, day=DAY)
    assert first == second
    assert len(first.conflicts) == before[1] > 0
    assert check_conflicts(tea, Progress()).topics == frozenset()
    with reopened(tea).read() as session:
        assert look(session, day=DAY) == first
    assert rows(tea) == before


def test_that_words_alone_keep_no_run(tea: Ledger) -> None:
    check_conflicts(tea, Progress(), day=date(2026, 12, 5))
    before = rows(tea)
    assert check_conflicts(tea, Progress(), day=date(2026, 12, 6)).topics == frozenset()  # a file is a day older
    assert rows(tea) == before


def test_that_a_run_keeps_only_what_changed(tea: Ledger) -> None:
    runs, found = rows(tea)
    set_sku_plan(tea, sku="TEA", plan=PLAN._replace(lead_days=70))
    assert check_conflicts(tea, Progress()).topics == {"conflicts"}
    assert rows(tea) == (runs + 1, found + 1)


def test_that_a_look_at_one_family_or_sku_resolves_nothing_else(tea: Ledger) -> None:
    before = rows(tea)
    check_conflicts(tea, Progress(), families=[Family.DATA])
    check_conflicts(tea, Progress(), skus=["CUP"])
    assert rows(tea) == before
    set_sku_plan(tea, sku="TEA", plan=PLAN._replace(lead_days=1))
    check_conflicts(tea, Progress(), skus=["CUP"])
    assert standing(tea).state is State.NEW
    check_conflicts(tea, Progress(), skus=["TEA"])
    assert standing(tea).state is State.RESOLVED


def test_that_decisions_are_kept_with_who_and_why_and_can_be_undone(tea: Ledger) -> None:
    name = at_risk(tea)
    assert name == at_risk_or_known(tea)
    acknowledge(tea, fingerprints=[name])
    assert (standing(tea).state, standing(tea).person) == (State.ACKNOWLEDGED, "tester")
    assign(tea, fingerprints=[name], owner="Ada")
    accept(tea, fingerprints=[name], reason=" it is discontinued ", person="Bo")
    told = standing(tea)
    assert (told.state, told.person, told.reason, told.owner) == (State.ACCEPTED, "Bo", "it is discontinued", "Ada")
    for expected in (State.ACKNOWLEDGED, State.ACKNOWLEDGED, State.NEW):
        tea.undo()
        assert standing(tea).state is expected
    for _ in range(3):
        tea.redo()
    assert standing(tea) == told
    with tea.read() as session:
        labels = list(session.scalars(select(Change.label)))
    assert "Acknowledge: TEA at all places lasts 30 days, an order takes 60" in labels


def test_that_a_snooze_ends_on_its_day(tea: Ledger) -> None:
    until = DAY + timedelta(days=7)
    snooze(tea, fingerprints=[at_risk(tea)], until=until)
    assert standing(tea, until - timedelta(days=1)).state is State.SNOOZED
    assert standing(tea, until).state is State.NEW


def test_that_what_was_decided_ends_with_the_evidence(tea: Ledger) -> None:
    name = at_risk(tea)
    assign(tea, fingerprints=[name], owner="Ada")
    accept(tea, fingerprints=[name], reason="for now")
    set_sku_plan(tea, sku="TEA", plan=PLAN._replace(lead_days=1))
    check_conflicts(tea, Progress())
    assert standing(tea).state is State.RESOLVED
    with pytest.raises(UserError, match="not there any more"):
        acknowledge(tea, fingerprints=[name])
    set_sku_plan(tea, sku="TEA", plan=PLAN)
    check_conflicts(tea, Progress())
    assert (standing(tea).state, standing(tea).owner, standing(tea).returns) == (State.NEW, "Ada", 1)


@pytest.mark.parametrize("reason", ["", "  "])
def test_that_nothing_is_accepted_without_a_reason_or_snoozed_into_the_past(tea: Ledger, reason: str) -> None:
    name = at_risk(tea)
    with pytest.raises(UserError, match="with a reason only"):
        accept(tea, fingerprints=[name], reason=reason)
    with pytest.raises(UserError, match="a later day"):
        snooze(tea, fingerprints=[name], until=DAY)
    with pytest.raises(UserError, match="not there any more"):
        assign(tea, fingerprints=[name, "nothing"], owner="Ada")
    assert standing(tea).owner == ""


def test_that_terms_are_typed_and_undone(tea: Ledger) -> None:
    values = vars(Terms()) | {"most_cover": 20}
    set_terms(tea, **values)
    with tea.read() as session:
        assert terms_of(session) == Terms(most_cover=20)
    tea.undo()
    with tea.read() as session:
        assert terms_of(session) == Terms()
    for wrong in ({"most_cover": 0}, {"margin": 10_000}, {"claim": -1}):
        with pytest.raises(UserError, match="Nothing was changed"):
            set_terms(tea, **(values | wrong))


def test_that_a_ledger_with_runs_and_decisions_is_sound_and_tampering_is_named(tea: Ledger) -> None:
    acknowledge(tea, fingerprints=[at_risk(tea)])
    assert [finding for finding in examine(tea, Progress()).findings if not finding.ok] == []
    tea.close()
    with closing(plain_connection(tea.path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE conflict_found SET stake = stake + 1 WHERE run_id = 1")
        assert list(broken(connection)) == ["run 1 of the conflicts was changed"]


def test_that_a_stake_that_changes_every_day_costs_a_row_a_day(tea: Ledger) -> None:
    before = rows(tea)
    for day in range(10):
        set_sku_plan(tea, sku="TEA", plan=PLAN._replace(lead_days=61 + day))
        check_conflicts(tea, Progress())
    assert rows(tea) == (before[0] + 10, before[1] + 10)


def test_that_stock_that_comes_resolves_what_it_touches(tea: Ledger) -> None:
    import_text(tea, "stock_b.csv", "location,sku,date,on_hand\nMain,TEA,2026-11-22,5000\n")
    check_conflicts(tea, Progress())
    assert standing(tea).state is State.RESOLVED


def test_that_a_changed_rule_is_looked_at_alone(tea: Ledger) -> None:
    remembered = Remembered()

    def touched() -> frozenset[str] | None:
        with tea.read() as session:
            return remembered.known(session, DAY)[1]

    check_conflicts(tea, Progress(), remembered=remembered)
    assert touched() == frozenset()
    start_draft(tea)
    add_rule(tea, what=GuaranteedMinimum(95), scope=Scope(("TEA",), channels=("Shop",)))
    publish(tea, name="Floor", reason="test")
    check_conflicts(tea, Progress(), remembered=remembered)
    with tea.read() as session:
        whole = {one.fingerprint for one in look(session, day=DAY).conflicts}
        assert "STOCK_FLOOR_SHORT/sku=TEA/channel=Shop/-" in whole
        assert {name for name, one in standings(session, DAY).items() if one.state is State.NEW} == whole
    tea.undo()  # the floor goes
    assert touched() == frozenset({"TEA"})
    set_sku_plan(tea, sku="CUP", plan=PLAN)
    assert touched() is None


def test_that_a_contract_that_ends_resolves_by_a_look_at_its_sku(tea: Ledger) -> None:
    remembered = Remembered()
    check_conflicts(tea, Progress(), remembered=remembered)
    start_draft(tea)
    add_rule(tea, what=ContractHold(500), scope=Scope(("TEA",), channels=("Shop",)))
    publish(tea, name="Contract", reason="test")
    check_conflicts(tea, Progress(), remembered=remembered)

    def short() -> list[State]:
        with tea.read() as session:
            found = standings(session, DAY)
        return [one.state for name, one in found.items() if name.startswith("STOCK_COMMIT_SHORT/order=contract")]

    assert short() == [State.NEW]
    tea.undo()
    check_conflicts(tea, Progress(), remembered=remembered)
    assert short() == [State.RESOLVED]


def test_that_the_first_look_at_what_was_imported_is_kept_though_it_finds_nothing(tmp_path: Path) -> None:
    with closing(new_ledger(tmp_path)) as ledger:
        check_conflicts(ledger, Progress())
        assert rows(ledger) == (0, 0)  # there is nothing to look at
        import_text(ledger, "rates.csv", "day,currency,rate,into\n2026-01-01,CAD,0.72,USD\n")
        assert check_conflicts(ledger, Progress()).topics == {"conflicts"}
        assert rows(ledger) == (1, 0)
        assert check_conflicts(ledger, Progress()).topics == frozenset()
        assert rows(ledger) == (1, 0)
        assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
