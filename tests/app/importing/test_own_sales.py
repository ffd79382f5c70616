"""Channelbook's own sales table: what is said of a line that cannot be read, under the column that is at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing.finding import FileToImport
from app.importing.preview import Choices, preview
from app.importing.verdicts import Verdict
from app.jobs import Progress
from models.domain.bounds import MOST_MINOR
from tests.make import import_text, new_ledger, sums, text_file, today

TOO_LARGE = "is too large: amounts are kept up to 99,999,999,999.99"
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
        ("quantity", "100000001", "“100000001” is too large: units are kept up to 100,000,000"),
        ("unit_price", "100000000000.00", f"“100000000000.00” {TOO_LARGE}"),
        ("fee", "99999999999999999999.99", f"“99999999999999999999.99” {TOO_LARGE}"),
        ("quantity", "", "The quantity is blank"),
        ("quantity", "0", "The quantity is 0. Write the units, above zero also for refunds"),
        ("discount", "10.01", "The discount is larger than the quantity times the unit price"),
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


@pytest.mark.parametrize("kind", ["sale", "refund"])
def test_that_a_line_that_comes_to_too_much_is_refused_before_and_at_the_import(kind: str, tmp_path: Path) -> None:
    text = f"{HEAD}\nFair,2026-05-01,N1,TEE,99999999,9999999.99,,,,,{kind}\nFair,2026-05-01,N2,TEE,1,1.00,,,,,{kind}\n"
    ledger = new_ledger(tmp_path)
    with ledger.read() as session:
        seen = preview(session, text_file("sales.csv", text), Choices(), Progress(), today=today())
    assert seen.verdicts[0] == (2, Verdict.UNREAD, f"The quantity times the unit price {TOO_LARGE}", "unit_price")
    assert import_text(ledger, "sales.csv", text).preview.verdicts == seen.verdicts
    ledger.close()


def test_that_the_largest_amounts_of_very_many_rows_add_up(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    lines = [f"Fair,2026-05-01,N{number},TEE,1,99999999999.99,,,,,sale" for number in range(1000)]
    import_text(ledger, "sales.csv", "\n".join([HEAD, *lines, ""]))
    assert sums(ledger)["REV"] == 1000 * MOST_MINOR < 2**63 / 900
    ledger.close()
