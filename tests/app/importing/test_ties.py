"""Two files of the same age that differ: the person is asked, nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import ImportRefused
from app.importing.batch import import_file
from app.importing.preview import Choices
from app.jobs import Progress
from app.ledger.ledger import Ledger
from tests.make import Order, import_text, new_ledger, orders_csv, sums, text_file

FIRST = orders_csv([Order(1, price=1000), Order(2, price=500)])
OTHER = orders_csv([Order(1, price=1200), Order(2, price=500)])


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Make a ledger that holds the first file."""
    made = new_ledger(tmp_path)
    import_text(made, "first.csv", FIRST)
    return made


def test_that_a_file_of_the_same_age_that_differs_is_asked_about(ledger: Ledger) -> None:
    before = sums(ledger)
    with pytest.raises(ImportRefused, match="same age"):
        import_text(ledger, "other.csv", OTHER)
    assert sums(ledger) == before
    ledger.close()


def test_that_an_order_that_differs_is_asked_about_also_if_its_refund_is_new(ledger: Ledger) -> None:
    with pytest.raises(ImportRefused, match="same age"):
        import_text(ledger, "other.csv", orders_csv([Order(1, price=1200, refunded=200), Order(2, price=500)]))
    ledger.close()


@pytest.mark.parametrize("newest, sales", [("yes", 1700), ("no", 1500)])
def test_that_the_file_said_to_be_newer_counts(ledger: Ledger, newest: str, sales: int) -> None:
    choices = Choices(options={"newest": newest})
    import_file(ledger, Progress(), file=text_file("other.csv", OTHER), choices=choices)
    assert sums(ledger)["REV"] == sales
    ledger.close()
