"""Floors against the price of the book and the live one: which counts, and which cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.actions.rules import add_rule, publish
from app.ledger.ledger import Ledger
from app.queries.floors import EARNS, LACKING, LOW, NO_PRICE, FloorRow, floors
from app.queries.rules import PRICING
from app.queries.tiers import terms_board
from models.domain.money import Money
from models.domain.pricing.rules import MapPrice
from models.domain.rules import Scope
from tests.app.price_book import base, book_ledger, usd
from tests.app.pricing_brand import DAY
from tests.make import NOW, import_text

TODAY = NOW.date()  # rules hold from the day on that they were published
TABLE = "channel,sku,price,currency,day,tax_inside,compare_at\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = book_ledger(tmp_path)
    yield made
    made.close()


def rows(ledger: Ledger, day: date = DAY) -> dict[str, FloorRow]:
    """Give the floors by channel."""
    with ledger.read() as session:
        return {row.channel: row for row in floors(session, day=day)}


def test_that_nothing_sold_is_taken_for_a_price(ledger: Ledger) -> None:
    found = rows(ledger)
    assert {name: (row.price, row.state) for name, row in found.items()} == {
        "Shop": (None, LACKING),
        "Bazaar": (None, NO_PRICE),
        "Trade": (None, NO_PRICE),
    }


def test_that_the_live_price_is_judged_and_the_book_stands_beside_it(ledger: Ledger) -> None:
    base(ledger, 1249)
    add_rule(ledger, what=MapPrice(usd(1500)), scope=Scope(channels=("Bazaar",)), family=PRICING, begin=True)
    publish(ledger, name="MAP", reason="Discipline", family=PRICING)
    import_text(ledger, "prices.csv", f"{TABLE}Bazaar,TEA,12.49,,2026-05-30,no,\n")
    found = rows(ledger, TODAY)
    # 12.49 − 1.87 − 4.15 − 6.20 = 0.27 against 1.50; the book asks the MAP.
    bazaar = found["Bazaar"]
    assert (bazaar.governed, bazaar.minimum, bazaar.price, bazaar.state) == (usd(1500), 1500, usd(1249), LOW)
    assert bazaar.earns == usd(27)
    assert (found["Trade"].price, found["Trade"].state) == (usd(1249), EARNS)
    with ledger.read() as session:
        (row,) = floors(session, day=TODAY, skus={"TEA"}, channels={"Bazaar"})
    assert row.price == bazaar.price


@pytest.mark.parametrize("told", ["12.49,EUR,2026-05-30,no", "12.49,USD,2026-05-30,yes"])
def test_that_a_live_price_in_other_money_or_with_other_tax_is_left_out(ledger: Ledger, told: str) -> None:
    import_text(ledger, "prices.csv", f"{TABLE}Bazaar,TEA,{told},\n")
    bazaar = rows(ledger)["Bazaar"]
    assert (bazaar.live, bazaar.price, bazaar.state) == (None, None, NO_PRICE)


def test_that_tiers_are_taken_off_the_price_of_the_book(ledger: Ledger) -> None:
    """GB9b: 20 % off 12.50 earns 2.15 where 2.50 is the target, whatever the goods were sold at or seen at."""
    base(ledger, 1250, on="Trade")
    import_text(ledger, "prices.csv", f"{TABLE}Trade,TEA,20.00,,2026-05-30,no,\n")
    with ledger.read() as session:
        board = terms_board(session, today=DAY)
    (tight,) = board.tight["Trade"]
    assert (tight.list_price, tight.price) == (1250, 1000)
    assert rows(ledger)["Trade"].price == Money(2000, "USD")
