"""Imports on the command line: what they say of rows that do not count."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app.ledger.opening import new_ledger
from tests.end_to_end.conftest import Run


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Make an empty ledger."""
    path = tmp_path / "Shop.channelbook"
    new_ledger(path, currency="USD", anywhere=True).close()
    return path


def test_that_more_rows_than_are_told_are_counted_and_all_of_them_listed_as_json(
    run: Run, ledger: Path, tmp_path: Path
) -> None:
    table = tmp_path / "costs.csv"
    lines = [f"SKU-{number},2026-01-01,{'1.00' if number == 0 else 'dear'}" for number in range(14)]
    table.write_text("\n".join(["sku,valid_from,cost", *lines]), "utf-8")
    code, out, _ = run("import", ledger, table, "--dry-run")
    assert code == 1
    assert (
        "  Row 12, column cost: “dear” is not a number.\n  And 3 more that cannot be read; --json lists them.\n" in out
    )
    (told,) = json.loads(run("import", ledger, table, "--dry-run", "--json")[1])
    assert [reason["row"] for reason in told["reasons"]] == list(range(3, 16))


def test_that_a_correction_is_told_and_what_an_older_table_says_needs_a_look(
    run: Run, ledger: Path, tmp_path: Path
) -> None:
    for name, cost, saved in (("newer.csv", "2.00", 2_000_000_000), ("older.csv", "3.00", 1_900_000_000)):
        (tmp_path / name).write_text(f"sku,valid_from,cost\nTEE,2026-01-01,{cost}\n", "utf-8")
        os.utime(tmp_path / name, (saved, saved))
    run("import", ledger, tmp_path / "newer.csv")
    code, out, _ = run("import", ledger, tmp_path / "older.csv")
    assert code == 1
    assert "1 overtaken by a newer version.\n  1 row differs from a newer version, which stays. If this file is" in out
    (told,) = json.loads(run("import", ledger, tmp_path / "older.csv", "--dry-run", "--json")[1])
    assert (told["counts"]["already there"], sum(told["counts"].values()), told["overtaken"]) == (1, 1, 1)
    assert set(told["counts"]) == {"new", "changed", "already there", "left out on purpose", "cannot be read"}
    batch = json.loads(run("batches", ledger, "--json")[1])[0]
    assert (batch["counts"]["already there"], batch["overtaken"]) == (1, 1)
    code, out, _ = run("import", ledger, tmp_path / "older.csv", "--newest", "yes")
    assert code == 0
    assert "1 changed.\n" in out
