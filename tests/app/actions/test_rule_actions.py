"""Rules are edited in a draft and published as versions; nothing that does not hold together is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.actions.catalog import add_channel
from app.actions.ladder import set_ladder
from app.actions.rules import (
    add_rule,
    discard_draft,
    edit_rule,
    order_rules,
    publish,
    remove_rule,
    restore_version,
    start_draft,
)
from app.errors import RevertConflict, UserError
from app.ledger.ledger import Ledger
from app.queries.allocation import book, draft_book
from app.queries.history import fields
from app.queries.rules import ALLOCATION, digest_of, draft_of, published, versions
from models.domain.allocation.ladder import STANDARD, WHOLESALE_FIRST, Goal, Ladder, Rung, ShareBy
from models.domain.allocation.rules import Cap, GuaranteedMinimum, NeverBelow, PoolBuffer, Share
from models.domain.catalog import ChannelKind
from models.domain.rules import Kind, Rule, Scope
from models.tables import Change
from tests.make import import_text, made_once, new_ledger

SALES = """channel,date,document,sku,quantity,unit_price,kind
Shop,2026-08-25,D1,TEA,91,20.00,sale
Bazaar,2026-08-25,D2,TEA,182,10.00,sale
"""
SHOP = Scope(("TEA",), channels=("Shop",))


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    import_text(made, "sales.csv", SALES)
    import_text(made, "stock.csv", "location,sku,date,on_hand\nMain,TEA,2026-11-20,100\n")
    start_draft(made)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with tea on two channels and an empty draft."""
    made = prepared(tmp_path)
    yield made
    made.close()


def drafted(ledger: Ledger) -> list[Rule[Kind]]:
    """List the rules of the draft."""
    with ledger.read() as session:
        found = draft_of(session, ALLOCATION)
    return list(found.rules) if found else []


def titles(ledger: Ledger) -> list[str]:
    """List the versions."""
    with ledger.read() as session:
        return [one.title for one in versions(session, ALLOCATION)]


def test_that_a_rule_is_added_edited_and_removed_and_each_is_undone(ledger: Ledger) -> None:
    add_rule(ledger, what=Cap(20), scope=SHOP, first=date(2026, 11, 1), note="trial")
    rule = drafted(ledger)[0]
    assert (rule.what, rule.scope, rule.first, rule.note) == (Cap(20), SHOP, date(2026, 11, 1), "trial")
    assert ledger.undo_label() == "Add rule: At most 20 units"
    edit_rule(ledger, rule_id=rule.number, what=Cap(30), scope=Scope(category="Tea"))
    assert (drafted(ledger)[0].what, drafted(ledger)[0].first) == (Cap(30), None)
    remove_rule(ledger, rule_id=rule.number)
    assert drafted(ledger) == []
    assert ledger.undo_label() == "Remove rule: At most 30 units"
    ledger.undo()
    ledger.undo()
    assert drafted(ledger) == [rule]


def test_that_rules_are_put_in_another_order(ledger: Ledger) -> None:
    for units in (1, 2, 3):
        add_rule(ledger, what=Cap(units), scope=SHOP)
    order_rules(ledger, rule_ids=[3, 1, 2])
    assert [rule.what for rule in drafted(ledger)] == [Cap(3), Cap(1), Cap(2)]
    with pytest.raises(UserError, match="does not name every rule"):
        order_rules(ledger, rule_ids=[3, 1])


@pytest.mark.parametrize(
    "what, scope, problem",
    [
        (Cap(-1), SHOP, "Units: must be at least 0"),
        (Cap(1), Scope(channels=("Nowhere",)), "there is no channel “Nowhere”"),
        (Cap(1), Scope(("NOPE",)), "there is no SKU “NOPE”"),
        (PoolBuffer(1), SHOP, "Channels: must be left open"),
        (NeverBelow(1), Scope(), "Channels: is missing"),
    ],
)
def test_that_a_rule_that_cannot_stand_is_refused(ledger: Ledger, what: Kind, scope: Scope, problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        add_rule(ledger, what=what, scope=scope)
    assert drafted(ledger) == []


def test_that_publishing_makes_a_version_with_name_reason_and_date(ledger: Ledger) -> None:
    add_rule(ledger, what=GuaranteedMinimum(20), scope=SHOP)
    publish(ledger, name="Autumn", reason="season")
    with ledger.read() as session:
        found = published(session, ALLOCATION)
    assert found is not None
    told = found.version
    assert (told.title, told.reason, told.published_by) == ("version 1, Autumn", "season", "tester")
    assert told.published_at.startswith("2026-11-23T")
    assert drafted(ledger) == []
    ledger.undo()
    assert titles(ledger) == ["draft"]
    ledger.redo()
    assert titles(ledger) == ["version 1, Autumn"]


def test_that_a_draft_begins_with_what_is_published_and_changes_nothing_until_it_is_published(ledger: Ledger) -> None:
    add_rule(ledger, what=GuaranteedMinimum(20), scope=SHOP)
    set_ladder(ledger, ladder=WHOLESALE_FIRST)
    publish(ledger, name="One", reason="season")
    start_draft(ledger)
    add_rule(ledger, what=Cap(50), scope=SHOP)
    with ledger.read() as session:
        now, draft = book(session), draft_book(session)
        assert draft is not None
    assert (now.ladder, draft.ladder) == (WHOLESALE_FIRST, WHOLESALE_FIRST)
    assert ([rule.what for rule in now.rules], len(draft.rules)) == ([GuaranteedMinimum(20)], 2)
    assert now.digest != draft.digest


def test_that_an_old_version_comes_back_as_a_draft_with_the_same_digest(ledger: Ledger) -> None:
    add_rule(ledger, what=Share(Fraction(7, 3)), scope=SHOP)
    publish(ledger, name="One", reason="season")
    start_draft(ledger)
    publish(ledger, name="Two", reason="again")
    restore_version(ledger, version="one")
    with ledger.read() as session:
        old, draft = book(session, "1"), draft_book(session)
        assert draft is not None
    assert old.digest == draft.digest
    assert ledger.undo_label() == "Restore version 1, One of the allocation rules as a draft"


def test_that_there_is_one_draft_at_a_time(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="There is a draft already"):
        start_draft(ledger)
    discard_draft(ledger)
    assert titles(ledger) == []
    with pytest.raises(UserError, match="There is no draft"):
        add_rule(ledger, what=Cap(1), scope=SHOP)
    ledger.undo()
    assert titles(ledger) == ["draft"]


def test_that_a_discarded_draft_comes_back_with_its_rules(ledger: Ledger) -> None:
    add_rule(ledger, what=Cap(1), scope=SHOP)
    discard_draft(ledger)
    ledger.undo()
    assert [rule.what for rule in drafted(ledger)] == [Cap(1)]


def test_that_a_rule_of_a_version_stays_as_it_is(ledger: Ledger) -> None:
    add_rule(ledger, what=Cap(1), scope=SHOP)
    publish(ledger, name="One", reason="season")
    with pytest.raises(UserError, match="not in the draft"):
        edit_rule(ledger, rule_id=1, what=Cap(2), scope=SHOP)
    with pytest.raises(UserError, match="not in the draft"):
        remove_rule(ledger, rule_id=1)


def test_that_an_assertion_that_fails_stops_the_rules(ledger: Ledger) -> None:
    add_rule(ledger, what=NeverBelow(40), scope=SHOP)
    add_rule(ledger, what=Cap(20), scope=SHOP)
    with pytest.raises(UserError, match="Shop would have 20 of TEA, never below 40 is asserted"):
        publish(ledger, name="One", reason="season")
    assert titles(ledger) == ["draft"]
    edit_rule(ledger, rule_id=2, what=Cap(60), scope=SHOP)
    add_rule(ledger, what=GuaranteedMinimum(40), scope=SHOP)
    publish(ledger, name="One", reason="season")
    assert titles(ledger) == ["version 1, One"]


def test_that_an_assertion_on_what_is_not_there_stops_the_rules(ledger: Ledger) -> None:
    add_rule(ledger, what=NeverBelow(1), scope=Scope(category="Cups", channels=("Shop",)))
    with pytest.raises(UserError, match="there is no such SKU on that channel"):
        publish(ledger, name="One", reason="season")


def test_that_a_ladder_that_needs_caps_is_not_published_without_them(ledger: Ledger) -> None:
    set_ladder(ledger, ladder=STANDARD.shared_by(ShareBy.PRORATA, rung=4))
    with pytest.raises(UserError, match="cap: is missing"):
        publish(ledger, name="One", reason="season")


def test_that_a_ladder_without_rungs_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="needs at least one rung"):
        set_ladder(ledger, ladder=Ladder(()))
    with pytest.raises(UserError, match="days"):
        set_ladder(ledger, ladder=Ladder((Rung(Goal.COVER, ShareBy.COVER),)))


@pytest.mark.parametrize("name, reason", [(" ", "season"), ("One", ""), ("7", "season"), ("draft", "season")])
def test_that_a_version_needs_a_name_of_its_own_and_a_reason(ledger: Ledger, name: str, reason: str) -> None:
    with pytest.raises(UserError, match="Nothing was published"):
        publish(ledger, name=name, reason=reason)


def test_that_a_rule_is_for_several_skus_and_channels_and_edited_in_one_step(ledger: Ledger) -> None:
    import_text(ledger, "stock2.csv", "location,sku,date,on_hand\nMain,CUP,2026-11-21,10\n")
    both = Scope(("TEA", "CUP"), channels=("Shop", "Bazaar"))
    add_rule(ledger, what=Cap(20), scope=both)
    (rule,) = drafted(ledger)
    assert rule.scope == both
    edit_rule(ledger, rule_id=rule.number, what=Cap(20), scope=Scope(("CUP",), channels=("Bazaar",)))
    assert drafted(ledger)[0].scope == Scope(("CUP",), channels=("Bazaar",))
    ledger.undo()
    assert drafted(ledger) == [rule]
    with ledger.read() as session:
        names = {one.field: one.after for one in fields(session, session.scalars(select(func.max(Change.id))).one())}
    assert names["SKUs"] == "TEA, CUP"


def test_that_every_sku_and_channel_of_a_rule_must_be_there(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="no channel “Etsy”; SKUs: there is no SKU “A”; SKUs: there is no SKU “B”"):
        add_rule(ledger, what=Cap(1), scope=Scope(("A", "TEA", "B"), channels=("shop", "Etsy")))
    add_rule(ledger, what=Cap(1), scope=Scope(channels=("shop",)))
    assert drafted(ledger)[0].scope.channels == ("Shop",)


def test_that_a_channel_that_a_rule_names_cannot_be_undone(ledger: Ledger) -> None:
    add_channel(ledger, name="Faire", kind=ChannelKind.WHOLESALE)
    with ledger.read() as session:
        made = session.scalars(select(func.max(Change.id))).one()
    add_rule(ledger, what=Cap(1), scope=Scope(channels=("Shop", "Faire")))
    with pytest.raises(RevertConflict, match="later changes or imports build on it"):
        ledger.revert(made)
    ledger.undo()
    ledger.revert(made)


def test_that_rules_that_say_the_same_have_the_digest_that_runs_were_stored_with() -> None:
    held: list[Rule[Kind]] = [
        Rule(1, Cap(10), SHOP, date(2026, 1, 1), None, "trial", 1),
        Rule(2, Share(Fraction(7, 3)), Scope(category="Cups"), place=2),
        Rule(3, PoolBuffer(5), place=3),
    ]
    # As the program wrote it while a rule was for one SKU and one channel.
    was = "f0e153c8dabdd18e379f2f11e82313c1f73ee185c63e50061dd92f4d2271c742"
    assert digest_of(held, {"ladder": "Standard"}) == was


def test_that_the_digest_tells_scopes_apart_and_not_the_order_of_names() -> None:
    scopes = [
        Scope(),
        Scope(("A",)),
        Scope(("A", "B")),
        Scope(category="A"),
        Scope(brand="A"),
        Scope(channels=("A",)),
        Scope(channels=("A", "B")),
    ]
    assert len({digest_of([Rule(1, Cap(1), scope)], {}) for scope in scopes}) == len(scopes)
    one, other = (digest_of([Rule(1, Cap(1), Scope(skus))], {}) for skus in (("A", "B"), ("B", "A")))
    assert one == other
