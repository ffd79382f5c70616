"""The cost of goods sold follows the sales in force and the dated costs, and is made anew when either moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger.ledger import Ledger
from models.domain.postings import CostFact, Draft, Fact
from models.tables import Batch, Component, Cost, Listing, Posting, Sku
from tests.make import draft, new_ledger, sums, type_cost, write


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def cogs(ledger: Ledger) -> int:
    return sums(ledger).get("COGS") or 0


def cogs_by_day(ledger: Ledger) -> dict[str, int]:
    with ledger.read() as session:
        rows = session.execute(
            select(Posting.day, Posting.amount).where(Posting.account == "COGS", Posting.in_force == 1)
        )
        return {row.day: row.amount for row in rows}


def test_that_a_sale_without_a_cost_costs_nothing_until_its_cost_is_typed(ledger: Ledger) -> None:
    write(ledger, [draft(quantity=3)])
    assert cogs(ledger) == 0
    type_cost(ledger, "TEA", 400)
    assert cogs(ledger) == -1200


def test_that_the_cost_valid_on_the_day_of_the_sale_counts(ledger: Ledger) -> None:
    type_cost(ledger, "TEA", 400, valid_from="2026-01-01")
    type_cost(ledger, "TEA", 500, valid_from="2026-03-01")
    write(ledger, [draft("a", day="2026-02-28"), draft("b", day="2026-03-01"), draft("c", day="2025-12-31")])
    assert cogs_by_day(ledger) == {"2026-02-28": -400, "2026-03-01": -500}


def test_that_of_two_costs_from_the_same_day_the_one_known_last_counts(ledger: Ledger) -> None:
    write(ledger, [draft()])
    type_cost(ledger, "TEA", 450, known="2026-03-20")
    type_cost(ledger, "TEA", 400, known="2026-01-01")
    assert cogs(ledger) == -450


def test_that_undo_and_redo_of_a_cost_move_the_cost_of_goods(ledger: Ledger) -> None:
    write(ledger, [draft()])
    cost = type_cost(ledger, "TEA", 400)
    with ledger.change("Edit cost") as (session, _):
        session.get_one(Cost, cost).amount = 700
        session.flush()
        ledger.recost(session, {(1, "TEA")})
    assert cogs(ledger) == -700
    ledger.undo()
    assert cogs(ledger) == -400
    ledger.undo()
    assert cogs(ledger) == 0
    ledger.redo()
    ledger.redo()
    assert cogs(ledger) == -700


def test_that_a_bundle_costs_what_its_components_cost(ledger: Ledger) -> None:
    write(ledger, [draft("a", sku="GIFT-BOX", quantity=2), draft("b", sku="TEA"), draft("c", sku="BOWL")])
    with ledger.change("Bundle") as (session, _):
        ids = {row.code: row.id for row in session.scalars(select(Sku))}
        session.add(Component(bundle_id=ids["GIFT-BOX"], sku_id=ids["TEA"], quantity=3))
        session.add(Component(bundle_id=ids["GIFT-BOX"], sku_id=ids["BOWL"], quantity=1))
    type_cost(ledger, "TEA", 100)
    assert cogs(ledger) == -100
    type_cost(ledger, "BOWL", 50)
    assert cogs(ledger) == -100 - 50 - 2 * (3 * 100 + 50)
    type_cost(ledger, "GIFT-BOX", 300)
    assert cogs(ledger) == -100 - 50 - 2 * 300


def test_that_a_listing_linked_to_another_sku_takes_its_cost(ledger: Ledger) -> None:
    write(ledger, [draft(sku="AMZ-1"), draft("b", sku="TEA")])
    type_cost(ledger, "TEA", 400)
    assert cogs(ledger) == -400
    with ledger.change("Link") as (session, _):
        listing = session.scalars(select(Listing).where(Listing.code == "AMZ-1")).one()
        listing.sku_id = session.scalars(select(Sku.id).where(Sku.code == "TEA")).one()
        session.flush()
        ledger.recost(session, {(listing.channel_id, listing.code)})
    assert cogs(ledger) == -800
    ledger.undo()
    assert cogs(ledger) == -400


def test_that_undoing_a_sale_takes_its_cost_along(ledger: Ledger) -> None:
    type_cost(ledger, "TEA", 400)
    write(ledger, [draft()])
    assert cogs(ledger) == -400
    ledger.undo()
    assert sums(ledger) == {}
    ledger.redo()
    assert cogs(ledger) == -400


def test_that_an_imported_cost_comes_and_goes_with_its_import(ledger: Ledger) -> None:
    write(ledger, [draft()])
    cost = CostFact(2, "TEA", "2026-01-01", "", 400, "USD")
    write(ledger, [Draft(Fact.COST, "TEA|2026-01-01", "2026-01-01", [2], others=[cost])], channel=None)
    assert cogs(ledger) == -400
    ledger.undo()
    assert cogs(ledger) == 0


def test_that_nothing_is_written_when_no_cost_changed(ledger: Ledger) -> None:
    type_cost(ledger, "TEA", 400)
    write(ledger, [draft("a")])
    with ledger.change("Again") as (session, _):
        ledger.recost(session, {(1, "TEA")})
    with ledger.read() as session:
        assert list(session.scalars(select(Batch.kind).order_by(Batch.id))) == ["import", "costing"]


def test_that_codes_with_marks_of_sql_and_of_keys_are_costed_apart(ledger: Ledger) -> None:
    codes = ["A", "A|B", "A%", "A_", "A~", "Ä", "a", "A ", "A|2026-03-02"]
    write(ledger, [draft(str(number), sku=code) for number, code in enumerate(codes)])
    type_cost(ledger, "A", 100)
    with ledger.read() as session:
        rows = session.execute(select(Posting.sku, Posting.amount).where(Posting.account == "COGS"))
        assert {tuple(row) for row in rows} >= {("A", -100)}
        assert {row.sku for row in session.execute(select(Posting.sku).where(Posting.account == "COGS"))} <= {"A", "a"}
    type_cost(ledger, "A|B", 7)
    assert sums(ledger)["COGS"] in (-107, -207)
    ledger.undo()
    assert sums(ledger)["COGS"] in (-100, -200)
