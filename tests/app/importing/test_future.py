"""Rows of what has happened that are dated after today: told before and after an import, by every way a file comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.importing.batch import import_file
from app.importing.finding import find_files
from app.importing.future import future_sentence
from app.importing.preview import Choices, Preview, preview
from app.importing.rebuild import rebuild
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.batches import batches, remarks
from app.queries.later import Later
from benchmarks.orders_file import write_orders
from tests.make import import_text, new_ledger, text_file, today

FIXTURES = Path(__file__).resolve().parents[2] / "exports"
SALES = """channel,kind,document,date,sku,quantity,unit_price,currency
Fair,sale,F1,2026-03-02,TEA,1,10.00,USD
Fair,sale,F1,2036-03-02,TEA,1,10.00,USD
Fair,sale,F2,{day},TEA,1,10.00,USD
"""
SLIP = Later(3, "2036-03-02")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def looked_at(ledger: Ledger, text: str, name: str = "file.csv") -> Preview:
    """Look at a text as a file."""
    with ledger.read() as session:
        return preview(session, text_file(name, text), Choices(), Progress(), today=ledger.today())


def sold(days_from_now: int) -> str:
    """Write sales of which one document is so many days from today."""
    return SALES.format(day=today() + timedelta(days=days_from_now))


# The row of a file whose dates all lie ten years ahead, or none where they may.
@pytest.mark.parametrize(
    "file, row",
    [
        ("shopify_orders/input_79_columns.csv", 2),
        ("shopify_payments/input.csv", 2),
        ("amazon_settlement_v2/input.txt", 3),
        ("amazon_sp_ads/input_daily.csv", 2),
        ("google_ads/input.csv", 4),
        ("meta_ads/input_with_day.csv", 2),
        ("sales/input.csv", 2),
        ("stock/input.csv", 2),
        ("prices/input.csv", 2),
        ("competitor_prices/input.csv", 2),
        ("expenses/input.csv", None),
        ("costs/input.csv", None),
        ("rates/input.csv", None),
        ("inbound/input.csv", None),
        ("commitments/input.csv", None),
        ("price_list/input.csv", None),
        ("promotions/input.csv", None),
    ],
)
def test_that_what_has_happened_is_told_where_it_is_dated_after_today(
    file: str, row: int | None, ledger: Ledger
) -> None:
    text = (FIXTURES / file).read_text("utf-8")
    assert looked_at(ledger, text).later == ()
    later = looked_at(ledger, text.replace("2026", "2036")).later
    assert (later[0].row if later else None) == row
    assert all(one.day.startswith("2036-") for one in later)


def test_that_the_row_of_a_document_is_told_by_its_own_day_and_tomorrow_is_none(ledger: Ledger) -> None:
    # Where the file was written tomorrow may have begun; the day after it has begun nowhere.
    assert looked_at(ledger, sold(0)).later == looked_at(ledger, sold(1)).later == (SLIP,)
    assert looked_at(ledger, sold(2)).later == (SLIP, Later(4, (today() + timedelta(days=2)).isoformat()))


def test_that_the_import_tells_what_the_look_told_and_the_list_goes_on_telling_it(ledger: Ledger) -> None:
    imported = import_text(ledger, "sales.csv", sold(9))
    assert imported.preview.later == looked_at(ledger, sold(9)).later
    assert imported.needs_a_look
    assert imported.batch_id is not None
    with ledger.read() as session:
        (then,), (now,) = batches(session, today=today()), batches(session, today=today() + timedelta(days=9))
        said = remarks(session, imported.batch_id, today=today())
        assert [batches(session)[0].state, batches(session, today=today().replace(year=2036))[0].state] == [
            "in force",
            "in force",
        ]
    assert [(row.state, row.looks) for row in (then, now)] == [("needs a look", 2), ("needs a look", 1)]
    assert [(one.row, one.verdict, one.reason.partition(".")[0]) for one in said] == [
        (3, "needs a look", "It is dated 2036-03-02, which is still to come"),
        (4, "needs a look", f"It is dated {today() + timedelta(days=9)}, which is still to come"),
    ]
    ledger.undo()
    with ledger.read() as session:
        assert batches(session, today=today())[0].looks == 0


def test_that_stock_and_prices_seen_on_days_to_come_are_listed_too_and_bills_are_not(ledger: Ledger) -> None:
    for code in ("stock", "prices", "competitor_prices", "expenses"):
        text = (FIXTURES / code / "input.csv").read_text("utf-8")
        import_text(ledger, f"{code}.csv", text.replace("2026", "2036"))
    with ledger.read() as session:
        listed = {row.export: row.looks > 0 for row in batches(session, today=today())}
    assert listed == {"stock": True, "prices": True, "competitor_prices": True, "expenses": False}


def test_that_a_file_written_while_it_is_read_tells_what_a_look_at_it_tells(tmp_path: Path) -> None:
    path = tmp_path / "orders_export.csv"
    write_orders(path, rows=6000)
    ledger = new_ledger(tmp_path, currency="USD")
    (file,) = find_files([path])
    ledger.clock = lambda: datetime(2025, 12, 20, 12, tzinfo=UTC)
    with ledger.read() as session:
        seen = preview(session, file, Choices(), Progress(), today=ledger.today())
    imported = import_file(ledger, Progress(), file=file)
    assert imported.preview.drafts == ()
    assert imported.preview.later == seen.later
    assert {day for _, day in seen.later} == {f"2025-12-{day}" for day in range(22, 32)}
    assert imported.needs_a_look


def test_that_a_rebuild_after_these_days_have_come_comes_out_equal(ledger: Ledger) -> None:
    ledger.clock = lambda: datetime(2019, 5, 1, 12, tzinfo=UTC)
    imported = import_text(ledger, "sales.csv", SALES.replace("2036", "2020").format(day="2019-05-02"))
    assert imported.preview.later == (Later(2, "2026-03-02"), Later(3, "2020-03-02"))
    found = rebuild(ledger, Progress())
    assert found.ok, found.details


def test_that_the_sentence_names_rows_and_days_and_what_to_do() -> None:
    assert future_sentence((), is_newer=True) == ""
    assert future_sentence([SLIP], is_newer=True) == (
        "Row 3 is dated 2036-03-02, which is still to come. If that is a slip, mend the file before you import it: as "
        "it is, it counts as newer than all that comes until that day"
    )
    days = [Later(row, f"2036-03-0{row}") for row in range(2, 7)]
    assert future_sentence(days[:2], is_newer=True).startswith(
        "2 rows are dated on days that are still to come: row 2 on 2036-03-02 and row 3 on 2036-03-03. If that"
    )
    assert ": row 2 on 2036-03-02, row 3 on 2036-03-03, row 4 on 2036-03-04 and 2 more. If" in future_sentence(
        days, is_newer=True
    )


def test_that_a_slip_makes_only_a_file_newer_whose_rows_say_how_new_it_is() -> None:
    assert future_sentence([SLIP], is_newer=False).endswith("If that is a slip, mend the file before you import it")
