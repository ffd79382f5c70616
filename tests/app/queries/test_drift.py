"""Drift: more than a cent off, since when, how much is at stake; and what can not be called a drift."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from app.ledger.ledger import Ledger
from app.queries.drift import DriftRow, DriftState, drift
from tests.app.priced_shop import DAY, base, priced_shop, products
from tests.make import import_text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = priced_shop(tmp_path)
    yield made
    made.close()


def rows(ledger: Ledger, day: date = DAY) -> dict[tuple[str, str], DriftRow]:
    """Compare as of a day, by SKU and channel."""
    with ledger.read() as session:
        return {(row.sku, row.channel): row for row in drift(session, day=day)}


def test_that_each_listing_stands_as_it_was_seen(ledger: Ledger) -> None:
    found = {key: (row.live, row.governed, row.difference, row.state) for key, row in rows(ledger).items()}
    assert found == {
        ("TEA", "Shopify"): (2000, 2100, -100, DriftState.DRIFT),
        ("TEA", "Fair"): (500, 2100, -1600, DriftState.DRIFT),
        ("CUP", "Amazon"): (1100, 1200, -100, DriftState.DRIFT),
        ("TEA", "Amazon"): (1999, 1999, 0, DriftState.AGREES),
        ("CUP", "Shopify"): (1200, 1200, 0, DriftState.AGREES),
        ("PEN", "Shopify"): (300, None, None, DriftState.NO_PRICE),
        ("TEA-L", "Shopify"): (3900, None, None, DriftState.NO_PRICE),
    }


def test_that_the_stake_is_the_difference_over_the_units_of_two_weeks(ledger: Ledger) -> None:
    row = rows(ledger)["TEA", "Shopify"]
    # 91 units in thirteen weeks are one a day: 14 units at 1.00.
    assert (row.rate, row.stake) == (Fraction(1), 1400)
    assert (str(row.share), str(row.units)) == ("-0.048", "14.0")
    assert (row.since, row.seen, row.age) == (date(2026, 11, 20), date(2026, 11, 20), (DAY - date(2026, 11, 20)).days)
    assert rows(ledger)["TEA", "Amazon"].stake is None


def test_that_what_costs_most_comes_first(ledger: Ledger) -> None:
    with ledger.read() as session:
        found = drift(session, day=DAY)
    drifted = [row.stake for row in found if row.state is DriftState.DRIFT]
    assert drifted == sorted(drifted, key=lambda stake: -(stake or 0))
    assert [row.state for row in found[:3]] == [DriftState.DRIFT] * 3


@pytest.mark.parametrize("amount, state", [(2001, "as in the book"), (1999, "as in the book"), (2002, "drift")])
def test_that_a_cent_is_no_drift(ledger: Ledger, amount: int, state: str) -> None:
    base(ledger, "TEA", amount, on="Shopify")
    assert rows(ledger)["TEA", "Shopify"].state == state


def test_that_a_price_that_was_right_when_it_was_seen_is_no_drift(ledger: Ledger) -> None:
    base(ledger, "TEA", 2000, on="Shopify")
    base(ledger, "TEA", 2300, on="Shopify", first=date(2026, 11, 22))
    row = rows(ledger)["TEA", "Shopify"]
    assert (row.state, row.difference, row.stake) == (DriftState.CHANGED, -300, None)
    assert "the book has changed since" in row.why
    import_text(ledger, "products_export_2026-11-23.csv", products("20.00"))
    assert rows(ledger)["TEA", "Shopify"].state is DriftState.DRIFT


def test_that_a_newer_export_with_the_right_price_ends_it(ledger: Ledger) -> None:
    import_text(ledger, "products_export_2026-11-23.csv", products("21.00"))
    assert rows(ledger)["TEA", "Shopify"].state is DriftState.AGREES
    ledger.undo()
    assert rows(ledger)["TEA", "Shopify"].state is DriftState.DRIFT


def test_that_other_currencies_and_tax_are_not_compared(ledger: Ledger) -> None:
    table = "channel,sku,price,currency,day,tax_inside\n"
    import_text(ledger, "p2.csv", f"{table}Fair,TEA,18.00,EUR,2026-11-22,\nFair,CUP,12.50,USD,2026-11-22,yes\n")
    found = rows(ledger)
    tea, cup = found["TEA", "Fair"], found["CUP", "Fair"]
    assert (tea.state, tea.difference, tea.why) == (DriftState.OTHER, None, "The book has no price in EUR, only in USD")
    assert (tea.currency, tea.governed) == ("EUR", None)
    assert (cup.state, cup.difference) == (DriftState.OTHER, None)
    assert "has the tax inside" in cup.why


def test_that_a_price_nobody_saw_is_told_apart(ledger: Ledger) -> None:
    base(ledger, "PEN", 300, on="Fair")
    row = rows(ledger)["PEN", "Fair"]
    assert (row.state, row.live, row.seen) == (DriftState.UNSEEN, None, None)


def test_that_the_age_counts_from_the_day_it_was_seen(ledger: Ledger) -> None:
    later = DAY + timedelta(days=9)
    assert rows(ledger, later)["TEA", "Shopify"].age == rows(ledger)["TEA", "Shopify"].age + 9
