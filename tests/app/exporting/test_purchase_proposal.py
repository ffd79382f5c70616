"""The purchase proposal: one sheet a supplier, under names that Excel takes, with the reasons beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.exporting.purchase_proposal import NO_SUPPLIER, write_purchase_proposal
from app.ledger.ledger import Ledger
from app.queries.replenishment import replenishment
from models.domain.replenishment.need import ServiceLevel
from models.tables import Sku, SkuPlan
from tests.make import import_text, new_ledger

TODAY = date(2026, 6, 1)
SUPPLIERS = {"A": "Mill [north]: tea/spice", "B": "mill  north  tea spice", "C": "", "D": "Why"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger in which four SKUs sell one a day from an empty shelf."""
    made = new_ledger(tmp_path)
    days = [date(2026, 3, 2) + timedelta(days=day) for day in range(91)]
    lines = [f"Shop,{day},{sku}{day},{sku},1,10.00,sale" for day in days for sku in (*SUPPLIERS, "E")]
    import_text(made, "s.csv", "channel,date,document,sku,quantity,unit_price,kind\n" + "\n".join(lines) + "\n")
    with made.change("Plan") as (session, _):
        for code, supplier in SUPPLIERS.items():
            sku = session.scalars(select(Sku).where(Sku.code == code)).one()
            session.add(SkuPlan(sku_id=sku.id, case_pack=10, supplier=supplier, lead_days=7, moq=0))
    yield made
    made.close()


def test_that_each_supplier_has_a_sheet_and_every_sku_its_reasons(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "proposal.xlsx"
    with ledger.read() as session:
        rows = replenishment(session, today=TODAY, target=ServiceLevel(9500, 7))
    write_purchase_proposal(path, rows)
    book = load_workbook(path)
    names = ["Mill north tea spice", "mill north tea spice 2"]
    assert set(book.sheetnames) == {"All SKUs", *names, NO_SUPPLIER, "Why 2", "Why"}
    assert [row[0].value for row in book[names[0]].iter_rows(min_row=2)] == ["A", "Total"]
    why = {row[0].value for row in book["Why"].iter_rows(min_row=2)}
    assert why == {"A", "B", "C", "D", "E"}
    assert [row[2].value for row in book["Why"].iter_rows(min_row=2) if row[0].value == "E"] == [
        "Nothing is proposed: the lead time is not known."
    ]
    book.close()
