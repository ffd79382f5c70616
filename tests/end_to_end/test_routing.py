"""`route` and `replenish --by place` from start to end on the demo brand with its places planned."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from app.ledger.opening import open_ledger
from main import main
from resources.demo.planned import type_plans

DAY = "2026-11-02"


@pytest.fixture(scope="module")
def planned(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the demo brand's ledger with fees, limits and planning facts."""
    path = tmp_path_factory.mktemp("planned") / demo_file.name
    shutil.copy(demo_file, path)
    ledger = open_ledger(path, who="tester")
    type_plans(ledger)
    ledger.close()
    return path


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object) -> tuple[int, str, str]:
    """Run a command and give exit code, output and errors."""
    capsys.readouterr()
    code = main(["--data", str(folder / "data"), *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_that_route_tells_the_same_as_json_and_csv(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, tmp_path, "route", planned, "--day", DAY, "--format", "json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert len(told) > 80
    amazon = next(row for row in told if (row["sku"], row["channel"]) == ("JR-0160", "Amazon"))
    assert amazon["days"] == 45
    assert {place["place"] for place in amazon["places"]} == {"Amazon FBA", "Hudson 3PL", "Troy warehouse"}
    assert amazon["serve_from"] == amazon["recommended"]
    assert all(row["why"] for row in told)
    out_file = tmp_path / "route.csv"
    assert run(capsys, tmp_path, "route", planned, "--day", DAY, "--format", "csv", "--out", out_file)[:2] == (0, "")
    rows = list(csv.DictReader(io.StringIO(out_file.read_text("utf-8-sig"))))
    assert [(row["SKU"], row["Serve from"]) for row in rows] == [(row["sku"], row["serve_from"]) for row in told]


def test_that_route_is_for_one_sku_and_other_days_of_storage(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    costs = []
    for typed, days in (("JR-0160", 0), ("jr-0160", 120)):
        options = ("--sku", typed, "--days", days, "--day", DAY, "--format", "json")
        told = json.loads(run(capsys, tmp_path, "route", planned, *options)[1])
        assert {row["sku"] for row in told} == {"JR-0160"}
        costs.append(next(place["cost"] for place in told[0]["places"] if place["place"] == "Amazon FBA"))
    assert float(costs[0]) < float(costs[1])


@pytest.mark.parametrize(
    "options, sentence",
    [
        (("--days", "-1"), "--days is a number of days"),
        (("--sku", "NOTHING", "--day", DAY), "There is no SKU “NOTHING” in this ledger"),
    ],
)
def test_that_a_wrong_option_is_refused(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(capsys, tmp_path, "route", planned, *options)
    assert (code, out) == (2, "")
    assert sentence in err


def test_that_without_a_fee_route_says_what_to_do(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, tmp_path, "route", demo_file)
    assert (code, out) == (2, "")
    assert "Type fees under Stock → Fees" in err


def test_that_replenish_tells_of_each_place(planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, tmp_path, "replenish", planned, "--by", "place", "--day", DAY, "--format", "json")[1]
    told = json.loads(out)
    assert {row["place"] for row in told} == {"Amazon FBA", "Hudson 3PL", "Troy warehouse"}
    assert any(row["from_other_places"] for row in told)
    assert all(row["order_up_to"] >= row["reorder_point"] for row in told if row["lacking"] is None)
    assert "From others" in run(capsys, tmp_path, "replenish", planned, "--by", "place", "--day", DAY)[1]
    refused = run(capsys, tmp_path, "replenish", planned, "--by", "place", "--format", "xlsx", "--out", tmp_path / "x")
    assert refused[0] == 2
    assert "by SKU" in refused[2]
