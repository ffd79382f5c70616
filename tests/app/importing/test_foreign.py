"""Currencies of a file without a rate: told with their first day, by every way a file comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.importing.batch import import_file
from app.importing.finding import find_files
from app.importing.preview import Choices, Preview, preview
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.lacking import rates_sentence
from benchmarks.orders_file import CURRENCY, write_orders
from tests.make import import_text, new_ledger, text_file, today, type_rate

SALES = "channel,date,document,sku,quantity,unit_price,kind,currency"
SOLD = [
    "Fair,2026-05-03,R2,TEE,1,10.00,sale,GBP",
    "Fair,2026-05-01,R1,TEE,1,10.00,sale,GBP",
    "Fair,2026-05-02,R3,TEE,1,10.00,sale,CAD",
    "Fair,2026-05-02,R4,TEE,1,10.00,sale,USD",
]
RATES = "day,currency,rate,into\n{day},GBP,1.27,{into}\n"

COSTS = """sku,valid_from,cost,currency
TEE,2020-01-01,2.00,EUR
CUP,2026-04-01,3.00,USD
CUP,2026-06-01,3.00,GBP
"""


def sales(lines: Sequence[str]) -> str:
    """Write lines as a table of sales."""
    return "\n".join([SALES, *lines])


def looked_at(ledger: Ledger, text: str, ahead: Sequence[Preview] = ()) -> Preview:
    """Look at a text as a file."""
    with ledger.read() as session:
        return preview(session, text_file("file.csv", text), Choices(), Progress(), today=today(), ahead=ahead)


@pytest.mark.parametrize(
    "day, lacking",
    [
        ("2026-05-01", {"CAD": "2026-05-02"}),
        ("2026-05-02", {"CAD": "2026-05-02", "GBP": "2026-05-01"}),
        ("2026-06-01", {"CAD": "2026-05-02", "GBP": "2026-05-01"}),
    ],
)
def test_that_the_first_day_without_a_rate_is_told(day: str, lacking: Mapping[str, str], tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ahead = looked_at(ledger, RATES.format(day=day, into="USD"))
    assert looked_at(ledger, sales(SOLD), [ahead]).lacking_rates == lacking
    type_rate(ledger, "GBP", "1.27", day=day)
    assert looked_at(ledger, sales(SOLD)).lacking_rates == lacking
    imported = import_text(ledger, "sales.csv", sales(SOLD))
    assert imported.preview.lacking_rates == lacking
    assert imported.needs_a_look


def test_that_a_rate_into_another_currency_is_none(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ahead = looked_at(ledger, RATES.format(day="2026-01-01", into="EUR"))
    assert looked_at(ledger, sales(SOLD[:1]), [ahead]).lacking_rates == {"GBP": "2026-05-03"}


def test_that_sales_in_the_currency_of_the_ledger_want_no_rate(tmp_path: Path) -> None:
    imported = import_text(new_ledger(tmp_path), "sales.csv", sales(SOLD[3:]))
    assert (imported.preview.lacking_rates, imported.preview.wants_rates, imported.needs_a_look) == ({}, "", False)


@pytest.mark.parametrize("first_sale, lacks_from", [("", "2020-01-01"), ("2026-05-02", "2026-05-02")])
def test_that_a_cost_wants_a_rate_from_its_first_day_or_the_first_of_any_trade(
    first_sale: str, lacks_from: str, tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path)
    if first_sale:
        import_text(ledger, "sales.csv", sales([SOLD[3].replace("2026-05-02", first_sale)]))
    assert looked_at(ledger, COSTS).lacking_rates == {"EUR": lacks_from, "GBP": "2026-06-01"}
    imported = import_text(ledger, "costs.csv", COSTS)
    assert imported.preview.lacking_rates == {"EUR": lacks_from, "GBP": "2026-06-01"}
    assert imported.needs_a_look
    for currency in ("EUR", "GBP"):
        type_rate(ledger, currency, "1.1", day="2026-05-02")
    assert looked_at(ledger, COSTS).lacking_rates == ({} if first_sale else {"EUR": "2020-01-01"})


def test_that_costs_in_the_currency_of_the_ledger_or_with_a_rate_ahead_want_none(tmp_path: Path) -> None:
    assert not import_text(
        new_ledger(tmp_path), "costs.csv", COSTS.replace("EUR", "USD").replace("GBP", "")
    ).needs_a_look
    ledger = new_ledger(tmp_path / "other")
    ahead = looked_at(ledger, RATES.format(day="2020-01-01", into="USD"))
    assert looked_at(ledger, COSTS, [ahead]).lacking_rates == {"EUR": "2020-01-01"}


def test_that_a_file_written_while_it_is_read_tells_what_a_look_at_it_tells(tmp_path: Path) -> None:
    path = tmp_path / "orders_export.csv"
    write_orders(path, rows=6000)
    ledger = new_ledger(tmp_path, currency="JPY")
    (file,) = find_files([path])
    with ledger.read() as session:
        seen = preview(session, file, Choices(), Progress(), today=today())
    imported = import_file(ledger, Progress(), file=file)
    assert imported.preview.drafts == ()
    assert imported.preview.lacking_rates == seen.lacking_rates == {CURRENCY: seen.first_day}
    assert imported.needs_a_look


def test_that_the_sentence_names_currencies_and_where_a_rate_is_added() -> None:
    assert rates_sentence({"GBP": "2026-05-01"}) == (
        "There is no rate for GBP on 2026-05-01, so figures that need it are refused. "
        "Add it in Catalogue → Rates or import a rates table"
    )
    assert rates_sentence({"GBP": "2026-05-01", "CAD": "2026-05-02"}).startswith(
        "There is no rate for CAD on 2026-05-02, GBP on 2026-05-01, so figures that need them are refused."
    )
