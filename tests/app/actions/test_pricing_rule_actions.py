"""Pricing rules are drafted, compared, published, taken back and put in force again; overrides need reason and end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.rules import add_rule, publish, republish, start_draft
from app.errors import UserError
from app.ledger.ledger import Ledger
from app.queries.price_difference import difference
from app.queries.price_rules import rules_of_day
from app.queries.rules import PRICING, State, versions
from models.domain.money import Money
from models.domain.pricing.rules import (
    KINDS,
    Ceiling,
    Difference,
    LeastPrice,
    MapPrice,
    PriceEnding,
    PriceOverride,
    TierDiscount,
)
from models.domain.rules import Kind, Scope, form_of, params_of, read_rule
from tests.app.price_book import base, book_ledger, listed, usd
from tests.make import made_once

TODAY = date(2026, 11, 23)
TEA = Scope(("TEA",))


@made_once
def prepared(folder: Path) -> Ledger:
    made = book_ledger(folder)
    base(made, 2499)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give tea at 24.99 for every channel."""
    made = prepared(tmp_path)
    yield made
    made.close()


def add(ledger: Ledger, what: Kind, scope: Scope | None = None, *, last: date | None = None, note: str = "") -> None:
    """Add a rule to the draft, for all SKUs if no scope is given."""
    add_rule(ledger, what=what, scope=scope or Scope(), last=last, note=note, family=PRICING, begin=True)


def amounts(ledger: Ledger, day: date = TODAY) -> dict[str, int | None]:
    return {channel: one.amount for (channel, _), one in listed(ledger, day).items()}


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_kind_is_stored_and_read_back(kind: type[Kind]) -> None:
    values = {Fraction: Fraction(15, 2), int: 12, Money: usd(1250), str: ".99", bool: True}
    given = {
        one.name: one.default if one.default is not None else values[one.type]
        for one in form_of(kind)
        if one.required or one.default is not None
    }
    what = kind(**given)
    assert read_rule(kind.KIND, params_of(what), KINDS) == what


def test_that_a_draft_changes_nothing_until_it_is_published_and_undo_takes_it_back(ledger: Ledger) -> None:
    add(ledger, Difference(Fraction(10)), Scope(channels=("Shop",)))
    assert amounts(ledger) == {"Shop": 2499, "Bazaar": 2499, "Trade": 2499}
    publish(ledger, name="Autumn", reason="Dearer shop", family=PRICING)
    assert amounts(ledger) == {"Shop": 2749, "Bazaar": 2499, "Trade": 2499}
    with ledger.read() as session:
        assert rules_of_day(session, day=TODAY).title == "version 1, Autumn"
        assert rules_of_day(session, day=date(2026, 11, 22)).rules == ()
    assert amounts(ledger, date(2026, 11, 22))["Shop"] == 2499
    ledger.undo()
    assert amounts(ledger)["Shop"] == 2499


def test_that_an_old_version_is_put_in_force_again_in_one_step(ledger: Ledger) -> None:
    add(ledger, Difference(Fraction(10)))
    publish(ledger, name="Autumn", reason="Dearer", family=PRICING)
    add(ledger, PriceEnding(".95"))
    publish(ledger, name="Winter", reason="Endings", family=PRICING)
    assert amounts(ledger)["Shop"] == 2795
    add(ledger, Ceiling(usd(2000)))
    done = republish(ledger, version="1", reason="Endings did not sell", family=PRICING)
    assert done.label == "Go back to version 1, Autumn of the pricing rules"
    assert amounts(ledger)["Shop"] == 2749
    with ledger.read() as session:
        draft, newest, *_ = versions(session, PRICING)
    assert (draft.state, newest.title) == (State.DRAFT, "version 3, Autumn again (3)")
    ledger.undo()
    assert amounts(ledger)["Shop"] == 2795
    with pytest.raises(UserError, match="needs a reason"):
        republish(ledger, version="1", reason=" ", family=PRICING)


def test_that_an_override_needs_a_reason_and_an_end_date(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="Note: is missing, since this rule needs a reason"):
        add(ledger, PriceOverride(usd(999)), TEA, last=TODAY)
    with pytest.raises(UserError, match="Until: is missing, since this rule needs a last day"):
        add(ledger, PriceOverride(usd(999)), TEA, note="Clearance")
    with pytest.raises(UserError, match="SKUs: is missing"):
        add(ledger, PriceOverride(usd(999)), note="Clearance", last=TODAY)
    add(ledger, PriceOverride(usd(999)), TEA, note="Clearance", last=TODAY)
    publish(ledger, name="Clearance", reason="Old stock", family=PRICING)
    found = listed(ledger, TODAY)
    assert (found["Bazaar", "USD"].amount, found["Bazaar", "USD"].priced.below_floor) == (999, True)
    assert amounts(ledger, date(2026, 11, 24))["Bazaar"] == 2499


@pytest.mark.parametrize(
    "what, said",
    [
        (LeastPrice(usd(0)), "0.00 USD is not above zero"),
        (Ceiling(Money(1500, "ZZZ")), "Never above: “ZZZ” is no currency"),
        (Ceiling(usd(-5)), "must be at least 0"),
        (MapPrice(usd(0)), "0.00 USD is not above zero"),
        (MapPrice(usd(100), exempt="soon"), "“soon” cannot be read"),
        (PriceEnding("x9"), "“x9” is no ending"),
        (PriceEnding(" "), "must name at least one"),
        (Difference(Fraction(-100)), "Percent: −100 % leaves no price"),
        (TierDiscount(Fraction(100)), "Discount: 100 % off leaves no price"),
        (PriceEnding(".99 .9999"), "Endings: “.9999” has 4 decimals, and no currency has; write .99"),
        (PriceEnding(".9"), "Endings: “.9” has 1 decimal, and no currency has"),
        (LeastPrice(usd(0)), "Never below: 0.00 USD is not above zero"),
        (Difference(Fraction(-101)), "must be at least -100"),
    ],
)
def test_that_a_rule_that_makes_no_sense_is_refused(ledger: Ledger, what: Kind, said: str) -> None:
    with pytest.raises(UserError, match=said):
        add(ledger, what)


def test_that_the_effect_of_a_draft_is_each_price_before_and_after_with_what_it_earns(ledger: Ledger) -> None:
    add(ledger, Difference(Fraction(-50)))
    with ledger.read() as session:
        found = difference(session, day=TODAY)
    # 12.50 is below the bazaar's floor of 13.94; E falls from 24.99 − 3.75 − 4.15 − 6.20 = 10.89 to 1.50.
    bazaar = next(one for one in found if one.after.channel == "Bazaar")
    assert (bazaar.before.amount, bazaar.after.amount, bazaar.change) == (2499, 1394, usd(-1105))
    assert (bazaar.before.earned, bazaar.after.earned, bazaar.earns_more) == (usd(1089), usd(150), usd(-939))
    assert bazaar.why == "−50 % on the base price would be 12.50 USD, below the floor of 13.94 USD"
    shop = next(one for one in found if one.after.channel == "Shop")
    assert (shop.after.amount, shop.earns_more, shop.why) == (1250, None, "")
    assert [one.after.channel for one in found] == ["Shop", "Trade", "Bazaar"]


def test_that_there_is_no_effect_without_a_draft(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert difference(session, day=TODAY) == []
    start_draft(ledger, PRICING)
    with ledger.read() as session:
        assert difference(session, day=TODAY) == []
