"""What was sold without a landed cost stands beside each row and the total, whatever a row stands for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ledger.ledger import Ledger
from app.queries.compared import compared, stack_columns
from app.queries.contribution import statement
from app.queries.own_skus import own_codes
from app.queries.uncosted import MissingCost, beside, missing_cost, sold_uncosted, summed, without_cost
from models.domain.contribution.statement import By
from models.domain.money import Money
from tests.app.exporting.brand import MARCH
from tests.make import draft, new_ledger, type_cost, write


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Make a ledger where a cup has no cost, and tea has one from the tenth of March on."""
    made = new_ledger(tmp_path)
    sold = [("1", "TEA", "2026-03-05", 1000), ("2", "TEA", "2026-03-12", 2000), ("3", "CUP", "2026-03-12", 500)]
    write(made, [draft(key, sku=sku, day=day, amount=amount) for key, sku, day, amount in sold], channel="Shop")
    write(made, [draft("4", sku="CUP", day="2026-03-20", amount=700)], channel="Fair")
    type_cost(made, "TEA", 333, valid_from="2026-03-10")
    yield made
    made.close()


@pytest.mark.parametrize(
    "by, told",
    [
        (By.CHANNEL, {"Shop": (2, 1500), "Fair": (1, 700)}),
        (By.SKU, {"TEA": (1, 1000), "CUP": (2, 1200)}),
        (By.MONTH, {"2026-03": (3, 2200)}),
        (By.WEEK, {"2026-W10": (1, 1000), "2026-W11": (1, 500), "2026-W12": (1, 700)}),
    ],
)
def test_that_each_row_counts_what_it_sold_without_a_cost(
    ledger: Ledger, by: By, told: dict[str, tuple[int, int]]
) -> None:
    with ledger.read() as session:
        found = beside(statement(session, MARCH, by), sold_uncosted(session, MARCH))
    assert {
        row.label: (row.figures.uncosted_units, row.figures.uncosted_sales)
        for row in found.rows
        if row.figures.uncosted_units
    } == told
    assert (found.total.figures.uncosted_units, found.total.figures.uncosted_sales) == (3, 2200)


def test_that_only_the_chosen_channels_are_asked(ledger: Ledger) -> None:
    with ledger.read() as session:
        (fair,) = {key for key, _ in own_codes(session) if key is not None} - {1}
        found = missing_cost(session, MARCH, "USD", channels=frozenset({fair}))
        assert found == MissingCost(1, Money(700, "USD"), ("CUP",))
        assert compared(session, MARCH, None, By.SKU, channels=frozenset({fair})).missing_cost == found


def test_that_a_cost_of_goods_that_is_not_known_is_no_zero(ledger: Ledger) -> None:
    with ledger.read() as session:
        found = compared(session, MARCH, None, By.SKU)
    (column,) = (column for column in stack_columns(By.SKU) if column.title == "Cost of goods")
    values = {row.row.key: column.value(row) for row in found.rows}
    assert values == {"TEA": Money(-333, "USD"), "CUP": None}
    assert column.value(found.total) == Money(-333, "USD")


def test_that_it_is_said_in_a_sentence(ledger: Ledger) -> None:
    with ledger.read() as session:
        sold = sold_uncosted(session, MARCH)
    assert without_cost(summed(sold, "USD")) == (
        "3 units were sold without a landed cost (CUP, TEA): 22.00 USD of sales carry none, "
        "so CM1 and every level below it are too high."
    )
    assert not without_cost(summed([], "USD"))
