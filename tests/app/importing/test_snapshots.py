"""Snapshots: the same contents on another day are another snapshot, on the same day the same file."""

from __future__ import annotations

from pathlib import Path

from app.importing.batch import import_file
from app.importing.preview import Choices
from app.jobs import Progress
from app.queries.stock import levels
from tests.make import new_ledger, text_file

STOCK = (
    "sku\tfnsku\tasin\tproduct-name\tcondition\tyour-price\tmfn-listing-exists\tmfn-fulfillable-quantity\t"
    "afn-listing-exists\tafn-warehouse-quantity\tafn-fulfillable-quantity\tafn-unsellable-quantity\t"
    "afn-reserved-quantity\tafn-total-quantity\tper-unit-volume\tafn-inbound-working-quantity\t"
    "afn-inbound-shipped-quantity\tafn-inbound-receiving-quantity\n"
    "TEA\tX1\tB1\tTea\tNew\t9.99\tNo\t0\tYes\t40\t40\t0\t0\t40\t0.1\t0\t0\t0\n"
)


def test_that_the_same_stock_on_a_later_day_is_a_newer_report(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    days = [
        import_file(
            ledger, Progress(), file=text_file("fba.txt", STOCK), choices=Choices(options={"day": day})
        ).batch_id
        for day in ("2026-03-02", "2026-03-09", "2026-03-09")
    ]
    assert [day is not None for day in days] == [True, True, False]
    with ledger.read() as session:
        assert [level.day.isoformat() for level in levels(session)] == ["2026-03-09"]
    ledger.close()
