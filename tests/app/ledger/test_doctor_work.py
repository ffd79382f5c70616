"""The work of the doctor grows with the ledger, and not with its square."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.ledger.connect import plain_connection
from app.ledger.doctor import CHECKS
from app.ledger.ledger import Ledger
from app.ledger.soundness import Examined
from tests.make import Order, import_text, new_ledger, orders_csv

FEW, MANY = 100, 800
_STEPS = 50  # so many of SQLite's own steps are counted as one


def full(folder: Path, orders: int) -> Ledger:
    """Make a ledger of so many orders, every other one of them cancelled and so left out on purpose."""
    ledger = new_ledger(folder)
    made = [Order(number, sku=f"SKU-{number % 40}") for number in range(orders)]
    told = [Order(one.number, sku=one.sku, cancelled=one.day if one.number % 2 else None) for one in made]
    import_text(ledger, "orders.csv", orders_csv(told))
    return ledger


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, Ledger]:
    """Give a small ledger and one of eight times its size."""
    few, many = (full(tmp_path_factory.mktemp(str(orders)), orders) for orders in (FEW, MANY))
    return few, many


def work(check: Callable[[Examined], object], ledger: Ledger) -> int:
    """Count the steps that SQLite takes for one check."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with closing(plain_connection(ledger.path, read_only=True)) as bare:
        bare.set_progress_handler(count, _STEPS)
        check(Examined(ledger, bare))
    return steps


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_that_eight_times_the_rows_take_hardly_more_than_eight_times_the_work(
    check: Callable[[Examined], object], ledgers: tuple[Ledger, Ledger]
) -> None:
    few, many = ledgers
    assert work(check, many) < 2 * MANY // FEW * (work(check, few) + 1)
