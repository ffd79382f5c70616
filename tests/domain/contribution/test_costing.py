"""Landed costs: two dates, bundles, and what is missing."""

from __future__ import annotations

from datetime import date

from models.domain.catalog import Component, UnitCost
from models.domain.contribution.costing import CostBook


def cost(sku: str, valid_from: str, amount: int, *, known: str = "2026-01-01", currency: str = "USD") -> UnitCost:
    return UnitCost(sku, date.fromisoformat(valid_from), date.fromisoformat(known), amount, currency)


def amounts(book: CostBook, sku: str, day: str) -> dict[str, int] | None:
    found = book.unit_cost(sku, day)
    return None if found is None else dict(found.amounts)


def test_that_the_cost_valid_from_the_latest_day_counts() -> None:
    book = CostBook([cost("A", "2026-01-01", 400), cost("A", "2026-06-01", 450)], [])
    assert amounts(book, "A", "2026-05-31") == {"USD": 400}
    assert amounts(book, "A", "2026-06-01") == {"USD": 450}


def test_that_among_costs_of_one_day_the_one_known_last_counts_whatever_their_order() -> None:
    early = cost("A", "2026-06-01", 450, known="2026-06-01")
    late = cost("A", "2026-06-01", 470, known="2026-06-20")
    for costs in ([early, late], [late, early]):
        assert amounts(CostBook(costs, []), "A", "2026-06-05") == {"USD": 470}


def test_that_a_day_before_any_cost_has_none() -> None:
    assert amounts(CostBook([cost("A", "2026-06-01", 450)], []), "A", "2026-05-31") is None
    assert amounts(CostBook([], []), "A", "2026-05-31") is None


def test_that_a_bundle_costs_what_its_components_cost_on_that_day() -> None:
    book = CostBook(
        [cost("A", "2026-01-01", 400), cost("A", "2026-06-01", 450), cost("B", "2026-01-01", 300, currency="EUR")],
        [Component("BOX", "A", 2), Component("BOX", "B", 1)],
    )
    assert amounts(book, "BOX", "2026-03-01") == {"USD": 800, "EUR": 300}
    assert amounts(book, "BOX", "2026-07-01") == {"USD": 900, "EUR": 300}


def test_that_a_bundle_with_a_cost_of_its_own_keeps_it() -> None:
    book = CostBook([cost("BOX", "2026-01-01", 999), cost("A", "2026-01-01", 1)], [Component("BOX", "A", 2)])
    assert amounts(book, "BOX", "2026-03-01") == {"USD": 999}


def test_that_a_bundle_lacking_one_component_cost_has_none() -> None:
    book = CostBook([cost("A", "2026-01-01", 400)], [Component("BOX", "A", 2), Component("BOX", "B", 1)])
    assert amounts(book, "BOX", "2026-03-01") is None


def test_that_a_bundle_within_itself_has_no_cost() -> None:
    assert (
        amounts(
            CostBook([cost("X", "2026-01-01", 1)], [Component("A", "B", 1), Component("B", "A", 1)]), "A", "2026-03-01"
        )
        is None
    )
