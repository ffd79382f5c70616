"""The command line from start to end, as `main.py` starts it: what it prints, what it writes, how it exits."""

from __future__ import annotations

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.demo import DAY
from app.importing.demo import EXPORTS
from app.ledger.opening import new_ledger, open_ledger
from models.domain.contribution.statement import STACK
from tests.end_to_end.conftest import Run
from tests.make import Order, orders_csv

SETTLEMENT = EXPORTS / "settlement_2026-05-02.txt"
ORDERS = EXPORTS / "orders_export_5.csv"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Make an empty ledger in which it is the same day whenever the tests run."""
    path = tmp_path / "Shop.channelbook"
    new_ledger(path, currency="USD", anywhere=True, stays_on=DAY).close()
    return path


def read_json(said: tuple[int, str, str]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read what a command printed."""
    return json.loads(said[1])


def test_that_a_new_ledger_gets_its_suffix_and_is_never_written_over(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("new", tmp_path / "Book", "--currency", "eur")
    assert code == 0
    assert "EUR" in out
    made = tmp_path / "Book.channelbook"
    before = made.read_bytes()
    code, _, err = run("new", tmp_path / "Book")
    assert code == 2
    assert "exists already" in err
    assert made.read_bytes() == before


def test_that_an_import_reports_export_channel_batch_and_counts(run: Run, ledger: Path) -> None:
    (told,) = read_json(run("import", ledger, SETTLEMENT, "--json"))
    assert (told["export"], told["channel"], told["batch"]) == ("amazon_settlement_v2", "Amazon", 1)
    assert told["counts"]["cannot be read"] == 0
    assert told["control_total"] == told["sum"]
    assert sum(told["counts"].values()) == told["rows"]


def test_that_the_same_file_again_adds_nothing(run: Run, ledger: Path) -> None:
    run("import", ledger, SETTLEMENT)
    before = run("contribution", ledger, "--format", "json")
    (told,) = read_json(run("import", ledger, SETTLEMENT, "--json"))
    assert told["batch"] is None
    assert told["counts"]["new"] == 0
    assert run("contribution", ledger, "--format", "json") == before


def test_that_a_dry_run_of_files_that_overlap_counts_each_row_once(run: Run, ledger: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    files[0].write_text(orders_csv([Order(1), Order(2)]), encoding="utf-8")
    files[1].write_text(orders_csv([Order(2), Order(3)]), encoding="utf-8")
    looked_at = read_json(run("import", ledger, *files, "--dry-run", "--json"))
    imported = read_json(run("import", ledger, *files, "--json"))
    assert [told["counts"]["new"] for told in looked_at] == [2, 1]
    assert [told["counts"] for told in looked_at] == [told["counts"] for told in imported]


def test_that_a_dry_run_writes_nothing(run: Run, ledger: Path) -> None:
    before = ledger.read_bytes()
    code, out, _ = run("import", ledger, ORDERS, "--dry-run")
    assert code == 0
    assert "Shopify orders" in out
    assert ledger.read_bytes() == before


def test_that_a_currency_without_a_rate_is_told_until_a_file_brings_one(run: Run, ledger: Path, tmp_path: Path) -> None:
    sold, rates = tmp_path / "sales.csv", tmp_path / "the rates.csv"
    lines = "channel,date,document,sku,quantity,unit_price,kind,currency\nFair,2026-05-01,R1,TEE,1,10.00,sale,GBP\n"
    sold.write_text(lines, encoding="utf-8")
    rates.write_text("day,currency,rate,into\n2026-01-01,GBP,1.27,USD\n", encoding="utf-8")
    wanted = "There is no rate for GBP on 2026-05-01, so figures that need it are refused. Add it in Catalogue → Rates"
    for how in (["--dry-run"], []):
        code, out, _ = run("import", ledger, sold, *how)
        assert code == 1
        assert wanted in out
        (told,) = read_json(run("import", ledger, sold, *how, "--json"))
        assert told["missing_rates"] == [{"currency": "GBP", "first_day": "2026-05-01"}]
    for how in (["--dry-run"], []):
        code, out, _ = run("import", ledger, sold, rates, *how)
        assert (code, "no rate" in out) == (0, False)


def test_that_a_cost_in_a_currency_without_a_rate_is_told_too(run: Run, ledger: Path, tmp_path: Path) -> None:
    costs = tmp_path / "costs.csv"
    costs.write_text("sku,valid_from,cost,currency\nTEE,2026-05-01,2.00,EUR\n", encoding="utf-8")
    for how in (["--dry-run"], []):
        code, out, _ = run("import", ledger, costs, *how)
        assert (code, "There is no rate for EUR on 2026-05-01" in out) == (1, True)


def test_that_sales_of_days_to_come_are_told_and_imported(run: Run, ledger: Path, tmp_path: Path) -> None:
    sold, bills = tmp_path / "sales.csv", tmp_path / "bills.csv"
    lines = "channel,date,document,sku,quantity,unit_price,kind\nFair,2026-05-01,R1,TEE,1,10.00,sale\n"
    sold.write_text(f"{lines}Fair,2036-05-02,R2,TEE,1,10.00,sale\n", encoding="utf-8")
    bills.write_text("channel,category,first_day,last_day,amount\n,operating,2036-01-01,2036-12-31,9.00\n", "utf-8")
    for how in (["--dry-run"], []):
        code, out, _ = run("import", ledger, sold, *how)
        assert (code, "sales.csv: Sales (Channelbook table)" in out) == (1, True)
        assert "  Row 3 is dated 2036-05-02, which is still to come. If that is a slip, mend the file before" in out
        (told,) = read_json(run("import", ledger, sold, *how, "--json"))
        assert told["days_to_come"] == [{"row": 3, "day": "2036-05-02"}]
    (row,) = read_json(run("batches", ledger, "--json"))
    assert (row["state"], row["counts"]["new"]) == ("needs a look", 2)
    code, out, _ = run("import", ledger, bills)
    assert (code, "still to come" in out) == (0, False)


def test_that_a_channel_that_a_table_names_first_is_told_of(run: Run, ledger: Path, tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("sku,price,valid_from,channel\nTEA,12.00,2026-11-01,Shopfy\n", encoding="utf-8")
    (told,) = read_json(run("import", ledger, prices, "--dry-run", "--json"))
    assert told["new_channels"] == ["Shopfy"]
    foretold = run("import", ledger, prices, "--dry-run")[1]
    assert "  No channel is called “Shopfy” yet: the import makes it, of the kind marketplace" in foretold
    code, out, _ = run("import", ledger, prices)
    assert code == 0
    assert "  The import made “Shopfy”, of the kind marketplace (Catalogue → Channels changes that)." in out
    newer = tmp_path / "newer.csv"
    newer.write_text("sku,price,valid_from,channel\nTEA,13.00,2026-12-01,Shopfy\n", encoding="utf-8")
    assert "Shopfy” yet" not in run("import", ledger, newer)[1]


def test_that_what_an_import_leaves_out_is_told_with_its_reason(run: Run, ledger: Path, tmp_path: Path) -> None:
    template = tmp_path / "prices.csv"
    template.write_text("sku,price,valid_from\nTEA,12.00,2026-11-01\n,,\n,,\n", encoding="utf-8")
    assert "2 rows left out: empty row." in run("import", ledger, template)[1]


def test_that_a_file_that_is_no_export_is_refused_in_words_and_exit_two(run: Run, ledger: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 dear accountant")
    before = ledger.read_bytes()
    code, _, err = run("import", ledger, letter)
    assert code == 2
    assert "PDF" in err
    assert "Nothing was imported" in err
    assert ledger.read_bytes() == before


def test_that_good_files_of_a_folder_come_in_and_the_others_are_named(run: Run, ledger: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.txt").write_bytes(SETTLEMENT.read_bytes())
    (folder / "b.csv").write_text("who,knows\n1,2\n", encoding="utf-8")
    code, out, err = run("import", ledger, folder)
    assert code == 1
    assert "a.txt: Amazon settlement" in out
    assert err.startswith("b.csv: No known export")


def test_that_contribution_gives_every_line_as_a_string_in_major_units(run: Run, ledger: Path) -> None:
    run("import", ledger, SETTLEMENT)
    (row,) = read_json(run("contribution", ledger, "--format", "json"))
    assert row["channel"] == "Amazon"
    assert row["currency"] == "USD"
    amounts = {name: Decimal(row[name]) for name in STACK}
    assert all(isinstance(row[name], str) and "." in row[name] for name in STACK)
    assert amounts["net_sales"] == sum(
        amounts[name] for name in ("gross_sales", "discounts", "refunds", "shipping_income")
    )
    assert amounts["cm1"] == amounts["net_sales"] + amounts["cogs"]
    assert amounts["cm2"] == amounts["cm1"] + amounts["channel_costs"]
    assert amounts["cm3"] == amounts["cm2"] + amounts["marketing"]
    assert amounts["cm4"] == amounts["cm3"] + amounts["channel_operating_cost"]
    assert amounts["result"] == amounts["cm4"] + amounts["shared_operating_cost"]
    assert amounts["channel_costs"] < 0
    assert isinstance(row["units"], int)


@pytest.mark.parametrize("by", ["sku", "month", "week"])
def test_that_every_cut_of_the_contribution_adds_up_to_the_same(run: Run, ledger: Path, by: str) -> None:
    run("import", ledger, SETTLEMENT, ORDERS)
    channels = read_json(run("contribution", ledger, "--format", "json"))
    cut = read_json(run("contribution", ledger, "--by", by, "--format", "json"))
    for name in STACK:
        assert sum(Decimal(row[name]) for row in cut) == sum(Decimal(row[name]) for row in channels)
    assert all(row[by] for row in cut)
    assert sum(row["units"] for row in cut) == sum(row["units"] for row in channels)


def test_that_contribution_is_written_as_table_and_csv(run: Run, ledger: Path, tmp_path: Path) -> None:
    run("import", ledger, SETTLEMENT)
    code, table, _ = run("contribution", ledger)
    assert code == 0
    assert "Amazon" in table
    out = tmp_path / "pnl.csv"
    assert run("contribution", ledger, "--format", "csv", "--out", out)[0] == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["Channel"] == "Amazon"


def test_that_a_sku_in_a_file_is_its_code_alone(run: Run, ledger: Path) -> None:
    run("import", ledger, ORDERS, EXPORTS / "products_export.csv")
    told = read_json(run("contribution", ledger, "--by", "sku", "--format", "json"))
    _, text, _ = run("contribution", ledger, "--by", "sku", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["SKU"] for row in rows] == [row["sku"] for row in told]
    assert any(row["Name"] for row in rows)
    assert not any(row["Name"].startswith(row["SKU"]) for row in rows)


def test_that_a_workbook_needs_a_file(run: Run, ledger: Path, tmp_path: Path) -> None:
    run("import", ledger, SETTLEMENT)
    assert run("contribution", ledger, "--format", "xlsx")[0] == 2
    out = tmp_path / "pnl.xlsx"
    assert run("contribution", ledger, "--format", "xlsx", "--out", out)[0] == 0
    assert out.read_bytes().startswith(b"PK")


def test_that_the_postings_of_an_account_add_up_to_its_line(run: Run, ledger: Path) -> None:
    run("import", ledger, SETTLEMENT)
    (row,) = read_json(run("contribution", ledger, "--format", "json"))
    sales = read_json(run("postings", ledger, "--account", "REV", "--channel", "amazon", "--format", "json"))
    assert sum(Decimal(posting["base_amount"]) for posting in sales) == Decimal(row["gross_sales"])
    assert {posting["file"] for posting in sales} == {SETTLEMENT.name}
    written = list(csv.DictReader(io.StringIO(run("postings", ledger, "--account", "REV")[1])))
    assert [line["amount"] for line in written] == [posting["amount"] for posting in sales]
    sku = max(posting["sku"] for posting in sales)
    assert sku != sku.swapcase()
    own = [line for line in csv.DictReader(io.StringIO(run("postings", ledger)[1])) if line["sku"] == sku]
    for typed in (sku, sku.swapcase()):
        assert list(csv.DictReader(io.StringIO(run("postings", ledger, "--sku", typed)[1]))) == own


def test_that_an_undo_says_what_moves_and_a_second_import_brings_the_figures_back(run: Run, ledger: Path) -> None:
    run("import", ledger, SETTLEMENT)
    before = run("contribution", ledger, "--format", "json")[1]
    code, out, _ = run("undo-import", ledger, 1, "--dry-run")
    assert code == 0
    head, sentence, *table = out.splitlines()
    assert head == f"Import 1: {SETTLEMENT.name}, 2026-04-18 to 2026-05-02."
    assert "of the P&L move over all days that the ledger holds (2026-04-18 to 2026-05-02), in USD." in sentence
    assert any("Gross sales" in line for line in table)
    assert "All channels" not in out, "one channel alone has no total"
    assert run("contribution", ledger, "--format", "json")[1] == before
    assert run("undo-import", ledger, 1)[0] == 0
    assert read_json(run("contribution", ledger, "--format", "json")) == []
    assert run("undo-import", ledger, 1)[0] == 2
    run("import", ledger, SETTLEMENT)
    assert run("contribution", ledger, "--format", "json")[1] == before
    states = {row["batch"]: row["state"] for row in read_json(run("batches", ledger, "--json"))}
    digests = {row["digest"] for row in read_json(run("batches", ledger, "--json"))}
    assert sorted(states.values()) == ["in force", "undone"]
    assert len(digests) == 1


@pytest.mark.parametrize("form", ["hledger", "beancount", "csv"])
def test_that_the_journal_is_written_in_every_form(run: Run, ledger: Path, tmp_path: Path, form: str) -> None:
    run("import", ledger, SETTLEMENT)
    out = tmp_path / "journal"
    assert run("export-journal", ledger, "--format", form, "--out", out)[0] == 0
    assert "2026-04" in out.read_text(encoding="utf-8")


def test_that_doctor_backup_and_restore_agree_on_the_ledger(run: Run, ledger: Path, tmp_path: Path) -> None:
    run("import", ledger, SETTLEMENT, ORDERS)
    code, out, _ = run("doctor", ledger)
    assert code == 0, out
    assert json.loads(run("doctor", ledger, "--json")[1])
    code, out, _ = run("backup", ledger)
    assert code == 0
    backup = next((tmp_path / "Shop backups").glob("*by hand*"))
    restored = tmp_path / "Again.channelbook"
    assert run("restore", backup, restored)[0] == 0
    figures = run("contribution", ledger, "--format", "json")[1]
    assert run("contribution", restored, "--format", "json")[1] == figures
    assert run("restore", backup, restored)[0] == 2


def test_that_a_ledger_is_examined_where_nothing_may_be_written_and_a_backup_says_what_to_do(
    run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = open_ledger(ledger)
    code, out, err = run("doctor", ledger)
    assert (code, "Nothing was found." in out) == (0, True)
    assert err == "Shop.channelbook is open elsewhere, so it was examined for reading only.\n"
    code, _, err = run("backup", ledger)
    assert code == 2
    assert "No backup was made. Make it in the window that is open (File → Back up now), or close that first." in err
    held.close()
    monkeypatch.setattr("app.ledger.places.os.access", lambda _path, mode: not mode & os.W_OK)
    code, out, err = run("doctor", ledger)
    assert (code, "Nothing was found." in out) == (0, True)
    assert err == "Shop.channelbook cannot be written where it lies, so it was examined for reading only.\n"
    code, _, err = run("backup", ledger)
    assert (code, "No backup was made. A backup lies beside its ledger: copy" in err) == (2, True)


def test_that_a_new_ledger_makes_no_folder(run: Run, tmp_path: Path) -> None:
    code, _, err = run("new", tmp_path / "slip" / "Shop.channelbook")
    assert code == 2
    assert err.startswith(f"There is no folder {tmp_path / 'slip'}. No ledger was made.")
    assert not (tmp_path / "slip").exists()


def test_that_what_is_no_ledger_is_refused_untouched(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "notes.channelbook"
    other.write_bytes(b"not a ledger at all, and long enough to hold a header of one hundred bytes " * 3)
    before = other.read_bytes()
    for command in (["batches"], ["contribution"], ["doctor"], ["import", str(SETTLEMENT)]):
        code, _, err = run(command[0], other, *command[1:])
        assert code == 2
        assert "not a Channelbook ledger" in err
    assert other.read_bytes() == before
    assert run("batches", tmp_path / "missing")[0] == 2


def test_that_a_period_the_wrong_way_round_is_refused(run: Run, ledger: Path) -> None:
    assert run("contribution", ledger, "--from", "2026-03-02", "--to", "2026-03-01")[0] == 2


def test_that_an_empty_ledger_has_an_empty_contribution(run: Run, ledger: Path) -> None:
    assert read_json(run("contribution", ledger, "--format", "json")) == []
    assert "Nothing was imported yet" in run("batches", ledger)[1]


def test_that_templates_are_written_and_can_be_imported(run: Run, ledger: Path, tmp_path: Path) -> None:
    for table in ("sales", "costs", "expenses", "stock", "rates", "bundles"):
        for suffix in ("csv", "xlsx"):
            out = tmp_path / f"{table}.{suffix}"
            assert run("template", table, out)[0] == 0
            (told,) = read_json(run("import", ledger, out, "--dry-run", "--json"))
            assert told["export"] == table
            assert told["counts"]["cannot be read"] == 0


def test_that_the_demo_prints_its_read_and_writes_its_workbook(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("demo", "--folder", tmp_path / "demo", "--no-window")
    # The page is wrapped; what was sold without a landed cost stands on it.
    assert "units were sold without a landed cost (JR-0190)" in " ".join(out.split())
    assert code == 0
    assert "Wholesale" in out
    assert "58 files" in out
    assert (tmp_path / "demo" / "Juniper & Rye channel P&L.xlsx").read_bytes().startswith(b"PK")
    assert run("demo", "--folder", tmp_path / "demo", "--no-window")[0] == 0
