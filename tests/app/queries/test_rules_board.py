"""What the rules tab is handed: the draft or what holds, whether each rule counts today, and assertions that fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from app.actions.ladder import set_ladder
from app.actions.rules import add_rule, publish, start_draft
from app.columns import Kind
from app.ledger.ledger import Ledger
from app.queries.rules import ALLOCATION, versions
from app.queries.rules import COLUMNS as VERSION_COLUMNS
from app.queries.rules_board import COLUMNS, RulesBoard, Standing, rules_board
from models.domain.allocation.ladder import CONTRIBUTION_FIRST, PRESETS, STANDARD, Rung, ShareBy
from models.domain.allocation.rules import Cap, NeverBelow
from models.domain.rules import Scope
from tests.app.tea import DAY, tea_ledger
from tests.make import new_ledger

SHOP = Scope(("TEA",), channels=("Shop",))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger of two channels with an empty draft."""
    made = tea_ledger(tmp_path)
    start_draft(made)
    yield made
    made.close()


def read(ledger: Ledger) -> RulesBoard:
    """Read the rules."""
    with ledger.read() as session:
        return rules_board(session, ALLOCATION, day=DAY)


def test_that_the_draft_is_shown_beside_what_holds_with_what_a_form_offers(ledger: Ledger) -> None:
    add_rule(ledger, what=Cap(10), scope=SHOP)
    publish(ledger, name="One", reason="season")
    assert read(ledger).title == "version 1, One"
    assert read(ledger).draft is None
    assert [row.standing for row in read(ledger).rules] == [Standing.IN_FORCE]
    start_draft(ledger)
    add_rule(ledger, what=Cap(20), scope=SHOP)
    found = read(ledger)
    assert [row.rule.what for row in found.rules] == [Cap(10), Cap(20)]
    assert [one.title for one in found.versions] == ["draft", "version 1, One"]
    assert ({*found.channels}, {*found.skus}) == ({"Shop", "Bazaar"}, {"TEA", "CUP"})
    told = {column.title: column.value(found.rules[1]) for column in COLUMNS}
    assert (told["Place"], told["Rule"], told["For"]) == (2, "At most 20 units", "SKU TEA on Shop")


def test_that_each_rule_says_whether_it_counts_today(ledger: Ledger) -> None:
    add_rule(ledger, what=Cap(10), scope=SHOP)
    add_rule(ledger, what=Cap(10), scope=SHOP, first=date(2027, 1, 1))
    add_rule(ledger, what=Cap(90), scope=SHOP, last=date(2026, 1, 1))
    add_rule(ledger, what=NeverBelow(5), scope=SHOP)
    add_rule(ledger, what=NeverBelow(40), scope=Scope(("CUP",), channels=("Shop",)))
    add_rule(ledger, what=NeverBelow(1), scope=Scope(category="Cups", channels=("Shop",)))
    found = read(ledger).rules
    assert [row.standing for row in found[:4]] == [
        Standing.DRAFTED,
        Standing.LATER,
        Standing.ENDED,
        Standing.HOLDS,
    ]
    assert found[4].standing is Standing.FAILS
    assert {column.title: column.value(found[0]) for column in COLUMNS}["Today"] == "in the draft"
    assert "never below 40 is asserted" in found[4].broken[0]
    assert found[5].broken == ("Never below 1 units for category Cups on Shop: there is no such SKU on that channel",)


def test_that_rules_that_cannot_be_followed_are_still_shown(ledger: Ledger) -> None:
    add_rule(ledger, what=NeverBelow(5), scope=SHOP)
    set_ladder(ledger, ladder=STANDARD.shared_by(ShareBy.PRORATA, rung=4))
    (row,) = read(ledger).rules
    assert row.standing is Standing.FAILS
    assert "cap: is missing" in row.broken[0]


def test_that_a_ladder_is_named_after_a_preset_exactly_where_it_is_one() -> None:
    for preset in PRESETS:
        other = preset.moved(0, 1)
        assert other.name == ""
        assert other.moved(1, 0) == preset
        assert preset.with_rungs(preset.rungs) == preset
    last = len(CONTRIBUTION_FIRST.rungs) - 1
    share = Rung(CONTRIBUTION_FIRST.rungs[last].goal, ShareBy.SHARE)
    assert CONTRIBUTION_FIRST.with_rung(last, share).rungs[last] == share
    assert STANDARD.moved(4, 0).rungs[0] == STANDARD.rungs[4]


def test_that_versions_tell_when_they_were_published_as_a_moment_of_this_place(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    start_draft(ledger)
    publish(ledger, name="Autumn", reason="season")
    start_draft(ledger)
    with ledger.read() as session:
        drafted, published = versions(session, family=ALLOCATION)
    (column,) = (one for one in VERSION_COLUMNS if one.title == "Published")
    assert column.kind is Kind.TIME
    assert column.value(drafted) is None
    moment = column.value(published)
    assert isinstance(moment, datetime)
    assert moment == datetime.fromisoformat(published.published_at)
    assert moment.utcoffset() == moment.astimezone().utcoffset()
    ledger.close()
