"""Channelbook's own sales table: what is said of a line that cannot be read, under the column that is at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing.finding import FileToImport
from app.importing.preview import Choices, preview
from app.importing.verdicts import Verdict
from app.jobs import Progress
from tests.make import new_ledger, today

HEAD = "channel,date,document,sku,quantity,unit_price,discount,shipping,tax,fee,kind"
PLAIN = {"quantity": "1", "unit_price": "10.00", "discount": "", "shipping": "", "tax": "", "fee": ""}


@pytest.mark.parametrize(
    "column, cell, said",
    [
        *(
            (
                column,
                "-2",
                f"The {column.replace('_', ' ')} is negative. Write it above zero; what was taken back is a refund",
            )
            for column in PLAIN
        ),
        ("quantity", "", "The quantity is blank"),
        ("unit_price", "", "The unit price is blank"),
    ],
)
@pytest.mark.parametrize("kind", ["sale", "refund"])
def test_that_the_column_at_fault_is_named(column: str, cell: str, said: str, kind: str, tmp_path: Path) -> None:
    line = ",".join(["Fair", "2026-05-01", "N1", "TEE", *{**PLAIN, column: cell}.values(), kind])
    file = FileToImport("sales.csv", Path("sales.csv"), content=f"{HEAD}\n{line}\n".encode())
    with new_ledger(tmp_path).read() as session:
        (verdict,) = preview(session, file, Choices(), Progress(), today=today()).verdicts
    assert verdict == (2, Verdict.UNREAD, said, column)
