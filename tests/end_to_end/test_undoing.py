"""What `undo-import` says before it does anything: the file, its days, and each line with currency and total."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.ledger.opening import open_ledger
from app.ledger.seal import seal_path
from app.queries.batches import batches
from tests.end_to_end.conftest import Run


@pytest.fixture
def ledger(demo_file: Path, tmp_path: Path) -> Path:
    """Copy the demo brand's ledger."""
    copied = tmp_path / "Shop.channelbook"
    shutil.copy(demo_file, copied)
    shutil.copy(seal_path(demo_file), seal_path(copied))
    return copied


def batch_of(ledger: Path, start: str) -> int:
    """Find the import of a file by the beginning of its name."""
    opened = open_ledger(ledger, read_only=True)
    with opened.read() as session:
        found = next(row.id for row in batches(session) if row.file.startswith(start))
    opened.close()
    return found


def test_that_a_dry_run_tells_file_days_currency_and_total_and_changes_nothing(run: Run, ledger: Path) -> None:
    number = batch_of(ledger, "orders_export_5")
    before = json.loads(run("contribution", ledger, "--format", "json")[1])
    code, out, err = run("undo-import", ledger, number, "--dry-run")
    assert (code, err) == (0, "")
    head, sentence, *table = out.splitlines()
    assert head == f"Import {number}: orders_export_5.csv, 2026-05-11 to 2026-06-30."
    assert sentence == (
        "19 lines of the P&L move over all days that the ledger holds (2026-02-01 to 2026-10-31), in USD."
    )
    last = table[-1].split()
    assert last[:3] == ["All", "channels", "Result"]
    assert json.loads(run("contribution", ledger, "--format", "json")[1]) == before
    assert run("undo-import", ledger, number)[1].splitlines()[: len(table) + 2] == out.splitlines()
    after = json.loads(run("contribution", ledger, "--format", "json")[1])
    assert [f"{sum(float(row['result']) for row in rows):.2f}" for rows in (before, after)] == last[3:5]


def test_that_what_moves_in_several_currencies_names_each(run: Run, ledger: Path) -> None:
    run("undo-import", ledger, batch_of(ledger, "rates"))  # from here on no sum can be made
    number = batch_of(ledger, "sales_wholesale")
    _, sentence, titles, _, *lines = run("undo-import", ledger, number, "--dry-run")[1].splitlines()
    assert sentence.endswith(", each in its own currency.")
    assert titles.endswith("Currency")
    assert {line.split()[-1] for line in lines} == {"CAD", "USD"}
    assert {line.split()[0] for line in lines} == {"Wholesale"}


def test_that_nothing_that_moves_is_said_without_a_table(run: Run, ledger: Path) -> None:
    _, sentence, *rest = run("undo-import", ledger, batch_of(ledger, "stock"), "--dry-run")[1].splitlines()
    assert sentence == "No line of the P&L moves."
    assert rest == []
