"""`price` and `prices` from start to end on a ledger with base prices, a published version and costs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.rules import add_rule, publish
from app.queries.rules import PRICING
from main import main
from models.domain.pricing.rules import MapPrice, PriceEnding, TierDiscount
from models.domain.rules import Scope
from tests.app.price_book import base, book_ledger, usd


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give tea at 12.50, with endings, a MAP in the shop and a discount for the trade (floor 10.56)."""
    ledger = book_ledger(tmp_path_factory.mktemp("book"))
    base(ledger, 1250)
    base(ledger, 1300, first=date(2027, 1, 1))
    for what, channel in (
        (PriceEnding(".99"), "Bazaar"),
        (MapPrice(usd(1799)), "Shop"),
        (TierDiscount(Fraction(20)), "Trade"),
    ):
        add_rule(ledger, what=what, scope=Scope(channels=(channel,)), family=PRICING, begin=True)
    publish(ledger, name="Autumn", reason="Start", family=PRICING)
    ledger.close()
    return ledger.path


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object) -> tuple[int, str, str]:
    """Run a command and give exit code, output and errors."""
    capsys.readouterr()
    code = main(["--data", str(folder / "data"), *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_that_the_price_list_is_the_same_as_table_csv_and_json(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("prices", book, "--on", "2026-12-01")
    code, out, err = run(capsys, tmp_path, *options, "--format", "json")
    told = {row["channel"]: (row["price"], row["floor"], row["decided_by"]) for row in json.loads(out)}
    assert (code, err) == (0, "")
    assert told == {
        "Shop": ("17.99", None, "held by MAP"),
        "Bazaar": ("13.99", "13.94", "held by floor"),
        "Trade": ("10.56", "10.56", "held by floor"),
    }
    rows = list(csv.DictReader(io.StringIO(run(capsys, tmp_path, *options, "--format", "csv")[1])))
    assert {row["Channel"]: row["Price (USD)"] for row in rows} == {name: one[0] for name, one in told.items()}
    table = run(capsys, tmp_path, *options, "--channel", "bazaar")[1].splitlines()
    assert len(table) == 3
    assert "13.99" in table[2]


def test_that_a_price_is_explained_step_by_step_with_what_was_blocked(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("price", book, "TEA", "--channel", "Trade", "--on", "2026-12-01", "--explain")
    code, out, err = run(capsys, tmp_path, *options)
    assert (code, err) == (0, "")
    assert "On 2026-12-01 by version 1, Autumn." in out
    assert "Blocked: 20 % off would be 10.00 USD, below the floor of 10.56 USD." in out
    told = json.loads(run(capsys, tmp_path, *options, "--format", "json")[1])
    assert (told["price"], told["base"], told["rules"]) == ("10.56", "12.50", "version 1, Autumn")
    assert [(step["stage"], step["before"], step["after"]) for step in told["steps"]] == [
        ("base", None, "12.50"),
        ("channel rule", "12.50", "10.00"),
        ("floor", "10.00", "10.56"),
    ]
    assert told["steps"][2]["blocked"][0]["at"] == "10.56"
    rows = list(csv.DictReader(io.StringIO(run(capsys, tmp_path, *options, "--format", "csv")[1])))
    assert [row["After (USD)"] for row in rows] == ["12.50", "10.00", "10.56"]


@pytest.mark.parametrize(
    "sku, day, price, code",
    [("TEA", "2025-12-31", None, 1), ("TEA", "2026-06-01", "12.50", 0), ("tea", "2027-01-01", "17.99", 0)],
)
def test_that_the_price_of_any_day_is_told(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sku: str, day: str, price: str | None, code: int
) -> None:
    options = ("price", book, sku, "--channel", "Shop", "--on", day, "--format", "json")
    told = run(capsys, tmp_path, *options)
    assert (told[0], json.loads(told[1])["price"]) == (code, price)


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (("price", "COFFEE", "--channel", "Shop"), "There is no SKU “COFFEE”"),
        (("price", "TEA", "--channel", "Moon"), "There is no channel “Moon”"),
        (("prices", "--channel", "Moon"), "There is no channel “Moon”"),
    ],
)
def test_that_what_is_not_there_is_refused_with_a_sentence(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(capsys, tmp_path, arguments[0], book, *arguments[1:])
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Nothing was written." in err
