"""What the commands that read tell of the demo brand, in every form they write."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from main import main

Run = Callable[..., str]


@pytest.fixture
def run(demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs one command on the demo brand, which must succeed, and returns what it said."""

    def run_one(command: str, *arguments: object) -> str:
        capsys.readouterr()
        assert main(["--data", str(tmp_path / "data"), command, str(demo_file), *map(str, arguments)]) == 0
        return capsys.readouterr().out

    return run_one


def read_json(said: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read what a command printed."""
    return json.loads(said)


def test_that_orders_by_sku_have_the_same_total_in_the_workbook_as_by_channel(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "skus.xlsx"
    run("contribution", "--by", "sku", "--format", "xlsx", "--out", out)
    rows = list(load_workbook(out).worksheets[0].iter_rows(values_only=True))
    place = rows[0].index("Orders")
    (total,) = (row[place] for row in rows if row[0] == "Total")
    channels = read_json(run("contribution", "--format", "json"))
    assert total == sum(row["orders"] for row in channels)
    assert "an order with several SKUs counts at each of them" in str(rows[-1][0])
    assert "an order with several SKUs" in run("contribution", "--by", "sku")


def test_that_what_was_sold_without_a_landed_cost_is_told_in_every_form(run: Run) -> None:
    told = read_json(run("contribution", "--by", "sku", "--format", "json"))
    (scoop,) = (row for row in told if row["sku"] == "JR-0190")
    assert list(scoop)[-2:] == ["uncosted_units", "uncosted_sales"]
    assert (scoop["uncosted_units"], scoop["uncosted_sales"]) == (scoop["units"], scoop["gross_sales"])
    assert {row["uncosted_units"] for row in told if row is not scoop} == {0}
    text = run("contribution", "--by", "sku", "--format", "csv")
    (line,) = (line for line in csv.DictReader(io.StringIO(text)) if line["SKU"] == "JR-0190")
    assert list(line)[-2:] == ["Units without cost", "Sales without cost (USD)"]
    assert line["Units without cost"] == str(scoop["units"])
    table = run("contribution")
    assert "263 units were sold without a landed cost (JR-0190): 2581.30 USD of sales carry none" in table


def test_that_a_posting_names_the_brands_sku_and_last_the_listing(run: Run) -> None:
    wanted = ("--sku", "JR-0161", "--account", "REV")
    told = list(csv.DictReader(io.StringIO(run("postings", *wanted))))
    assert {row["sku"] for row in told} == {"JR-0161"}
    assert list(told[0])[-2:] == ["batch", "listing"]
    assert "name: Press filter, pack of two" in {row["listing"] for row in told}


@pytest.mark.parametrize("typed", ["Shared", "shared"])
def test_that_postings_of_no_channel_are_asked_for_by_the_name_they_bear(run: Run, typed: str) -> None:
    every = read_json(run("postings", "--format", "json"))
    told = read_json(run("postings", "--channel", typed, "--format", "json"))
    assert told == [row for row in every if row["channel"] == "Shared"]
    assert {row["account"] for row in told} >= {"SHARED_NET_SALES"}
    assert len(list(csv.DictReader(io.StringIO(run("postings", "--channel", typed))))) == len(told)


def test_that_a_known_sku_without_postings_has_an_empty_table(run: Run) -> None:
    wanted = ("--from", "1999-01-01", "--to", "1999-01-31", "--sku", "jr-0161")
    assert run("postings", *wanted).splitlines()[1:] == []
    assert read_json(run("postings", *wanted, "--format", "json")) == []


def test_that_an_account_is_taken_whatever_the_case(run: Run) -> None:
    assert run("postings", "--account", "ads") == run("postings", "--account", "ADS")
