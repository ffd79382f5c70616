"""`drift` and `upload-prices` from start to end: what they print, write, record, and how they end."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.ledger.opening import open_ledger
from app.queries.uploads_sent import SentFile, sent_files
from main import main
from models.domain.uploads import PriceLayout
from tests.app.priced_shop import base, priced_shop
from tests.make import import_text

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a closed ledger with three drifts."""
    ledger = priced_shop(tmp_path)
    ledger.close()
    return ledger.path


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
    """List the files of prices that the ledger knows of."""
    ledger = open_ledger(path, read_only=True)
    with ledger.read() as session:
        found = sent_files(session, of=PriceLayout)
    ledger.close()
    return found


def test_that_drift_lists_what_is_off_and_ends_with_a_look(run: Run) -> None:
    code, out, err = run("drift", "--on", "2026-11-26", "--format", "json")
    assert (code, err) == (1, "")
    found = {(row["sku"], row["channel"]): (row["live"], row["governed"], row["off_by"]) for row in json.loads(out)}
    assert found == {
        ("TEA", "Shopify"): ("20.00", "21.00", "-1.00"),
        ("TEA", "Fair"): ("5.00", "21.00", "-16.00"),
        ("CUP", "Amazon"): ("11.00", "12.00", "-1.00"),
    }
    tea = next(row for row in json.loads(out) if row["channel"] == "Shopify")
    assert (tea["at_stake"], tea["since"], tea["state"]) == ("14.00", "2026-11-20", "drift")


def test_that_how_far_off_a_price_is_has_its_unit_in_every_form(run: Run) -> None:
    # 20.00 where the book says 21.00: 4.8 % less.
    _, table, _ = run("drift", "--on", "2026-11-26")
    _, text, _ = run("drift", "--on", "2026-11-26", "--format", "csv")
    _, found, _ = run("drift", "--on", "2026-11-26", "--format", "json")
    assert "  -4.8 %  " in next(line for line in table.splitlines() if line.startswith("TEA  Shopify"))
    (shop,) = [row for row in csv.DictReader(io.StringIO(text)) if (row["SKU"], row["Channel"]) == ("TEA", "Shopify")]
    assert shop["Relative drift"] == "-0.048"
    assert not [title for title in shop if "%" in title]
    (told,) = [row for row in json.loads(found) if (row["sku"], row["channel"]) == ("TEA", "Shopify")]
    assert told["share"] == "-0.048"


def test_that_drift_of_one_channel_is_a_table_or_a_file(run: Run, tmp_path: Path) -> None:
    code, out, err = run("drift", "--on", "2026-11-26", "--channel", "amazon")
    assert code == 1
    assert "CUP" in out
    assert "TEA" not in out
    assert err == "1 listing of 2 off.\n"
    code, out, _ = run("drift", "--on", "2026-11-26", "--all", "--format", "csv", "--out", tmp_path / "d.csv")
    assert (code, out) == (1, "")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "d.csv").read_text("utf-8-sig"))))
    assert len(rows) == 7


def test_that_without_drift_it_says_so(run: Run, path: Path) -> None:
    ledger = open_ledger(path)
    base(ledger, "CUP", 1100, on="Amazon")
    ledger.close()
    code, out, err = run("drift", "--on", "2026-11-26", "--channel", "Amazon")
    assert (code, err) == (0, "")
    assert out == "No drift: 2 listings of 2 at the price of the book, the others not comparable.\n"
    code, out, err = run("drift", "--channel", "Amazzon")
    assert (code, out) == (2, "")
    assert "There is no channel “Amazzon”" in err


def test_that_prices_are_shown_and_nothing_recorded(run: Run, path: Path) -> None:
    code, out, err = run("upload-prices", "--channel", "amazon")
    assert (code, out) == (0, "sku\tprice\tquantity\nCUP\t12.00\t\nTEA\t19.99\t\n")
    assert "Amazon, Amazon price and quantity file: 2 prices of " in err
    assert "only shown; --out FILE writes and records it" in err
    assert "Other prices than the channel shows:" in err
    assert recorded(path) == []


def test_that_prices_are_written_recorded_and_refused_as_an_import(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "shop.csv"
    code, said, err = run("upload-prices", "--channel", "Shopify", "--out", out)
    # Two listings have no price in the book, which is worth a look.
    assert (code, err) == (1, "")
    assert f"written to {out} and recorded" in said
    assert "Worth a look: 2 listings are left out; the first is TEA-L: No base price holds on this day." in said
    assert [(file.file_name, file.lines) for file in recorded(path)] == [("shop.csv", 2)]
    code, _, err = run("import", out)
    assert code == 2
    assert "This file was made for Shopify" in err
    assert "export the prices of Shopify" in err


def test_that_a_made_file_which_could_not_be_read_is_refused_as_made_here(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "amazon.txt"
    assert run("upload-prices", "--channel", "amazon", "--out", out)[0] == 0
    code, _, err = run("import", out)
    assert code == 2
    assert "This file was made for Amazon" in err


def test_that_a_channel_without_prices_is_refused(run: Run, path: Path, tmp_path: Path) -> None:
    ledger = open_ledger(path)
    import_text(ledger, "more.csv", "channel,sku,price,day\nBazaar,PEN,3.00,2026-11-23\n")
    ledger.close()
    out = tmp_path / "bazaar.csv"
    code, said, err = run("upload-prices", "--channel", "Bazaar", "--out", out)
    assert (code, said) == (2, "")
    assert "The book has no price for Bazaar" in err
    assert not out.exists()


def test_that_the_demo_brand_drifts_where_somebody_changed_a_price(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["drift", str(demo_file), "--on", "2026-11-01", "--format", "json"]
    assert main(["--data", str(tmp_path / "data"), *arguments]) == 1
    found = {(row["sku"], row["channel"]): row["off_by"] for row in json.loads(capsys.readouterr().out)}
    # Honey was listed at 15.49 on Amazon and the autumn blend at 14.50 on Etsy; the list says 16.50 and 15.50.
    assert found == {("JR-0115", "Amazon"): "-1.01", ("JR-0171", "Etsy"): "-1.00"}
