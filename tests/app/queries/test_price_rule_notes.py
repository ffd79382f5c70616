"""A pricing rule that stands but does nothing says so at once: under a MAP, or for a currency that no price is in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.actions.rules import add_rule
from app.ledger.ledger import Ledger
from app.queries.price_difference import effect
from app.queries.rules import PRICING
from app.queries.rules_board import ListedRule, Standing, rules_board
from models.domain.money import Money
from models.domain.pricing.rules import Ceiling, LeastPrice, MapPrice, PriceEnding, PriceOverride
from models.domain.rules import Kind, Scope
from tests.app.price_book import base, book_ledger, usd
from tests.make import made_once

TODAY = date(2026, 11, 23)
TEA = Scope(("TEA",))


@made_once
def prepared(folder: Path) -> Ledger:
    made = book_ledger(folder)
    base(made, 3400)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give tea at 34.00 for every channel."""
    made = prepared(tmp_path)
    yield made
    made.close()


def add(ledger: Ledger, what: Kind, scope: Scope | None = None, first: date | None = None) -> None:
    add_rule(
        ledger,
        what=what,
        scope=scope or Scope(),
        first=first,
        last=date(2026, 12, 31),
        note="test",
        family=PRICING,
        begin=True,
    )


def last_rule(ledger: Ledger, day: date = TODAY) -> ListedRule:
    """Give the rule that was added last."""
    with ledger.read() as session:
        return rules_board(session, PRICING, day=day).rules[-1]


def test_that_an_override_below_a_map_says_at_once_that_the_map_holds_and_what_the_price_is(ledger: Ledger) -> None:
    add(ledger, MapPrice(usd(2999)))
    add(ledger, PriceOverride(usd(2500)), Scope(("TEA",), channels=("Shop", "Bazaar")))
    row = last_rule(ledger)
    said = (
        "25.00 USD is below the MAP of 29.99 USD for TEA on Shop and TEA on Bazaar: it does not count, "
        "and the price is 34.00 USD"
    )
    assert (row.standing, row.notes) == (Standing.WITHOUT, (said,))
    with ledger.read() as session:
        found = effect(session, today=TODAY)
    assert (found.moved, found.notes) == ((), (said,))


def test_that_an_override_counts_where_no_map_is_meant(ledger: Ledger) -> None:
    add(ledger, MapPrice(usd(2999)))
    # The trade's prices are not advertised.
    add(ledger, PriceOverride(usd(2500)), TEA)
    row = last_rule(ledger)
    assert row.standing is Standing.DRAFTED
    assert [words.partition(":")[0] for words in row.notes] == [
        "25.00 USD is below the MAP of 29.99 USD for TEA on Shop and TEA on Bazaar"
    ]
    add(ledger, PriceOverride(usd(2999)), TEA, first=date(2026, 12, 1))
    later = last_rule(ledger)
    assert (later.standing, later.notes) == (Standing.LATER, ())


def test_that_an_override_is_looked_at_on_its_first_day(ledger: Ledger) -> None:
    add(ledger, MapPrice(usd(2999), exempt="2026-11-20 to 2026-11-30"))
    add(ledger, PriceOverride(usd(2500)), Scope(("TEA",), channels=("Shop",)))
    assert last_rule(ledger).notes == ()
    add(ledger, PriceOverride(usd(2400)), Scope(("TEA",), channels=("Shop",)), first=date(2026, 12, 1))
    row = last_rule(ledger)
    assert row.standing is Standing.LATER
    assert row.notes[0].startswith("24.00 USD is below the MAP of 29.99 USD for TEA on Shop: it does not count")
    # What has ended needs no look.
    assert last_rule(ledger, date(2027, 1, 1)).notes == ()


@pytest.mark.parametrize(
    "what, said",
    [
        (Ceiling(Money(1500, "EUR")), "No price is in EUR, so that the rule changes none; prices are in USD"),
        (LeastPrice(Money(1500, "JPY")), "No price is in JPY, so that the rule changes none; prices are in USD"),
        (PriceEnding("990"), "No price can end in 990: prices have 2 decimals in USD"),
    ],
)
def test_that_a_rule_for_no_price_there_is_says_so(ledger: Ledger, what: Kind, said: str) -> None:
    add(ledger, what)
    row = last_rule(ledger)
    assert (row.standing, row.notes) == (Standing.WITHOUT, (said,))
    base(ledger, 1900, on="Shop", currency="EUR")
    base(ledger, 1900, on="Shop", currency="JPY")
    assert last_rule(ledger).notes == ()
