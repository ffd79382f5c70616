"""What the catalogue lacks for the figures to be whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.catalog import keep_ready_made
from app.errors import UserError
from app.ledger.ledger import Ledger
from app.queries.bundles import components
from app.queries.catalog import skus
from app.queries.gaps import Gaps, gaps
from models.domain.money import Money
from tests.make import import_text, new_ledger
from tests.views.brand import BUNDLES, COSTS, SALES


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give an empty ledger."""
    made = new_ledger(tmp_path)
    yield made
    made.close()


def read(ledger: Ledger) -> Gaps:
    """Ask what is missing."""
    with ledger.read() as session:
        return gaps(session)


def test_that_an_empty_ledger_lacks_nothing(ledger: Ledger) -> None:
    found = read(ledger)
    assert (found.currency, found.channels, found.skus, found.unlinked) == ("USD", 0, 0, 0)
    assert (found.missing_cost.units, found.missing_rates, found.first_day) == (0, "", None)


def test_that_listings_without_a_sku_and_sales_without_a_cost_are_counted(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SALES)
    import_text(ledger, "costs.csv", COSTS)
    import_text(ledger, "bundles.csv", BUNDLES)
    found = read(ledger)
    assert (found.channels, found.skus, found.unlinked) == (2, 4, 1)
    assert found.missing_cost.sales == Money(3500, "USD")
    assert found.codes == {"BOX", "HONEY", "TEA", "TIN"}


def test_that_bundles_that_lie_ready_made_are_told_until_somebody_says_how_they_are_kept(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SALES)
    import_text(ledger, "bundles.csv", BUNDLES)
    import_text(ledger, "stock.csv", "location,sku,date,on_hand\nBarn,BOX,2026-04-30,12\nBarn,TEA,2026-04-30,3\n")
    assert read(ledger).ready_made == (("BOX", 12),)
    with ledger.read() as session:
        ids = {row.code: row.id for row in skus(session)}
    for ready_made in (True, False):
        keep_ready_made(ledger, sku_id=ids["BOX"], ready_made=ready_made)
        assert read(ledger).ready_made == ()
    with pytest.raises(UserError, match="TEA is no bundle"):
        keep_ready_made(ledger, sku_id=ids["TEA"], ready_made=True)


def test_that_a_currency_without_a_rate_is_said_in_words(ledger: Ledger) -> None:
    import_text(
        ledger,
        "sales.csv",
        SALES.replace("Fair,2026-04-07,B1,1,BOX,Box,1,30.00,sale,USD", "Fair,2026-04-07,B1,1,BOX,Box,1,30.00,sale,CAD"),
    )
    assert "no rate into USD for CAD on 2026-04-07" in read(ledger).missing_rates


def test_that_sales_without_a_cost_are_no_sum_where_some_of_them_have_no_rate(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", SALES.replace("Tin,1,8.00,sale,USD", "Tin,1,8.00,sale,CAD"))
    import_text(ledger, "costs.csv", COSTS)
    import_text(ledger, "bundles.csv", BUNDLES)
    found = read(ledger).missing_cost
    assert (found.units, found.skus, found.is_whole) == (4, ("TIN", "name: Honey in a jar"), False)
    import_text(ledger, "rates.csv", "day,currency,rate,into,source\n2026-03-01,CAD,0.50,USD,book\n")
    found = read(ledger).missing_cost
    assert (found.sales, found.is_whole) == (Money(3100, "USD"), True)


def test_that_a_bundle_lists_what_each_component_adds(ledger: Ledger) -> None:
    import_text(ledger, "costs.csv", COSTS)
    import_text(ledger, "bundles.csv", BUNDLES)
    with ledger.read() as session:
        found = components(session)
    assert [(row.bundle, row.sku, row.quantity, row.cost, row.amount) for row in found] == [
        ("BOX", "HONEY", 2, Money(200, "USD"), Money(400, "USD")),
        ("BOX", "TEA", 1, Money(300, "USD"), Money(300, "USD")),
    ]
