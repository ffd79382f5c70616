"""The import itself: once is as good as twice, the order of files does not matter, undo leaves no trace."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import Cancelled, ImportRefused
from app.importing.batch import import_file, stored_file
from app.importing.finding import FileToImport
from app.importing.preview import Choices
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.ledger import Ledger
from models.tables import Batch, SourceFile
from tests.make import Order, import_text, new_ledger, orders_csv

EXPORTS = Path(__file__).resolve().parents[2] / "exports"
REFUSED = {"input_without_day.csv", "input_two_signs.csv", "input_saved_by_excel.csv", "input_ambiguous_day.csv"}
FIXTURES = [path for path in sorted(EXPORTS.glob("*/input*.*")) if path.name not in REFUSED]
WRITTEN_AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

# All that reports are made of, without the ids and times that differ from ledger to ledger.
_FACTS = (
    """SELECT c.name, account, day, sku, order_ref, quantity, orders, amount, currency, base_minor
       FROM posting p LEFT JOIN channel c ON c.id = p.channel_id WHERE in_force = 1
       ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10""",
    """SELECT c.name, day, location, sku, on_hand, available, committed, unavailable, incoming
       FROM stock_level s LEFT JOIN channel c ON c.id = s.channel_id WHERE in_force = 1 ORDER BY 1, 2, 3, 4, 5""",
    """SELECT c.name, day, sku, title, barcode, category, price, compare_at, currency
       FROM listed_price l LEFT JOIN channel c ON c.id = l.channel_id WHERE in_force = 1
       ORDER BY 1, 2, 3, 4, 5, 6, 7""",
    """SELECT c.name, day, sku, price, currency, compare_at, tax_inside
       FROM live_price l LEFT JOIN channel c ON c.id = l.channel_id WHERE in_force = 1 ORDER BY 1, 2, 3""",
    """SELECT c.name, sku, seller, condition, seen, price, shipping, currency, in_stock, note
       FROM competitor_price p LEFT JOIN channel c ON c.id = p.channel_id WHERE in_force = 1 ORDER BY 1, 2, 3, 4, 5""",
    "SELECT sku, valid_from, known_since, amount, currency FROM cost WHERE in_force = 1 ORDER BY 1, 2, 3, 4",
    "SELECT day, currency, into_currency, rate FROM rate WHERE in_force = 1 ORDER BY 1, 2, 3",
    """SELECT b.code, p.code, quantity FROM component JOIN sku b ON b.id = bundle_id JOIN sku p ON p.id = sku_id
       ORDER BY 1, 2""",
    "SELECT name FROM channel WHERE active = 1 ORDER BY 1",
)
_LINKS = """SELECT c.name, l.code, s.code FROM listing l JOIN channel c ON c.id = l.channel_id
            LEFT JOIN sku s ON s.id = l.sku_id ORDER BY 1, 2"""


def report(ledger: Ledger, *, links: bool = False) -> list[list[tuple[object, ...]]]:
    """Read everything that counts."""
    with ledger.read() as session:
        connection = session.connection()
        queries = (*_FACTS, _LINKS) if links else _FACTS
        return [[tuple(row) for row in connection.exec_driver_sql(query)] for query in queries]


def digest(ledger: Ledger, batch_id: int | None) -> str:
    """Give the digest of a batch."""
    assert batch_id is not None
    with ledger.read() as session:
        return session.get_one(Batch, batch_id).digest


def fixture(path: Path) -> FileToImport:
    """Give a fixture as a file of a known time, of which no two are written at once."""
    minutes = FIXTURES.index(path) if path in FIXTURES else 0
    return FileToImport(f"{path.parent.name}-{path.name}", path, time=WRITTEN_AT + timedelta(minutes=minutes))


def imported(folder: Path, texts: Sequence[tuple[str, str]]) -> Ledger:
    """Import texts by their names into a new ledger, each a day newer than the one before by name."""
    ledger = new_ledger(folder)
    for name, text in texts:
        import_text(ledger, name, text, time=WRITTEN_AT + timedelta(days=ord(name[0])))
    return ledger


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_that_an_import_can_be_repeated_undone_and_brought_back(path: Path, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_text(ledger, "before.csv", "sku,valid_from,cost\nSOAP-1,2020-01-01,2.00\nROOI-1,2020-01-01,9.00\n")
    before = report(ledger)
    first = import_file(ledger, Progress(), file=fixture(path))
    after = report(ledger)
    again = import_file(ledger, Progress(), file=fixture(path))
    assert again.batch_id is None
    assert report(ledger) == after
    ledger.undo()
    assert report(ledger) == before
    third = import_file(ledger, Progress(), file=fixture(path))
    assert report(ledger) == after
    assert digest(ledger, third.batch_id) == digest(ledger, first.batch_id)
    ledger.undo()
    ledger.redo()
    assert report(ledger) == after


def test_that_the_order_of_all_exports_does_not_matter(tmp_path: Path) -> None:
    reports = []
    for seed in range(3):
        order = list(FIXTURES)
        random.Random(seed).shuffle(order)
        ledger = new_ledger(tmp_path / str(seed))
        for path in order:
            import_file(ledger, Progress(), file=fixture(path))
        reports.append(report(ledger, links=True))
        ledger.close()
    assert reports[0] == reports[1] == reports[2]


def test_that_overlapping_windows_give_the_same_in_any_order(tmp_path: Path) -> None:
    early = ("a.csv", orders_csv([Order(1), Order(2), Order(3)]))
    late = ("b.csv", orders_csv([Order(2, units=4), Order(3), Order(5)]))
    forward = imported(tmp_path / "forward", [early, late])
    backward = imported(tmp_path / "backward", [late, early])
    assert report(forward, links=True) == report(backward, links=True)


PAYMENTS = "Transaction Date,Type,Order,Card Brand,Payout Status,Amount,Fee,Net,Currency\n"
CHARGE = "2026-03-{:02d} 10:00:00 +0000,charge,#1,visa,paid,10.00,0.50,9.50,USD\n"
ADS = "Day,Campaign,Impr.,Cost\n"


@pytest.mark.parametrize(
    "part, whole",
    [
        (PAYMENTS + CHARGE.format(1) * 2, PAYMENTS + CHARGE.format(2) + CHARGE.format(1) * 2),
        (PAYMENTS + CHARGE.format(1).replace("paid", "scheduled"), PAYMENTS + CHARGE.format(2) + CHARGE.format(1)),
        (ADS + "2026-03-01,Soap,1,$2.00\n", ADS + "2026-03-01,Soap,1,$2.50\n2026-03-02,Soap,1,$1.00\n"),
    ],
    ids=["payments with twins", "payments before their payout", "ads whose figures change"],
)
def test_that_a_window_inside_another_adds_nothing(part: str, whole: str, tmp_path: Path) -> None:
    alone = imported(tmp_path / "alone", [("b.csv", whole)])
    for name, order in (("first", [("a.csv", part), ("b.csv", whole)]), ("last", [("b.csv", whole), ("a.csv", part)])):
        assert report(imported(tmp_path / name, order)) == report(alone)


def test_that_twins_beyond_those_known_are_added(tmp_path: Path) -> None:
    two, three = (PAYMENTS + CHARGE.format(1) * count for count in (2, 3))
    ledger = imported(tmp_path, [("a.csv", two), ("b.csv", three)])
    # The fee and the payout of each.
    assert len(report(ledger)[0]) == 3 * 2


def test_that_damaged_files_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    empty = report(ledger, links=True)
    for path in sorted(EXPORTS.glob("*/input*.*")):
        if path.name in REFUSED:
            with pytest.raises(ImportRefused, match=r"Nothing was imported"):
                import_file(ledger, Progress(), file=fixture(path))
    with pytest.raises(ImportRefused, match=r"without a single row"):
        import_text(ledger, "costs.csv", "sku,valid_from,cost\n")
    with pytest.raises(
        ImportRefused, match=r"^None of the 1 rows of .* can be read.*row 2, cost: “x” is not a number.*export it again"
    ):
        import_text(ledger, "costs.csv", "sku,valid_from,cost\nA,2026-01-01,x\n")
    assert report(ledger, links=True) == empty


def test_that_a_cancelled_import_leaves_nothing(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    progress = Progress(lambda _done, _total, note: progress.cancel() if note == "Writing" else None)
    file = FileToImport("orders.csv", Path("orders.csv"), content=orders_csv([Order(1)]).encode())
    empty = report(ledger, links=True)
    with pytest.raises(Cancelled):
        import_file(ledger, progress, file=file)
    assert report(ledger, links=True) == empty


def test_that_rows_left_out_alone_are_kept_as_remarks(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    text = "Handle,Title,Option1 Value,SKU,Location,Available,On hand\nsoap,Soap,,SOAP,3PL,not stocked,not stocked\n"
    made = import_text(ledger, "inventory_2026-10-31.csv", text)
    assert made.preview.counts()[Verdict.LEFT_OUT] == 1
    with ledger.read() as session:
        assert session.connection().exec_driver_sql("SELECT reason FROM remark").scalar() == (
            "not stocked at this location"
        )


def test_that_the_stored_file_is_the_file_and_reads_the_same(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path / "one")
    made = import_file(ledger, Progress(), file=fixture(EXPORTS / "shopify_products" / "input_older.csv"))
    with ledger.read() as session:
        source = session.query(SourceFile).one()
        file, options = stored_file(source), source.options
    assert file.read() == (EXPORTS / "shopify_products" / "input_older.csv").read_bytes()
    assert options == '{"day": "2026-11-02"}'
    other = new_ledger(tmp_path / "two")
    again = import_file(other, Progress(), file=file, choices=Choices(options={"day": "2026-11-02"}))
    assert digest(other, again.batch_id) == digest(ledger, made.batch_id)
