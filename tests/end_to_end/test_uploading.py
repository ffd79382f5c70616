"""`upload-stock` from start to end on the demo brand: Shopify, Amazon and wholesale, shown, written and refused."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.ledger.opening import open_ledger
from app.ledger.seal import seal_path
from app.queries.stock import levels
from app.queries.uploads_sent import SentFile, sent_files
from main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def path(demo_file: Path, tmp_path: Path) -> Path:
    """Copy the demo brand's ledger."""
    copied = tmp_path / demo_file.name
    shutil.copy(demo_file, copied)
    shutil.copy(seal_path(demo_file), seal_path(copied))
    return copied


@pytest.fixture
def run(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs a command on the ledger and returns exit code, output and errors."""

    def run_one(command: str, *arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--data", str(tmp_path / "data"), command, str(path), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


def recorded(path: Path) -> list[SentFile]:
    """List the files that the ledger knows of."""
    ledger = open_ledger(path, read_only=True)
    with ledger.read() as session:
        found = sent_files(session)
    ledger.close()
    return found


def test_that_files_are_refused_before_anything_is_allocated(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "shop.csv"
    code, said, err = run("upload-stock", "--channel", "Shopify", "--out", out)
    assert (code, said) == (2, "")
    assert "Allocate first" in err
    assert not out.exists()
    code, said, err = run("upload-stock", "--channel", "Shoppify")
    assert (code, said) == (2, "")
    assert "Shopify, Amazon, Etsy, Wholesale, Harbor Retail" in err


def test_that_without_out_the_file_is_shown_and_nothing_recorded(run: Run, path: Path) -> None:
    run("allocate")
    code, out, err = run("upload-stock", "--channel", "amazon")
    assert out.splitlines()[0] == "sku\tquantity\tadd-delete"
    assert [line.split("\t")[0] for line in out.splitlines()[1:]] == ["JR-0103"]
    assert "20 listings fulfilled by Amazon are not" in err
    assert code == 1  # five listings are not linked to a SKU
    assert recorded(path) == []


def test_that_a_plain_channel_gets_a_table_and_the_next_file_says_what_changed(
    run: Run, path: Path, tmp_path: Path
) -> None:
    run("allocate")
    out = tmp_path / "wholesale.csv"
    code, said, err = run("upload-stock", "--channel", "Wholesale", "--out", out)
    assert (code, err) == (0, "")
    assert "It is the first file" in said
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    (file,) = recorded(path)
    assert (file.lines, file.units) == (len(rows), sum(int(row["quantity"]) for row in rows))
    assert "Nothing has changed since wholesale.csv" in run("upload-stock", "--channel", "Wholesale", "--out", out)[1]


def taken_by_shopify(text: str) -> str:
    """Write what Shopify exports once it has taken a file: new quantities on hand, and available moved with them."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        current, new = row["On hand (current)"], row["On hand (new)"]
        if new.isdigit() and current.isdigit():
            available = int(row["Available (not editable)"]) + int(new) - int(current)
            row |= {"On hand (current)": new, "Available (not editable)": str(available)}
        row["On hand (new)"] = ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_that_shopify_reports_what_it_was_sent_and_the_pool_stays(run: Run, path: Path, tmp_path: Path) -> None:
    run("allocate")
    out = tmp_path / "Shopify stock.csv"
    code, said, _ = run("upload-stock", "--channel", "Shopify", "--out", out)
    assert code == 1  # a gift card is not linked to a SKU
    assert "43 lines" in said
    code, said, err = run("import", out)
    assert code == 2
    assert "made for Shopify" in err + said
    before = available(path)
    # As of the day of the file: what has sold since an older report would count too.
    export = tmp_path / f"inventory_{recorded(path)[0].day}.csv"
    export.write_text(taken_by_shopify(out.read_text("utf-8")), encoding="utf-8")
    assert run("import", export)[2] == ""
    ledger = open_ledger(path, read_only=True)
    with ledger.read() as session:
        reported = sum((row.available or 0) - row.held for row in levels(session) if row.file == export.name)
    ledger.close()
    assert reported == recorded(path)[0].units
    assert available(path) == before


def available(path: Path) -> list[tuple[str, str, int | None]]:
    """List what can be sold at each place."""
    ledger = open_ledger(path, read_only=True)
    with ledger.read() as session:
        found = [(row.sku, row.location, row.available) for row in levels(session)]
    ledger.close()
    return found
