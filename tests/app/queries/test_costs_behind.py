"""Units × landed cost, and where the cost comes from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.ledger.ledger import Ledger
from app.queries.behind import StatementCell, behind
from app.queries.costs_behind import CostBehind, cost_behind
from models.domain.contribution.statement import By
from models.domain.money import Money
from models.domain.period import Period
from tests.make import draft, new_ledger, type_cost, write

NINE_MONTHS = Period(date(2026, 2, 1), date(2026, 10, 31))


def _opened(ledger: Ledger, sku: str) -> list[CostBehind]:
    with ledger.read() as session:
        cell = StatementCell(By.SKU, "cogs", NINE_MONTHS, sku)
        return [cost_behind(session, row.id) for row in behind(session, cell).rows]


def _made(found: CostBehind) -> int:
    return -sum(used.each.minor * used.quantity * found.units for used in found.used)


def test_that_units_times_cost_is_the_posting(demo_ledger: Ledger) -> None:
    found = _opened(demo_ledger, "JR-0101")[:40]
    assert found
    assert all(_made(one) == one.amount.minor for one in found)
    assert {used.file for one in found for used in one.used} == {"costs.csv"}


def test_that_a_bundle_is_taken_apart_into_the_costs_of_its_parts(demo_ledger: Ledger) -> None:
    first = _opened(demo_ledger, "JR-0121")[0]
    assert [used.sku for used in first.used] == ["JR-0101", "JR-0110", "JR-0115", "JR-0140"]
    assert _made(first) == first.amount.minor


def test_that_a_cost_typed_by_hand_names_no_file(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft("1", sku="TEA", quantity=3)])
    type_cost(ledger, "TEA", 250)
    (found,) = _opened(ledger, "TEA")
    ledger.close()
    (used,) = found.used
    assert (found.units, used.each, used.file, used.row) == (3, Money(250, "USD"), "", None)
    assert found.amount == Money(-750, "USD")
